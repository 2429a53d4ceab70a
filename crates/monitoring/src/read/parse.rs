//! From lines to series.

use super::fields::{Splitter, delimiter_of};
use super::form::Heading;
use super::gather::Gathered;
use super::layout::Layout;
use super::lines::Line;
use super::time::{Clock, Origin};
use super::{Hints, ReadProblem, Reading};
use crate::forms::{Cells, Encoding, Numerals};
use crate::names::recognise;
use crate::rejection::{Example, Reason};

/// Lines after which a file that is still not understood is given up.
const MAX_UNCLEAR: u64 = 1000;

/// Reads the rows of one file, one after the other.
pub(crate) struct Parser {
    hints: Hints,
    splitter: Splitter,
    /// The sign between fields, where the file says it.
    delimiter: Option<u8>,
    pub(super) numerals: Numerals,
    clock: Clock,
    layout: Option<Layout>,
    /// InfluxDB's line `#default`, until the header that it belongs to.
    defaults: Vec<String>,
    /// A new table may begin: its header, or lines that describe it, come next.
    new_table: bool,
    influx: bool,
    line: u64,
    lines: u64,
    blank: u64,
    comments: u64,
    headers: u64,
    first_unclear: Option<Example>,
    gathered: Gathered,
}

impl Parser {
    pub(super) fn new(name: &str, hints: Hints) -> Parser {
        Parser {
            gathered: Gathered::new(name, &hints),
            clock: Clock { unit: hints.time_unit, origin: None },
            hints,
            splitter: Splitter::new(),
            delimiter: None,
            numerals: Numerals::default(),
            layout: None,
            defaults: Vec::new(),
            new_table: false,
            influx: false,
            line: 0,
            lines: 0,
            blank: 0,
            comments: 0,
            headers: 0,
            first_unclear: None,
        }
    }

    /// Takes the next line of delimited text.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(crate) fn line(&mut self, line: Line<'_>) -> Result<(), ReadProblem> {
        self.line += 1;
        let text = line.bytes.trim_ascii();
        if text.is_empty() {
            self.blank += 1;
            self.new_table = self.influx;
            return Ok(());
        }
        if line.cut {
            self.lines += 1;
            return self.reject(Reason::TooLong, line.bytes);
        }
        if text.starts_with(b"#") {
            return self.comment(line.bytes);
        }
        if self.layout.is_none() {
            self.splitter.set_delimiter(self.delimiter.unwrap_or_else(|| delimiter_of(line.bytes)));
        }
        if let Err(reason) = self.splitter.split(line.bytes) {
            self.lines += 1;
            return self.reject(reason, line.bytes);
        }
        if self.layout.is_none() || self.new_table {
            if self.is_header()? {
                return Ok(());
            }
            if self.layout.is_none() && self.is_pair() {
                self.begin(Layout::pair())?;
            }
            self.new_table = false;
        }
        match &self.layout {
            Some(layout) if self.splitter.iter().map(str::trim).eq(layout.header.iter().map(String::as_str)) => {
                self.headers += 1;
            }
            Some(_) => self.data(line.bytes)?,
            None => {
                self.lines += 1;
                self.reject(Reason::NotUnderstood, line.bytes)?;
            }
        }
        Ok(())
    }

    /// Takes the sign between the fields of all lines.
    pub(super) fn delimiter(&mut self, sign: u8) {
        self.line += 1;
        self.delimiter = Some(sign);
    }

    /// Takes the names of the columns of the rows that follow. It may come again, where columns were added behind those before.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(super) fn header(&mut self, columns: &[Heading]) -> Result<(), ReadProblem> {
        let mut names = Cells::default();
        columns.iter().for_each(|column| names.push(&column.name));
        (self.layout, self.new_table) = (None, true);
        self.row(&names, self.line + 1, b"")
    }

    /// Takes the cells of a row, as many as there are columns, from the line or row of this number. An empty one is not there.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(super) fn row(&mut self, cells: &Cells, number: u64, _text: &[u8]) -> Result<(), ReadProblem> {
        let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>();
        self.line = number.saturating_sub(1);
        self.line(Line { bytes: (quoted.join(",") + "\n").as_bytes(), cut: false })
    }

    /// Counts something that is no row.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(super) fn fault(&mut self, reason: Reason, number: u64, text: &[u8]) -> Result<(), ReadProblem> {
        self.lines += 1;
        self.line = number;
        self.reject(reason, text)
    }

    /// Counts an empty line.
    pub(super) fn blank(&mut self) {
        self.blank += 1;
    }

    /// Counts a comment between rows.
    pub(super) fn remark(&mut self) {
        self.comments += 1;
    }

    /// A line of comments, or one of InfluxDB's.
    fn comment(&mut self, line: &[u8]) -> Result<(), ReadProblem> {
        self.comments += 1;
        if self.layout.is_none() {
            self.splitter.set_delimiter(self.delimiter.unwrap_or_else(|| delimiter_of(line)));
        }
        if self.splitter.split(line).is_err() {
            return Ok(());
        }
        match self.splitter.field(0) {
            "#datatype" | "#group" => (self.influx, self.new_table) = (true, true),
            "#default" => {
                (self.influx, self.new_table) = (true, true);
                // The first field is the word itself.
                self.defaults = self.splitter.iter().map(str::to_owned).collect();
                self.defaults[0].clear();
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the line is a header; then it is followed from now on.
    fn is_header(&mut self) -> Result<bool, ReadProblem> {
        if self.splitter.iter().any(|field| Clock::default().read(field).is_ok() && !field.trim().is_empty()) {
            return Ok(false);
        }
        let Some(mut layout) = Layout::of_header(&self.splitter, &self.hints.columns) else { return Ok(false) };
        if layout.values.is_empty() {
            let mut columns = layout.header;
            columns.remove(layout.time);
            return Err(ReadProblem::NoColumn { columns });
        }
        layout.defaults = std::mem::take(&mut self.defaults);
        self.headers += 1;
        self.new_table = false;
        self.begin(layout)?;
        Ok(true)
    }

    fn begin(&mut self, layout: Layout) -> Result<(), ReadProblem> {
        if self.clock.unit.is_none() {
            self.clock.unit = layout.time_unit;
        }
        self.influx |= layout.header.iter().any(|name| name == "_time");
        self.gathered.begin(&layout)?;
        self.layout = Some(layout);
        Ok(())
    }

    /// Whether the line is a time, even an impossible one, and a value.
    fn is_pair(&self) -> bool {
        let surplus = (2..self.splitter.len()).any(|i| !self.splitter.field(i).trim().is_empty());
        let mut clock = Clock { unit: self.clock.unit, origin: None };
        self.splitter.len() >= 2 && !surplus && clock.read(self.splitter.field(0)) != Err(Reason::NoTime)
    }

    fn data(&mut self, line: &[u8]) -> Result<(), ReadProblem> {
        let Some(layout) = &self.layout else { return Ok(()) };
        self.lines += 1;
        let splitter = &self.splitter;
        // Some programs end each line with a delimiter.
        let surplus = (layout.columns..splitter.len()).any(|i| !splitter.field(i).trim().is_empty());
        if splitter.len() < layout.columns || surplus {
            return self.reject(Reason::FieldCount, line);
        }
        let field = |i: usize| match splitter.field(i) {
            "" => layout.defaults.get(i).map_or("", String::as_str),
            text => text,
        };
        let time = match layout.date {
            Some(date) => self.clock.read(&format!("{} {}", field(date).trim(), field(layout.time).trim())),
            None => self.clock.read(field(layout.time)),
        };
        let time_us = match time {
            Ok(time_us) => time_us,
            Err(reason) => return self.reject(reason, line),
        };
        self.gathered.take(layout, field, time_us, self.numerals, (self.line, line))
    }

    fn reject(&mut self, reason: Reason, line: &[u8]) -> Result<(), ReadProblem> {
        self.gathered.rejected.add(reason, self.line, line);
        if self.layout.is_some() {
            return Ok(());
        }
        let first = self.first_unclear.get_or_insert_with(|| Example::new(self.line, line));
        if self.lines < MAX_UNCLEAR {
            return Ok(());
        }
        Err(ReadProblem::NotUnderstood { lines: self.lines, first: first.clone() })
    }

    /// The result.
    ///
    /// # Errors
    /// [`ReadProblem`] where nothing can be used.
    pub(super) fn finish(mut self, encoding: Encoding) -> Result<Reading, ReadProblem> {
        if let Some(first) = self.first_unclear.filter(|_| self.layout.is_none()) {
            return Err(ReadProblem::NotUnderstood { lines: self.lines, first });
        }
        if self.lines == 0 {
            return Err(if self.headers + self.comments > 0 { ReadProblem::OnlyHeader } else { ReadProblem::Empty });
        }
        self.gathered.finish()?;
        if self.gathered.series.iter().all(|series| series.samples.is_empty()) {
            let unknown: Vec<String> = self.gathered.unused.iter().map(|(name, _)| name.clone()).collect();
            return Err(match self.gathered.rejected.most() {
                Some((reason, rejected)) => ReadProblem::NothingUsable {
                    lines: self.lines,
                    reason,
                    count: rejected.count,
                    first: rejected.examples.first().cloned(),
                },
                None => ReadProblem::NoField { fields: unknown },
            });
        }
        let Gathered { links, rejected, series, unused, .. } = self.gathered;
        Ok(Reading {
            origin: self.clock.origin.unwrap_or(Origin::Epoch),
            encoding,
            lines: self.lines,
            blank: self.blank,
            comments: self.comments,
            links: links.into_iter().map(|link| (link.name, link.lines)).collect(),
            rejected,
            series: series.into_iter().filter_map(|series| series.finish()).collect(),
            columns: self.layout.map(|layout| layout.header).unwrap_or_default(),
            unused,
        })
    }
}

/// The link that a text names: `link3` is 3, as in the name of a file.
pub(crate) fn link_named(text: &str) -> String {
    let text = text.trim();
    match recognise(text).link {
        Some(link) if text.to_lowercase().starts_with("link") => link,
        _ => text.to_owned(),
    }
}
