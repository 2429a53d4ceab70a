//! Simulated courses of the error of a forecast: a block bootstrap of the errors one window ahead.
//!
//! Errors many windows ahead overlap from one origin to the next, so that a month holds only a month of them however many origins are
//! taken. Errors one window ahead do not overlap. They are drawn in blocks, which keeps breakdowns whole, and carried on by the
//! regression one window ahead, which keeps the error of one window in the next ones.

use super::direct::{Direct, MEANS};
use super::{DAY, Grid};
use numbers::random::Random;
use numbers::statistics::{quantile, sorted};

/// Mean length of a block, windows: half a day, which is longer than the memory of the errors one window ahead.
const BLOCK: f64 = (DAY / 2) as f64;
/// Probabilities below and above the interval.
const TAILS: [f64; 2] = [0.05, 0.95];

/// The course of the error after a forecast, as a random process.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Courses {
    /// Effect of the last error, and of the exponential means of all before, on the next.
    last: f64,
    means: [f64; MEANS],
    /// Errors one window ahead, in the order of time, bit/s.
    shocks: Vec<f64>,
}

impl Courses {
    /// Learns from the windows up to this one.
    pub(super) fn learn(grid: &Grid, until: usize) -> Courses {
        let direct = Direct::one_window(grid, until);
        let (last, means) = direct.loadings();
        Courses { last, means, shocks: direct.errors(grid, until) }
    }

    /// One course of errors (measured − forecast), bit/s: the stationary bootstrap of D. N. Politis and J. P. Romano, J. Am. Stat. Assoc. 89 (1994)
    /// 1303, in which the length of a block is geometrically distributed. Without an error to draw from there is none.
    pub(super) fn draw(&self, steps: usize, random: &mut Random) -> Vec<f64> {
        let count = self.shocks.len();
        if count == 0 {
            return vec![0.0; steps];
        }
        let keep = Direct::keep();
        let (mut last, mut means) = (0.0, [0.0; MEANS]);
        let mut at = random.below(count as i64) as usize;
        let course = |_| {
            let error = self.shocks[at]
                + self.last * last
                + self.means.iter().zip(&means).map(|(effect, mean)| effect * mean).sum::<f64>();
            for (mean, keep) in means.iter_mut().zip(keep) {
                *mean = keep * *mean + (1.0 - keep) * error;
            }
            last = error;
            at = if random.uniform() * BLOCK < 1.0 { random.below(count as i64) as usize } else { (at + 1) % count };
            error
        };
        (0..steps).map(course).collect()
    }

    /// Width of the tails of these courses at each step: how far the quantiles 5 % and 95 % are below and above the forecast, bit/s.
    /// Neither is zero, so that errors can be measured in it.
    pub(super) fn spread(courses: &[Vec<f64>], steps: usize) -> Vec<[f64; 2]> {
        let of_step = |step: usize| {
            let errors = sorted(courses.iter().map(|course| course[step]).collect());
            let [low, high] = TAILS.map(|share| quantile(&errors, share));
            let middle = 0.5 * (high - low);
            // A tail on the wrong side of the forecast would not be a measure of anything.
            [-low, high].map(|tail| tail.max(0.2 * middle).max(LEAST))
        };
        (0..steps).map(of_step).collect()
    }
}

/// Least width of a tail, bit/s: a constant key rate has no errors.
const LEAST: f64 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_carried_on() {
        let courses = Courses { last: 0.5, means: [0.0; MEANS], shocks: vec![8.0] };
        assert_eq!(courses.draw(4, &mut Random::new(1, 0)), [8.0, 12.0, 14.0, 15.0]);
        assert_eq!(Courses { shocks: vec![], ..courses }.draw(2, &mut Random::new(1, 0)), [0.0, 0.0]);
    }

    #[test]
    fn blocks_stay_whole() {
        // Errors 0, 1, 2 … come in runs; a new block starts once in 72 windows.
        let courses = Courses { last: 0.0, means: [0.0; MEANS], shocks: (0..1000).map(f64::from).collect() };
        let course = courses.draw(100_000, &mut Random::new(1, 0));
        let jumps = course.windows(2).filter(|pair| pair[1] != (pair[0] + 1.0) % 1000.0).count();
        assert!((1250..1530).contains(&jumps), "{jumps}");
    }

    #[test]
    fn tails_are_quantiles() {
        let courses: Vec<Vec<f64>> = (-50..=50).map(|error| vec![f64::from(error), 3.0]).collect();
        assert_eq!(Courses::spread(&courses, 2), [[45.0, 45.0], [LEAST, 3.0]]);
    }
}
