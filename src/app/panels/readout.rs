//! The values of every curve under the cursor.

use super::super::state::Page;
use super::super::text;
use crate::chart::{Theme, colour};
use crate::link::fibre::Band;
use crate::scenario::{Planned, Unit, format_quantity};
use crate::sweep::Outcome;
use leptos::prelude::*;

#[component]
pub(in super::super) fn Readout(page: Page) -> impl IntoView {
    let rows = move || {
        let theme = if page.dark.get() { Theme::DARK } else { Theme::LIGHT };
        page.under_cursor.get().map(|at| {
            // In the order of the figure, not of the drawing.
            let mut rows: Vec<_> =
                at.plan.curves.iter().zip(&at.outcomes).filter(|(planned, _)| planned.shown).collect();
            rows.sort_by_key(|(planned, _)| (planned.member, planned.band == Band::O));
            rows.into_iter().map(|(planned, outcome)| row(&theme, planned, outcome)).collect_view()
        })
    };
    view! {
        <section class="readout" aria-label="Values under the cursor">
            <h2>"At "{move || text::km(page.cursor_km.get())}</h2>
            <div class="scroll" tabindex="0" role="group" aria-label="Values under the cursor">
                <table data-testid="readout">
                    <thead>
                        <tr>
                            <th scope="col">"Curve"</th>
                            <th scope="col">"Key rate"</th>
                            <th scope="col">"QBER"</th>
                            <th scope="col">"Bandwidth σ"</th>
                            <th scope="col">"Window τ"</th>
                            <th scope="col">"p"<sub>"noise"</sub></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(theme: &Theme, planned: &Planned, outcome: &Outcome) -> impl IntoView + use<> {
    let note = Some(text::cautions(outcome)).filter(|note| !note.is_empty());
    let key = outcome.key_rate_bit_s();
    view! {
        <tr class:own=planned.own class:none=key.is_none()>
            <th scope="row">
                <span class="swatch" class:dashed=planned.band == Band::O style:--hue=colour(theme, planned).css()></span>
                {planned.label}", "{planned.band.title()}
                {note.map(|note| view! { <span class="caution" role="img" aria-label=note.clone() title=note>" ⚠"</span> })}
            </th>
            <td>{text::rate(key)}</td>
            <td>{text::percent(outcome.qber)}</td>
            <td>{format_quantity(outcome.bandwidth_rad_s, Unit::RadiansPerSecond, 3)}</td>
            <td>{format_quantity(outcome.window_s, Unit::Seconds, 3)}</td>
            <td>{text::probability(outcome.p_noise)}</td>
        </tr>
    }
}
