//! `links.csv`.

use super::{Kilometres, LinksProblem, LossDb};
use crate::read::{Splitter, delimiter_of, link_named};
use crate::rejection::Example;
use numbers::quantity::{Unit, parse_quantity};
use serde::{Deserialize, Serialize};

/// The row of a link in `links.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkRow {
    /// Its name.
    pub link: String,
    /// Length of its fibre.
    pub length: Option<Kilometres>,
    /// Its loss, dB.
    pub loss: Option<LossDb>,
    /// Its loss in any other measure: the column `link_loss`. The thesis takes the length for it.
    pub relative_loss: Option<f64>,
}

/// Indices of the columns that are read; the file may have others.
#[derive(Default)]
struct Columns {
    link: Option<usize>,
    length: Option<usize>,
    loss: Option<usize>,
    relative_loss: Option<usize>,
}

/// Reads `links.csv`: a header with `link` and some of `length_km`, `link_loss_db` and `link_loss`, then a line a link.
///
/// # Errors
/// [`LinksProblem`] says which line is wrong.
///
/// ```
/// let rows = monitoring::read_links(b"link,length_km,link_loss_db\n1,46,9.7\n2,57,\n").unwrap();
/// assert_eq!(rows[0].length.unwrap().get(), 46.0);
/// assert_eq!(rows[1].loss, None);
/// ```
pub fn read_links(bytes: &[u8]) -> Result<Vec<LinkRow>, LinksProblem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut splitter = Splitter::new();
    let (mut columns, mut width, mut rows) = (None, 0, Vec::<LinkRow>::new());
    for (number, line) in (1..).zip(bytes.split(|b| *b == b'\n')) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let example = || Example::new(number, line);
        if columns.is_none() {
            splitter.set_delimiter(delimiter_of(line));
        }
        splitter.split(&[line, b"\n"].concat()).map_err(|_| LinksProblem::Fields(example()))?;
        let Some(columns) = &columns else {
            let header = Columns::of(&splitter);
            width = splitter.len();
            columns = Some(if header.link.is_some() { header } else { return Err(LinksProblem::NoHeader) });
            continue;
        };
        if splitter.len() != width {
            return Err(LinksProblem::Fields(example()));
        }
        let row = columns.row(&splitter, example)?;
        if rows.iter().any(|other| other.link == row.link) {
            return Err(LinksProblem::Twice(example()));
        }
        rows.push(row);
    }
    if columns.is_some() { Ok(rows) } else { Err(LinksProblem::NoHeader) }
}

impl Columns {
    fn of(header: &Splitter) -> Columns {
        let mut columns = Columns::default();
        for (i, name) in header.iter().enumerate() {
            let column = match name.trim().to_lowercase().as_str() {
                "link" | "name" => &mut columns.link,
                "length_km" | "length" | "distance_km" => &mut columns.length,
                "link_loss_db" | "loss_db" => &mut columns.loss,
                "link_loss" | "loss" => &mut columns.relative_loss,
                _ => continue,
            };
            column.get_or_insert(i);
        }
        columns
    }

    fn row(&self, fields: &Splitter, line: impl Fn() -> Example) -> Result<LinkRow, LinksProblem> {
        let field = |column: Option<usize>| column.map_or("", |i| fields.field(i).trim());
        let link = link_named(field(self.link));
        if link.is_empty() {
            return Err(LinksProblem::NoName(line()));
        }
        let number = |column: Option<usize>, unit: Unit, wanted: &'static str| {
            let text = field(column);
            // With semicolons between the fields a comma is the decimal sign, as in the measurements.
            let point = if fields.delimiter() == b',' { text.to_owned() } else { text.replace(',', ".") };
            let wrong = || LinksProblem::Number { line: line(), text: text.to_owned(), wanted };
            if text.is_empty() {
                return Ok(None);
            }
            parse_quantity(&point, unit).ok().filter(|x| *x >= 0.0).map(Some).ok_or_else(wrong)
        };
        const VALID: &str = "a number that is finite and not negative is a length and a loss";
        Ok(LinkRow {
            link,
            length: number(self.length, Unit::Kilometres, "a length in km")?.map(|x| x.try_into().expect(VALID)),
            loss: number(self.loss, Unit::Decibels, "a loss in dB")?.map(|x| x.try_into().expect(VALID)),
            relative_loss: number(self.relative_loss, Unit::None, "a loss")?,
        })
    }
}
