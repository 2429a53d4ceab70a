//! Comparison of a model with measurements.

use super::metrics::{Errors, errors};
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::Extent;
use monitoring::Parameter;
use serde::{Deserialize, Serialize};

/// Measured and predicted key rates of a link, with the errors of the prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkScore {
    /// Name of the link.
    pub link: String,
    /// Whether the model was trained on it.
    pub learnt: bool,
    /// The loss used for the prediction.
    pub loss: Option<f64>,
    /// Errors of the model.
    pub errors: Errors,
    /// MAE of persistence, the key rate of the window before, over the rows that have one, bit/s.
    pub persistence_mae: Option<f64>,
    /// Least-squares line of predicted over measured: slope and intercept, bit/s. `None` where all measured values are equal.
    pub best_fit: Option<(f64, f64)>,
    /// Numbers of the windows.
    pub numbers: Vec<i64>,
    /// Measured key rates, bit/s.
    pub measured: Vec<f64>,
    /// Predicted key rates, bit/s.
    pub predicted: Vec<f64>,
}

impl LinkScore {
    /// Compares predictions with the rows of a link. `extent` is that of the scaled key rate.
    pub(super) fn of(
        link: &LinkWindows,
        learnt: bool,
        rows: FeatureRows,
        predicted: Vec<f64>,
        extent: Extent,
    ) -> Result<LinkScore, RowsProblem> {
        let errors = errors(&predicted, &rows.rates, extent).ok_or_else(|| RowsProblem::Nothing(link.link.clone()))?;
        let rates: Vec<(i64, f64)> = link.windows.of_parameter(Parameter::KeyRate).collect();
        let before = |number: i64| Some(rates[rates.binary_search_by_key(&(number - 1), |rate| rate.0).ok()?].1);
        let steps: Vec<f64> =
            rows.numbers.iter().zip(&rows.rates).filter_map(|(n, rate)| Some((before(*n)? - rate).abs())).collect();
        Ok(LinkScore {
            link: link.link.clone(),
            learnt,
            loss: link.loss,
            errors,
            persistence_mae: (!steps.is_empty()).then(|| steps.iter().sum::<f64>() / steps.len() as f64),
            best_fit: best_fit(&rows.rates, &predicted),
            numbers: rows.numbers,
            measured: rows.rates,
            predicted,
        })
    }
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
