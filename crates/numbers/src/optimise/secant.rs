//! The maximum of a function of one variable by the secant method: from nearby, with one or two evaluations.

/// Estimate of the second derivative at a maximum, d²f/d(ln x)², carried over from one search to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SecondDerivative {
    value: f64,
    /// Relative uncertainty.
    uncertainty: f64,
}

impl SecondDerivative {
    /// No estimate: the next search starts with a finite difference.
    pub const UNKNOWN: SecondDerivative = SecondDerivative { value: 0.0, uncertainty: f64::INFINITY };
    /// Relative change of the second derivative from one search to the next in a smooth sequence.
    const DRIFT: f64 = 0.05;
    /// Step of the finite difference in ln x: short compared with the scale on which the second derivative changes, long enough for
    /// rounding errors not to matter.
    const DIFFERENCE_STEP: f64 = 1e-4;
    /// Longest step in ln x for which the start counts as close.
    const LONGEST_STEP: f64 = 0.03;

    /// Keeps the estimate as a start only, for instance after a jump in the sequence: no step is accepted because of it.
    pub fn distrust(&mut self) {
        self.uncertainty = f64::INFINITY;
    }
}

/// Position of a maximum close to `start`, to about the relative `tolerance`; none where there is no maximum close by.
///
/// `slope` is the derivative with respect to ln x, at x > 0. Its zero is found by the secant method (W. H. Press et al., *Numerical
/// Recipes*, 3rd ed., 2007, §9.2), that is Newton's method with an estimated second derivative: at first that of the search before,
/// then the slope of the last secant, which is left in `second` for the next search. The error of a step is about the step
/// times the relative uncertainty of the second derivative; the search ends when that is below the tolerance. In a smooth sequence of
/// searches a single evaluation of the slope is often enough.
pub fn maximum_nearby(
    mut slope: impl FnMut(f64) -> f64,
    start: f64,
    second: &mut SecondDerivative,
    tolerance: f64,
) -> Option<f64> {
    const H: f64 = SecondDerivative::DIFFERENCE_STEP;
    let mut x = start;
    let mut slope_here = slope(x);
    second.uncertainty += SecondDerivative::DRIFT;
    if second.value >= 0.0 {
        *second = SecondDerivative { value: (slope(x + H * x) - slope_here) / H, uncertainty: H };
    }
    for _ in 0..4 {
        let step = -slope_here / second.value;
        // Too far away, towards a minimum, or not a number.
        if !(step.abs() < SecondDerivative::LONGEST_STEP && second.value < 0.0) {
            break;
        }
        let next = x + step * x;
        if step.abs() * (step.abs() + second.uncertainty) < tolerance {
            return Some(next);
        }
        let slope_next = slope(next);
        *second = SecondDerivative { value: (slope_next - slope_here) / step, uncertainty: step.abs() };
        (x, slope_here) = (next, slope_next);
    }
    *second = SecondDerivative::UNKNOWN;
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_well_predicted_maximum_takes_one_evaluation() {
        let calls = std::cell::Cell::new(0);
        let slope = |x: f64| {
            calls.set(calls.get() + 1);
            2.0 - x.ln() + 0.1 * (x.ln() - 2.0).powi(2)
        };
        let top = 2f64.exp();
        let mut second = SecondDerivative::UNKNOWN;
        let found = maximum_nearby(slope, 1.001 * top, &mut second, 1e-9).unwrap();
        assert!((found / top - 1.0).abs() < 1e-9, "{found}");
        let again = maximum_nearby(slope, found * (1.0 + 1e-9), &mut second, 1e-9).unwrap();
        assert!((again / top - 1.0).abs() < 1e-9, "{again}");
        assert_eq!(calls.get(), 4, "evaluations: two for the second derivative, one on the way, one with all known");
        // From too far away, or towards a minimum, it finds nothing, whatever the estimate.
        assert_eq!(maximum_nearby(slope, 2.0 * top, &mut second, 1e-9), None);
        assert_eq!(maximum_nearby(|x| x.ln() - 2.0, 1.01 * top, &mut { SecondDerivative::UNKNOWN }, 1e-9), None);
    }

    proptest! {
        #[test]
        fn a_maximum_close_by_is_found_or_given_up(at in -3.0f64..3.0, off in -0.05f64..0.05, width in 0.1f64..10.0, remembered in -100.0f64..100.0) {
            let slope = |x: f64| ((at - x.ln()) / width).tanh();
            let mut second = SecondDerivative { value: remembered, uncertainty: 0.0 };
            second.distrust();
            if let Some(found) = maximum_nearby(slope, (at + off).exp(), &mut second, 1e-9) {
                prop_assert!((found.ln() - at).abs() < 1e-7, "{} is not {}", found.ln(), at);
            }
        }
    }
}
