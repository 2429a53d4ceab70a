//! Forms of bytes: what turns the bytes of a file into the rows of a table.
//!
//! A form gets the unpacked bytes of a file, in slices of any size, and gives a [`Table`] either lines of delimited text
//! ([`Table::line`]), or rows whose cells it has told apart itself ([`Table::header`], then [`Table::row`]). It knows nothing of times,
//! parameters and links; the table knows nothing of bytes.

use super::ReadProblem;
use super::lines::{Line, Lines};
use super::parse::Parser as Table;

/// Bytes from the beginning of a file that decide on its form.
pub(crate) const HEAD: usize = 4096;

/// A form of bytes.
pub(crate) trait Form {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    fn feed(&mut self, bytes: &[u8], table: &mut Table) -> Result<(), ReadProblem>;

    /// Takes the end of the file.
    ///
    /// # Errors
    /// [`ReadProblem`] where the file ends too early.
    fn finish(&mut self, table: &mut Table) -> Result<(), ReadProblem>;
}

/// A column as a form names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// Its name.
    pub(crate) name: String,
    /// What the form itself says of it.
    pub(crate) told: Told,
}

/// What a form says of a column, beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Nothing: its name and its values decide.
    Nothing,
    /// The time of each row.
    Time,
    /// A tag or a label: it tells series apart.
    Tag,
    /// It never holds a measurement, a time or a name.
    Ignored,
}

/// The form of a file that begins with these bytes.
///
/// # Errors
/// [`ReadProblem`] for what is known and not read.
pub(super) fn form_of(head: &[u8]) -> Result<Box<dyn Form>, ReadProblem> {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(ReadProblem::Utf16),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'7', b'z', 0xbc, 0xaf, ..] => {
            Err(ReadProblem::Archive)
        }
        _ => Ok(Box::new(Text::default())),
    }
}

/// Lines of delimited text in UTF-8.
#[derive(Default)]
struct Text {
    lines: Lines,
}

impl Form for Text {
    fn feed(&mut self, bytes: &[u8], table: &mut Table) -> Result<(), ReadProblem> {
        let mut result = Ok(());
        self.lines.feed(bytes, |line: Line<'_>| {
            if result.is_ok() {
                result = table.line(line);
            }
        });
        result
    }

    fn finish(&mut self, table: &mut Table) -> Result<(), ReadProblem> {
        let mut result = Ok(());
        self.lines.finish(|line| result = table.line(line));
        result
    }
}
