//! Files of measurements in slices: the slices change nothing, no line goes unaccounted for, and all of it can be looked at.
//!
//! The last byte says how long the slices are, the one before what the file is called.
#![no_main]

use monitoring::{Hints, ReadProblem, Reader, Reading, Session, read};

const NAMES: [&str; 6] =
    ["link3_qber.csv", "1/key_rate.csv", "2_visibility.csv.gz", "export.csv", "laser_power.tsv", "wide_link2.txt"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let &[ref file @ .., name, length] = bytes else { return };
    let name = NAMES[usize::from(name) % NAMES.len()];
    let whole = read(name, file, Hints::default());
    let sliced = in_slices(name, file, usize::from(length) + 1);
    match (&whole, &sliced) {
        (Ok(whole), Ok(sliced)) => assert_eq!(whole, sliced),
        (Err(_), Err(_)) => {}
        (whole, sliced) => panic!("{whole:?} as a whole, {sliced:?} in slices"),
    }
    let Ok(reading) = whole else { return };
    Session::new(vec![reading], Vec::new()).reports(10u32.try_into().expect("ten minutes are a width"));
});

fn in_slices(name: &str, file: &[u8], length: usize) -> Result<Reading, ReadProblem> {
    let mut reader = Reader::new(name, Hints::default());
    for slice in file.chunks(length) {
        reader.feed(slice)?;
    }
    reader.finish()
}
