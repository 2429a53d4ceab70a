//! Forms of files: the slices change no row. The last byte says how long the slices are.
#![no_main]

use monitoring::{FileRows, Row};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let &[ref file @ .., length] = bytes else { return };
    let whole = rows(file, file.len().max(1));
    assert_eq!(rows(file, usize::from(length) + 1), whole);
});

/// The rows as texts, or that the form is refused.
fn rows(file: &[u8], length: usize) -> Option<Vec<String>> {
    let (mut rows, mut found) = (FileRows::default(), Vec::new());
    let mut take = |row: Row<'_>| found.push(format!("{row:?}"));
    for slice in file.chunks(length) {
        rows.feed(slice, &mut take).ok()?;
    }
    rows.finish(&mut take).ok()?;
    Some(found)
}
