//! Standard errors and correlations of fitted parameters.

use nalgebra::DMatrix;
use numbers::optimise::within;
use serde::{Deserialize, Serialize};

/// Condition number of the scaled Jacobian above which rounding alone hides a direction, whatever the data.
const MAX_CONDITION: f64 = 1e7;

/// A value with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct UncertainValue {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// Uncertainty of the parameters, from the Jacobian of the residuals.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Certainty {
    /// Condition number of the Jacobian with columns of length 1; it is 1 where no parameter can compensate another.
    pub(super) condition: f64,
    /// Standard errors; `None` where a parameter is undetermined.
    pub(super) errors: Vec<Option<f64>>,
    /// Correlation coefficients of the parameters.
    pub(super) correlations: Vec<Vec<f64>>,
}

impl Certainty {
    /// From the derivatives of all residuals, a column for each parameter, and the variance of the residuals.
    ///
    /// The covariance is s² (JᵀJ)⁻¹, from the singular values of J with its columns scaled to length 1. Directions without a singular
    /// value are left out, and parameters along them have no error. Source: Press et al., Numerical Recipes, 3rd ed., 15.4.
    pub(super) fn of(slopes: &[Vec<f64>], variance: f64) -> Certainty {
        let parameters = slopes.len();
        let lengths: Vec<f64> = slopes.iter().map(|column| column.iter().map(|x| x * x).sum::<f64>().sqrt()).collect();
        let known = lengths.iter().all(|length| *length > 0.0 && length.is_finite());
        let rows = slopes.first().map_or(0, Vec::len);
        // Without any column, as where all fitted parameters lie at an end, there is nothing to be uncertain of.
        if parameters == 0 || !known || rows < parameters {
            let correlations = vec![vec![f64::NAN; parameters]; parameters];
            return Certainty { condition: f64::INFINITY, errors: vec![None; parameters], correlations };
        }
        let scaled = DMatrix::from_fn(rows, parameters, |i, j| slopes[j][i] / lengths[j]);
        let svd = scaled.svd(false, true);
        let (values, Some(vectors)) = (svd.singular_values, svd.v_t) else {
            let correlations = vec![vec![f64::NAN; parameters]; parameters];
            return Certainty { condition: f64::INFINITY, errors: vec![None; parameters], correlations };
        };
        let (least, most) = (values.min(), values.max());
        let kept: Vec<usize> = (0..parameters).filter(|k| values[*k] * MAX_CONDITION > most).collect();
        let covariance = |i: usize, j: usize| -> f64 {
            kept.iter().map(|k| vectors[(*k, i)] * vectors[(*k, j)] / (values[*k] * values[*k])).sum()
        };
        // A parameter is determined if no direction without a singular value moves it.
        let free = |i: usize| (0..parameters).any(|k| !kept.contains(&k) && vectors[(k, i)].abs() > 1e-4);
        let error = |i: usize| (!free(i)).then(|| (variance * covariance(i, i)).sqrt() / lengths[i]);
        let correlation = |i: usize, j: usize| covariance(i, j) / (covariance(i, i) * covariance(j, j)).sqrt();
        Certainty {
            condition: if least > 0.0 { most / least } else { f64::INFINITY },
            errors: (0..parameters).map(error).collect(),
            correlations: (0..parameters).map(|i| (0..parameters).map(|j| correlation(i, j)).collect()).collect(),
        }
    }
}

/// Autocorrelation of the residuals at a lag of one window, over the windows that have a predecessor.
pub(super) fn autocorrelation(residuals: &[(i64, f64)]) -> f64 {
    let squares: f64 = residuals.iter().map(|(_, r)| r * r).sum();
    let pairs = residuals.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1);
    let (products, count) = pairs.fold((0.0, 0.0), |(sum, n), pair| (sum + pair[0].1 * pair[1].1, n + 1.0));
    if squares > 0.0 && count > 0.0 { products / count / (squares / residuals.len() as f64) } else { 0.0 }
}

/// Factor by which autocorrelated residuals enlarge standard errors, compared with independent ones.
///
/// $$ \sqrt{\frac{1 + \rho}{1 - \rho}} $$
/// ρ autocorrelation at a lag of one window. Source: Zięba, Metrol. Meas. Syst. 17 (2010) 3, for a first-order autoregressive series.
pub(super) fn widening(rho: f64) -> f64 {
    let rho = within(rho, (0.0, 0.99));
    ((1.0 + rho) / (1.0 - rho)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NumPy 2.4.6: `np.linalg.inv(J.T @ J)` with J = [[1, 2], [3, 1], [2, 2]], variance 0.25.
    #[test]
    fn the_covariance_is_that_of_the_normal_equations() {
        let certainty = Certainty::of(&[vec![1.0, 3.0, 2.0], vec![2.0, 1.0, 2.0]], 0.25);
        let close = |x: f64, y: f64| assert!((x - y).abs() < 1e-12, "{x}, not {y}");
        close(certainty.errors[0].unwrap(), 0.25f64.sqrt() * 0.2f64.sqrt());
        close(certainty.errors[1].unwrap(), 0.25f64.sqrt() * (14.0 / 45.0f64).sqrt());
        close(certainty.correlations[0][1], -9.0 / (14.0f64 * 9.0).sqrt());
    }

    #[test]
    fn parameters_that_compensate_each_other_have_no_error() {
        let twice = Certainty::of(&[vec![1.0, 3.0, 2.0], vec![2.0, 6.0, 4.0], vec![1.0, 0.0, 1.0]], 1.0);
        assert!(twice.condition > 1e12);
        assert_eq!((twice.errors[0], twice.errors[1]), (None, None));
        // The third has the error of a fit without one of the two.
        let pair = Certainty::of(&[vec![1.0, 3.0, 2.0], vec![1.0, 0.0, 1.0]], 1.0);
        assert!((twice.errors[2].unwrap() / pair.errors[1].unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(Certainty::of(&[vec![0.0, 0.0]], 1.0).errors, [None]);
        assert_eq!(Certainty::of(&[], 1.0).errors, []);
    }

    #[test]
    fn autocorrelated_residuals_enlarge_the_errors() {
        let alternating: Vec<(i64, f64)> = (0..10).map(|i| (i, if i % 2 == 0 { 1.0 } else { -1.0 })).collect();
        assert_eq!(autocorrelation(&alternating), -1.0);
        assert_eq!(widening(-1.0), 1.0);
        let with_gaps: Vec<(i64, f64)> = (0..10).map(|i| (2 * i, 1.0)).collect();
        assert_eq!(autocorrelation(&with_gaps), 0.0);
        assert_eq!(widening(0.6), 2.0);
    }
}
