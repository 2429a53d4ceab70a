//! Comparison of a model with measurements.

use super::features::Feature;
use super::interval::Intervals;
use super::level::CowLevel;
use super::metrics::{Errors, errors};
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::Extent;
use monitoring::Parameter;
use serde::{Deserialize, Serialize};

/// Lags of the mean of the last key rates, min.
const LAGS_MIN: [u32; 3] = [10, 20, 30];

/// Measured and predicted key rates of a link, with the errors of the prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkScore {
    /// Name of the link.
    pub link: String,
    /// Whether the model was trained on it.
    pub learnt: bool,
    /// Whether none of these windows was used in training.
    pub held_out: bool,
    /// The loss used for the prediction.
    pub loss: Option<f64>,
    /// Errors of the model.
    pub errors: Errors,
    /// MAE of persistence, the key rate of the window before, over the rows that have one, bit/s.
    pub persistence_mae: Option<f64>,
    /// MAE of the mean of the key rates 10, 20 and 30 min ago, over the rows that have all three, bit/s.
    pub lags_mae: Option<f64>,
    /// MAE of level × COW^β, over the rows that it can predict, bit/s; `None` if the card does not have its numbers.
    pub baseline_mae: Option<f64>,
    /// Number of rows with a key although the COW model allows none, which level × COW^β predicts as 0.
    pub contradicted: u64,
    /// Fraction of the measured key rates inside their 90 % prediction intervals; `None` for a model without intervals.
    pub covered: Option<f64>,
    /// Least-squares line of predicted over measured: slope and intercept, bit/s. `None` where all measured values are equal.
    pub best_fit: Option<(f64, f64)>,
    /// Numbers of the windows.
    pub numbers: Vec<i64>,
    /// Measured key rates, bit/s.
    pub measured: Vec<f64>,
    /// Predicted key rates, bit/s.
    pub predicted: Vec<f64>,
    /// Prediction intervals, bit/s; empty for a model without them.
    pub intervals: Vec<(f64, f64)>,
}

/// What a score needs to know of a model.
pub(super) struct Scored<'a> {
    pub(super) learnt: bool,
    /// First and last window used in training on this link, if known.
    pub(super) trained: Option<(i64, i64)>,
    pub(super) rate: Extent,
    pub(super) baseline: Option<&'a CowLevel>,
    pub(super) intervals: Option<&'a Intervals>,
}

impl LinkScore {
    /// Compares predictions with the rows of a link. Windows used in training are left out.
    pub(super) fn of(
        link: &LinkWindows,
        model: Scored<'_>,
        rows: FeatureRows,
        mut predicted: Vec<f64>,
    ) -> Result<LinkScore, RowsProblem> {
        let FeatureRows { mut numbers, rates: mut measured, .. } = rows;
        // Scaled by the errors of the windows before, also those of the training.
        let mut intervals = model.intervals.map_or_else(Vec::new, |all| all.of(&numbers, &predicted, &measured));
        if let Some((first, last)) = model.trained.filter(|_| model.learnt) {
            let keep: Vec<bool> = numbers.iter().map(|number| !(first..=last).contains(number)).collect();
            retain(&mut numbers, &keep);
            retain(&mut measured, &keep);
            retain(&mut predicted, &keep);
            retain(&mut intervals, &keep);
            if numbers.is_empty() {
                return Err(RowsProblem::NothingHeldOut(link.link.clone()));
            }
        }
        let errors =
            errors(&predicted, &measured, model.rate).ok_or_else(|| RowsProblem::Nothing(link.link.clone()))?;
        let rates: Vec<(i64, f64)> = link.windows.of_parameter(Parameter::KeyRate).collect();
        let rate_at = |number: i64| Some(rates[rates.binary_search_by_key(&number, |rate| rate.0).ok()?].1);
        let width = link.windows.width.minutes();
        let lags = LAGS_MIN.iter().all(|minutes| minutes.is_multiple_of(width));
        let mean_of_lags = |number: i64| {
            let sum: Option<f64> = LAGS_MIN.iter().map(|minutes| rate_at(number - i64::from(minutes / width))).sum();
            Some(sum.filter(|_| lags)? / LAGS_MIN.len() as f64)
        };
        let mae = |predict: &dyn Fn(i64) -> Option<f64>| {
            let errors: Vec<f64> =
                numbers.iter().zip(&measured).filter_map(|(n, rate)| Some((predict(*n)? - rate).abs())).collect();
            (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64)
        };
        let baseline = model.baseline.and_then(|own| {
            let rows = FeatureRows::with(link, &[Feature::Baseline], Some(own)).ok()?;
            Some(rows.numbers.into_iter().zip(rows.values).collect::<Vec<(i64, f64)>>())
        });
        let baseline_at = |number: i64| {
            let all = baseline.as_ref()?;
            Some(all[all.binary_search_by_key(&number, |one| one.0).ok()?].1)
        };
        let contradicted = numbers.iter().zip(&measured).filter(|(n, m)| **m > 0.0 && baseline_at(**n) == Some(0.0));
        let inside = intervals.iter().zip(&measured).filter(|((low, high), m)| low <= *m && *m <= high).count();
        Ok(LinkScore {
            link: link.link.clone(),
            learnt: model.learnt,
            held_out: !model.learnt || model.trained.is_some(),
            loss: link.loss,
            errors,
            persistence_mae: mae(&|number| rate_at(number - 1)),
            lags_mae: mae(&mean_of_lags),
            baseline_mae: mae(&baseline_at),
            contradicted: contradicted.count() as u64,
            covered: (!intervals.is_empty()).then(|| inside as f64 / numbers.len() as f64),
            best_fit: best_fit(&measured, &predicted),
            numbers,
            measured,
            predicted,
            intervals,
        })
    }

    /// How the scored windows relate to the training, in words.
    pub const fn scope(&self) -> &'static str {
        match (self.learnt, self.held_out) {
            (false, _) => "not trained on",
            (true, true) => "trained on; held-out windows only",
            (true, false) => "trained on; windows of the training included",
        }
    }

    /// A note for the reader, if the COW model contradicts the measurements.
    pub fn note(&self) -> Option<String> {
        (self.contradicted > 0).then(|| {
            format!(
                "link {}: in {} of {} windows there was a key although the COW model allows none at their QBER and visibility; \
                 level × COW^β predicts 0 there",
                self.link, self.contradicted, self.errors.rows
            )
        })
    }
}

fn retain<T>(all: &mut Vec<T>, keep: &[bool]) {
    let mut keep = keep.iter();
    all.retain(|_| keep.next().copied().unwrap_or(true));
}
/// Slope and intercept of the least-squares line.
fn best_fit(x: &[f64], y: &[f64]) -> Option<(f64, f64)> {
    let n = x.len() as f64;
    let (x_mean, y_mean) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        xx += (x - x_mean) * (x - x_mean);
        xy += (x - x_mean) * (y - y_mean);
    }
    (xx > 0.0).then(|| (xy / xx, y_mean - xy / xx * x_mean))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_fit_is_the_line() {
        let x = [1.0, 2.0, 4.0];
        let (slope, intercept) = best_fit(&x, &x.map(|x| 3.0 * x - 5.0)).unwrap();
        assert!((slope - 3.0).abs() < 1e-12 && (intercept + 5.0).abs() < 1e-12);
        assert_eq!(best_fit(&[2.0, 2.0], &[1.0, 3.0]), None);
    }
}
