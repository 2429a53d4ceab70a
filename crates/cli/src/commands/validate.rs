//! `keyspan validate`: published runs of devices beside what the model gives for them.

use crate::format::ReportFormat;
use crate::mistake::Error;
use crate::output::Output;
use crate::text_table::{TextColumn, or_dash, write_text};
use clap::Args;
use engine::scenario::Settings;
use engine::validation::{RUNS, Run, Validated, validated};
use numbers::quantity::{Unit, format_quantity};
use rayon::prelude::*;
use serde::Serialize;
use std::io::{self, Write};
use view::address::{Address, write_address};

/// Compute published runs of devices, and print the published key rates beside the computed ones
///
/// Nothing is fitted. `given` are the parameters that the source of a run gives, `chosen` those that it does not; everything else has
/// its default.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// A run beside what the model gives, with its link.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    run: Validated,
    /// Address of its link; none for the COW model.
    link: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let rows: Vec<Row> = RUNS.par_iter().map(row).collect();
    arguments.output.write(|out| write(arguments.format, &rows, out))
}

fn row(run: &Run) -> Row {
    let address = |settings: Settings| write_address(&Address::of(settings));
    Row { run: validated(run), link: run.settings().map(address) }
}

fn write(format: ReportFormat, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    match format {
        ReportFormat::Text => text(rows, out),
        ReportFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(COLUMNS.map(|column| column.head)).map_err(io::Error::other)?;
            for row in rows {
                csv.write_record(COLUMNS.map(|column| (column.text)(row))).map_err(io::Error::other)?;
            }
            csv.flush()
        }
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, rows)?;
            writeln!(out)
        }
    }
}

/// The columns of CSV, with their values.
const COLUMNS: [TextColumn<Row>; 13] = [
    TextColumn { head: "name", text: |row| row.run.name.to_owned() },
    TextColumn { head: "kind", text: |row| row.run.kind.to_string() },
    TextColumn { head: "model", text: |row| row.run.model.to_owned() },
    TextColumn { head: "length_km", text: |row| row.run.length_km.map(|x| x.to_string()).unwrap_or_default() },
    TextColumn { head: "loss_db", text: |row| row.run.loss_db.map(|x| x.to_string()).unwrap_or_default() },
    TextColumn { head: "published_bit_s", text: |row| row.run.published_bit_s.to_string() },
    TextColumn { head: "computed_bit_s", text: |row| format!("{:.4e}", row.run.computed_bit_s) },
    TextColumn { head: "ratio", text: |row| format!("{:.4}", row.run.ratio) },
    TextColumn { head: "source", text: |row| row.run.source.to_owned() },
    TextColumn { head: "given", text: |row| row.run.given.to_owned() },
    TextColumn { head: "chosen", text: |row| row.run.chosen.to_owned() },
    TextColumn { head: "remark", text: |row| row.run.remark.to_owned() },
    TextColumn { head: "link", text: |row| row.link.clone().unwrap_or_default() },
];

fn rate(bit_s: f64) -> String {
    format_quantity(bit_s, Unit::BitsPerSecond, 3)
}

/// How a ratio is written: three digits are more than the comparison is good for, but show what changes.
fn ratio(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
}

const TABLE: [TextColumn<Row>; 6] = [
    TextColumn { head: "run", text: |row| row.run.name.to_owned() },
    TextColumn { head: "what", text: |row| row.run.kind.to_string() },
    TextColumn {
        head: "at",
        text: |row| {
            or_dash(
                row.run.length_km.map(|km| format!("{km} km")).or(row.run.loss_db.map(|db| format!("{db} dB"))),
                |at| at,
            )
        },
    },
    TextColumn { head: "published", text: |row| rate(row.run.published_bit_s) },
    TextColumn { head: "computed", text: |row| rate(row.run.computed_bit_s) },
    TextColumn { head: "ratio", text: |row| ratio(row.run.ratio) },
];

fn text(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    write_text(&TABLE, rows, out)?;
    let described = |run: &Validated| (run.source, run.given, run.chosen);
    for part in rows.chunk_by(|a, b| described(&a.run) == described(&b.run)) {
        let Some(Row { run, .. }) = part.first() else { continue };
        let (first, last) = (run.name, part.last().map_or(run.name, |row| row.run.name));
        let heading = if part.len() == 1 { first.to_owned() } else { format!("{first} … {last}") };
        writeln!(out, "\n{heading}\n  source: {}", run.source)?;
        writeln!(out, "  given:  {}", parameters(run.given))?;
        writeln!(out, "  chosen: {}", parameters(run.chosen))?;
        writeln!(out, "  {}", run.remark)?;
    }
    writeln!(out, "\nEverything else has its default. The ratio is computed / published.")
}

/// Parameters for reading.
fn parameters(written: &str) -> String {
    if written.is_empty() { "nothing".to_owned() } else { written.replace('&', " ") }
}
