//! The cells of a sheet as CSV.

use calamine::{Data, ExcelDateTime, Range};
use std::collections::HashSet;
use std::fmt::Write;

/// What is written of the days in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Date,
    Time,
    Both,
}

/// The rows of a sheet, of which those before the first cell are empty lines. `percent` has row and column of the cells in per cent.
pub(super) fn write(range: &Range<Data>, percent: &HashSet<(u32, u32)>) -> String {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut csv = "\n".repeat(first_row as usize);
    let days: Vec<Days> = (0..range.width()).map(|column| days(range, column)).collect();
    for (number, row) in range.rows().enumerate() {
        let used = row.iter().rposition(|cell| *cell != Data::Empty).map_or(0, |last| last + 1);
        for (column, cell) in row[..used].iter().enumerate() {
            if column > 0 {
                csv.push(',');
            }
            let place = (first_row + number as u32, first_column + column as u32);
            quoted(&text(cell, days[column], percent.contains(&place)), column == 0 && used > 1, &mut csv);
        }
        csv.push('\n');
    }
    csv
}

fn text(cell: &Data, days: Days, percent: bool) -> String {
    match cell {
        Data::Float(x) if percent => format!("{}%", hundredfold(*x)),
        Data::Int(x) if percent => format!("{}%", hundredfold(*x as f64)),
        Data::DateTime(time) if time.is_datetime() => date_and_time(*time, days),
        Data::DateTime(time) => duration(time.as_f64()),
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(_) | Data::Int(_) | Data::Bool(_) | Data::Error(_) => cell.to_string(),
    }
}

/// A hundred times a number, in its decimal digits: 0.07 becomes 7 and not 7.000000000000001.
fn hundredfold(x: f64) -> f64 {
    let text = format!("{x:e}");
    let shifted = text.split_once('e').and_then(|(digits, exponent)| {
        let exponent: i32 = exponent.parse().ok()?;
        format!("{digits}e{}", exponent + 2).parse().ok()
    });
    shifted.unwrap_or(100.0 * x)
}

/// Whether the days of a column have dates, times of day, or both.
fn days(range: &Range<Data>, column: usize) -> Days {
    let cells = range.rows().filter_map(|row| row.get(column));
    let mut all = cells.filter_map(|cell| match cell {
        Data::DateTime(time) if time.is_datetime() => Some(time.as_f64()),
        _ => None,
    });
    let (mut dates, mut times) = (true, true);
    for day in all.by_ref() {
        dates &= day.fract() == 0.0;
        times &= (0.0..1.0).contains(&day);
    }
    match (dates, times) {
        (_, true) => Days::Time,
        (true, _) => Days::Date,
        _ => Days::Both,
    }
}

fn date_and_time(time: ExcelDateTime, days: Days) -> String {
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let mut text = String::new();
    if days != Days::Time {
        let _ = write!(text, "{year:04}-{month:02}-{day:02}");
    }
    if days == Days::Both {
        text.push(' ');
    }
    if days != Days::Date {
        let _ = write!(text, "{hour:02}:{minute:02}:{second:02}");
        if milli > 0 {
            let _ = write!(text, ".{milli:03}");
        }
    }
    text
}

/// A duration in days, as hours, minutes and seconds.
fn duration(days: f64) -> String {
    let seconds = (days * 86_400.0).round();
    let (hours, rest) = (seconds.div_euclid(3600.0), seconds.rem_euclid(3600.0));
    format!("{hours}:{:02}:{:02}", rest.div_euclid(60.0), rest.rem_euclid(60.0))
}

/// Writes a cell. A hash at the start of a row with more cells is no comment.
fn quoted(text: &str, first: bool, csv: &mut String) {
    let text = text.replace(['\r', '\n'], " ");
    if text.contains([',', '"', ';', '\t']) || first && text.starts_with('#') {
        let _ = write!(csv, "\"{}\"", text.replace('"', "\"\""));
    } else {
        csv.push_str(&text);
    }
}
