//! What changes on the page, in a few types.
//!
//! Every closure has a type of its own, and for every type in a view the renderer is compiled once more, some kilobytes each. These
//! give all texts, all flags and all changing parts of the page one type.

use leptos::prelude::*;

/// A part of the page that is made anew whenever something changes that it reads.
type Part = Box<dyn Fn() -> AnyView + Send>;

/// A text that changes.
pub(crate) fn text<T: Into<String>>(text: impl Fn() -> T + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(move || text().into())
}

/// A condition that changes.
pub(crate) fn flag(flag: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(flag)
}

/// A part of the page that changes.
pub(crate) fn part(view: impl Fn() -> AnyView + Send + 'static) -> Part {
    Box::new(view)
}

/// A part of the page that is there only under a condition, and stays as it is while the condition holds.
pub(crate) fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> AnyView + Send + 'static,
) -> Part {
    let condition = Memo::new(move |_| condition());
    part(move || if condition.get() { view() } else { ().into_any() })
}
