//! Findings about a network: anomalies, forecasts, the key store, the model and its training.

use super::{minutes, number};
use forecast::{CowLevel, Excursion, Forecast, LinkScore, Method, Outlook, Recipe};
use numbers::quantity::{Unit, format_quantity};

/// How a parameter moved at an anomaly, and from when on.
pub fn moved(moved: &Excursion, from: &str) -> String {
    let way = if moved.deviations < 0.0 { "down" } else { "up" };
    format!("{} {way} ({:.0}× its usual deviation, from {from})", moved.parameter.title(), moved.deviations.abs())
}

/// A method of forecasting.
pub const fn method(method: Method) -> &'static str {
    match method {
        Method::Persistence => "persistence",
        Method::SeasonalNaive => "same time the day before",
        Method::Smoothing => "exponential smoothing with a daily season",
        Method::Direct => "direct regression per horizon",
    }
}

/// A forecast in one paragraph; `time` writes a time given in seconds.
pub fn forecast(forecast: &Forecast, time: impl Fn(f64) -> String) -> String {
    let Some(last) = forecast.ahead.last() else { return String::new() };
    let (low, high) = last.interval;
    let verdicts = &forecast.standing.verdicts;
    let beaten = verdicts.iter().filter(|verdict| !verdict.beats_persistence).count();
    let beaten = match (forecast.method, beaten) {
        (Method::Persistence, _) => " No method beats persistence here.".to_owned(),
        (_, 0) => " It beats persistence at every horizon.".to_owned(),
        (_, n) => format!(" At {n} of {} horizons it does not beat persistence.", verdicts.len()),
    };
    let coverage = forecast.standing.coverage.map_or_else(String::new, |fraction| {
        format!(" Its 90 % intervals covered {:.1} % of the held-out data.", 100.0 * fraction)
    });
    format!(
        "Link {}, {}: {} bit/s, 90 % interval {} to {}. Method: {}.{beaten}{coverage}",
        forecast.link,
        time((last.number as f64 + 0.5) * 600.0),
        number(last.key_rate),
        number(low),
        number(high),
        method(forecast.method)
    )
}

/// The future of the key store.
pub fn store(outlook: &Outlook) -> String {
    let Some(last) = outlook.ahead.last() else { return String::new() };
    let hours = minutes(last.ahead_min);
    let first = outlook.ahead.iter().find(|ahead| ahead.dry >= 0.5);
    let dry = match (last.dry, first) {
        (0.0, _) => format!("Lasts {hours} in every simulated run."),
        (dry, None) => format!("Runs dry within {hours} with a probability of {} %.", percent(dry)),
        (dry, Some(first)) => format!(
            "Runs dry within {hours} with a probability of {} %, in half of the runs within {}.",
            percent(dry),
            minutes(first.ahead_min)
        ),
    };
    let rate = |bit_s: f64| format_quantity(bit_s, Unit::BitsPerSecond, 4);
    format!(
        "{dry} Consumption: {}; up to {} is safe for {hours} at 99 %.",
        rate(outlook.consumption_bit_s),
        rate(outlook.safe_bit_s)
    )
}

fn percent(fraction: f64) -> String {
    if fraction < 0.01 { format!("{:.2}", 100.0 * fraction) } else { format!("{:.0}", 100.0 * fraction) }
}

/// The score of a model on a link, beside persistence.
pub fn score(scored: &LinkScore) -> String {
    let errors = &scored.errors;
    let better = match scored.persistence_mae {
        Some(mae) if mae > errors.mae => format!(" Persistence is off by {} bit/s.", number(mae)),
        Some(mae) => format!(" Persistence is no worse: {} bit/s.", number(mae)),
        None => String::new(),
    };
    let learnt = match (scored.learnt, scored.held_out) {
        (false, _) => "which it was not trained on",
        (true, true) => "which it was trained on, in held-out windows",
        (true, false) => "which it was trained on, windows of the training included",
    };
    let covered = scored.covered.map_or_else(String::new, |fraction| {
        format!(" Its 90 % intervals hold {:.1} % of the measured values.", 100.0 * fraction)
    });
    format!(
        "On link {}, {learnt}, the model is off by {} bit/s on average, {:.2} % of the mean key rate.{better}{covered}",
        scored.link,
        number(errors.mae),
        100.0 * errors.relative_mae()
    )
}

/// The source of a model, its training data and its inputs.
pub fn model(source: &str, links: &[&str], recipe: Option<&Recipe>, inputs: &[&str], window_min: u32) -> String {
    let links = if links.is_empty() { String::new() } else { format!(", trained on links {}", links.join(", ")) };
    let seed = recipe.map_or_else(String::new, |recipe| format!(" with seed {}", recipe.seed));
    format!("{source}{links}{seed}. Inputs: {}, from windows of {window_min} min.", inputs.join(", "))
}

/// Level × COW^β as part of a model, in one line.
pub fn level(level: &CowLevel, network: bool) -> String {
    let network = if network { " × network" } else { "" };
    format!(
        " Key rate = level × g^{:.2}{network}, g = 1 − h(QBER) − {} − (1 − visibility); the level is the link's own past {:.1} windows on \
         average.",
        level.beta,
        level.mean_photons,
        level.mean_age()
    )
}

/// Progress of a training: the last epoch and the lowest validation loss; `fraction` while it runs.
pub fn training(last: Option<(u32, f64)>, fraction: Option<f64>) -> String {
    let Some((epoch, lowest)) = last else { return "Starting …".to_owned() };
    let state = fraction.map_or_else(|| "Finished".to_owned(), |fraction| format!("{:.0} %", 100.0 * fraction));
    format!("{state}: epoch {epoch}, lowest validation loss {lowest:.2e}")
}
