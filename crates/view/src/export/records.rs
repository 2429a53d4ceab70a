//! Cells of a row as CSV (RFC 4180) or JSON (RFC 8259).
//!
//! Written by hand: the crates for it would add 14 kB to the page, for two rules of quoting.

use std::fmt::Write as _;

/// Formats of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One header line, then one line for each row
    Csv,
    /// An object with program, version, what was asked for, units and rows
    Json,
}

impl std::str::FromStr for Format {
    type Err = ();

    fn from_str(word: &str) -> Result<Format, ()> {
        match word {
            "csv" => Ok(Format::Csv),
            "json" => Ok(Format::Json),
            _ => Err(()),
        }
    }
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number; nothing where it is none.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<&'static str>),
    /// Yes or no.
    Truth(bool),
    /// Anything else, as JSON.
    Json(String),
    /// Nothing.
    Nothing,
}

impl Cell {
    fn csv(&self) -> String {
        match self {
            Cell::Number(x) if x.is_nan() => String::new(),
            Cell::Number(x) => number(*x),
            Cell::Text(text) | Cell::Json(text) => quoted(text),
            Cell::Texts(texts) => quoted(&texts.join("; ")),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Nothing => String::new(),
        }
    }

    fn json(&self) -> String {
        match self {
            Cell::Number(x) if x.is_finite() => number(*x),
            Cell::Text(text) => json_text(text),
            Cell::Texts(texts) => json_texts(texts),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Json(json) => json.clone(),
            // JSON has no infinite numbers.
            Cell::Number(_) | Cell::Nothing => "null".to_owned(),
        }
    }
}

impl From<Option<f64>> for Cell {
    fn from(x: Option<f64>) -> Cell {
        x.map_or(Cell::Nothing, Cell::Number)
    }
}

/// The shortest number that reads back as exactly this one. `{x}` alone would write 1e-13 with all its zeros.
fn number(x: f64) -> String {
    if x == 0.0 || !x.is_finite() || (1e-4..1e15).contains(&x.abs()) { format!("{x}") } else { format!("{x:e}") }
}

/// In CSV, in quotes where it would be taken for something else.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// A text in JSON.
///
/// ```
/// assert_eq!(view::export::records::json_text("a \"ρ\"\n"), r#""a \"ρ\"\u000a""#);
/// ```
pub fn json_text(text: &str) -> String {
    let mut json = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            // Writing to a text cannot fail.
            '\0'..' ' => drop(write!(json, "\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json + "\""
}

/// A list of texts in JSON.
pub fn json_texts<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| json_text(text.as_ref())).collect();
    format!("[{}]", texts.join(","))
}

/// A line of CSV without its end.
///
/// ```
/// use view::export::records::{Cell, csv_row};
/// assert_eq!(csv_row(&[Cell::Text("a,b".to_owned()), Cell::Nothing, Cell::Number(0.1)]), "\"a,b\",,0.1");
/// ```
pub fn csv_row(row: &[Cell]) -> String {
    joined(row.iter().map(Cell::csv))
}

/// An object of JSON with these names.
///
/// ```
/// use view::export::records::{Cell, json_row};
/// assert_eq!(json_row(["id", "km"], &[Cell::Text("7".to_owned()), Cell::Number(0.1)]), r#"{"id":"7","km":0.1}"#);
/// ```
pub fn json_row<T: AsRef<str>>(names: impl IntoIterator<Item = T>, row: &[Cell]) -> String {
    let fields = names.into_iter().zip(row).map(|(name, cell)| format!("{}:{}", json_text(name.as_ref()), cell.json()));
    format!("{{{}}}", joined(fields))
}

pub(super) fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_exactly() {
        for x in [0.0, 0.1 + 0.2, 1e-13, 7.738_012_345_678_9e6, -1.5e300, 5e-324, 1000.0] {
            assert_eq!(Cell::Number(x).csv().parse(), Ok(x));
            assert_eq!(Cell::Number(x).json().parse(), Ok(x));
        }
        let all = [1000.0, 1.5e-9, f64::NAN, f64::INFINITY].map(Cell::Number);
        assert_eq!(all.each_ref().map(Cell::csv), ["1000", "1.5e-9", "", "inf"]);
        assert_eq!(all.each_ref().map(Cell::json), ["1000", "1.5e-9", "null", "null"]);
    }
}
