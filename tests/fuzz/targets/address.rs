//! Addresses of both pages: what is read and written again reads as the same, and nothing is left to be told.
#![no_main]

use view::address::{read_address, read_link, write_address};
use view::monitoring_address::{read_monitoring_address, write_monitoring_address};
use view::plan::Plan;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (address, _) = read_address(text);
    let written = write_address(&address);
    let (again, told) = read_address(&written);
    assert!(told.is_empty(), "{written}: {told:?}");
    assert_eq!(address, again, "{written}");
    let _ = read_link(text);
    // An address that was read can always be drawn.
    Plan::new(&address.settings, address.figure, &address.pins).expect("every address has a plan");

    let (address, _) = read_monitoring_address(text);
    let written = write_monitoring_address(&address);
    let (again, told) = read_monitoring_address(&written);
    assert!(told.is_empty(), "{written}: {told:?}");
    assert_eq!(address, again, "{written}");
});
