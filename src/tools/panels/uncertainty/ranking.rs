//! What matters most: a tornado chart of the reach, with sensitivity indices.

use super::runner::Shown;
use crate::kit::live;
use crate::tools::text;
use engine::sweep::{Estimate, Rank, Reach, ReachAt};
use leptos::prelude::*;
use numbers::quantity::format_quantity;
use std::sync::Arc;

// Roles are given because a narrow page lays the rows out as a grid, which takes from a table that it is one.
#[component]
pub(super) fn Ranking(shown: RwSignal<Option<Arc<Shown>>>) -> impl IntoView {
    let rows = live::part(move || shown.get().map_or_else(|| ().into_any(), |shown| rows(&shown)));
    let values = live::part(move || shown.get().map_or_else(|| ().into_any(), |shown| values(&shown)));
    view! {
        <figure class="tornado">
            <figcaption>{text::RANKING}</figcaption>
            <p class="key-to-chart">
                <span><i class="patch low"></i>"at its 5 % quantile"</span>
                <span><i class="patch high"></i>"at its 95 % quantile"</span>
            </p>
            <table data-testid="ranking" role="table">
                <thead>
                    <tr>
                        <th scope="col">"Parameter"</th>
                        <th scope="col" class="bars">"Reach, this one varying alone"</th>
                        <th scope="col">{text::RANKING_PARTS[0]}</th>
                        <th scope="col">{text::RANKING_PARTS[1]}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <details><summary>{text::ENDS}</summary>{values}</details>
        </figure>
    }
}

/// Where the bars begin and end, as places from 0 to 1.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(shown: &Shown) -> Scale {
        let ends =
            shown.found.ranking.iter().flat_map(|rank| [rank.alone.low, rank.alone.high]).filter_map(|at| at.reach);
        let kms = || ends.clone().chain([shown.found.present]).map(km);
        let (low, high) = (kms().fold(f64::INFINITY, f64::min), kms().fold(0.0, f64::max));
        // What does not move at all has its line in the middle.
        if high - low > 1e-6 { Scale { low, high } } else { Scale { low: low - 1.0, high: high + 1.0 } }
    }

    fn place(&self, reach: Reach) -> f64 {
        100.0 * (km(reach) - self.low) / (self.high - self.low)
    }
}

/// Where an unlimited reach has its place on the scale, km.
fn km(reach: Reach) -> f64 {
    reach.km().unwrap_or(engine::sweep::MAX_LENGTH_KM)
}

fn rows(shown: &Shown) -> AnyView {
    let (scale, decimals) = (Scale::of(shown), shown.found.reach.decimals());
    let present = shown.found.present;
    let row = |rank: &Rank| {
        let part = |estimate: Option<Estimate>| estimate.map_or("–".to_owned(), Estimate::part);
        let bar = |class: &'static str, at: ReachAt| {
            at.reach.map(|reach| {
                let (from, to) = (scale.place(present), scale.place(reach));
                let width = format!("{:.2}%", (to - from).abs());
                (
                    width.clone(),
                    view! { <span class=class style:--from=format!("{:.2}%", from.min(to)) style:--size=width></span> },
                )
            })
        };
        let mut bars: Vec<_> =
            [bar("bar low", rank.alone.low), bar("bar high", rank.alone.high)].into_iter().flatten().collect();
        // Where both go to the same side the shorter one is seen before the longer one.
        bars.reverse();
        let (left, right) =
            if order(rank) { (rank.alone.low, rank.alone.high) } else { (rank.alone.high, rank.alone.low) };
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{rank.label()}<span class="law">{rank.spread.text(&shown.request.settings)}</span></th>
                <td role="cell" class="bars">
                    <span class="bars-line">
                        <span class="end">{left.text(decimals)}</span>
                        <span class="track" aria-hidden="true" style:--present=format!("{:.2}%", scale.place(present))>
                            {bars.into_iter().map(|(_, bar)| bar).collect_view()}
                        </span>
                        <span class="end">{right.text(decimals)}</span>
                    </span>
                </td>
                <td role="cell" data-label=text::RANKING_PARTS[0]>{part(rank.first_order)}</td>
                <td role="cell" data-label=text::RANKING_PARTS[1]>{part(rank.total)}</td>
            </tr>
        }
    };
    shown.found.ranking.iter().map(row).collect_view().into_any()
}

/// Whether the reach at the lower end of the parameter is the shorter one.
fn order(rank: &Rank) -> bool {
    let km = |at: ReachAt| at.reach.map_or(0.0, km);
    km(rank.alone.low) <= km(rank.alone.high)
}

fn values(shown: &Shown) -> AnyView {
    let decimals = shown.found.reach.decimals();
    let row = |rank: &Rank| {
        let value = |at: ReachAt| format_quantity(at.value, rank.spread.key.param().unit, 4);
        let (low, high) = (rank.alone.low, rank.alone.high);
        view! {
            <tr>
                <th scope="row">{rank.label()}</th>
                <td>{value(low)}</td><td>{low.text(decimals)}</td><td>{value(high)}</td><td>{high.text(decimals)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Reach at the ends of each parameter">
            <table data-testid="ends-table">
                <thead>
                    <tr>
                        <th scope="col">"Parameter"</th>
                        <th scope="col">"5 % quantile"</th><th scope="col">"Reach"</th>
                        <th scope="col">"95 % quantile"</th><th scope="col">"Reach"</th>
                    </tr>
                </thead>
                <tbody>{shown.found.ranking.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <p>{text::ALONE}</p>
    }
    .into_any()
}
