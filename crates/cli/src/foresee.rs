//! The key rate of the coming day, and what becomes of a store of keys.

use super::error::{Error, Mistake, both};
use super::monitor::{MonitorFormat, table};
use super::network::NetworkArguments;
use super::records::{Cell, Format, Records, describe};
use super::{arguments, tell, write_to};
use clap::Args;
use forecast::{
    Consumption, Evaluation, Forecast, Grid, KeyStore, Method, Outlook, SAFE_PROBABILITY, StoreForecast, forecast,
    outlook,
};
use jiff::Timestamp;
use monitoring::WindowWidth;
use numbers::quantity::{Unit, parse_quantity};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct ForecastArguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Link whose key rate is forecast
    #[arg(long, value_name = "LINK")]
    link: String,
    /// How far ahead, from 10min to 24h
    #[arg(long, value_name = "TIME", default_value = "24h", allow_hyphen_values = true)]
    horizon: String,
    /// A key store of so many bits, such as 100M
    #[arg(long, value_name = "BITS", allow_hyphen_values = true)]
    store: Option<String>,
    /// What is in it, bits [default: half of it]
    #[arg(long, value_name = "BITS", requires = "store", allow_hyphen_values = true)]
    fill: Option<String>,
    /// AES-256 keys are changed after so many seconds
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
    /// A one-time pad takes so many bit/s
    #[arg(long, value_name = "RATE", requires = "store", allow_hyphen_values = true)]
    one_time_pad: Option<String>,
    /// Equal seeds give equal courses of the key rate
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = MonitorFormat::Text)]
    format: MonitorFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Names, units and meanings.
const COLUMNS: [[&str; 3]; 11] = [
    ["time", "–", "start of the window, UTC"],
    ["ahead_min", "min", "how far ahead it is"],
    ["key_rate", "bit/s", "the forecast"],
    ["low", "bit/s", "lower end of the interval that should hold 90 %"],
    ["high", "bit/s", "upper end of it"],
    ["store_p5", "bit", "what is in the store at its end: quantile 0.05"],
    ["store_p25", "bit", "… 0.25"],
    ["store_p50", "bit", "… 0.5"],
    ["store_p75", "bit", "… 0.75"],
    ["store_p95", "bit", "… 0.95"],
    ["store_dry", "1", "probability that it has run dry by then"],
];

/// What the columns are, for the help.
pub(super) fn help() -> String {
    let methods = "persistence: the last rate stays; seasonal_naive: that of a day ago; smoothing: exponential smoothing with a day (Holt and\n\
         Winters); direct: a linear regression for each horizon. The one with the smallest errors in the first half of the past is used,\n\
         and all are compared in the second.";
    format!(
        "Columns of csv and of the rows of json, with their units:\n{}\nMethods: {methods}",
        describe(COLUMNS.into_iter())
    )
}

/// Evaluates the past, forecasts, and writes.
///
/// # Errors
/// Something cannot be read, or is too short.
pub(super) fn foresee(arguments: &ForecastArguments) -> Result<(), Error> {
    let (horizon, store) = both(horizon(&arguments.horizon), store(arguments))?;
    let network = arguments.network.read(WindowWidth::STANDARD)?;
    let link = network.link("--link", &arguments.link).map_err(|mistake| vec![mistake])?;
    let wrong = |problem| vec![Mistake::Horizon(problem)];
    let mut evaluation = Evaluation::new(Grid::of(link).map_err(wrong)?);
    while evaluation.step().is_some() {}
    let forecast = forecast(&evaluation, horizon).map_err(wrong)?;
    let outlook = store
        .map(|store| outlook(&store, &forecast, arguments.seed))
        .transpose()
        .map_err(|problem| vec![Mistake::Store(problem)])?;
    if arguments.format != MonitorFormat::Json {
        tell(&network.notes);
    }
    write_to(arguments::file(arguments.output.as_deref()), |out| match arguments.format {
        MonitorFormat::Text => text(&forecast, outlook.as_ref(), out),
        MonitorFormat::Csv => records(&forecast, outlook.as_ref(), &network.notes).write(Format::Csv, out),
        MonitorFormat::Json => records(&forecast, outlook.as_ref(), &network.notes).write(Format::Json, out),
    })
}

/// A time such as `24h` or `90min`, in min.
fn horizon(typed: &str) -> Result<u32, Vec<Mistake>> {
    super::monitor::minutes(typed).ok_or_else(|| vec![Mistake::NotAHorizon(typed.to_owned())])
}

fn store(arguments: &ForecastArguments) -> Result<Option<KeyStore>, Vec<Mistake>> {
    let number = |option: &str, text: &str| {
        let place = format!("{option} {text}");
        parse_quantity(text, Unit::None).map_err(|problem| vec![Mistake::Number { place, problem: problem.into() }])
    };
    let Some(size) = &arguments.store else { return Ok(None) };
    let size_bits = number("--store", size)?;
    let fill_bits = arguments.fill.as_deref().map_or(Ok(0.5 * size_bits), |text| number("--fill", text))?;
    let consumption = match (&arguments.rekey, &arguments.one_time_pad) {
        (Some(text), _) => Consumption::Aes256 { every_s: number("--rekey", text)?, tunnels: arguments.tunnels },
        (None, Some(text)) => Consumption::OneTimePad { bit_s: number("--one-time-pad", text)? },
        (None, None) => return Err(vec![Mistake::NoConsumption]),
    };
    Ok(Some(KeyStore { size_bits, fill_bits, consumption }))
}

fn time(number: i64) -> String {
    Timestamp::from_second(number * 600).map_or_else(|_| String::new(), |time| time.to_string())
}

fn records(
    forecast: &Forecast,
    outlook: Option<&Outlook>,
    notes: &[String],
) -> Records<impl Iterator<Item = Vec<Cell>>> {
    let shown = if outlook.is_some() { COLUMNS.len() } else { 5 };
    let row = |(i, ahead): (usize, &forecast::RateForecast)| {
        let mut cells = vec![
            Cell::Text(time(ahead.number)),
            Cell::Json(ahead.ahead_min.to_string()),
            Cell::Number(ahead.key_rate),
            Cell::Number(ahead.interval.0),
            Cell::Number(ahead.interval.1),
        ];
        if let Some(StoreForecast { fan_bits, dry, .. }) = outlook.map(|outlook| &outlook.ahead[i]) {
            cells.extend(fan_bits.map(Cell::Number));
            cells.push(Cell::Number(*dry));
        }
        cells
    };
    let rows: Vec<Vec<Cell>> = forecast.ahead.iter().enumerate().map(row).collect();
    let mut head = vec![
        ("link", json!(forecast.link)),
        ("method", json!(forecast.method)),
        ("evaluation", json!(forecast.standing)),
        ("notes", json!(notes)),
    ];
    if let Some(outlook) = outlook {
        head.push(("consumption_bit_s", json!(outlook.consumption_bit_s)));
        head.push(("safe_consumption_bit_s", json!(outlook.safe_bit_s)));
    }
    let unit = |unit: &'static str| Some(unit).filter(|unit| *unit != "–");
    let columns = COLUMNS[..shown].iter().map(|[name, of, _]| (*name, unit(of))).collect();
    Records { head, columns, rows: rows.into_iter() }
}

fn text(forecast: &Forecast, outlook: Option<&Outlook>, out: &mut dyn Write) -> io::Result<()> {
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
            standing.errors.iter().find(of).map_or("–".to_owned(), |errors| format!("{:.1}", errors.mae))
        };
        let mut row = vec![long(verdict.ahead_min)];
        row.extend(Method::ALL.map(mae));
        row.push(verdict.winner.name().to_owned());
        row.push(if verdict.beats_persistence { "yes" } else { "no" }.to_owned());
        row.push(verdict.coverage.map_or("–".to_owned(), |share| format!("{:.1} %", 100.0 * share)));
        rows.push(row);
    }
    table(&rows, out)?;
    if let Some(coverage) = standing.coverage {
        writeln!(out, "\nOf all horizons together the 90 % intervals held {:.1} %.", 100.0 * coverage)?;
    }
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
            format!("{:.0} – {:.0}", ahead.interval.0, ahead.interval.1),
        ];
        if let Some(store) = outlook.map(|outlook| &outlook.ahead[i]) {
            row.push(format!("{:.4e} – {:.4e}", store.fan_bits[1], store.fan_bits[3]));
            row.push(format!("{:.1} %", 100.0 * store.dry));
        }
        rows.push(row);
    }
    table(&rows, out)?;
    if let Some(outlook) = outlook {
        writeln!(
            out,
            "\n{:.1} bit/s are taken out; with {:.1} bit/s the store lasts with a probability of {:.0} %.",
            outlook.consumption_bit_s,
            outlook.safe_bit_s,
            100.0 * SAFE_PROBABILITY
        )?;
    }
    Ok(())
}

fn long(minutes: u32) -> String {
    if minutes.is_multiple_of(60) { format!("{} h", minutes / 60) } else { format!("{minutes} min") }
}
