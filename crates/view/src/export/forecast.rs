//! Forecasts of a link and its key store, how such forecasts did in the past, and alerts: a row each, as CSV or JSON.

use super::records::{Cell, Format};
use super::table::{Column, Table};
use crate::text::monitoring::reason;
use forecast::{
    Alert, Evidence, Forecast, HorizonVerdict, Limit, MethodComparison, Outlook, RateForecast, StoreForecast,
};
use monitoring::{Origin, time_stamp};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Width of a window, µs.
const WINDOW_US: i64 = 600_000_000;

/// Start of a window.
fn time(origin: Origin, number: i64) -> String {
    time_stamp(origin, number * WINDOW_US)
}

/// A window of the coming day.
struct Ahead<'a> {
    origin: Origin,
    rate: &'a RateForecast,
    store: Option<&'a StoreForecast>,
}

impl Ahead<'_> {
    fn quantile(&self, i: usize) -> Option<f64> {
        self.store.map(|store| store.fan_bits[i])
    }
}

fn rate_columns<'a>() -> [Column<Ahead<'a>>; 5] {
    [
        Column::words("time", "start of the window, UTC", |r| Cell::Text(time(r.origin, r.rate.number))),
        Column::cell("ahead_min", "min", "how far ahead it is", |r| Cell::Json(r.rate.ahead_min.to_string())),
        Column::number("key_rate", "bit/s", "the forecast", |r| r.rate.key_rate),
        Column::optional(
            "low",
            "bit/s",
            "lower end of the interval that should hold 90 %; empty where the past is too short for one",
            |r| r.rate.interval.map(|(low, _)| low),
        ),
        Column::optional("high", "bit/s", "upper end of it", |r| r.rate.interval.map(|(_, high)| high)),
    ]
}

/// Columns that are there with a store.
fn store_columns<'a>() -> [Column<Ahead<'a>>; 6] {
    [
        Column::optional("store_p5", "bit", "key in the store at the end of the window: quantile 0.05", |r| {
            r.quantile(0)
        }),
        Column::optional("store_p25", "bit", "… 0.25", |r| r.quantile(1)),
        Column::optional("store_p50", "bit", "… 0.5", |r| r.quantile(2)),
        Column::optional("store_p75", "bit", "… 0.75", |r| r.quantile(3)),
        Column::optional("store_p95", "bit", "… 0.95", |r| r.quantile(4)),
        Column::optional("store_dry", "1", "probability that it has run dry by then", |r| {
            r.store.map(|store| store.dry)
        }),
    ]
}

static CHECK: [Column<HorizonVerdict>; 6] = [
    Column::cell("ahead_min", "min", "how far ahead", |r| Cell::Json(r.ahead_min.to_string())),
    Column::cell("forecasts", "1", "forecasts that had an interval and were measured later", |r| {
        Cell::Json(r.checked.to_string())
    }),
    Column::cell("separate", "1", "number of these that do not overlap", |r| Cell::Json(r.separate.to_string())),
    Column::optional("coverage", "1", "fraction of the measured key rates inside the 90 % interval", |r| r.coverage),
    Column::optional("width", "bit/s", "mean width of the interval", |r| r.width),
    Column::words("beats_persistence", "whether the error is smaller than that of persistence", |r| {
        Cell::Truth(r.beats_persistence)
    }),
];

/// An alert and the origin of its times.
struct Raised<'a> {
    origin: Origin,
    alert: &'a Alert,
}

fn alert_columns<'a>() -> [Column<Raised<'a>>; 11] {
    [
        Column::words("link", "name of the link", |r| Cell::Text(r.alert.link.clone())),
        Column::words("alert", "what it is about: key_rate, qber, store or dry", |r| {
            Cell::Text(r.alert.limit.name().to_owned())
        }),
        Column::words("limit", "the limit that was set", |r| Cell::Number(r.alert.limit.value())),
        Column::words("unit", "its unit", |r| Cell::Text(r.alert.limit.unit().to_owned())),
        Column::words("evidence", "measured or forecast", |r| Cell::Text(evidence(r.alert).to_owned())),
        Column::words(
            "from",
            "start of the first window, UTC; of a forecast the first with a probability of 5 %",
            |r| Cell::Text(time(r.origin, r.alert.start)),
        ),
        Column::words("to", "end of the last window that was measured so; empty for a forecast", |r| {
            match r.alert.evidence {
                Evidence::Measured { end, .. } => Cell::Text(time(r.origin, end)),
                Evidence::Forecast { .. } => Cell::Nothing,
            }
        }),
        Column::words("likely_from", "of a forecast the first window with a probability of 50 %", |r| {
            match r.alert.evidence {
                Evidence::Forecast { likely: Some(number), .. } => Cell::Text(time(r.origin, number)),
                _ => Cell::Nothing,
            }
        }),
        Column::words(
            "worst",
            "the worst value, in the unit of the limit; of a forecast at a probability of 5 %",
            |r| Cell::Number(r.alert.worst),
        ),
        Column::optional("probability", "1", "probability of running dry within the limit", |r| {
            match r.alert.evidence {
                Evidence::Forecast { probability, .. } => probability,
                Evidence::Measured { .. } => None,
            }
        }),
        Column::words("reason", "the same in words", |r| Cell::Text(reason(r.alert))),
    ]
}

const fn evidence(alert: &Alert) -> &'static str {
    match alert.evidence {
        Evidence::Measured { .. } => "measured",
        Evidence::Forecast { .. } => "forecast",
    }
}

/// Each column of a forecast: name, unit, meaning.
pub fn describe_forecast() -> Vec<[&'static str; 3]> {
    rate_columns().iter().chain(&store_columns()).map(Column::described).collect()
}

/// Each column of a check.
pub fn describe_check() -> impl Iterator<Item = [&'static str; 3]> {
    CHECK.iter().map(Column::described)
}

/// Each column of alerts.
pub fn describe_alerts() -> Vec<[&'static str; 3]> {
    alert_columns().iter().map(Column::described).collect()
}

/// A forecast with what goes with it.
#[derive(Debug, Clone, Copy)]
pub struct Forecasts<'a> {
    /// The forecast.
    pub forecast: &'a Forecast,
    /// That of a store.
    pub outlook: Option<&'a Outlook>,
    /// The limits that were set, and the alerts; JSON has them beside the rows.
    pub limits: &'a [Limit],
    /// The alerts.
    pub alerts: &'a [Alert],
    /// Notes.
    pub notes: &'a [String],
    /// Origin of the times.
    pub origin: Origin,
}

impl Forecasts<'_> {
    /// Writes a row a window.
    ///
    /// # Errors
    /// The error of writing, from the operating system.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let Forecasts { forecast, outlook, origin, .. } = *self;
        let mut head = vec![
            ("link", json!(forecast.link)),
            ("method", json!(forecast.method)),
            ("intervals_to_min", json!(forecast.certain_min())),
            ("evaluation", json!(forecast.standing)),
            ("limits", json!(self.limits)),
            ("alerts", self.alerts.iter().map(|alert| alert_object(origin, alert)).collect()),
            ("notes", json!(self.notes)),
        ];
        let mut columns = rate_columns().to_vec();
        if let Some(outlook) = outlook {
            head.push(("consumption_bit_s", json!(outlook.consumption_bit_s)));
            head.push(("confidence", json!(outlook.confidence)));
            head.push(("safe_consumption_bit_s", json!(outlook.safe_bit_s)));
            head.push(("safe_horizon_min", json!(outlook.horizon_min)));
            head.push(("sustainable_consumption_bit_s", json!(outlook.sustainable_bit_s)));
            head.push(("supply", json!(outlook.supply)));
            columns.extend(store_columns());
        }
        let store = |i: usize| outlook.and_then(|outlook| outlook.ahead.get(i));
        let rows = forecast.ahead.iter().enumerate().map(|(i, rate)| Ahead { origin, rate, store: store(i) });
        Table { head, columns, rows }.write(format, out)
    }
}

/// Writes how forecasts did in the past, a row a horizon.
///
/// # Errors
/// The error of writing, from the operating system.
pub fn write_check(
    link: &str,
    standing: &MethodComparison,
    notes: &[String],
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = vec![
        ("link", json!(link)),
        ("method", json!(standing.best)),
        ("origins_held_out", json!(standing.origins_held_out)),
        ("coverage", json!(standing.coverage)),
        ("intervals_to_min", json!(standing.longest_min)),
        ("notes", json!(notes)),
    ];
    Table { head, columns: CHECK.to_vec(), rows: standing.verdicts.iter() }.write(format, out)
}

/// Writes alerts, a row each.
///
/// # Errors
/// The error of writing, from the operating system.
pub fn write_alerts(
    alerts: &[Alert],
    limits: &[Limit],
    notes: &[String],
    origin: Origin,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = vec![("limits", json!(limits)), ("notes", json!(notes))];
    let rows = alerts.iter().map(|alert| Raised { origin, alert });
    Table { head, columns: alert_columns().to_vec(), rows }.write(format, out)
}

fn alert_object(origin: Origin, alert: &Alert) -> Value {
    let (to, likely, probability) = match alert.evidence {
        Evidence::Measured { end, .. } => (Some(end), None, None),
        Evidence::Forecast { likely, probability } => (None, likely, probability),
    };
    let time = |number: i64| time(origin, number);
    json!({
        "link": alert.link, "alert": alert.limit.name(), "limit": alert.limit.value(), "unit": alert.limit.unit(),
        "evidence": evidence(alert), "from": time(alert.start), "to": to.map(time), "likely_from": likely.map(time),
        "worst": alert.worst, "probability": probability, "reason": reason(alert),
    })
}
