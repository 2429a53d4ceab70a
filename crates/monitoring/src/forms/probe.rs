//! The first lines of separated values, which show how their numbers are written.

use super::numerals::Numerals;
use super::{Line, Row};
use crate::read::{Splitter, delimiter_of};

/// Lines that are looked at.
const MAX_LINES: usize = 1000;
/// Their bytes.
const MAX_BYTES: usize = 1 << 17;

/// Lines that are held back until all of them have been looked at.
#[derive(Default)]
pub(super) struct Probe {
    text: Vec<u8>,
    /// Where each line ends, and whether it was cut.
    ends: Vec<(usize, bool)>,
    over: bool,
}

impl Probe {
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// Holds a line back.
    pub(super) fn keep(&mut self, line: Line<'_>, delimiter: Option<u8>, take: &mut impl FnMut(Row<'_>)) {
        self.text.extend_from_slice(line.bytes);
        self.ends.push((self.text.len(), line.cut));
        if self.ends.len() >= MAX_LINES || self.text.len() >= MAX_BYTES {
            self.end(delimiter, take);
        }
    }

    /// Gives what the lines show, then all of them.
    pub(super) fn end(&mut self, delimiter: Option<u8>, take: &mut impl FnMut(Row<'_>)) {
        if std::mem::replace(&mut self.over, true) || self.ends.is_empty() {
            return;
        }
        let mut numerals = Numerals::default();
        let mut splitter = Splitter::default();
        for line in self.lines().filter(|line| !line.cut && !line.bytes.starts_with(b"#")) {
            let sign = delimiter.unwrap_or_else(|| delimiter_of(line.bytes));
            splitter.set_delimiter(sign);
            numerals.columns |= sign == b',';
            if splitter.split(line.bytes).is_ok() {
                splitter.iter().for_each(|cell| numerals.see(cell));
            }
        }
        take(Row::Numerals(numerals));
        self.lines().for_each(|line| take(Row::Line(line)));
        (self.text, self.ends) = (Vec::new(), Vec::new());
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, cut))| Line { bytes: &self.text[start..*end], cut: *cut })
    }
}
