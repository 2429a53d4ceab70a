//! `keyspan forecast`: the key rate of the coming day, and how a key store fares with it.

use super::monitor::minutes;
use crate::format::ReportFormat;
use crate::measurements::NetworkArguments;
use crate::mistake::{Error, Mistake, all, both, print_notes};
use crate::output::Output;
use crate::text_table::{or_dash, write_aligned};
use clap::Args;
use forecast::{
    Alert, Consumption, Evaluation, Evidence, Forecast, Grid, KeyStore, Limit, LinkWindows, Method, MethodComparison,
    Outlook, forecast, forecast_alerts, measured_alerts, outlook,
};
use jiff::Timestamp;
use monitoring::{Origin, WindowWidth};
use numbers::quantity::{Unit, parse_quantity};
use std::io::{self, Write};
use view::export::describe;
use view::export::forecast::{
    Forecasts, describe_alerts, describe_check, describe_forecast, write_alerts, write_check,
};
use view::text::monitoring::{consumption, reason};

/// Forecast the key rate of a link for the coming day, with intervals, and the level of a key store
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Link whose key rate is forecast
    #[arg(long, value_name = "LINK")]
    link: String,
    /// How far ahead, from 10min to 24h
    #[arg(long, value_name = "TIME", default_value = "24h", allow_hyphen_values = true)]
    horizon: String,
    /// Size of a key store in bits, such as 100M
    #[arg(long, value_name = "BITS", allow_hyphen_values = true)]
    store: Option<String>,
    /// Bits in it at the start [default: half of its size]
    #[arg(long, value_name = "BITS", requires = "store", allow_hyphen_values = true)]
    fill: Option<String>,
    /// Seconds after which AES-256 keys are changed
    #[arg(
        long,
        value_name = "SECONDS",
        requires = "store",
        conflicts_with = "one_time_pad",
        allow_hyphen_values = true
    )]
    rekey: Option<String>,
    /// Tunnels that change their keys
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    tunnels: u32,
    /// Rate at which a one-time pad consumes key, bit/s
    #[arg(long, value_name = "RATE", requires = "store", allow_hyphen_values = true)]
    one_time_pad: Option<String>,
    /// Probability with which the store is to last: 50% to 99.5%
    #[arg(long, value_name = "SHARE", default_value = "99%", allow_hyphen_values = true)]
    confidence: String,
    /// Raise an alert: 'key_rate<800', 'qber>4%', 'store<20M' or 'dry<12h'; may be repeated. With an alert the exit code is 3
    #[arg(long, value_name = "LIMIT", allow_hyphen_values = true)]
    alert: Vec<String>,
    /// Only list the alerts
    #[arg(long, requires = "alert", conflicts_with = "check")]
    list_alerts: bool,
    /// Only test forecasts of the past: coverage and width of the 90 % intervals at each horizon, on the second half of the series
    #[arg(long, conflicts_with_all = ["alert", "store"])]
    check: bool,
    /// Equal seeds give equal simulated key rates
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

fn help() -> String {
    format!(
        "Columns of csv and of the rows of json, with their units:\n{}\nWith --check:\n{}\nWith --list-alerts:\n{}\n\
         Methods: persistence: the latest key rate; seasonal_naive: that of a day ago; smoothing: exponential smoothing with a daily season\n\
         (Holt and Winters); direct: a linear regression for each horizon. The method with the smallest errors in the first half of the\n\
         past is used, and all are compared in the second.\n\n\
         Intervals: past errors of one window are drawn in blocks and carried on, and the result is stretched so that as many later\n\
         measurements were inside as should be. Where fewer than 9 past forecasts do not overlap there is no interval.\n\n\
         Alerts: of the forecast within its horizon, from a probability of 5 %, and likely from 50 %; of the measurements those that last\n\
         to the last window. `keyspan anomalies --alert` lists those of the whole past.\n\n\
         Exit codes: 0 no alert, 1 the result could not be written, 2 wrong use or input, 3 alerts.\n",
        describe(describe_forecast()),
        describe(describe_check()),
        describe(describe_alerts())
    )
}

/// Evaluates the past, forecasts, and writes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let ((horizon, limits), store) =
        both(both(horizon(&arguments.horizon), limits(&arguments.alert, arguments.store.is_some())), store(arguments))?;
    let found = arguments.network.find()?;
    let output = arguments.output.open(&found.inputs())?;
    let network = found.read(WindowWidth::STANDARD)?;
    let link = network.link("--link", &arguments.link).map_err(|mistake| network.with(mistake))?;
    let mut evaluation = Evaluation::new(Grid::of(link).map_err(Mistake::new)?);
    while evaluation.step().is_some() {}
    if arguments.format != ReportFormat::Json {
        print_notes(&network.notes);
    }
    if arguments.check {
        let standing = evaluation.standing();
        output.write(|out| match arguments.format.table() {
            None => check(&link.link, &standing, out),
            Some(format) => write_check(&link.link, &standing, &network.notes, format, out),
        })?;
        return network.complete();
    }
    let forecast = forecast(&evaluation, horizon, arguments.seed).map_err(Mistake::new)?;
    let outlook = store
        .map(|store| outlook(&store, &forecast, arguments.seed))
        .transpose()
        .map_err(|problem| Mistake::at("--store", problem))?;
    let alerts = alerts(link, &forecast, outlook.as_ref(), &limits);
    let forecasts = Forecasts {
        forecast: &forecast,
        outlook: outlook.as_ref(),
        limits: &limits,
        alerts: &alerts,
        notes: &network.notes,
        origin: Origin::Epoch,
    };
    output.write(|out| match (arguments.format.table(), arguments.list_alerts) {
        (None, true) => alerts_text(&alerts, out),
        (None, false) => text(&forecast, outlook.as_ref(), &limits, &alerts, out),
        (Some(format), true) => write_alerts(&alerts, &limits, &network.notes, Origin::Epoch, format, out),
        (Some(format), false) => forecasts.write(format, out),
    })?;
    raised(&alerts)?;
    network.complete()
}

/// The end of a command that looked for alerts.
pub(super) fn raised(alerts: &[Alert]) -> Result<(), Error> {
    if alerts.is_empty() { Ok(()) } else { Err(Error::Alerts(alerts.len())) }
}

/// The limits that were typed.
///
/// # Errors
/// Texts that are no limits, and limits of a store without one.
pub(super) fn limits(typed: &[String], has_store: bool) -> Result<Vec<Limit>, Vec<Mistake>> {
    all(typed.iter().map(|text| {
        let limit = Limit::read(text).map_err(|problem| Mistake::of_option("--alert", text, problem))?;
        if limit.needs_store() && !has_store {
            let problem = "this alert is about a key store, which `keyspan forecast --store BITS` describes";
            return Err(Mistake::of_option("--alert", text, problem));
        }
        Ok(limit)
    }))
}

/// What is forecast, and what is measured up to the last window.
fn alerts(link: &LinkWindows, forecast: &Forecast, outlook: Option<&Outlook>, limits: &[Limit]) -> Vec<Alert> {
    let lasts = |alert: &Alert| matches!(alert.evidence, Evidence::Measured { lasts: true, .. });
    let measured = measured_alerts(link, limits).into_iter().filter(lasts);
    measured.chain(forecast_alerts(forecast, outlook, limits)).collect()
}

/// Alerts for reading.
pub(super) fn alerts_text(alerts: &[Alert], out: &mut dyn Write) -> io::Result<()> {
    if alerts.is_empty() {
        return writeln!(out, "No alerts.");
    }
    let heads = ["link", "from", "to", "alert"].map(str::to_owned).to_vec();
    let row = |alert: &Alert| {
        let to = match alert.evidence {
            Evidence::Measured { lasts: true, .. } => "now (measured)".to_owned(),
            Evidence::Measured { end, .. } => time(end),
            Evidence::Forecast { .. } => "forecast".to_owned(),
        };
        vec![alert.link.clone(), time(alert.start), to, reason(alert)]
    };
    write_aligned(&std::iter::once(heads).chain(alerts.iter().map(row)).collect::<Vec<_>>(), out)
}

/// A time such as `24h` or `90min`, in min.
fn horizon(typed: &str) -> Result<u32, Vec<Mistake>> {
    minutes(typed).ok_or_else(|| {
        vec![Mistake::of_option("--horizon", typed, "write minutes, such as 90min, or hours, such as 24h")]
    })
}

fn store(arguments: &Arguments) -> Result<Option<KeyStore>, Vec<Mistake>> {
    let number = |option: &str, text: &str, unit| {
        parse_quantity(text, unit).map_err(|problem| vec![Mistake::of_option(option, text, problem)])
    };
    let Some(size) = &arguments.store else { return Ok(None) };
    let size_bits = number("--store", size, Unit::Bits)?;
    let fill_bits = arguments.fill.as_deref().map_or(Ok(0.5 * size_bits), |text| number("--fill", text, Unit::Bits))?;
    let consumption = match (&arguments.rekey, &arguments.one_time_pad) {
        (Some(text), _) => {
            Consumption::Aes256 { every_s: number("--rekey", text, Unit::Seconds)?, tunnels: arguments.tunnels }
        }
        (None, Some(text)) => Consumption::OneTimePad { bit_s: number("--one-time-pad", text, Unit::BitsPerSecond)? },
        (None, None) => {
            let problem = "say what consumes keys, with --rekey SECONDS or --one-time-pad RATE";
            return Err(vec![Mistake::at("--store", problem)]);
        }
    };
    let confidence = number("--confidence", &arguments.confidence, Unit::Share)?;
    Ok(Some(KeyStore { size_bits, fill_bits, consumption, confidence }))
}

fn time(number: i64) -> String {
    Timestamp::from_second(number * 600).map_or_else(|_| String::new(), |time| time.to_string())
}

fn text(
    forecast: &Forecast,
    outlook: Option<&Outlook>,
    limits: &[Limit],
    alerts: &[Alert],
    out: &mut dyn Write,
) -> io::Result<()> {
    let standing = &forecast.standing;
    writeln!(
        out,
        "Link {}: mean error in bit/s of forecasts from {} origins of the past that were held out; used is {}, the best from the {} before.\n",
        forecast.link,
        standing.origins_held_out,
        forecast.method.name(),
        standing.origins_before
    )?;
    let heads = ["ahead"].into_iter().chain(Method::ALL.map(Method::name));
    let heads = heads.chain(["best", "beats persistence", "in the 90 % interval"]).map(str::to_owned);
    let mut rows = vec![heads.collect::<Vec<_>>()];
    for verdict in &standing.verdicts {
        let mae = |method: Method| {
            let of =
                |errors: &&forecast::HorizonErrors| errors.ahead_min == verdict.ahead_min && errors.method == method;
            or_dash(standing.errors.iter().find(of), |errors| format!("{:.1}", errors.mae))
        };
        let mut row = vec![long(verdict.ahead_min)];
        row.extend(Method::ALL.map(mae));
        row.push(verdict.winner.name().to_owned());
        row.push(if verdict.beats_persistence { "yes" } else { "no" }.to_owned());
        row.push(or_dash(verdict.coverage, per_cent));
        rows.push(row);
    }
    write_aligned(&rows, out)?;
    coverage(standing, out)?;
    if standing.verdicts.iter().any(|verdict| !verdict.beats_persistence) {
        writeln!(out, "It does not beat persistence at every horizon.")?;
    }
    writeln!(out)?;
    let heads = ["time", "ahead", "key rate bit/s", "90 % interval"].into_iter();
    let heads = heads.chain(outlook.map(|_| ["store, middle half, bit", "has run dry"]).into_iter().flatten());
    let mut rows = vec![heads.map(str::to_owned).collect::<Vec<_>>()];
    for (i, ahead) in forecast.ahead.iter().enumerate() {
        if !(i + 1 == forecast.ahead.len() || ahead.ahead_min == 10 || ahead.ahead_min.is_multiple_of(60)) {
            continue;
        }
        let mut row = vec![
            time(ahead.number),
            long(ahead.ahead_min),
            format!("{:.0}", ahead.key_rate),
            or_dash(ahead.interval, |(low, high)| format!("{low:.0} – {high:.0}")),
        ];
        if let Some(outlook) = outlook {
            let store = outlook.ahead.get(i);
            row.push(or_dash(store, |store| format!("{:.4e} – {:.4e}", store.fan_bits[1], store.fan_bits[3])));
            row.push(or_dash(store, |store| per_cent(store.dry)));
        }
        rows.push(row);
    }
    write_aligned(&rows, out)?;
    if forecast.certain_min() < forecast.ahead.last().map_or(0, |ahead| ahead.ahead_min) {
        writeln!(out, "{}", too_short(forecast.certain_min()))?;
    }
    if let Some(outlook) = outlook {
        writeln!(out, "\nConsumption: {:.1} bit/s. {}", outlook.consumption_bit_s, consumption(outlook))?;
    }
    if !limits.is_empty() {
        writeln!(out)?;
        alerts_text(alerts, out)?;
    }
    Ok(())
}

/// How forecasts did in the past.
fn check(link: &str, standing: &MethodComparison, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "Link {link}: forecasts by {} from {} hours of the past that were held out, with what was known then.\n",
        standing.best.name(),
        standing.origins_held_out
    )?;
    let heads = ["ahead", "in the 90 % interval", "width bit/s", "forecasts", "not overlapping", "beats persistence"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for verdict in &standing.verdicts {
        rows.push(vec![
            long(verdict.ahead_min),
            or_dash(verdict.coverage, per_cent),
            or_dash(verdict.width, |width| format!("{width:.1}")),
            verdict.checked.to_string(),
            verdict.separate.to_string(),
            if verdict.beats_persistence { "yes" } else { "no" }.to_owned(),
        ]);
    }
    write_aligned(&rows, out)?;
    coverage(standing, out)?;
    if standing.longest_min < 24 * 60 {
        writeln!(out, "{}", too_short(standing.longest_min))?;
    }
    Ok(())
}

fn coverage(standing: &MethodComparison, out: &mut dyn Write) -> io::Result<()> {
    match standing.coverage {
        Some(coverage) => writeln!(out, "\nOf all horizons together the 90 % intervals held {}.", per_cent(coverage)),
        None => writeln!(out, "\nThe past is too short for an interval that could be checked."),
    }
}

fn too_short(certain_min: u32) -> String {
    match certain_min {
        0 => "The past is too short for intervals.".to_owned(),
        certain => format!("The past is too short for intervals more than {} ahead.", long(certain)),
    }
}

fn per_cent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn long(minutes: u32) -> String {
    view::text::monitoring::minutes(minutes)
}
