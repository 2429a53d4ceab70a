//! A table of spans, a line each, with the reach and the key rate of every one.
//!
//! Lines are read some at a time, computed by all cores and written in their order, so that memory does not grow with the table, and a
//! run that is interrupted leaves whole rows behind from which `--resume` goes on.

mod columns;
mod fields;
mod lines;
mod problem;
mod progress;
mod resume;
mod row;

use super::arguments::{BatchArguments, file};
use super::error::{Error, Mistake};
use super::records::describe;
use super::{parameters, tell};
use columns::Columns;
use lines::{Line, Lines};
pub(super) use problem::BatchProblem;
use problem::{BadRow, RowProblem};
use progress::Progress;
use rayon::prelude::*;
use row::Rows;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::Path;

/// Formats of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum BatchFormat {
    /// One header line, then one line for each row
    Csv,
    /// An object a line
    Jsonl,
}

/// Rows that each core computes before they are written: few, so that little is lost to an interruption even where one takes long.
const ROWS_A_CORE: usize = 64;
/// So many bytes of lines are held at a time, beside the last one.
const BYTES_AT_ONCE: usize = 1 << 20;

/// A line for each column of the results, for the help.
pub(super) fn describe_columns() -> String {
    describe(columns::of_results(true))
}

/// Computes a table.
///
/// # Errors
/// What is wrong with the table or with some of its rows, or what the system says.
pub(super) fn batch(arguments: &BatchArguments) -> Result<(), Error> {
    let settings = parameters::address(&arguments.span)?.settings;
    let table = &arguments.table;
    let output = file(arguments.output.as_deref());
    if arguments.resume && output.is_none() {
        return Err(Error::Input(vec![Mistake::Batch {
            file: "standard output".to_owned(),
            problem: BatchProblem::NothingToResume,
        }]));
    }
    let (source, size) = open(table)?;
    let mut lines = Lines::new(source);
    let columns = header(&mut lines, table)?;
    let rows = Rows { columns: &columns, settings: &settings, format: arguments.format };
    if let Some(path) = output.filter(|path| same_file(path, table)) {
        return Err(wrong(path, [BatchProblem::OutputIsInput]));
    }
    let mut sink = Sink::open(output, arguments.resume, &rows, &mut lines, table)?;
    tell(&columns.notes());
    let mut progress = Progress::new(arguments.progress, output.is_some(), size, (sink.rows, lines.read()));
    let stopped = loop {
        let some = read_some(&mut lines, table)?;
        if some.is_empty() {
            break None;
        }
        let written: Vec<row::Written> = some.par_iter().map(|line| rows.write(line)).collect();
        let good = written.iter().position(|row| arguments.strict && row.bad.is_some()).unwrap_or(written.len());
        if !sink.write(&written[..good])? {
            return Ok(());
        }
        if let Some(bad) = written.into_iter().nth(good).and_then(|row| row.bad) {
            break Some(BatchProblem::Stopped(bad));
        }
        progress.at(sink.rows, lines.read());
    };
    progress.end(sink.rows);
    let failed = BatchProblem::Failed {
        failed: sink.failed,
        rows: sink.rows,
        column: columns.error().to_owned(),
        first: sink.first.take(),
    };
    match stopped.or((sink.failed > 0).then_some(failed)) {
        Some(problem) => Err(wrong(table, [problem])),
        None => Ok(()),
    }
}

/// Mistakes in a file.
fn wrong(file: &Path, problems: impl IntoIterator<Item = BatchProblem>) -> Error {
    let place = if is_standard(file) { "standard input".to_owned() } else { file.display().to_string() };
    let mistake = |problem| Mistake::Batch { file: place.clone(), problem };
    Error::Input(problems.into_iter().map(mistake).collect())
}

fn is_standard(table: &Path) -> bool {
    table == Path::new("-")
}

fn unreadable(table: &Path, error: &io::Error) -> Error {
    let place = if is_standard(table) { "standard input".to_owned() } else { table.display().to_string() };
    Error::Input(vec![Mistake::Unreadable { place, problem: error.to_string() }])
}

/// The table and how long it is, where that is known.
fn open(table: &Path) -> Result<(Box<dyn BufRead>, Option<u64>), Error> {
    if is_standard(table) {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(table).and_then(|file| Ok((file.metadata()?, file)));
    let (about, file) = opened.map_err(|error| unreadable(table, &error))?;
    let size = about.is_file().then_some(about.len());
    Ok((Box::new(BufReader::with_capacity(1 << 16, file)), size))
}

fn header(lines: &mut Lines<impl BufRead>, table: &Path) -> Result<Columns, Error> {
    let line = lines.next().map_err(|error| unreadable(table, &error))?;
    let line = line.ok_or_else(|| wrong(table, [BatchProblem::Empty]))?;
    let bad = |problem| wrong(table, [BatchProblem::Header(BadRow { line: line.number, problem })]);
    if line.cut {
        return Err(bad(RowProblem::TooLong));
    }
    let names = fields::split(line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line.bytes)).map_err(bad)?;
    Columns::read(names).map_err(|problems| wrong(table, problems))
}

/// Lines for all cores; none at the end.
fn read_some(lines: &mut Lines<impl BufRead>, table: &Path) -> Result<Vec<Line>, Error> {
    let (mut some, mut bytes) = (Vec::new(), 0);
    while some.len() < ROWS_A_CORE * rayon::current_num_threads() && bytes < BYTES_AT_ONCE {
        let Some(line) = lines.next().map_err(|error| unreadable(table, &error))? else { break };
        bytes += line.bytes.len();
        some.push(line);
    }
    Ok(some)
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Where the rows go.
struct Sink {
    out: BufWriter<Box<dyn Write>>,
    place: String,
    to_reader: bool,
    /// Rows in it, with those that were there before.
    rows: u64,
    /// Of these, rows without a result.
    failed: u64,
    first: Option<BadRow>,
}

impl Sink {
    /// Opens the file, or standard output, and goes over the lines whose rows stand there already.
    fn open(
        output: Option<&Path>,
        resume: bool,
        rows: &Rows<'_>,
        lines: &mut Lines<impl BufRead>,
        table: &Path,
    ) -> Result<Sink, Error> {
        let place = output.map_or_else(|| "standard output".to_owned(), |path| path.display().to_string());
        let told = |source| Error::Write { place: place.clone(), source };
        let (out, done): (Box<dyn Write>, resume::Done) = match output {
            Some(path) if resume => {
                let (mut file, done, end) = resume::open(path, rows)?;
                skip(lines, &done, rows, path, table)?;
                resume::cut(&mut file, end).map_err(told)?;
                (Box::new(file), done)
            }
            Some(path) => (Box::new(File::create(path).map_err(told)?), resume::Done::default()),
            None => (Box::new(io::stdout().lock()), resume::Done::default()),
        };
        let mut sink = Sink {
            out: BufWriter::new(out),
            to_reader: output.is_none(),
            rows: done.rows,
            failed: done.failed,
            first: None,
            place: place.clone(),
        };
        if !done.header {
            sink.put(|out| out.write_all(rows.header().as_bytes()))?;
        }
        Ok(sink)
    }

    /// Writes rows; false where the reader has left.
    fn write(&mut self, rows: &[row::Written]) -> Result<bool, Error> {
        for row in rows {
            self.rows += 1;
            if let Some(bad) = &row.bad {
                self.failed += 1;
                self.first.get_or_insert_with(|| bad.clone());
            }
        }
        self.put(|out| {
            rows.iter().try_for_each(|row| out.write_all(row.text.as_bytes()))?;
            out.flush()
        })
    }

    fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<bool, Error> {
        match write(&mut self.out) {
            Ok(()) => Ok(true),
            Err(source) if self.to_reader && source.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(source) => Err(Error::Write { place: self.place.clone(), source }),
        }
    }
}

/// Goes over the lines whose rows are done, and computes the last one again to see that they are those of this table.
fn skip(
    lines: &mut Lines<impl BufRead>,
    done: &resume::Done,
    rows: &Rows<'_>,
    output: &Path,
    table: &Path,
) -> Result<(), Error> {
    let mut last = None;
    for _ in 0..done.rows {
        let line = lines.next().map_err(|error| unreadable(table, &error))?;
        last = Some(line.ok_or_else(|| wrong(output, [BatchProblem::MoreRows { rows: done.rows }]))?);
    }
    match last {
        Some(line) if rows.write(&line).text.as_bytes() != done.last => {
            let line = done.rows + u64::from(!rows.header().is_empty());
            Err(wrong(output, [BatchProblem::OtherRow { line }]))
        }
        _ => Ok(()),
    }
}
