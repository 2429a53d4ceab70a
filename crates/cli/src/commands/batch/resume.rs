//! Continuing a file of an interrupted run.

use super::problem::BatchProblem;
use super::row::Rows;
use crate::mistake::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// Longer than any line that is written: each of its bytes can become six, and the results stay below the rest.
const LONGEST: u64 = 8 * super::lines::LONGEST_LINE as u64;

/// What the file already holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Done {
    /// Whether the line above the rows is there.
    pub(super) header: bool,
    /// Rows that are complete.
    pub(super) rows: u64,
    /// Rows among these without a result.
    pub(super) failed: u64,
    /// The last of them, to be compared with what it should be.
    pub(super) last: Vec<u8>,
}

/// Opens a file to continue it after its last complete row, or a new one if there is none. An incomplete row is [`cut`] off once
/// all others have been found right.
///
/// # Errors
/// The error of the operating system, or a file that this run could not have written.
pub(super) fn open(path: &Path, rows: &Rows<'_>) -> Result<(File, Done, u64), Error> {
    let cannot_write = |source| Error::Write { place: path.display().to_string(), source };
    let file = File::options().read(true).write(true).create(true).truncate(false).open(path).map_err(cannot_write)?;
    let header = rows.header();
    let (mut done, mut end, mut line) = (Done { header: header.is_empty(), ..Done::default() }, 0, Vec::new());
    let mut source = BufReader::new(&file);
    loop {
        line.clear();
        let read = source.by_ref().take(LONGEST).read_until(b'\n', &mut line).map_err(cannot_write)?;
        if !line.ends_with(b"\n") {
            // The start of the header and of nothing else may be there alone.
            if !done.header && !header.as_bytes().starts_with(&line) || line.len() as u64 == LONGEST {
                return Err(super::wrong(path, [BatchProblem::OtherHeader]));
            }
            break;
        }
        end += read as u64;
        if !done.header {
            done.header = line == header.as_bytes();
            if !done.header {
                return Err(super::wrong(path, [BatchProblem::OtherHeader]));
            }
            continue;
        }
        done.rows += 1;
        done.failed += u64::from(rows.is_bad(&line));
        std::mem::swap(&mut done.last, &mut line);
    }
    drop(source);
    Ok((file, done, end))
}

/// Cuts a file after its last complete row.
///
/// # Errors
/// The error of the operating system.
pub(super) fn cut(file: &mut File, end: u64) -> io::Result<()> {
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end)).map(drop)
}
