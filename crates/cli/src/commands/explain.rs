//! `keyspan explain`: the formulas that lead to the key rate at one distance.

use crate::describe::help_of_parameters;
use crate::distances;
use crate::mistake::{Error, both};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use clap::{Args, ValueEnum};
use engine::explain::{as_latex, as_text, explain, heading};
use engine::sweep::outcome;
use view::address::write_address;

/// Print the formulas that lead to the key rate at one distance, with every number filled in
///
/// From the transmittance of the fibre to the key rate, with the source of each formula. Formulas that do not apply are left out;
/// where there is no key the last steps say why.
#[derive(Args)]
#[command(after_long_help = help_of_parameters())]
pub(crate) struct Arguments {
    /// Length of the fibre in km
    #[arg(long = "length", alias = "distance", value_name = "KM", allow_hyphen_values = true)]
    length: String,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the formulas
    #[arg(long, value_enum, default_value_t = DocumentFormat::Text)]
    format: DocumentFormat,
    #[command(flatten)]
    output: Output,
}

/// Formats of the formulas.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DocumentFormat {
    /// For reading, and for a mail
    Text,
    /// A document for LaTeX
    Latex,
}

/// Writes all steps, under a heading with the address of the link.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let ((address, scenario), length) =
        both(parameters::scenario(&arguments.link), distances::read_one(&arguments.length))?;
    let outcome = outcome(&scenario, length).expect("no distance is read that is too long");
    let heading = format!("{}\n{}", heading(&scenario, &outcome), write_address(&address));
    let sections = explain(&scenario, &outcome);
    let document = match arguments.format {
        DocumentFormat::Text => as_text(&sections, &heading),
        DocumentFormat::Latex => as_latex(&sections, &heading),
    };
    arguments.output.write(|out| out.write_all(document.as_bytes()))
}
