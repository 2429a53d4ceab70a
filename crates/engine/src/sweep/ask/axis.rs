//! The numbers of a parameter, laid out in its own scale.

use crate::scenario::{Range, Scale};

/// Samples in a decade of a logarithmic scale.
const PER_DECADE: f64 = 8.0;
/// Steps of a linear scale.
const STEPS: u32 = 100;

/// The accepted numbers of a parameter, each with its place: its logarithm where the scale is logarithmic. There zero, where it is
/// accepted, is at minus infinity.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    is_log: bool,
    has_zero: bool,
}

impl Axis {
    pub(super) fn new(range: &Range) -> Axis {
        let is_log = !matches!(range.scale, Scale::Linear { .. });
        Axis { low: range.min, high: range.max, is_log, has_zero: range.scale == Scale::LogOrZero }
    }

    pub(super) fn place(&self, number: f64) -> f64 {
        if self.is_log { number.ln() } else { number }
    }

    /// The number at a place: exactly the ends at and beyond the ends.
    pub(super) fn number(&self, place: f64) -> f64 {
        if self.has_zero && place == f64::NEG_INFINITY {
            0.0
        } else if place <= self.place(self.low) {
            self.low
        } else if place >= self.place(self.high) {
            self.high
        } else if self.is_log {
            place.exp()
        } else {
            place
        }
    }

    /// Places of the samples in ascending order, and one more.
    pub(super) fn places(&self, and: Option<f64>) -> Vec<f64> {
        let (low, high) = (self.place(self.low), self.place(self.high));
        let steps = if self.is_log { (PER_DECADE * (self.high / self.low).log10()).ceil() as u32 } else { STEPS };
        let even = (0..=steps).map(|i| f64::from(i) / f64::from(steps)).map(|part| low * (1.0 - part) + high * part);
        let zero = self.has_zero.then_some(f64::NEG_INFINITY);
        let mut places: Vec<f64> = zero.into_iter().chain(even).chain(and).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        places
    }

    /// Tolerance of a place between these two for a relative tolerance of the number of 1e-11.
    pub(super) fn tolerance(&self, a: f64, b: f64) -> f64 {
        1e-11 * if self.is_log { 1.0 } else { a.abs().max(b.abs()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TABLE;

    #[test]
    fn samples_cover_the_range_and_are_accepted() {
        for param in &TABLE {
            let Some(range) = param.domain.range() else { continue };
            let axis = Axis::new(range);
            let numbers: Vec<f64> = axis.places(None).into_iter().map(|place| axis.number(place)).collect();
            assert!(numbers.iter().all(|&x| range.contains(x)), "{}: {numbers:?}", param.name);
            assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{}: {numbers:?}", param.name);
            let least = if range.scale == Scale::LogOrZero { 0.0 } else { range.min };
            assert_eq!((numbers[0], numbers[numbers.len() - 1]), (least, range.max), "{}", param.name);
            assert!((40..250).contains(&numbers.len()), "{}: {} samples", param.name, numbers.len());
        }
    }
}
