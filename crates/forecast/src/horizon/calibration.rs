//! Calibration of intervals on errors that were measured later: conformal prediction for a series.

use super::evaluate::STRIDE;
use super::{COVERAGE, DAY};
use numbers::statistics::sorted;

/// Smallest number of errors that do not overlap from which an interval follows: with n exchangeable errors the next one is beyond all of
/// them with the probability 1 / (n + 1), which has to be 1 − [`COVERAGE`] or less.
pub(super) const LEAST: u64 = 9;
/// Number of errors from which a tail is a quantile; it then follows what comes. Two days of origins.
const START: usize = 2 * DAY / STRIDE;
/// By what part of a tail of the bootstrap an interval becomes longer after an error beyond it; after one within it becomes shorter by a
/// nineteenth of that. Twice as much misses more a day ahead, where errors are known late; half as much follows a change too slowly.
const GAIN: f64 = 0.1;

/// Length of an interval above or below the forecast, in units of the tail of the bootstrap. It is such that errors are beyond it as often as they
/// should: A. N. Angelopoulos, E. J. Candès, R. J. Tibshirani, Conformal PID control for time series prediction, NeurIPS 36 (2023),
/// section 2.1, whose proposition 1 bounds the fraction beyond it for any series, however its errors depend on each other.
#[derive(Debug, Clone, PartialEq, Default)]
struct Tail {
    first: Vec<f64>,
    length: f64,
}

impl Tail {
    /// Takes in an error in units of the tail; `given` was the length of the interval that it was forecast with.
    fn take(&mut self, score: f64, given: Option<f64>) {
        let beyond = (1.0 - COVERAGE) / 2.0;
        if self.first.len() < START {
            self.first.push(score);
            let scores = sorted(self.first.clone());
            // One more, for the new error counts too.
            let at = ((1.0 - beyond) * (scores.len() + 1) as f64).ceil() as usize;
            self.length = scores[at.clamp(1, scores.len()) - 1];
        } else {
            let missed = score > given.unwrap_or(self.length);
            self.length += GAIN * (f64::from(u8::from(missed)) - beyond);
        }
    }
}

/// Calibration at one horizon.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calibration {
    /// Windows from the origin.
    ahead: usize,
    tails: [Tail; 2],
    /// Number of errors that do not overlap, and the origin of the last of them.
    separate: u64,
    counted: Option<usize>,
}

impl Calibration {
    /// Nothing is known at this step yet.
    pub(super) fn new(step: usize) -> Calibration {
        Calibration { ahead: step + 1, tails: Default::default(), separate: 0, counted: None }
    }

    /// Takes in an error of the forecast from an origin, where the tails of the bootstrap were these, and the lengths of the interval, if
    /// there was one, those.
    pub(super) fn take(&mut self, origin: usize, error: f64, tails: [f64; 2], lengths: Option<[f64; 2]>) {
        self.tails[0].take(-error / tails[0], lengths.map(|[below, _]| below));
        self.tails[1].take(error / tails[1], lengths.map(|[_, above]| above));
        if self.counted.is_none_or(|counted| counted + self.ahead.max(STRIDE) <= origin) {
            self.separate += 1;
            self.counted = Some(origin);
        }
    }

    /// Lengths of the interval below and above the forecast, in units of the tails; none from too few errors.
    pub(super) fn lengths(&self) -> Option<[f64; 2]> {
        (self.separate >= LEAST).then(|| [self.tails[0].length, self.tails[1].length])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numbers::random::Random;

    /// Errors that depend on each other, and whose spread triples half-way: a fixed quantile would hold a third fewer.
    #[test]
    fn nine_tenths_are_within_however_errors_change() {
        // The 5 % tail of errors with a deviation of 1 / √(1 − 0.9²) is 3.77 at first, and a bootstrap knows no better later.
        let mut random = Random::new(3, 0);
        let mut calibration = Calibration::new(0);
        let (mut error, mut inside, mut count) = (0.0, 0, 0);
        for at in 0..4000 {
            error = 0.9 * error + if at < 2000 { 1.0 } else { 3.0 } * random.normal();
            let lengths = calibration.lengths();
            if let Some([low, high]) = lengths {
                count += 1;
                inside += u32::from(-3.77 * low <= error && error <= 3.77 * high);
            }
            calibration.take(at * STRIDE, error, [3.77, 3.77], lengths);
        }
        let share = f64::from(inside) / f64::from(count);
        assert!((0.88..=0.92).contains(&share), "{share}");
    }

    #[test]
    fn errors_that_overlap_count_once() {
        let mut day = Calibration::new(DAY - 1);
        for origin in (0..=8 * DAY).step_by(STRIDE) {
            assert_eq!(day.lengths(), None);
            day.take(origin, 1.0, [1.0, 1.0], None);
        }
        // The ninth day has begun.
        assert_eq!(day.separate, 9);
        assert!(day.lengths().is_some());
    }
}
