//! Which figure of the paper is drawn, and what the chart shows of it.

use super::super::state::Page;
use crate::kit::{live, text};
use engine::scenario::{FIGURES, View};
use leptos::prelude::*;

/// One button per figure.
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
                on:click=move |_| page.show_own_link()>"Your link"</button>
            {figures.collect_view()}
        </div>
    }
}

/// The quantity that the chart shows along the fibre.
#[component]
pub(in super::super) fn Views(page: Page) -> impl IntoView {
    let refused = RwSignal::new(false);
    let pin = move |_| {
        let next = untrack(|| page.next_pin());
        refused.set(next.is_err());
        if let Ok(pin) = next {
            page.pins.update(|pins| pins.push(pin));
        }
    };
    // As long as it is so.
    let problem = move || if refused.get() { page.next_pin().err() } else { None };
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
            <button class="chip" data-testid="pin" title=text::PIN_TITLE on:click=pin>{text::PIN}</button>
            <span class="note" role="status">{live::text(move || problem().map(|problem| problem.to_string()).unwrap_or_default())}</span>
        </div>
    }
}
