//! `keyspan anomalies`: times at which links behave abnormally.

use super::forecast::{alerts_text, limits, raised};
use crate::format::ReportFormat;
use crate::measurements::NetworkArguments;
use crate::mistake::{Error, both, print_notes};
use crate::output::Output;
use crate::text_table::{TextColumn, write_text};
use clap::Args;
use forecast::{Alert, Anomaly, LinkWindows, find_anomalies, measured_alerts};
use jiff::Timestamp;
use monitoring::{Origin, WindowWidth};
use serde_json::{Value, json};
use std::io::{self, Write};
use view::export::forecast::{describe_alerts, write_alerts};
use view::export::records::Cell;
use view::export::{Column, Table, describe};

/// Find anomalies of links, and the parameter that moved first
///
/// A parameter is abnormal where it is further from its median than is usual for it, for at least three windows of 10 min.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// List when a limit was crossed instead: 'key_rate<800' or 'qber>4%'; may be repeated. With an alert the exit code is 3
    #[arg(long, value_name = "LIMIT", allow_hyphen_values = true)]
    alert: Vec<String>,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// An anomaly of a link.
struct Row {
    link: String,
    anomaly: Anomaly,
}

static COLUMNS: [Column<Row>; 6] = [
    Column::words("link", "name of the link", |r| Cell::Text(r.link.clone())),
    Column::words("start", "start of the first window, UTC", |r| Cell::Text(time(r.anomaly.start))),
    Column::words("end", "end of the last one", |r| Cell::Text(time(r.anomaly.end))),
    Column::number("hours", "h", "how long it is", |r| (r.anomaly.end - r.anomaly.start) as f64 / 6.0),
    Column::words("first_mover", "the parameter that moved first", |r| {
        r.anomaly.moved.first().map_or(Cell::Nothing, |moved| Cell::Text(moved.parameter.name().to_owned()))
    }),
    Column::words(
        "moved",
        "each parameter that moved, in order: when, and by how many deviations from its median",
        |r| Cell::Json(moved(&r.anomaly).to_string()),
    ),
];

/// Columns for reading.
static TEXT: [TextColumn<Row>; 4] = [
    TextColumn { head: "link", text: |r| r.link.clone() },
    TextColumn { head: "from", text: |r| time(r.anomaly.start) },
    TextColumn { head: "to", text: |r| time(r.anomaly.end) },
    TextColumn {
        head: "what moved, first to last, in deviations from its median",
        text: |r| {
            let moved = r.anomaly.moved.iter();
            let moved = moved.map(|moved| format!("{} {:+.1}", moved.parameter.title(), moved.deviations));
            moved.collect::<Vec<_>>().join(", ")
        },
    },
];

fn help() -> String {
    format!(
        "Columns of csv and of the rows of json:\n{}\nWith --alert:\n{}\n\
         Exit codes: 0 done, 1 the result could not be written, 2 wrong use or input, 3 alerts. An anomaly is no alert.\n",
        describe(COLUMNS.iter().map(Column::described)),
        describe(describe_alerts())
    )
}

/// Finds them and writes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (limits, found) = both(limits(&arguments.alert, false), arguments.network.find())?;
    let output = arguments.output.open(&found.inputs())?;
    let network = found.read(WindowWidth::STANDARD)?;
    if !limits.is_empty() {
        let alerts: Vec<Alert> = network.links.iter().flat_map(|link| measured_alerts(link, &limits)).collect();
        if arguments.format != ReportFormat::Json {
            print_notes(&network.notes);
        }
        output.write(|out| match arguments.format.table() {
            None => alerts_text(&alerts, out),
            Some(format) => write_alerts(&alerts, &limits, &network.notes, Origin::Epoch, format, out),
        })?;
        return raised(&alerts);
    }
    let of_link = |link: &LinkWindows| {
        find_anomalies(link).into_iter().map(|anomaly| Row { link: link.link.clone(), anomaly }).collect::<Vec<_>>()
    };
    let all: Vec<Row> = network.links.iter().flat_map(of_link).collect();
    if arguments.format != ReportFormat::Json {
        print_notes(&network.notes);
    }
    output.write(|out| {
        let Some(format) = arguments.format.table() else { return text(&all, out) };
        Table { head: vec![("notes", json!(network.notes))], columns: COLUMNS.to_vec(), rows: all.iter() }
            .write(format, out)
    })?;
    network.complete()
}

fn time(number: i64) -> String {
    Timestamp::from_second(number * 600).map_or_else(|_| String::new(), |time| time.to_string())
}

fn moved(anomaly: &Anomaly) -> Value {
    let moved = anomaly.moved.iter().map(|moved| {
        json!({ "parameter": moved.parameter.name(), "from": time(moved.first), "deviations": moved.deviations })
    });
    moved.collect()
}

fn text(all: &[Row], out: &mut dyn Write) -> io::Result<()> {
    match all {
        [] => writeln!(out, "No anomalies."),
        _ => write_text(&TEXT, all, out),
    }
}
