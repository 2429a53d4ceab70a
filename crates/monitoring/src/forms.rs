//! Forms of files: from bytes, in slices of any size, to rows.
//!
//! | form | recognised by |
//! |---|---|
//! | separated values | nothing else being found |
//! | JSON: an object a line (JSON Lines, NDJSON), or an array of objects | the first sign, `{` or `[{` |
//! | InfluxDB's line protocol | the first line |
//! | tables of InfluxDB 1: `name,tags,time,…` | the first line |
//!
//! All of them may be in UTF-8, UTF-16, Windows-1252 (Latin-1) or Mac OS Roman, and their lines may end with LF, CRLF or CR. Who takes the
//! rows need not know any of this.

mod cells;
mod decode;
mod influx1;
mod json;
mod letters;
mod line_protocol;
mod records;

pub use crate::read::lines::Line;
use crate::read::lines::Lines;
use crate::read::{ReadProblem, Splitter};
use crate::rejection::Reason;
pub use cells::Cells;
use decode::Decoder;
use influx1::Influx1;
use json::{Objects, Piece};
pub use letters::Encoding;
use letters::Letters;
use records::Records;

/// Largest number of columns: no file of measurements has more.
const MAX_COLUMNS: usize = 1024;
/// White space before the first sign that is looked at.
const MAX_SPACE: usize = 4096;

/// A row of a file.
#[derive(Debug)]
pub enum Row<'a> {
    /// A line of separated values, a comment or an empty line.
    Line(Line<'a>),
    /// The sign between the values of all lines: Excel's `sep=;`.
    Delimiter(u8),
    /// The columns of the records from here on; later ones have those of earlier ones first.
    Header(&'a [Heading]),
    /// Values under the header; an empty one is not there.
    Record {
        /// The line on which it begins, from 1.
        number: u64,
        /// The row as it stands in the file, or the beginning of it.
        text: &'a [u8],
        /// The values.
        cells: &'a Cells,
    },
    /// Something that is no record.
    Fault {
        /// Why.
        reason: Reason,
        /// The line on which it begins.
        number: u64,
        /// How it stands in the file.
        text: &'a [u8],
    },
    /// An empty line between records.
    Blank,
    /// A comment between records.
    Comment,
}

/// A column of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its name.
    pub name: String,
    /// What the form says of it.
    pub told: Told,
}

/// What a form says of a column, beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nothing: name and values decide.
    Nothing,
    /// The time of each row.
    Time,
    /// A tag or a label: it tells series apart.
    Tag,
}

/// Reads the rows of a file.
#[derive(Default)]
pub struct FileRows {
    decoder: Decoder,
    body: Body,
}

#[derive(Default)]
struct Body {
    kind: Kind,
    /// The text until its form is known.
    head: Vec<u8>,
    /// Whether some of it is not ASCII; otherwise no line need be looked at.
    mixed: bool,
    letters: Letters,
    lines: Lines,
    /// Lines so far.
    number: u64,
    objects: Objects,
    records: Records,
    splitter: Splitter,
    influx1: Option<Influx1>,
    delimiter: Option<u8>,
    stopped: Option<ReadProblem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// Nothing but white space so far.
    #[default]
    Unknown,
    /// JSON, of which the first line has not ended.
    Json,
    JsonObjects,
    JsonLines,
    /// Lines, of which the first one with something in it is to come.
    Lines,
    Separated,
    LineProtocol,
    Influx1,
}

impl FileRows {
    /// Takes the next bytes and gives the rows that end in them to `take`.
    ///
    /// # Errors
    /// [`ReadProblem`] for a form that is not read.
    pub fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(Row<'_>)) -> Result<(), ReadProblem> {
        let FileRows { decoder, body } = self;
        decoder.feed(bytes, &mut |text, otherwise| body.feed(text, otherwise, &mut take));
        body.stopped.clone().map_or(Ok(()), Err)
    }

    /// Gives the rows that are left.
    ///
    /// # Errors
    /// [`ReadProblem`] for a form that is not read.
    pub fn finish(&mut self, mut take: impl FnMut(Row<'_>)) -> Result<(), ReadProblem> {
        let FileRows { decoder, body } = self;
        let mut last = Encoding::Windows1252;
        decoder.finish(&mut |text, otherwise| {
            last = otherwise;
            body.feed(text, otherwise, &mut take);
        });
        body.finish(last, &mut take);
        body.stopped.clone().map_or(Ok(()), Err)
    }

    /// The encoding of what was read so far.
    pub fn encoding(&self) -> Encoding {
        if self.decoder.is_utf16() { Encoding::Utf16 } else { self.body.letters.met }
    }
}

impl Body {
    fn feed(&mut self, text: &[u8], otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        if self.stopped.is_some() || text.is_empty() {
            return;
        }
        self.mixed |= !text.is_ascii();
        if self.kind != Kind::Unknown {
            return self.body(text, otherwise, take);
        }
        self.head.extend_from_slice(text);
        if let Some(kind) = kind_of(&self.head, false) {
            self.begin(kind, otherwise, take);
        }
    }

    fn begin(&mut self, kind: Kind, otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        self.kind = kind;
        let head = std::mem::take(&mut self.head);
        if head.trim_ascii_start().starts_with(b"<") {
            self.stopped = Some(ReadProblem::OtherFormat("HTML or XML".to_owned()));
            return;
        }
        self.body(&head, otherwise, take);
    }

    fn body(&mut self, text: &[u8], otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        match self.kind {
            Kind::Json => {
                let mut objects = std::mem::take(&mut self.objects);
                let decided = objects.first_line(text, &mut |piece| self.piece(piece, otherwise, take));
                self.objects = objects;
                if let Some((end, lines)) = decided {
                    self.kind = if lines { Kind::JsonLines } else { Kind::JsonObjects };
                    self.number = self.objects.lines();
                    self.body(&text[end..], otherwise, take);
                }
            }
            Kind::JsonObjects => {
                let mut objects = std::mem::take(&mut self.objects);
                objects.feed(text, &mut |piece| self.piece(piece, otherwise, take));
                self.objects = objects;
            }
            _ => {
                let mut lines = std::mem::take(&mut self.lines);
                lines.feed(text, |line| self.line(line, otherwise, take));
                self.lines = lines;
            }
        }
    }

    fn finish(&mut self, otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        if let (Kind::Unknown, Some(kind)) = (self.kind, kind_of(&self.head, true)) {
            self.begin(kind, otherwise, take);
        }
        let mut objects = std::mem::take(&mut self.objects);
        objects.finish(&mut |piece| self.piece(piece, otherwise, take));
        let mut lines = std::mem::take(&mut self.lines);
        lines.finish(|line| self.line(line, otherwise, take));
        if self.stopped.is_none() {
            self.records.start(take);
        }
    }

    /// An object of JSON that is no line of its own.
    fn piece(&mut self, piece: Piece<'_>, otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        // A document that is no list of records: one object with everything, or an array of something else.
        let other = piece.cut && piece.alone || !piece.bytes.starts_with(b"{") && !self.records.any();
        let row = Line { bytes: piece.bytes, cut: piece.cut };
        let arrays = self.object(row, piece.number, otherwise, take) && piece.alone && self.kind != Kind::JsonLines;
        if self.stopped.is_none() && (other || arrays) {
            self.stopped = Some(ReadProblem::JsonDocument);
        }
    }

    /// An object of JSON; whether there is an array in it.
    fn object(&mut self, line: Line<'_>, number: u64, otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) -> bool {
        if self.stopped.is_some() {
            return false;
        }
        let mut arrays = false;
        // Excel for Mac writes no JSON, and objects come before the lines are known that tell it from Windows.
        let otherwise = if otherwise == Encoding::MacRoman { Encoding::Windows1252 } else { otherwise };
        let read = match self.letters.read(line.bytes, otherwise) {
            _ if line.cut => Err(Reason::TooLong),
            None => Err(Reason::Encoding),
            Some(text) => json::read(text.trim()).ok_or(Reason::NotJson).and_then(|object| {
                arrays = object.arrays;
                self.records.add(number, line.bytes, object.pairs(), take)
            }),
        };
        if let Err(reason) = read {
            take(Row::Fault { reason, number, text: line.bytes });
        }
        arrays
    }

    fn line(&mut self, line: Line<'_>, otherwise: Encoding, take: &mut impl FnMut(Row<'_>)) {
        if self.stopped.is_some() {
            return;
        }
        self.number += 1;
        if self.kind == Kind::JsonLines {
            match line.bytes.trim_ascii().is_empty() {
                true => take(Row::Blank),
                false => drop(self.object(line, self.number, otherwise, take)),
            }
            return;
        }
        if !self.mixed {
            return self.text(line, Ok(line.bytes), take);
        }
        let mut letters = std::mem::take(&mut self.letters);
        let text = letters.read(line.bytes, otherwise).map(str::as_bytes);
        self.text(line, text.ok_or(Reason::Encoding), take);
        self.letters = letters;
    }

    /// A line whose text is known, or damaged.
    fn text(&mut self, line: Line<'_>, text: Result<&[u8], Reason>, take: &mut impl FnMut(Row<'_>)) {
        let bytes = text.unwrap_or(line.bytes);
        let trimmed = bytes.trim_ascii();
        if self.kind == Kind::Lines && !line.cut {
            if let Some(delimiter) = delimiter_line(trimmed).filter(|_| self.delimiter.is_none()) {
                self.delimiter = Some(delimiter);
                return take(Row::Delimiter(delimiter));
            }
            if !trimmed.is_empty() && !trimmed.starts_with(b"#") {
                self.decide(bytes);
            }
        }
        match self.kind {
            _ if self.stopped.is_some() => {}
            Kind::LineProtocol | Kind::Influx1 if trimmed.is_empty() => take(Row::Blank),
            Kind::LineProtocol if trimmed.starts_with(b"#") || is_command(trimmed) => take(Row::Comment),
            Kind::LineProtocol | Kind::Influx1 => {
                let read = match text {
                    _ if line.cut => Err(Reason::TooLong),
                    Err(reason) => Err(reason),
                    Ok(bytes) => self.record(bytes, take),
                };
                if let Err(reason) = read {
                    take(Row::Fault { reason, number: self.number, text: bytes });
                }
            }
            // A damaged line is one that cannot be split.
            _ => take(Row::Line(Line { bytes, cut: line.cut })),
        }
    }

    fn record(&mut self, line: &[u8], take: &mut impl FnMut(Row<'_>)) -> Result<(), Reason> {
        let text = std::str::from_utf8(line).map_err(|_| Reason::Encoding)?.trim_end_matches(['\n', '\r']);
        if let Some(table) = &mut self.influx1 {
            self.splitter.split(line)?;
            return match table.read(&self.splitter)? {
                Some(pairs) => self.records.add(self.number, line, pairs, take),
                None => Ok(()),
            };
        }
        let point = line_protocol::read(text.trim_start()).ok_or(Reason::NotLineProtocol)?;
        self.records.add(self.number, line, point.pairs(), take)
    }

    /// Decides by the first line with something in it.
    fn decide(&mut self, line: &[u8]) {
        let text = std::str::from_utf8(line).unwrap_or("").trim();
        if is_command(text.as_bytes()) {
            return;
        }
        self.kind = if line_protocol::read(text).is_some() {
            Kind::LineProtocol
        } else if text.starts_with("name,tags,time,") {
            self.influx1 = Some(Influx1::default());
            Kind::Influx1
        } else {
            if is_telegraf(text) {
                self.stopped = Some(ReadProblem::TelegrafWithoutHeader);
            }
            Kind::Separated
        };
    }
}

/// The kind of a text, by its first signs; nothing if they may be yet to come.
fn kind_of(head: &[u8], ended: bool) -> Option<Kind> {
    let mut signs = head.iter().filter(|b| !b.is_ascii_whitespace());
    match (signs.next(), signs.next()) {
        (Some(b'{'), _) | (Some(b'['), Some(b'{' | b'[')) => Some(Kind::Json),
        (None, _) | (Some(b'['), None) if !ended && head.len() < MAX_SPACE => None,
        _ => Some(Kind::Lines),
    }
}

/// The sign that Excel's first line gives: `sep=;`.
fn delimiter_line(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', sign] if sign.is_ascii_punctuation() => Some(*sign),
        // The tab at the end is white space, which was trimmed.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => Some(b'\t'),
        _ => None,
    }
}

/// Whether a line is one that InfluxDB's exports have before their points.
fn is_command(line: &[u8]) -> bool {
    line.starts_with(b"CREATE DATABASE ")
}

/// Whether a line is Telegraf's: seconds since 1970, the name of a measurement, tags and values.
fn is_telegraf(line: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().is_ok();
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let word = |text: &str| text.starts_with(|c: char| c.is_alphabetic()) && !number(text);
    match fields.as_slice() {
        [time, name, rest @ .., _] if !rest.is_empty() => {
            let digits = time.len() >= 9 && time.bytes().all(|b| b.is_ascii_digit());
            digits && word(name) && fields[2..].iter().any(|field| number(field))
        }
        _ => false,
    }
}
