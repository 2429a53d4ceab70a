//! Why a file cannot be read.

use super::fields::delimiter_of;
use crate::rejection::{Example, Reason};
use serde::{Deserialize, Serialize};

/// What is read, for a message.
const EXPECTED: &str = "expected lines such as “2023-11-29 18:57:02.113707+00:00,1197”, a header that names a time and a parameter \
     such as “time,qber,visibility”, or InfluxDB's annotated CSV";

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReadProblem {
    /// Nothing in it.
    #[error("the file is empty; {EXPECTED}")]
    Empty,
    /// Nothing that tells what the columns are.
    #[error("{} what the columns are; {EXPECTED}. {first}{}", none(*.lines, "tells", "does not tell"), hint(.first))]
    NotUnderstood {
        /// How many lines were looked at.
        lines: u64,
        /// The first of them.
        first: Example,
    },
    /// A header without any parameter.
    #[error(
        "no column of its header is a parameter that is known: {}; name one key_rate, qber, visibility or laser_power, or say which is \
         which",
        .columns.join(", ")
    )]
    NoColumn {
        /// The names of the columns.
        columns: Vec<String>,
    },
    /// Lines, but none that could be used.
    #[error(
        "{} be used: {}; {EXPECTED}. {}",
        none(*.lines, "can", "cannot"),
        worst(*.lines, *.count, *.reason),
        example(.first)
    )]
    NothingUsable {
        /// How many lines there are.
        lines: u64,
        /// The reason that most have.
        reason: Reason,
        /// How many have it.
        count: u64,
        /// The first of them.
        first: Option<Example>,
    },
    /// A header or comments, and nothing more.
    #[error("there is no line of measurements behind its header or its comments")]
    OnlyHeader,
    /// Rows of a table, but none of a parameter that is known.
    #[error(
        "none of its lines is of a parameter that is known; there are: {}; name one key_rate, qber, visibility or laser_power",
        .fields.join(", ")
    )]
    NoField {
        /// What the lines are of.
        fields: Vec<String>,
    },
    /// Neither names nor values tell the parameter.
    #[error(
        "neither its name nor its values tell which parameter it is; name the file or its column key_rate, qber, visibility or \
         laser_power, such as link1_qber.csv"
    )]
    UnknownParameter,
    /// More series than any network has.
    #[error("it has more than {most} series of values; is a column of numbers taken for the name of a link?")]
    TooManySeries {
        /// So many are read.
        most: usize,
    },
    /// Text with two bytes for each letter.
    #[error("it is written in UTF-16; save it as UTF-8, which spreadsheets call “CSV UTF-8”")]
    Utf16,
    /// Text of another kind.
    #[error("it is {0}, not CSV; export the measurements as CSV")]
    OtherFormat(String),
    /// A workbook of a spreadsheet or another archive.
    #[error("it is an archive or a spreadsheet's own file, not text; save it as CSV, or unpack it")]
    Archive,
    /// A damaged gzip file.
    #[error("its gzip compression is damaged or ends early; compress it again")]
    Gzip,
    /// A small file that unpacks to a huge one.
    #[error(
        "it unpacks to more than {times} times its size, which no measurements do; unpack it yourself if it is right"
    )]
    Bomb {
        /// So many times is still read.
        times: u64,
    },
}

impl ReadProblem {
    /// Its name in results.
    pub const fn name(&self) -> &'static str {
        match self {
            ReadProblem::Empty => "empty",
            ReadProblem::NotUnderstood { .. } => "not_understood",
            ReadProblem::NoColumn { .. } => "no_column",
            ReadProblem::NothingUsable { .. } => "nothing_usable",
            ReadProblem::OnlyHeader => "only_header",
            ReadProblem::NoField { .. } => "no_field",
            ReadProblem::UnknownParameter => "unknown_parameter",
            ReadProblem::TooManySeries { .. } => "too_many_series",
            ReadProblem::Utf16 => "utf16",
            ReadProblem::OtherFormat(_) => "other_format",
            ReadProblem::Archive => "archive",
            ReadProblem::Gzip => "gzip",
            ReadProblem::Bomb { .. } => "bomb",
        }
    }
}

/// The subject of a sentence that says of all lines what holds for none.
fn none(lines: u64, verb: &str, denied: &str) -> String {
    if lines == 1 { format!("its only line {denied}") } else { format!("none of its {lines} lines {verb}") }
}

fn worst(lines: u64, count: u64, reason: Reason) -> String {
    let subject = match (count == lines, count) {
        (true, 1) => "it".to_owned(),
        (true, _) => "each".to_owned(),
        (false, 1) => "1 of them".to_owned(),
        (false, count) => format!("{count} of them"),
    };
    let text = reason.text();
    let plural = count != 1 && count != lines;
    let text = match text.split_once(' ') {
        Some(("has", rest)) if plural => format!("have {rest}"),
        Some(("is", rest)) if plural => format!("are {rest}"),
        _ => text.to_owned(),
    };
    format!("{subject} {text}")
}

fn example(first: &Option<Example>) -> String {
    first.as_ref().map_or_else(String::new, |first| format!("{first}{}", hint(first)))
}

/// What the line itself suggests.
fn hint(first: &Example) -> &'static str {
    let text = first.text.as_bytes();
    let commas = text.iter().filter(|b| **b == b',').count();
    let delimiter = delimiter_of(text);
    let time = first.text.split(char::from(delimiter)).next().unwrap_or("").trim();
    let signs = |sign: char| time.matches(sign).count();
    match delimiter {
        _ if signs('/') == 2 && time.find('/') < Some(4) => {
            " (write dates as 2023-11-29: of 11/12 nobody knows which is the month)"
        }
        _ if signs('-') == 2 && time.len() == 10 => " (a date needs its time of day)",
        _ if signs(':') == 2 && time.len() == 8 => {
            " (an hour needs its date: in the same column, or in one called date)"
        }
        b',' if commas == 0 && text.contains(&b' ') => " (separate the fields by commas, semicolons or tabs)",
        b',' if commas > 1 && text.first().is_some_and(u8::is_ascii_digit) => {
            " (with more than two columns a header is needed; with decimal commas, semicolons between the columns)"
        }
        _ => "",
    }
}
