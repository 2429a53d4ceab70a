//! The layout of a file: which column holds what.

use super::fields::Splitter;
use super::time::TimeUnit;
use crate::names::recognise;
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

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Layout {
    /// Number of fields of a line.
    pub(super) columns: usize,
    pub(super) time: usize,
    /// The date, where the time column has only the time of day.
    pub(super) date: Option<usize>,
    pub(super) time_unit: Option<TimeUnit>,
    /// Columns that together name the link of a line.
    pub(super) links: Vec<usize>,
    /// Columns that together name the parameter of a line.
    pub(super) fields: Vec<usize>,
    pub(super) values: Vec<ValueColumn>,
    /// Columns without a known use.
    pub(super) unused: Vec<String>,
    /// The header, to recognise it where files were concatenated.
    pub(super) header: Vec<String>,
    /// Values of empty fields: the line `#default` of InfluxDB.
    pub(super) defaults: Vec<String>,
}

/// A column with values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ValueColumn {
    pub(super) index: usize,
    pub(super) name: String,
    pub(super) parameter: Option<Parameter>,
    pub(super) unit: Option<FileUnit>,
    pub(super) link: Option<String>,
}

impl Layout {
    /// Time and value, without a header.
    pub(super) fn pair() -> Layout {
        let value = ValueColumn { index: 1, name: String::new(), parameter: None, unit: None, link: None };
        Layout { columns: 2, values: vec![value], ..Layout::default() }
    }

    /// The layout that a header describes; `None` if the line is no header.
    pub(super) fn of_header(line: &Splitter, roles: &[(String, ColumnRole)]) -> Option<Layout> {
        let header: Vec<String> = line.iter().map(|field| field.trim().to_owned()).collect();
        let mut uses: Vec<Use> = header.iter().map(|name| Use::of(name, roles)).collect();
        let has = |uses: &[Use], wanted: fn(&Use) -> bool| uses.iter().any(wanted);
        let named = has(&uses, |u| matches!(u, Use::Parameter(_)));
        if !has(&uses, |u| *u == Use::Time) {
            // An index without a name is often the time.
            let free = uses.iter().position(|u| matches!(u, Use::Unknown | Use::Annotation));
            *uses.get_mut(free.filter(|_| named)?)? = Use::Time;
        }
        if header.len() == 2 && !named {
            // Time and one more: that is the value, whatever its name.
            uses.iter_mut().filter(|u| **u == Use::Unknown).for_each(|u| *u = Use::Value);
        }
        Some(Layout::of_uses(header, &uses))
    }

    fn of_uses(header: Vec<String>, uses: &[Use]) -> Layout {
        // Some programs end each line with a delimiter.
        let columns = header.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        let mut layout = Layout { columns, ..Layout::default() };
        let all = |wanted: Use| (0..uses.len()).filter(move |i| uses[*i] == wanted);
        let values = all(Use::Value).count() > 0;
        let long = values && all(Use::Field).count() > 0;
        let influx = header.iter().any(|name| name == "_time");
        layout.time = all(Use::Time).next().unwrap_or(0);
        layout.date = all(Use::Date).next();
        layout.time_unit = time_unit(&header[layout.time]);
        layout.links = all(Use::Link).collect();
        if long {
            layout.fields = all(Use::Field).collect();
            // The general before the special, in whatever order the columns are.
            layout.fields.sort_by_key(|i| header[*i] != "_measurement");
        }
        if influx && layout.links.is_empty() {
            // Its tags together identify a series.
            layout.links =
                (0..uses.len()).filter(|i| uses[*i] == Use::Unknown && !header[*i].starts_with('_')).collect();
        }
        for (index, (name, what)) in header.iter().zip(uses).enumerate() {
            let name = name.clone();
            match what {
                Use::Parameter(column) => {
                    let column = ValueColumn { index, name, ..column.clone() };
                    let taken = |c: &ValueColumn| (c.parameter, &c.link) == (column.parameter, &column.link);
                    if layout.values.iter().any(taken) {
                        layout.unused.push(column.name);
                    } else {
                        layout.values.push(column);
                    }
                }
                Use::Value => layout.values.push(ValueColumn { index, name, parameter: None, unit: None, link: None }),
                Use::Unknown | Use::Field if !layout.links.contains(&index) && !layout.fields.contains(&index) => {
                    layout.unused.push(name);
                }
                Use::Time if index != layout.time => layout.unused.push(name),
                _ => {}
            }
        }
        // A column named value beside others with names of parameters.
        if !long && layout.values.iter().any(|column| column.parameter.is_some()) {
            let (named, nameless) = layout.values.into_iter().partition(|column| column.parameter.is_some());
            layout.values = named;
            layout.unused.extend(nameless.into_iter().map(|column: ValueColumn| column.name));
        }
        layout.header = header;
        layout
    }
}

/// The use that the name of a column suggests.
#[derive(Debug, Clone, PartialEq)]
enum Use {
    Time,
    Date,
    Link,
    Field,
    Value,
    Parameter(ValueColumn),
    /// Columns of InfluxDB without information.
    Annotation,
    Unknown,
}

impl Use {
    fn of(name: &str, roles: &[(String, ColumnRole)]) -> Use {
        let column = |parameter, unit, link| {
            Use::Parameter(ValueColumn { index: 0, name: String::new(), parameter: Some(parameter), unit, link })
        };
        let known = recognise(name);
        if let Some((_, role)) = roles.iter().find(|(asked, _)| asked.eq_ignore_ascii_case(name)) {
            return match role {
                ColumnRole::Time => Use::Time,
                ColumnRole::Link => Use::Link,
                ColumnRole::Value(parameter, unit) => column(*parameter, unit.or(known.unit), None),
                ColumnRole::Unused => Use::Unknown,
            };
        }
        let lower = name.to_lowercase();
        match lower.as_str() {
            "" | "result" | "table" | "_start" | "_stop" => Use::Annotation,
            "date" => Use::Date,
            "link" | "link_id" | "linkid" | "link id" | "device" | "node" | "host" => Use::Link,
            "_field" | "_measurement" | "field" | "parameter" | "metric" | "quantity" => Use::Field,
            "_value" | "value" | "val" => Use::Value,
            _ if is_time(&lower) => Use::Time,
            _ => match known.parameter {
                // Other words in the name of a column say how it was made; only a link that is called one is a link.
                Some(parameter) => column(parameter, known.unit, known.link.filter(|link| names_link(&lower, link))),
                None => Use::Unknown,
            },
        }
    }
}

/// Whether the words left over in the name of a column are a link: `link` stands before them, or they are a number.
fn names_link(name: &str, link: &str) -> bool {
    name.contains("link") || link.bytes().all(|b| b.is_ascii_digit())
}

fn is_time(name: &str) -> bool {
    const NAMES: [&str; 10] =
        ["time", "timestamp", "datetime", "t", "ts", "epoch", "zeit", "elapsed", "uhrzeit", "czas"];
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().is_some_and(|word| NAMES.contains(&word));
    let behind =
        |word: &str| matches!(word, "end" | "utc" | "stamp" | "since" | "start") || TimeUnit::named(word).is_some();
    // Of the start and the end of a measurement the end is when its value was there.
    first && words.all(behind) && (name.contains("since") || !name.contains("start"))
}

/// The unit behind the name of a time: `t_end_s`, `time (ms)`, `timestamp_us`.
fn time_unit(name: &str) -> Option<TimeUnit> {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next();
    words.next_back().and_then(TimeUnit::named)
}
