//! Sheets of workbooks as CSV.

use proptest::prelude::*;
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
