//! Where the parameters of a fit may lie.

use numbers::optimise::within;

/// An interval that a parameter cannot leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// So near to an end, as a part of the interval, a parameter lies at it.
const AT_END: f64 = 1e-6;

impl Bounds {
    /// The parameter and its slope for a number that may be any.
    ///
    /// $$ x = a + \frac{b - a}{2} (\sin u + 1) $$
    /// Source: James and Roos, Comput. Phys. Commun. 10 (1975) 343 (MINUIT). The ends can be reached, where the slope is 0.
    pub(super) fn inside(self, u: f64) -> (f64, f64) {
        let half = 0.5 * (self.high - self.low);
        (self.low + half * (u.sin() + 1.0), half * u.cos())
    }

    /// The number for a parameter, which is moved inside: at an end there is no slope to leave it.
    pub(super) fn outside(self, x: f64) -> f64 {
        let share = (x - self.low) / (self.high - self.low);
        (2.0 * within(share, (0.001, 0.999)) - 1.0).asin()
    }

    pub(super) fn is_end(self, x: f64) -> bool {
        (x - self.low).min(self.high - x) <= AT_END * (self.high - self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_undo_each_other() {
        let bounds = Bounds { low: -1.0, high: 5.0 };
        for x in [-0.9, 0.0, 2.0, 4.9] {
            let u = bounds.outside(x);
            let (back, slope) = bounds.inside(u);
            assert!((back - x).abs() < 1e-12);
            let quotient = (bounds.inside(u + 1e-6).0 - bounds.inside(u - 1e-6).0) / 2e-6;
            assert!((slope - quotient).abs() < 1e-8);
        }
        assert!(bounds.is_end(bounds.inside(std::f64::consts::FRAC_PI_2).0));
        assert!(!bounds.is_end(bounds.inside(bounds.outside(7.0)).0));
    }
}
