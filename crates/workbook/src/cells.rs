//! The cells of a sheet that have something in them.

use crate::{WorkbookProblem, damaged, places};
use calamine::{Data, Style, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// A value and how it is shown.
pub(super) struct Cell {
    pub(super) value: Data,
    /// Whether it is shown in per cent: 2.1 % is stored as 0.021.
    pub(super) percent: bool,
}

/// Cells by row and column, from 0.
pub(super) type Cells = BTreeMap<(u32, u32), Cell>;

/// The cells of a sheet; nothing for a chart, which is no worksheet.
pub(super) fn read(workbook: &mut Xlsx<impl Read + Seek>, sheet: &str) -> Result<Option<Cells>, WorkbookProblem> {
    let mut reader = match workbook.worksheet_cells_reader(sheet) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(problem) => return Err(damaged(problem)),
    };
    let percent: Vec<bool> = reader.styles().iter().map(in_percent).collect();
    let mut cells = Cells::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        if row >= places::ROWS || column >= places::COLUMNS {
            let place = format!("it has a cell in row {}, column {}", u64::from(row) + 1, u64::from(column) + 1);
            return Err(WorkbookProblem::Damaged(place));
        }
        let value = Data::from(cell.get_value().clone());
        if value != Data::Empty {
            let percent = percent.get(style) == Some(&true);
            cells.insert((row, column), Cell { value, percent });
        }
    }
    Ok(Some(cells))
}

fn in_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code))
}

/// Whether a format shows a hundred times the value: it has a per cent sign outside quotation marks and not behind a backslash.
/// Source: ECMA-376, part 1, 18.8.31.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    format.chars().any(|c| {
        let sign = c == '%' && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        sign
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_in_per_cent() {
        for format in ["0%", "0.00%", "[Red]0.0%;-0.0%", "\\\"0%"] {
            assert!(is_percent(format), "{format}");
        }
        for format in ["General", "0.0\\%", "0.0\" %\"", ""] {
            assert!(!is_percent(format), "{format}");
        }
    }
}
