//! How files are understood.

use super::of;
use monitoring::{FileUnit, Origin, Parameter, Usage, time_text};

/// Letters of a cell that are shown.
const SHOWN: usize = 40;

/// The button that confirms.
pub fn use_files(count: usize) -> String {
    if count == 1 { "Use this file".to_owned() } else { format!("Use these {count} files") }
}

/// Heading of files that are understood alike.
pub fn kind(names: &[String]) -> String {
    match names {
        [one] => one.clone(),
        [first, .., last] => format!("{} files, {first} to {last}", names.len()),
        [] => String::new(),
    }
}

/// From when to when, both in µs.
pub fn period(origin: Origin, (first, last): (i64, i64)) -> String {
    let [first, last] = [first, last].map(|us| time_text(origin, us.div_euclid(1_000_000) as f64));
    format!("{} to {last}", first.trim_end_matches(" UTC"))
}

/// A zone that the times or a header give.
pub fn zone_stated(zone: &str) -> String {
    format!("{zone}, as the times say")
}

/// Where there is no zone; `any` times.
pub fn zone_none(any: bool) -> &'static str {
    if any { "none: the times count from a start that is not known" } else { "not known yet" }
}

/// Columns that are not used.
pub fn unused_columns(names: &[&str]) -> String {
    format!("{} not used: {}", of(names.len() as u64, "column", "columns"), names.join(", "))
}

/// How many files of a kind there are.
pub fn files_and_links(count: usize) -> String {
    format!("{count} files and their links")
}

/// A use that only the form of a file gives.
pub fn other_use(usage: Usage) -> String {
    match usage {
        Usage::Date => "Date",
        Usage::Field => "What each row holds",
        Usage::Values => "Values",
        Usage::KeySize => "Bits of a key",
        Usage::Asked => "Choose …",
        _ => usage.name(),
    }
    .to_owned()
}

/// A unit that a column can have.
pub fn unit(unit: FileUnit, parameter: Parameter) -> String {
    match unit {
        FileUnit::Plain if parameter.unit() == Some("1") => "fraction (0 to 1)".to_owned(),
        FileUnit::Percent => "per cent".to_owned(),
        unit => unit.title(parameter),
    }
}

/// A text that is no clock rate.
pub fn no_clock_rate(typed: &str) -> String {
    format!("“{typed}” is no clock rate; write one such as 1 GHz or 250 MHz")
}

/// The beginning of a cell.
pub fn shortened(cell: &str) -> String {
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", &cell[..end]),
        None => cell.to_owned(),
    }
}
