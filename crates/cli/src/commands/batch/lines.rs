//! Lines of a table, one after the other, none longer than memory should hold.

use std::io::{self, BufRead, Read};

/// Longest line of a table, bytes; far longer than any row of parameters.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
    /// Only its start: it is too long.
    pub(super) cut: bool,
}

/// Reads lines.
pub(super) struct Lines<R> {
    source: R,
    number: u64,
    read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Lines<R> {
        Lines { source, number: 0, read: 0 }
    }

    /// Bytes that were read.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// The error of reading, from the operating system.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            // One more than the longest, and its end.
            let taken = self.source.by_ref().take(LONGEST_LINE as u64 + 2).read_until(b'\n', &mut bytes)?;
            if taken == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.read += taken as u64;
            let ended = bytes.pop_if(|last| *last == b'\n').is_some();
            bytes.pop_if(|last| *last == b'\r');
            let cut = bytes.len() > LONGEST_LINE;
            if cut {
                bytes.truncate(LONGEST_LINE);
                if !ended {
                    self.skip()?;
                }
            }
            // A row of a spreadsheet with nothing in its cells is blank too.
            let empty = |byte: &u8| matches!(byte, b',' | b';' | b'"') || byte.is_ascii_whitespace();
            if !bytes.iter().all(empty) {
                return Ok(Some(Line { number: self.number, bytes, cut }));
            }
        }
    }

    /// Leaves out the rest of a line.
    fn skip(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.source.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(buffer.len(), |end| end + 1);
            let done = end.is_some() || used == 0;
            self.source.consume(used);
            self.read += used as u64;
            if done {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<(u64, usize, bool)> {
        // A buffer so small that every line goes over its end.
        let mut lines = Lines::new(io::BufReader::with_capacity(7, text));
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("memory can be read") {
            found.push((line.number, line.bytes.len(), line.cut));
        }
        assert_eq!(lines.read(), text.len() as u64);
        found
    }

    #[test]
    fn blank_lines_count_and_are_left_out() {
        assert_eq!(lines(b"a,b\r\n\n \t\n1,2\n\n3,45"), [(1, 3, false), (4, 3, false), (6, 4, false)]);
        assert_eq!(lines(b""), []);
        assert_eq!(lines(b"\n\r\n"), []);
    }

    #[test]
    fn a_line_may_be_as_long_as_allowed_and_a_longer_one_is_cut() {
        for (end, behind) in [("\n", true), ("\r\n", true), ("", false)] {
            for (length, cut) in [(LONGEST_LINE, false), (LONGEST_LINE + 1, true), (3 * LONGEST_LINE, true)] {
                let text = format!("{}{end}{}", "x".repeat(length), if behind { "next" } else { "" });
                let mut expected = vec![(1, length.min(LONGEST_LINE), cut)];
                expected.extend(behind.then_some((2, 4, false)));
                assert_eq!(lines(text.as_bytes()), expected, "{length} {end:?}");
            }
        }
    }
}
