//! Rows of features, each with its key rate.

use super::features::Feature;
use monitoring::{Link, LinkRow, Parameter, TimeWindow, WindowWidth, Windows};
use serde::{Deserialize, Serialize};

/// The windows of a link, with its loss from `links.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkWindows {
    /// Name of the link.
    pub link: String,
    /// Its loss, in any measure that all links share: networks need only know how links differ.
    pub loss: Option<f64>,
    /// Its windows.
    pub windows: Windows,
}

impl LinkWindows {
    /// Averages the measurements of a link.
    ///
    /// Its loss is the first that `links.csv` has of `link_loss`, `link_loss_db` and, as in the thesis, the length in km.
    pub fn of(link: &Link, row: Option<&LinkRow>, width: WindowWidth) -> LinkWindows {
        let loss = row.and_then(|row| {
            row.relative_loss.or(row.loss.map(|loss| loss.get())).or(row.length.map(|length| length.get()))
        });
        LinkWindows { link: link.name.clone(), loss, windows: Windows::of(link, width) }
    }

    /// The same link with another loss, if one is given, to ask for its key rate then: table 4.3 of the thesis.
    pub fn with_loss(&self, loss: Option<f64>) -> LinkWindows {
        LinkWindows { loss: loss.or(self.loss), ..self.clone() }
    }
}

/// Why a link has no rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RowsProblem {
    /// These windows do not give the key rates of the past.
    #[error(
        "windows of {0} min have no key rate of 10, 20 and 30 min ago; use windows of 1, 2, 5 or 10 min, or a network without history"
    )]
    Width(u32),
    /// The loss of the link is not known.
    #[error(
        "link {0}: its loss is unknown; give it in links.csv as link_loss_db, link_loss or length_km, or use a network without link loss"
    )]
    Loss(String),
    /// A parameter was not measured.
    #[error("link {link}: the network needs the {parameter}, which was not measured", parameter = parameter.title())]
    Parameter {
        /// Name of the link.
        link: String,
        /// The missing parameter.
        parameter: Parameter,
    },
    /// No window has everything.
    #[error(
        "link {0}: no window has everything that the network needs: all its parameters and, for a network with history, the key rates before"
    )]
    Nothing(String),
}

/// Rows of features, each with the key rate of its window.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FeatureRows {
    /// The columns.
    pub features: Vec<Feature>,
    /// The values, row after row, in their units.
    pub values: Vec<f64>,
    /// Key rate of each row, bit/s.
    pub rates: Vec<f64>,
    /// Number of the window of each row.
    pub numbers: Vec<i64>,
}

impl FeatureRows {
    /// The rows of a link: one for each window that has everything and, where history is wanted, whose predecessors have a key rate.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn of(link: &LinkWindows, features: &[Feature]) -> Result<FeatureRows, RowsProblem> {
        let windows = &link.windows;
        let width = windows.width.minutes();
        let history = features.iter().any(|feature| feature.minutes_ago().is_some());
        if history && !10u32.is_multiple_of(width) {
            return Err(RowsProblem::Width(width));
        }
        let loss = match link.loss {
            None if features.contains(&Feature::LinkLoss) => return Err(RowsProblem::Loss(link.link.clone())),
            loss => loss.unwrap_or(f64::NAN),
        };
        let needed = features.iter().filter_map(|feature| parameter(*feature)).chain([Parameter::KeyRate]);
        for parameter in needed {
            if windows.of_parameter(parameter).next().is_none() {
                return Err(RowsProblem::Parameter { link: link.link.clone(), parameter });
            }
        }
        let rates: Vec<(i64, f64)> = windows.of_parameter(Parameter::KeyRate).collect();
        let rate_at = |number: i64| Some(rates[rates.binary_search_by_key(&number, |rate| rate.0).ok()?].1);
        let value = |window: &TimeWindow, feature: Feature| match (feature.minutes_ago(), parameter(feature)) {
            (Some(minutes), _) => rate_at(window.number - i64::from(minutes / width)),
            (None, Some(parameter)) => window.mean(parameter),
            (None, None) => Some(loss),
        };
        let mut rows = FeatureRows { features: features.to_vec(), ..FeatureRows::default() };
        for window in &windows.rows {
            let Some(rate) = window.mean(Parameter::KeyRate) else { continue };
            let before = rows.values.len();
            rows.values.extend(features.iter().map_while(|feature| value(window, *feature)));
            if rows.values.len() < before + features.len() {
                rows.values.truncate(before);
                continue;
            }
            rows.rates.push(rate);
            rows.numbers.push(window.number);
        }
        if rows.rates.is_empty() { Err(RowsProblem::Nothing(link.link.clone())) } else { Ok(rows) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    /// The rows, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.features.len().max(1))
    }

    /// The numbers of a feature; none if it is not there.
    pub fn column(&self, feature: Feature) -> impl Iterator<Item = f64> {
        let at = self.features.iter().position(|one| *one == feature);
        self.iter().filter_map(move |row| Some(row[at?]))
    }
}

fn parameter(feature: Feature) -> Option<Parameter> {
    match feature {
        Feature::Qber => Some(Parameter::Qber),
        Feature::Visibility => Some(Parameter::Visibility),
        Feature::LaserPower => Some(Parameter::LaserPower),
        Feature::LinkLoss | Feature::Rate10 | Feature::Rate20 | Feature::Rate30 => None,
    }
}
