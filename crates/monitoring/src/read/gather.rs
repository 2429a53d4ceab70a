//! The series of one file while it is read.

use super::layout::Layout;
use super::number::{Written, read_number};
use super::parse::link_named;
use super::{Hints, ReadProblem, Series};
use crate::forms::Numerals;
use crate::names::{Recognised, recognise};
use crate::parameter::{FileUnit, Parameter, parameter_by_values, unit_by_values};
use crate::rejection::{Reason, Rejections};
use crate::rules::plausible;
use crate::samples::Samples;

/// Largest number of series: no network has more.
const MAX_SERIES: usize = 512;
/// Number of values that decide on a unit or a parameter that no name gives.
const PROBE: usize = 1000;
/// Bytes of a line that are kept in case it is rejected.
const KEPT: usize = 400;
/// Largest number of unused columns whose names are kept.
const MAX_UNUSED: usize = 32;

/// The measurements read so far.
pub(super) struct Gathered {
    file: Recognised,
    hints: Hints,
    pub(super) links: Vec<LinkLines>,
    pub(super) rejected: Rejections,
    pub(super) series: Vec<Growing>,
    pub(super) unused: Vec<(String, u64)>,
    /// Series of the layout's columns, in their order.
    columns: Vec<usize>,
    /// Series of lines that name their own link and parameter.
    rows: Vec<Row>,
    link: String,
    name: String,
}

/// Lines of a link.
pub(super) struct LinkLines {
    pub(super) name: String,
    pub(super) lines: u64,
    last: u64,
}

struct Row {
    link: String,
    name: String,
    series: Option<usize>,
}

/// A series whose parameter and unit may still be open.
pub(super) struct Growing {
    link: usize,
    link_name: String,
    parameter: Option<Parameter>,
    unit: Option<FileUnit>,
    by_values: (bool, bool),
    waiting: Vec<Waiting>,
    rejected: Rejections,
    pub(super) samples: Samples,
}

/// A value whose unit is not known yet, with its line.
struct Waiting {
    time_us: i64,
    written: Written,
    line: u64,
    text: Vec<u8>,
}

impl Gathered {
    pub(super) fn new(name: &str, hints: &Hints) -> Gathered {
        let (folders, stem) = name.rsplit_once('/').map_or(("", name), |(folders, stem)| (folders, stem));
        let mut file = recognise(stem);
        // `link3/qber_export.csv`: the folder names the link, unless the file does.
        let folder = folders.rsplit('/').next().filter(|folder| !folder.is_empty()).map(link_named);
        let explicit = file.link.clone().filter(|_| stem.to_lowercase().contains("link"));
        file.link = hints.link.clone().or(explicit).or(folder).or(file.link);
        file.parameter = hints.parameter.or(file.parameter);
        file.unit = hints.unit.or(file.unit);
        Gathered {
            file,
            hints: hints.clone(),
            links: Vec::new(),
            rejected: Rejections::default(),
            series: Vec::new(),
            unused: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            link: String::new(),
            name: String::new(),
        }
    }

    /// Makes room for the columns of a layout.
    pub(super) fn begin(&mut self, layout: &Layout) -> Result<(), ReadProblem> {
        for name in &layout.unused {
            self.unused(name, 0);
        }
        self.columns.clear();
        if layout.fields.is_empty() && layout.links.is_empty() {
            for column in &layout.values {
                let link = self.hints.link.clone().or_else(|| column.link.as_deref().map(link_named));
                let known = Recognised { parameter: column.parameter, unit: column.unit, link };
                let series = self.series_of(known)?;
                self.columns.push(series);
            }
        }
        Ok(())
    }

    /// Takes the values of a line.
    pub(super) fn take<'a>(
        &mut self,
        layout: &Layout,
        field: impl Fn(usize) -> &'a str,
        time_us: i64,
        numerals: Numerals,
        line: (u64, &[u8]),
    ) -> Result<(), ReadProblem> {
        if !self.columns.is_empty() {
            for (i, column) in layout.values.iter().enumerate() {
                self.value(self.columns[i], time_us, field(column.index), numerals, line)?;
            }
            return Ok(());
        }
        let join = |text: &mut String, columns: &[usize]| {
            text.clear();
            for column in columns {
                let part = field(*column).trim();
                if !text.is_empty() && !part.is_empty() {
                    text.push(' ');
                }
                text.push_str(part);
            }
        };
        join(&mut self.link, &layout.links);
        for column in &layout.values {
            join(&mut self.name, &layout.fields);
            if layout.fields.is_empty() {
                self.name.push_str(&column.name);
            }
            let known = self.rows.iter().find(|row| row.name == self.name && row.link == self.link);
            let series = match known {
                Some(row) => row.series,
                None => self.new_row(column.parameter, column.unit)?,
            };
            match series {
                Some(series) => self.value(series, time_us, field(column.index), numerals, line)?,
                None => {
                    let name = self.name.clone();
                    self.unused(&name, 1);
                }
            }
        }
        Ok(())
    }

    /// The series of a line with this link and name, if it is of a parameter.
    fn new_row(&mut self, parameter: Option<Parameter>, unit: Option<FileUnit>) -> Result<Option<usize>, ReadProblem> {
        if self.rows.len() >= MAX_SERIES {
            return Err(ReadProblem::TooManySeries { most: MAX_SERIES });
        }
        let of_line = recognise(&self.name);
        // The name of a measurement may change the meaning of the field after it: `raw qber`.
        let last = recognise(self.name.rsplit(' ').next().unwrap_or(""));
        let parameter = self.hints.parameter.or(parameter).or(of_line.parameter).or(last.parameter);
        let nameless = self.name.is_empty() || self.name == "value" || self.name == "_value";
        let named_link = of_line.link.filter(|_| self.name.to_lowercase().contains("link"));
        let link = Some(self.link.as_str()).filter(|link| !link.is_empty()).map(link_named).or(named_link);
        let known = Recognised {
            parameter,
            unit: self.hints.unit.or(unit).or(of_line.unit),
            link: self.hints.link.clone().or(link),
        };
        let series = if known.parameter.is_some() || nameless { Some(self.series_of(known)?) } else { None };
        self.rows.push(Row { link: self.link.clone(), name: self.name.clone(), series });
        Ok(series)
    }

    /// The series of this link and parameter, which for what is not known are those of the file.
    fn series_of(&mut self, known: Recognised) -> Result<usize, ReadProblem> {
        let file = &self.file;
        let link_name = known.link.or(file.link.clone()).unwrap_or_else(|| "1".to_owned());
        let parameter = known.parameter.or(file.parameter);
        // The name of a file does not describe a column that names its own parameter.
        let of_file = if known.parameter.is_none() || known.parameter == file.parameter { file.unit } else { None };
        let unit = self.hints.unit.or(known.unit).or(of_file);
        let unit = unit.filter(|unit| parameter.is_none_or(|parameter| unit.suits(parameter)));
        if let Some(same) = self.series.iter().position(|s| s.link_name == link_name && s.parameter == parameter) {
            return Ok(same);
        }
        if self.series.len() >= MAX_SERIES {
            return Err(ReadProblem::TooManySeries { most: MAX_SERIES });
        }
        let link = self.links.iter().position(|link| link.name == link_name).unwrap_or_else(|| {
            self.links.push(LinkLines { name: link_name.clone(), lines: 0, last: 0 });
            self.links.len() - 1
        });
        // Only a fraction may be in per cent without saying so.
        let plain = parameter.filter(|parameter| !parameter.is_fraction()).map(|_| FileUnit::Plain);
        self.series.push(Growing {
            link,
            link_name,
            parameter,
            unit: unit.or(plain),
            by_values: (false, false),
            waiting: Vec::new(),
            rejected: Rejections::default(),
            samples: Samples::default(),
        });
        Ok(self.series.len() - 1)
    }

    fn value(
        &mut self,
        series: usize,
        time_us: i64,
        text: &str,
        numerals: Numerals,
        line: (u64, &[u8]),
    ) -> Result<(), ReadProblem> {
        let growing = &mut self.series[series];
        let link = &mut self.links[growing.link];
        if link.last != line.0 {
            (link.last, link.lines) = (line.0, link.lines + 1);
        }
        match read_number(text, numerals) {
            Err(reason) => growing.reject(reason, line, &mut self.rejected),
            Ok(written) => match (growing.parameter, growing.unit) {
                (Some(parameter), Some(unit)) => {
                    growing.settled(parameter, unit, time_us, written, line, &mut self.rejected)
                }
                _ => {
                    let text = line.1[..line.1.len().min(KEPT)].to_vec();
                    growing.waiting.push(Waiting { time_us, written, line: line.0, text });
                    if growing.waiting.len() >= PROBE {
                        growing.settle(&mut self.rejected)?;
                    }
                }
            },
        }
        Ok(())
    }

    fn unused(&mut self, name: &str, lines: u64) {
        if let Some((_, count)) = self.unused.iter_mut().find(|(known, _)| known == name) {
            *count += lines;
        } else if self.unused.len() < MAX_UNUSED {
            self.unused.push((name.to_owned(), lines));
        }
    }

    /// Decides whatever is still open.
    pub(super) fn finish(&mut self) -> Result<(), ReadProblem> {
        self.series
            .iter_mut()
            .filter(|series| !series.waiting.is_empty())
            .try_for_each(|s| s.settle(&mut self.rejected))
    }
}

impl Growing {
    fn reject(&mut self, reason: Reason, line: (u64, &[u8]), all: &mut Rejections) {
        all.add(reason, line.0, line.1);
        self.rejected.add(reason, line.0, &[]);
    }

    fn settled(
        &mut self,
        parameter: Parameter,
        unit: FileUnit,
        time_us: i64,
        written: Written,
        line: (u64, &[u8]),
        all: &mut Rejections,
    ) {
        let value = if written.percent { written.value } else { unit.plain(written.value) };
        match plausible(parameter, value) {
            Ok(value) => self.samples.push(time_us, value),
            Err(reason) => self.reject(reason, line, all),
        }
    }

    /// Decides by the values that are waiting.
    fn settle(&mut self, all: &mut Rejections) -> Result<(), ReadProblem> {
        let mut values: Vec<f64> = self.waiting.iter().map(|waiting| waiting.written.value).collect();
        let middle = values.len() / 2;
        let median = *values.select_nth_unstable_by(middle, f64::total_cmp).1;
        if self.parameter.is_none() {
            self.parameter = Some(parameter_by_values(median).ok_or(ReadProblem::UnknownParameter)?);
            self.by_values.0 = true;
        }
        let Some(parameter) = self.parameter else { return Err(ReadProblem::UnknownParameter) };
        let suiting = self.unit.filter(|unit| unit.suits(parameter));
        self.by_values.1 = suiting.is_none() && parameter.is_fraction();
        let unit = suiting.unwrap_or_else(|| unit_by_values(parameter, median));
        self.unit = Some(unit);
        for Waiting { time_us, written, line, text } in std::mem::take(&mut self.waiting) {
            self.settled(parameter, unit, time_us, written, (line, &text), all);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Option<Series> {
        Some(Series {
            link: self.link_name,
            parameter: self.parameter?,
            unit: self.unit.unwrap_or(FileUnit::Plain),
            parameter_by_values: self.by_values.0,
            unit_by_values: self.by_values.1,
            rejected: self.rejected,
            samples: self.samples,
        })
    }
}
