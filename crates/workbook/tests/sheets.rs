//! Sheets of workbooks as CSV.

use proptest::prelude::*;
use std::io::{Cursor, Write};
use workbook::{Sheet, WorkbookProblem, is_workbook, sheets};

/// The parts that ECMA-376 requires, written by hand: a sheet of measurements from row 2 on, one of notes, and an empty one.
const MEASUREMENTS: &[u8] = include_bytes!("files/measurements.xlsx");

fn sheet(name: &str, csv: &str) -> Sheet {
    Sheet { name: name.to_owned(), csv: csv.to_owned() }
}

#[test]
fn dates_numbers_and_per_cent() {
    // 45355 is 4 March 2024 (45355 − 25569 = 19786 days after 1 January 1970); the cells of QBER are 0.021, 0.07 and 0.022 in the format 0.0%.
    let csv = "\nTime,QBER (%),Key rate (bit/s)\n2024-03-04 10:00:00,2.1%,1840\n2024-03-04 10:10:00,7%,1841\n2024-03-04 10:20:00,2.2%,1842\n";
    let notes = sheet("Notes", "\"# written by hand, in Vienna\"\n");
    assert_eq!(sheets(MEASUREMENTS), Ok(vec![sheet("Link 1", csv), notes]));
    assert!(is_workbook(MEASUREMENTS));
}

#[test]
fn others_are_refused_by_name() {
    assert_eq!(sheets(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(WorkbookProblem::Old));
    // An archive without files.
    let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    assert_eq!(sheets(&empty), Err(WorkbookProblem::Other));
    assert!(matches!(sheets(b"PK\x03\x04"), Err(WorkbookProblem::Damaged(_))));
    assert!(matches!(sheets(&MEASUREMENTS[..MEASUREMENTS.len() / 2]), Err(WorkbookProblem::Damaged(_))));
}

/// The workbook with another first sheet.
fn with_cells(rows: &str) -> Vec<u8> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut source = zip::ZipArchive::new(Cursor::new(MEASUREMENTS)).unwrap();
    for index in 0..source.len() {
        let mut part = source.by_index(index).unwrap();
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        let name = part.name().unwrap().into_owned();
        file.start_file(&name, options).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            write!(file, "<worksheet><sheetData>{rows}</sheetData></worksheet>").unwrap();
        } else {
            std::io::copy(&mut part, &mut file).unwrap();
        }
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn cells_far_apart_cost_no_more_than_themselves() {
    let rows = "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row><row r=\"5\"><c r=\"C5\"><v>3</v></c></row>";
    assert_eq!(sheets(&with_cells(rows)).unwrap()[0], sheet("Link 1", "\n1,,2\n\n\n,3\n"));
    let corners = "<row><c r=\"A1\"><v>1</v></c></row><row><c r=\"XFD1048576\"><v>2</v></c></row>";
    let csv = &sheets(&with_cells(corners)).unwrap()[0].csv;
    assert_eq!((csv.lines().count(), csv.len()), (1 << 20, 2 + (1 << 20) - 2 + (1 << 14) + 1));
    // A cell at the end of each row: 16,383 commas a row.
    let rows: String = (1..=5000)
        .map(|row| format!("<row><c r=\"A{row}\"><v>1</v></c><c r=\"XFD{row}\"><v>1</v></c></row>"))
        .collect();
    assert!(matches!(sheets(&with_cells(&rows)), Err(WorkbookProblem::Unpacks { .. })));
}

#[test]
fn places_that_no_sheet_has_are_damage() {
    for place in ["A1048577", "XFE1", "A12345678", "AAAAAAAA1", "A99999999999999999999"] {
        let damaged = sheets(&with_cells(&format!("<row><c r=\"{place}\"><v>1</v></c></row>")));
        assert!(matches!(damaged, Err(WorkbookProblem::Damaged(_))), "{place}: {damaged:?}");
    }
    let damaged = sheets(&with_cells("<row r=\"99999999999\"><c><v>1</v></c></row>"));
    assert!(matches!(damaged, Err(WorkbookProblem::Damaged(_))), "{damaged:?}");
}

proptest! {
    #[test]
    fn no_change_of_a_workbook_panics(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..12), removed in 0usize..12) {
        let mut file = MEASUREMENTS.to_vec();
        let start = at.index(file.len() + 1);
        let end = (start + removed).min(file.len());
        file.splice(start..end, bytes);
        if let Err(problem) = sheets(&file) {
            prop_assert!(!problem.to_string().is_empty());
        }
    }
}
