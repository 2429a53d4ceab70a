//! Times at which links are not as usual.

use super::error::Error;
use super::monitor::{MonitorFormat, table};
use super::network::NetworkArguments;
use super::records::{Cell, Format, Records, describe};
use super::{arguments, tell, write_to};
use clap::Args;
use forecast::{Anomaly, find_anomalies};
use jiff::Timestamp;
use monitoring::WindowWidth;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct AnomaliesArguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = MonitorFormat::Text)]
    format: MonitorFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

const COLUMNS: [[&str; 3]; 6] = [
    ["link", "–", "name of the link"],
    ["start", "–", "start of the first window, UTC"],
    ["end", "–", "end of the last one"],
    ["hours", "h", "how long it is"],
    ["first_mover", "–", "the parameter that moved first"],
    ["moved", "–", "each parameter that moved, in order: when, and how many deviations from its median it went"],
];

/// What the columns are, for the help.
pub(super) fn help() -> String {
    format!("Columns of csv and of the rows of json:\n{}", describe(COLUMNS.into_iter()))
}

/// Finds them and writes.
///
/// # Errors
/// Something cannot be read.
pub(super) fn anomalies(arguments: &AnomaliesArguments) -> Result<(), Error> {
    let network = arguments.network.read(WindowWidth::STANDARD)?;
    let of_link = |link: &forecast::LinkWindows| {
        find_anomalies(link).into_iter().map(|one| (link.link.clone(), one)).collect::<Vec<_>>()
    };
    let all: Vec<(String, Anomaly)> = network.links.iter().flat_map(of_link).collect();
    if arguments.format != MonitorFormat::Json {
        tell(&network.notes);
    }
    let records = |format, out: &mut dyn Write| {
        let unit = |unit: &'static str| Some(unit).filter(|unit| *unit != "–");
        let records = Records {
            head: vec![("notes", json!(network.notes))],
            columns: COLUMNS.map(|[name, of, _]| (name, unit(of))).to_vec(),
            rows: all.iter().map(row),
        };
        records.write(format, out)
    };
    write_to(arguments::file(arguments.output.as_deref()), |out| match arguments.format {
        MonitorFormat::Text => text(&all, out),
        MonitorFormat::Csv => records(Format::Csv, out),
        MonitorFormat::Json => records(Format::Json, out),
    })
}

fn time(number: i64) -> String {
    Timestamp::from_second(number * 600).map_or_else(|_| String::new(), |time| time.to_string())
}

fn row((link, one): &(String, Anomaly)) -> Vec<Cell> {
    let moved = one.moved.iter().map(|moved| {
        json!({ "parameter": moved.parameter.name(), "from": time(moved.first), "deviations": moved.deviations })
    });
    vec![
        Cell::Text(link.clone()),
        Cell::Text(time(one.start)),
        Cell::Text(time(one.end)),
        Cell::Number((one.end - one.start) as f64 / 6.0),
        one.moved.first().map_or(Cell::Nothing, |moved| Cell::Text(moved.parameter.name().to_owned())),
        Cell::Json(moved.collect::<serde_json::Value>().to_string()),
    ]
}

fn text(all: &[(String, Anomaly)], out: &mut dyn Write) -> io::Result<()> {
    if all.is_empty() {
        return writeln!(out, "Every link is as usual all the time.");
    }
    let mut rows = vec![
        ["link", "from", "to", "what moved, first to last, in deviations from its median"].map(str::to_owned).to_vec(),
    ];
    for (link, one) in all {
        let moved = one.moved.iter().map(|moved| format!("{} {:+.1}", moved.parameter.title(), moved.deviations));
        rows.push(vec![link.clone(), time(one.start), time(one.end), moved.collect::<Vec<_>>().join(", ")]);
    }
    table(&rows, out)
}
