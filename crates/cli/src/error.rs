//! What can go wrong on the command line, and how it is told.

use super::batch::BatchProblem;
use engine::link::channel_plan::{CouplingProblem, PlanProblem, Slot, Spacing, TextProblem, extent_nm};
use engine::link::fibre::Band;
use engine::scenario::{Key, Notice, Problem, Problems};
use engine::sweep::{NoAnswer, SpreadProblem, TooLong, UncertaintyProblem};
use forecast::{HorizonProblem, ModelProblem, RowsProblem, StoreProblem, StudyProblem, TrainProblem};
use monitoring::{DemoProblem, LinksProblem, MixedOrigins, ReadProblem, WidthProblem};
use numbers::units::OutOfDomain;
use std::io::{self, Write};
use std::process::ExitCode;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// The input is wrong in these places.
    #[error("{}", lines(.0))]
    Input(Vec<Mistake>),
    /// The result could not be written.
    #[error("error: cannot write {place}: {source}")]
    Write {
        /// Where to.
        place: String,
        /// What the system says.
        source: io::Error,
    },
}

/// One wrong place in the input.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Mistake {
    /// A `--set` without a name and a value.
    #[error("--set {typed}: write NAME=VALUE, such as {example}")]
    NotAnAssignment {
        /// What stands there.
        typed: String,
        /// What could stand there.
        example: &'static str,
    },
    /// A `--set` of something that there is not.
    #[error("--set {typed}: there is no such parameter; there are: {names}")]
    NoSuchParameter {
        /// What stands there.
        typed: String,
        /// What could be set.
        names: String,
    },
    /// Two `--set` of one parameter.
    #[error("{0}: set twice")]
    SetTwice(&'static str),
    /// A value that the parameter does not take.
    #[error("{name}: {problem}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// Why it does not.
        problem: Problem,
    },
    /// A parameter of a figure that none of its curves would take over.
    #[error("{name}: figure {figure} sets it for each of its curves; to choose it yourself use `keyspan sweep`")]
    SetByFigure {
        /// Name of the parameter.
        name: &'static str,
        /// Number of the figure.
        figure: &'static str,
    },
    /// A parameter that would change nothing.
    #[error("{name}: has no part in this, for {why}")]
    NoPart {
        /// Name of the parameter.
        name: &'static str,
        /// What takes its place.
        why: &'static str,
    },
    /// A classical channel that cannot be read.
    #[error("--channels: {0}")]
    Channel(TextProblem),
    /// Classical channels that do not go together.
    #[error("--channels: {0}")]
    Channels(PlanProblem),
    /// Classical channels that leave the quantum channel no slot.
    #[error("--channels: no slot of the {} is free", .0.title())]
    NoSlot(Band),
    /// Classical channels for which no slot can be computed.
    #[error("--channels: no slot can be computed; the first one: {0}")]
    Coupling(CouplingProblem),
    /// A slot that cannot be taken.
    #[error("--quantum {typed}: {problem}")]
    Quantum {
        /// What stands there.
        typed: String,
        /// Why it cannot.
        problem: QuantumProblem,
    },
    /// An item of an address that the page would leave out with a notice.
    #[error("--link: the page would ignore {0}")]
    Link(Notice),
    /// Distances that cannot be read or computed.
    #[error("--distances {item}: {problem}")]
    Distances {
        /// The item of the list.
        item: String,
        /// What is wrong with it.
        problem: DistanceProblem,
    },
    /// A single distance that cannot be read or computed.
    #[error("--distance {item}: {problem}")]
    Distance {
        /// What stands there.
        item: String,
        /// What is wrong with it.
        problem: DistanceProblem,
    },
    /// An uncertain parameter that cannot be read, or not be uncertain in this way.
    #[error("--vary {typed}: {problem}")]
    Vary {
        /// What stands there, or the name of the parameter.
        typed: String,
        /// What is wrong with it.
        problem: SpreadProblem,
    },
    /// Uncertain parameters that cannot be sampled.
    #[error(transparent)]
    Uncertainty(UncertaintyProblem),
    /// A map that cannot be made.
    #[error("{option}{}{typed}: {problem}", if .typed.is_empty() { "" } else { " " })]
    Map {
        /// The option, or the map as a whole.
        option: &'static str,
        /// What stands there.
        typed: String,
        /// Why not.
        problem: String,
    },
    /// A name behind `--for` that nothing has.
    #[error("--for {typed}: there is no such parameter; there are: {names}")]
    NothingToAsk {
        /// What stands there.
        typed: String,
        /// What could be asked for.
        names: String,
    },
    /// A name that stands behind `--for` twice.
    #[error("--for {0}: asked for twice")]
    AskedTwice(&'static str),
    /// A question that has no answer.
    #[error("--for: {0}")]
    NoAnswer(NoAnswer),
    /// A file or a folder that cannot be opened.
    #[error("{place}: {problem}")]
    Unreadable {
        /// Which.
        place: String,
        /// What the system says.
        problem: String,
    },
    /// A folder without any file of measurements.
    #[error("{0}: no file here whose name ends with .csv, .tsv or .txt, or with .gz behind it, nor in its folders")]
    NoFiles(String),
    /// A file of measurements that cannot be read.
    #[error("{file}: {problem}")]
    Measurements {
        /// Which.
        file: String,
        /// Why.
        problem: ReadProblem,
    },
    /// A table of links that cannot be read.
    #[error("{file}: {problem}")]
    Links {
        /// Which.
        file: String,
        /// Why.
        problem: LinksProblem,
    },
    /// Files that do not go together.
    #[error(transparent)]
    Mixed(#[from] MixedOrigins),
    /// A window that cannot be read.
    #[error("--window {typed}: write minutes, such as 10min, or hours, such as 1h")]
    NotAWindow {
        /// What stands there.
        typed: String,
    },
    /// A window that cannot be taken.
    #[error("--window {typed}: {problem}")]
    Window {
        /// What stands there.
        typed: String,
        /// Why not.
        problem: WidthProblem,
    },
    /// A `--take` that cannot be read.
    #[error(
        "--take {typed}: write COLUMN=USE or FILE=USE, such as rate=key_rate:kbit/s or export.csv=qber:percent@link3; a use is {uses}"
    )]
    Take {
        /// What stands there.
        typed: String,
        /// What could stand behind the sign.
        uses: String,
    },
    /// A `--take` for a file or a column that there is not.
    #[error("--take {0}: no file and no column has this name")]
    NothingToTake(String),
    /// A synthetic network that is not made.
    #[error(transparent)]
    Demo(DemoProblem),
    /// A folder that should have nothing in it.
    #[error("{0}: there is something in this folder; take a new one")]
    NotEmpty(String),
    /// A link that there is not.
    #[error("{option} {typed}: there is no such link; there are: {names}")]
    NoSuchLink {
        /// The option.
        option: &'static str,
        /// What stands there.
        typed: String,
        /// What there is.
        names: String,
    },
    /// A link that stands there twice.
    #[error("{option} {typed}: this link is there twice")]
    LinkTwice {
        /// The option.
        option: &'static str,
        /// What stands there.
        typed: String,
    },
    /// A network that cannot be trained.
    #[error(transparent)]
    Training(#[from] TrainProblem),
    /// A link that has no rows for a network.
    #[error(transparent)]
    RowsProblem(#[from] RowsProblem),
    /// The thesis's comparison cannot be made.
    #[error(transparent)]
    Study(#[from] StudyProblem),
    /// A model that is refused.
    #[error("{file}: {problem}")]
    Model {
        /// The file.
        file: String,
        /// Why.
        problem: ModelProblem,
    },
    /// A what-if that cannot be read.
    #[error("--loss {0}: write LINK=LOSS, such as 3=25, with a loss that is a number")]
    NotALoss(String),
    /// A model that would lie over its own card.
    #[error(
        "--out {0}: the card is written beside the model as a file that ends with .json; give the model another ending, such as .onnx"
    )]
    OverCard(String),
    /// A link whose key rate cannot be forecast.
    #[error(transparent)]
    Horizon(HorizonProblem),
    /// A horizon that cannot be read.
    #[error("--horizon {0}: write minutes, such as 90min, or hours, such as 24h")]
    NotAHorizon(String),
    /// A key store that there cannot be.
    #[error("--store: {0}")]
    Store(StoreProblem),
    /// A key store out of which nothing is taken.
    #[error("--store: say what takes keys out, with --rekey SECONDS or --one-time-pad RATE")]
    NoConsumption,
    /// A table of spans, or some of its rows, that cannot be computed.
    #[error("{file}: {problem}")]
    Batch {
        /// Which.
        file: String,
        /// Why.
        problem: BatchProblem,
    },
    /// A number of an option of its own.
    #[error("{place}: {problem}")]
    Number {
        /// The option and what stands there.
        place: String,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// Why a slot cannot be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum QuantumProblem {
    #[error("write a channel number such as C34, a wavelength such as 1550.12, a frequency such as 193.4THz, or best")]
    NotAPlace,
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    #[error("the {} GHz grid has no such slot", .0.ghz())]
    NotOnGrid(Spacing),
    #[error("slot {slot} is not in the {}, {} to {} nm", band.title(), extent_nm(*band).0, extent_nm(*band).1)]
    NotInBand { slot: Slot, band: Band },
    #[error(transparent)]
    Coupling(#[from] CouplingProblem),
}

/// Why distances were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum DistanceProblem {
    #[error("write distances in km as START:END:STEP, such as 0:140:1, or one by one, such as 0,50,98.2")]
    NotARange,
    #[error("“{0}” is not a number; write km as bare numbers with a decimal point")]
    NotANumber(String),
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("the end lies before the start")]
    Backwards,
    #[error("a step must be at least {min_km} km, not {step_km}")]
    Step { min_km: f64, step_km: f64 },
    #[error("more than {max} distances; take a larger step")]
    TooMany { max: usize },
}

impl Mistake {
    /// The mistakes of these parameters.
    pub(super) fn all(problems: Problems) -> Vec<Mistake> {
        let mistake = |(key, problem): (Key, Problem)| Mistake::Parameter { name: key.param().name, problem };
        problems.into_iter().map(mistake).collect()
    }
}

impl From<Vec<Mistake>> for Error {
    fn from(mistakes: Vec<Mistake>) -> Error {
        Error::Input(mistakes)
    }
}

/// Both results, or the mistakes of both: who corrects one should not have to come back for the next.
pub(super) fn both<A, B>(a: Result<A, Vec<Mistake>>, b: Result<B, Vec<Mistake>>) -> Result<(A, B), Vec<Mistake>> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().chain(b.err()).flatten().collect()),
    }
}

/// Tells an error on standard error.
pub(super) fn report(error: &Error) -> ExitCode {
    // Where this cannot be written there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{error}");
    ExitCode::from(match error {
        Error::Write { .. } => 1,
        Error::Input(_) => 2,
    })
}

fn lines(mistakes: &[Mistake]) -> String {
    let lines: String = mistakes.iter().map(|mistake| format!("error: {mistake}\n")).collect();
    lines + "\nFor more information, try 'keyspan --help'."
}
