//! Rows and columns that no sheet has, which `calamine` would count beyond what its numbers hold, and archives that unpack to more than they say.
//!
//! Source: ECMA-376, part 1, 18.3.1.4 (cells), 18.3.1.35 (dimension), 18.3.1.73 (rows).

use crate::WorkbookProblem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{BufReader, Read, Seek};
use zip::ZipArchive;

/// Rows of the largest sheet.
pub(super) const ROWS: u32 = 1 << 20;
/// Columns of the largest sheet.
pub(super) const COLUMNS: u32 = 1 << 14;
/// Digits of [`ROWS`].
const DIGITS: usize = 7;
/// Letters of the last of all [`COLUMNS`], `XFD`.
const LETTERS: usize = 3;

/// Looks through all files of an archive, which together unpack to no more than `limit` bytes.
///
/// # Errors
/// [`WorkbookProblem`] for a place that no sheet has, and for more bytes.
pub(super) fn check(archive: &mut ZipArchive<impl Read + Seek>, limit: u64) -> Result<(), WorkbookProblem> {
    let mut left = limit;
    for index in 0..archive.len() {
        // What cannot be opened is damaged where it is needed.
        let Ok(file) = archive.by_index(index) else { continue };
        // One byte more shows that there are more.
        let mut file = BufReader::new(file.take(left + 1));
        let found = check_elements(&mut file);
        let _ = std::io::copy(&mut file, &mut std::io::sink());
        left = file.get_ref().limit().checked_sub(1).ok_or(WorkbookProblem::UNPACKS)?;
        found?;
    }
    Ok(())
}

/// Looks at the elements of a file as far as it is XML, with the same settings as `calamine`.
fn check_elements(file: &mut impl std::io::BufRead) -> Result<(), WorkbookProblem> {
    let mut reader = Reader::from_reader(file);
    reader.config_mut().check_end_names = false;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        match reader.read_event_into(&mut bytes) {
            Ok(Event::Start(element) | Event::Empty(element)) => check_element(&element)?,
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn check_element(element: &BytesStart<'_>) -> Result<(), WorkbookProblem> {
    let key = match element.local_name().as_ref() {
        "row" | "c" => "r",
        "dimension" => "ref",
        _ => return Ok(()),
    };
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(crate::damaged)?;
        if attribute.key.as_ref() == key && !is_place(&attribute.value) {
            return Err(WorkbookProblem::Damaged(format!("it has a cell at {}", attribute.value)));
        }
    }
    Ok(())
}

/// Whether numbers hold `12`, `AB12` or `A1:AB12`.
fn is_place(place: &str) -> bool {
    let fits = |corner: &str| {
        let digits = corner.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        corner.len() - digits.len() <= LETTERS && digits.len() <= DIGITS
    };
    place.split(':').all(fits)
}
