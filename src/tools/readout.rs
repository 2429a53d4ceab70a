//! The values of every curve at the cursor.

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use chart::Theme;
use engine::sweep::Outcome;
use leptos::prelude::*;
use numbers::quantity::{Unit, format_duration, format_quantity};
use view::figures::colour;
use view::plan::Planned;

#[component]
pub(super) fn Readout(context: ToolContext) -> impl IntoView {
    let any = move |has: fn(&Outcome) -> bool| {
        context.under_cursor.with(|at| at.as_ref().is_some_and(|at| at.outcomes.iter().any(has)))
    };
    let finite = move || any(|outcome| outcome.statistics.is_some());
    let laser = move || any(|outcome| outcome.decoys.is_some());
    let rows = live::part(move || {
        let theme = if context.dark.get() { Theme::DARK } else { Theme::LIGHT };
        let rows = context.under_cursor.get().map(|at| {
            let rows = at.plan.curves.iter().zip(&at.outcomes).filter(|(planned, _)| planned.shown);
            let shown = (finite(), laser());
            rows.map(|(planned, outcome)| row(&theme, planned, outcome, shown)).collect_view()
        });
        rows.into_any()
    });
    view! {
        <section class="readout" aria-label="Values at the cursor">
            <h2>"At "{live::text(move || text::km(context.cursor_km.get()))}</h2>
            <div class="scroll" tabindex="0" role="group" aria-label="Values at the cursor">
                <table data-testid="readout">
                    <thead>
                        <tr>
                            <th scope="col">"Curve"</th>
                            <th scope="col">"Key rate"</th>
                            <th scope="col">"QBER"</th>
                            <th scope="col">"Bandwidth σ"</th>
                            <th scope="col">"Window τ"</th>
                            <th scope="col">"p"<sub>"noise"</sub></th>
                            {live::when(finite, || view! { <th scope="col">"p"<sub>"Z"</sub></th><th scope="col">"Collected in"</th> }.into_any())}
                            {live::when(laser, || view! { <th scope="col">"μ"</th><th scope="col">"ν"<sub>"1"</sub></th> }.into_any())}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(theme: &Theme, planned: &Planned, outcome: &Outcome, (finite, laser): (bool, bool)) -> impl IntoView + use<> {
    let statistics = finite.then(|| {
        let (p_z, time) = outcome
            .statistics
            .map_or_else(Default::default, |s| (text::percent(s.p_z), format_duration(s.collected_in_s)));
        view! { <td>{p_z}</td><td>{time}</td> }
    });
    let decoys = laser.then(|| {
        let photons = |x: Option<f64>| x.map(|x| format_quantity(x, Unit::None, 3));
        let decoys = outcome.decoys;
        view! {
            <td>{decoys.and_then(|d| photons(Some(d.signal_intensity)))}</td>
            <td>{decoys.and_then(|d| photons(d.decoy_intensity))}</td>
        }
    });
    let note = Some(text::cautions(outcome)).filter(|note| !note.is_empty());
    let key = outcome.key_rate_bit_s();
    view! {
        <tr class:own=planned.own class:none=key.is_none()>
            <th scope="row">
                <span class="swatch" class:dashed=planned.dashed style:--hue=colour(theme, planned).css()></span>
                {planned.label.clone()}", "{planned.band.title()}
                {note.map(|note| view! { <span class="caution" role="img" aria-label=note.clone() title=note>" ⚠"</span> })}
            </th>
            <td>{text::rate(key)}</td>
            <td>{text::percent(outcome.qber)}</td>
            <td>{format_quantity(outcome.bandwidth_rad_s, Unit::RadiansPerSecond, 3)}</td>
            <td>{format_quantity(outcome.window_s, Unit::Seconds, 3)}</td>
            <td>{text::probability(outcome.p_noise)}</td>
            {statistics}
            {decoys}
        </tr>
    }
}
