//! The report on the paper: every statement, what was computed, and whether it holds.

use engine::paper::{Finding, report};
use std::io::{self, Write};

/// Formats of the report.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum ReportFormat {
    /// For reading
    Text,
    /// One header line, then one line for each statement
    Csv,
    /// A list of objects
    Json,
}

/// Computes the report and writes it.
pub(super) fn write(format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
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
