//! Conclusions of the figure that is drawn, and whether Keyspan confirms them.

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use engine::paper::{Claim, Verdict};
use engine::scenario::Figure;
use leptos::prelude::*;
use view::drawn::Drawn;

/// The conclusions of the figure that is drawn.
#[component]
pub(super) fn Claims(context: ToolContext) -> impl IntoView {
    let body = move || -> Option<AnyView> {
        let drawn = context.drawn.get()?;
        let figure = drawn.plan.figure?;
        let body = if drawn.plan.is_the_papers() {
            figure
                .claims()
                .iter()
                .filter_map(|claim| Some(claim_view(claim, verdict(claim, &drawn)?)))
                .collect_view()
                .into_any()
        } else {
            changed(context, figure).into_any()
        };
        Some(
            view! {
                <section class="claims" aria-label="Conclusions of the paper" data-testid="claims">
                    <h2>"Fig. "{figure.id}": "{figure.title}</h2>
                    {body}
                </section>
            }
            .into_any(),
        )
    };
    live::part(move || body().unwrap_or_else(|| ().into_any()))
}

fn verdict(claim: &Claim, drawn: &Drawn) -> Option<Verdict> {
    let curves: Vec<_> = drawn
        .plan
        .curves
        .iter()
        .zip(&drawn.curves)
        .filter_map(|(planned, curve)| Some(((planned.member?, planned.band), curve.as_ref().ok()?)))
        .collect();
    claim.check(&curves)
}

fn claim_view(claim: &'static Claim, verdict: Verdict) -> impl IntoView {
    let word = if verdict.holds { text::CONFIRMED } else { text::DIFFERS };
    view! {
        <p class="claim" class:differs=!verdict.holds>
            <b>{word}</b>" "{claim.says}<span class="found">{text::finding(&verdict.found, verdict.why)}</span>
        </p>
    }
}

fn changed(context: ToolContext, figure: &'static Figure) -> impl IntoView {
    view! {
        <p class="claim changed">
            {text::CHANGED}
            <button on:click=move |_| context.change(|address| address.settings = figure.settings())>{text::BACK_TO_PAPER}</button>
        </p>
    }
}
