//! The answer first: reach in both bands, key rate at the cursor, and the main noise.

use super::super::state::Page;
use crate::kit::{live, text};
use engine::link::fibre::Band;
use engine::sweep::{Curve, Outcome};
use leptos::prelude::*;
use view::drawn::Drawn;

#[component]
pub(in super::super) fn Verdict(page: Page) -> impl IntoView {
    view! {
        <section class="verdict" aria-label="Result" aria-live="polite">
            {Band::ALL.map(|band| view! { <ReachOf page band/> }.into_any()).collect_view()}
            <AtCursor page/>
            <Limit page/>
            <Cautions page/>
        </section>
    }
}

/// The computed curve of the current link in a band.
fn own(drawn: &Drawn, band: Band) -> Option<&Curve> {
    drawn.curves[drawn.plan.own(band)?].as_ref().ok()
}

#[component]
fn ReachOf(page: Page, band: Band) -> impl IntoView {
    let reach = Memo::new(move |_| page.drawn.get().and_then(|drawn| own(&drawn, band).map(|curve| curve.reach)));
    let id = match band {
        Band::C => "reach-C",
        Band::O => "reach-O",
    };
    view! {
        <div>
            <div class="what">"Reach, "{band.title()}</div>
            <div class="answer">
                <span data-testid=id>{live::text(move || reach.get().map_or_else(|| "…".to_owned(), text::reach))}</span>
                <small>{live::text(move || if reach.get().is_some_and(|reach| reach.km() != Some(0.0)) { " km" } else { "" })}</small>
            </div>
        </div>
    }
}

#[component]
fn AtCursor(page: Page) -> impl IntoView {
    let own = Memo::new(move |_| own_at_cursor(page));
    let what = move || {
        let band = page.settings.with(|settings| settings.band());
        format!("At {}, {}", text::km(page.cursor_km.get()), band.title())
    };
    let answer = move || match own.get().map(|outcome| outcome.key_rate_bit_s()) {
        None => ("…".to_owned(), String::new()),
        Some(bit_s) => text::answer(bit_s),
    };
    view! {
        <div>
            <div class="what" data-testid="cursor-at">{live::text(what)}</div>
            <div class="answer">
                <span data-testid="cursor-rate">{live::text(move || answer().0)}</span>
                <small>{live::text(move || answer().1)}</small>
            </div>
        </div>
    }
}

fn own_at_cursor(page: Page) -> Option<Outcome> {
    let at = page.under_cursor.get()?;
    let band = at.plan.settings.band();
    Some(at.outcomes[at.plan.own(band)?])
}

/// The main noise where the key ends, and at the cursor where that is another.
#[component]
fn Limit(page: Page) -> impl IntoView {
    let limit = Memo::new(move |_| {
        let drawn = page.drawn.get()?;
        let end = own(&drawn, drawn.plan.settings.band())?.points.last().and_then(Outcome::main_noise);
        Some((end, own_at_cursor(page).as_ref().and_then(Outcome::main_noise)))
    });
    let words = move || match limit.get() {
        None => ("…", String::new()),
        Some((end, here)) => text::main_noise(end, here, page.cursor_km.get()),
    };
    view! {
        <div>
            <div class="what">{text::MAIN_NOISE}</div>
            <div class="answer words">{live::text(move || words().0)}<small>{live::text(move || words().1)}</small></div>
        </div>
    }
}

/// Reasons for caution with the value at the cursor.
#[component]
fn Cautions(page: Page) -> impl IntoView {
    let cautions = Memo::new(move |_| own_at_cursor(page).map(|outcome| text::cautions(&outcome)).unwrap_or_default());
    view! {
        <p class="take-care" data-testid="cautions">{live::text(move || cautions.get())}</p>
    }
}
