//! Workbooks: whatever the archive holds, there are sheets or a reason.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match workbook::sheets(bytes) {
    Ok(sheets) => assert!(!sheets.is_empty()),
    Err(problem) => assert!(!problem.to_string().is_empty()),
});
