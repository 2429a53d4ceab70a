//! The layout of a table: which column holds what.

use super::number::DecimalSign;
use crate::names::Named;
use crate::parameter::{FileUnit, Parameter};
use serde::{Deserialize, Serialize};

/// Role of a column, where the caller assigns one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ColumnRole {
    /// Times.
    Time,
    /// Names of links.
    Link,
    /// Values of this parameter; without a unit that of its name or of its values.
    Value(Parameter, Option<FileUnit>),
    /// Ignored.
    Unused,
}

/// The columns of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layout {
    /// Number of fields of a line.
    pub(super) columns: usize,
    /// The time; none where rows are counted.
    pub(super) time: Option<usize>,
    /// The date, where the time column has only the time of day.
    pub(super) date: Option<usize>,
    /// Columns that tell series apart.
    pub(super) labels: Vec<LabelColumn>,
    /// Columns that together name the parameter of a line.
    pub(super) fields: Vec<usize>,
    /// Whether these name the link too, whatever its name.
    pub(super) fields_name_links: bool,
    pub(super) values: Vec<ValueColumn>,
    /// The header, to recognise it where files were concatenated.
    pub(super) header: Vec<String>,
    /// Values of empty fields: the line `#default` of InfluxDB.
    pub(super) defaults: Vec<String>,
    /// Whether an empty value is not there, rather than missing.
    pub(super) sparse: bool,
}

/// A column that tells series apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LabelColumn {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) kind: Label,
}

/// What a column tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Links, or their places and devices: its name says so.
    Certain,
    /// Links, if times are repeated.
    Likely,
    /// Whatever its cells name, as `device=alice,link=brno`.
    Pairs,
    /// Results of one query, which may be means and maxima of the same: InfluxDB's `result`.
    Results,
}

/// A column with values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueColumn {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) named: Named,
    pub(super) parameter: Option<Parameter>,
    pub(super) unit: Option<FileUnit>,
    /// Whether the user has said the unit: then no sense of the values is asked for.
    pub(super) confirmed: bool,
    pub(super) link: Option<String>,
    pub(super) sign: DecimalSign,
    /// Which of the values is the key rate of the same link.
    pub(super) key: Option<usize>,
    /// The column with the bits of a key.
    pub(super) key_size: Option<usize>,
}
