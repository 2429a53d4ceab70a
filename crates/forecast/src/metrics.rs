//! Errors of predictions: (3.10) to (3.13) of the thesis.

use super::scaler::Extent;
use serde::{Deserialize, Serialize};

/// The four errors of the thesis's tables 4.1 to 4.4.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    /// Number of rows.
    pub rows: u64,
    /// Mean of the measured key rates, bit/s.
    pub mean_key_rate: f64,
    /// Mean of predicted − measured, bit/s: (3.10).
    pub me: f64,
    /// Mean of its absolute value, bit/s: (3.11).
    pub mae: f64,
    /// Mean of (predicted − measured)/measured, signed as in the tables, over the rows with a key rate: (3.12). `None` if there are none.
    pub mre: Option<f64>,
    /// Number of rows with a key rate of 0, which have no relative error.
    pub without_rate: u64,
    /// Mean of the square of predicted − measured, both scaled: (3.13).
    pub mse: f64,
}

impl Errors {
    /// MAE relative to the mean key rate, dimensionless.
    pub fn relative_mae(&self) -> f64 {
        self.mae / self.mean_key_rate
    }
}

/// The errors of predictions, bit/s; `None` without predictions. The MSE is of numbers scaled by `extent`.
///
/// ```
/// let extent = forecast::Extent { least: 0.0, most: 200.0 };
/// let errors = forecast::errors(&[110.0, 190.0], &[100.0, 200.0], extent).unwrap();
/// assert_eq!((errors.me, errors.mae), (0.0, 10.0));
/// assert!((errors.mse - 0.0025).abs() < 1e-15);
/// assert!((errors.mre.unwrap() - 0.025).abs() < 1e-15);
/// ```
pub fn errors(predicted: &[f64], measured: &[f64], extent: Extent) -> Option<Errors> {
    let count = predicted.len().min(measured.len());
    if count == 0 {
        return None;
    }
    let (mut sum, mut absolute, mut relative, mut squares, mut with_rate) = (0.0, 0.0, 0.0, 0.0, 0u64);
    for (p, m) in predicted.iter().zip(measured) {
        let error = p - m;
        sum += error;
        absolute += error.abs();
        squares += (extent.scale(*p) - extent.scale(*m)).powi(2);
        if *m > 0.0 {
            relative += error / m;
            with_rate += 1;
        }
    }
    let n = count as f64;
    Some(Errors {
        rows: count as u64,
        mean_key_rate: measured[..count].iter().sum::<f64>() / n,
        me: sum / n,
        mae: absolute / n,
        mre: (with_rate > 0).then(|| relative / with_rate as f64),
        without_rate: count as u64 - with_rate,
        mse: squares / n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scikit-learn 1.9.1: mean_absolute_error and mean_squared_error of MinMaxScaler's numbers; NumPy 2.4.6 for the means.
    #[test]
    fn agrees_with_scikit_learn() {
        let measured = [812.0, 950.5, 1103.25, 0.0, 641.0];
        let predicted = [800.0, 1000.0, 1090.0, 5.0, 700.0];
        let errors = errors(&predicted, &measured, Extent { least: 600.0, most: 1150.0 }).unwrap();
        let close = |x: f64, y: f64| assert!((x - y).abs() <= 1e-12 * y.abs(), "{x} is not {y}");
        close(errors.me, 17.65);
        close(errors.mae, 27.75);
        close(errors.mre.unwrap(), 0.029_333_309_960_928_453);
        close(errors.mse, 0.004_149_297_520_661_156);
        assert_eq!((errors.rows, errors.without_rate), (5, 1));
    }
}
