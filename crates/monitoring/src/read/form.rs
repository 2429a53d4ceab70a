//! The rows of a form, given to the table.
//!
//! A form gives either lines of delimited text ([`Table::line`]), or rows whose cells it has told apart itself ([`Table::header`], then
//! [`Table::row`]). It knows nothing of times, parameters and links; the table knows nothing of bytes.

use super::ReadProblem;
use super::parse::Parser as Table;
use crate::forms::Row;
pub(super) use crate::forms::{Heading, Told};

/// Gives a row to the table.
///
/// # Errors
/// [`ReadProblem`] where going on is pointless.
pub(super) fn give(row: Row<'_>, table: &mut Table) -> Result<(), ReadProblem> {
    match row {
        Row::Line(line) => table.line(line),
        Row::Delimiter(sign) => {
            table.delimiter(sign);
            Ok(())
        }
        Row::Header(columns) => table.header(columns),
        Row::Record { number, text, cells } => table.row(cells, number, text),
        Row::Fault { reason, number, text } => table.fault(reason, number, text),
        Row::Blank => {
            table.blank();
            Ok(())
        }
        Row::Comment => {
            table.remark();
            Ok(())
        }
    }
}
