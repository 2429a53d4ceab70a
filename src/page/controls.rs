//! The controls, made from the table of parameters.

mod choice;
mod number;
mod pair;

use super::state::Page;
use crate::kit::live;
use choice::ChoiceControl;
use engine::scenario::{Domain, Group, Key, TABLE, Value};
use leptos::prelude::*;
use number::NumberControl;
use pair::IsolationControls;

/// All groups of controls.
#[component]
pub(super) fn Controls(page: Page, drawer: RwSignal<bool>) -> impl IntoView {
    let fields = move |group| {
        let rows =
            TABLE.iter().filter(|param| param.group == group).map(|param| control(page, param.key)).collect_view();
        view! {
            <fieldset>
                <legend>{group.title()}</legend>
                {rows}
            </fieldset>
        }
        .into_any()
    };
    let defaults = move || {
        view! {
            <button class="all-defaults" on:click=move |_| page.draft.set(Default::default())
                disabled=live::flag(move || page.draft.with(|draft| *draft == Default::default()))>
                "Reset all parameters"
            </button>
        }
        .into_any()
    };
    let mut parts: Vec<_> = Group::ALL.map(|group| live::part(move || fields(group))).into();
    parts.push(live::part(defaults));
    view! {
        <aside id="controls" aria-label="Parameters">
            {live::in_turn(parts)}
            <button class="close-drawer primary" on:click=move |_| drawer.set(false)>"Show the curves"</button>
        </aside>
    }
}

/// The control of a parameter, as long as it counts.
fn control(page: Page, key: Key) -> AnyView {
    let applies = Memo::new(move |_| {
        // A problem must be visible and fixable in any case.
        page.settings.with(|settings| settings.applies(key))
            || page.problems.with(|problems| problems.contains_key(&key))
    });
    live::when(move || applies.get(), move || always(page, key)).into_any()
}

fn always(page: Page, key: Key) -> AnyView {
    match (key, &key.param().domain) {
        // Both directions share a control until the user wants two.
        (Key::IsoFor, _) => view! { <IsolationControls page/> }.into_any(),
        (Key::IsoBack, _) => ().into_any(),
        (_, Domain::Words(_)) => view! { <ChoiceControl page key/> }.into_any(),
        (_, Domain::Number(_)) => view! { <NumberControl page keys=vec![key]/> }.into_any(),
        (_, Domain::WordsOrNumber { .. }) => {
            let fixed = move || matches!(page.value(key), Value::Number(_));
            view! {
                <ChoiceControl page key/>
                {live::when(fixed, move || view! { <NumberControl page keys=vec![key]/> }.into_any())}
            }
            .into_any()
        }
    }
}
