//! `keyspan forecast`: the key rate of the coming day, and how a key store fares with it.

use super::monitor::minutes;
use crate::format::ReportFormat;
use crate::measurements::NetworkArguments;
use crate::mistake::{Error, Mistake, both, print_notes};
use crate::output::Output;
use crate::text_table::write_aligned;
use clap::Args;
use forecast::{
    Consumption, Evaluation, Forecast, Grid, KeyStore, Method, Outlook, RateForecast, SAFE_PROBABILITY, StoreForecast,
    forecast, outlook,
};
use jiff::Timestamp;
use monitoring::WindowWidth;
use numbers::quantity::{Unit, parse_quantity};
use serde_json::json;
use std::io::{self, Write};
use view::export::records::{Cell, Format};
use view::export::{Column, Table, describe};

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
    /// Equal seeds give equal simulated key rates
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// A window of the coming day.
struct Row<'a> {
    ahead: &'a RateForecast,
    store: Option<&'a StoreForecast>,
}

fn columns<'a>() -> [Column<Row<'a>>; 5] {
    [
        Column::words("time", "start of the window, UTC", |r| Cell::Text(time(r.ahead.number))),
        Column::cell("ahead_min", "min", "how far ahead it is", |r| Cell::Json(r.ahead.ahead_min.to_string())),
        Column::number("key_rate", "bit/s", "the forecast", |r| r.ahead.key_rate),
        Column::number("low", "bit/s", "lower end of the interval that should hold 90 %", |r| r.ahead.interval.0),
        Column::number("high", "bit/s", "upper end of it", |r| r.ahead.interval.1),
    ]
}

/// Columns that are there with a store.
fn store_columns<'a>() -> [Column<Row<'a>>; 6] {
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

impl Row<'_> {
    fn quantile(&self, i: usize) -> Option<f64> {
        self.store.map(|store| store.fan_bits[i])
    }
}

fn help() -> String {
    let methods = "persistence: the latest key rate; seasonal_naive: that of a day ago; smoothing: exponential smoothing with a daily season\n\
         (Holt and Winters); direct: a linear regression for each horizon. The method with the smallest errors in the first half of the\n\
         past is used, and all are compared in the second.";
    let (columns, store) = (columns(), store_columns());
    format!(
        "Columns of csv and of the rows of json, with their units:\n{}\nMethods: {methods}",
        describe(columns.iter().chain(&store).map(Column::described))
    )
}

/// Evaluates the past, forecasts, and writes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (horizon, store) = both(horizon(&arguments.horizon), store(arguments))?;
    let found = arguments.network.find()?;
    let output = arguments.output.open(&found.inputs())?;
    let network = found.read(WindowWidth::STANDARD)?;
    let link = network.link("--link", &arguments.link).map_err(|mistake| network.with(mistake))?;
    let mut evaluation = Evaluation::new(Grid::of(link).map_err(Mistake::new)?);
    while evaluation.step().is_some() {}
    let forecast = forecast(&evaluation, horizon).map_err(Mistake::new)?;
    let outlook = store
        .map(|store| outlook(&store, &forecast, arguments.seed))
        .transpose()
        .map_err(|problem| Mistake::at("--store", problem))?;
    if arguments.format != ReportFormat::Json {
        print_notes(&network.notes);
    }
    output.write(|out| match arguments.format.table() {
        None => text(&forecast, outlook.as_ref(), out),
        Some(format) => write_table(&forecast, outlook.as_ref(), &network.notes, format, out),
    })?;
    network.complete()
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
    Ok(Some(KeyStore { size_bits, fill_bits, consumption }))
}

fn time(number: i64) -> String {
    Timestamp::from_second(number * 600).map_or_else(|_| String::new(), |time| time.to_string())
}

fn write_table(
    forecast: &Forecast,
    outlook: Option<&Outlook>,
    notes: &[String],
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut head = vec![
        ("link", json!(forecast.link)),
        ("method", json!(forecast.method)),
        ("evaluation", json!(forecast.standing)),
        ("notes", json!(notes)),
    ];
    let mut columns = columns().to_vec();
    if let Some(outlook) = outlook {
        head.push(("consumption_bit_s", json!(outlook.consumption_bit_s)));
        head.push(("safe_consumption_bit_s", json!(outlook.safe_bit_s)));
        columns.extend(store_columns());
    }
    let store = |i: usize| outlook.map(|outlook| &outlook.ahead[i]);
    let rows = forecast.ahead.iter().enumerate().map(|(i, ahead)| Row { ahead, store: store(i) });
    Table { head, columns, rows }.write(format, out)
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
    write_aligned(&rows, out)?;
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
    write_aligned(&rows, out)?;
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
