//! Uncertainty of the key rate and the reach, given uncertain parameters.
//!
//! What the user chose is a text in the address. What follows from it and the settings is a request, which the workers compute in
//! portions; the last result stays until there is a new one.

mod pictures;
mod ranking;
mod row;
mod runner;
mod spreads;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::Notice;
use engine::sweep::{UncertaintyInputs, UncertaintyRequest};
use leptos::prelude::*;
use pictures::Pictures;
use ranking::Ranking;
use runner::{Runner, State};
use spreads::Spreads;

/// Name in the address.
const VARY: &str = "vary";
/// Notices beyond this number are only counted.
const NOTICES: usize = 5;

#[component]
pub(super) fn Uncertain(context: ToolContext) -> impl IntoView {
    let read = Memo::new(move |_| {
        let (inputs, notices) = UncertaintyInputs::read(&context.extra(VARY).unwrap_or_default());
        (inputs, notices.iter().map(Notice::to_string).collect::<Vec<_>>())
    });
    let inputs = Memo::new(move |_| read.with(|(inputs, _)| inputs.clone()));
    let request = Memo::new(move |_| {
        let inputs = inputs.get();
        (!inputs.spreads.is_empty()).then(|| inputs.request(context.settings.get()))
    });
    let runner = Runner::new(context);
    runner.follow(request);
    let notices = move || read.with(|(_, notices)| notices.clone());
    view! {
        <section class="uncertainty" data-testid="uncertainty" aria-label="Uncertainty">
            <p class="lead">{text::UNCERTAINTY}</p>
            {live::part(move || notice(notices()))}
            <Spreads context inputs runner/>
            {live::when(move || request.with(Option::is_some), move || view! { <Result context request runner/> }.into_any())}
        </section>
    }
}

/// Changes what the user chose: one step.
fn choose(context: ToolContext, inputs: &UncertaintyInputs) {
    let text = inputs.write();
    context.remember(VARY, (!text.is_empty()).then_some(text));
}

/// Notices about ignored parts of the address.
fn notice(notices: Vec<String>) -> AnyView {
    if notices.is_empty() {
        return ().into_any();
    }
    let more = notices.len().saturating_sub(NOTICES);
    let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
    let messages = notices.into_iter().take(NOTICES).map(|notice| view! { <li>{notice}</li> }).collect_view();
    view! { <div class="notice" role="status" data-testid="vary-notices"><p>{text::IGNORED}</p><ul>{messages}{more}</ul></div> }
        .into_any()
}

/// The answer, and what it rests on.
#[component]
fn Result(context: ToolContext, request: Memo<Option<UncertaintyRequest>>, runner: Runner) -> impl IntoView {
    let shown = runner.shown;
    let sentence = move || match (shown.get(), runner.state.get()) {
        (Some(shown), _) => shown.found.sentence(),
        (None, State::Running { .. }) => text::COMPUTING.to_owned(),
        (None, _) => String::new(),
    };
    // The result shown is for values other than those that are set.
    let stale = Memo::new(move |_| {
        shown.with(|shown| {
            request.with(|request| shown.as_ref().is_some_and(|shown| Some(&shown.request) != request.as_ref()))
        })
    });
    let notes = move || shown.get().map(|shown| shown.found.notes()).unwrap_or_default();
    let notes =
        move || notes().into_iter().map(|note| view! { <li>{capital(&note)}"."</li> }).collect_view().into_any();
    view! {
        <div class="verdict-of-study" class:stale=stale>
            <p class="answer words" aria-live="polite" data-testid="uncertainty-sentence">{live::text(sentence)}</p>
            <ul class="study-notes" data-testid="uncertainty-notes">{live::part(notes)}</ul>
        </div>
        {status(request, runner, stale)}
        {live::when(move || shown.with(Option::is_some), move || {
            view! {
                <div class:stale=stale>
                    <Pictures context shown/>
                    <Ranking shown/>
                    <p class="method">{live::text(move || shown.get().map(|shown| text::method(&shown.found, shown.request.seed)).unwrap_or_default())}</p>
                </div>
            }
            .into_any()
        })}
    }
}

/// Progress of the computation, and what prevents it.
fn status(request: Memo<Option<UncertaintyRequest>>, runner: Runner, stale: Memo<bool>) -> impl IntoView {
    let state = runner.state;
    // Of a result on the way.
    let samples = move || runner.shown.with(|shown| shown.as_ref().map(|shown| shown.found.samples));
    let progress = move || match state.get() {
        State::Running { progress, .. } => progress,
        _ => 0.0,
    };
    let going = move || match state.get() {
        State::Running { progress, left_s } => text::progress(progress, left_s, samples().filter(|_| !stale.get())),
        _ => String::new(),
    };
    let words = move || match state.get() {
        State::Stopped => text::stopped(stale.get(), samples()),
        State::Refused(problem) => text::refused(&problem),
        State::Failed(reason) => text::failed(&reason),
        State::Running { .. } | State::Idle => String::new(),
    };
    let again = move || match state.get() {
        State::Stopped => "Resume",
        State::Failed(_) => "Try again",
        _ => "",
    };
    let running = live::when(
        move || matches!(state.get(), State::Running { .. }),
        move || {
            view! {
                <progress aria-label="Progress" prop:value=live::text(move || progress().to_string())></progress>
                <span>{live::text(going)}</span>
                <button data-testid="uncertainty-cancel" on:click=move |_| runner.stop()>"Cancel"</button>
            }
            .into_any()
        },
    );
    let over = live::when(
        move || !again().is_empty(),
        move || {
            let go_on = move |_| runner.go_on(request.get_untracked());
            view! { <button data-testid="uncertainty-go-on" on:click=go_on>{live::text(again)}</button> }.into_any()
        },
    );
    let wrong = move || matches!(state.get(), State::Refused(_) | State::Failed(_));
    view! {
        <div class="study-status" class:wrong=live::flag(wrong) data-testid="uncertainty-status">
            {running}
            <p role="status">{live::text(words)}</p>
            {over}
        </div>
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
