//! Evaluation with rolling origins: forecasts from many times in the past.

use super::method::{Forecaster, Method};
use super::{COVERAGE, DAY, Grid};
use numbers::statistics::sorted;
use serde::{Deserialize, Serialize};

/// Horizons of the comparison, min.
pub const HORIZONS_MIN: [u32; 7] = [10, 30, 60, 180, 360, 720, 1440];
/// Windows from an origin to the next: an hour.
const STRIDE: usize = 6;
/// Smallest number of windows before the first origin; in long series it is a quarter of them.
const MIN_LEARNT: usize = 2 * DAY;

/// An evaluation, which proceeds a day at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    grid: Grid,
    /// The next origin.
    next: usize,
    origins: Vec<usize>,
    /// By method, origin and step: measured − forecast.
    residuals: Vec<Vec<Vec<Option<f64>>>>,
}

/// Error of a method at a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HorizonErrors {
    /// The method.
    pub method: Method,
    /// Horizon, min.
    pub ahead_min: u32,
    /// MAE, bit/s.
    pub mae: f64,
    /// Number of forecasts.
    pub count: u64,
}

/// The best method at a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HorizonVerdict {
    /// Horizon, min.
    pub ahead_min: u32,
    /// The method with the smallest MAE.
    pub winner: Method,
    /// Whether the method that is used has a smaller MAE than persistence.
    pub beats_persistence: bool,
    /// Fraction of the measured key rates inside the prediction interval of the method that is used.
    pub coverage: Option<f64>,
}

/// Comparison of the methods, on origins that were held out when the method was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MethodComparison {
    /// Number of origins that chose the method.
    pub origins_before: u64,
    /// Number of origins that were held out.
    pub origins_held_out: u64,
    /// The method that is used: the one with the smallest MAE over all horizons, on the origins before those held out.
    pub best: Method,
    /// MAE of each method at each horizon, on the origins held out.
    pub errors: Vec<HorizonErrors>,
    /// The best method at each horizon.
    pub verdicts: Vec<HorizonVerdict>,
    /// Fraction of the measured key rates inside the prediction interval, over all horizons, on the origins held out. Each interval
    /// comes from errors that were known at its origin.
    pub coverage: Option<f64>,
}

impl Evaluation {
    /// Prepares the evaluation of a link.
    pub fn new(grid: Grid) -> Evaluation {
        let next = (grid.rates.len() / 4).max(MIN_LEARNT);
        Evaluation { grid, next, origins: Vec::new(), residuals: vec![Vec::new(); Method::ALL.len()] }
    }

    /// The series.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// Learns from everything before the next day and forecasts from each hour of it. Returns the fraction that is done; `None` when all is.
    pub fn step(&mut self) -> Option<f64> {
        let grid = &self.grid;
        let last = grid.rates.len() - 1;
        if self.next >= last {
            return None;
        }
        let end = (self.next + DAY).min(last);
        let origins: Vec<usize> = (self.next..end).step_by(STRIDE).filter(|at| grid.known(*at).is_some()).collect();
        for (method, residuals) in Method::ALL.into_iter().zip(&mut self.residuals) {
            let forecaster = Forecaster::learn(method, grid, self.next);
            for origin in &origins {
                let ahead = forecaster.ahead(grid, *origin);
                let error = |(step, rate): (usize, &f64)| {
                    grid.rates.get(origin + step + 1).copied().flatten().map(|measured| measured - rate)
                };
                residuals.push(ahead.iter().enumerate().map(error).collect());
            }
        }
        self.origins.extend(origins);
        self.next = end;
        Some(self.next as f64 / last as f64)
    }

    /// Errors of a method from every origin.
    pub(super) fn residuals(&self, method: Method) -> Vec<Vec<Option<f64>>> {
        self.of(method).to_vec()
    }

    fn of(&self, method: Method) -> &[Vec<Option<f64>>] {
        let at = Method::ALL.iter().position(|one| *one == method);
        at.map_or(&[], |at| &self.residuals[at])
    }

    /// Comparison of the methods so far.
    pub fn standing(&self) -> MethodComparison {
        let half = self.origins.len() / 2;
        let (before, held) = (0..half, half..self.origins.len());
        let mae = |method: Method, origins: &std::ops::Range<usize>, step: usize| {
            let errors = self.of(method)[origins.clone()].iter().filter_map(|errors| errors[step]);
            let (sum, count) = errors.fold((0.0, 0u64), |(sum, count), error| (sum + error.abs(), count + 1));
            (if count > 0 { sum / count as f64 } else { f64::INFINITY }, count)
        };
        let total = |method: Method| (0..DAY).map(|step| mae(method, &before, step).0).sum::<f64>();
        let smaller = |a: Method, b: Method| if total(b) < total(a) { b } else { a };
        let best = Method::ALL.into_iter().reduce(smaller).unwrap_or(Method::Persistence);
        let coverage = self.coverage(best, held.clone());
        let mut errors = Vec::new();
        let mut verdicts = Vec::new();
        for ahead_min in HORIZONS_MIN {
            let step = ahead_min as usize / 10 - 1;
            let of = |method: Method| {
                let (mae, count) = mae(method, &held, step);
                HorizonErrors { method, ahead_min, mae, count }
            };
            let all = Method::ALL.map(of);
            if all[0].count == 0 {
                continue;
            }
            let winner = all.iter().fold(&all[0], |a, b| if b.mae < a.mae { b } else { a }).method;
            let beats_persistence = mae(best, &held, step).0 < mae(Method::Persistence, &held, step).0;
            let (inside, count) = coverage[step];
            let coverage = (count > 0).then(|| inside as f64 / count as f64);
            verdicts.push(HorizonVerdict { ahead_min, winner, beats_persistence, coverage });
            errors.extend(all);
        }
        let (inside, count) = coverage.iter().fold((0, 0), |(a, b), (inside, count)| (a + inside, b + count));
        MethodComparison {
            origins_before: before.len() as u64,
            origins_held_out: held.len() as u64,
            best,
            errors,
            verdicts,
            coverage: (count > 0).then(|| inside as f64 / count as f64),
        }
    }

    /// Number of measured key rates inside the prediction interval, and their total, by step.
    fn coverage(&self, method: Method, held: std::ops::Range<usize>) -> Vec<(u64, u64)> {
        let residuals = self.of(method);
        let mut counts = vec![(0, 0); DAY];
        // The intervals are updated once a day.
        for day in held.clone().step_by(DAY / STRIDE) {
            // Only forecasts whose whole horizon had been measured by then.
            let known = self.origins[..day].iter().take_while(|origin| **origin + DAY <= self.origins[day]).count();
            for (step, (inside, count)) in counts.iter_mut().enumerate() {
                let (low, high) = interval(&residuals[..known], step);
                for errors in &residuals[day..(day + DAY / STRIDE).min(held.end)] {
                    if let Some(error) = errors[step] {
                        *count += 1;
                        *inside += u64::from((low..=high).contains(&error));
                    }
                }
            }
        }
        counts
    }
}

/// Prediction interval with the coverage [`COVERAGE`] for exchangeable errors, with equal tails: split-conformal prediction. J. Lei et al., J. Am. Stat. Assoc. 113 (2018) 1094.
pub(super) fn interval(residuals: &[Vec<Option<f64>>], step: usize) -> (f64, f64) {
    let errors = sorted(residuals.iter().filter_map(|errors| errors[step]).collect());
    let count = errors.len();
    let Some(last) = count.checked_sub(1) else { return (0.0, 0.0) };
    // One more, for the new error counts too.
    let beyond = ((1.0 - COVERAGE) / 2.0 * (count + 1) as f64).floor() as usize;
    let at = beyond.saturating_sub(1).min(last);
    (errors[at], errors[last - at])
}
