//! The answer first: reach in both bands, key rate under the cursor, and what limits them.

use super::super::state::{Drawn, Page};
use super::super::text;
use crate::link::fibre::Band;
use crate::scenario::format_count;
use crate::sweep::{Curve, Outcome};
use leptos::prelude::*;
use std::sync::Arc;

/// Bits of a key of AES-256.
const AES_256: f64 = 256.0;

#[component]
pub(in super::super) fn Verdict(page: Page) -> impl IntoView {
    view! {
        <section class="verdict" aria-label="Result" aria-live="polite">
            {Band::ALL.map(|band| view! { <ReachOf page band/> }.into_any()).collect_view()}
            <AtCursor page/>
            <Limit page/>
        </section>
    }
}

/// The computed curve of one's own span in a band.
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
                <span data-testid=id>{move || reach.get().map_or_else(|| "…".to_owned(), text::reach)}</span>
                {move || reach.get().is_some_and(|reach| reach.km() != Some(0.0)).then(|| view! { <small>" km"</small> })}
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
    let rate = move || own.get().and_then(|outcome| outcome.key_rate_bit_s());
    let (number, unit) = (
        move || text::rate(rate()).split_once(' ').map_or_else(|| text::NO_KEY.to_owned(), |(n, _)| n.to_owned()),
        move || {
            rate().map(|bit_s| {
                let rate = text::rate(Some(bit_s));
                let unit = rate.split_once(' ').map_or("", |(_, unit)| unit).to_owned();
                format!(" {unit} · {} AES-256 keys/s", format_count(bit_s / AES_256))
            })
        },
    );
    view! {
        <div>
            <div class="what" data-testid="cursor-at">{what}</div>
            <div class="answer">
                <span data-testid="cursor-rate">{move || if own.get().is_none() { "…".to_owned() } else { number() }}</span>
                <small>{unit}</small>
            </div>
        </div>
    }
}

fn own_at_cursor(page: Page) -> Option<Outcome> {
    let at = page.under_cursor.get()?;
    let band = at.plan.settings.band();
    Some(at.outcomes[at.plan.own(band)?])
}

#[component]
fn Limit(page: Page) -> impl IntoView {
    let limit = Memo::new(move |_| {
        page.drawn.get().and_then(|drawn: Arc<Drawn>| {
            let end = *own(&drawn, drawn.plan.settings.band())?.points.last()?;
            let (source, share) = main_noise(&end)?;
            let here = own_at_cursor(page).as_ref().and_then(main_noise);
            Some((source, share, here))
        })
    });
    view! {
        <div>
            <div class="what">"Limited by"</div>
            <div class="answer words">
                {move || match limit.get() {
                    None => view! { "…" }.into_any(),
                    Some((source, share, here)) => view! {
                        {source}
                        <small>{format!(" {:.0} % of the noise at the end of the curve", 100.0 * share)}
                            {here.filter(|(other, _)| *other != source).map(|(other, share)| {
                                format!("; {other} lead at the cursor with {:.0} %", 100.0 * share)
                            })}
                        </small>
                    }.into_any(),
                }}
            </div>
        </div>
    }
}

/// The largest kind of noise and its share; none without noise.
fn main_noise(outcome: &Outcome) -> Option<(&'static str, f64)> {
    let [raman_for, raman_back, crosstalk_for, crosstalk_back, dark, after] = outcome.noise().map(|share| share.p);
    let kinds = [
        ("Raman scattering", raman_for + raman_back),
        ("crosstalk", crosstalk_for + crosstalk_back),
        ("dark counts", dark),
        ("afterpulses", after),
    ];
    let all: f64 = kinds.iter().map(|(_, p)| p).sum();
    let (source, p) = kinds.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (all > 0.0).then(|| (source, p / all))
}
