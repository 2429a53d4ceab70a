//! The maximum of a function of one variable by bracketing: from anywhere, at the cost of more evaluations.

use super::{root, within};

/// Position of the maximum of a function with a single maximum in `range`, from its derivative `slope`, to the absolute `tolerance`.
///
/// Starts with an interval of width `step` around `start` and moves it uphill, four times as far each time, until the slope changes
/// its sign in it (bracketing by expansion: Press et al., *Numerical Recipes*, 3rd ed., 2007, §9.1); [`root`] then finds
/// the zero of the slope. A good start saves evaluations; a bad one never gives a wrong result. Where there is no maximum
/// inside `range`, the result is the higher end.
///
/// ```
/// let top = numbers::optimise::maximum_by_bracketing(|x: f64| 3.0 - x, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert!((top - 3.0).abs() < 1e-12);
/// let edge = numbers::optimise::maximum_by_bracketing(|_| 1.0, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert_eq!(edge, 10.0);
/// ```
pub fn maximum_by_bracketing(
    mut slope: impl FnMut(f64) -> f64,
    start: f64,
    mut step: f64,
    range: (f64, f64),
    tolerance: f64,
) -> f64 {
    let mut at = |x: f64| {
        let x = within(x, range);
        (x, slope(x))
    };
    // Neither evaluation depends on the other, so the processor can overlap them.
    let (mut left, mut right) = (at(start - 0.5 * step), at(start + 0.5 * step));
    loop {
        step *= 4.0;
        if right.1 > 0.0 {
            if right.0 == range.1 {
                return range.1;
            }
            (left, right) = (right, at(right.0 + step));
        } else if left.1 <= 0.0 {
            if left.0 == range.0 {
                return range.0;
            }
            (left, right) = (at(left.0 - step), left);
        } else {
            return root(slope, left, right, tolerance);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_maximum_is_found_from_anywhere(at in -9.0f64..9.0, start in -10.0f64..10.0, width in 0.01f64..10.0) {
            let mut calls = 0;
            let slope = |x: f64| { calls += 1; ((at - x) / width).tanh() };
            let x = maximum_by_bracketing(slope, start, 0.05, (-10.0, 10.0), 1e-10);
            prop_assert!((x - at).abs() < 1e-9);
            prop_assert!(calls < 60, "{} calls", calls);
        }
    }
}
