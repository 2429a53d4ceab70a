//! Tables of InfluxDB 1: `influx -format csv` writes `name,tags,time` and the fields, the header anew for each series.

use super::Told;
use super::line_protocol::{MEASUREMENT, TIME};
use super::records::Pair;
use crate::read::Splitter;
use crate::rejection::Reason;

/// The tables of a file.
#[derive(Debug, Default)]
pub(super) struct Influx1 {
    /// Names of the columns after the time.
    fields: Vec<String>,
}

impl Influx1 {
    /// Reads a line; nothing if it is a header.
    ///
    /// # Errors
    /// [`Reason::FieldCount`], or [`Reason::NotLineProtocol`] for tags that are none.
    pub(super) fn read<'a>(&'a mut self, line: &'a Splitter) -> Result<Option<Vec<Pair<'a>>>, Reason> {
        let [name, tags, time] = [0, 1, 2].map(|column| line.field(column));
        if [name, tags, time] == ["name", "tags", "time"] {
            self.fields = line.iter().skip(3).map(str::to_owned).collect();
            return Ok(None);
        }
        if line.len() != self.fields.len() + 3 {
            return Err(Reason::FieldCount);
        }
        let mut pairs = vec![(MEASUREMENT, Told::Tag, name), (TIME, Told::Time, time)];
        for tag in tags.split(',').filter(|tag| !tag.is_empty()) {
            let (key, value) = tag.split_once('=').ok_or(Reason::NotLineProtocol)?;
            pairs.push((key, Told::Tag, value));
        }
        pairs.extend(
            self.fields.iter().enumerate().map(|(i, field)| (field.as_str(), Told::Nothing, line.field(i + 3))),
        );
        Ok(Some(pairs))
    }
}
