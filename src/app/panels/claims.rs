//! The figures of the paper: which one is drawn, what it concludes, and whether our numbers bear it out.

use super::super::live;
use super::super::state::{Drawn, Page};
use crate::scenario::{Claim, FIGURES, Figure, Verdict, View};
use leptos::prelude::*;

/// One button a figure.
#[component]
pub(in super::super) fn Figures(page: Page) -> impl IntoView {
    let figures = FIGURES.iter().map(|figure| {
        let on = move || page.figure.get() == Some(figure);
        view! {
            <button class="chip" class:on=live::flag(on) aria-pressed=live::text(move || on().to_string()) title=figure.title
                data-testid=format!("figure-{}", figure.id) on:click=move |_| page.show_figure(figure)>
                "Fig. "{figure.id}
            </button>
        }
    });
    let none = move || page.figure.get().is_none();
    view! {
        <div class="chips" role="group" aria-label="Figures of the paper">
            <span class="chips-name">"Curves"</span>
            <button class="chip" class:on=live::flag(none) aria-pressed=live::text(move || none().to_string()) data-testid="figure-none"
                on:click=move |_| { page.figure.set(None); page.zoom.set(None); }>"Your link"</button>
            {figures.collect_view()}
        </div>
    }
}

/// What the chart shows along the fibre.
#[component]
pub(in super::super) fn Views(page: Page) -> impl IntoView {
    let views = View::ALL.map(|one| {
        let on = move || page.view.get() == one;
        view! {
            <button class="chip" class:on=live::flag(on) aria-pressed=live::text(move || on().to_string()) data-testid=format!("view-{}", one.name())
                on:click=move |_| { page.view.set(one); page.zoom.set(None); }>
                {one.title()}
            </button>
        }
    });
    view! {
        <div class="chips" role="group" aria-label="Quantity on the chart">
            <span class="chips-name">"Show"</span>
            {views.collect_view()}
        </div>
    }
}

/// The conclusions of the figure that is drawn.
#[component]
pub(in super::super) fn Claims(page: Page) -> impl IntoView {
    let body = move || -> Option<AnyView> {
        let drawn = page.drawn.get()?;
        let figure = drawn.plan.figure?;
        let body = if drawn.plan.is_the_papers() {
            figure
                .claims
                .iter()
                .filter_map(|claim| Some(claim_view(claim, verdict(claim, &drawn)?)))
                .collect_view()
                .into_any()
        } else {
            changed(page, figure).into_any()
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
    let word = if verdict.holds { "Holds" } else { "Differs" };
    let why = (!verdict.why.is_empty()).then(|| format!(" Because {}.", verdict.why));
    view! {
        <p class="claim" class:differs=!verdict.holds>
            <b>{word}</b>" "{claim.says}<span class="found">"Found: "{verdict.found}"."{why}</span>
        </p>
    }
}

fn changed(page: Page, figure: &'static Figure) -> impl IntoView {
    view! {
        <p class="claim changed">
            "The curves follow your parameters; the conclusions of the paper are for its own. "
            <button on:click=move |_| page.show_figure(figure)>"Back to the paper's parameters"</button>
        </p>
    }
}
