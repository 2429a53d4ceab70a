//! The fit of β and λ.

use super::{CowLevel, Point};
use crate::rows::FeatureRows;

/// β and λ are searched in hundredths, which a person can read and which costs less than 0.1 % of the error.
const HUNDREDTH: f64 = 0.01;
/// Largest values, hundredths.
const MAX_BETA: i32 = 300;
const MAX_MEMORY: i32 = 99;
/// Distances of the first grid and of the refinements, hundredths.
const COARSE_BETA: usize = 20;
const COARSE_MEMORY: usize = 11;
const FINE: [i32; 4] = [8, 4, 2, 1];

/// A link to fit to: all its windows to the last of the rows, and the rows that count.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FitLink {
    points: Vec<Point>,
    /// For each point, whether it counts, and its key rate, bit/s.
    measured: Vec<Option<f64>>,
    /// Mean key rate of the rows, bit/s.
    mean: f64,
    count: f64,
}

impl FitLink {
    /// `None` if no row has a key.
    pub(crate) fn new(mut points: Vec<Point>, rows: &FeatureRows) -> Option<FitLink> {
        let last = *rows.numbers.last()?;
        points.truncate(points.partition_point(|point| point.number <= last));
        let rate = |point: &Point| Some(rows.rates[rows.numbers.binary_search(&point.number).ok()?]);
        let measured: Vec<Option<f64>> = points.iter().map(rate).collect();
        let count = rows.len() as f64;
        let mean = rows.rates.iter().sum::<f64>() / count;
        (mean > 0.0).then_some(FitLink { points, measured, mean, count })
    }

    /// MAE of the rows relative to their mean.
    fn error(&self, model: &CowLevel) -> f64 {
        let (mut sum, mut measured) = (0.0, self.measured.iter());
        model.follow(&self.points, |step| {
            if let (Some(Some(rate)), Some(predicted)) = (measured.next(), step.key_rate) {
                sum += (predicted - rate).abs();
            }
        });
        sum / self.count / self.mean
    }
}

/// Fits β and λ: the least sum over the links of MAE / mean key rate. Not the squares of logarithms, which one breakdown would decide.
pub(crate) fn fit(links: &[&FitLink]) -> CowLevel {
    let model = |(beta, memory): (i32, i32)| CowLevel::new(f64::from(beta) * HUNDREDTH, f64::from(memory) * HUNDREDTH);
    let error = |at: (i32, i32)| links.iter().map(|link| link.error(&model(at))).sum::<f64>();
    let mut best = (f64::INFINITY, (0, 0));
    let attempt = |at: (i32, i32), best: &mut (f64, (i32, i32))| {
        let error = error(at);
        let better = error < best.0;
        if better {
            *best = (error, at);
        }
        better
    };
    for beta in (0..=MAX_BETA).step_by(COARSE_BETA) {
        for memory in (0..=MAX_MEMORY).step_by(COARSE_MEMORY) {
            attempt((beta, memory), &mut best);
        }
    }
    for step in FINE {
        loop {
            let (beta, memory) = best.1;
            let around = [(-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)];
            let mut moved = false;
            for (x, y) in around {
                let at = (beta + x * step, memory + y * step);
                if (0..=MAX_BETA).contains(&at.0) && (0..=MAX_MEMORY).contains(&at.1) {
                    moved |= attempt(at, &mut best);
                }
            }
            if !moved {
                break;
            }
        }
    }
    model(best.1)
}
