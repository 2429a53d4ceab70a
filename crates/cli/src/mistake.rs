//! What can go wrong on the command line, and how it is reported.

use engine::scenario::{Key, Problem, Problems};
use std::fmt::{self, Display, Formatter};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The input is wrong in these places.
    #[error("{}", lines(.0))]
    Input(Vec<Mistake>),
    /// Alerts were raised; the result is written.
    #[error("{0} {alerts}", alerts = if *.0 == 1 { "alert" } else { "alerts" })]
    Alerts(usize),
    /// The result could not be written.
    #[error("error: cannot write {place}: {source}")]
    Write {
        /// Where to.
        place: String,
        /// The error of the operating system.
        source: io::Error,
    },
}

/// One wrong place in the input. The sentence is made where the problem is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The option with what was typed, the parameter, or the file; empty where the problem says it itself.
    place: String,
    /// What is wrong there and, as far as it is known, what to write instead.
    problem: String,
}

impl Mistake {
    /// A problem of a parameter, a file, or whatever else can be named.
    pub(crate) fn at(place: impl Display, problem: impl Display) -> Mistake {
        Mistake { place: place.to_string(), problem: problem.to_string() }
    }

    /// A problem of the value of an option.
    pub(crate) fn of_option(option: &str, typed: &str, problem: impl Display) -> Mistake {
        Mistake::at(format_args!("{option} {}", typed.trim()), problem)
    }

    /// A problem of a file or a folder.
    pub(crate) fn of_file(file: &Path, problem: impl Display) -> Mistake {
        Mistake::at(file.display(), problem)
    }

    /// A problem that says where it is.
    pub(crate) fn new(problem: impl Display) -> Mistake {
        Mistake::at("", problem)
    }

    /// The mistakes of these parameters.
    pub(crate) fn of_parameters(problems: Problems) -> Vec<Mistake> {
        problems.into_iter().map(|(key, problem): (Key, Problem)| Mistake::at(key.param().name, problem)).collect()
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}", self.problem),
            place => write!(f, "{place}: {}", self.problem),
        }
    }
}

impl From<Vec<Mistake>> for Error {
    fn from(mistakes: Vec<Mistake>) -> Error {
        Error::Input(mistakes)
    }
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Error {
        Error::Input(vec![mistake])
    }
}

/// Both results, or the mistakes of both: who corrects one should not have to come back for the next.
pub(crate) fn both<A, B>(a: Result<A, Vec<Mistake>>, b: Result<B, Vec<Mistake>>) -> Result<(A, B), Vec<Mistake>> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (a, b) => Err(a.err().into_iter().chain(b.err()).flatten().collect()),
    }
}

/// Every result, or all mistakes.
pub(crate) fn all<T>(results: impl IntoIterator<Item = Result<T, Mistake>>) -> Result<Vec<T>, Vec<Mistake>> {
    let (mut found, mut mistakes) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(one) => found.push(one),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

/// Prints an error to standard error.
pub(crate) fn report(error: &Error) -> ExitCode {
    // An error here is ignored: nobody is left to read a message.
    let _ = writeln!(io::stderr(), "{error}");
    ExitCode::from(match error {
        Error::Write { .. } => 1,
        Error::Input(_) => 2,
        Error::Alerts(_) => 3,
    })
}

/// Prints to standard error what CSV has no place for.
pub(crate) fn print_notes(notes: &[String]) {
    for note in notes {
        // An error here is ignored: nobody is left to read a message.
        let _ = writeln!(io::stderr(), "{note}");
    }
}

fn lines(mistakes: &[Mistake]) -> String {
    let lines: String = mistakes.iter().map(|mistake| format!("error: {mistake}\n")).collect();
    lines + "\nFor more information, try 'keyspan --help'."
}
