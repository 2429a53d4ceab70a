//! One-dimensional root finder and maximiser.

/// Position of a sign change of `f` between `a` and `b`, to the absolute `tolerance`.
///
/// Chandrupatla's method (Advances in Engineering Software 28, 145, 1997): inverse quadratic interpolation where it can be
/// trusted, bisection elsewhere, so that a kink or a jump costs evaluations and never the bracket. The result is interpolated in
/// the last bracket: where `f` is smooth it is far better than the tolerance. The values at the ends are passed in because the
/// caller has them; their signs must differ.
///
/// ```
/// let root = keyspan::optimise::root(|x: f64| x * x - 2.0, (0.0, -2.0), (2.0, 2.0), 1e-12);
/// assert!((root - 2f64.sqrt()).abs() < 1e-12);
/// ```
pub fn root(mut f: impl FnMut(f64) -> f64, a: (f64, f64), b: (f64, f64), tolerance: f64) -> f64 {
    debug_assert!(a.1 * b.1 <= 0.0, "no sign change between {a:?} and {b:?}");
    let (mut x1, mut f1) = b;
    let (mut x2, mut f2) = a;
    let mut t = f1 / (f1 - f2);
    // 0/0 where both ends are roots already, 0 or 1 where one is
    if !(t > 0.0 && t < 1.0) {
        return if f1 == 0.0 { x1 } else { x2 };
    }
    loop {
        let limit = (2.0 * f64::EPSILON * x1.abs().max(x2.abs()) + tolerance) / (x2 - x1).abs();
        if limit > 0.5 {
            return x1 + f1 / (f1 - f2) * (x2 - x1);
        }
        t = t.clamp(limit, 1.0 - limit);
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

/// Position of the maximum of a function with one maximum in `range`, from its slope, to the absolute `tolerance`.
///
/// Looks at both ends of an interval of width `step` around `start`, walks uphill with growing steps until the maximum lies
/// between two points, then closes in with [`root`]. A good start makes it cheap; a bad one never makes it wrong.
///
/// ```
/// let top = keyspan::optimise::climb(|x: f64| 3.0 - x, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert!((top - 3.0).abs() < 1e-12);
/// let edge = keyspan::optimise::climb(|_| 1.0, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert_eq!(edge, 10.0);
/// ```
pub fn climb(mut slope: impl FnMut(f64) -> f64, start: f64, mut step: f64, range: (f64, f64), tolerance: f64) -> f64 {
    let mut at = |x: f64| {
        let x = x.clamp(range.0, range.1);
        (x, slope(x))
    };
    // Neither waits for the other: a processor computes them side by side.
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

/// Foretells the next number of a smooth sequence from the last five, by Newton's backward differences.
///
/// ```
/// let mut cubes = keyspan::optimise::Forecast::new(0.0, 1e3);
/// for x in [1.0, 8.0, 27.0, 64.0] {
///     cubes.record(x);
/// }
/// assert_eq!(cubes.next, 125.0);
/// ```
#[derive(Debug, Clone)]
pub struct Forecast {
    /// What comes next.
    pub next: f64,
    /// How far off that may be: at most the number given to [`Forecast::new`].
    pub error: f64,
    largest_error: f64,
    differences: [f64; 5],
    known: usize,
}

impl Forecast {
    /// A forecast before anything is known.
    pub fn new(next: f64, largest_error: f64) -> Forecast {
        Forecast { next, error: largest_error, largest_error, differences: [0.0; 5], known: 0 }
    }

    /// Learns what has come.
    pub fn record(&mut self, value: f64) {
        self.error = 2.0 * (value - self.next).abs();
        if self.error > self.largest_error {
            // Not smooth: what came before says little.
            (self.error, self.known) = (self.largest_error, self.known.min(1));
        }
        let mut difference = value;
        for slot in &mut self.differences[..self.known] {
            (*slot, difference) = (difference, difference - *slot);
        }
        if let Some(slot) = self.differences.get_mut(self.known) {
            *slot = difference;
            self.known += 1;
        }
        self.next = self.differences[..self.known].iter().sum();
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
        fn the_top_is_found_from_anywhere(at in -9.0f64..9.0, start in -10.0f64..10.0, width in 0.01f64..10.0) {
            let mut calls = 0;
            let slope = |x: f64| { calls += 1; ((at - x) / width).tanh() };
            let x = climb(slope, start, 0.05, (-10.0, 10.0), 1e-10);
            prop_assert!((x - at).abs() < 1e-9);
            prop_assert!(calls < 60, "{} calls", calls);
        }
    }
}
