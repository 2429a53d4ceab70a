//! What can go wrong on the command line, and how it is told.

use crate::scenario::{Key, Notice, Problem, Problems, TABLE};
use crate::sweep::TooLong;
use crate::units::OutOfDomain;
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
    #[error("--set {0}: write NAME=VALUE, such as bitrate=50G")]
    NotAnAssignment(String),
    /// A `--set` of something that is not in the table.
    #[error("--set {0}: there is no such parameter; there are: {names}", names = names())]
    NoSuchParameter(String),
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

fn names() -> String {
    TABLE.map(|param| param.name).join(", ")
}
