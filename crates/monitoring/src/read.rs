//! Files of measurements, read in slices of bytes of any size.
//!
//! | layout | looks like |
//! |---|---|
//! | a parameter and a link a file | `2023-11-29 18:57:02.113707+00:00,1197`, with or without a header |
//! | wide | a header with a time and named columns: `time,key_rate,qber,visibility`, `time,qber_link1,qber_link2` |
//! | long | columns for link, parameter and value: `time,link,parameter,value` |
//! | InfluxDB | annotated CSV: lines `#datatype`, `#group`, `#default`, then `_time`, `_value`, `_field` and tags; several tables |
//!
//! Fields are separated by commas, or by semicolons or tabs, and then numbers may have decimal commas. The file may have a byte order
//! mark, CRLF, and be compressed with gzip. The forms of time stamps are those of [`Origin`] and RFC 3339 with its cousins. A line of
//! the file is a record: no field goes over two lines.
//!
//! What the names do not tell the values do: a visibility of 95.9 is in per cent. [`Hints`] overrule both.

mod fields;
mod gather;
mod layout;
mod lines;
mod number;
mod parse;
mod problem;
mod time;

use super::parameter::{FileUnit, Parameter};
use super::rejection::Rejections;
use super::samples::Samples;
pub(super) use fields::{Splitter, delimiter_of};
use flate2::write::MultiGzDecoder;
pub use layout::ColumnRole;
use lines::Lines;
use parse::Parser;
pub(super) use parse::link_named;
pub use problem::ReadProblem;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
pub use time::{Origin, TimeUnit};

/// Measurements shrink to a tenth, those of a dead device to a hundredth. Deflate itself ends at 1032.
const MOST_INFLATED: u64 = 400;
/// A small file may be as well compressed as it likes.
const SMALL: u64 = 1 << 24;

/// What the caller knows better than names and values tell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Hints {
    /// The link of the whole file.
    pub link: Option<String>,
    /// The parameter of the values that have no column with a name.
    pub parameter: Option<Parameter>,
    /// The unit of all values.
    pub unit: Option<FileUnit>,
    /// The unit of times that are numbers.
    pub time_unit: Option<TimeUnit>,
    /// What the columns with these names are.
    pub columns: Vec<(String, ColumnRole)>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// From when its times are counted.
    pub origin: Origin,
    /// Lines with measurements, whether they can be used or not.
    pub lines: u64,
    /// Lines with nothing.
    pub blank: u64,
    /// Lines that start with a hash.
    pub comments: u64,
    /// The links, with how many lines have a value of theirs.
    pub links: Vec<(String, u64)>,
    /// Lines and values that are not used, by reason, with the first examples.
    pub rejected: Rejections,
    /// The series; none of them has the link and the parameter of another.
    pub series: Vec<Series>,
    /// The names of its columns, if it has a header.
    pub columns: Vec<String>,
    /// Columns, or parameters of lines, that are not used, with how many lines name them.
    pub unused: Vec<(String, u64)>,
}

/// The samples of one parameter of one link.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The link.
    pub link: String,
    /// The parameter.
    pub parameter: Parameter,
    /// The unit in which the file writes it.
    pub unit: FileUnit,
    /// No name tells the parameter; the values do.
    pub parameter_by_values: bool,
    /// No name tells the unit; the values do.
    pub unit_by_values: bool,
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
    /// The first bytes, until there are enough to know what the file is.
    head: Vec<u8>,
    fed: u64,
}

enum Stage {
    Start(Box<Sink>),
    Plain(Box<Sink>),
    Gzip(Box<MultiGzDecoder<Sink>>),
    /// Between two others.
    Nothing,
}

/// Takes unpacked bytes.
struct Sink {
    lines: Lines,
    parser: Parser,
    unpacked: u64,
    /// A compressed file may not become longer than this.
    longest: u64,
    stopped: Option<ReadProblem>,
}

impl Reader {
    /// A reader for the file of this name, which may have folders before it, separated by `/`.
    pub fn new(name: &str, hints: Hints) -> Reader {
        let parser = Parser::new(name, hints);
        let sink = Sink { lines: Lines::default(), parser, unpacked: 0, longest: u64::MAX, stopped: None };
        Reader { stage: Stage::Start(Box::new(sink)), head: Vec::new(), fed: 0 }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`ReadProblem`] as soon as there is no sense in going on; more bytes then give the same.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), ReadProblem> {
        self.fed += bytes.len() as u64;
        if matches!(self.stage, Stage::Start(_)) {
            // The byte order mark has three bytes, the signs of files that are no text four.
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
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(ReadProblem::Utf16),
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
                decoder.get_mut().longest = SMALL.max(MOST_INFLATED * self.fed);
                (decoder.write_all(bytes), decoder.get_mut())
            }
        };
        if written.is_err() && sink.stopped.is_none() {
            sink.stopped = Some(ReadProblem::Gzip);
        }
        sink.stopped.clone().map_or(Ok(()), Err)
    }

    /// What the file holds.
    ///
    /// # Errors
    /// [`ReadProblem`] if nothing of it can be used.
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
        let Sink { lines, parser, stopped, .. } = &mut sink;
        lines.finish(|line| stop(stopped, parser.take(line)));
        sink.stopped.map_or_else(|| sink.parser.finish(), Err)
    }
}

/// Reads a whole file that is in memory.
///
/// # Errors
/// [`ReadProblem`] if nothing of it can be used.
pub fn read(name: &str, bytes: &[u8], hints: Hints) -> Result<Reading, ReadProblem> {
    let mut reader = Reader::new(name, hints);
    reader.feed(bytes)?;
    reader.finish()
}

fn stop(stopped: &mut Option<ReadProblem>, result: Result<(), ReadProblem>) {
    if let (None, Err(problem)) = (&stopped, result) {
        *stopped = Some(problem);
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unpacked += bytes.len() as u64;
        if self.stopped.is_none() && self.unpacked > self.longest {
            self.stopped = Some(ReadProblem::Bomb { times: MOST_INFLATED });
        }
        if self.stopped.is_some() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let Sink { lines, parser, stopped, .. } = self;
        lines.feed(bytes, |line| {
            if stopped.is_none() {
                stop(stopped, parser.take(line));
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
