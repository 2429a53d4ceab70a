//! The fits as a table, with what to know of them.

use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use engine::protocol::cow::transmittance;
use leptos::prelude::*;
use monitoring::{CowFit, FitParameter, FittedValue, FreeParameters, ModelReport};

#[component]
pub(super) fn Fits(console: Console) -> impl IntoView {
    let table = live::part(move || console.model.get().map_or_else(|| ().into_any(), |model| table(&model)));
    let notes = live::part(move || console.model.get().map_or_else(|| ().into_any(), |model| notes(&model)));
    view! { <div class="scroll" tabindex="0" role="group" aria-label="Fits" data-testid="fits">{table}</div>{notes} }
}

fn table(model: &ModelReport) -> AnyView {
    let fits = model.fits.iter().filter_map(|(freedom, fit)| Some(fitted(*freedom, fit.as_ref().ok()?)));
    view! {
        <table>
            <thead><tr>
                <th>"Model"</th><th>"α, dB/km"</th><th>"η"</th><th>"loss_B, dB"</th><th>"η · 10^(−loss_B/10)"</th>
                <th>"Mean error, bit/s"</th><th>"RMS error, bit/s"</th><th>"Correlations"</th>
            </tr></thead>
            <tbody>{preset(model)}{fits.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn preset(model: &ModelReport) -> AnyView {
    let of = model.link.fitted();
    let alpha = of.link_loss_db / model.link.length.get();
    let alpha = if alpha.is_finite() { text::number(alpha) } else { "–".to_owned() };
    let detected = text::number(of.efficiency * transmittance(of.bob_loss_db));
    let cells = [
        alpha,
        text::number(of.efficiency),
        text::number(of.bob_loss_db),
        detected,
        error(model.mean_error_bit_s),
        error(model.rms_bit_s),
        "–".to_owned(),
    ];
    row("as set".to_owned(), cells)
}

fn fitted(freedom: FreeParameters, fit: &CowFit) -> AnyView {
    let found = |parameter: FitParameter| fit.values.iter().find(|value| value.parameter == parameter);
    let value = |parameter: FitParameter| found(parameter).map_or_else(|| "as set".to_owned(), FittedValue::text);
    let [alpha, eta, bob] = FitParameter::ALL.map(value);
    let detected = fit.detected_text();
    row(
        freedom.title(),
        [alpha, eta, bob, detected, error(fit.mean_error_bit_s), error(fit.rms_bit_s), correlations(fit)],
    )
}

/// How closely each pair of fitted parameters goes together: 1 or −1 means that the data cannot tell them from each other.
fn correlations(fit: &CowFit) -> String {
    let pairs = fit
        .values
        .iter()
        .enumerate()
        .flat_map(|(i, a)| fit.values.iter().enumerate().skip(i + 1).map(move |(j, b)| (i, a, j, b)));
    let texts: Vec<String> = pairs
        .map(|(i, a, j, b)| {
            let r = fit.correlations[i][j];
            let r = if r.is_finite() { format!("{r:.4}").replace('-', "−") } else { "none".to_owned() };
            format!("{}, {}: {r}", a.parameter.symbol(), b.parameter.symbol())
        })
        .collect();
    if texts.is_empty() { "–".to_owned() } else { texts.join("; ") }
}

fn error(bit_s: f64) -> String {
    format!("{bit_s:.1}").replace('-', "−")
}

fn row(name: String, cells: [String; 7]) -> AnyView {
    let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! { <tr><th>{name}</th>{cells}</tr> }.into_any()
}

/// Notes on each fit, and on those that are missing.
fn notes(model: &ModelReport) -> AnyView {
    let item = |(text, fits): (String, Vec<FreeParameters>)| {
        let fits: Vec<String> = fits.into_iter().map(FreeParameters::title).collect();
        view! { <li><b>{text::capital(&fits.join("; "))}</b>": "{text}"."</li> }
    };
    let items = model.cautions().into_iter().map(item).collect_view();
    view! { <ul class="notes" data-testid="fit-notes">{items}</ul> }.into_any()
}
