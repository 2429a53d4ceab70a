//! From rows to series.

use super::description::{ColumnDescription, Description, FreeAnswer, OpenQuestion, Usage};
use super::fields::{Splitter, delimiter_of};
use super::form::{Heading, Told};
use super::gather::Gathered;
use super::layout::Layout;
use super::lines::Line;
use super::look::{Look, Table, is_header_name, look};
use super::time::{Clock, FindZone, Looks, Origin, looks};
use super::{Hints, ReadProblem, Reading};
use crate::forms::{Cells, Encoding};
use crate::names::recognise;
use crate::rejection::{Example, Reason};

/// Lines after which a file that is still not understood is given up.
const MAX_UNCLEAR: u64 = 1000;
/// Rows that are looked at before a table is read.
const LOOKED_AT: usize = 1000;
/// Bytes of rows that are kept until one of them shows which number is the day.
const MOST_KEPT: usize = 64 << 20;
/// Bytes of a line that are kept while the rows are looked at.
const KEPT: usize = 400;

/// Reads the rows of one file, one after the other.
pub(crate) struct Parser {
    hints: Hints,
    find_zone: FindZone,
    splitter: Splitter,
    clock: Clock,
    stage: Stage,
    /// A comment that would do as a header.
    comment: Option<Vec<u8>>,
    /// InfluxDB's line `#default`, until the header that it belongs to.
    defaults: Vec<String>,
    /// A new table may begin: its header, or lines that describe it, come next.
    new_table: bool,
    influx: bool,
    /// Whether the form names the values of each row itself: then one that is empty is not there, rather than missing.
    records: bool,
    /// The delimiter that Excel's first line names.
    delimiter: Option<u8>,
    line: u64,
    lines: u64,
    blank: u64,
    comments: u64,
    headers: u64,
    tables: u64,
    first_unclear: Option<Example>,
    header: Vec<String>,
    columns: Vec<ColumnDescription>,
    questions: Vec<OpenQuestion>,
    remarks: Vec<String>,
    gathered: Gathered,
}

/// What is known of the table that is being read.
enum Stage {
    /// Nothing.
    Before,
    /// Its header and its first rows.
    Head(Box<Head>),
    /// All that is needed to read it.
    Open(Box<Layout>),
    /// Its number of columns: its rows are counted but not read, for good or until the user answers a question.
    Closed(usize),
}

/// The beginning of a table, which is looked at before it is read.
struct Head {
    header: Vec<Heading>,
    nameless: bool,
    commas: bool,
    rows: Vec<Vec<String>>,
    /// Number and text of each row.
    lines: Vec<(u64, Vec<u8>)>,
    bytes: usize,
    /// Rows after which it is looked at next.
    enough: usize,
    defaults: Vec<String>,
}

impl Parser {
    pub(super) fn new(name: &str, hints: Hints, find_zone: FindZone) -> Parser {
        Parser {
            gathered: Gathered::new(name, &hints),
            clock: Clock::default(),
            hints,
            find_zone,
            splitter: Splitter::new(),
            stage: Stage::Before,
            comment: None,
            defaults: Vec::new(),
            new_table: false,
            influx: false,
            records: false,
            delimiter: None,
            line: 0,
            lines: 0,
            blank: 0,
            comments: 0,
            headers: 0,
            tables: 0,
            first_unclear: None,
            header: Vec::new(),
            columns: Vec::new(),
            questions: Vec::new(),
            remarks: Vec::new(),
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
        if matches!(self.stage, Stage::Before) {
            self.splitter.set_delimiter(self.delimiter.unwrap_or_else(|| delimiter_of(line.bytes)));
        }
        if let Err(reason) = self.splitter.split(line.bytes) {
            self.lines += 1;
            return self.reject(reason, line.bytes);
        }
        if self.splitter.len() > 1 && self.splitter.iter().all(|field| field.trim().is_empty()) {
            self.blank += 1;
            return Ok(());
        }
        let fresh = match &self.stage {
            Stage::Before => true,
            Stage::Head(head) => head.rows.is_empty() && !head.nameless,
            _ => false,
        };
        if fresh || self.new_table {
            let again = matches!(&self.stage, Stage::Head(head) if same(&self.splitter, head.header.iter().map(|h| h.name.as_str())));
            if !again && self.is_header() {
                let header = self.headings();
                return self.begin(header, false);
            }
            if matches!(self.stage, Stage::Before) {
                self.begin_without_header()?;
            }
            self.new_table = false;
        }
        match &self.stage {
            Stage::Before => {
                self.lines += 1;
                self.reject(Reason::NotUnderstood, line.bytes)
            }
            _ if !self.header.is_empty() && same(&self.splitter, self.header.iter().map(String::as_str)) => {
                self.headers += 1;
                Ok(())
            }
            _ => self.data(line.bytes),
        }
    }

    /// Takes the sign between the fields of all lines, which a line of its own gives.
    pub(super) fn delimiter(&mut self, sign: u8) {
        self.line += 1;
        self.blank += 1;
        self.delimiter = Some(sign);
    }

    /// Takes the names of the columns of the rows that follow. It may come again, with more columns behind those before.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(super) fn header(&mut self, columns: &[Heading]) -> Result<(), ReadProblem> {
        self.splitter.set_delimiter(b',');
        self.records = true;
        self.begin(columns.to_vec(), false)
    }

    /// Takes the cells of a row, as many as there are columns, from the line or row of this number. An empty one is not there.
    ///
    /// # Errors
    /// [`ReadProblem`] where going on is pointless.
    pub(super) fn row(&mut self, cells: &Cells, number: u64, text: &[u8]) -> Result<(), ReadProblem> {
        self.line = number;
        self.lines += 1;
        match &mut self.stage {
            Stage::Head(head) => {
                head.push(cells.iter().map(str::to_owned).collect(), number, text);
                self.look_if_enough()
            }
            Stage::Open(layout) => {
                take(layout, self.tables, &mut self.clock, &mut self.gathered, |i| cells.get(i), false, (number, text))
            }
            Stage::Before | Stage::Closed(_) => Ok(()),
        }
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

    /// Counts an empty line between rows.
    pub(super) fn blank(&mut self) {
        self.blank += 1;
    }

    /// Counts a comment between rows.
    pub(super) fn remark(&mut self) {
        self.comments += 1;
    }

    /// A line of comments, one of InfluxDB's, or a header behind a hash.
    fn comment(&mut self, line: &[u8]) -> Result<(), ReadProblem> {
        self.comments += 1;
        let before = matches!(self.stage, Stage::Before);
        if before {
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
            _ if before && !self.influx => {
                let start = line.iter().position(|b| *b != b'#' && !b.is_ascii_whitespace()).unwrap_or(0);
                if self.splitter.split(&line[start..]).is_ok() && self.is_header() {
                    self.comment = Some(line[start..].to_vec());
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the line that was split last is a header: names, and no time or number.
    fn is_header(&self) -> bool {
        let fields = || self.splitter.iter();
        let name = |text: &str| looks(text, false) == Looks::Other;
        self.splitter.len() > 1 && fields().all(name) && fields().any(|text| is_header_name(text, &self.hints))
    }

    fn headings(&self) -> Vec<Heading> {
        self.splitter.iter().map(|name| Heading { name: name.trim().to_owned(), told: Told::Nothing }).collect()
    }

    /// Begins a table whose first row is already there: behind a comment that names its columns, or a time and a value.
    fn begin_without_header(&mut self) -> Result<(), ReadProblem> {
        let (count, delimiter) = (self.splitter.len(), self.splitter.delimiter());
        if let Some(comment) = self.comment.take() {
            let mut names = Splitter::new();
            names.set_delimiter(if comment.contains(&delimiter) { delimiter } else { delimiter_of(&comment) });
            if names.split(&comment).is_ok() && names.len() == count {
                let header = names.iter().map(|name| Heading { name: name.trim().to_owned(), told: Told::Nothing });
                self.comments -= 1;
                return self.begin(header.collect(), false);
            }
        }
        let surplus = (2..count).any(|i| !self.splitter.field(i).trim().is_empty());
        let first = looks(self.splitter.field(0), delimiter != b',');
        let time = !matches!(first, Looks::Other | Looks::Day | Looks::Clock);
        if count >= 2 && !surplus && time {
            let names = ["column 1", "column 2"];
            let header = names.map(|name| Heading { name: name.to_owned(), told: Told::Nothing });
            self.begin(header.into(), true)?;
        }
        Ok(())
    }

    fn begin(&mut self, mut header: Vec<Heading>, nameless: bool) -> Result<(), ReadProblem> {
        self.look(true)?;
        // Some programs end the header with a delimiter.
        while !self.records && header.len() > 1 && header.last().is_some_and(|column| column.name.is_empty()) {
            header.pop();
        }
        self.headers += u64::from(!nameless);
        self.new_table = false;
        self.influx |= header.iter().any(|column| column.name == "_time");
        self.header = if nameless { Vec::new() } else { header.iter().map(|column| column.name.clone()).collect() };
        let defaults = std::mem::take(&mut self.defaults);
        let commas = self.splitter.delimiter() == b',';
        self.stage = Stage::Head(Box::new(Head {
            header,
            nameless,
            commas,
            rows: Vec::new(),
            lines: Vec::new(),
            bytes: 0,
            enough: LOOKED_AT,
            defaults,
        }));
        Ok(())
    }

    fn data(&mut self, line: &[u8]) -> Result<(), ReadProblem> {
        self.lines += 1;
        let splitter = &self.splitter;
        let columns = match &self.stage {
            Stage::Head(head) => head.header.len(),
            Stage::Open(layout) => layout.columns,
            Stage::Closed(columns) => *columns,
            Stage::Before => 0,
        };
        // Some programs end each line with a delimiter.
        let surplus = (columns..splitter.len()).any(|i| !splitter.field(i).trim().is_empty());
        if splitter.len() < columns || surplus {
            return self.reject(Reason::FieldCount, line);
        }
        match &mut self.stage {
            Stage::Head(head) => {
                let default = |i: usize| head.defaults.get(i).cloned().unwrap_or_default();
                let cell = |(i, text): (usize, &str)| if text.is_empty() { default(i) } else { text.to_owned() };
                let cells = splitter.iter().take(columns).enumerate().map(cell).collect();
                head.push(cells, self.line, line);
                self.look_if_enough()
            }
            Stage::Open(layout) => {
                let field = |i: usize| match splitter.field(i) {
                    "" => layout.defaults.get(i).map_or("", String::as_str),
                    text => text,
                };
                let comma = splitter.delimiter() != b',';
                take(layout, self.tables, &mut self.clock, &mut self.gathered, field, comma, (self.line, line))
            }
            Stage::Before | Stage::Closed(_) => Ok(()),
        }
    }

    fn look_if_enough(&mut self) -> Result<(), ReadProblem> {
        match &self.stage {
            Stage::Head(head) if head.bytes > MOST_KEPT => self.look(true),
            Stage::Head(head) if head.rows.len() >= head.enough => self.look(false),
            _ => Ok(()),
        }
    }

    /// Looks at the beginning of the table, and reads the rows that were kept for it.
    fn look(&mut self, complete: bool) -> Result<(), ReadProblem> {
        let Stage::Head(head) = std::mem::replace(&mut self.stage, Stage::Before) else { return Ok(()) };
        let mut head = head;
        if head.rows.is_empty() {
            self.stage = Stage::Head(head);
            return Ok(());
        }
        let table = Table {
            header: &head.header,
            nameless: head.nameless,
            rows: &head.rows,
            hints: &self.hints,
            find_zone: self.find_zone,
            file: &self.gathered.file,
            commas: head.commas,
            complete,
        };
        let Some(Look { mut layout, clock, columns, questions, remarks, asked, units_row }) = look(&table) else {
            head.enough *= 4;
            self.stage = Stage::Head(head);
            return Ok(());
        };
        // One table without any parameter among several is left out; its columns are named.
        let nothing = questions.iter().any(|question| question.free == Some(FreeAnswer::ParameterColumn));
        if nothing && (self.influx || self.tables > 0) {
            let others = columns.iter().filter(|column| !matches!(column.usage, Usage::Time(_)));
            others.for_each(|column| self.gathered.unused(&column.name, head.rows.len() as u64));
            self.stage = Stage::Closed(head.header.len());
            return Ok(());
        }
        self.tables += 1;
        for column in columns {
            if !self.columns.iter().any(|known| known.name == column.name) {
                self.columns.push(column);
            }
        }
        self.questions.extend(questions.into_iter().filter(|q| !self.questions.contains(q)).collect::<Vec<_>>());
        self.remarks.extend(remarks.into_iter().filter(|r| !self.remarks.contains(r)).collect::<Vec<_>>());
        if units_row {
            self.lines -= 1;
        }
        if asked {
            self.stage = Stage::Closed(layout.columns);
            return Ok(());
        }
        let Clock { reading, zone, .. } = clock;
        (self.clock.reading, self.clock.zone) = (reading, zone);
        layout.defaults = std::mem::take(&mut head.defaults);
        layout.sparse = self.records;
        let rows = head.rows.iter().zip(&head.lines).skip(usize::from(units_row));
        for (cells, (number, text)) in rows {
            let field = |i: usize| cells.get(i).map_or("", String::as_str);
            let place = (*number, text.as_slice());
            take(&layout, self.tables, &mut self.clock, &mut self.gathered, field, !head.commas, place)?;
        }
        self.stage = Stage::Open(Box::new(layout));
        Ok(())
    }

    fn reject(&mut self, reason: Reason, line: &[u8]) -> Result<(), ReadProblem> {
        self.gathered.rejected.add(reason, self.line, line);
        if !matches!(self.stage, Stage::Before) || self.tables > 0 {
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
        self.look(true)?;
        if let Some(first) = self.first_unclear.filter(|_| matches!(self.stage, Stage::Before) && self.tables == 0) {
            return Err(ReadProblem::NotUnderstood { lines: self.lines, first });
        }
        if self.lines == 0 {
            return Err(if self.headers + self.comments > 0 { ReadProblem::OnlyHeader } else { ReadProblem::Empty });
        }
        let free =
            self.columns.iter().filter(|column| column.usage == Usage::Unused && column.why == "no known parameter");
        let others: Vec<String> = free.map(|column| column.name.clone()).collect();
        let outages = self.gathered.outages;
        let mut finished = self.gathered.finish(&others, &mut self.columns);
        self.questions.append(&mut finished.questions);
        let times = self.columns.iter().find(|column| matches!(column.usage, Usage::Time(_)));
        if let Some(question) = self.clock.turned_back(times.map_or("COLUMN", |column| &column.name)) {
            self.questions.push(question);
            finished.series.clear();
        }
        let rejected = finished.rejected;
        for column in &mut self.columns {
            if let Some((_, why)) = finished.left.iter().find(|(name, _)| *name == column.name) {
                (column.usage, column.why) = (Usage::Unused, why.clone());
            }
            let asked = self.questions.iter().any(|question| question.columns.contains(&column.name));
            if asked && matches!(column.usage, Usage::Value(_) | Usage::Values) {
                (column.usage, column.unit) = (Usage::Asked, None);
                "needs an answer".clone_into(&mut column.why);
            }
        }
        let mut unused: Vec<(String, u64)> =
            self.columns.iter().filter(|column| column.usage == Usage::Unused).map(|c| (c.name.clone(), 0)).collect();
        let own = |name: &str| matches!(name, "" | "table" | "_start" | "_stop");
        unused.retain(|(name, _)| !own(name));
        unused.extend(
            finished
                .left
                .iter()
                .filter(|(name, _)| self.columns.iter().all(|c| c.name != *name))
                .map(|(name, _)| (name.clone(), 0)),
        );
        unused.extend(finished.unused);
        if finished.series.iter().all(|series| series.samples.is_empty()) {
            let nothing = match rejected.most() {
                Some((reason, of)) => ReadProblem::NothingUsable {
                    lines: self.lines,
                    reason,
                    count: of.count,
                    first: of.examples.first().cloned(),
                },
                None => ReadProblem::NoField { fields: unused.iter().map(|(name, _)| name.clone()).collect() },
            };
            if self.questions.is_empty() {
                return Err(nothing);
            }
        }
        let spans = finished.series.iter().filter_map(|series| series.samples.span_us());
        let period_us = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        if outages > 0 {
            let rows = if outages == 1 { "1 row".to_owned() } else { format!("{outages} rows") };
            self.remarks
                .push(format!("{rows} with −1 for the key rate and for QBER or visibility: read as a key rate of 0"));
        }
        if matches!(encoding, Encoding::Windows1252 | Encoding::MacRoman) {
            self.remarks.push(format!("it is not in UTF-8: letters beyond ASCII are read as {}", encoding.name()));
        }
        let description = Description {
            zone: self.clock.zone_name(),
            zone_assumed: self.clock.assumes_zone(),
            origin: self.clock.origin,
            period_us,
            columns: self.columns,
            questions: self.questions,
            remarks: self.remarks,
        };
        Ok(Reading {
            origin: self.clock.origin.unwrap_or(Origin::Epoch),
            encoding,
            lines: self.lines,
            blank: self.blank,
            comments: self.comments,
            links: finished.links,
            rejected,
            series: finished.series,
            columns: description
                .columns
                .iter()
                .map(|column| column.name.clone())
                .filter(|_| !self.header.is_empty())
                .collect(),
            unused,
            description,
        })
    }
}

impl Head {
    fn push(&mut self, cells: Vec<String>, number: u64, text: &[u8]) {
        self.bytes += text.len() + cells.len() * size_of::<String>();
        self.rows.push(cells);
        self.lines.push((number, text[..text.len().min(KEPT)].to_vec()));
    }
}

/// Whether the line that was split last has these names.
fn same<'a>(line: &Splitter, names: impl Iterator<Item = &'a str>) -> bool {
    line.iter().map(str::trim).eq(names)
}

/// Takes a row of an open table.
fn take<'a>(
    layout: &Layout,
    table: u64,
    clock: &mut Clock,
    gathered: &mut Gathered,
    field: impl Fn(usize) -> &'a str,
    decimal_comma: bool,
    line: (u64, &[u8]),
) -> Result<(), ReadProblem> {
    let time = match (layout.time, layout.date) {
        (Some(time), Some(date)) => clock.read(&format!("{} {}", field(date).trim(), field(time).trim()), false),
        (Some(time), None) => clock.read(field(time), decimal_comma),
        (None, _) => clock.read("", false),
    };
    match time {
        Ok(time_us) => gathered.take((layout, table), field, time_us, line),
        Err(reason) => {
            gathered.rejected.add(reason, line.0, line.1);
            Ok(())
        }
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
