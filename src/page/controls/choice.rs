//! A parameter that takes words: buttons side by side.

use super::super::state::Page;
use crate::kit::live;
use crate::kit::symbol::label;
use engine::scenario::{Domain, Key, Value};
use leptos::prelude::*;

#[component]
pub(super) fn ChoiceControl(page: Page, key: Key) -> impl IntoView {
    let param = key.param();
    let number = match param.domain {
        Domain::WordsOrNumber { number, start, .. } => Some((number, Value::Number(start))),
        _ => None,
    };
    let words = param.domain.words().iter().map(|choice| (choice.label, Value::Word(choice.word)));
    let options = words.chain(number).map(|(name, value)| {
        let chosen = move || match (page.value(key), value) {
            (Value::Number(_), Value::Number(_)) => true,
            (a, b) => a == b,
        };
        let id = format!("{}-{}", param.name, name.to_lowercase());
        view! {
            <label class:on=live::flag(chosen)>
                <input type="radio" name=param.name data-testid=id prop:checked=live::flag(chosen)
                    on:change=move |_| choose(page, key, value)/>
                {name}
            </label>
        }
    });
    let problem = move || page.problems.with(|problems| problems.get(&key).map(ToString::to_string));
    view! {
        <div class="control choice" class:wrong=live::flag(move || problem().is_some()) title=param.help>
            <div class="head"><span class="name" id=format!("{}-name", param.name)>{label(param.label, param.symbol)}</span></div>
            <div class="segments" role="radiogroup" aria-labelledby=format!("{}-name", param.name)>
                {options.collect_view()}
            </div>
            <p class="note">{live::text(move || problem().unwrap_or_default())}</p>
        </div>
    }
}

/// A choice that is the default is no setting. A change of the band or of the fibre takes along what was set for the other one.
fn choose(page: Page, key: Key, value: Value) {
    page.draft.update(|draft| {
        if key == Key::Band {
            Key::all().filter(|key| key.belongs_to_band()).for_each(|key| draft.reset(key));
            draft.set_channels(None);
        }
        if key == Key::FibreType {
            Key::all().filter(|key| key.belongs_to_fibre()).for_each(|key| draft.reset(key));
        }
        draft.set(key, value.exact());
    });
}
