//! Tables of any kind: what a column is, and its values as CSV, as JSON, and in words for a help text.

use super::VERSION;
use super::records::{Cell, Format, csv_row, joined, json_row, json_text};
use std::borrow::Borrow;
use std::fmt::Display;
use std::io::{self, Write};

/// A column of a table whose rows are made from `R`.
#[derive(Debug)]
pub struct Column<R> {
    /// Its name: in the first line of CSV, and the key in a row of JSON. Scripts count on it.
    pub name: &'static str,
    /// Unit of its values, `1` where they are dimensionless; none for words, and for values whose unit differs from row to row.
    pub unit: Option<&'static str>,
    /// Its meaning, for the help.
    pub means: &'static str,
    value: Value<R>,
    /// The only format that has a place for it.
    only: Option<Format>,
}

#[derive(Debug)]
enum Value<R> {
    Number(fn(&R) -> f64),
    Optional(fn(&R) -> Option<f64>),
    Cell(fn(&R) -> Cell),
}

impl<R> Clone for Column<R> {
    fn clone(&self) -> Column<R> {
        *self
    }
}

impl<R> Copy for Column<R> {}

impl<R> Clone for Value<R> {
    fn clone(&self) -> Value<R> {
        *self
    }
}

impl<R> Copy for Value<R> {}

impl<R> Column<R> {
    /// A column of numbers, empty where one is not a number.
    pub const fn number(
        name: &'static str,
        unit: &'static str,
        means: &'static str,
        value: fn(&R) -> f64,
    ) -> Column<R> {
        Column { name, unit: Some(unit), means, value: Value::Number(value), only: None }
    }

    /// A column of numbers that not every row has.
    pub const fn optional(
        name: &'static str,
        unit: &'static str,
        means: &'static str,
        value: fn(&R) -> Option<f64>,
    ) -> Column<R> {
        Column { name, unit: Some(unit), means, value: Value::Optional(value), only: None }
    }

    /// A column of anything that has a unit, such as a count.
    pub const fn cell(name: &'static str, unit: &'static str, means: &'static str, value: fn(&R) -> Cell) -> Column<R> {
        Column { name, unit: Some(unit), means, value: Value::Cell(value), only: None }
    }

    /// A column without a unit.
    pub const fn words(name: &'static str, means: &'static str, value: fn(&R) -> Cell) -> Column<R> {
        Column { name, unit: None, means, value: Value::Cell(value), only: None }
    }

    /// This column in one format only.
    #[must_use]
    pub const fn only_in(self, format: Format) -> Column<R> {
        Column { only: Some(format), ..self }
    }

    /// Its value in a row.
    pub fn of(&self, row: &R) -> Cell {
        match self.value {
            Value::Number(value) => Cell::Number(value(row)),
            Value::Optional(value) => Cell::from(value(row)),
            Value::Cell(value) => value(row),
        }
    }

    /// Name, unit and meaning.
    pub fn described(&self) -> [&'static str; 3] {
        [self.name, self.unit.unwrap_or_default(), self.means]
    }
}

/// A line about each column, for a help text: name, unit and meaning below each other.
///
/// ```
/// use view::export::describe;
/// let columns = [["rate", "bit/s", "what is left"], ["link", "", "where"]];
/// assert_eq!(describe(columns), "  rate bit/s  what is left\n  link        where\n");
/// ```
pub fn describe(columns: impl IntoIterator<Item = [&'static str; 3]>) -> String {
    let columns: Vec<[&str; 3]> = columns.into_iter().collect();
    let longest = |part: usize| columns.iter().map(|column| column[part].chars().count()).max().unwrap_or(0);
    let (names, units) = (longest(0), longest(1).max(6));
    columns.iter().map(|[name, unit, means]| format!("  {name:<names$} {unit:<units$} {means}\n")).collect()
}

/// Rows under their columns, below a head.
pub struct Table<R, I, H> {
    /// What JSON says beside the rows: names and values that are displayed as JSON.
    pub head: Vec<(&'static str, H)>,
    /// The columns in their order.
    pub columns: Vec<Column<R>>,
    /// The source of the rows.
    pub rows: I,
}

impl<R, I: Iterator<Item: Borrow<R>>, H: Display> Table<R, I, H> {
    /// Writes the rows one by one as they are computed: a million need no memory, and a reader who leaves ends the work.
    ///
    /// # Errors
    /// The error of writing, from the operating system.
    pub fn write(mut self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        self.columns.retain(|column| column.only.is_none_or(|only| only == format));
        let names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        match format {
            Format::Csv => writeln!(out, "{}", names.join(","))?,
            Format::Json => self.write_head(out)?,
        }
        for (i, row) in self.rows.enumerate() {
            let cells: Vec<Cell> = self.columns.iter().map(|column| column.of(row.borrow())).collect();
            match format {
                Format::Csv => writeln!(out, "{}", csv_row(&cells))?,
                Format::Json => write!(out, "{}\n{}", if i == 0 { "" } else { "," }, json_row(&names, &cells))?,
            }
        }
        if format == Format::Json { writeln!(out, "\n]\n}}") } else { Ok(()) }
    }

    fn write_head(&self, out: &mut dyn Write) -> io::Result<()> {
        let program = numbers::program::NAME;
        writeln!(out, "{{\n\"program\": \"{program}\",\n\"version\": \"{VERSION}\",")?;
        for (name, value) in &self.head {
            writeln!(out, "\"{name}\": {value},")?;
        }
        let unit = |column: &Column<R>| Some(format!("\"{}\":{}", column.name, json_text(column.unit?)));
        write!(out, "\"units\": {{{}}},\n\"rows\": [", joined(self.columns.iter().filter_map(unit)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::records::json_texts;
    use super::*;
    use proptest::prelude::*;

    fn written(format: Format, texts: &[String]) -> String {
        let columns = vec![
            Column::number("a", "1", "a number", |_| 1.0),
            Column::words("b", "a text", |text: &String| Cell::Text(text.clone())),
            Column::words("c", "yes or no", |_| Cell::Truth(true)),
        ];
        let mut out = Vec::new();
        let head = vec![("link", json_texts(texts))];
        Table { head, columns, rows: texts.iter() }.write(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_column_may_belong_to_one_format() {
        let columns = vec![
            Column::<f64>::number("x", "m", "a length", |x| *x),
            Column::words("version", "", |_| Cell::Text("1".to_owned())).only_in(Format::Csv),
            Column::cell("counts", "1", "", |_| Cell::Json("[1]".to_owned())).only_in(Format::Json),
        ];
        let written = |format| {
            let mut out = Vec::new();
            let head: Vec<(&str, f64)> = Vec::new();
            Table { head, columns: columns.clone(), rows: [2.5].into_iter() }.write(format, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Format::Csv), "x,version\n2.5,1\n");
        assert!(
            written(Format::Json).ends_with(
                "\"units\": {\"x\":\"m\",\"counts\":\"1\"},\n\"rows\": [\n{\"x\":2.5,\"counts\":[1]}\n]\n}\n"
            )
        );
    }

    proptest! {
        /// Other programs read what is written: the crates csv and serde_json.
        #[test]
        fn any_text_is_read_back(texts in prop::collection::vec("(?s).{0,12}|[,\"\r\n\\\\]{0,5}", 0..5)) {
            let csv = written(Format::Csv, &texts);
            let read: Vec<String> =
                csv::Reader::from_reader(csv.as_bytes()).records().map(|row| row.unwrap()[1].to_owned()).collect();
            prop_assert_eq!(&read, &texts);
            let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &texts)).unwrap();
            prop_assert_eq!(&json["link"], &serde_json::json!(texts));
            let read: Vec<&str> = json["rows"].as_array().unwrap().iter().map(|row| row["b"].as_str().unwrap()).collect();
            prop_assert_eq!(read, texts);
        }
    }
}
