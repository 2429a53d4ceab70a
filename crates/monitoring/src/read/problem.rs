//! Why a file cannot be read.

use super::fields::delimiter_of;
use crate::rejection::{Example, Reason};
use serde::{Deserialize, Serialize};

/// The formats that are read, for messages.
const EXPECTED: &str = "expected lines such as “2023-11-29 18:57:02.113707+00:00,1197”, a header that names a time and a parameter \
     such as “time,qber,visibility”, or InfluxDB's annotated CSV";

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReadProblem {
    /// Nothing in it.
    #[error("the file is empty; {EXPECTED}")]
    Empty,
    /// Nothing that shows what the columns are.
    #[error("{} what the columns are; {EXPECTED}. {first}{}", none(*.lines, "shows", "does not show"), hint(.first))]
    NotUnderstood {
        /// Number of lines that were examined.
        lines: u64,
        /// The first of them.
        first: Example,
    },
    /// Lines, but none that could be used.
    #[error(
        "{} be used: {}; {EXPECTED}. {}",
        none(*.lines, "can", "cannot"),
        worst(*.lines, *.count, *.reason),
        example(.first)
    )]
    NothingUsable {
        /// Number of lines.
        lines: u64,
        /// The most frequent reason.
        reason: Reason,
        /// Number of lines with this reason.
        count: u64,
        /// The first of them.
        first: Option<Example>,
    },
    /// A header or comments, and nothing more.
    #[error("there are no measurements after its header or comments")]
    OnlyHeader,
    /// Rows of a table, but none of a known parameter.
    #[error(
        "none of its lines has a known parameter; those it has are: {}; name one key_rate, qber, visibility or laser_power",
        .fields.join(", ")
    )]
    NoField {
        /// The parameters that the lines name.
        fields: Vec<String>,
    },
    /// More series than any network has.
    #[error("it has more than {most} series; perhaps a column of numbers was taken for the names of links")]
    TooManySeries {
        /// The most that are read.
        most: usize,
    },
    /// JSON that is no list of records.
    #[error(
        "it is one JSON document, not a list of measurements; write an object a line (JSON Lines), an array of objects, or CSV"
    )]
    JsonDocument,
    /// What Telegraf writes unless it is told to name the columns.
    #[error(
        "it looks like Telegraf's CSV without a header, which does not say what the columns are; set `csv_header = true` beside \
         `data_format = \"csv\"`, or put a header such as “time,name,link,qber,key_rate” above it"
    )]
    TelegrafWithoutHeader,
    /// Text of another kind.
    #[error("it is {0}, not CSV; export the measurements as CSV")]
    OtherFormat(String),
    /// A workbook of a spreadsheet or another archive.
    #[error("it is an archive or a spreadsheet, not text; unpack it, or save it as CSV")]
    Archive,
    /// A damaged gzip file.
    #[error("its gzip compression is damaged or incomplete; compress it again")]
    Gzip,
    /// A small file that unpacks to a huge one.
    #[error(
        "it unpacks to more than {times} times its size, which measurements never do; if it is genuine, unpack it first"
    )]
    Bomb {
        /// The largest ratio that is read.
        times: u64,
    },
}

impl ReadProblem {
    /// Its name in results.
    pub const fn name(&self) -> &'static str {
        match self {
            ReadProblem::Empty => "empty",
            ReadProblem::NotUnderstood { .. } => "not_understood",
            ReadProblem::NothingUsable { .. } => "nothing_usable",
            ReadProblem::OnlyHeader => "only_header",
            ReadProblem::NoField { .. } => "no_field",
            ReadProblem::TooManySeries { .. } => "too_many_series",
            ReadProblem::JsonDocument => "json_document",
            ReadProblem::TelegrafWithoutHeader => "telegraf_without_header",
            ReadProblem::OtherFormat(_) => "other_format",
            ReadProblem::Archive => "archive",
            ReadProblem::Gzip => "gzip",
            ReadProblem::Bomb { .. } => "bomb",
        }
    }
}

/// Subject and verb of a sentence that denies something of every line.
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
        Some(("comes", rest)) if plural => format!("come {rest}"),
        Some(("mixes", rest)) if plural => format!("mix {rest}"),
        _ => text.to_owned(),
    };
    format!("{subject} {text}")
}

fn example(first: &Option<Example>) -> String {
    first.as_ref().map_or_else(String::new, |first| format!("{first}{}", hint(first)))
}

/// Whether a line is one of Telegraf without a header: `1709546400,qkd,link7,0.020,1800`, a time, the name of a measurement, then tags and
/// fields.
fn is_telegraf(line: &str) -> bool {
    let fields: Vec<&str> = line.split(',').collect();
    let number = |text: &str| text.parse::<f64>().is_ok();
    let time = fields[0].len() >= 10 && fields[0].bytes().all(|b| b.is_ascii_digit());
    fields.len() >= 4 && time && !number(fields[1]) && fields[2..].iter().any(|field| number(field))
}

/// Advice that the line itself suggests.
fn hint(first: &Example) -> &'static str {
    let text = first.text.as_bytes();
    if is_telegraf(&first.text) {
        return " (it looks like Telegraf's CSV without a header; let Telegraf write one: csv_header = true)";
    }
    let commas = text.iter().filter(|b| **b == b',').count();
    let delimiter = delimiter_of(text);
    let time = first.text.split(char::from(delimiter)).next().unwrap_or("").trim();
    let signs = |sign: char| time.matches(sign).count();
    match delimiter {
        _ if signs('/') == 2 && time.find('/') < Some(4) => " (write dates as 2023-11-29: 11/12 is ambiguous)",
        _ if signs('-') == 2 && time.len() == 10 => " (the date has no time of day)",
        _ if signs(':') == 2 && time.len() == 8 => {
            " (the time has no date: put it in the same column, or in one named date)"
        }
        b',' if commas == 0 && text.contains(&b' ') => " (separate the fields with commas, semicolons or tabs)",
        b',' if commas > 1 && text.first().is_some_and(u8::is_ascii_digit) => {
            " (more than two columns need a header; decimal commas need semicolons between the columns)"
        }
        _ => "",
    }
}
