//! Reactive parts of the page, erased to a few types.
//!
//! Every closure has a different type, and for every type in a view the renderer is compiled once more, some kilobytes each. These
//! give all texts, all flags and all changing parts of the page one type.

use gloo::timers::callback::Timeout;
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

/// Parts of the page that come one after the other, each in a separate task: a slow machine sees what is there and takes a click
/// before all of them are made.
pub(crate) fn in_turn(parts: Vec<Part>) -> AnyView {
    let there = RwSignal::new(0);
    come(there, parts.len());
    let parts = parts.into_iter().enumerate();
    parts.map(|(i, view)| when(move || i < there.get(), view)).collect_view().into_any()
}

/// Lets one more come, until all are there.
fn come(there: RwSignal<usize>, count: usize) {
    Timeout::new(0, move || {
        // None comes to what is gone by now.
        let left = there.try_update(|there| {
            *there += 1;
            *there < count
        });
        if left == Some(true) {
            come(there, count);
        }
    })
    .forget();
}
