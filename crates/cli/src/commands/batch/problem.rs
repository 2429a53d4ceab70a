//! What can be wrong with a table of links, and with a row of it.

use super::lines::LONGEST_LINE;
use crate::distances::DistanceProblem;
use engine::scenario::Problem;

/// Why a table is not computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum BatchProblem {
    /// Nothing in it.
    #[error("is empty; write a line with the names of the columns, then a line a link")]
    Empty,
    /// The first line cannot be read.
    #[error(transparent)]
    Header(BadRow),
    /// A workbook with more than one table.
    #[error("has several sheets with something in them ({0}); leave only that of the links")]
    Sheets(String),
    /// One name for two columns.
    #[error("two columns are called “{0}”; rename one")]
    Twice(String),
    /// Two columns for one isolation.
    #[error("isolation stands for both iso_for and iso_back; leave out one of these columns")]
    TwoIsolations,
    /// Two columns of distances.
    #[error("both distance and distance_km are in the first line; rename one")]
    TwoDistances,
    /// Two columns for one parameter.
    #[error("the column “{typed}” means {name}, and so does another one; rename one")]
    TwiceMeant {
        /// The text as typed.
        typed: String,
        /// The name that is meant.
        name: String,
    },
    /// Only columns that are carried through.
    #[error(
        "no column of the first line ({columns}) is distance_km or a parameter, so every row would be the same; the parameters are: {names}"
    )]
    NothingVaries {
        /// The columns.
        columns: String,
        /// The parameters.
        names: String,
    },
    /// No name is left for a result.
    #[error("the columns {name} and result_{name} are both there, so the result {name} has no name; rename one")]
    Taken {
        /// Name of the result.
        name: String,
    },
    /// Results that nothing keeps.
    #[error("cannot be continued with --resume; give --output a file")]
    NothingToResume,
    /// A file of other columns.
    #[error("its first line is not the one that these columns and options give; it cannot be continued")]
    OtherHeader,
    /// A file of other rows.
    #[error(
        "its line {line}, the last one that is complete, is not what the table, these options and this version give; it cannot be continued"
    )]
    OtherRow {
        /// Which.
        line: u64,
    },
    /// More results than links.
    #[error("it has {rows} rows, more than the table; it cannot be continued")]
    MoreRows {
        /// Their number.
        rows: u64,
    },
    /// A row that stopped everything.
    #[error("{0}; stopped here, as --strict asks")]
    Stopped(BadRow),
    /// Rows without a result.
    #[error("{} of {rows} rows {} no result; the column {column} says why{}", .failed, if *.failed == 1 { "has" } else { "have" }, the_first(.first))]
    Failed {
        /// Their number.
        failed: u64,
        /// The number of all.
        rows: u64,
        /// The column with the reasons.
        column: String,
        /// The first of those that were met.
        first: Option<BadRow>,
    },
}

fn the_first(row: &Option<BadRow>) -> String {
    row.as_ref().map_or_else(String::new, |row| format!(". The first: {row}"))
}

/// A row that cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub(super) struct BadRow {
    /// Number of its line.
    pub(super) line: u64,
    /// Why.
    pub(super) problem: RowProblem,
}

/// Why a row cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum RowProblem {
    #[error("longer than {LONGEST_LINE} bytes")]
    TooLong,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("a quote is open at its end; a row is one line")]
    OpenQuote,
    #[error("a carriage return inside it; lines end with a line feed")]
    CarriageReturn,
    #[error("{found} fields, and the first line has {wanted}")]
    Fields { found: usize, wanted: usize },
    #[error("{}", joined(.0))]
    Cells(Vec<CellProblem>),
}

fn joined(problems: &[CellProblem]) -> String {
    problems.iter().map(CellProblem::to_string).collect::<Vec<_>>().join("; ")
}

/// A cell that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum CellProblem {
    #[error("{name}: {problem}")]
    Parameter { name: &'static str, problem: Problem },
    #[error("{column}: {problem}")]
    Distance { column: String, problem: DistanceProblem },
}
