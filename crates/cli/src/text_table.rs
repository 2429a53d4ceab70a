//! Tables for reading.

use std::io::{self, Write};

/// Writes cells below each other; the first row is the head.
pub(crate) fn write_aligned(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let width = |i: usize| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    for row in rows {
        let line: String = row.iter().zip(&widths).map(|(cell, width)| format!("  {cell:<width$}")).collect();
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// A column for reading: its head, and its value in words.
pub(crate) struct TextColumn<R> {
    pub(crate) head: &'static str,
    pub(crate) text: fn(&R) -> String,
}

/// Writes rows under these columns.
pub(crate) fn write_text<R>(columns: &[TextColumn<R>], rows: &[R], out: &mut dyn Write) -> io::Result<()> {
    let head = columns.iter().map(|column| column.head.to_owned()).collect();
    let cells = rows.iter().map(|row| columns.iter().map(|column| (column.text)(row)).collect());
    write_aligned(&std::iter::once(head).chain(cells).collect::<Vec<_>>(), out)
}

/// A number that may be missing.
pub(crate) fn or_dash<T>(value: Option<T>, text: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "–".to_owned(), text)
}
