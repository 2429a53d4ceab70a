//! Differences between the current link and the pins: parameters and results.

use crate::kit::live;
use crate::kit::symbol::label;
use crate::tools::context::ToolContext;
use crate::tools::text;
use chart::Theme;
use engine::scenario::{Difference, Scenario, Settings, differences};
use engine::sweep::{Outcome, Reach};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use view::pin::Pin;

#[component]
pub(super) fn Differing(context: ToolContext, pins: Memo<Vec<Pin>>) -> impl IntoView {
    let table = move || {
        let (settings, pins) = (context.settings.get(), pins.get());
        let links: Vec<&Settings> = std::iter::once(&settings).chain(pins.iter().map(|pin| &pin.settings)).collect();
        let rows = differences(&links);
        let same = rows.is_empty().then(|| view! { <p>{text::SAME_LINKS}</p> });
        view! {
            {same}
            <div class="scroll" tabindex="0" role="group" aria-label=text::DIFFERENCES>
                <table data-testid="differing">
                    <thead>
                        <tr>
                            <th scope="col"><span class="unseen">"Parameter or result"</span></th>
                            <th scope="col">{text::CURRENT}</th>
                            {pins.iter().map(|pin| heading(context, pin)).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(parameter).collect_view()}</tbody>
                    <tbody class="results">{results(context, &links)}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <h2>{text::DIFFERENCES}</h2>
        {live::part(table)}
    }
}

fn heading(context: ToolContext, pin: &Pin) -> impl IntoView + use<> {
    let theme = if context.dark.get() { Theme::DARK } else { Theme::LIGHT };
    let hue = theme.pins[pin.hue % theme.pins.len()];
    view! { <th scope="col"><span class="swatch" style:--hue=hue.css()></span>{pin.name.clone()}</th> }
}

fn parameter(row: Difference) -> impl IntoView {
    let present = row.values.first().cloned();
    let cells = row.values.into_iter().map(|value| {
        let other = Some(&value) != present.as_ref();
        view! { <td class:other=other>{value.unwrap_or_else(|| "–".to_owned())}</td> }
    });
    view! { <tr><th scope="row">{label(row.label, row.symbol)}</th>{cells.collect_view()}</tr> }
}

/// Results of a link computed so far.
struct Known {
    reach: Option<Reach>,
    here: Option<Outcome>,
}

/// The rows of results: what has not been computed yet is left open.
fn results(context: ToolContext, links: &[&Settings]) -> impl IntoView + use<> {
    let known: Vec<Known> = links.iter().map(|link| known(context, link)).collect();
    let km = context.under_cursor.with(|at| at.as_ref().map_or_else(|| context.cursor_km.get(), |at| at.km));
    let rate = |outcome: Outcome| outcome.key_rate_bit_s();
    let reach = known.iter().map(|one| (one.reach.map(reach_text), one.reach.and_then(Reach::km)));
    let rates = known.iter().map(|one| (one.here.map(|here| text::rate(rate(here))), one.here.and_then(rate)));
    let qbers = known.iter().map(|one| (one.here.map(|here| text::percent(here.qber)), one.here.map(|here| here.qber)));
    [
        result("Reach in its band".to_owned(), reach.collect()),
        result(format!("Key rate at {}", text::km(km)), rates.collect()),
        result(format!("QBER at {}", text::km(km)), qbers.collect()),
    ]
    .collect_view()
}

fn reach_text(reach: Reach) -> String {
    let unit = if reach == Reach::Nowhere { "" } else { " km" };
    text::reach(reach) + unit
}

/// A row of results, each with its text and, where it has a number, its ratio to the first.
fn result(name: String, values: Vec<(Option<String>, Option<f64>)>) -> impl IntoView {
    let present = values.first().and_then(|(_, number)| *number);
    let cells = values.into_iter().enumerate().map(|(i, (text, number))| {
        let ratio = number.zip(present).filter(|(number, present)| i > 0 && *number > 0.0 && *present > 0.0);
        let ratio = ratio.map(|(number, present)| format!(" × {}", format_quantity(number / present, Unit::None, 3)));
        view! { <td>{text.unwrap_or_else(|| "…".to_owned())}{ratio.map(|ratio| view! { <small>{ratio}</small> })}</td> }
    });
    view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }
}

/// A link is recognised by its scenario: the curves may be those of a moment ago, with the pins in another order.
fn known(context: ToolContext, link: &Settings) -> Known {
    let Ok(scenario) = Scenario::try_from(link) else { return Known { reach: None, here: None } };
    let reach = context.drawn.with(|drawn| {
        let drawn = drawn.as_ref()?;
        let i = drawn.plan.curves.iter().position(|curve| curve.scenario == scenario)?;
        drawn.curves.get(i)?.as_ref().ok().map(|curve| curve.reach)
    });
    let here = context.under_cursor.with(|at| {
        let at = at.as_ref()?;
        let i = at.plan.curves.iter().position(|curve| curve.scenario == scenario)?;
        at.outcomes.get(i).copied()
    });
    Known { reach, here }
}
