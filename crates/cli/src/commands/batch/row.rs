//! A row of a table: read, computed, written.

use super::BatchFormat;
use super::columns::Columns;
use super::fields::{split, with_point};
use super::lines::Line;
use super::problem::{BadRow, CellProblem, RowProblem};
use crate::{distances, parameters};
use engine::scenario::{Draft, Scenario, Settings};
use engine::sweep::{outcome, reach};
use view::export::records::{Cell, csv_row, json_row};
use view::export::{cells, curve_link};

/// Reads, computes and writes rows.
pub(super) struct Rows<'a> {
    pub(super) columns: &'a Columns,
    /// The settings of every row that does not override them.
    pub(super) settings: &'a Settings,
    pub(super) format: BatchFormat,
}

/// A row as it is written, with its end.
pub(super) struct Written {
    pub(super) text: String,
    /// Why it has no result.
    pub(super) bad: Option<BadRow>,
}

impl Rows<'_> {
    /// The line above the rows; nothing where each row says what it holds.
    pub(super) fn header(&self) -> String {
        let names = || self.columns.names.iter().chain(&self.columns.results);
        match self.format {
            BatchFormat::Csv => csv_row(&names().cloned().map(Cell::Text).collect::<Vec<_>>()) + "\n",
            BatchFormat::Jsonl => String::new(),
        }
    }

    /// A row with its results.
    pub(super) fn write(&self, line: &Line) -> Written {
        let wanted = self.columns.names.len();
        let mut fields = if line.cut { Err(RowProblem::TooLong) } else { split(&line.bytes, self.columns.separator) };
        let found = fields.as_ref().map_or(0, Vec::len);
        let results = match &fields {
            Ok(_) if found != wanted => Err(RowProblem::Fields { found, wanted }),
            Ok(fields) => self.results(fields).map_err(RowProblem::Cells),
            Err(problem) => Err(problem.clone()),
        };
        let bad = results.as_ref().err().map(|problem| BadRow { line: line.number, problem: problem.clone() });
        let mut row: Vec<Cell> =
            fields.as_mut().map(std::mem::take).unwrap_or_default().into_iter().map(Cell::Text).collect();
        row.resize(wanted, Cell::Nothing);
        row.extend(results.unwrap_or_default());
        row.resize(wanted + self.columns.results.len() - 1, Cell::Nothing);
        row.push(bad.as_ref().map_or(Cell::Nothing, |bad| Cell::Text(bad.to_string())));
        let mut text = match self.format {
            BatchFormat::Csv => csv_row(&row),
            BatchFormat::Jsonl => json_row(self.columns.names.iter().chain(&self.columns.results), &row),
        };
        text.push('\n');
        Written { text, bad }
    }

    /// Whether a row that was written has no result.
    pub(super) fn is_bad(&self, row: &[u8]) -> bool {
        match self.format {
            BatchFormat::Csv => !row.trim_ascii_end().ends_with(b","),
            BatchFormat::Jsonl => !row.trim_ascii_end().ends_with(b":null}"),
        }
    }

    /// A cell with a decimal point, and with the unit that the name of its column has, if it has none itself.
    fn cell(&self, fields: &[String], i: usize) -> String {
        let text = with_point(&fields[i], self.columns.separator);
        match &self.columns.units[i] {
            Some(unit) if text.trim().parse::<f64>().is_ok() => format!("{} {unit}", text.trim()),
            _ => text,
        }
    }

    /// The results of a row, without its error.
    fn results(&self, fields: &[String]) -> Result<Vec<Cell>, Vec<CellProblem>> {
        let (mut draft, mut problems) = (Draft::default(), Vec::new());
        for &(i, key) in &self.columns.parameters {
            if !fields[i].trim().is_empty() {
                draft.set(key, self.cell(fields, i));
            }
        }
        let (changes, wrong) = draft.read();
        problems.extend(wrong);
        let settings = parameters::on_top(self.settings, &changes);
        let scenario = Scenario::try_from(&settings);
        if problems.is_empty() {
            problems.extend(scenario.as_ref().err().cloned().into_iter().flatten());
        }
        let mut problems: Vec<CellProblem> = problems
            .into_iter()
            .map(|(key, problem)| CellProblem::Parameter { name: key.param().name, problem })
            .collect();
        let distance = self.columns.distance.filter(|&i| !fields[i].trim().is_empty()).map(|i| {
            distances::single(&self.cell(fields, i))
                .map_err(|problem| CellProblem::Distance { column: self.columns.names[i].clone(), problem })
        });
        let distance = distance.transpose().map_err(|problem| problems.push(problem)).ok().flatten();
        let (Ok(scenario), true) = (scenario, problems.is_empty()) else { return Err(problems) };
        let link = curve_link(&settings);
        let mut row = vec![Cell::Number(reach(&scenario).km().unwrap_or(f64::INFINITY))];
        let terms = self.columns.results.len() - row.len() - 1;
        let own = match distance {
            Some(length) => {
                let outcome = outcome(&scenario, length).expect("no distance is read that is too long");
                cells(Some(&outcome), &link)
            }
            None => cells(None, &link),
        };
        // Without a column of distances only the address and the origin of the row.
        row.extend(own.into_iter().skip(1).rev().take(terms).rev());
        Ok(row)
    }
}
