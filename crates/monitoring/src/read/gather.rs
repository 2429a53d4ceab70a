//! The series of one file while it is read.

mod naming;
mod sense;

use super::description::OpenQuestion;
use super::layout::{Label, Layout, ValueColumn};
use super::look::unit_choices;
use super::number::{Written, read_number, suits};
use super::{Hints, ReadProblem};
use crate::names::{Named, Recognised, is_other_quantity, named, pairs, recognise};
use crate::parameter::{FileUnit, KEY_BITS, Parameter};
use crate::rejection::{Reason, Rejections};
use crate::rules::plausible;
use crate::samples::Samples;
use crate::units::WrittenUnit;
use sense::Sense;

/// Largest number of series: no network has more.
const MAX_SERIES: usize = 512;
/// Number of values that decide on a unit or a parameter that no name gives.
const PROBE: usize = 1000;
/// Bytes of a line that are kept in case it is rejected.
const KEPT: usize = 400;
/// Largest number of unused columns whose names are kept.
const MAX_UNUSED: usize = 32;
/// Largest number of times of −1 that are kept for a series.
const MAX_MINUS_ONE: usize = 1 << 16;

/// The measurements read so far.
pub(super) struct Gathered {
    pub(super) file: Recognised,
    /// Whether the name of the file says that it holds another quantity than a parameter: then values alone decide nothing.
    other_quantity: bool,
    hints: Hints,
    pub(super) rejected: Rejections,
    series: Vec<Growing>,
    pub(super) unused: Vec<(String, u64)>,
    /// Kinds of rows: each set of labels with a name of what the row holds.
    rows: Vec<Row>,
    /// Lines of each link of each kind of row.
    links: Vec<LinkLines>,
    /// The kind of the last row, which the next one probably has too.
    last_row: usize,
    /// Whether labels that may be anything are left out, as there are too many.
    no_likely_labels: bool,
    /// Whether the names of what rows hold name links too.
    fields_name_links: bool,
    pub(super) questions: Vec<OpenQuestion>,
    pub(super) outages: u64,
    key: String,
    parsed: Vec<Result<Written, Reason>>,
}

/// A kind of rows.
struct Row {
    /// The cells that make it, joined.
    key: String,
    labels: Vec<(String, String, Label)>,
    name: String,
    named: Named,
    /// The series of each column of values.
    series: Vec<Option<usize>>,
    layout: u64,
    lines: u64,
}

struct LinkLines {
    row: usize,
    link: Option<String>,
    lines: u64,
    last: u64,
}

/// A series whose parameter and unit may still be open.
pub(super) struct Growing {
    row: usize,
    lines: usize,
    /// The link that the column names.
    link: Option<String>,
    /// The column, or what the rows call it.
    name: String,
    named: Named,
    parameter: Option<Parameter>,
    unit: Option<FileUnit>,
    /// Whether the user has said the unit.
    confirmed: bool,
    parameter_by_values: bool,
    unit_by_values: bool,
    sense: Sense,
    waiting: Vec<Waiting>,
    rejected: Rejections,
    minus_one_us: Vec<i64>,
    samples: Samples,
    undecided: bool,
    /// Whether its values may decide on the parameter.
    guess: bool,
}

/// A value whose unit is not known yet, with its line.
struct Waiting {
    time_us: i64,
    written: Written,
    with_key: bool,
    line: u64,
    text: Vec<u8>,
}

/// The key rate of the row that a value is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Unknown,
    Some,
    None,
}

impl Gathered {
    pub(super) fn new(name: &str, hints: &Hints) -> Gathered {
        let (folders, stem) = name.rsplit_once('/').map_or(("", name), |(folders, stem)| (folders, stem));
        let mut file = recognise(stem);
        // `link3/qber_export.csv`: the folder names the link, unless the file does.
        let folder = folders.rsplit('/').next().filter(|folder| !folder.is_empty()).map(super::link_named);
        let explicit = file.link.clone().filter(|_| stem.to_lowercase().contains("link"));
        file.link = hints.link.clone().or(explicit).or(folder).or(file.link);
        file.parameter = hints.parameter.or(file.parameter);
        file.unit = hints.unit.or(file.unit);
        Gathered {
            other_quantity: file.parameter.is_none() && is_other_quantity(stem),
            file,
            hints: hints.clone(),
            rejected: Rejections::default(),
            series: Vec::new(),
            unused: Vec::new(),
            rows: Vec::new(),
            links: Vec::new(),
            last_row: 0,
            no_likely_labels: false,
            fields_name_links: false,
            questions: Vec::new(),
            outages: 0,
            key: String::new(),
            parsed: Vec::new(),
        }
    }

    /// Takes the values of a line. `layout_number` tells one table of the file from another.
    pub(super) fn take<'a>(
        &mut self,
        (layout, layout_number): (&Layout, u64),
        field: impl Fn(usize) -> &'a str,
        time_us: i64,
        line: (u64, &[u8]),
    ) -> Result<(), ReadProblem> {
        let row = self.row(layout, layout_number, &field)?;
        self.rows[row].lines += 1;
        let mut parsed = std::mem::take(&mut self.parsed);
        parsed.clear();
        for column in &layout.values {
            let mut value = read_number(field(column.index), column.sign);
            if let (Ok(written), Some(size)) = (&mut value, column.key_size) {
                match read_number(field(size), column.sign) {
                    Ok(bits) if bits.value > 0.0 => written.value *= bits.value / KEY_BITS,
                    _ => value = Err(Reason::Missing),
                }
            }
            parsed.push(value);
        }
        for (i, column) in layout.values.iter().enumerate() {
            if layout.sparse && field(column.index).is_empty() {
                continue;
            }
            let Some(series) = self.rows[row].series[i] else {
                let name = if self.rows[row].name.is_empty() { &column.name } else { &self.rows[row].name };
                unused(&mut self.unused, &name.clone(), 1);
                continue;
            };
            self.value((layout, i), series, &parsed, time_us, line);
        }
        self.parsed = parsed;
        Ok(())
    }

    /// The kind of a row.
    fn row<'a>(
        &mut self,
        layout: &Layout,
        layout_number: u64,
        field: &impl Fn(usize) -> &'a str,
    ) -> Result<usize, ReadProblem> {
        let plain = layout.labels.is_empty() && layout.fields.is_empty();
        if plain && self.rows.get(self.last_row).is_some_and(|row| row.layout == layout_number) {
            return Ok(self.last_row);
        }
        self.key.clear();
        let labels = || layout.labels.iter().filter(|label| label.kind != Label::Likely || !self.no_likely_labels);
        for index in labels().map(|label| label.index).chain(layout.fields.iter().copied()) {
            self.key.push_str(field(index).trim());
            self.key.push('\u{1f}');
        }
        let same = |row: &Row| row.layout == layout_number && row.key == self.key;
        if self.rows.get(self.last_row).is_some_and(same) {
            return Ok(self.last_row);
        }
        if let Some(known) = self.rows.iter().position(same) {
            self.last_row = known;
            return Ok(known);
        }
        if self.rows.len() >= MAX_SERIES {
            if !self.no_likely_labels && layout.labels.iter().any(|label| label.kind == Label::Likely) {
                // Remarks rather than names: their values are no links.
                self.no_likely_labels = true;
                return self.row(layout, layout_number, field);
            }
            return Err(ReadProblem::TooManySeries { most: MAX_SERIES });
        }
        let mut found = Vec::new();
        for label in labels() {
            let text = field(label.index).trim();
            match label.kind {
                Label::Pairs => {
                    found.extend(pairs(text).into_iter().map(|(name, value)| (name, value, Label::Certain)))
                }
                kind => found.push((label.name.clone(), text.to_owned(), kind)),
            }
        }
        let parts: Vec<&str> = layout.fields.iter().map(|i| field(*i).trim()).filter(|part| !part.is_empty()).collect();
        let name = parts.join(" ");
        self.fields_name_links |= layout.fields_name_links;
        let last = parts.last().map(|last| named(last)).unwrap_or_default();
        let mut about = named(&name);
        if about.parameter.is_none() {
            // The name of a measurement may change the meaning of the field after it: `raw qber`.
            about = last;
        }
        let row = self.rows.len();
        self.rows.push(Row {
            key: self.key.clone(),
            labels: found,
            name,
            named: about,
            series: Vec::new(),
            layout: layout_number,
            lines: 0,
        });
        for column in &layout.values {
            let series = self.new_series(row, column)?;
            self.rows[row].series.push(series);
        }
        self.last_row = row;
        Ok(row)
    }

    /// The series of a column in rows of a kind, if it is of a parameter.
    fn new_series(&mut self, row: usize, column: &ValueColumn) -> Result<Option<usize>, ReadProblem> {
        let Row { name, named: about, .. } = &self.rows[row];
        let named_by_row = !name.is_empty() && name != "value" && name != "_value";
        let of_row = about.parameter.filter(|_| !about.otherwise);
        let of_file = if named_by_row { None } else { self.file.parameter };
        let parameter = column.parameter.or(self.hints.parameter).or(of_row).or(of_file);
        if parameter.is_none() && named_by_row {
            return Ok(None);
        }
        let from_row = column.parameter.is_none() && named_by_row;
        let (name, about) =
            if from_row { (name.clone(), about.clone()) } else { (column.name.clone(), column.named.clone()) };
        let said = self.hints.units.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, unit)| *unit);
        let confirmed = column.confirmed || said.is_some();
        let mut unit = said.or(column.unit);
        if from_row && unit.is_none() {
            match (&about.unit, parameter) {
                (Some(WrittenUnit::Known(known)), Some(parameter)) if known.suits(parameter) => unit = Some(*known),
                (Some(written), Some(parameter)) if !written.suits(parameter) || *written == WrittenUnit::PerPulse => {
                    self.questions.push(OpenQuestion {
                        columns: vec![name.clone()],
                        text: format!("the unit of “{name}” is not known or does not suit: choose it"),
                        choices: unit_choices(&name, parameter),
                        free: None,
                    });
                    return Ok(None);
                }
                _ => {}
            }
        }
        // The name of a file does not describe a column that names its own parameter.
        let known = column.parameter.or(of_row);
        let of_file = if known.is_none() || known == self.file.parameter { self.file.unit } else { None };
        let unit = unit.or(self.hints.unit).or(of_file);
        let unit = unit.filter(|unit| parameter.is_none_or(|parameter| unit.suits(parameter)));
        // Only a fraction may be in per cent without saying so.
        let plain = parameter.filter(|parameter| !parameter.is_fraction()).map(|_| FileUnit::Plain);
        if self.series.len() >= MAX_SERIES {
            return Err(ReadProblem::TooManySeries { most: MAX_SERIES });
        }
        let lines = self.links.iter().position(|lines| lines.row == row && lines.link == column.link);
        let lines = lines.unwrap_or_else(|| {
            self.links.push(LinkLines { row, link: column.link.clone(), lines: 0, last: 0 });
            self.links.len() - 1
        });
        self.series.push(Growing {
            row,
            lines,
            link: column.link.clone(),
            name,
            named: about,
            parameter,
            unit: unit.or(plain),
            confirmed: confirmed || self.hints.unit.is_some(),
            parameter_by_values: false,
            unit_by_values: false,
            sense: Sense::default(),
            waiting: Vec::new(),
            rejected: Rejections::default(),
            minus_one_us: Vec::new(),
            samples: Samples::default(),
            undecided: false,
            guess: !self.other_quantity,
        });
        Ok(Some(self.series.len() - 1))
    }

    fn value(
        &mut self,
        (layout, i): (&Layout, usize),
        series: usize,
        parsed: &[Result<Written, Reason>],
        time_us: i64,
        line: (u64, &[u8]),
    ) {
        let growing = &mut self.series[series];
        let lines = &mut self.links[growing.lines];
        if lines.last != line.0 {
            (lines.last, lines.lines) = (line.0, lines.lines + 1);
        }
        let mut written = match parsed[i] {
            Ok(written) => written,
            Err(reason) => return growing.reject(reason, line, &mut self.rejected),
        };
        let key = layout.values[i].key.and_then(|key| parsed[key].ok()).map(|written| written.value);
        let fraction = growing.parameter.is_some_and(Parameter::is_fraction);
        // −1 for the key rate means an outage where QBER or visibility are −1 too.
        let minus_one = |j: usize| {
            let column = &layout.values[j];
            let other = column.key.is_some() && column.key == layout.values[i].key;
            other && column.parameter.is_some_and(Parameter::is_fraction) && parsed[j].is_ok_and(|w| w.value == -1.0)
        };
        let outage = key == Some(-1.0) && (0..layout.values.len()).any(minus_one);
        if growing.parameter == Some(Parameter::KeyRate) && outage {
            written.value = 0.0;
            self.outages += 1;
        }
        let key = match key {
            Some(0.0) => Key::None,
            _ if outage => Key::None,
            Some(key) if key > 0.0 => Key::Some,
            _ => Key::Unknown,
        };
        if fraction && key == Key::None && is_nothing(growing.parameter, written.value) {
            return growing.reject(Reason::NothingMeasured, line, &mut self.rejected);
        }
        if written.value == -1.0 && growing.minus_one_us.len() < MAX_MINUS_ONE {
            growing.minus_one_us.push(time_us);
        }
        match (growing.parameter, growing.unit) {
            (Some(parameter), Some(unit)) => {
                growing.settled((parameter, unit), (time_us, written, key == Key::Some), line, &mut self.rejected);
            }
            _ => {
                let text = line.1[..line.1.len().min(KEPT)].to_vec();
                growing.waiting.push(Waiting { time_us, written, with_key: key == Key::Some, line: line.0, text });
                if growing.waiting.len() >= PROBE {
                    growing.settle(&mut self.rejected);
                }
            }
        }
    }

    /// Counts lines of a name that is not used.
    pub(super) fn unused(&mut self, name: &str, lines: u64) {
        unused(&mut self.unused, name, lines);
    }
}

/// Whether a value is none of this parameter, but says that nothing was measured.
fn is_nothing(parameter: Option<Parameter>, value: f64) -> bool {
    match parameter {
        Some(Parameter::Visibility) => value == 0.0 || value == -1.0,
        _ => [0.0, 0.5, 50.0, -1.0].contains(&value),
    }
}

fn unused(all: &mut Vec<(String, u64)>, name: &str, lines: u64) {
    if let Some((_, count)) = all.iter_mut().find(|(known, _)| known == name) {
        *count += lines;
    } else if all.len() < MAX_UNUSED {
        all.push((name.to_owned(), lines));
    }
}

impl Growing {
    fn reject(&mut self, reason: Reason, line: (u64, &[u8]), all: &mut Rejections) {
        all.add(reason, line.0, line.1);
        self.rejected.add(reason, line.0, &[]);
    }

    fn settled(
        &mut self,
        (parameter, unit): (Parameter, FileUnit),
        (time_us, written, with_key): (i64, Written, bool),
        line: (u64, &[u8]),
        all: &mut Rejections,
    ) {
        if !suits(written.unit, parameter) {
            return self.reject(Reason::UnknownUnit, line, all);
        }
        let value = if written.unit.is_some() { written.value } else { unit.plain(written.value) };
        match plausible(parameter, value).and_then(|value| self.sense.check(parameter, value, with_key, self.confirmed))
        {
            Ok(value) => self.samples.push(time_us, value),
            Err(reason) => self.reject(reason, line, all),
        }
    }
}
