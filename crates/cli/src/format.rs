//! Formats of results.

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use view::export::records::Format;

/// Formats of a result that can be read as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For reading
    Text,
    /// One header line, then one line for each row
    Csv,
    /// Everything, as JSON
    Json,
}

impl ReportFormat {
    /// The format of its table; none where it is text for reading.
    pub(crate) fn table(self) -> Option<Format> {
        match self {
            ReportFormat::Text => None,
            ReportFormat::Csv => Some(Format::Csv),
            ReportFormat::Json => Some(Format::Json),
        }
    }
}

/// The formats of a table, as words.
pub(crate) fn table_format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new([
        PossibleValue::new("csv").help("One header line, then one line for each row"),
        PossibleValue::new("json").help("An object with program, version, what was asked for, units and rows"),
    ])
    .map(|word| word.parse().expect("one of the words above"))
}
