//! Direct regression: a linear regression for each horizon.

use super::{DAY, Grid};
use nalgebra::{DMatrix, DVector};
use std::f64::consts::TAU;

/// Time constants of the exponential means of the past, windows: half an hour, two hours, half a day, two days.
const TIME_CONSTANTS: [f64; 4] = [3.0, 12.0, 72.0, 288.0];
/// Number of these means.
pub(super) const MEANS: usize = TIME_CONSTANTS.len();
/// Number of regressors: 1, the last rate, those means, and two harmonics of the day.
const WIDTH: usize = 2 + MEANS + 4;
/// Ridge penalty, in windows: enough for a short series to have a solution.
const RIDGE: f64 = 3.0;
/// Windows between two samples of the regression: neighbours are nearly equal.
const STRIDE: usize = 2;
/// Threshold of the Huber weights, in median absolute errors, which limits the effect of a breakdown.
const HUBER: f64 = 3.0;
/// Number of updates of the Huber weights.
const ROUNDS: usize = 2;

/// Coefficients for each horizon, for rates scaled by their mean and standard deviation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Direct {
    centre: f64,
    spread: f64,
    coefficients: Vec<[f64; WIDTH]>,
}

impl Direct {
    /// Learns from the windows up to this one.
    pub(super) fn learn(grid: &Grid, until: usize) -> Direct {
        Direct::of_steps(grid, until, DAY)
    }

    /// Learns to forecast one window only.
    pub(super) fn one_window(grid: &Grid, until: usize) -> Direct {
        Direct::of_steps(grid, until, 1)
    }

    fn of_steps(grid: &Grid, until: usize, steps: usize) -> Direct {
        let known: Vec<f64> = grid.rates[..=until].iter().copied().flatten().collect();
        let count = known.len().max(1) as f64;
        let centre = known.iter().sum::<f64>() / count;
        let variance = known.iter().map(|rate| (rate - centre) * (rate - centre)).sum::<f64>() / count;
        let spread = if variance > 0.0 { variance.sqrt() } else { 1.0 };
        let mut direct = Direct { centre, spread, coefficients: vec![[0.0; WIDTH]; steps] };
        let means = direct.means(grid, until);
        // The means need half a day of past before they are worth learning from.
        let origins: Vec<usize> = (DAY / 2..until).step_by(STRIDE).filter(|at| grid.known(*at).is_some()).collect();
        for step in 0..steps {
            let rows: Vec<([f64; WIDTH], f64)> = origins
                .iter()
                .filter(|origin| **origin + step < until)
                .filter_map(|origin| {
                    let rate = grid.rates[origin + step + 1]?;
                    Some((direct.row(grid, &means, *origin, step)?, (rate - centre) / spread))
                })
                .collect();
            direct.coefficients[step] = fit(&rows);
        }
        direct
    }

    /// Forecasts the day after a window.
    pub(super) fn ahead(&self, grid: &Grid, origin: usize) -> Vec<f64> {
        let means = self.means(grid, origin);
        let of = |step: usize| {
            let row = self.row(grid, &means, origin, step).unwrap_or([0.0; WIDTH]);
            self.centre + self.spread * dot(&row, &self.coefficients[step])
        };
        (0..DAY).map(of).collect()
    }

    /// Errors (measured − forecast) one window ahead, bit/s, in the order of time, of all windows that were measured.
    pub(super) fn errors(&self, grid: &Grid, until: usize) -> Vec<f64> {
        let means = self.means(grid, until);
        let error = |origin: usize| {
            let row = self.row(grid, &means, origin, 0)?;
            Some(grid.rates[origin + 1]? - self.centre - self.spread * dot(&row, &self.coefficients[0]))
        };
        (DAY / 2..until).filter_map(error).collect()
    }

    /// Effect of the last rate, and of each mean of the past, on the next rate.
    pub(super) fn loadings(&self) -> (f64, [f64; MEANS]) {
        let mut means = [0.0; MEANS];
        means.copy_from_slice(&self.coefficients[0][2..2 + MEANS]);
        (self.coefficients[0][1], means)
    }

    /// What is left of each mean of the past after a window.
    pub(super) fn keep() -> [f64; MEANS] {
        TIME_CONSTANTS.map(|windows| libm::exp(-1.0 / windows))
    }

    /// The means of the past at each window, scaled; gaps leave them unchanged.
    fn means(&self, grid: &Grid, until: usize) -> Vec<[f64; MEANS]> {
        let keep = Direct::keep();
        let mut sums = [(0.0, 0.0); MEANS];
        let step = |rate: &Option<f64>| {
            for (sum, keep) in sums.iter_mut().zip(keep) {
                if let Some(rate) = rate {
                    let scaled = (rate - self.centre) / self.spread;
                    *sum = (keep * sum.0 + (1.0 - keep) * scaled, keep * sum.1 + (1.0 - keep));
                }
            }
            sums.map(|(sum, weight)| if weight > 0.0 { sum / weight } else { 0.0 })
        };
        grid.rates[..=until].iter().map(step).collect()
    }

    fn row(&self, grid: &Grid, means: &[[f64; MEANS]], origin: usize, step: usize) -> Option<[f64; WIDTH]> {
        let mut row = [1.0; WIDTH];
        row[1] = (grid.known(origin)? - self.centre) / self.spread;
        row[2..2 + MEANS].copy_from_slice(&means[origin]);
        let day = TAU * grid.fraction_of_day(origin + step + 1);
        let waves = [libm::cos(day), libm::sin(day), libm::cos(2.0 * day), libm::sin(2.0 * day)];
        row[2 + MEANS..].copy_from_slice(&waves);
        Some(row)
    }
}

/// Ridge regression with Huber weights: P. J. Huber, Ann. Math. Stat. 35 (1964) 73.
fn fit(rows: &[([f64; WIDTH], f64)]) -> [f64; WIDTH] {
    let mut weights = vec![1.0; rows.len()];
    let mut coefficients = [0.0; WIDTH];
    for round in 0..=ROUNDS {
        let mut normal = DMatrix::<f64>::zeros(WIDTH, WIDTH);
        let mut right = DVector::<f64>::zeros(WIDTH);
        for ((row, y), weight) in rows.iter().zip(&weights) {
            for i in 0..WIDTH {
                right[i] += weight * row[i] * y;
                for j in 0..=i {
                    normal[(i, j)] += weight * row[i] * row[j];
                }
            }
        }
        for i in 0..WIDTH {
            normal[(i, i)] += RIDGE;
            for j in 0..i {
                normal[(j, i)] = normal[(i, j)];
            }
        }
        let Some(cholesky) = normal.cholesky() else { return coefficients };
        coefficients.copy_from_slice(cholesky.solve(&right).as_slice());
        if round < ROUNDS {
            let errors: Vec<f64> = rows.iter().map(|(row, y)| (y - dot(row, &coefficients)).abs()).collect();
            let limit = HUBER * numbers::statistics::quantile(&numbers::statistics::sorted(errors.clone()), 0.5);
            weights = errors.iter().map(|error| if *error > limit { limit / error } else { 1.0 }).collect();
        }
    }
    coefficients
}

fn dot(a: &[f64; WIDTH], b: &[f64; WIDTH]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
