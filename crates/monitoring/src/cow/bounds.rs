//! Search limits of fitted parameters.

use numbers::optimise::within;

/// Limits that a parameter cannot leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Distance to a limit, as a fraction of the interval, below which a parameter is at it.
const AT_LIMIT: f64 = 1e-6;

impl Bounds {
    /// The parameter and its derivative for an unbounded variable u.
    ///
    /// $$ x = a + \frac{b - a}{2} (\sin u + 1) $$
    /// Source: James and Roos, Comput. Phys. Commun. 10 (1975) 343 (MINUIT). The limits can be reached; the derivative is 0 there.
    pub(super) fn inside(self, u: f64) -> (f64, f64) {
        let half = 0.5 * (self.high - self.low);
        (self.low + half * (u.sin() + 1.0), half * u.cos())
    }

    /// The unbounded variable for a parameter, which is moved inside first: at a limit the derivative is 0, and a fit could not leave it.
    pub(super) fn outside(self, x: f64) -> f64 {
        let fraction = (x - self.low) / (self.high - self.low);
        (2.0 * within(fraction, (0.001, 0.999)) - 1.0).asin()
    }

    pub(super) fn is_limit(self, x: f64) -> bool {
        (x - self.low).min(self.high - x) <= AT_LIMIT * (self.high - self.low)
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
        assert!(bounds.is_limit(bounds.inside(std::f64::consts::FRAC_PI_2).0));
        assert!(!bounds.is_limit(bounds.inside(bounds.outside(7.0)).0));
    }
}
