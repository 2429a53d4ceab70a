//! Findings about a network: anomalies, forecasts, the key store, the model and its training.

use super::{minutes, number};
use forecast::{
    Alert, CowLevel, Evidence, Excursion, Forecast, Limit, LinkScore, MIN_SUPPLY_DAYS, Method, Outlook, Recipe,
};
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
    let interval = match (last.interval, forecast.certain_min()) {
        (Some((low, high)), _) => format!("90 % interval {} to {}", number(low), number(high)),
        (None, 0) => "without an interval: the past is too short for one".to_owned(),
        (None, certain) => {
            format!("without an interval: the past is long enough for intervals up to {} ahead", minutes(certain))
        }
    };
    let verdicts = &forecast.standing.verdicts;
    let beaten = verdicts.iter().filter(|verdict| !verdict.beats_persistence).count();
    let beaten = match (forecast.method, beaten) {
        (Method::Persistence, _) => " No method beats persistence here.".to_owned(),
        (_, 0) => " It beats persistence at every horizon.".to_owned(),
        (_, n) => format!(" At {n} of {} horizons it does not beat persistence.", verdicts.len()),
    };
    let coverage = forecast.standing.coverage.map_or_else(String::new, |fraction| {
        format!(" Its 90 % intervals held {:.1} % of the data held out.", 100.0 * fraction)
    });
    format!(
        "Link {}, {}: {} bit/s, {interval}. Method: {}.{beaten}{coverage}",
        forecast.link,
        time((last.number as f64 + 0.5) * 600.0),
        number(last.key_rate),
        method(forecast.method)
    )
}

/// The future of the key store: within the horizon, and for ever.
pub fn store(outlook: &Outlook) -> String {
    let Some(last) = outlook.ahead.last() else { return String::new() };
    let hours = minutes(outlook.horizon_min);
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
    format!("{dry} Consumption: {}. {}", rate(outlook.consumption_bit_s), consumption(outlook))
}

/// What the store can give within the horizon and for ever, each with its probability.
pub fn consumption(outlook: &Outlook) -> String {
    let share = percent(outlook.confidence);
    let (hours, safe, supply) = (minutes(outlook.horizon_min), outlook.safe_bit_s, outlook.supply);
    let drained =
        if safe > supply.mean_bit_s { ", more than the link makes, so that the store is drained" } else { "" };
    let missing = match supply.missing {
        0.0 => String::new(),
        missing => format!(", with the {} % of the time without a measurement counted as no key", percent(missing)),
    };
    let mean =
        format!("the link has made {} on average over {:.1} days{missing}", rate(supply.mean_bit_s), supply.days);
    let lasting = match outlook.sustainable_bit_s {
        Some(bit_s) => format!("Sustainable for ever at {share} %: {}; {mean}.", rate(bit_s)),
        None => format!(
            "What is sustainable for ever is not known: that takes {MIN_SUPPLY_DAYS:.0} days of measurements. It is not more than the supply: {mean}."
        ),
    };
    format!("At {share} % the store lasts {hours} at up to {}{drained}. {lasting}", rate(safe))
}

/// The reason of an alert, without its times.
pub fn reason(alert: &Alert) -> String {
    let value = |x: f64| match alert.limit {
        Limit::KeyRateBelow(_) => rate(x),
        Limit::QberAbove(_) => format_quantity(x, Unit::Share, 3),
        Limit::StoreBelow(_) => format_quantity(x, Unit::Bits, 4),
        Limit::DryWithin(_) => minutes(x as u32),
    };
    let (limit, worst) = (value(alert.limit.value()), value(alert.worst));
    match (alert.limit, alert.evidence) {
        (Limit::DryWithin(_), Evidence::Forecast { likely, probability }) => {
            let half = if likely.is_some() { ", more likely than not" } else { "" };
            let probability =
                probability.map_or_else(String::new, |p| format!(" with a probability of {} %", percent(p)));
            format!("key store may run dry within {limit}{probability}{half}; 5 % after {worst}")
        }
        (_, Evidence::Forecast { likely, .. }) => {
            let word = if likely.is_some() { "is likely to fall" } else { "may fall" };
            format!("{} {word} below {limit}: down to {worst} with a probability of 5 %", subject(alert.limit))
        }
        (Limit::QberAbove(_), _) => format!("QBER above {limit}: up to {worst}"),
        _ => format!("{} below {limit}: down to {worst}", subject(alert.limit)),
    }
}

const fn subject(limit: Limit) -> &'static str {
    match limit {
        Limit::KeyRateBelow(_) => "key rate",
        Limit::QberAbove(_) => "QBER",
        Limit::StoreBelow(_) | Limit::DryWithin(_) => "key store",
    }
}

fn rate(bit_s: f64) -> String {
    format_quantity(bit_s, Unit::BitsPerSecond, 4)
}

fn percent(fraction: f64) -> String {
    let per_cent = 100.0 * fraction;
    if fraction < 0.01 {
        format!("{per_cent:.2}")
    } else if fraction > 0.99 && fraction < 1.0 {
        format!("{per_cent:.1}")
    } else {
        format!("{per_cent:.0}")
    }
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
