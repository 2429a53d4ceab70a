//! A step of the class on the page.

use super::{Guide, HEADING, STEP};
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::{browser, text};
use engine::link::fibre::Band;
use engine::scenario::{Scenario, Settings};
use engine::sweep::CurveRequest;
use leptos::prelude::*;
use numbers::units::Kilometres;
use view::class::LESSONS;
use view::class::{Found, Lesson};
use web_sys::{Element, Event};
use wire::batch::Failure;
use wire::curves::CurveAnswer;
use wire::curves::CurveTask;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

#[component]
pub(super) fn Step(guide: Guide, step: usize) -> impl IntoView {
    let context = guide.context;
    // The step number is always that of an existing step.
    let lesson = &LESSONS[step % LESSONS.len()];
    let answer = RwSignal::new(text::ANSWERING.to_owned());
    context.ask(Lane::Tool, tasks(lesson), move |answers| {
        // The step may have been left before its answer arrives.
        answer.try_set((lesson.answer)(&found(lesson, answers)).unwrap_or_else(|| text::NO_ANSWER.to_owned()));
    });
    // Elements are reused for the next step, whose answer must start closed.
    let open = RwSignal::new(false);
    let toggled = move |event: Event| {
        let now = browser::target::<Element>(&event).is_some_and(|details| details.has_attribute("open"));
        open.set(now);
    };
    let says = lesson.says.iter().map(|sentence| view! { <p>{*sentence}</p> });
    view! {
        <div id=STEP class="class lesson" data-testid="class">
            <Progress guide step/>
            <h2 id=HEADING tabindex="-1">{lesson.title}</h2>
            <div class="lesson-text">
                {says.collect_view()}
                <p class="lesson-look"><b>"Look: "</b>{lesson.look}</p>
            </div>
            <div class="lesson-work">
                <Tries context lesson/>
                <p class="lesson-now" data-testid="class-now">{live::text(move || now(context))}</p>
                <p class="lesson-question"><b>"Question: "</b>{lesson.question}</p>
                <details data-testid="class-answer" prop:open=live::flag(move || open.get()) on:toggle=toggled>
                    <summary>"Show the computed answer"</summary>
                    <p>{live::text(move || answer.get())}</p>
                </details>
            </div>
            <Onward guide step/>
        </div>
    }
}

/// Which step of how many, and ways out.
#[component]
fn Progress(guide: Guide, step: usize) -> impl IntoView {
    let marks = (0..LESSONS.len()).map(|i| {
        let current = if i == step { "step" } else { "false" };
        let label = format!("Step {}: {}", i + 1, LESSONS[i].title);
        view! { <li><button class="step-no" class:on=i == step aria-current=current title=LESSONS[i].title aria-label=label on:click=move |_| guide.enter(i)>{i + 1}</button></li> }
    });
    view! {
        <div class="lesson-steps">
            <ol class="step-nos" aria-label="Steps">{marks.collect_view()}</ol>
            <span class="lesson-count" data-testid="class-count">{format!("{} of {}", step + 1, LESSONS.len())}</span>
            <button on:click=move |_| guide.enter(0)>"Start over"</button>
            <button data-testid="class-leave" on:click=move |_| guide.leave()>"Leave"</button>
        </div>
    }
}

/// Things to try, and a button that resets the step.
#[component]
fn Tries(context: ToolContext, lesson: &'static Lesson) -> impl IntoView {
    let tries = lesson.tries.iter().enumerate().map(|(i, one)| {
        let on = move || context.address.with(|address| one.stage.stands(address) && address.cursor_km == one.stage.at_km);
        view! {
            <li>
                <button class:on=live::flag(on) aria-pressed=live::text(move || on().to_string()) data-testid=format!("try-{i}")
                    on:click=move |_| context.change(|address| one.stage.set(address))>{one.label}</button>
                <span>{one.asks}</span>
            </li>
        }
    });
    let away = move || context.address.with(|address| !lesson.stage.stands(address));
    view! {
        <h3>"Try"</h3>
        <ul class="lesson-tries">{tries.collect_view()}</ul>
        <button class="lesson-again" data-testid="class-again" disabled=live::flag(move || !away())
            on:click=move |_| context.change(|address| lesson.stage.set(address))>"Reset this step"</button>
    }
}

#[component]
fn Onward(guide: Guide, step: usize) -> impl IntoView {
    let onward = match LESSONS.get(step + 1) {
        Some(next) => view! {
            <button class="primary" data-testid="class-next" on:click=move |_| guide.enter(step + 1)>{format!("Next: {}", next.title)}</button>
        }
        .into_any(),
        None => view! { <button class="primary" data-testid="class-next" on:click=move |_| guide.leave()>"Finish"</button> }.into_any(),
    };
    view! {
        <div class="lesson-onward">
            <button data-testid="class-back" disabled=step == 0 on:click=move |_| guide.enter(step.saturating_sub(1))>"Back"</button>
            {onward}
        </div>
    }
}

/// The current results in one line, because those above the chart may be out of sight.
fn now(context: ToolContext) -> String {
    let reach = |band: Band| {
        let reach = context.drawn.with(|drawn| {
            let drawn = drawn.as_ref()?;
            drawn.curves.get(drawn.plan.own(band)?)?.as_ref().ok().map(|curve| curve.reach)
        });
        reach.map_or_else(|| "…".to_owned(), text::reach)
    };
    let here = context.under_cursor.with(|at| {
        let at = at.as_ref()?;
        let own = at.outcomes.get(at.plan.own(at.plan.settings.band())?)?;
        Some(format!(
            "{} with a QBER of {} at {}",
            text::rate(own.key_rate_bit_s()),
            text::percent(own.qber),
            text::km(at.km)
        ))
    });
    let here = here.unwrap_or_else(|| "…".to_owned());
    format!("Now: reach {} km in the C band, {} km in the O band; {here}.", reach(Band::C), reach(Band::O))
}

fn scenarios(lesson: &Lesson) -> Vec<Scenario> {
    // The tests hold that none is refused.
    lesson.spans.iter().filter_map(|changes| Scenario::try_from(&Settings::default().with(changes)).ok()).collect()
}

/// The computations behind the answer of a step: of each link the two ends of its curve, and all links at each length.
fn tasks(lesson: &Lesson) -> Vec<ToolTask> {
    let scenarios = scenarios(lesson);
    let curves = scenarios
        .iter()
        .map(|scenario| ToolTask::Curve(CurveTask::Along(CurveRequest { scenario: scenario.clone(), points: 2 })));
    let places = lesson.places_km.iter().filter_map(|km| Kilometres::try_from(*km).ok());
    curves.chain(places.map(|length| ToolTask::Curve(CurveTask::At { scenarios: scenarios.clone(), length }))).collect()
}

fn found(lesson: &Lesson, answers: Vec<Result<ToolAnswer, Failure>>) -> Found {
    let mut found = Found::default();
    for answer in answers {
        match answer {
            Ok(ToolAnswer::Curve(CurveAnswer::Along(curve))) => found.curves.push(curve),
            Ok(ToolAnswer::Curve(CurveAnswer::At(outcomes))) => found.places.push(outcomes),
            // A missing answer must not shift the others.
            _ => return Found::default(),
        }
    }
    let whole = found.curves.len() == lesson.spans.len() && found.places.len() == lesson.places_km.len();
    if whole { found } else { Found::default() }
}
