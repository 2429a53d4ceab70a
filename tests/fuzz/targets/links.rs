//! Tables of links: every row that is read has a name and numbers that are lengths and losses.
#![no_main]

use monitoring::read_links;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match read_links(bytes) {
    Ok(rows) =>
        for row in rows {
            assert!(!row.link.is_empty());
            assert!(row.relative_loss.is_none_or(|loss| loss.is_finite() && loss >= 0.0), "{row:?}");
        },
    Err(problem) => assert!(!problem.to_string().is_empty()),
});
