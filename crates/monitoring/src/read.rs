//! Files of measurements, read in slices of bytes of any size.
//!
//! | layout | looks like |
//! |---|---|
//! | one parameter of one link per file | `2023-11-29 18:57:02.113707+00:00,1197`, with or without a header |
//! | wide | a header with a time and named columns: `time,key_rate,qber,visibility`, `time,qber_link1,qber_link2` |
//! | long | columns for link, parameter and value: `time,link,parameter,value`, `Series;Time;Value`, `name,tags,time,…` |
//! | InfluxDB | annotated CSV: lines `#datatype`, `#group`, `#default`, then `_time`, `_value`, `_field` and tags; several tables |
//!
//! Fields are separated by commas, semicolons or tabs; decimal signs follow from the numbers of a column. The file may have a byte order
//! mark and CRLF, and be compressed with gzip. Each line is a record: no field spans two lines.
//!
//! A table is read in two steps. A *look* at its header and its first rows decides which column has the times and how they are read
//! ([`TimeReading`]), which columns tell series apart, and which hold values of which parameter in which unit. Then all rows are read so,
//! and at the end the series get the names of their links. What no name says is inferred from the values: a visibility of 95.9 is in per
//! cent. What has one likely reading is a remark of the [`Description`]; what has two is an [`OpenQuestion`], and is not used until
//! [`Hints`] answer it.

mod description;
mod fields;
mod form;
mod gather;
mod layout;
pub(crate) mod lines;
mod look;
mod number;
mod parse;
mod problem;
mod time;

use super::forms::{Encoding, FileRows};
use super::parameter::{FileUnit, Parameter};
use super::rejection::Rejections;
use super::samples::Samples;
pub use description::{ColumnDescription, Description, FileAnswer, FreeAnswer, OfferedChoice, OpenQuestion, Usage};
pub(super) use fields::Splitter;
pub use fields::delimiter_of;
use flate2::write::MultiGzDecoder;
use form::give;
pub use layout::ColumnRole;
use parse::Parser;
pub(super) use parse::link_named;
pub use problem::ReadProblem;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
pub use time::{FindZone, Origin, TimeReading, TimeUnit, ZoneRules, is_zone};

/// Largest compression ratio: measurements are compressed to a tenth, those of a dead device to a hundredth, and deflate ends at 1032.
const MAX_RATIO: u64 = 400;
/// Size up to which a file may unpack from any compression ratio, bytes.
const SMALL: u64 = 1 << 24;

/// What the caller knows about a file; it overrules names and values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Hints {
    /// The link of the whole file.
    pub link: Option<String>,
    /// The parameter of the values that have no column with a name.
    pub parameter: Option<Parameter>,
    /// The unit of all values.
    pub unit: Option<FileUnit>,
    /// Which column has the times, and how they are read.
    pub time: Option<TimeChoice>,
    /// The units of the columns with these names.
    pub units: Vec<(String, FileUnit)>,
    /// The links of the columns with these names.
    pub links: Vec<(String, String)>,
    /// Roles of the columns with these names.
    pub columns: Vec<(String, ColumnRole)>,
}

/// What the user says of the times of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TimeChoice {
    /// The column.
    pub column: Option<String>,
    /// How it is read.
    pub reading: Option<TimeReading>,
    /// The zone of times that name none.
    pub zone: Option<String>,
}

/// The content of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// How it was understood, and what only the user can say.
    pub description: Description,
    /// Origin of its times.
    pub origin: Origin,
    /// The encoding of its letters.
    pub encoding: Encoding,
    /// Lines with measurements, whether they can be used or not.
    pub lines: u64,
    /// Empty lines.
    pub blank: u64,
    /// Lines that start with a hash.
    pub comments: u64,
    /// The links, with the number of lines that have a value of theirs.
    pub links: Vec<(String, u64)>,
    /// Lines and values that are not used, by reason, with the first examples.
    pub rejected: Rejections,
    /// The series; each pair of link and parameter occurs once.
    pub series: Vec<Series>,
    /// The names of its columns, if it has a header.
    pub columns: Vec<String>,
    /// Columns, or parameters of lines, that are not used, with the number of lines that name them.
    pub unused: Vec<(String, u64)>,
}

/// The samples of one parameter of one link.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The link.
    pub link: String,
    /// The parameter.
    pub parameter: Parameter,
    /// The unit in which the file gives it.
    pub unit: FileUnit,
    /// Whether the parameter was inferred from the values rather than from a name.
    pub parameter_by_values: bool,
    /// Whether the unit was inferred from the values rather than from a name.
    pub unit_by_values: bool,
    /// Whether its unit was said by a name or by the user.
    pub(super) stated: bool,
    /// Times at which −1 stands for a value, up to some number.
    pub(super) minus_one_us: Vec<i64>,
    /// Values that are not used, by reason.
    pub rejected: Rejections,
    /// The samples, in the unit of the parameter.
    pub samples: Samples,
}

/// Reads a file in slices.
///
/// ```
/// use monitoring::{Hints, Parameter, Reader};
/// let mut reader = Reader::new("link3_qber.csv", Hints::default());
/// reader.feed(b"2023-11-29 18:57:02.113707+00:00,0.02").unwrap();
/// reader.feed(b"1\n2023-11-29 18:57:32+00:00,NaN\n").unwrap();
/// let reading = reader.finish().unwrap();
/// assert_eq!((reading.lines, reading.rejected.total()), (2, 1));
/// let series = &reading.series[0];
/// assert_eq!((series.link.as_str(), series.parameter), ("3", Parameter::Qber));
/// assert_eq!(series.samples.clone().finish().0[0].sum, 0.021);
/// ```
pub struct Reader {
    stage: Stage,
    /// The first bytes, until there are enough to tell whether they are compressed, or an archive.
    head: Vec<u8>,
    fed: u64,
}

enum Stage {
    Start(Box<Sink>),
    Plain(Box<Sink>),
    Gzip(Box<MultiGzDecoder<Sink>>),
    /// Only while one stage replaces another.
    Nothing,
}

/// Receives the uncompressed bytes.
struct Sink {
    rows: FileRows,
    parser: Parser,
    unpacked: u64,
    /// Largest uncompressed size, bytes.
    longest: u64,
    stopped: Option<ReadProblem>,
}

impl Reader {
    /// A reader for the file of this name, which may have folders before it, separated by `/`.
    pub fn new(name: &str, hints: Hints) -> Reader {
        Reader::with_zones(name, hints, |_| None)
    }

    /// A reader that finds in this way the zones that the system does not know.
    pub fn with_zones(name: &str, hints: Hints, find_zone: FindZone) -> Reader {
        let parser = Parser::new(name, hints, find_zone);
        let sink = Sink { rows: FileRows::default(), parser, unpacked: 0, longest: u64::MAX, stopped: None };
        Reader { stage: Stage::Start(Box::new(sink)), head: Vec::new(), fed: 0 }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`ReadProblem`] as soon as going on is pointless; feeding more bytes returns the same.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadProblem> {
        self.fed += bytes.len() as u64;
        if matches!(self.stage, Stage::Start(_)) {
            self.head.extend_from_slice(bytes);
            if self.head.len() < 4 {
                return Ok(());
            }
            return self.start();
        }
        self.write(bytes)
    }

    fn start(&mut self) -> Result<(), ReadProblem> {
        let head = std::mem::take(&mut self.head);
        let Stage::Start(mut sink) = std::mem::replace(&mut self.stage, Stage::Nothing) else { return Ok(()) };
        sink.stopped = match head.as_slice() {
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] | [b'7', b'z', 0xbc, 0xaf, ..] => {
                Some(ReadProblem::Archive)
            }
            _ => None,
        };
        self.stage = match head.as_slice() {
            [0x1f, 0x8b, ..] => Stage::Gzip(Box::new(MultiGzDecoder::new(*sink))),
            _ => Stage::Plain(sink),
        };
        self.write(&head)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ReadProblem> {
        let (written, sink) = match &mut self.stage {
            Stage::Start(_) | Stage::Nothing => return Ok(()),
            Stage::Plain(sink) => (sink.write_all(bytes), &mut **sink),
            Stage::Gzip(decoder) => {
                decoder.get_mut().longest = SMALL.max(MAX_RATIO * self.fed);
                (decoder.write_all(bytes), decoder.get_mut())
            }
        };
        if written.is_err() && sink.stopped.is_none() {
            sink.stopped = Some(ReadProblem::Gzip);
        }
        sink.stopped.clone().map_or(Ok(()), Err)
    }

    /// The content of the file.
    ///
    /// # Errors
    /// [`ReadProblem`] if nothing in it can be used.
    pub fn finish(mut self) -> Result<Reading, ReadProblem> {
        if matches!(self.stage, Stage::Start(_)) {
            self.start()?;
        }
        let mut sink = match self.stage {
            Stage::Start(sink) | Stage::Plain(sink) => *sink,
            Stage::Nothing => return Err(ReadProblem::Empty),
            Stage::Gzip(mut decoder) => {
                let ended = decoder.try_finish();
                if let Some(problem) = decoder.get_mut().stopped.take() {
                    return Err(problem);
                }
                ended.and_then(|()| decoder.finish()).map_err(|_| ReadProblem::Gzip)?
            }
        };
        sink.end();
        let encoding = sink.rows.encoding();
        sink.stopped.map_or_else(|| sink.parser.finish(encoding), Err)
    }
}

/// Reads a whole file from memory.
///
/// # Errors
/// [`ReadProblem`] if nothing in it can be used.
pub fn read(name: &str, bytes: &[u8], hints: Hints) -> Result<Reading, ReadProblem> {
    let mut reader = Reader::new(name, hints);
    reader.feed(bytes)?;
    reader.finish()
}

impl Sink {
    /// Gives the rows that end in these bytes to the table.
    fn take(&mut self, bytes: &[u8]) -> Result<(), ReadProblem> {
        let Sink { rows, parser, .. } = self;
        let mut result = Ok(());
        rows.feed(bytes, |row| {
            if result.is_ok() {
                result = give(row, parser);
            }
        })?;
        result
    }

    fn end(&mut self) {
        let Sink { rows, parser, stopped, .. } = self;
        let mut result = Ok(());
        let ended = rows.finish(|row| {
            if result.is_ok() {
                result = give(row, parser);
            }
        });
        if stopped.is_none() {
            *stopped = ended.and(result).err();
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unpacked += bytes.len() as u64;
        if self.stopped.is_none() && self.unpacked > self.longest {
            self.stopped = Some(ReadProblem::Bomb { times: MAX_RATIO });
        }
        if self.stopped.is_none() {
            self.stopped = self.take(bytes).err();
        }
        if self.stopped.is_some() { Err(io::ErrorKind::InvalidData.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
