//! An uncertain parameter: its value, its distribution and its width.

use super::choose;
use super::runner::{Runner, State};
use crate::kit::live;
use crate::kit::symbol::label;
use crate::tools::browser;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::Key;
use engine::sweep::{Law, LawName, UncertaintyInputs, UncertaintyProblem};
use leptos::prelude::*;

#[component]
pub(super) fn Row(context: ToolContext, inputs: Memo<UncertaintyInputs>, runner: Runner, key: Key) -> impl IntoView {
    let param = key.param();
    let law = Memo::new(move |last: Option<&Law>| {
        let of_key =
            inputs.with(|inputs| inputs.spreads.iter().find(|spread| spread.key == key).map(|spread| spread.law));
        // A row that is about to go has none.
        of_key.or(last.copied()).unwrap_or(Law::LogNormal { factor: 2.0 })
    });
    // The text being typed, which may not be readable yet.
    let typed = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        law.track();
        typed.set(None);
    });
    let read = move |typed: &str| Law::read(key, &format!("{}:{typed}", law.get().name().word()));
    let problem = move || match typed.get() {
        Some(typed) => read(&typed).err().map(|problem| text::of_spread(&problem)),
        None => runner.state.with(|state| problem_of(state, key)),
    };
    let set = move |law: Law| {
        let mut inputs = inputs.get_untracked();
        inputs.spreads.iter_mut().filter(|spread| spread.key == key).for_each(|spread| spread.law = law);
        choose(context, &inputs);
    };
    let remove = move |_| {
        let mut inputs = inputs.get_untracked();
        inputs.spreads.retain(|spread| spread.key != key);
        choose(context, &inputs);
        browser::focus("vary-add");
    };
    let commit = move |_| {
        // Text that cannot be read stays in its box beside the reason.
        if let Some(law) = typed.get_untracked().and_then(|typed| read(&typed).ok()) {
            typed.set(None);
            set(law);
        }
    };
    let rename = move |event| {
        let name = LawName::ALL.into_iter().find(|name| name.word() == event_target_value(&event));
        if let Some(name) = name {
            set(context.settings.with_untracked(|settings| law.get_untracked().renamed(name, key, settings)));
        }
    };
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            typed.set(None);
        }
    };
    let laws = LawName::ALL.map(|name| {
        view! { <option value=name.word() prop:selected=live::flag(move || law.get().name() == name)>{name.label()}</option> }
    });
    let (id, note) = (format!("vary-{}", param.name), format!("vary-{}-note", param.name));
    view! {
        <div class="spread" class:wrong=live::flag(move || problem().is_some()) data-testid=format!("spread-{}", param.name)>
            <label class="name" for=id.clone()>{label(param.label, param.symbol)}</label>
            <span class="value">{live::text(move || context.settings.with(|settings| settings.value(key).text(key)))}</span>
            <span class="sign" aria-hidden="true">{live::text(move || law.get().sign(key))}</span>
            <input id=id class="width" type="text" spellcheck="false" autocomplete="off" aria-describedby=note.clone()
                aria-invalid=live::text(move || problem().is_some().to_string())
                prop:value=live::text(move || typed.get().unwrap_or_else(|| law.get().width(key)))
                on:input=move |event| typed.set(Some(event_target_value(&event))) on:change=commit on:keydown=escape/>
            <select aria-label=format!("Distribution of {}", param.label) data-testid=format!("law-{}", param.name) on:change=rename>{laws.collect_view()}</select>
            <button class="reset" title="Remove" aria-label=format!("Remove {}", param.label) on:click=remove>"×"</button>
            <p class="note" id=note>{live::text(move || problem().unwrap_or_default())}</p>
        </div>
    }
}

/// The problem with this parameter, among all problems.
fn problem_of(state: &State, key: Key) -> Option<String> {
    match state {
        State::Refused(UncertaintyProblem::Spreads(problems)) => {
            problems.iter().find(|(other, _)| *other == key).map(|(_, problem)| text::of_spread(problem))
        }
        State::Refused(problem @ UncertaintyProblem::MostLeftOut { key: other, .. }) if *other == key => {
            Some(problem.to_string())
        }
        _ => None,
    }
}
