//! `keyspan paper`: every statement of the paper, what was computed, and whether it is confirmed.

use crate::format::ReportFormat;
use crate::mistake::Error;
use crate::output::Output;
use clap::Args;
use engine::paper::{Finding, report};
use std::io::{self, Write};

/// Compute every number and figure of the paper and say what holds
#[derive(Args)]
pub(crate) struct Arguments {
    /// Format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    arguments.output.write(|out| write(arguments.format, out))
}

fn write(format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
    let findings = report();
    match format {
        ReportFormat::Text => text(&findings, out),
        ReportFormat::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            for finding in &findings {
                csv.serialize(finding).map_err(io::Error::other)?;
            }
            csv.flush()
        }
        ReportFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &findings)?;
            writeln!(out)
        }
    }
}

fn text(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for Finding { place, says, found, holds, why } in findings {
        writeln!(out, "{place}: {says}")?;
        writeln!(out, "  {} {found}.", if *holds { "holds:  " } else { "DIFFERS:" })?;
        if !why.is_empty() {
            writeln!(out, "           because {why}.")?;
        }
    }
    let holding = findings.iter().filter(|finding| finding.holds).count();
    writeln!(out, "{holding} of {} statements hold.", findings.len())
}
