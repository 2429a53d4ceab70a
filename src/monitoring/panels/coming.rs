//! The forecast of the key rate with empirical intervals, and the errors of all methods.

use super::section;
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use chart::{SeriesChart, Theme};
use forecast::{HORIZONS_MIN, Method, MethodComparison};
use leptos::prelude::*;
use monitoring::time_text;
use view::figures::coming_chart;

#[component]
pub(super) fn Coming(console: Console, learner: Learner) -> impl IntoView {
    let options = live::part(move || {
        let now = console.address.with(|address| address.horizon_min);
        let option =
            |min: u32| view! { <option value=min.to_string() selected=min == now>{text::minutes(min)}</option> };
        HORIZONS_MIN.map(option).collect_view().into_any()
    });
    let choose = move |event: web_sys::Event| {
        if let Ok(min) = event_target_value(&event).parse() {
            console.change(|address| address.horizon_min = min);
        }
    };
    let state = live::part(move || {
        match (learner.evaluating.get(), learner.no_forecast.get()) {
        (Some(share), _) => view! {
            <p class="row" role="status" data-testid="evaluating"><progress aria-label="Progress" prop:value=share.to_string()></progress><span>{text::EVALUATING}</span></p>
        }
        .into_any(),
        (None, Some(problem)) => view! { <p class="quiet" data-testid="no-forecast">{format!("No forecast: {problem}.")}</p> }.into_any(),
        (None, None) => ().into_any(),
    }
    });
    let chart = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        coming_chart(&*console.link.get()?, &*learner.forecast.get()?, None)
    });
    let words = live::text(move || {
        let origin = console.link.with(|link| link.as_ref().map(|link| link.origin));
        learner
            .forecast
            .get()
            .zip(origin)
            .map(|(forecast, origin)| text::forecast(&forecast, |s| time_text(origin, s)))
            .unwrap_or_default()
    });
    let table =
        live::part(move || learner.forecast.get().map_or_else(|| ().into_any(), |forecast| table(&forecast.standing)));
    let there = move || learner.forecast.with(Option::is_some);
    section("coming", "Key rate forecast", view! {
        <p class="row"><label>"Forecast "<select data-testid="horizon" on:change=choose>{options}</select>" ahead"</label><span class="quiet">{text::COMING_HELP}</span></p>
        {state}
        <div class:gone=live::flag(move || !there())>
            <p data-testid="forecast-words">{words}</p>
            <div class="wide"><Picture dark=console.dark.into() chart words name="coming"/></div>
            <div class="scroll" tabindex="0" role="group" aria-label="Errors at each horizon" data-testid="horizons">{table}</div>
            <p class="quiet">{text::HORIZONS_HELP}</p>
        </div>
    }.into_any())
}

/// MAE of each method at each horizon; the best is marked.
fn table(standing: &MethodComparison) -> AnyView {
    let heads =
        standing.verdicts.iter().map(|verdict| view! { <th>{text::minutes(verdict.ahead_min)}</th> }).collect_view();
    let rows = Method::ALL.map(|method| {
        let cells = standing.verdicts.iter().map(|verdict| {
            let found = standing.errors.iter().find(|errors| errors.method == method && errors.ahead_min == verdict.ahead_min);
            let text = found.filter(|errors| errors.mae.is_finite()).map_or("–".to_owned(), |errors| format!("{:.1}", errors.mae));
            view! { <td class:winner=verdict.winner == method>{text}</td> }
        });
        view! { <tr class:own=method == standing.best><th>{text::capital(text::method(method))}</th>{cells.collect_view()}</tr> }
    });
    let coverage = standing.verdicts.iter().map(|verdict| {
        let text =
            verdict.coverage.map_or("–".to_owned(), |share| format!("{:.1} ({})", 100.0 * share, verdict.separate));
        view! { <td>{text}</td> }
    });
    let width = standing.verdicts.iter().map(|verdict| {
        let text = verdict.width.map_or("–".to_owned(), |width| format!("{width:.1}"));
        view! { <td>{text}</td> }
    });
    view! {
        <table>
            <thead><tr><th>"MAE, bit/s, by horizon"</th>{heads}</tr></thead>
            <tbody>{rows.collect_view()}<tr><th>"Coverage of the 90 % interval, %"</th>{coverage.collect_view()}</tr><tr><th>"Mean width of it, bit/s"</th>{width.collect_view()}</tr></tbody>
        </table>
    }
    .into_any()
}
