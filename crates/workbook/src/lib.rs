//! Workbooks of spreadsheets (XLSX), made into CSV, which everything that reads tables reads.
//!
//! [`sheets`] gives each sheet as a text whose lines are the rows of the sheet, under their numbers. Dates are written as
//! `2024-03-04 10:00:00`, whatever the workbook shows; a cell in per cent, which is stored as a fraction, is written with its per cent sign, so
//! that a header such as `QBER (%)` is not applied to it twice.
//!
//! Bytes come in and texts go out. Old workbooks (XLS), those with a password, and other archives are refused by name. This is a crate of its
//! own because of its weight: the page fetches the program that has it when a workbook is dropped.

mod cells;
mod csv;
mod places;

use calamine::{Reader, Xlsx};
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

impl WorkbookProblem {
    const UNPACKS: WorkbookProblem = WorkbookProblem::Unpacks { times: MAX_RATIO };
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
    let limit = SMALL.max(MAX_RATIO * bytes.len() as u64);
    places::check(&mut archive, limit)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    // Many sheets may be the same file.
    let mut left = usize::try_from(limit).unwrap_or(usize::MAX);
    for name in workbook.sheet_names() {
        let Some(cells) = cells::read(&mut workbook, &name)?.filter(|cells| !cells.is_empty()) else { continue };
        let csv = csv::write(&cells, left).ok_or(WorkbookProblem::UNPACKS)?;
        left = left.saturating_sub(csv.len());
        sheets.push(Sheet { name, csv });
    }
    if sheets.is_empty() { Err(WorkbookProblem::Empty) } else { Ok(sheets) }
}

/// The names under which the sheets of a workbook are read, as if they were files. Several are to it what files are to a folder; the only one has
/// its name.
///
/// ```
/// use workbook::{Sheet, file_names};
/// let sheet = |name: &str| Sheet { name: name.to_owned(), csv: String::new() };
/// assert_eq!(file_names("vienna.xlsx", &[sheet("Link 1"), sheet("Link 2")]), ["vienna/Link 1.csv", "vienna/Link 2.csv"]);
/// assert_eq!(file_names("vienna.xlsx", &[sheet("Link 1")]), ["vienna.xlsx"]);
/// ```
pub fn file_names(workbook: &str, sheets: &[Sheet]) -> Vec<String> {
    let folder = workbook.rsplit_once('.').map_or(workbook, |(stem, _)| stem);
    match sheets {
        [_] => vec![workbook.to_owned()],
        several => several.iter().map(|sheet| format!("{folder}/{}.csv", sheet.name.replace('/', "-"))).collect(),
    }
}

fn damaged(problem: impl std::fmt::Display) -> WorkbookProblem {
    WorkbookProblem::Damaged(problem.to_string())
}
