//! What can be written behind `keyspan`, with its help.

use super::anomalies::AnomaliesArguments;
use super::ask::AnswerFormat;
use super::batch::BatchFormat;
use super::explain::DocumentFormat;
use super::export::FileFormat;
use super::foresee::ForecastArguments;
use super::monitor::MonitorFormat;
use super::paper::ReportFormat;
use super::records::{Format, describe};
use super::score::ScoreArguments;
use super::study::StudyArguments;
use super::train::TrainArguments;
use super::uncertainty::UncertaintyFormat;
use super::{anomalies, ask, batch, channels, cow, foresee, map, monitor, score, study, uncertainty};
use crate::describe::describe_table;
use clap::builder::{NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use engine::link::channel_plan::Spacing;
use engine::link::fibre::Band;
use engine::protocol::cow::{RECONSTRUCTION, SECURITY_WARNING};
use engine::scenario::{FIGURES, Figure};
use monitoring::{FitParameter, FreeParameters};
use std::path::{Path, PathBuf};
use view::export::columns;

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
    /// Print the formulas that lead to the key rate at one distance, with every number filled in
    ///
    /// From the transmittance of the fibre to the key rate, with the place where each formula stands. What does not apply is not there;
    /// where there is no key the last steps say why.
    #[command(after_long_help = help_of_parameters())]
    Explain(ExplainArguments),
    /// Print what each parameter has to be for a wanted key rate at a distance
    ///
    /// One parameter changes at a time, over all the numbers that it takes, and the others stay as they are. Beside that: the longest
    /// distance with the wanted rate, where one band overtakes the other, and what the key at the distance is good for.
    #[command(after_long_help = help_of_ask())]
    Ask(AskArguments),
    /// Print the reach or the key rate over two parameters, in both bands
    ///
    /// All cores compute it. A parameter that each band has for itself (alpha, raman) is varied in the band of the span only.
    #[command(after_long_help = format!("{}\n{}", map::help(), help_of_parameters()))]
    Map(MapArguments),
    /// Print the reach, and the key rate at a distance, of every span in a table
    ///
    /// The first line names the columns. Those with the name of a parameter hold its value as --set takes it, such as 50G or "-90 dB", and
    /// where a cell is empty the value of --set, of --link, or the default. distance_km (or distance) is the length of the fibre for the
    /// key rate and its terms; where it is not there or empty there is only the reach. All other columns are carried through.
    ///
    /// A row that cannot be read has no results; the column `error` says why, the rows behind it are computed all the same, and the exit
    /// code is 2. The table and the results may be of any length; what a row holds does not depend on the number of cores.
    #[command(after_long_help = help_of_batch())]
    Batch(BatchArguments),
    /// Print every curve of a figure of the paper
    #[command(after_long_help = format!("{}\n{}", help_of_columns(), help_of_parameters()))]
    Figure(FigureArguments),
    /// Print what the page exports: each curve that it draws at an address, or the picture
    ///
    /// The curves with all their points, or the picture of the chart, are those of the page, pins included; hidden ones are left out.
    #[command(after_long_help = format!("{}\n{}", help_of_columns(), help_of_parameters()))]
    Export(ExportArguments),
    /// Print for each slot of the grid what a quantum channel in it would meet and make
    ///
    /// The classical channels bring their wavelengths; Raman scattering follows from a measured spectrum. iso_for and iso_back hold for
    /// every one of them. What cannot be computed for want of a table has empty cells, and `problem` says why.
    ///
    /// A link that holds a channel plan brings its channels, their spacing and its fibre, as far as no option says otherwise.
    #[command(after_long_help = help_of_channels())]
    Channels(ChannelsArguments),
    /// Print the key rate of a COW device by a model that is not a security proof
    #[command(long_about = help_of_the_model(), after_long_help = help_of_cow())]
    Cow(CowArguments),
    /// Print how uncertain the key rate and the reach are where some parameters are
    ///
    /// Each --vary gives a parameter a law around its value, independently of the others. From quasi-random samples follow the band of
    /// the key rate along the fibre, the distribution of the reach, and what part of its variance each parameter makes (Sobol' indices:
    /// first order, alone; total, with others too).
    #[command(after_long_help = help_of_uncertainty())]
    Uncertainty(UncertaintyArguments),
    /// Read what QKD devices reported and print it averaged, by link
    ///
    /// Files hold a line a sample: a time and a value, or named columns, or InfluxDB's annotated CSV, packed with gzip or not. Link,
    /// parameter and unit are taken from the names of files and columns (link3_qber.csv, or a folder a link), and what they do not tell
    /// from the values. `links.csv` beside them may give length and loss. Whatever is not used is counted, with its reason.
    #[command(after_long_help = help_of_monitor())]
    Monitor(MonitorArguments),
    /// Train a network that tells the key rate from QBER, visibility, link loss and the key rates before
    ///
    /// The network of Haiden's thesis. It is written as an ONNX file, with a card beside it that says what enters it and how its numbers
    /// are scaled. Equal data and seeds give equal files on every machine.
    Train(TrainArguments),
    /// Hold a trained network against measurements, by link
    ///
    /// The model may be one of `train` or one that PyTorch or Keras has exported, with a card. ME, MAE, MRE and MSE are those of the thesis,
    /// (3.10) to (3.13).
    #[command(after_long_help = score::help())]
    Score(ScoreArguments),
    /// Train every network that the thesis compares, and say which of its findings hold
    #[command(after_long_help = study::help())]
    Study(StudyArguments),
    /// Forecast the key rate of a link for the coming day, with intervals, and what becomes of a key store
    #[command(after_long_help = foresee::help())]
    Forecast(ForecastArguments),
    /// Find times at which links were not as usual, and what moved first
    ///
    /// A parameter is abnormal where it is further from its median than is usual for it, for at least three windows of 10 min.
    #[command(after_long_help = anomalies::help())]
    Anomalies(AnomaliesArguments),
    /// Write a synthetic network of QKD devices to try `monitor` on
    ///
    /// Key rate, QBER, visibility and laser power of each link, polled about every 30 s, with noise, gaps and faults, and link 1 breaking
    /// down on day 5; `truth` beside them holds what they were made from. Equal seeds give equal files on every machine.
    DemoData(DemoDataArguments),
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
pub(super) struct ExplainArguments {
    /// Length of the fibre in km
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) distance: String,
    #[command(flatten)]
    pub(super) span: Span,
    /// Format of the formulas
    #[arg(long, value_enum, default_value_t = DocumentFormat::Text)]
    pub(super) format: DocumentFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct MapArguments {
    /// What runs across: a parameter, or isolation for both directions, and its ends; `:log` or `:linear` behind them if the slider's
    /// own spacing is not wanted
    #[arg(long, value_name = "NAME=FROM:TO", allow_hyphen_values = true)]
    pub(super) x: String,
    /// What runs up
    #[arg(long, value_name = "NAME=FROM:TO", allow_hyphen_values = true)]
    pub(super) y: String,
    /// Nodes across and up, the ends among them
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "64x64")]
    pub(super) size: String,
    /// Print the key rate at this distance in km instead of the reach
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) at: Option<String>,
    #[command(flatten)]
    pub(super) span: Span,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Args)]
pub(super) struct BatchArguments {
    /// Table of spans as CSV, a line each; `-` is standard input
    #[arg(value_name = "LINKS.csv")]
    pub(super) table: PathBuf,
    #[command(flatten)]
    pub(super) span: Span,
    /// Format of the results
    #[arg(long, value_enum, default_value_t = BatchFormat::Csv)]
    pub(super) format: BatchFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Go on behind the last complete row of the file, after an interruption, instead of replacing it
    #[arg(long, requires = "output")]
    pub(super) resume: bool,
    /// Stop at the first row that cannot be read
    #[arg(long)]
    pub(super) strict: bool,
    /// Tell on standard error how far it is, even where that is no terminal
    #[arg(long)]
    pub(super) progress: bool,
}

#[derive(Args)]
pub(super) struct AskArguments {
    /// Key rate that is wanted, such as 1M or "10 kbit/s"
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    pub(super) rate: String,
    /// Length of the fibre in km
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) distance: String,
    /// Parameters that may change, separated by commas: their names, isolation for both directions together, or all
    #[arg(long = "for", value_name = "NAMES", default_value_t = ask::usual())]
    pub(super) asked: String,
    /// Tunnels that share the key
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) tunnels: u32,
    #[command(flatten)]
    pub(super) span: Span,
    /// Format of the answers
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub(super) format: AnswerFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
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
pub(super) struct ExportArguments {
    #[command(flatten)]
    pub(super) span: Span,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    pub(super) format: FileFormat,
    /// Light lines on dark paper in the picture
    #[arg(long)]
    pub(super) dark: bool,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    /// [default: those of --link; without any, C32f10G,C31b10G]
    #[arg(long, value_name = "CHANNELS", allow_hyphen_values = true)]
    pub(super) channels: Option<String>,
    /// Length of the fibre in km
    #[arg(long, value_name = "KM", default_value = "50", allow_hyphen_values = true)]
    pub(super) distance: String,
    /// Distance of two slots in GHz [default: that of --link, else 100]
    #[arg(long, value_name = "GHZ", value_parser = spacings())]
    pub(super) spacing: Option<Spacing>,
    /// Band whose slots are tried; the same as --set band=… [default: C]
    #[arg(long, ignore_case = true, value_parser = bands())]
    pub(super) band: Option<Band>,
    /// Only this slot, such as C34, 1550.12 or 193.4THz; `best` is the one with the largest key rate, where there is none with the
    /// longest reach
    #[arg(long, value_name = "SLOT", allow_hyphen_values = true)]
    pub(super) quantum: Option<String>,
    /// Attenuation of the fibre by wavelength [default: that of --link, else flat]
    #[arg(long, value_enum)]
    pub(super) attenuation: Option<Fibre>,
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

#[derive(Args)]
pub(super) struct UncertaintyArguments {
    /// An uncertain parameter, such as dark:normal:2k, raman:lognormal:1.5 or eff:uniform:2%; may be repeated
    #[arg(long, value_name = "NAME:LAW:WIDTH", required = true)]
    pub(super) vary: Vec<String>,
    /// Number of samples, a power of two
    #[arg(long, value_name = "NUMBER", default_value_t = 1024)]
    pub(super) samples: u32,
    /// Equal seeds give equal samples
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u32,
    /// Distances of the band in km, as for `sweep` [default: some 60 until nearly all curves have ended]
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) distances: Option<String>,
    #[command(flatten)]
    pub(super) span: Span,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = UncertaintyFormat::Text)]
    pub(super) format: UncertaintyFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl UncertaintyArguments {
    /// The file to write; none for standard output, which `-` means too.
    pub(super) fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }
}

#[derive(Args)]
pub(super) struct MonitorArguments {
    /// Folder with measurements, or single files
    #[arg(value_name = "DIR", required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Width of the windows that are averaged, whole minutes
    #[arg(long, value_name = "TIME", default_value = "10min", allow_hyphen_values = true)]
    pub(super) window: String,
    /// Fit the COW model with this many parameters only: 1 is α, 2 are α and η, 3 are α, η and loss_B [default: each of the three]
    #[arg(long, value_name = "NUMBER", value_parser = freedoms())]
    pub(super) fit: Option<FreeParameters>,
    /// Solve the COW model for this parameter in each window
    #[arg(long, value_name = "PARAMETER", value_parser = fit_parameters())]
    pub(super) solve: Option<FitParameter>,
    /// Set a parameter of the COW model, such as bob_loss=20dB; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    /// Say what a file or a column holds, such as rate=key_rate:kbit/s; may be repeated
    #[arg(long, value_name = "NAME=USE")]
    pub(super) take: Vec<String>,
    /// Folder to write the windows to, a CSV a link
    #[arg(long, value_name = "FOLDER")]
    pub(super) cleaned: Option<PathBuf>,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = MonitorFormat::Text)]
    pub(super) format: MonitorFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl MonitorArguments {
    /// The file to write; none for standard output, which `-` means too.
    pub(super) fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }
}

#[derive(Args)]
pub(super) struct DemoDataArguments {
    /// Folder to write to, new or empty
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// Equal seeds give equal files
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) seed: u64,
    /// How many days
    #[arg(long, value_name = "NUMBER", default_value_t = 8)]
    pub(super) days: u32,
    /// Lengths of the links in km, separated by commas [default: 46,57,42,43,50]
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    pub(super) links: Option<String>,
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
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    pub(super) format: Format,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// The file to write; none for standard output, which `-` means too.
    pub(super) fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }
}

impl ExplainArguments {
    /// The same.
    pub(super) fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }
}

impl ExportArguments {
    /// The same.
    pub(super) fn file(&self) -> Option<&Path> {
        file(self.output.as_deref())
    }
}

/// The file to write; none for standard output, which `-` means too.
pub(super) fn file(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
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

fn freedoms() -> impl TypedValueParser<Value = FreeParameters> {
    PossibleValuesParser::new(["1", "2", "3"]).map(|text| {
        *FreeParameters::ALL
            .iter()
            .find(|f| f.parameters().len().to_string() == text)
            .expect("clap lets only these through")
    })
}

fn fit_parameters() -> impl TypedValueParser<Value = FitParameter> {
    PossibleValuesParser::new(FitParameter::ALL.map(FitParameter::name))
        .map(|text| *FitParameter::ALL.iter().find(|p| p.name() == text).expect("clap lets only these through"))
}

fn help_of_the_model() -> String {
    format!(
        "Print the key rate of a COW device by a model that is not a security proof\n\n{SECURITY_WARNING}\n\n{RECONSTRUCTION}"
    )
}

fn help_of_ask() -> String {
    format!("Columns, with their units; 1 is dimensionless:\n{}\n{}", ask::describe_columns(), help_of_parameters())
}

fn help_of_batch() -> String {
    format!(
        "Columns behind those of the table, with their units; 1 is dimensionless. Those from key_rate_bit_s to cautions are there if the \
         table has a distance; a name that the table has a column of gets `result_` in front:\n{}\n{}",
        batch::describe_columns(),
        help_of_parameters()
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

fn help_of_uncertainty() -> String {
    format!(
        "Laws (NAME:LAW:WIDTH), around the value that the parameter has:\n{LAWS}\n\
         The columns of csv and the rows of json, with their units:\n{}\n{}",
        uncertainty::describe_columns(),
        help_of_parameters()
    )
}

fn help_of_monitor() -> String {
    format!(
        "Uses (--take NAME=USE, where NAME is the name of a file or of a column):\n{}\n\
         The columns of csv and what each row of json has, with their units; 1 is dimensionless:\n{}\n\
         Parameters of the COW model (--set NAME=VALUE), with the units of bare numbers and the defaults. The length of links.csv goes \
         before that set here, and its loss before the attenuation:\n{}\n{SECURITY_WARNING}\n\n{RECONSTRUCTION}",
        monitor::describe_uses(),
        monitor::describe_columns(),
        cow::describe_parameters_alone()
    )
}

/// What can stand behind the name of an uncertain parameter.
const LAWS: &str = "  normal     a bell: 68 % of the values lie within ± WIDTH, its standard deviation
  uniform    all values within ± WIDTH alike
  lognormal  a bell of the logarithm: half of the values lie above the value, and 68 % between value / WIDTH and value × WIDTH
WIDTH is a number in the unit of the parameter, such as 2k or \"20 ps\"; with % it is a part of the value, but for a parameter that is
a share itself it is points of per cent: eff:uniform:2% around 10 % is from 8 to 12 %. For lognormal it is a factor above 1, for iso_for
and iso_back also in dB. Samples with a value that the parameter does not take are left out and counted.
";

fn help_of_all() -> String {
    format!(
        "Examples:\n  \
           keyspan sweep --set bitrate=50G --distances 0:100:0.5 > rates.csv\n  \
           keyspan reach --set detector=snspd --set dark=100\n  \
           keyspan explain --distance 50 --set detector=snspd\n  \
           keyspan map --x bitrate=1G:1T --y isolation=-120dB:-50dB --size 128x128 > map.csv\n  \
           keyspan batch links.csv --output results.csv\n  \
           keyspan ask --rate 1M --distance 80 --for isolation,eff\n  \
           keyspan figure 6 --format json --output figure6.json\n  \
           keyspan export --link 'v=1&figure=9&view=qber' --format svg --output figure9.svg\n  \
           keyspan channels --channels C32f10G,C31b10G --distance 50 --quantum best\n  \
           keyspan cow --qber 2% --visibility 98% --loss 12\n  \
           keyspan uncertainty --vary dark:normal:2k --vary raman:lognormal:1.5\n  \
           keyspan demo-data measurements\n  \
           keyspan monitor measurements --window 10min\n  \
           keyspan train measurements --links 1,2,4 --seed 1 --out model.onnx\n  \
           keyspan score measurements --model model.onnx\n  \
           keyspan forecast measurements --link 3 --horizon 24h\n\n{}",
        help_of_parameters()
    )
}

fn help_of_columns() -> String {
    format!(
        "Columns (a figure has `curve` before them), with their units; 1 is dimensionless:\n{}",
        describe(columns())
    )
}

fn help_of_parameters() -> String {
    format!(
        "Parameters (--set NAME=VALUE), with the units of bare numbers; 10G, \"300 ps\", \"-70 dB\" and 99% are read too:\n{}",
        describe_table()
    )
}

/// The formats of a table, as words.
fn table_format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new([
        PossibleValue::new("csv").help("One header line, then one line for each row"),
        PossibleValue::new("json").help("An object with program, version, what was asked for, units and rows"),
    ])
    .map(|word| word.parse().expect("one of the words above"))
}
