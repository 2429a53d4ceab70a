//! A parameter of a link in a few numbers.

use super::parameter::Parameter;
use super::windows::Windows;
use numbers::statistics::{Histogram, QUANTILES, histogram, quantile, sorted};
use serde::{Deserialize, Serialize};

/// A parameter of a link in a few numbers, of the means of its windows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Windows that have it.
    pub windows: u64,
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation, with n − 1; 0 for a single window.
    pub deviation: f64,
    /// The smallest of the means.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// Windows that have it, as a share of all from the first to the last of the link.
    pub availability: f64,
}

/// A parameter of a link in a few numbers; nothing if it was not measured.
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

/// How often the means of a parameter lie where, in as many bins as suit their number.
pub fn distribution(windows: &Windows, parameter: Parameter) -> Histogram {
    distribution_of(windows.of_parameter(parameter).map(|(_, mean)| mean).collect()).1
}

/// The quantiles, with their shares, and the histogram of some finite numbers; no quantile where there is no number.
pub fn distribution_of(numbers: Vec<f64>) -> (Vec<(f64, f64)>, Histogram) {
    let sorted = sorted(numbers);
    let quantiles = QUANTILES.into_iter().filter(|_| !sorted.is_empty()).map(|p| (p, quantile(&sorted, p)));
    (quantiles.collect(), histogram(&sorted))
}
