//! Networks that predict the key rate: one is scored on the measurements, and a new one can be trained.

mod choice;
mod score;
mod training;

use super::over_time::Zoom;
use super::section;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use leptos::prelude::*;

#[component]
pub(super) fn Learning(console: Console, learner: Learner) -> impl IntoView {
    let zoom = Zoom::new(console);
    let problem = live::part(move || match learner.problem.get() {
        None => ().into_any(),
        Some(problem) => {
            view! { <div class="notice bad" role="status" data-testid="model-problem"><p>{problem}</p></div> }
                .into_any()
        }
    });
    let there = move || learner.report.with(Option::is_some);
    section("learning", "Forecasting model", view! {
        <p class="lead-of-part">{text::LEARNING}</p>
        <choice::Choice learner/>
        {problem}
        {live::when(there, move || view! { <score::Score console learner zoom/> }.into_any())}
        {live::when(move || !there() && learner.problem.with(Option::is_none), || view! { <p class="quiet" role="status">{text::LOADING_MODEL}</p> }.into_any())}
        <training::TrainHere console learner/>
    }.into_any())
}
