//! `keyspan devices`: starting points and devices, each number with its source.

use crate::format::ReportFormat;
use crate::mistake::Error;
use crate::output::Output;
use crate::text_table::write_aligned;
use clap::Args;
use engine::scenario::{DEVICE_PRESETS, Preset, STARTING_POINTS, Sourced};
use serde::Serialize;
use std::io::{self, Write};

/// List the starting points (--start) and devices (--device), each number with its source
#[derive(Args)]
pub(crate) struct Arguments {
    /// Format of the list
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// The option of these presets, their heading, and the presets.
const GROUPS: [(&str, &str, &[Preset]); 2] =
    [("--start", "Starting points", &STARTING_POINTS), ("--device", "Devices", &DEVICE_PRESETS)];

/// A parameter of a preset.
#[derive(Serialize)]
struct Row {
    option: &'static str,
    name: &'static str,
    title: &'static str,
    parameter: &'static str,
    value: String,
    unit: &'static str,
    source: &'static str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    arguments.output.write(|out| write(arguments.format, out))
}

fn write(format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ReportFormat::Text => text(out),
        ReportFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            for row in rows() {
                csv.serialize(row).map_err(io::Error::other)?;
            }
            csv.flush()
        }
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows().collect::<Vec<_>>())?;
            writeln!(out)
        }
    }
}

/// A row for each parameter; a preset that sets none has one that says so.
fn rows() -> impl Iterator<Item = Row> {
    GROUPS.into_iter().flat_map(|(option, _, presets)| presets.iter().map(move |preset| (option, preset))).flat_map(
        |(option, &Preset { name, title, parameters, note })| {
            let row = move |parameter, value, unit, source| Row { option, name, title, parameter, value, unit, source };
            let set = parameters.iter().map(move |Sourced { key, value, source }| {
                row(key.param().name, value.exact(), key.param().unit.symbol(), *source)
            });
            set.chain(parameters.is_empty().then(|| row("", String::new(), "", note)))
        },
    )
}

fn text(out: &mut dyn Write) -> io::Result<()> {
    for (option, heading, presets) in GROUPS {
        writeln!(out, "{heading} ({option} NAME)")?;
        for preset in presets {
            writeln!(out, "\n{}: {}", preset.name, preset.title)?;
            if !preset.note.is_empty() {
                writeln!(out, "  {}", preset.note)?;
            }
            let cells =
                |one: &Sourced| vec![one.key.param().name.to_owned(), one.value.text(one.key), one.source.to_owned()];
            write_aligned(&preset.parameters.iter().map(cells).collect::<Vec<_>>(), out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "What a preset does not set is as --link has it, or the default. --set overrides all of them.")
}
