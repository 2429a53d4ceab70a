//! The errors of the model, link by link, and the link that is looked at in pictures: tables 4.1 to 4.4 and figures 4.4 to 4.9 of the
//! thesis.

use super::super::over_time::{Timeline, Zoom};
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use chart::{ScatterChart, SeriesChart, Shade, Theme, TimeInterval};
use forecast::{Feature, LinkScore};
use leptos::prelude::*;
use monitoring::WindowWidth;
use numbers::quantity::{Unit, parse_quantity};
use view::figures::{predicted_chart, predicted_scatter};
use wire::learning::ScoreReport;

#[component]
pub(super) fn Score(console: Console, learner: Learner, zoom: Zoom) -> impl IntoView {
    let rows = live::part(move || learner.report.get().map_or_else(|| ().into_any(), |report| table(learner, &report)));
    let notes = live::part(move || {
        let notes =
            learner.report.with(|report| report.as_ref().map(|report| report.notes.clone()).unwrap_or_default());
        let notes = notes.into_iter().map(|note| view! { <li>{text::capital(&note)}"."</li> }).collect_view();
        view! { <ul class="notes">{notes}</ul> }.into_any()
    });
    let milliseconds = live::text(move || {
        learner.report.with(|report| report.as_ref().map_or(0.0, |report| report.milliseconds)).to_string()
    });
    let scored = Memo::new(move |_| console.link.with(|link| learner.scored(&link.as_ref()?.name)));
    let over_time = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        let origin = console.link.get()?.origin;
        let chosen = zoom.chosen.get().map(|(from_s, to_s)| TimeInterval {
            from_s,
            to_s,
            label: String::new(),
            shade: Shade::Chosen,
        });
        let marked = chosen.into_iter().collect();
        Some(predicted_chart(
            scored.get().as_ref()?,
            origin,
            WindowWidth::STANDARD,
            zoom.shown(),
            zoom.cursor_s.get(),
            marked,
        ))
    });
    let scatter = Box::new(move |_: &Theme| -> Option<ScatterChart> { scored.get().as_ref().map(predicted_scatter) });
    let words = live::text(move || scored.with(|scored| scored.as_ref().map(text::score).unwrap_or_default()));
    let there = move || scored.with(Option::is_some);
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Errors of the model" data-testid="scores" data-ms=milliseconds>{rows}</div>
        {notes}
        <p class="quiet">{text::SCORE_HELP}</p>
        {live::when(there, move || view! { <p data-testid="score-words">{words}</p> }.into_any())}
        <div class="parameter" class:gone=live::flag(move || !there())>
            <Timeline zoom dark=console.dark chart=over_time words name="predicted"/>
            <div class="square"><Picture dark=console.dark.into() chart=scatter words name="predicted-scatter"/></div>
        </div>
    }
}

fn table(learner: Learner, report: &ScoreReport) -> AnyView {
    let with_loss = report.facts.features.contains(&Feature::LinkLoss);
    let rows = report.scored.iter().map(|scored| row(learner, scored, with_loss)).collect_view();
    let loss = with_loss.then(|| view! { <th>"Loss (editable)"</th> });
    view! {
        <table>
            <thead><tr>
                <th>"Link"</th>{loss}<th>"Windows"</th><th>"Mean key rate, bit/s"</th><th>"ME, bit/s"</th><th>"MAE, bit/s"</th><th>"MAE, % of mean"</th>
                <th>"MRE, %"</th><th>"MSE, scaled"</th><th>"In 90 % interval, %"</th>
                <th>"Level × COW^β MAE, bit/s"</th><th>"Mean of last 3 MAE, bit/s"</th><th>"Persistence MAE, bit/s"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(learner: Learner, scored: &LinkScore, with_loss: bool) -> AnyView {
    let errors = &scored.errors;
    let signed = |x: f64, decimals: usize| format!("{x:.decimals$}").replace('-', "−");
    let loss = with_loss.then(|| {
        let own = learner.links.with_untracked(|links| links.iter().find(|link| link.link == scored.link).and_then(|link| link.loss));
        let link = scored.link.clone();
        let typed = move |event: web_sys::Event| {
            let loss = parse_quantity(&event_target_value(&event), Unit::None).ok().filter(|loss| Some(*loss) != own);
            learner.suppose(&link, loss);
        };
        let shown = scored.loss.map_or_else(String::new, |loss| format!("{loss}"));
        let label = format!("Loss of link {}", scored.link);
        view! { <td><input type="text" class="box what-if" class:changed=scored.loss != own aria-label=label prop:value=shown data-testid=format!("loss-{}", scored.link) on:change=typed/></td> }
    });
    view! {
        <tr>
            <th>{scored.link.clone()}" "<small>{scored.scope()}</small></th>
            {loss}
            <td>{text::count(errors.rows)}</td>
            <td>{format!("{:.1}", errors.mean_key_rate)}</td>
            <td>{signed(errors.me, 2)}</td>
            <td>{format!("{:.2}", errors.mae)}</td>
            <td>{format!("{:.2}", 100.0 * errors.relative_mae())}</td>
            <td>{errors.mre.map_or("–".to_owned(), |mre| signed(100.0 * mre, 3))}</td>
            <td>{format!("{:.5}", errors.mse)}</td>
            <td>{scored.covered.map_or("–".to_owned(), |covered| format!("{:.1}", 100.0 * covered))}</td>
            <td>{or_dash(scored.baseline_mae)}</td>
            <td>{or_dash(scored.lags_mae)}</td>
            <td>{or_dash(scored.persistence_mae)}</td>
        </tr>
    }
    .into_any()
}

/// An error in bit/s, if there is one.
fn or_dash(mae: Option<f64>) -> String {
    mae.map_or_else(|| "–".to_owned(), |mae| format!("{mae:.2}"))
}
