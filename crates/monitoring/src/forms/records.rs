//! Records that name their own values, made into rows under a header.

use super::cells::Cells;
use super::{Heading, MAX_COLUMNS, Row, Told};
use crate::rejection::Reason;

/// Records that are held back, so that the first header has the names of all of them.
const MAX_HELD: usize = 1000;
/// Bytes of records that are held back.
const MAX_HELD_BYTES: usize = 1 << 20;
/// Bytes of a record's text that are held with it, for examples.
const SHOWN: usize = 400;

/// Gives records as rows. A name that comes late makes the header longer: those before it keep their places.
#[derive(Debug, Default)]
pub(super) struct Records {
    columns: Vec<Heading>,
    /// Columns of the header that was given.
    given: usize,
    held: Vec<Held>,
    held_bytes: usize,
    started: bool,
    cells: Cells,
}

#[derive(Debug)]
struct Held {
    number: u64,
    text: Vec<u8>,
    cells: Vec<String>,
}

/// A name, what is known of it, and a value.
pub(super) type Pair<'a> = (&'a str, Told, &'a str);

impl Records {
    /// Takes a record.
    ///
    /// # Errors
    /// [`Reason::FieldCount`] for more names than any file of measurements has; [`Reason::NameTwice`].
    pub(super) fn add<'a>(
        &mut self,
        number: u64,
        text: &[u8],
        pairs: impl IntoIterator<Item = Pair<'a>>,
        take: &mut impl FnMut(Row<'_>),
    ) -> Result<(), Reason> {
        let known = self.columns.len();
        let mut values: Vec<Option<&str>> = vec![None; known];
        for (at, (name, told, value)) in pairs.into_iter().enumerate() {
            // Records mostly have their names in the same order.
            let place = match self.columns.get(at) {
                Some(column) if column.name == name => Some(at),
                _ => self.columns.iter().position(|column| column.name == name),
            };
            let place = place.unwrap_or_else(|| {
                self.columns.push(Heading { name: name.to_owned(), told });
                values.push(None);
                self.columns.len() - 1
            });
            if values[place].replace(value).is_some() || place >= MAX_COLUMNS {
                self.columns.truncate(known);
                return Err(if place >= MAX_COLUMNS { Reason::FieldCount } else { Reason::NameTwice });
            }
        }
        let values = values.into_iter().map(Option::unwrap_or_default);
        if !self.started {
            let cells: Vec<String> = values.map(str::to_owned).collect();
            let text = text[..text.len().min(SHOWN)].to_vec();
            self.held_bytes += text.len() + cells.iter().map(|cell| cell.len() + size_of::<String>()).sum::<usize>();
            self.held.push(Held { number, text, cells });
            if self.held.len() >= MAX_HELD || self.held_bytes >= MAX_HELD_BYTES {
                self.start(take);
            }
            return Ok(());
        }
        if self.columns.len() > self.given {
            self.header(take);
        }
        self.cells.clear();
        values.for_each(|value| self.cells.push(value));
        take(Row::Record { number, text, cells: &self.cells });
        Ok(())
    }

    /// Whether there was one.
    pub(super) fn any(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Gives the rows that are held back.
    pub(super) fn start(&mut self, take: &mut impl FnMut(Row<'_>)) {
        if std::mem::replace(&mut self.started, true) || self.columns.is_empty() {
            return;
        }
        self.header(take);
        for Held { number, text, cells } in std::mem::take(&mut self.held) {
            self.cells.clear();
            cells.iter().for_each(|cell| self.cells.push(cell));
            (cells.len()..self.columns.len()).for_each(|_| self.cells.push(""));
            take(Row::Record { number, text: &text, cells: &self.cells });
        }
    }

    fn header(&mut self, take: &mut impl FnMut(Row<'_>)) {
        self.given = self.columns.len();
        take(Row::Header(&self.columns));
    }
}
