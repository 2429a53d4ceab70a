//! The table behind the chart: every point of a curve.

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::sweep::{Outcome, Reach};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use view::plan::Planned;

#[component]
pub(super) fn Points(context: ToolContext) -> impl IntoView {
    let chosen = RwSignal::new(None::<usize>);
    // The current link, until another curve is chosen.
    let index = move || {
        let drawn = context.drawn.get()?;
        let own = drawn.plan.own(drawn.plan.settings.band());
        chosen.get().filter(|index| *index < drawn.curves.len()).or(own)
    };
    let options = move || {
        let drawn = context.drawn.get()?;
        let option = |(i, planned): (usize, &Planned)| {
            let name = format!("{}, {}", planned.label, planned.band.title());
            view! { <option value=i.to_string() selected=live::flag(move || index() == Some(i))>{name}</option> }
        };
        Some(drawn.plan.curves.iter().enumerate().map(option).collect_view())
    };
    let table = move || {
        let drawn = context.drawn.get()?;
        Some(match &drawn.curves[index()?] {
            Ok(curve) if curve.reach == Reach::Nowhere => view! { <p>{text::NO_KEY_ANYWHERE}</p> }.into_any(),
            Ok(curve) => table(&curve.points).into_any(),
            Err(reason) => view! { <p>"This curve could not be computed: "{reason.clone()}"."</p> }.into_any(),
        })
    };
    view! {
        <div class="points" data-testid="points">
            <label>{text::CURVE}
                <select on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>{live::part(move || options().into_any())}</select>
            </label>
            <div class="scroll tall" tabindex="0" role="group" aria-label="Points of the curve">{live::part(move || table().into_any())}</div>
        </div>
    }
}

fn table(points: &[Outcome]) -> impl IntoView + use<> {
    let rows = points.iter().map(|point| {
        view! {
            <tr>
                <th scope="row">{format!("{:.3}", point.length_km)}</th>
                <td>{text::rate(point.key_rate_bit_s())}</td>
                <td>{text::percent(point.qber)}</td>
                <td>{format_quantity(point.bandwidth_rad_s, Unit::RadiansPerSecond, 4)}</td>
                <td>{format_quantity(point.window_s, Unit::Seconds, 4)}</td>
                <td>{text::probability(point.p_signal)}</td>
                <td>{text::probability(point.p_noise)}</td>
            </tr>
        }
    });
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">"Length, km"</th>
                    <th scope="col">"Key rate"</th>
                    <th scope="col">"QBER"</th>
                    <th scope="col">"Bandwidth σ"</th>
                    <th scope="col">"Window τ"</th>
                    <th scope="col">"p"<sub>"sign"</sub></th>
                    <th scope="col">"p"<sub>"noise"</sub></th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
