//! What can be written behind `keyspan`, with its help.

use super::paper::ReportFormat;
use super::records::Format;
use super::table::describe_columns;
use super::{channels, cow};
use crate::link::channel_plan::{PAPERS_PLAN, Spacing};
use crate::link::fibre::Band;
use crate::protocol::cow::{RECONSTRUCTION, SECURITY_WARNING};
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
    /// Print for each slot of the grid what a quantum channel in it would meet and make
    ///
    /// The classical channels bring their wavelengths; Raman scattering follows from a measured spectrum. iso_for and iso_back hold for
    /// every one of them. What cannot be computed for want of a table has empty cells, and `problem` says why.
    #[command(after_long_help = help_of_channels())]
    Channels(ChannelsArguments),
    /// Print the key rate of a COW device by a model that is not a security proof
    #[command(long_about = help_of_the_model(), after_long_help = help_of_cow())]
    Cow(CowArguments),
    /// Compute every number and figure of the paper and say what holds
    Paper(PaperArguments),
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

#[derive(Args)]
pub(super) struct PaperArguments {
    /// Format of the report
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(super) format: ReportFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct ChannelsArguments {
    /// Classical channels: place, direction and bit rate each, such as C32f10G,1552.52b2.5Gx300
    ///
    /// The place is a channel number of a multiplexer or a wavelength in nm, the direction f (forward, from Alice to Bob) or b
    /// (backward); x and a number are the photons per bit where they are not 1000. Nothing at all is a dark fibre.
    #[arg(long, value_name = "CHANNELS", default_value = PAPERS_PLAN, allow_hyphen_values = true)]
    pub(super) channels: String,
    /// Length of the fibre in km
    #[arg(long, value_name = "KM", default_value = "50", allow_hyphen_values = true)]
    pub(super) distance: String,
    /// Distance of two slots in GHz
    #[arg(long, value_name = "GHZ", default_value = "100", value_parser = spacings())]
    pub(super) spacing: Spacing,
    /// Band whose slots are tried; the same as --set band=… [default: C]
    #[arg(long, ignore_case = true, value_parser = bands())]
    pub(super) band: Option<Band>,
    /// Only this slot, such as C34, 1550.12 or 193.4THz; `best` is the one with the largest key rate, where there is none with the
    /// longest reach
    #[arg(long, value_name = "SLOT", allow_hyphen_values = true)]
    pub(super) quantum: Option<String>,
    /// Attenuation of the fibre by wavelength
    #[arg(long, value_enum, default_value_t = Fibre::Flat)]
    pub(super) attenuation: Fibre,
    #[command(flatten)]
    pub(super) span: Span,
    #[command(flatten)]
    pub(super) output: Output,
}

/// Attenuation of a fibre by wavelength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Fibre {
    /// The parameter alpha at every wavelength, as in the paper
    Flat,
    /// A measured curve, without alpha
    Measured,
}

#[derive(Args)]
pub(super) struct CowArguments {
    /// Measured error rate Q
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub(super) qber: String,
    /// Measured visibility V of the monitoring line
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true)]
    pub(super) visibility: String,
    /// Distances in km, as for `sweep`
    #[arg(long, value_name = "KM", default_value = "0:100:10", allow_hyphen_values = true)]
    pub(super) distances: String,
    /// Losses of the link in dB instead of distances, separated by commas
    #[arg(long, value_name = "DB", conflicts_with = "distances", allow_hyphen_values = true)]
    pub(super) loss: Option<String>,
    /// Set a parameter of the device, such as dead_time=10us; may be repeated
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

fn spacings() -> impl TypedValueParser<Value = Spacing> {
    PossibleValuesParser::new(["50", "100", "200"])
        .map(|ghz| *Spacing::ALL.iter().find(|one| one.ghz().to_string() == ghz).expect("clap lets only these through"))
}

fn bands() -> impl TypedValueParser<Value = Band> {
    PossibleValuesParser::new(["C", "O"]).map(|band| if band.eq_ignore_ascii_case("O") { Band::O } else { Band::C })
}

fn help_of_the_model() -> String {
    format!(
        "Print the key rate of a COW device by a model that is not a security proof\n\n{SECURITY_WARNING}\n\n{RECONSTRUCTION}"
    )
}

fn help_of_channels() -> String {
    format!(
        "Columns, with their units; 1 is dimensionless:\n{}\n{}Of these, bitrate, ncc and raman have no part here: --channels takes their place.",
        channels::describe_columns(),
        help_of_parameters()
    )
}

fn help_of_cow() -> String {
    format!(
        "Columns, with their units; 1 is dimensionless:\n{}\n\
         Parameters (--set NAME=VALUE), with the units of bare numbers and the defaults, of the thesis's table 3.2 as far as it has them:\n{}",
        cow::describe_columns(),
        cow::describe_parameters()
    )
}

fn help_of_all() -> String {
    format!(
        "Examples:\n  \
           keyspan sweep --set bitrate=50G --distances 0:100:0.5 > rates.csv\n  \
           keyspan reach --set detector=snspd --set dark=100\n  \
           keyspan figure 6 --format json --output figure6.json\n  \
           keyspan channels --channels C32f10G,C31b10G --distance 50 --quantum best\n  \
           keyspan cow --qber 2% --visibility 98% --loss 12\n\n{}",
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
