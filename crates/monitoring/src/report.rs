//! A network in numbers, for the command line and the page alike.

use super::correlation::{Correlations, between_parameters, with_past};
use super::cow::{
    CowFit, FitParameter, FitProblem, FreeParameters, SolvedParameter, calculated, fit, observations, solve_each,
};
use super::links::{Link, LinkRow};
use super::parameter::{FileUnit, Parameter};
use super::read::{Origin, Reading};
use super::rejection::Rejections;
use super::samples::SampleCounts;
use super::summary::{Summary, summary};
use super::windows::{WindowWidth, Windows};
use engine::protocol::cow::{LinkLoss, Parameters};
use serde::{Deserialize, Serialize};

/// What a file held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name, with its folder where that tells the link.
    pub name: String,
    /// Lines with measurements, whether they can be used or not.
    pub lines: u64,
    /// Lines and values that are not used.
    pub rejected: Rejections,
    /// What it holds.
    pub series: Vec<SeriesReport>,
    /// Columns that are not used, with how many lines name them.
    pub unused: Vec<(String, u64)>,
    /// The names of its columns, if it has a header.
    pub columns: Vec<String>,
}

/// A series of a file, and who said what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesReport {
    /// The link.
    pub link: String,
    /// The parameter.
    pub parameter: Parameter,
    /// The unit in which the file writes it.
    pub unit: FileUnit,
    /// How many samples can be used.
    pub samples: u64,
    /// No name tells the parameter; the values do.
    pub parameter_by_values: bool,
    /// No name tells the unit; the values do.
    pub unit_by_values: bool,
}

/// A link in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkReport {
    /// Its name.
    pub name: String,
    /// From when its times are counted.
    pub origin: Origin,
    /// What the table of links says of it.
    pub row: Option<LinkRow>,
    /// Lines of its files.
    pub lines: u64,
    /// Lines and values that are not used.
    pub rejected: Rejections,
    /// What became of the samples of each parameter.
    pub order: Vec<(Parameter, SampleCounts)>,
    /// Its windows.
    pub windows: Windows,
    /// Each parameter in a few numbers.
    pub summaries: Vec<(Parameter, Summary)>,
    /// Correlations of its parameters.
    pub correlations: Correlations<Parameter>,
    /// Correlations of its key rate with its own past.
    pub past: Correlations<u32>,
}

/// What the COW model says of a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelReport {
    /// The link before it is fitted.
    pub link: Parameters,
    /// Mean of the calculated key rates, bit/s.
    pub mean_bit_s: f64,
    /// Mean of calculated less measured, bit/s.
    pub mean_error_bit_s: f64,
    /// Root of the mean square of calculated less measured, bit/s.
    pub rms_bit_s: f64,
    /// The fits.
    pub fits: Vec<(FreeParameters, Result<CowFit, FitProblem>)>,
    /// One parameter, solved window by window.
    pub solved: Option<SolvedParameter>,
}

impl FileReport {
    /// What a file held, by the name under which it was read.
    pub fn of(name: &str, reading: &Reading) -> FileReport {
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
            columns: reading.columns.clone(),
        }
    }

    /// What was guessed, and what is not used.
    pub fn notes(&self) -> Vec<String> {
        let guessed = self.series.iter().filter_map(|series| {
            let what = match (series.parameter_by_values, series.unit_by_values) {
                (true, _) => format!("taken for {} by its values", series.parameter.title()),
                (false, true) if series.unit != FileUnit::Plain => {
                    format!("{} taken for {} by its values", series.parameter.title(), series.unit.name())
                }
                _ => return None,
            };
            Some(format!("{}: {what}", self.name))
        });
        let names: Vec<&str> = self.unused.iter().map(|(name, _)| name.as_str()).collect();
        let unused = (!names.is_empty()).then(|| format!("{}: not used: {}", self.name, names.join(", ")));
        guessed.chain(unused).collect()
    }
}

impl LinkReport {
    /// A link in numbers. `rows` is the table of links.
    pub fn of(link: &Link, rows: &[LinkRow], width: WindowWidth) -> LinkReport {
        let windows = Windows::of(link, width);
        LinkReport {
            name: link.name.clone(),
            origin: link.origin,
            row: rows.iter().find(|row| row.link == link.name).cloned(),
            lines: link.lines,
            rejected: link.rejected.clone(),
            order: link.measured.iter().map(|measured| (measured.parameter, measured.order)).collect(),
            summaries: Parameter::ALL.into_iter().filter_map(|p| Some((p, summary(&windows, p)?))).collect(),
            correlations: between_parameters(&windows),
            past: with_past(&windows, Parameter::KeyRate),
            windows,
        }
    }

    /// Length of its fibre, km, if it is known.
    pub fn length_km(&self) -> Option<f64> {
        self.row.as_ref().and_then(|row| row.length).map(|length| length.get())
    }

    /// A parameter in a few numbers, if it was measured.
    pub fn summary(&self, parameter: Parameter) -> Option<&Summary> {
        self.summaries.iter().find(|(known, _)| *known == parameter).map(|(_, summary)| summary)
    }

    /// Windows with all that the COW model needs.
    pub fn complete(&self) -> usize {
        self.windows.complete().count()
    }

    /// A device on this link: with its length and its loss, as far as they are known.
    pub fn device(&self, device: &Parameters) -> Parameters {
        let (length, loss) = self.row.as_ref().map_or((None, None), |row| (row.length, row.loss));
        Parameters {
            length: length.unwrap_or(device.length),
            link_loss: loss.map_or(device.link_loss, LinkLoss::Total),
            ..*device
        }
    }
}

impl ModelReport {
    /// What to know of the fits, each once with the fits of which it is true; also why there is none.
    pub fn cautions(&self) -> Vec<(String, Vec<FreeParameters>)> {
        let mut told: Vec<(String, Vec<FreeParameters>)> = Vec::new();
        for (freedom, fit) in &self.fits {
            let texts = match fit {
                Ok(fit) => fit.cautions().iter().map(ToString::to_string).collect(),
                Err(problem) => vec![format!("no fit: {problem}")],
            };
            for text in texts {
                match told.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, fits)) => fits.push(*freedom),
                    None => told.push((text, vec![*freedom])),
                }
            }
        }
        told
    }
}

/// Holds the COW model against what was measured; nothing if no window has all that it needs.
pub fn model(
    link: &Parameters,
    windows: &Windows,
    freedoms: &[FreeParameters],
    solve: Option<FitParameter>,
) -> Option<ModelReport> {
    let observations = observations(windows);
    if observations.is_empty() {
        return None;
    }
    let rates = calculated(link, &observations);
    let count = rates.len() as f64;
    let errors = || rates.iter().zip(&observations).map(|(rate, o)| rate - o.key_rate_bit_s);
    Some(ModelReport {
        link: *link,
        mean_bit_s: rates.iter().sum::<f64>() / count,
        mean_error_bit_s: errors().sum::<f64>() / count,
        rms_bit_s: (errors().map(|error| error * error).sum::<f64>() / count).sqrt(),
        fits: freedoms.iter().map(|freedom| (*freedom, fit(link, &observations, *freedom))).collect(),
        solved: solve.map(|parameter| solve_each(link, &observations, parameter)),
    })
}
