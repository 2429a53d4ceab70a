//! How a file is understood: its times, its columns, and what only the user can say.

use super::layout::ColumnRole;
use super::time::{Origin, TimeReading};
use super::{Hints, TimeChoice};
use crate::parameter::{FileUnit, Parameter};
use serde::{Deserialize, Serialize};

/// How a file is understood.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Description {
    /// The zone of its times: `UTC`, `+01:00`, `Europe/Vienna`; none where they count from a start that is not known, or are not read.
    pub zone: Option<String>,
    /// Whether the zone was assumed, since the times name none.
    pub zone_assumed: bool,
    /// Origin of its times.
    pub origin: Option<Origin>,
    /// The first and the last time at which there is a value, µs since the origin.
    pub period_us: Option<(i64, i64)>,
    /// Its columns, in their order; those of all tables, if it has several.
    pub columns: Vec<ColumnDescription>,
    /// What is not used until the user chooses.
    pub questions: Vec<OpenQuestion>,
    /// What was read in the likely way, and is to be known.
    pub remarks: Vec<String>,
}

/// How a column is understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnDescription {
    /// Its name; a second one of the same name ends with ` (2)`.
    pub name: String,
    /// Its use.
    pub usage: Usage,
    /// The link that its name gives.
    pub link: Option<String>,
    /// The unit of its values.
    pub unit: Option<FileUnit>,
    /// Why, as a phrase.
    pub why: String,
    /// Its first value, as it is written.
    pub first: String,
}

/// The use of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usage {
    /// The time of each row, read in this way.
    Time(TimeReading),
    /// The day, where another column has the time of day.
    Date,
    /// Names of links, or of what tells links apart.
    Link,
    /// Names of what the values of a row are.
    Field,
    /// Values of this parameter.
    Value(Parameter),
    /// Values of what another column names.
    Values,
    /// Bits of a key.
    KeySize,
    /// None.
    Unused,
    /// None until the user chooses: see the questions.
    Asked,
}

impl Usage {
    /// Its name in results.
    pub const fn name(self) -> &'static str {
        match self {
            Usage::Time(_) => "time",
            Usage::Date => "date",
            Usage::Link => "link",
            Usage::Field => "field",
            Usage::Value(parameter) => parameter.name(),
            Usage::Values => "values",
            Usage::KeySize => "key_size",
            Usage::Unused => "unused",
            Usage::Asked => "asked",
        }
    }
}

/// What only the user can say. Until then it is not used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenQuestion {
    /// The columns it is about; none where it is about the whole file.
    pub columns: Vec<String>,
    /// What is not clear, with every reading, as a sentence without its full stop.
    pub text: String,
    /// The answers that can be offered.
    pub choices: Vec<OfferedChoice>,
    /// What can be typed instead.
    pub free: Option<FreeAnswer>,
}

/// An answer that is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FreeAnswer {
    /// The zone of the times in this column.
    Zone(String),
    /// The clock rate of the device, on which the unit of this column depends.
    ClockRate(String),
    /// The column of the times.
    TimeColumn,
    /// The column that tells series apart.
    LinkColumn,
    /// The column of a parameter.
    ParameterColumn,
}

impl FreeAnswer {
    /// The option of the command line, with an example.
    pub fn option(&self) -> String {
        match self {
            FreeAnswer::Zone(column) => format!("--time {}", quoted(&format!("{column}@Europe/Vienna"))),
            FreeAnswer::ClockRate(column) => format!("--unit {}", quoted(&format!("{column}=bit/pulse:1GHz"))),
            FreeAnswer::TimeColumn => "--time COLUMN".to_owned(),
            FreeAnswer::LinkColumn => "--take COLUMN=link".to_owned(),
            FreeAnswer::ParameterColumn => "--take COLUMN=qber".to_owned(),
        }
    }
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferedChoice {
    /// What it means.
    pub title: String,
    /// The option of the command line that gives it.
    pub option: String,
    /// What it says of the file.
    pub answer: FileAnswer,
}

/// What an answer says of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FileAnswer {
    /// The times.
    Time(TimeChoice),
    /// The unit of a column.
    Unit(String, FileUnit),
    /// The role of a column.
    Role(String, ColumnRole),
}

impl Hints {
    /// Takes an answer, in place of an earlier one to the same question.
    pub fn choose(&mut self, answer: FileAnswer) {
        match answer {
            FileAnswer::Time(TimeChoice { column, reading, zone }) => {
                let known = self.time.get_or_insert_default();
                known.column = column.or(known.column.take());
                known.reading = reading.or(known.reading);
                known.zone = zone.or(known.zone.take());
            }
            FileAnswer::Unit(column, unit) => {
                self.units.retain(|(known, _)| *known != column);
                self.units.push((column, unit));
            }
            FileAnswer::Role(column, role) => {
                self.columns.retain(|(known, _)| *known != column);
                self.columns.push((column, role));
            }
        }
    }
}

impl Description {
    /// A text that two files share if they are understood in the same way, apart from their links, periods and file names: what is
    /// confirmed of one is confirmed of the other.
    pub fn kind(&self) -> String {
        let mut text = format!("{:?} {} {:?}", self.zone, self.zone_assumed, self.origin);
        for column in &self.columns {
            text += &format!("\n{} {:?} {:?}", column.name, column.usage, column.unit);
        }
        for question in &self.questions {
            text += &format!("\n? {:?}", question.choices.iter().map(|choice| &choice.option).collect::<Vec<_>>());
        }
        text
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnDescription> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// A value of an option, quoted for a shell where that is needed.
pub(super) fn quoted(text: &str) -> String {
    let plain =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | '=' | '@' | '/' | '%' | '+'));
    if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
