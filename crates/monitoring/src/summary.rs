//! Summary statistics of a parameter.

use super::parameter::Parameter;
use super::windows::Windows;
use numbers::statistics::{Histogram, QUANTILES, histogram, quantile, sorted};
use serde::{Deserialize, Serialize};

/// Summary statistics of a parameter of a link, over the means of its windows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Number of windows that have it.
    pub windows: u64,
    /// Its mean.
    pub mean: f64,
    /// Its sample standard deviation, with n − 1; 0 for a single window.
    pub deviation: f64,
    /// The smallest of the means.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// Fraction of the windows, from the first to the last of the link, that have it.
    pub availability: f64,
}

/// Summary statistics of a parameter; `None` if it was not measured.
pub fn summary(windows: &Windows, parameter: Parameter) -> Option<Summary> {
    let means: Vec<f64> = windows.of_parameter(parameter).map(|(_, mean)| mean).collect();
    let count = means.len() as f64;
    let (first, rest) = means.split_first()?;
    let mean = means.iter().sum::<f64>() / count;
    let squares: f64 = means.iter().map(|x| (x - mean).powi(2)).sum();
    Some(Summary {
        windows: means.len() as u64,
        mean,
        deviation: if rest.is_empty() { 0.0 } else { (squares / (count - 1.0)).sqrt() },
        least: rest.iter().fold(*first, |a, b| a.min(*b)),
        most: rest.iter().fold(*first, |a, b| a.max(*b)),
        availability: count / windows.span() as f64,
    })
}

/// Histogram of the means of a parameter; the number of bins follows from their number and spread.
pub fn distribution(windows: &Windows, parameter: Parameter) -> Histogram {
    distribution_of(windows.of_parameter(parameter).map(|(_, mean)| mean).collect()).1
}

/// Quantiles, each with its probability, and histogram of finite numbers; without numbers there are no quantiles.
pub fn distribution_of(numbers: Vec<f64>) -> (Vec<(f64, f64)>, Histogram) {
    let sorted = sorted(numbers);
    let quantiles = QUANTILES.into_iter().filter(|_| !sorted.is_empty()).map(|p| (p, quantile(&sorted, p)));
    (quantiles.collect(), histogram(&sorted))
}
