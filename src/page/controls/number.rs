//! A parameter that takes a number: slider, box with unit, reset.

use super::super::state::Page;
use crate::kit::browser;
use crate::kit::live;
use crate::kit::symbol::label;
use engine::scenario::NOTCHES;
use engine::scenario::{GivenPower, Key, Range, Scenario, Value};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_decibels};
use numbers::units::Kilometres;
use web_sys::HtmlInputElement;

/// A control for one parameter, or for several that share a value.
#[component]
pub(super) fn NumberControl(
    page: Page,
    keys: Vec<Key>,
    /// Label and symbol in place of the parameter's own.
    #[prop(optional)]
    name: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let keys = StoredValue::new(keys);
    let key = keys.with_value(|keys| keys[0]);
    let param = key.param();
    let range = param.domain.range().copied().unwrap_or(NO_RANGE);
    let set = move |typed: &str| {
        page.draft.update(|draft| keys.with_value(|keys| keys.iter().for_each(|key| draft.set(*key, typed))));
    };
    let reset =
        move |_| page.draft.update(|draft| keys.with_value(|keys| keys.iter().for_each(|key| draft.reset(*key))));
    let value = Memo::new(move |_| page.value(key));
    let number = move || match value.get() {
        Value::Number(x) => x,
        Value::Word(_) => range.slider.0,
    };
    // During typing the box shows the text as typed, not its value.
    let typing = RwSignal::new(false);
    let shown = move || match page.draft.with(|draft| draft.typed(key).map(str::to_owned)) {
        Some(typed) if typing.get() || page.problems.with(|p| p.contains_key(&key)) => typed,
        _ => value.get().text(key),
    };
    let problem = move || page.problems.with(|problems| problems.get(&key).map(ToString::to_string));
    let (label_text, symbol) = name.unwrap_or((param.label, param.symbol));
    let id = param.name;
    let notch = move || range.notch(number());
    let fill = move || format!("{}%", 100.0 * notch() / NOTCHES);
    view! {
        <div class="control" class:wrong=live::flag(move || problem().is_some()) title=param.help>
            <div class="head">
                <label class="name" for=id>{label(label_text, symbol)}</label>
                {live::when(move || keys.with_value(|keys| keys.iter().any(|key| page.is_set(*key))), move || view! { <button class="reset" title="Reset to default" aria-label=format!("Reset {label_text}") on:click=reset>"↺"</button> }.into_any())}
                <span class="also">{live::text(move || also(page, key, value.get()))}</span>
                <input id=id class="box" type="text" spellcheck="false" autocomplete="off"
                    prop:value=live::text(shown)
                    aria-invalid=live::text(move || problem().is_some().to_string())
                    aria-describedby=format!("{id}-note")
                    on:input=move |event| { typing.set(true); set(&event_target_value(&event)); }
                    on:change=move |_| typing.set(false)
                    on:blur=move |_| typing.set(false)/>
            </div>
            <input class="slider" type="range" min="0" max=NOTCHES.to_string() step="1"
                data-testid=format!("{id}-slider") aria-label=label_text style:--fill=live::text(fill)
                prop:value=live::text(move || notch().to_string())
                aria-valuetext=live::text(move || value.get().text(key))
                on:input=move |event| {
                    if let Some(input) = browser::target::<HtmlInputElement>(&event) {
                        set(&Value::Number(range.at_notch(input.value_as_number())).text(key));
                    }
                }/>
            <p class="note" id=format!("{id}-note")>{live::text(move || problem().unwrap_or_default())}</p>
        </div>
    }
}

/// Power of the classical signals at the end of the fibre at which it was not given in dBm.
fn other_end(scenario: &Scenario, length: Kilometres) -> String {
    let powers = scenario.powers(length);
    match scenario.power {
        GivenPower::Received => format!("{:.1} dBm launched", powers.launched_dbm),
        GivenPower::PhotonsPerBit | GivenPower::Launched => format!("{:.1} dBm received", powers.received_dbm),
    }
}

/// Never seen: a number control is made for parameters that take numbers.
const NO_RANGE: Range =
    Range { min: 0.0, max: 1.0, slider: (0.0, 1.0), scale: engine::scenario::Scale::Linear { step: 0.1 } };

/// The same in other units: an isolation in dB, the power of the classical signals in the other ways.
fn also(page: Page, key: Key, value: Value) -> String {
    match (value, key.param().unit, key) {
        (Value::Number(x), Unit::Isolation, _) => format_decibels(x),
        (_, _, Key::Ncc | Key::PowerDbm) => {
            let length = page.cursor_km.get().try_into().ok();
            let scenario = page.settings.with(|settings| Scenario::try_from(settings).ok());
            scenario.zip(length).map(|(scenario, length)| other_end(&scenario, length)).unwrap_or_default()
        }
        _ => String::new(),
    }
}
