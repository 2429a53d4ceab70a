//! Rows of features, each with its key rate.

use super::features::Feature;
use super::level::{CowLevel, Step};
use monitoring::{Link, LinkRow, Parameter, WindowWidth, Windows};
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
    /// The COW model allows no key although there is one.
    #[error(
        "link {link}: level × COW^β does not apply: in all {windows} windows with a key, QBER and visibility are such that the COW model \
         allows none (1 − η_EC h(Q) − μ − (1 − V) ≤ 0); use a network alone, --recipe mixed"
    )]
    NoSecretFraction {
        /// Name of the link.
        link: String,
        /// Number of its windows with a key, QBER and visibility.
        windows: u64,
    },
    /// The model needs level × COW^β, and does not say with which β and memory.
    #[error("the model needs level × COW^β, whose numbers are missing")]
    NoBaseline,
    /// All windows were used in training.
    #[error("link {0}: the model was trained on all of its windows here; none is held out to score it on")]
    NothingHeldOut(String),
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
        FeatureRows::with(link, features, None)
    }

    /// The same with the numbers of level × COW^β, for features that [need](Feature::needs_baseline) it. They take the key rates 10, 20
    /// and 30 min ago for granted, as a network with history does: both predict the same windows, and no level is old.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn with(
        link: &LinkWindows,
        features: &[Feature],
        baseline: Option<&CowLevel>,
    ) -> Result<FeatureRows, RowsProblem> {
        let windows = &link.windows;
        let width = windows.width.minutes();
        let with_level = features.iter().any(|feature| feature.needs_baseline());
        let history = with_level || features.iter().any(|feature| feature.minutes_ago().is_some());
        if history && !10u32.is_multiple_of(width) {
            return Err(RowsProblem::Width(width));
        }
        let loss = match link.loss {
            None if features.contains(&Feature::LinkLoss) => return Err(RowsProblem::Loss(link.link.clone())),
            loss => loss.unwrap_or(f64::NAN),
        };
        let of_level: &[Parameter] = if with_level { &[Parameter::Qber, Parameter::Visibility] } else { &[] };
        let needed = features.iter().filter_map(|feature| parameter(*feature)).chain(of_level.iter().copied());
        for parameter in needed.chain([Parameter::KeyRate]) {
            if windows.of_parameter(parameter).next().is_none() {
                return Err(RowsProblem::Parameter { link: link.link.clone(), parameter });
            }
        }
        let steps = if with_level { steps(link, baseline.ok_or(RowsProblem::NoBaseline)?)? } else { Vec::new() };
        let number_of = |index: usize, minutes: u32| windows.rows[index].number - i64::from(minutes / width);
        let before = |index: usize, minutes: u32| {
            let at =
                windows.rows[..index].binary_search_by_key(&number_of(index, minutes), |window| window.number).ok()?;
            Some((at, windows.rows[at].mean(Parameter::KeyRate)?))
        };
        let value = |index: usize, feature: Feature| match (feature.minutes_ago(), parameter(feature)) {
            (Some(minutes), _) if feature.needs_baseline() => {
                let (at, _) = before(index, minutes)?;
                let residual = steps[at].y.zip(steps[index].level).map(|(y, level)| y - level);
                Some(residual.unwrap_or(0.0))
            }
            (Some(minutes), _) => Some(before(index, minutes)?.1),
            (None, Some(parameter)) => windows.rows[index].mean(parameter),
            (None, None) if feature == Feature::Baseline => {
                [10, 20, 30].iter().try_for_each(|minutes| before(index, *minutes).map(drop))?;
                steps[index].key_rate
            }
            (None, None) => Some(loss),
        };
        let mut rows = FeatureRows { features: features.to_vec(), ..FeatureRows::default() };
        for (index, window) in windows.rows.iter().enumerate() {
            let Some(rate) = window.mean(Parameter::KeyRate) else { continue };
            let before = rows.values.len();
            rows.values.extend(features.iter().map_while(|feature| value(index, *feature)));
            if rows.values.len() < before + features.len() {
                rows.values.truncate(before);
                continue;
            }
            rows.rates.push(rate);
            rows.numbers.push(window.number);
        }
        if rows.rates.is_empty() { Err(RowsProblem::Nothing(link.link.clone())) } else { Ok(rows) }
    }

    /// The rows whose windows have these numbers.
    pub(super) fn between(&self, numbers: std::ops::Range<i64>) -> FeatureRows {
        let from = self.numbers.partition_point(|number| *number < numbers.start);
        let to = self.numbers.partition_point(|number| *number < numbers.end).max(from);
        let width = self.features.len();
        FeatureRows {
            features: self.features.clone(),
            values: self.values[from * width..to * width].to_vec(),
            rates: self.rates[from..to].to_vec(),
            numbers: self.numbers[from..to].to_vec(),
        }
    }

    /// Some of the rows.
    pub(super) fn only(&self, keep: &[bool]) -> FeatureRows {
        let mut some = FeatureRows { features: self.features.clone(), ..FeatureRows::default() };
        for (i, row) in self.iter().enumerate().filter(|(i, _)| keep[*i]) {
            some.values.extend(row);
            some.rates.push(self.rates[i]);
            some.numbers.push(self.numbers[i]);
        }
        some
    }

    /// The same rows without one of the features, and that feature's values.
    pub(super) fn split_off(&self, feature: Feature) -> (FeatureRows, Vec<f64>) {
        let keep: Vec<bool> = self.features.iter().map(|one| *one != feature).collect();
        let kept =
            |row: &[f64]| -> Vec<f64> { row.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(x, _)| *x).collect() };
        let rest = FeatureRows {
            features: self.features.iter().filter(|one| **one != feature).copied().collect(),
            values: self.iter().flat_map(kept).collect(),
            rates: self.rates.clone(),
            numbers: self.numbers.clone(),
        };
        (rest, self.column(feature).collect())
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
        _ => None,
    }
}

/// What level × COW^β says of each window.
fn steps(link: &LinkWindows, baseline: &CowLevel) -> Result<Vec<Step>, RowsProblem> {
    let points = baseline.points(&link.windows);
    let mut steps = Vec::with_capacity(points.len());
    baseline.follow(&points, |step| steps.push(step));
    let with_key = points.iter().filter(|point| point.ln_rate.is_finite() && !point.ln_g.is_nan()).count();
    if with_key > 0 && steps.iter().all(|step| step.y.is_none()) {
        return Err(RowsProblem::NoSecretFraction { link: link.link.clone(), windows: with_key as u64 });
    }
    Ok(steps)
}
