//! The cells of a sheet as CSV.

use crate::cells::{Cell, Cells};
use calamine::{Data, ExcelDateTime};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is written of the days in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Date,
    Time,
    Both,
}

/// The rows of a sheet from its first column with a cell on; those without a cell are empty lines. Nothing if they have more than `limit` bytes.
pub(super) fn write(cells: &Cells, limit: usize) -> Option<String> {
    let days = days(cells);
    let first = cells.keys().map(|(_, column)| *column).min().unwrap_or(0);
    let mut csv = String::new();
    let mut cells = cells.iter().peekable();
    let (mut line, mut at) = (0, first);
    while let Some((&(row, column), cell)) = cells.next() {
        while line < row {
            csv.push('\n');
            (line, at) = (line + 1, first);
        }
        while at < column {
            csv.push(',');
            at += 1;
        }
        let alone = cells.peek().is_none_or(|((next, _), _)| *next > row);
        let days = days.get(&column).copied().unwrap_or(Days::Both);
        quoted(&text(cell, days), column == first && !alone, &mut csv);
        if csv.len() > limit {
            return None;
        }
    }
    csv.push('\n');
    Some(csv)
}

fn text(cell: &Cell, days: Days) -> String {
    match &cell.value {
        Data::Float(x) if cell.percent => format!("{}%", hundredfold(*x)),
        Data::Int(x) if cell.percent => format!("{}%", hundredfold(*x as f64)),
        Data::DateTime(time) if time.is_datetime() => date_and_time(*time, days),
        Data::DateTime(time) => duration(time.as_f64()),
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        value @ (Data::Float(_) | Data::Int(_) | Data::Bool(_) | Data::Error(_)) => value.to_string(),
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

/// Whether the days of each column that has any are dates, times of day, or both.
fn days(cells: &Cells) -> BTreeMap<u32, Days> {
    let mut only: BTreeMap<u32, (bool, bool)> = BTreeMap::new();
    for ((_, column), cell) in cells {
        if let Data::DateTime(time) = cell.value
            && time.is_datetime()
        {
            let day = time.as_f64();
            let (dates, times) = only.entry(*column).or_insert((true, true));
            *dates &= day.fract() == 0.0;
            *times &= (0.0..1.0).contains(&day);
        }
    }
    let kind = |(dates, times)| match (dates, times) {
        (_, true) => Days::Time,
        (true, _) => Days::Date,
        _ => Days::Both,
    };
    only.into_iter().map(|(column, only)| (column, kind(only))).collect()
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
