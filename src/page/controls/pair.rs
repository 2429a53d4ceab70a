//! The isolation of the two classical signals: one control for both, or one for each.

use super::super::state::Page;
use super::number::NumberControl;
use crate::kit::live;
use engine::scenario::Key;
use leptos::prelude::*;

#[component]
pub(super) fn IsolationControls(page: Page) -> impl IntoView {
    let apart = RwSignal::new(false);
    // Two values need two controls.
    let differ = Memo::new(move |_| {
        let typed = |key| page.draft.with(|draft| draft.typed(key).map(str::to_owned));
        typed(Key::IsoFor) != typed(Key::IsoBack) && page.value(Key::IsoFor) != page.value(Key::IsoBack)
    });
    let two = Memo::new(move |_| apart.get() || differ.get());
    let join = move |together: bool| {
        apart.set(!together);
        if together {
            page.set(Key::IsoBack, page.value(Key::IsoFor).exact());
        }
    };
    view! {
        {live::part(move || {
            if two.get() {
                view! {
                    <NumberControl page keys=vec![Key::IsoFor]/>
                    <NumberControl page keys=vec![Key::IsoBack]/>
                }
                .into_any()
            } else {
                view! { <NumberControl page keys=vec![Key::IsoFor, Key::IsoBack] name=("Isolation", "ζ")/> }.into_any()
            }
        })}
        <label class="check">
            <input type="checkbox" prop:checked=live::flag(move || !two.get()) on:change=move |event| join(event_target_checked(&event))/>
            "Same isolation in both directions"
        </label>
    }
}
