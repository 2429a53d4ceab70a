//! The uncertain parameters, the number of samples and the seed.

use super::choose;
use super::row::Row;
use super::runner::Runner;
use crate::kit::live;
use crate::tools::browser;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::{Group, Key};
use engine::sweep::{Optimise, SAMPLES, Spread, Typical, UncertaintyInputs, typical};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// The chooser of another parameter.
const ADD: &str = "vary-add";

#[component]
pub(super) fn Spreads(context: ToolContext, inputs: Memo<UncertaintyInputs>, runner: Runner) -> impl IntoView {
    let keys =
        Memo::new(move |_| inputs.with(|inputs| inputs.spreads.iter().map(|spread| spread.key).collect::<Vec<_>>()));
    // Rows stay while the list is the same, and so does the focus.
    let rows =
        move || keys.get().into_iter().map(|key| view! { <Row context inputs runner key/> }).collect_view().into_any();
    let change = move |change: &dyn Fn(&mut UncertaintyInputs)| {
        let mut inputs = inputs.get_untracked();
        change(&mut inputs);
        choose(context, &inputs);
    };
    // Memos, so that a slider that moves leaves the list and its choice alone.
    let possible = Memo::new(move |_| {
        let is_free = |key: &Key| keys.with(|keys| !keys.contains(key));
        context.settings.with(|settings| Spread::possible(settings).filter(is_free).collect::<Vec<_>>())
    });
    let typical = Memo::new(move |_| context.settings.with(typical));
    let all_typical = move |_| {
        let spreads = typical.get_untracked().into_iter().map(|typical| typical.spread).collect::<Vec<_>>();
        change(&|inputs| inputs.spreads.clone_from(&spreads));
    };
    let empty = move || keys.with(Vec::is_empty);
    let add = move |_| {
        let chosen = browser::element(ADD).and_then(|element| element.dyn_into::<HtmlSelectElement>().ok());
        if let Some(key) = chosen.and_then(|chosen| Key::named(&chosen.value())) {
            let spread = context.settings.with_untracked(|settings| Spread::usual(key, settings));
            change(&|inputs| inputs.spreads.push(spread));
        }
    };
    view! {
        <div class="spreads" role="group" aria-label="Uncertain parameters" data-testid="spreads">{live::part(rows)}</div>
        <div class="spread-more">
            <span class="adder">
                <label class="unseen" for=ADD>"Parameter"</label>
                <select id=ADD>{live::part(move || options(&possible.get()))}</select>
                <button data-testid="vary-add-button" on:click=add>"Add"</button>
            </span>
            <button data-testid="vary-typical" class:primary=live::flag(empty) on:click=all_typical>{text::TYPICAL}</button>
            {live::when(move || !empty(), move || view! {
                <button on:click=move |_| { change(&|inputs| inputs.spreads.clear()); browser::focus(ADD); }>"Remove all"</button>
            }.into_any())}
            {live::when(move || !empty(), move || exactness(inputs, change).into_any())}
        </div>
        <details class="why">
            <summary>{text::WHY_TYPICAL}</summary>
            {live::part(move || reasons(&typical.get()))}
        </details>
    }
}

/// Parameters that can be uncertain and are not yet.
fn options(possible: &[Key]) -> AnyView {
    let option = |key: &Key| view! { <option value=key.param().name>{key.param().label}</option> };
    let group = |group: Group| {
        let options = possible.iter().filter(|key| key.param().group == group).map(option).collect_view();
        (!options.is_empty()).then(|| view! { <optgroup label=group.title()>{options}</optgroup> })
    };
    Group::ALL.into_iter().filter_map(group).collect_view().into_any()
}

/// What becomes of the optimised parameters, number of samples and seed.
fn exactness(
    inputs: Memo<UncertaintyInputs>,
    change: impl Fn(&dyn Fn(&mut UncertaintyInputs)) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let samples = SAMPLES.map(|samples| {
        let on = move || inputs.with(|inputs| inputs.samples == samples);
        view! {
            <label class:on=live::flag(on)>
                <input type="radio" name="vary-samples" data-testid=format!("samples-{samples}") prop:checked=live::flag(on)
                    on:change=move |_| change(&|inputs| inputs.samples = samples)/>
                {samples}
            </label>
        }
    });
    let ways = Optimise::ALL.map(|way| {
        let on = move || inputs.with(|inputs| inputs.optimise == way);
        view! {
            <label class:on=live::flag(on)>
                <input type="radio" name="vary-optimise" data-testid=format!("optimise-{}", way.word()) prop:checked=live::flag(on)
                    on:change=move |_| change(&|inputs| inputs.optimise = way)/>
                {way.label()}
            </label>
        }
    });
    view! {
        <span class="exactness">
            <span id="vary-optimise-name" title=text::OPTIMISE>"Optimise"</span>
            <span class="segments" role="radiogroup" aria-labelledby="vary-optimise-name">{ways.collect_view()}</span>
        </span>
        <span class="exactness">
            <span id="vary-samples-name">"Samples"</span>
            <span class="segments" role="radiogroup" aria-labelledby="vary-samples-name">{samples.collect_view()}</span>
            <span>"Seed "{live::text(move || inputs.with(|inputs| inputs.seed).to_string())}</span>
            <button class="reset" data-testid="vary-seed" title=text::NEXT_SEED aria-label=text::NEXT_SEED
                on:click=move |_| change(&|inputs| inputs.seed = inputs.seed.wrapping_add(1))>"↻"</button>
        </span>
    }
}

fn reasons(typical: &[Typical]) -> AnyView {
    let reason = |typical: &Typical| {
        let (key, law) = (typical.spread.key, typical.spread.law);
        let width = format!("{} {}: ", law.sign(key), law.width(key));
        view! { <li><b>{key.param().label}" "{width}</b>{typical.reason}"."</li> }
    };
    view! { <p>{text::RULES_OF_THUMB}</p><ul>{typical.iter().map(reason).collect_view()}</ul> }.into_any()
}
