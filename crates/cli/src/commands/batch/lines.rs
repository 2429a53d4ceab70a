//! Lines of a table, one after the other, none longer than memory should hold, whatever form the table has: see [`monitoring::FileRows`].

use monitoring::{FileRows, Row, delimiter_of};
use std::collections::VecDeque;
use std::io::{self, BufRead};

/// Longest line of a table, bytes; far longer than any row of parameters.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// A line of CSV without its end.
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
    rows: FileRows,
    shape: Shape,
    read: u64,
    ended: bool,
}

/// What the lines have in common, and those that were read and not taken.
#[derive(Default)]
struct Shape {
    /// The sign between the fields; the first line decides, unless a line of its own does.
    delimiter: Option<u8>,
    /// Lines that came.
    number: u64,
    /// Whether the line with the names was there.
    header: bool,
    waiting: VecDeque<Line>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Lines<R> {
        Lines { source, rows: FileRows::default(), shape: Shape::default(), read: 0, ended: false }
    }

    /// Bytes that were read.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// The sign between the fields of all lines, which the first of them shows.
    pub(super) fn separator(&self) -> u8 {
        self.shape.delimiter.unwrap_or(b',')
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// The error of reading, from the operating system, or a form that no table has.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            if let Some(line) = self.shape.waiting.pop_front() {
                return Ok(Some(line));
            }
            if self.ended {
                return Ok(None);
            }
            let buffer = match self.source.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            let (used, shape) = (buffer.len(), &mut self.shape);
            let taken = match used {
                0 => self.rows.finish(|row| shape.take(row)),
                _ => self.rows.feed(buffer, |row| shape.take(row)),
            };
            taken.map_err(io::Error::other)?;
            self.ended = used == 0;
            self.source.consume(used);
            self.read += used as u64;
        }
    }
}

impl Shape {
    fn take(&mut self, row: Row<'_>) {
        match row {
            Row::Line(line) => {
                self.number += 1;
                let bytes = line.bytes.strip_suffix(b"\n").unwrap_or(line.bytes);
                let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
                // After the names, a hash may begin the name of a site.
                if !bytes.trim_ascii().is_empty() && (self.header || !bytes.starts_with(b"#")) {
                    self.keep(Line { number: self.number, bytes: bytes.to_owned(), cut: line.cut });
                }
            }
            Row::Delimiter(sign) => {
                self.number += 1;
                self.delimiter = Some(sign);
            }
            Row::Header(columns) => {
                let line = csv(columns.iter().map(|column| column.name.as_str()));
                // A longer one tells later rows that they have more fields than the first line.
                if !self.header {
                    self.delimiter = Some(b',');
                    self.keep(Line { number: 1, bytes: line, cut: false });
                }
            }
            Row::Record { number, cells, .. } => self.keep(Line { number, bytes: csv(cells.iter()), cut: false }),
            Row::Fault { number, text, .. } => self.keep(Line { number, bytes: text.to_owned(), cut: false }),
            Row::Blank | Row::Comment => {}
        }
    }

    /// Keeps a line, unless there is nothing in its cells.
    fn keep(&mut self, line: Line) {
        self.header = true;
        let delimiter = *self.delimiter.get_or_insert_with(|| delimiter_of(&line.bytes));
        if line.bytes.iter().any(|byte| *byte != delimiter && *byte != b'"' && !byte.is_ascii_whitespace()) {
            self.waiting.push_back(line);
        }
    }
}

/// Fields as a line of CSV.
fn csv<'a>(fields: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut line = Vec::new();
    for (i, field) in fields.enumerate() {
        if i > 0 {
            line.push(b',');
        }
        match field.contains([',', '"', '\r']) {
            true => line.extend_from_slice(format!("\"{}\"", field.replace('"', "\"\"")).as_bytes()),
            false => line.extend_from_slice(field.as_bytes()),
        }
    }
    line
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
            for (length, cut) in [(LONGEST_LINE - 2, false), (LONGEST_LINE + 1, true), (3 * LONGEST_LINE, true)] {
                let text = format!("{}{end}{}", "x".repeat(length), if behind { "next" } else { "" });
                let mut expected = vec![(1, length.min(LONGEST_LINE), cut)];
                expected.extend(behind.then_some((2, 4, false)));
                assert_eq!(lines(text.as_bytes()), expected, "{length} {end:?}");
            }
        }
    }

    #[test]
    fn every_form_gives_the_same_lines() {
        let texts = |file: &[u8]| {
            let mut lines = Lines::new(io::BufReader::with_capacity(7, file));
            let mut found = Vec::new();
            while let Some(line) = lines.next().expect("a table") {
                found.push(format!("{}: {}", line.number, String::from_utf8_lossy(&line.bytes)));
            }
            (found, char::from(lines.separator()))
        };
        let expected = (["1: site;length", "2: Wien, Graz;62,5"].map(str::to_owned).to_vec(), ';');
        let table = "site;length\r\nWien, Graz;62,5\r\n;\r\n";
        assert_eq!(texts(table.as_bytes()), expected);
        assert_eq!(texts(table.replace("\r\n", "\r").as_bytes()), expected);
        let utf16: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(texts(&utf16), expected);
        let (lines, sign) = texts(format!("sep=|\n{}", table.replace(';', "|")).as_bytes());
        assert_eq!((lines[1].as_str(), sign), ("3: Wien, Graz|62,5", '|'));
        let json = b"{\"site\":\"Wien, Graz\",\"length\":62.5}\n{\"length\":40}\n";
        assert_eq!(texts(json).0, ["1: site,length", "1: \"Wien, Graz\",62.5", "2: ,40"]);
        assert_eq!(texts(b"# a comment\nsite,length\n#1,50\n,,\n").0, ["2: site,length", "3: #1,50"]);
        assert_eq!(texts(b"M\xfcnchen,1\n").0, ["1: M\u{fc}nchen,1"]);
    }
}
