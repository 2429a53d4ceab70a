//! What QKD devices reported, as text, table or object.

mod files;
mod fits;
mod rows;
mod take;
mod text;

use super::arguments::MonitorArguments;
use super::cow;
use super::error::{Mistake, both};
use super::records::{Format, Records};
use crate::monitoring::{
    Correlations, Fit, FitParameter, FitProblem, Freedom, Link, LinkRow, Origin, Parameter, Reading, Rejections,
    Solved, Summary, WindowWidth, Windows, WrittenIn, between_parameters, calculated, fit, links, observations,
    solve_each, summary, with_past,
};
use crate::protocol::cow::{LinkLoss, Parameters};
use files::Files;
use rayon::prelude::*;
pub(super) use rows::describe_columns;
use std::io::{self, Write};
use take::Takes;
pub(super) use take::describe_uses;

/// Formats of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MonitorFormat {
    /// For reading
    Text,
    /// One header line, then one line for each link
    Csv,
    /// An object with everything
    Json,
}

/// A network in numbers.
pub(super) struct Study {
    width: WindowWidth,
    files: Vec<FileReport>,
    links: Vec<LinkReport>,
    notes: Vec<String>,
    /// The COW device, for links of which `links.csv` says nothing.
    device: Parameters,
}

/// What a file held.
struct FileReport {
    name: String,
    lines: u64,
    rejected: Rejections,
    series: Vec<SeriesReport>,
    unused: Vec<(String, u64)>,
}

/// A series of a file, and who said what it is.
struct SeriesReport {
    link: String,
    parameter: Parameter,
    unit: WrittenIn,
    samples: u64,
    parameter_by_values: bool,
    unit_by_values: bool,
}

/// A link in numbers.
struct LinkReport {
    link: Link,
    row: Option<LinkRow>,
    windows: Windows,
    summaries: Vec<(Parameter, Summary)>,
    correlations: Correlations<Parameter>,
    past: Correlations<u32>,
    model: Option<Model>,
    fits: Vec<(Freedom, Result<Fit, FitProblem>)>,
    solved: Option<Solved>,
}

/// What the COW model says of a link before it is fitted.
struct Model {
    link: Parameters,
    mean_bit_s: f64,
    mean_error_bit_s: f64,
    rms_bit_s: f64,
}

/// Reads the files and looks at them, with what could not be read.
///
/// # Errors
/// Nothing at all can be read, or what was asked for cannot be understood.
pub(super) fn study(arguments: &MonitorArguments) -> Result<(Study, Vec<Mistake>), Vec<Mistake>> {
    let ((width, device), (takes, files)) = both(
        both(window(&arguments.window), cow::read_parameters(&arguments.set, |_| None)),
        both(Takes::read(&arguments.take), Files::at(&arguments.paths)),
    )?;
    let files::Contents { readings, rows, mut mistakes } = files.read(&takes);
    let names = files.names();
    let reports: Vec<FileReport> = readings.iter().map(|(name, reading)| FileReport::of(name, reading)).collect();
    let columns: Vec<String> = readings.iter().flat_map(|(_, reading)| reading.columns.clone()).collect();
    mistakes.extend(takes.missing(&names, &columns));
    let links =
        links(readings.into_iter().map(|(_, reading)| reading).collect()).map_err(|mixed| vec![mixed.into()])?;
    if links.is_empty() {
        return Err(mistakes);
    }
    let mut notes = files.notes;
    let unknown = rows.iter().filter(|row| links.iter().all(|link| link.name != row.link));
    notes.extend(unknown.map(|row| format!("links.csv has a link {}, of which there is no file", row.link)));
    let freedoms = arguments.fit.map_or(Freedom::ALL.to_vec(), |freedom| vec![freedom]);
    let report = |link| {
        let report = LinkReport::of(link, &rows, width);
        report.with_model(&device, &freedoms, arguments.solve)
    };
    let links: Vec<LinkReport> = links.into_par_iter().map(report).collect();
    let unknown = links.iter().filter(|link| link.model.is_some() && link.length().is_none());
    let set = arguments.set.iter().any(|text| text.trim_start().starts_with("length"));
    notes.extend(unknown.filter(|_| !set).map(|link| {
        format!(
            "link {}: its length is not known; {} km are taken for the COW model",
            link.link.name,
            device.length.get()
        )
    }));
    let adrift = links.iter().filter(|link| link.link.origin == Origin::Start);
    notes.extend(adrift.map(|link| format!("link {}: its times count from a start that is not known", link.link.name)));
    Ok((Study { width, files: reports, links, notes, device }, mistakes))
}

/// A window such as `10min`, `10` or `1h`.
fn window(typed: &str) -> Result<WindowWidth, Vec<Mistake>> {
    let text = typed.trim();
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let minutes = match text[number.len()..].trim() {
        "" | "min" | "m" | "minutes" => number.parse::<u32>().ok(),
        "h" | "hours" => number.parse().ok().and_then(|hours: u32| hours.checked_mul(60)),
        _ => None,
    };
    let minutes = minutes.ok_or_else(|| vec![Mistake::NotAWindow { typed: typed.to_owned() }])?;
    minutes.try_into().map_err(|problem| vec![Mistake::Window { typed: typed.to_owned(), problem }])
}

impl FileReport {
    fn of(name: &str, reading: &Reading) -> FileReport {
        let series = reading.series.iter().map(|series| SeriesReport {
            link: series.link.clone(),
            parameter: series.parameter,
            unit: series.unit,
            samples: series.samples.len(),
            parameter_by_values: series.parameter_by_values,
            unit_by_values: series.unit_by_values,
        });
        FileReport {
            name: name.to_owned(),
            lines: reading.lines,
            rejected: reading.rejected.clone(),
            series: series.collect(),
            unused: reading.unused.clone(),
        }
    }
}

impl LinkReport {
    fn of(link: Link, rows: &[LinkRow], width: WindowWidth) -> LinkReport {
        let windows = Windows::of(&link, width);
        LinkReport {
            row: rows.iter().find(|row| row.link == link.name).cloned(),
            summaries: Parameter::ALL.into_iter().filter_map(|p| Some((p, summary(&windows, p)?))).collect(),
            correlations: between_parameters(&windows),
            past: with_past(&windows, Parameter::KeyRate),
            model: None,
            fits: Vec::new(),
            solved: None,
            windows,
            link,
        }
    }

    /// Holds the COW model against what was measured, if everything was that it needs.
    fn with_model(mut self, device: &Parameters, freedoms: &[Freedom], solve: Option<FitParameter>) -> LinkReport {
        let observations = observations(&self.windows);
        if observations.is_empty() {
            return self;
        }
        let (length, loss) = self.row.as_ref().map_or((None, None), |row| (row.length, row.loss));
        let link = Parameters {
            length: length.unwrap_or(device.length),
            link_loss: loss.map_or(device.link_loss, LinkLoss::Total),
            ..*device
        };
        let rates = calculated(&link, &observations);
        let count = rates.len() as f64;
        let errors = || rates.iter().zip(&observations).map(|(rate, o)| rate - o.key_rate_bit_s);
        self.model = Some(Model {
            link,
            mean_bit_s: rates.iter().sum::<f64>() / count,
            mean_error_bit_s: errors().sum::<f64>() / count,
            rms_bit_s: (errors().map(|error| error * error).sum::<f64>() / count).sqrt(),
        });
        self.fits = freedoms.iter().map(|freedom| (*freedom, fit(&link, &observations, *freedom))).collect();
        self.solved = solve.map(|parameter| solve_each(&link, &observations, parameter));
        self
    }

    fn length(&self) -> Option<f64> {
        self.row.as_ref().and_then(|row| row.length).map(|length| length.get())
    }

    fn summary(&self, parameter: Parameter) -> Option<&Summary> {
        self.summaries.iter().find(|(known, _)| *known == parameter).map(|(_, summary)| summary)
    }

    fn complete(&self) -> usize {
        self.windows.complete().count()
    }
}

impl Study {
    /// What CSV has no place for.
    pub(super) fn notes(&self) -> Vec<String> {
        let guessed = self.files.iter().flat_map(|file| {
            file.series.iter().filter_map(move |series| {
                let what = match (series.parameter_by_values, series.unit_by_values) {
                    (true, _) => format!("taken for {} by its values", series.parameter.title()),
                    (false, true) if series.unit != WrittenIn::Plain => {
                        format!("{} taken for {} by its values", series.parameter.title(), series.unit.name())
                    }
                    _ => return None,
                };
                Some(format!("{}: {what}", file.name))
            })
        });
        let unused = self.files.iter().filter(|file| !file.unused.is_empty()).map(|file| {
            let names: Vec<&str> = file.unused.iter().map(|(name, _)| name.as_str()).collect();
            format!("{}: not used: {}", file.name, names.join(", "))
        });
        self.notes.iter().cloned().chain(guessed).chain(unused).map(|note| format!("note: {note}")).collect()
    }

    pub(super) fn write(&self, format: MonitorFormat, out: &mut dyn Write) -> io::Result<()> {
        let format = match format {
            MonitorFormat::Text => return text::write(self, out),
            MonitorFormat::Csv => Format::Csv,
            MonitorFormat::Json => Format::Json,
        };
        let head = rows::head(self);
        let (columns, rows) = rows::table(self, format);
        Records { head, columns, rows: rows.into_iter() }.write(format, out)
    }
}
