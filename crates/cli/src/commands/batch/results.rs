//! Where the rows of a table go.

use super::lines::Lines;
use super::problem::{BadRow, BatchProblem};
use super::row::{Rows, Written};
use super::{resume, unreadable, wrong};
use crate::mistake::Error;
use crate::output::{Destination, Inputs, is_regular};
use std::fs::{self, File};
use std::io::{self, BufRead, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Rows that are written as they are computed, so that an interruption leaves all that is done.
pub(super) struct Results {
    out: BufWriter<Box<dyn Write>>,
    destination: Destination,
    /// The file that is written, where it takes the place of an old one only when it is complete.
    part: Option<PathBuf>,
    /// Rows in it, with those that were there before.
    pub(super) rows: u64,
    /// Rows among these without a result.
    pub(super) failed: u64,
    /// The first of them that this run has met.
    pub(super) first: Option<BadRow>,
}

impl Results {
    /// A new file, or standard output. Where the file has something in it, that stays until all rows are there.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn new(destination: Destination, inputs: &Inputs, rows: &Rows<'_>) -> Result<Results, Error> {
        let part = destination.regular_file().map(part_of).map(|part| apart(part, inputs)).transpose()?;
        let cannot = |source| destination.cannot_write(source);
        let (out, part): (Box<dyn Write>, _) = match (destination.regular_file(), part) {
            (Some(target), Some(part)) if is_regular(target) => {
                let file = File::create(&part).map_err(cannot)?;
                let old = fs::metadata(target).map_err(cannot)?;
                fs::set_permissions(&part, old.permissions()).map_err(cannot)?;
                (Box::new(file), Some(part))
            }
            (Some(target), Some(part)) => {
                // A later --resume must not continue a left-over of another run.
                match fs::remove_file(&part) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot(error)),
                    _ => {}
                }
                (Box::new(File::create(target).map_err(cannot)?), None)
            }
            _ => (destination.stream()?, None),
        };
        let out = BufWriter::new(out);
        let mut results = Results { out, destination, part, rows: 0, failed: 0, first: None };
        results.put(|out| out.write_all(rows.header().as_bytes()))?;
        Ok(results)
    }

    /// The file of an interrupted run, with the lines skipped whose rows are there already.
    ///
    /// # Errors
    /// The error of the operating system, or a file that this run could not have written.
    pub(super) fn resume(
        destination: Destination,
        inputs: &Inputs,
        rows: &Rows<'_>,
        lines: &mut Lines<impl BufRead>,
        table: &Path,
    ) -> Result<Results, Error> {
        let target = destination.regular_file().unwrap_or(Path::new(""));
        let part = Some(apart(part_of(target), inputs)?).filter(|part| part.is_file());
        let path = part.as_deref().unwrap_or(target);
        let (mut file, done, end) = resume::open(path, rows)?;
        skip(lines, &done, rows, path, table)?;
        resume::cut(&mut file, end).map_err(|source| destination.cannot_write(source))?;
        let out: BufWriter<Box<dyn Write>> = BufWriter::new(Box::new(file));
        let mut results = Results { out, destination, part, rows: done.rows, failed: done.failed, first: None };
        if !done.header {
            results.put(|out| out.write_all(rows.header().as_bytes()))?;
        }
        Ok(results)
    }

    /// Writes rows; false where the reader has left.
    pub(super) fn write(&mut self, rows: &[Written]) -> Result<bool, Error> {
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

    /// All rows are there: they take the place of the old ones.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        let (Some(part), Some(target)) = (&self.part, self.destination.regular_file()) else { return Ok(()) };
        let moved = File::open(part).and_then(|file| file.sync_all()).and_then(|()| fs::rename(part, target));
        moved.map_err(|source| self.destination.cannot_write(source))
    }

    /// Where the rows are that were written before it stopped, if that is not the file that was asked for.
    pub(super) fn unfinished(&self) -> Vec<String> {
        let note = |part: &PathBuf| {
            format!(
                "note: the rows so far are in {}, which --resume continues; the old file is unchanged",
                part.display()
            )
        };
        self.part.iter().map(note).collect()
    }

    fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<bool, Error> {
        match write(&mut self.out) {
            Ok(()) => Ok(true),
            Err(left) if self.destination.is_standard_output() && left.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(source) => Err(self.destination.cannot_write(source)),
        }
    }
}

/// The file beside a result that takes its place when all rows are there.
fn part_of(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    target.with_file_name(name)
}

/// This file, if it is none of the inputs.
fn apart(part: PathBuf, inputs: &Inputs) -> Result<PathBuf, Error> {
    Destination::file("--output", &part, inputs)?;
    Ok(part)
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
