//! Rows of any kind as CSV or JSON.

use serde::{Serialize, Serializer};
use serde_json::Value;
use std::io::{self, Write};

/// Formats of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// One header line, then one line for each row
    Csv,
    /// An object with program, version, what was asked for, units and rows
    Json,
}

/// A value in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A number; nothing where it is none.
    Number(f64),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<&'static str>),
    /// Yes or no.
    Truth(bool),
    /// Nothing.
    Nothing,
}

impl Cell {
    /// In CSV every value is a text. `{x}` alone would write 1e-13 with all its zeros.
    fn csv(self) -> String {
        match self {
            Cell::Number(x) if x.is_nan() => String::new(),
            Cell::Number(x) if x == 0.0 || (1e-4..1e15).contains(&x.abs()) => format!("{x}"),
            Cell::Number(x) => format!("{x:e}"),
            Cell::Text(text) => text,
            Cell::Texts(texts) => texts.join("; "),
            Cell::Truth(truth) => truth.to_string(),
            Cell::Nothing => String::new(),
        }
    }

    /// JSON has no infinite numbers: `null`, too.
    fn json(self) -> Value {
        match self {
            Cell::Number(x) => Value::from(x),
            Cell::Text(text) => Value::from(text),
            Cell::Texts(texts) => Value::from(texts),
            Cell::Truth(truth) => Value::from(truth),
            Cell::Nothing => Value::Null,
        }
    }
}

impl From<Option<f64>> for Cell {
    fn from(x: Option<f64>) -> Cell {
        x.map_or(Cell::Nothing, Cell::Number)
    }
}

/// Rows with what stands above them.
pub(super) struct Records<R> {
    /// What JSON says beside the rows.
    pub(super) head: Vec<(&'static str, Value)>,
    /// Names of the columns, with the units of those that hold numbers.
    pub(super) columns: Vec<(&'static str, Option<&'static str>)>,
    /// The rows, with a cell for each column.
    pub(super) rows: R,
}

impl<R: Iterator<Item = Vec<Cell>>> Records<R> {
    /// Writes the rows one by one as they are computed: a million need no memory, and a reader who leaves ends the work.
    pub(super) fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Csv => self.write_csv(out),
            Format::Json => self.write_json(out),
        }
    }

    fn write_csv(self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(self.columns.iter().map(|(name, _)| name)).map_err(in_writing)?;
        for row in self.rows {
            csv.write_record(row.into_iter().map(Cell::csv)).map_err(in_writing)?;
        }
        csv.flush()
    }

    fn write_json(self, out: &mut dyn Write) -> io::Result<()> {
        let own =
            [("program", Value::from(env!("CARGO_PKG_NAME"))), ("version", Value::from(env!("CARGO_PKG_VERSION")))];
        writeln!(out, "{{")?;
        for (name, value) in own.into_iter().chain(self.head) {
            writeln!(out, "\"{name}\": {value},")?;
        }
        let units = self.columns.iter().filter_map(|&(name, unit)| Some((name, Value::from(unit?)))).collect();
        write!(out, "\"units\": {},\n\"rows\": [", serde_json::to_string(&Fields(units))?)?;
        for (i, row) in self.rows.enumerate() {
            let names = self.columns.iter().map(|(name, _)| *name);
            let row = Fields(names.zip(row.into_iter().map(Cell::json)).collect());
            write!(out, "{}\n{}", if i == 0 { "" } else { "," }, serde_json::to_string(&row)?)?;
        }
        writeln!(out, "\n]\n}}")
    }
}

/// A line of the help about each column: name, unit, meaning.
pub(super) fn describe(columns: impl Iterator<Item = [&'static str; 3]> + Clone) -> String {
    let longest = |part: usize| columns.clone().map(|column| column[part].chars().count()).max().unwrap_or(0);
    let (names, units) = (longest(0), longest(1).max(6));
    columns.map(|[name, unit, means]| format!("  {name:<names$} {unit:<units$} {means}\n")).collect()
}

/// The system's own error, which says whether a reader has left; csv's conversion would hide that.
fn in_writing(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// An object of JSON that keeps its order, as serde_json's own does not.
struct Fields(Vec<(&'static str, Value)>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_exactly() {
        for x in [0.0, 0.1 + 0.2, 1e-13, 7.738_012_345_678_9e6, -1.5e300, 5e-324, 1000.0] {
            assert_eq!(Cell::Number(x).csv().parse(), Ok(x));
        }
        assert_eq!([1000.0, 1.5e-9, f64::NAN].map(|x| Cell::Number(x).csv()), ["1000", "1.5e-9", ""]);
    }

    #[test]
    fn json_is_strict() {
        assert!([f64::NAN, f64::INFINITY].iter().all(|x| Cell::Number(*x).json().is_null()));
    }
}
