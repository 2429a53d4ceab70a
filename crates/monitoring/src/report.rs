//! Reports on files, links and the COW model, for both the command line and the page.

use super::correlation::{Correlations, between_parameters, with_past};
use super::cow::{
    CowFit, FitParameter, FitProblem, FreeParameters, SolvedParameter, calculated, fit, observations, solve_each,
};
use super::links::{Link, LinkRow};
use super::parameter::{FileUnit, Parameter};
use super::read::{Description, FreeAnswer, OpenQuestion, Origin, Reading};
use super::rejection::Rejections;
use super::samples::SampleCounts;
use super::summary::{Summary, summary};
use super::windows::{WindowWidth, Windows};
use super::words::time_text;
use engine::protocol::cow::{LinkLoss, Parameters};
use serde::{Deserialize, Serialize};

/// Report on a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name, with its folder where that names the link.
    pub name: String,
    /// Lines with measurements, whether they can be used or not.
    pub lines: u64,
    /// Lines and values that are not used.
    pub rejected: Rejections,
    /// Its contents.
    pub series: Vec<SeriesReport>,
    /// Columns that are not used, with the number of lines that name them.
    pub unused: Vec<(String, u64)>,
    /// The names of its columns, if it has a header.
    pub columns: Vec<String>,
    /// How it was understood, and what only the user can say.
    pub description: Description,
}

/// A series of a file, and how its parameter and unit were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesReport {
    /// The link.
    pub link: String,
    /// The parameter.
    pub parameter: Parameter,
    /// The unit in which the file gives it.
    pub unit: FileUnit,
    /// Number of usable samples.
    pub samples: u64,
    /// Whether the parameter was inferred from the values rather than from a name.
    pub parameter_by_values: bool,
    /// Whether the unit was inferred from the values rather than from a name.
    pub unit_by_values: bool,
}

/// Report on a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkReport {
    /// Its name.
    pub name: String,
    /// Origin of its times.
    pub origin: Origin,
    /// Its row in the table of links.
    pub row: Option<LinkRow>,
    /// Lines of its files.
    pub lines: u64,
    /// Lines and values that are not used.
    pub rejected: Rejections,
    /// What was read in the likely way, or is not used, and is to be known.
    pub remarks: Vec<String>,
    /// The first and the last time at which there is a value, µs since the origin.
    pub period_us: Option<(i64, i64)>,
    /// Counts of the samples of each parameter.
    pub order: Vec<(Parameter, SampleCounts)>,
    /// Its windows.
    pub windows: Windows,
    /// Summary statistics of each parameter.
    pub summaries: Vec<(Parameter, Summary)>,
    /// Correlations of its parameters.
    pub correlations: Correlations<Parameter>,
    /// Correlations of its key rate with its own past.
    pub past: Correlations<u32>,
}

/// Comparison of the COW model with a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelReport {
    /// Parameters of the model before any fit.
    pub link: Parameters,
    /// Mean of the calculated key rates, bit/s.
    pub mean_bit_s: f64,
    /// Mean of calculated minus measured, bit/s.
    pub mean_error_bit_s: f64,
    /// Root mean square of calculated minus measured, bit/s.
    pub rms_bit_s: f64,
    /// The fits.
    pub fits: Vec<(FreeParameters, Result<CowFit, FitProblem>)>,
    /// One parameter, solved for window by window.
    pub solved: Option<SolvedParameter>,
}

impl FileReport {
    /// The report on a file that was read under this name.
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
            description: reading.description.clone(),
        }
    }

    /// What was inferred, or read in the likely way.
    pub fn guesses(&self) -> Vec<String> {
        let guessed = self.series.iter().filter_map(|series| {
            let what = match (series.parameter_by_values, series.unit_by_values) {
                (true, _) => format!("taken as {}, judging by its values", series.parameter.title()),
                (false, true) if series.unit != FileUnit::Plain => {
                    format!("{} taken as {}, judging by its values", series.parameter.title(), series.unit.name())
                }
                _ => return None,
            };
            Some(what)
        });
        guessed.chain(self.description.remarks.iter().cloned()).collect()
    }

    /// Notes on what was inferred and on what is not used.
    pub fn notes(&self) -> Vec<String> {
        let names: Vec<&str> = self.unused.iter().map(|(name, _)| name.as_str()).collect();
        let unused = (!names.is_empty()).then(|| format!("{}: not used: {}", self.name, names.join(", ")));
        let Description { zone_assumed, period_us, .. } = &self.description;
        let assumed = period_us.filter(|_| *zone_assumed).map(|(first, last)| {
            let [first, last] = [first, last].map(|us| time_text(Origin::Epoch, (us as f64 / 1e6).floor()));
            format!("{}: times without a zone: taken as UTC, {} to {last}", self.name, first.trim_end_matches(" UTC"))
        });
        let guesses = self.guesses().into_iter().map(|guess| format!("{}: {guess}", self.name));
        assumed.into_iter().chain(guesses).chain(unused).collect()
    }

    /// What is not used until the user chooses, each with the options that choose.
    pub fn questions(&self) -> Vec<String> {
        let question = |question: &OpenQuestion| {
            let offered = question.choices.iter().map(|choice| choice.option.clone());
            let options: Vec<String> = offered.chain(question.free.as_ref().map(FreeAnswer::option)).collect();
            let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(", or ")) };
            format!("{}{options}", question.text)
        };
        self.description.questions.iter().map(question).collect()
    }
}

impl LinkReport {
    /// The report on a link. `rows` is the table of links.
    pub fn of(link: &Link, rows: &[LinkRow], width: WindowWidth) -> LinkReport {
        let windows = Windows::of(link, width);
        LinkReport {
            name: link.name.clone(),
            origin: link.origin,
            row: rows.iter().find(|row| row.link == link.name).cloned(),
            lines: link.lines,
            rejected: link.rejected.clone(),
            remarks: link.remarks.clone(),
            period_us: link
                .measured
                .iter()
                .filter_map(|measured| measured.order.span_us)
                .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))),
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

    /// Summary statistics of a parameter, if it was measured.
    pub fn summary(&self, parameter: Parameter) -> Option<&Summary> {
        self.summaries.iter().find(|(known, _)| *known == parameter).map(|(_, summary)| summary)
    }

    /// Number of windows with everything that the COW model needs.
    pub fn complete(&self) -> usize {
        self.windows.complete().count()
    }

    /// The device with the length and loss of this link, where they are known.
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
    /// Cautions about the fits, each with the fits it applies to; also why a fit is missing.
    pub fn cautions(&self) -> Vec<(String, Vec<FreeParameters>)> {
        let mut cautions: Vec<(String, Vec<FreeParameters>)> = Vec::new();
        for (freedom, fit) in &self.fits {
            let texts = match fit {
                Ok(fit) => fit.cautions().iter().map(ToString::to_string).collect(),
                Err(problem) => vec![format!("no fit: {problem}")],
            };
            for text in texts {
                match cautions.iter_mut().find(|(known, _)| *known == text) {
                    Some((_, fits)) => fits.push(*freedom),
                    None => cautions.push((text, vec![*freedom])),
                }
            }
        }
        cautions
    }
}

/// Compares the COW model with the measurements; `None` if no window has everything it needs.
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
