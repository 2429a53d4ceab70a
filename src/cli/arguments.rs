//! What can be written behind `keyspan`, with its help.

use super::table::{Format, describe_columns};
use crate::scenario::{FIGURES, Figure, describe_table};
use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};

/// Secret key rates of quantum key distribution over fibre that also carries classical traffic.
#[derive(Parser)]
#[command(name = "keyspan", version, arg_required_else_help = true, after_long_help = help_of_all())]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print the key rate and every term of it at each distance
    #[command(after_long_help = format!("{}\n{}", help_of_columns(), help_of_parameters()))]
    Sweep(SweepArguments),
    /// Print the distance in km where the key ends
    ///
    /// A bare number, rounded to 1 m: `0` if there is no key even without fibre, `inf` if there still is one at 1000 km.
    #[command(after_long_help = help_of_parameters())]
    Reach(Span),
    /// Print every curve of a figure of the paper
    #[command(after_long_help = format!("{}\n{}", help_of_columns(), help_of_parameters()))]
    Figure(FigureArguments),
}

#[derive(Args)]
pub(super) struct SweepArguments {
    /// Distances in km: START:END:STEP, END included, or single ones, or both, such as 0:90:10,95,98.2
    #[arg(long, value_name = "KM", default_value = "0:140:1", allow_hyphen_values = true)]
    pub(super) distances: String,
    #[command(flatten)]
    pub(super) span: Span,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Args)]
pub(super) struct FigureArguments {
    /// Number of the figure
    #[arg(value_name = "NUMBER", ignore_case = true, value_parser = figures())]
    pub(super) figure: &'static Figure,
    /// Distances in km, as for `sweep` [default: every km until all curves have ended]
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) distances: Option<String>,
    /// Set a parameter of all curves; may be repeated. `alpha` and `raman` are those of the C band
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    #[command(flatten)]
    pub(super) output: Output,
}

/// The parameters of one span.
#[derive(Args)]
pub(super) struct Span {
    /// Set a parameter, such as bitrate=50G; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    /// Start from the parameters in an address of the page, or in what stands behind its #
    #[arg(long, value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub(super) link: Option<String>,
}

#[derive(Args)]
pub(super) struct Output {
    /// Format of the table
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(super) format: Format,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// The file to write; none for standard output, which `-` means too.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }
}

fn figures() -> impl TypedValueParser<Value = &'static Figure> {
    PossibleValuesParser::new(FIGURES.iter().map(|figure| PossibleValue::new(figure.id).help(figure.title)))
        .map(|id| Figure::named(&id).expect("clap lets only the numbers of figures through"))
}

fn help_of_all() -> String {
    format!(
        "Examples:\n  \
           keyspan sweep --set bitrate=50G --distances 0:100:0.5 > rates.csv\n  \
           keyspan reach --set detector=snspd --set dark=100\n  \
           keyspan figure 6 --format json --output figure6.json\n\n{}",
        help_of_parameters()
    )
}

fn help_of_columns() -> String {
    format!("Columns (a figure has `curve` before them), with their units; 1 is dimensionless:\n{}", describe_columns())
}

fn help_of_parameters() -> String {
    format!(
        "Parameters (--set NAME=VALUE), with the units of bare numbers; 10G, \"300 ps\", \"-70 dB\" and 99% are read too:\n{}",
        describe_table()
    )
}
