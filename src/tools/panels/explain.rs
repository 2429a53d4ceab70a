//! Explain: the chain of formulas at the cursor, typeset, with every number filled in.

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::{browser, text};
use engine::explain::{Given, Section, Step, as_latex, as_text, explain, heading};
use engine::scenario::Scenario;
use engine::sweep::Outcome;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use view::plan::Planned;

/// Time for which "Copied" is shown beside the buttons, ms.
const COPIED_MS: u32 = 2000;

/// The outcome that is explained.
#[derive(Clone, PartialEq)]
struct Case {
    scenario: Scenario,
    outcome: Outcome,
}

#[component]
pub(super) fn Explain(context: ToolContext) -> impl IntoView {
    let chosen = RwSignal::new(None::<usize>);
    let index = move || {
        let at = context.under_cursor.get()?;
        let own = at.plan.own(at.plan.settings.band());
        chosen.get().filter(|index| at.plan.curves.get(*index).is_some_and(|planned| planned.shown)).or(own)
    };
    let case = Memo::new(move |_| {
        let (at, index) = (context.under_cursor.get()?, index()?);
        let scenario = at.plan.curves.get(index)?.scenario.clone();
        Some(Arc::new(Case { scenario, outcome: *at.outcomes.get(index)? }))
    });
    let options = move || {
        let at = context.under_cursor.get()?;
        let shown = at.plan.curves.iter().enumerate().filter(|(_, planned)| planned.shown || planned.own);
        let option = |(i, planned): (usize, &Planned)| {
            let name = format!("{}, {}", planned.label, planned.band.title());
            view! { <option value=i.to_string() selected=live::flag(move || index() == Some(i))>{name}</option> }
        };
        Some(shown.map(option).collect_view())
    };
    let status = RwSignal::new("");
    let copy = move |write: fn(&str, &[Section]) -> String| {
        let Some(case) = case.get_untracked() else { return };
        let sections = explain(&case.scenario, &case.outcome);
        let document = write(&heading(&case.scenario, &case.outcome), &sections);
        spawn_local(async move {
            status.set(if browser::copy(&document).await { text::COPIED } else { text::NOT_COPIED });
            Timeout::new(COPIED_MS, move || {
                status.try_set("");
            })
            .forget();
        });
    };
    let chain = move || {
        let case = case.get()?;
        let sections = explain(&case.scenario, &case.outcome);
        let title = heading(&case.scenario, &case.outcome);
        Some(view! { <h2>{title}</h2>{sections.iter().map(section).collect_view()} })
    };
    view! {
        <div class="explain" data-testid="explain">
            <div class="tool-bar">
                <label>{text::CURVE}
                    <select on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>{live::part(move || options().into_any())}</select>
                </label>
                <button data-testid="explain-copy" on:click=move |_| copy(|heading, sections| as_text(sections, heading))>{text::COPY_TEXT}</button>
                <button on:click=move |_| copy(|heading, sections| as_latex(sections, heading))>{text::COPY_LATEX}</button>
                <span role="status">{live::text(move || status.get())}</span>
            </div>
            {live::part(move || chain().into_any())}
        </div>
    }
}

/// A section of a chain of formulas.
pub(super) fn section(section: &Section) -> impl IntoView + use<> {
    let given = (!section.given.is_empty())
        .then(|| view! { <ul class="given">{section.given.iter().map(given).collect_view()}</ul> });
    let notes = section.notes.iter().map(|note| view! { <p class="remark" inner_html=note.html()></p> }).collect_view();
    view! {
        <section class="chain" tabindex="0" role="group" aria-label=section.title>
            <h3>{section.title}</h3>
            {given}
            {section.steps.iter().map(step).collect_view()}
            {notes}
        </section>
    }
}

fn given(given: &Given) -> impl IntoView + use<> {
    let equation = format!("{} = {}", given.symbol.mathml(), given.quantity.mathml());
    view! { <li>{given.label.clone()}" "<span inner_html=equation></span></li> }
}

fn step(step: &Step) -> impl IntoView + use<> {
    let sides = step.sides();
    let last = sides.len() - 1;
    let sides = sides.iter().enumerate().map(|(i, side)| {
        let equation = if i == 0 {
            format!("{} = {}", step.symbol.mathml(), side.mathml())
        } else {
            format!("= {}", side.mathml())
        };
        view! { <span class="side" class:result={i == last} inner_html=equation></span> }
    });
    let share = step.share.map(|share| view! { <span class="share">{text::of_the_noise(share)}</span> });
    let note = step.note.as_ref().map(|note| view! { <p class="remark" inner_html=note.html()></p> });
    view! {
        <div class="step">
            <div class="says">{step.says.clone()}{share}</div>
            <div class="equation">{sides.collect_view()}</div>
            <cite>{step.source}</cite>
            {note}
        </div>
    }
}
