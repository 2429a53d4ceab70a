//! Rows of any kind: those of every export, and what the help says of their columns.

pub(super) use view::export::records::{Cell, Format};

/// Rows with what stands above them.
pub(super) type Records<R> = view::export::records::Records<R, serde_json::Value>;

/// A line about each column: name, unit, meaning.
pub(super) fn describe(columns: impl Iterator<Item = [&'static str; 3]> + Clone) -> String {
    let longest = |part: usize| columns.clone().map(|column| column[part].chars().count()).max().unwrap_or(0);
    let (names, units) = (longest(0), longest(1).max(6));
    columns.map(|[name, unit, means]| format!("  {name:<names$} {unit:<units$} {means}\n")).collect()
}
