//! Bracketed root finding by Chandrupatla's method.

use super::within;

/// Position of a sign change of `f` between `a` and `b`, to the absolute `tolerance`.
///
/// T. R. Chandrupatla, Advances in Engineering Software 28, 145 (1997): inverse quadratic interpolation where his criterion accepts it,
/// bisection elsewhere. The bracket is never lost; a kink or a jump only costs more evaluations. The result is interpolated linearly in
/// the last bracket, so that for a smooth `f` it is much better than the tolerance. `a` and `b` are the ends of the bracket, each
/// with its value, which callers know already; the signs of the values must differ.
///
/// ```
/// let root = numbers::optimise::root(|x: f64| x * x - 2.0, (0.0, -2.0), (2.0, 2.0), 1e-12);
/// assert!((root - 2f64.sqrt()).abs() < 1e-12);
/// ```
pub fn root(mut f: impl FnMut(f64) -> f64, a: (f64, f64), b: (f64, f64), tolerance: f64) -> f64 {
    debug_assert!(a.1 * b.1 <= 0.0, "no sign change between {a:?} and {b:?}");
    let (mut x1, mut f1) = b;
    let (mut x2, mut f2) = a;
    if f1 == 0.0 || f2 == 0.0 {
        return if f1 == 0.0 { x1 } else { x2 };
    }
    // Where one value is 1e16 times the other, rounding puts the zero of the secant at an end of the bracket: bisect instead.
    let line = f1 / (f1 - f2);
    let mut t = if line < 1.0 { line } else { 0.5 };
    loop {
        let limit = (2.0 * f64::EPSILON * x1.abs().max(x2.abs()) + tolerance) / (x2 - x1).abs();
        if limit > 0.5 {
            return x1 + f1 / (f1 - f2) * (x2 - x1);
        }
        t = within(t, (limit, 1.0 - limit));
        let x = x1 + t * (x2 - x1);
        let y = f(x);
        if y == 0.0 {
            return x;
        }
        let (x3, f3);
        if (y > 0.0) == (f1 > 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, y);
        let xi = (x1 - x2) / (x3 - x2);
        let phi = (f1 - f2) / (f3 - f2);
        t = if phi * phi < xi && (1.0 - phi).powi(2) < 1.0 - xi {
            f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        } else {
            0.5
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_jump_is_found_as_well_as_a_root(at in -9.0f64..9.0, left in -5.0f64..-1e-3, right in 1e-3f64..5.0) {
            let f = |x: f64| if x < at { left } else { right };
            let x = root(f, (-10.0, left), (10.0, right), 1e-9);
            prop_assert!((x - at).abs() <= 1e-8);
        }

        #[test]
        fn a_cliff_hides_no_root(at in -9.0f64..9.0, height in 1e-3f64..5.0, digits in 0.0f64..300.0) {
            let depth = -height * 10f64.powf(digits);
            let falling = |x: f64| if x < at { height } else { depth };
            let x = root(falling, (-10.0, height), (10.0, depth), 1e-9);
            prop_assert!((x - at).abs() <= 1e-8, "{} is not {}", x, at);
            let x = root(|x| -falling(x), (10.0, -depth), (-10.0, -height), 1e-9);
            prop_assert!((x - at).abs() <= 1e-8, "{} is not {}", x, at);
        }
    }
}
