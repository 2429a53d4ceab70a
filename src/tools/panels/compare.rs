//! Links side by side: the pins, and the differences between them and the current link.

mod differing;
mod row;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use leptos::prelude::*;
use view::pin::{MAX_PINS, Pin, PinProblem};

/// The form for a new pin.
const PIN_BUTTON: &str = "pin-present";

#[component]
pub(super) fn Compare(context: ToolContext) -> impl IntoView {
    let pins = Memo::new(move |_| context.address.with(|address| address.pins.clone()));
    let count = Memo::new(move |_| pins.with(Vec::len));
    let status = RwSignal::new(String::new());
    let add = move |_| {
        let next = context.address.with_untracked(|address| Pin::of(&address.settings, &address.pins));
        status.set(match next {
            Ok(pin) => {
                let words = text::pinned(&pin.name);
                context.change(|address| address.pins.push(pin));
                words
            }
            Err(problem) => problem.to_string(),
        });
    };
    // A slot for every possible pin: whatever moves, the focus stays where it is.
    let rows = (0..MAX_PINS).map(|i| {
        let row = move || view! { <row::Row context pins i status/> }.into_any();
        live::when(move || i < count.get(), row)
    });
    view! {
        <div class="compare" data-testid="compare">
            <p class="lead">{live::text(move || if count.get() == 0 { text::WHAT_PINS_ARE_FOR } else { text::WHAT_PINS_DO })}</p>
            <ol class="pins" aria-label=text::PINNED>{rows.collect_view()}</ol>
            <div class="pin-foot">
                <button id=PIN_BUTTON class:primary=live::flag(move || count.get() == 0) data-testid="pin-present" on:click=add>{text::PIN_CURRENT}</button>
                <span class="note" role="status" data-testid="compare-said">{live::text(move || status.get())}</span>
            </div>
            {live::when(move || count.get() > 0, move || view! { <differing::Differing context pins/> }.into_any())}
        </div>
    }
}

/// Changes the pins of the page, in one step.
fn change_pins(context: ToolContext, change: impl FnOnce(&mut Vec<Pin>)) {
    context.change(|address| change(&mut address.pins));
}

/// Replaces a pin in one step, if the address has room for the new one.
fn put(context: ToolContext, i: usize, pin: Pin) -> Result<(), PinProblem> {
    let mut pins = context.address.with_untracked(|address| address.pins.clone());
    let fitted = Pin::fit(&pins);
    pins.get_mut(i).into_iter().for_each(|place| place.clone_from(&pin));
    // A link that came with longer ones keeps them: they were read.
    if fitted.is_ok() {
        Pin::fit(&pins)?;
    }
    change_pins(context, |old| *old = pins);
    Ok(())
}
