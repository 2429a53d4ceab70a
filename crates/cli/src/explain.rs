//! The formulas that lead to the key rate at one distance.

use engine::explain::{as_latex, as_text, explain, heading};
use engine::scenario::Scenario;
use engine::sweep::Outcome;
use std::io::{self, Write};

/// Formats of the formulas.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(super) enum DocumentFormat {
    /// For reading, and for a mail
    Text,
    /// A document for LaTeX
    Latex,
}

/// Writes all steps, under a heading with the link that opens the same span.
pub(super) fn write(
    scenario: &Scenario,
    outcome: &Outcome,
    link: &str,
    format: DocumentFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let heading = format!("{}\n{link}", heading(scenario, outcome));
    let sections = explain(scenario, outcome);
    let document = match format {
        DocumentFormat::Text => as_text(&sections, &heading),
        DocumentFormat::Latex => as_latex(&sections, &heading),
    };
    out.write_all(document.as_bytes())
}
