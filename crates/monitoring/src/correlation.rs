//! Correlations between parameters, and of the key rate with its own past: tables 3.3 to 3.6 of the thesis.

use super::parameter::Parameter;
use super::windows::Windows;
use numbers::optimise::within;
use serde::{Deserialize, Serialize};

/// Lags of the autocorrelation, min: those of tables 3.5 and 3.6.
pub const PAST_MIN: [u32; 5] = [10, 20, 30, 40, 50];

/// A symmetric matrix of correlation coefficients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correlations<T> {
    /// Labels of rows and columns.
    pub of: Vec<T>,
    /// Pearson's coefficient of each pair, over the windows that have both; `None` for fewer than three windows or a constant.
    pub coefficients: Vec<Vec<Option<f64>>>,
}

impl<T> Correlations<T> {
    fn new(of: Vec<T>, pairs: impl Fn(&T, &T) -> Vec<(f64, f64)>) -> Correlations<T> {
        let coefficients = of.iter().map(|a| of.iter().map(|b| pearson(&pairs(a, b))).collect()).collect();
        Correlations { of, coefficients }
    }
}

/// Pearson's correlation coefficient, from −1 to 1.
///
/// $$ r = \frac{\sum (x - \bar x)(y - \bar y)}{\sqrt{\sum (x - \bar x)^2 \sum (y - \bar y)^2}} $$
/// `None` for fewer than three pairs, since two always lie on a line, or where x or y is constant.
///
/// ```
/// use monitoring::pearson;
/// assert!((pearson(&[(1.0, 2.0), (2.0, 4.0), (3.0, 6.0)]).unwrap() - 1.0).abs() < 1e-15);
/// assert_eq!(pearson(&[(1.0, 2.0), (2.0, 2.0), (3.0, 2.0)]), None);
/// ```
pub fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let count = pairs.len() as f64;
    let (x_mean, y_mean) =
        (pairs.iter().map(|p| p.0).sum::<f64>() / count, pairs.iter().map(|p| p.1).sum::<f64>() / count);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (dx, dy) = (x - x_mean, y - y_mean);
        (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy);
    }
    // A constant can differ from its mean by rounding.
    let constant = |squares: f64, mean: f64| squares <= count * (4.0 * f64::EPSILON * mean).powi(2);
    if constant(xx, x_mean) || constant(yy, y_mean) {
        return None;
    }
    let r = xy / (xx.sqrt() * yy.sqrt());
    Some(within(r, (-1.0, 1.0)))
}

/// The correlations of the parameters that a link has: tables 3.3 and 3.4.
pub fn between_parameters(windows: &Windows) -> Correlations<Parameter> {
    let measured = Parameter::ALL.into_iter().filter(|p| windows.of_parameter(*p).next().is_some()).collect();
    Correlations::new(measured, |a, b| windows.rows.iter().filter_map(|w| Some((w.mean(*a)?, w.mean(*b)?))).collect())
}

/// Correlations of a parameter now with itself 10 to 50 min ago: tables 3.5 and 3.6. Labels are minutes; 0 is now.
///
/// Where the width of the windows does not divide 10 min, the lags are one to five windows.
pub fn with_past(windows: &Windows, parameter: Parameter) -> Correlations<u32> {
    let width = windows.width.minutes();
    let lags = if PAST_MIN[0].is_multiple_of(width) { PAST_MIN } else { [1, 2, 3, 4, 5].map(|i| i * width) };
    let mut of = vec![0];
    of.extend(lags);
    let means: Vec<(i64, f64)> = windows.of_parameter(parameter).collect();
    let last = windows.rows.last().map_or(0, |window| window.number);
    let back = |lag_min: u32| i64::from(lag_min / width);
    let at = |number: i64| Some(means[means.binary_search_by_key(&number, |(number, _)| *number).ok()?].1);
    // A shift of the table against itself: what is shifted past its last window has no row.
    Correlations::new(of, |a, b| {
        let rows = means.iter().map(|(number, y)| (number + back(*b), *y)).filter(|(now, _)| *now <= last);
        rows.filter_map(|(now, y)| Some((at(now - back(*a))?, y))).collect()
    })
}
