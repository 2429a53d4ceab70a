//! Why a line or a value is not used. Nothing is dropped without being counted here.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// So many examples are kept of each reason.
pub const MAX_EXAMPLES: usize = 3;
/// So many characters are kept of an example.
const EXAMPLE_LENGTH: usize = 80;

/// Why a line or a value is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Before any line that tells what the columns are.
    NotUnderstood,
    /// More or fewer fields than the file has columns.
    FieldCount,
    /// A quotation mark that nothing closes.
    OpenQuote,
    /// Longer than any line of measurements.
    TooLong,
    /// Bytes that are not UTF-8.
    Encoding,
    /// A time stamp that cannot be read.
    NoTime,
    /// A time stamp outside the years in which there is QKD.
    TimeOutOfRange,
    /// A date among seconds since a start, or the other way round.
    OtherClock,
    /// No value, or NaN.
    Missing,
    /// A value that is no number.
    NotANumber,
    /// A value that is infinite, or too large for anything that is measured.
    TooLarge,
    /// A key rate below zero.
    NegativeKeyRate,
    /// A QBER outside [0, 0.5].
    QberOutOfRange,
    /// A visibility above 1, which is not one by definition, or below 0.
    VisibilityOutOfRange,
}

impl Reason {
    /// Its name in results.
    pub const fn name(self) -> &'static str {
        match self {
            Reason::NotUnderstood => "not_understood",
            Reason::FieldCount => "field_count",
            Reason::OpenQuote => "open_quote",
            Reason::TooLong => "too_long",
            Reason::Encoding => "encoding",
            Reason::NoTime => "no_time",
            Reason::TimeOutOfRange => "time_out_of_range",
            Reason::OtherClock => "other_clock",
            Reason::Missing => "missing",
            Reason::NotANumber => "not_a_number",
            Reason::TooLarge => "too_large",
            Reason::NegativeKeyRate => "negative_key_rate",
            Reason::QberOutOfRange => "qber_out_of_range",
            Reason::VisibilityOutOfRange => "visibility_out_of_range",
        }
    }

    /// What it says of a line.
    pub const fn text(self) -> &'static str {
        match self {
            Reason::NotUnderstood => "stands before the first line that could be understood",
            Reason::FieldCount => "has another number of fields than the file has columns",
            Reason::OpenQuote => "has a quotation mark that is not closed",
            Reason::TooLong => "is longer than 64 KiB",
            Reason::Encoding => "is not UTF-8",
            Reason::NoTime => "has no time stamp that can be read",
            Reason::TimeOutOfRange => "has a time outside the years 2000 to 2099",
            Reason::OtherClock => "mixes dates and seconds since a start",
            Reason::Missing => "has no value, or NaN",
            Reason::NotANumber => "has a value that is not a number",
            Reason::TooLarge => "has a value that is infinite or above 1e15",
            Reason::NegativeKeyRate => "has a key rate below 0",
            Reason::QberOutOfRange => "has a QBER outside 0 to 0.5",
            Reason::VisibilityOutOfRange => "has a visibility outside 0 to 1",
        }
    }
}

/// A line that is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its number in the file; the first one is 1.
    pub line: u64,
    /// Its text, shortened.
    pub text: String,
}

impl Example {
    /// The line of this number, shortened, with signs that cannot be shown replaced.
    pub(super) fn new(line: u64, bytes: &[u8]) -> Example {
        let shown = &bytes[..bytes.len().min(4 * EXAMPLE_LENGTH)];
        let text = String::from_utf8_lossy(shown);
        let text = text.trim_end_matches(['\r', '\n']);
        let mut short: String = text
            .chars()
            .take(EXAMPLE_LENGTH)
            .map(|c| {
                if c == '\t' {
                    '→'
                } else if c.is_control() {
                    '\u{fffd}'
                } else {
                    c
                }
            })
            .collect();
        if text.chars().count() > EXAMPLE_LENGTH || shown.len() < bytes.len() {
            short.push('…');
        }
        Example { line, text: short }
    }
}

impl Display for Example {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.text)
    }
}

/// What is not used for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rejected {
    /// How many lines or, of lines with several, values.
    pub count: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// What is not used, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rejections(BTreeMap<Reason, Rejected>);

impl Rejections {
    /// Counts a line, of which only the first are looked at.
    pub(super) fn add(&mut self, reason: Reason, line: u64, bytes: &[u8]) {
        let rejected = self.0.entry(reason).or_default();
        rejected.count += 1;
        if rejected.examples.len() < MAX_EXAMPLES {
            rejected.examples.push(Example::new(line, bytes));
        }
    }

    /// Counts those of another file, without its examples: their line numbers say nothing here.
    pub(super) fn add_counts(&mut self, others: &Rejections) {
        for (reason, rejected) in &others.0 {
            self.0.entry(*reason).or_default().count += rejected.count;
        }
    }

    /// By reason.
    pub fn iter(&self) -> impl Iterator<Item = (Reason, &Rejected)> {
        self.0.iter().map(|(reason, rejected)| (*reason, rejected))
    }

    /// How many for this reason.
    pub fn count(&self, reason: Reason) -> u64 {
        self.0.get(&reason).map_or(0, |rejected| rejected.count)
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.0.values().map(|rejected| rejected.count).sum()
    }

    /// The reason that most have.
    pub fn most(&self) -> Option<(Reason, &Rejected)> {
        self.iter().max_by_key(|(_, rejected)| rejected.count)
    }
}
