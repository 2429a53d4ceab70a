//! Evaluation with rolling origins: forecasts from many times in the past.

use super::calibration::Calibration;
use super::courses::Courses;
use super::method::{Forecaster, Method};
use super::{DAY, Grid};
use numbers::random::Random;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Horizons of the comparison, min.
pub const HORIZONS_MIN: [u32; 7] = [10, 30, 60, 180, 360, 720, 1440];
/// Windows from an origin to the next: an hour.
pub(super) const STRIDE: usize = 6;
/// Number of courses whose quantiles the tails of past forecasts are.
const COURSES: usize = 400;
/// Seed of the courses of past forecasts.
const SEED: u64 = 1;
/// Smallest number of windows before the first origin; in long series it is a quarter of them.
const MIN_LEARNT: usize = 2 * DAY;

/// Smallest number of windows from the first origin to the middle of a series for its first half to choose the method: three days.
const MIN_CHOICE: usize = 3 * DAY;

/// An evaluation, which proceeds a day at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    grid: Grid,
    /// The next origin.
    next: usize,
    origins: Vec<usize>,
    /// By method, origin and step: measured − forecast.
    residuals: Vec<Vec<Vec<Option<f64>>>>,
    /// By origin and step: how far the quantiles 5 % and 95 % of simulated courses are below and above the forecast, bit/s.
    tails: Vec<Arc<Vec<[f64; 2]>>>,
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
    /// Number of held-out forecasts that had an interval and were measured.
    pub checked: u64,
    /// Number of these whose horizons do not overlap.
    pub separate: u64,
    /// Fraction of the measured key rates inside the prediction interval of the method that is used; `None` without an interval.
    pub coverage: Option<f64>,
    /// Mean width of these intervals, bit/s.
    pub width: Option<f64>,
}

/// Comparison of the methods, on origins that were held out when the method was chosen: the second half of the series.
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
    /// Longest horizon with an interval from the last window on, min; 0 without any.
    pub longest_min: u32,
}

impl Evaluation {
    /// Prepares the evaluation of a link.
    pub fn new(grid: Grid) -> Evaluation {
        let next = (grid.rates.len() / 4).max(MIN_LEARNT);
        Evaluation {
            grid,
            next,
            origins: Vec::new(),
            residuals: vec![Vec::new(); Method::ALL.len()],
            tails: Vec::new(),
        }
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
        let courses = Courses::learn(grid, self.next);
        let mut random = Random::new(SEED, self.next as u64);
        let courses: Vec<Vec<f64>> = (0..COURSES).map(|_| courses.draw(DAY, &mut random)).collect();
        let tails = Arc::new(Courses::spread(&courses, DAY));
        self.tails.extend(origins.iter().map(|_| Arc::clone(&tails)));
        self.origins.extend(origins);
        self.next = end;
        Some(self.next as f64 / last as f64)
    }

    fn of(&self, method: Method) -> &[Vec<Option<f64>>] {
        let at = Method::ALL.iter().position(|one| *one == method);
        at.map_or(&[], |at| &self.residuals[at])
    }

    /// Comparison of the methods so far.
    pub fn standing(&self) -> MethodComparison {
        let held = self.held_out();
        let start = self.origins.get(held.start).copied().unwrap_or(self.grid.rates.len());
        // The choice knows only what had been measured before the first origin held out.
        let known = |method: Method, step: usize| {
            let before = self.origins[..held.start].iter().zip(self.of(method));
            mae(before.filter(|(origin, _)| **origin + step < start).filter_map(|(_, errors)| errors[step]))
        };
        let later =
            |method: Method, step: usize| mae(self.of(method)[held.clone()].iter().filter_map(|errors| errors[step]));
        let total = |method: Method| {
            (0..DAY).map(|step| known(method, step)).filter(|(_, count)| *count > 0).map(|(mae, _)| mae).sum::<f64>()
        };
        let smaller = |a: Method, b: Method| if total(b) < total(a) { b } else { a };
        let best = Method::ALL.into_iter().reduce(smaller).unwrap_or(Method::Persistence);
        let checks = self.checks(best, &held);
        let mut errors = Vec::new();
        let mut verdicts = Vec::new();
        for ahead_min in HORIZONS_MIN {
            let step = ahead_min as usize / 10 - 1;
            let of = |method: Method| {
                let (mae, count) = later(method, step);
                HorizonErrors { method, ahead_min, mae, count }
            };
            let all = Method::ALL.map(of);
            if all[0].count == 0 {
                continue;
            }
            let winner = all.iter().fold(&all[0], |a, b| if b.mae < a.mae { b } else { a }).method;
            let beats_persistence = later(best, step).0 < later(Method::Persistence, step).0;
            let Check { inside, count, separate, width, .. } = checks[step];
            let of_all = |sum: f64| (count > 0).then(|| sum / count as f64);
            verdicts.push(HorizonVerdict {
                ahead_min,
                winner,
                beats_persistence,
                checked: count,
                separate,
                coverage: of_all(inside as f64),
                width: of_all(width),
            });
            errors.extend(all);
        }
        let (inside, count) = checks.iter().fold((0, 0), |(a, b), check| (a + check.inside, b + check.count));
        MethodComparison {
            origins_before: held.start as u64,
            origins_held_out: held.len() as u64,
            best,
            errors,
            verdicts,
            coverage: (count > 0).then(|| inside as f64 / count as f64),
            longest_min: 10 * self.lengths(best).len() as u32,
        }
    }

    /// The origins in the second half of the series or, in a short series, the second half of the origins.
    fn held_out(&self) -> Range<usize> {
        let middle = self.grid.rates.len() / 2;
        let of_series = self.origins.partition_point(|origin| *origin < middle);
        let of_origins = self.origins.len() / 2;
        let enough = self.origins.first().is_some_and(|first| first + MIN_CHOICE <= middle);
        (if enough { of_series } else { of_origins })..self.origins.len()
    }

    /// Lengths of the intervals from the last window on, below and above the forecast, in tails of simulated courses, up to the longest
    /// horizon for which enough is known.
    pub(super) fn lengths(&self, method: Method) -> Vec<[f64; 2]> {
        (0..DAY).map_while(|step| self.calibrated(method, step).1).collect()
    }

    /// The same from each origin, from errors that were known at it, and from the last window on.
    fn calibrated(&self, method: Method, step: usize) -> (Vec<Option<[f64; 2]>>, Option<[f64; 2]>) {
        let mut calibration = Calibration::new(step);
        let mut given: Vec<Option<[f64; 2]>> = Vec::with_capacity(self.origins.len());
        let mut known = 0;
        for now in self.origins.iter().copied().chain([usize::MAX]) {
            while self.origins.get(known).is_some_and(|origin| origin + step < now) {
                if let Some(error) = self.of(method)[known][step] {
                    calibration.take(self.origins[known], error, self.tails[known][step], given[known]);
                }
                known += 1;
            }
            given.push(calibration.lengths());
        }
        let last = given.pop().flatten();
        (given, last)
    }

    /// Whether intervals held what was measured, by step.
    fn checks(&self, method: Method, held: &Range<usize>) -> Vec<Check> {
        let of_step = |step: usize| {
            let (lengths, mut check) = (self.calibrated(method, step).0, Check::default());
            for i in held.clone() {
                let Some(([below, above], error)) = lengths[i].zip(self.of(method)[i][step]) else { continue };
                let (origin, tails) = (self.origins[i], self.tails[i][step]);
                let (low, high) = (-below * tails[0], above * tails[1]);
                check.count += 1;
                check.inside += u64::from(low <= error && error <= high);
                check.width += high - low;
                if check.counted.is_none_or(|counted| counted + (step + 1).max(STRIDE) <= origin) {
                    check.separate += 1;
                    check.counted = Some(origin);
                }
            }
            check
        };
        (0..DAY).map(of_step).collect()
    }
}

/// How intervals at one horizon did.
#[derive(Debug, Clone, Copy, Default)]
struct Check {
    inside: u64,
    count: u64,
    separate: u64,
    /// The origin of the last forecast that is counted as separate.
    counted: Option<usize>,
    /// Sum of the widths, bit/s.
    width: f64,
}

/// Mean absolute error and count.
fn mae(errors: impl Iterator<Item = f64>) -> (f64, u64) {
    let (sum, count) = errors.fold((0.0, 0u64), |(sum, count), error| (sum + error.abs(), count + 1));
    (if count > 0 { sum / count as f64 } else { f64::INFINITY }, count)
}
