//! Workbooks of spreadsheets (XLSX), made into CSV, which everything that reads tables reads.
//!
//! [`sheets`] gives each sheet as a text whose lines are the rows of the sheet, under their numbers. Dates are written as
//! `2024-03-04 10:00:00`, whatever the workbook shows; a cell in per cent, which is stored as a fraction, is written with its per cent sign, so
//! that a header such as `QBER (%)` is not applied to it twice.
//!
//! Bytes come in and texts go out. Old workbooks (XLS), those with a password, and other archives are refused by name. This is a crate of its
//! own because of its weight: the page fetches the program that has it when a workbook is dropped.

mod csv;
mod percent;

use calamine::{Data, Reader, Xlsx};
use percent::Percent;
use std::io::Cursor;

/// Largest uncompressed size, as a multiple of the size of the file: sheets of equal rows come close to it.
const MAX_RATIO: u64 = 400;
/// Size up to which a workbook may unpack from any compression ratio, bytes.
const SMALL: u64 = 1 << 26;

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its rows as lines of CSV, from the first row of the sheet on.
    pub csv: String,
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookProblem {
    /// A container of Windows: an old workbook, or one with a password.
    #[error(
        "it is an old workbook (XLS) or has a password; save it as an Excel workbook (XLSX) without one, or as CSV"
    )]
    Old,
    /// Another archive.
    #[error("it is an archive but no Excel workbook (XLSX); unpack it, or save it as CSV")]
    Other,
    /// A workbook that breaks off or contradicts itself.
    #[error("it is a damaged workbook ({0}); open it in a spreadsheet and save it again, or save it as CSV")]
    Damaged(String),
    /// A small file that unpacks to a huge one.
    #[error("it unpacks to more than {times} times its size, which measurements never do; save it as CSV")]
    Unpacks {
        /// The largest ratio that is read.
        times: u64,
    },
    /// Nothing in any sheet.
    #[error("its sheets are empty")]
    Empty,
}

/// Whether a file that begins with these bytes is for [`sheets`]: an archive, or a container of Windows.
pub fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || is_old(head)
}

fn is_old(head: &[u8]) -> bool {
    head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// The sheets of a workbook that have something in them, in their order.
///
/// # Errors
/// [`WorkbookProblem`] says what it is instead, and what to do.
pub fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, WorkbookProblem> {
    if is_old(bytes) {
        return Err(WorkbookProblem::Old);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(WorkbookProblem::Other);
    }
    let unpacked: u64 = (0..archive.len()).filter_map(|i| archive.by_index_raw(i).ok().map(|file| file.size())).sum();
    if unpacked > SMALL.max(MAX_RATIO * bytes.len() as u64) {
        return Err(WorkbookProblem::Unpacks { times: MAX_RATIO });
    }
    let percent = Percent::of(&mut archive).map_err(WorkbookProblem::Damaged)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    // Charts have no cells, and no worksheet.
    for name in workbook.sheet_names() {
        let range = match workbook.worksheet_range(&name) {
            Ok(range) => range,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(problem) => return Err(damaged(problem)),
        };
        if range.used_cells().any(|(_, _, cell)| *cell != Data::Empty) {
            let marked = percent.cells(&mut archive, &name).map_err(WorkbookProblem::Damaged)?;
            sheets.push(Sheet { csv: csv::write(&range, &marked), name });
        }
    }
    if sheets.is_empty() { Err(WorkbookProblem::Empty) } else { Ok(sheets) }
}

fn damaged(problem: impl std::fmt::Display) -> WorkbookProblem {
    WorkbookProblem::Damaged(problem.to_string())
}
