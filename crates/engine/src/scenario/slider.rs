//! Positions of numbers on a slider, and the round numbers of its positions.

use super::params::{Range, Scale};

/// The last notch of a slider; the first is 0.
pub const NOTCHES: f64 = 400.0;

impl Range {
    /// Notch of a number; the nearest one for a number beyond the slider.
    pub fn notch(&self, x: f64) -> f64 {
        let (low, high) = self.slider;
        let place = match self.scale {
            Scale::Linear { .. } => (x - low) / (high - low),
            Scale::LogOrZero if x == 0.0 => 0.0,
            Scale::Log | Scale::LogOrZero => (x / low).ln() / (high / low).ln(),
        };
        // With a notch for zero all others move up by one.
        let zero = f64::from(self.scale == Scale::LogOrZero && x != 0.0);
        (place.clamp(0.0, 1.0) * (NOTCHES - zero) + zero).round()
    }

    /// The round number of a notch.
    pub fn at_notch(&self, notch: f64) -> f64 {
        let (low, high) = self.slider;
        match self.scale {
            Scale::Linear { step } => {
                let x = low + (high - low) * notch / NOTCHES;
                // 12 digits: a multiple of 0.005 is to be written as such.
                rounded((x / step).round() * step, 12).clamp(low, high)
            }
            Scale::LogOrZero if notch < 1.0 => 0.0,
            Scale::Log => rounded(low * (high / low).powf(notch / NOTCHES), 2),
            Scale::LogOrZero => rounded(low * (high / low).powf((notch - 1.0) / (NOTCHES - 1.0)), 2),
        }
    }
}

fn rounded(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits - 1).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TABLE;

    #[test]
    fn every_notch_is_an_accepted_number_and_stays_where_it_is() {
        for param in &TABLE {
            let Some(range) = param.domain.range() else { continue };
            for i in 0..=NOTCHES as i32 {
                let x = range.at_notch(f64::from(i));
                assert!(range.contains(x), "{}: {x}", param.name);
                // Two digits and round steps are coarser than the notches: a number may move to a neighbour, no further.
                assert!((range.notch(x) - f64::from(i)).abs() <= 8.0, "{}: {x}", param.name);
            }
            assert_eq!(
                range.at_notch(0.0),
                if range.scale == Scale::LogOrZero { 0.0 } else { range.slider.0 },
                "{}",
                param.name
            );
            assert_eq!(range.at_notch(NOTCHES), range.slider.1, "{}", param.name);
        }
    }
}
