//! `keyspan batch`: a table of links, a line each, with the reach and the key rate of every one.
//!
//! Lines are read some at a time, computed by all cores and written in their order, so that memory does not grow with the table, and a
//! run that is interrupted leaves whole rows, after which `--resume` continues.

mod columns;
mod fields;
mod lines;
mod problem;
mod progress;
mod results;
mod resume;
mod row;

use crate::describe::help_of_parameters;
use crate::mistake::{Error, Mistake, print_notes};
use crate::output::{Inputs, Output};
use crate::parameters::{self, LinkArguments};
use clap::{Args, ValueEnum};
use columns::Columns;
use lines::{Line, Lines};
use problem::{BadRow, BatchProblem, RowProblem};
use progress::Progress;
use rayon::prelude::*;
use results::Results;
use row::Rows;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use view::export::describe;

/// Print the reach, and the key rate at a distance, of every link in a table
///
/// The first line names the columns. Those with the name of a parameter hold its value as --set takes it, such as 50G or "-90 dB"; where
/// a cell is empty the value is that of --set, of --device, of --link or --start, or the default. distance_km (or distance) is the
/// length of the fibre for the key rate and its terms; without it, or where it is empty, there is only the reach. All other columns are
/// carried through.
///
/// A row that cannot be read has no results; the column `error` says why, the rows after it are computed all the same, and the exit
/// code is 2. The table and the results may be of any length; what a row holds does not depend on the number of cores.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// Table of links, a line each, as CSV with any separator, a workbook (XLSX) or JSON lines; `-` is standard input
    #[arg(value_name = "LINKS.csv")]
    table: PathBuf,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the results
    #[arg(long, value_enum, default_value_t = BatchFormat::Csv)]
    format: BatchFormat,
    #[command(flatten)]
    output: Output,
    /// Continue after the last complete row of FILE, after an interruption, instead of replacing it; of FILE.part where an old FILE
    /// was to be replaced
    #[arg(long, requires = "output")]
    resume: bool,
    /// Stop at the first row that cannot be read
    #[arg(long)]
    strict: bool,
    /// Show progress on standard error even where that is no terminal
    #[arg(long)]
    progress: bool,
}

/// Formats of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BatchFormat {
    /// One header line, then one line for each row
    Csv,
    /// An object a line
    Jsonl,
}

/// Rows that each core computes before they are written: few, so that little is lost to an interruption even where one takes long.
const ROWS_A_CORE: usize = 64;
/// Bytes of lines that are held at a time, beside the last one.
const BYTES_AT_ONCE: usize = 1 << 20;

fn help() -> String {
    format!(
        "Columns after those of the table, with their units; 1 is dimensionless. Those from key_rate_bit_s to cautions are there if the \
         table has a distance; a name that the table has a column of gets `result_` in front:\n{}\n{}",
        describe(columns::of_results(true)),
        help_of_parameters()
    )
}

/// Computes a table.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let settings = parameters::address(&arguments.link)?.settings;
    let table = &arguments.table;
    let mut inputs = Inputs::default();
    match is_standard(table) {
        true => inputs.add_standard_input(),
        false => inputs.add_file(table),
    }
    let destination = arguments.output.open(&inputs)?;
    if arguments.resume && destination.regular_file().is_none() {
        return Err(Mistake::at("standard output", BatchProblem::NothingToResume).into());
    }
    let (source, size) = open(table)?;
    let mut lines = Lines::new(source);
    let columns = header(&mut lines, table)?;
    let rows = Rows { columns: &columns, settings: &settings, format: arguments.format };
    let to_file = !destination.is_standard_output();
    let mut results = match arguments.resume {
        true => Results::resume(destination, &inputs, &rows, &mut lines, table)?,
        false => Results::new(destination, &inputs, &rows)?,
    };
    print_notes(&columns.notes());
    let mut progress = Progress::new(arguments.progress, to_file, size, (results.rows, lines.read()));
    let stopped = loop {
        let some = read_some(&mut lines, table)?;
        if some.is_empty() {
            break None;
        }
        let written: Vec<row::Written> = some.par_iter().map(|line| rows.write(line)).collect();
        let good = written.iter().position(|row| arguments.strict && row.bad.is_some()).unwrap_or(written.len());
        if !results.write(&written[..good])? {
            return Ok(());
        }
        if let Some(bad) = written.into_iter().nth(good).and_then(|row| row.bad) {
            break Some(bad);
        }
        progress.at(results.rows, lines.read());
    };
    progress.end(results.rows);
    if let Some(bad) = stopped {
        print_notes(&results.unfinished());
        return Err(wrong(table, [BatchProblem::Stopped(bad)]));
    }
    results.finish()?;
    match results.failed {
        0 => Ok(()),
        failed => {
            let (rows, column, first) = (results.rows, columns.error().to_owned(), results.first);
            Err(wrong(table, [BatchProblem::Failed { failed, rows, column, first }]))
        }
    }
}

/// Mistakes in a file.
fn wrong(file: &Path, problems: impl IntoIterator<Item = BatchProblem>) -> Error {
    let mistakes: Vec<Mistake> = problems.into_iter().map(|problem| Mistake::at(name(file), problem)).collect();
    mistakes.into()
}

fn is_standard(table: &Path) -> bool {
    table == Path::new("-")
}

fn name(table: &Path) -> String {
    if is_standard(table) { "standard input".to_owned() } else { table.display().to_string() }
}

fn unreadable(table: &Path, error: &io::Error) -> Error {
    Mistake::at(name(table), error).into()
}

/// The table and how long it is, where that is known.
fn open(table: &Path) -> Result<(Box<dyn BufRead>, Option<u64>), Error> {
    if is_standard(table) {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(table).and_then(|file| Ok((file.metadata()?, file)));
    let (about, file) = opened.map_err(|error| unreadable(table, &error))?;
    let size = about.is_file().then_some(about.len());
    let mut source = BufReader::with_capacity(1 << 16, file);
    if !workbook::is_workbook(source.fill_buf().map_err(|error| unreadable(table, &error))?) {
        return Ok((Box::new(source), size));
    }
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(|error| unreadable(table, &error))?;
    let mut sheets =
        workbook::sheets(&bytes).map_err(|problem| Error::from(vec![Mistake::at(name(table), problem)]))?;
    match sheets.len() {
        1 => Ok((Box::new(Cursor::new(sheets.remove(0).csv.into_bytes())), None)),
        _ => {
            let names: Vec<String> = sheets.into_iter().map(|sheet| sheet.name).collect();
            Err(wrong(table, [BatchProblem::Sheets(names.join(", "))]))
        }
    }
}

fn header(lines: &mut Lines<impl BufRead>, table: &Path) -> Result<Columns, Error> {
    let line = lines.next().map_err(|error| unreadable(table, &error))?;
    let line = line.ok_or_else(|| wrong(table, [BatchProblem::Empty]))?;
    let bad = |problem| wrong(table, [BatchProblem::Header(BadRow { line: line.number, problem })]);
    if line.cut {
        return Err(bad(RowProblem::TooLong));
    }
    let separator = lines.separator();
    let names = fields::split(&line.bytes, separator).map_err(bad)?;
    Columns::read(names, separator).map_err(|problems| wrong(table, problems))
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
