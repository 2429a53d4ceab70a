//! Why a line or a value is not used. Nothing is dropped without being counted here.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

/// Examples kept for each reason: enough to see a pattern.
pub const MAX_EXAMPLES: usize = 3;
/// Longest text of an example, characters: it fits on a line of a terminal.
const EXAMPLE_LENGTH: usize = 80;

/// Why a line or a value is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Before the first line that shows what the columns are.
    NotUnderstood,
    /// Not as many fields as the file has columns.
    FieldCount,
    /// A quotation mark that nothing closes.
    OpenQuote,
    /// Longer than any line of measurements.
    TooLong,
    /// Bytes that are no text, or half a character.
    Encoding,
    /// Among JSON, something that is no object.
    NotJson,
    /// Among points of InfluxDB, a line that is none.
    NotLineProtocol,
    /// A record that has a name twice.
    NameTwice,
    /// A time stamp that cannot be read.
    NoTime,
    /// A time stamp outside the years in which there is QKD.
    TimeOutOfRange,
    /// A date whose day and month cannot be told apart.
    DayOrMonth,
    /// A date among seconds since a start, or the other way round.
    OtherClock,
    /// No value, or NaN.
    Missing,
    /// A value that is not a number.
    NotANumber,
    /// A number whose comma may be a decimal sign or one between thousands.
    DecimalSign,
    /// A number with a unit that is not known, or that the parameter cannot have.
    UnknownUnit,
    /// A value that is infinite, or larger than any measurement.
    TooLarge,
    /// A key rate below zero.
    NegativeKeyRate,
    /// QBER or visibility while there is no key: 0, 0.5 or −1 say that nothing was measured.
    NothingMeasured,
    /// A QBER outside [0, 0.5].
    QberOutOfRange,
    /// A QBER above 11 % while there is key, which no protocol gives.
    QberWithKey,
    /// A visibility below 0 or above 1, which cannot be by definition.
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
            Reason::NotJson => "not_json",
            Reason::NotLineProtocol => "not_line_protocol",
            Reason::NameTwice => "name_twice",
            Reason::NoTime => "no_time",
            Reason::TimeOutOfRange => "time_out_of_range",
            Reason::DayOrMonth => "day_or_month",
            Reason::OtherClock => "other_clock",
            Reason::Missing => "missing",
            Reason::NotANumber => "not_a_number",
            Reason::DecimalSign => "decimal_sign",
            Reason::UnknownUnit => "unknown_unit",
            Reason::TooLarge => "too_large",
            Reason::NegativeKeyRate => "negative_key_rate",
            Reason::NothingMeasured => "nothing_measured",
            Reason::QberOutOfRange => "qber_out_of_range",
            Reason::QberWithKey => "qber_with_key",
            Reason::VisibilityOutOfRange => "visibility_out_of_range",
        }
    }

    /// The predicate of a sentence about a line.
    pub const fn text(self) -> &'static str {
        match self {
            Reason::NotUnderstood => "comes before the first line that could be understood",
            Reason::FieldCount => "has too few or too many fields",
            Reason::OpenQuote => "has a quotation mark that is not closed",
            Reason::TooLong => "is longer than 64 KiB",
            Reason::Encoding => "has bytes that are not text",
            Reason::NotJson => "is not a JSON object",
            Reason::NotLineProtocol => "is not line protocol",
            Reason::NameTwice => "has a name twice",
            Reason::NoTime => "has no readable time stamp",
            Reason::TimeOutOfRange => "has a time outside the years 2000 to 2049",
            Reason::DayOrMonth => "has a date whose day and month cannot be told apart",
            Reason::OtherClock => "mixes dates and seconds since a start",
            Reason::Missing => "has no value, or NaN",
            Reason::NotANumber => "has a value that is not a number",
            Reason::DecimalSign => "has a comma that may be a decimal sign or one between thousands",
            Reason::UnknownUnit => "has a unit that is not known or does not suit",
            Reason::TooLarge => "has a value that is infinite or above 1e15",
            Reason::NegativeKeyRate => "has a key rate below 0",
            Reason::NothingMeasured => {
                "has no QBER or visibility, as there is no key: its 0, 0.5 or −1 is no measurement"
            }
            Reason::QberOutOfRange => "has a QBER outside 0 to 0.5",
            Reason::QberWithKey => "has a QBER above 11 % although there is key",
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
    /// The line of this number, shortened, with unprintable characters replaced.
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

/// Lines and values rejected for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rejected {
    /// Number of lines or, where a line has several, values.
    pub count: u64,
    /// The first few of them.
    pub examples: Vec<Example>,
}

/// Lines and values that are not used, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rejections(BTreeMap<Reason, Rejected>);

impl Rejections {
    /// Counts a line, and keeps it as an example if it is among the first.
    pub(super) fn add(&mut self, reason: Reason, line: u64, bytes: &[u8]) {
        let rejected = self.0.entry(reason).or_default();
        rejected.count += 1;
        if rejected.examples.len() < MAX_EXAMPLES {
            rejected.examples.push(Example::new(line, bytes));
        }
    }

    /// Counts values without examples.
    pub(super) fn add_many(&mut self, reason: Reason, count: u64) {
        if count > 0 {
            self.0.entry(reason).or_default().count += count;
        }
    }

    /// Adds the counts of another file, without its examples: their line numbers mean nothing here.
    pub(super) fn add_counts(&mut self, others: &Rejections) {
        for (reason, rejected) in &others.0 {
            self.0.entry(*reason).or_default().count += rejected.count;
        }
    }

    /// Reasons with what was rejected for each.
    pub fn iter(&self) -> impl Iterator<Item = (Reason, &Rejected)> {
        self.0.iter().map(|(reason, rejected)| (*reason, rejected))
    }

    /// Number rejected for this reason.
    pub fn count(&self, reason: Reason) -> u64 {
        self.0.get(&reason).map_or(0, |rejected| rejected.count)
    }

    /// Total number rejected.
    pub fn total(&self) -> u64 {
        self.0.values().map(|rejected| rejected.count).sum()
    }

    /// The most frequent reason.
    pub fn most(&self) -> Option<(Reason, &Rejected)> {
        self.iter().max_by_key(|(_, rejected)| rejected.count)
    }
}
