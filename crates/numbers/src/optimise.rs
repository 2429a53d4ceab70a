//! Root finder and maximisers.

/// The number, or the nearer bound; the lower one for no number. `f64::clamp` would bring the text of its own failure with it, and
/// `f64::max` is a call of a function in WebAssembly.
pub fn within(x: f64, (low, high): (f64, f64)) -> f64 {
    let x = if x > low { x } else { low };
    if x < high { x } else { high }
}

/// Position of a sign change of `f` between `a` and `b`, to the absolute `tolerance`.
///
/// Chandrupatla's method (Advances in Engineering Software 28, 145, 1997): inverse quadratic interpolation where it can be
/// trusted, bisection elsewhere, so that a kink or a jump costs evaluations and never the bracket. The result is interpolated in
/// the last bracket: where `f` is smooth it is far better than the tolerance. The values at the ends are passed in because the
/// caller has them; their signs must differ.
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
    // Where one value is 1e16 times the other the line between them crosses zero at an end: that says nothing.
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

/// Position of the maximum of a function with one maximum in `range`, from its slope, to the absolute `tolerance`.
///
/// Looks at both ends of an interval of width `step` around `start`, walks uphill with growing steps until the maximum lies
/// between two points, then closes in with [`root`]. A good start makes it cheap; a bad one never makes it wrong.
///
/// ```
/// let top = numbers::optimise::climb(|x: f64| 3.0 - x, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert!((top - 3.0).abs() < 1e-12);
/// let edge = numbers::optimise::climb(|_| 1.0, 0.0, 0.1, (-10.0, 10.0), 1e-12);
/// assert_eq!(edge, 10.0);
/// ```
pub fn climb(mut slope: impl FnMut(f64) -> f64, start: f64, mut step: f64, range: (f64, f64), tolerance: f64) -> f64 {
    let mut at = |x: f64| {
        let x = within(x, range);
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

/// What a search has learnt of the second derivative at a maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bend {
    value: f64,
    /// By what part of it it may be wrong.
    doubt: f64,
}

impl Bend {
    /// Nothing is known.
    pub const UNKNOWN: Bend = Bend { value: 0.0, doubt: f64::INFINITY };
    /// By what part it changes from one search to the next of a smooth sequence.
    const DRIFT: f64 = 0.05;
    /// A step that is small beside what the bend changes with, and large beside its rounding.
    const PROBE: f64 = 1e-4;
    /// Beyond this nothing is near.
    const FAR: f64 = 0.03;

    /// After a jump it may be anything; a start it is nevertheless.
    pub fn distrust(&mut self) {
        self.doubt = f64::INFINITY;
    }
}

/// Position of a maximum that is close to `start`, to about the relative `tolerance`; none where it is not close.
///
/// `slope` is the derivative with respect to ln x, at x > 0. The secant method: it starts with the `bend` of the search before, and leaves
/// its own. A step is believed if what is wrong with it is below the tolerance: by how much the bend may be wrong. That of the search
/// before is a little wrong, and then one look at the slope is often enough; one that was measured is wrong by the
/// distance from where that was.
pub fn close_in(mut slope: impl FnMut(f64) -> f64, start: f64, bend: &mut Bend, tolerance: f64) -> Option<f64> {
    let mut x = start;
    let mut steep = slope(x);
    bend.doubt += Bend::DRIFT;
    if bend.value >= 0.0 {
        *bend = Bend { value: (slope(x + Bend::PROBE * x) - steep) / Bend::PROBE, doubt: Bend::PROBE };
    }
    for _ in 0..4 {
        let step = -steep / bend.value;
        // Far away, downhill, or no number.
        if !(step.abs() < Bend::FAR && bend.value < 0.0) {
            break;
        }
        let next = x + step * x;
        if step.abs() * (step.abs() + bend.doubt) < tolerance {
            return Some(next);
        }
        let next_steep = slope(next);
        *bend = Bend { value: (next_steep - steep) / step, doubt: step.abs() };
        (x, steep) = (next, next_steep);
    }
    *bend = Bend::UNKNOWN;
    None
}

/// What a maximiser has learnt of the curvature of a function: minus the inverse of its Hessian.
#[derive(Debug, Clone, PartialEq)]
pub struct Curvature<const N: usize>(Option<[[f64; N]; N]>);

impl<const N: usize> Default for Curvature<N> {
    fn default() -> Self {
        Curvature(None)
    }
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl<const N: usize> Curvature<N> {
    /// Newton's step for this slope; without knowledge a step of length 0.1 uphill.
    fn step(&self, slope: &[f64; N]) -> [f64; N] {
        match &self.0 {
            Some(matrix) => matrix.map(|row| dot(&row, slope)),
            None => {
                let length = dot(slope, slope).sqrt();
                slope.map(|x| 0.1 * x / length)
            }
        }
    }

    /// Learns from a step and the change of the slope along it (Broyden, Fletcher, Goldfarb, Shanno: Nocedal and Wright, *Numerical
    /// Optimization*, 2006, (6.17)). A step along which the function is not concave teaches nothing.
    fn learn(&mut self, step: &[f64; N], slope_change: &[f64; N]) {
        let bend = -dot(step, slope_change);
        if bend <= 1e-10 * (dot(step, step) * dot(slope_change, slope_change)).sqrt() {
            return;
        }
        // Without knowledge the first guess has the size of this step's own curvature: (6.20).
        let size = bend / dot(slope_change, slope_change);
        let old =
            self.0.unwrap_or_else(|| std::array::from_fn(|i| std::array::from_fn(|j| if i == j { size } else { 0.0 })));
        let y = slope_change.map(|x| -x);
        let old_y = old.map(|row| dot(&row, &y));
        let scale = (1.0 + dot(&y, &old_y) / bend) / bend;
        self.0 = Some(std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                old[i][j] + scale * step[i] * step[j] - (old_y[i] * step[j] + step[i] * old_y[j]) / bend
            })
        }));
    }
}

/// Largest change of a coordinate in one step: coordinates are logarithms and logits, of which the best ones lie within a few units.
const LONGEST_STEP: f64 = 1.5;

/// A slope above this is no top, whatever the curvature is believed to be.
const STEEP: f64 = 1e-4;

/// Position of a maximum of a function of `N` variables, climbing from `start`, and the value there.
///
/// `function` gives value and slopes, or none where it is not defined; it must be at `start`. Quasi-Newton steps, shortened until
/// the value rises enough (Nocedal and Wright, (3.4)). Ends when the rise that is still to be had is below `tolerance`, or
/// after `most_steps`: tens are usual, a crooked valley may take hundreds.
/// `curvature` may come from the last search on a similar function: then few steps suffice.
///
/// ```
/// use numbers::optimise::{Curvature, ascend};
/// let hill = |x: &[f64; 2]| {
///     let (a, b) = (x[0] - 1.0, x[1] + 2.0 * x[0]);
///     Some((-a * a - b * b, [-2.0 * a - 4.0 * b, -2.0 * b]))
/// };
/// let (top, height) = ascend(hill, [0.0, 0.0], &mut Curvature::default(), 1e-12, 200);
/// assert!((top[0] - 1.0).abs() < 1e-5 && (top[1] + 2.0).abs() < 1e-5 && height.abs() < 1e-10);
/// ```
pub fn ascend<const N: usize>(
    mut function: impl FnMut(&[f64; N]) -> Option<(f64, [f64; N])>,
    start: [f64; N],
    curvature: &mut Curvature<N>,
    tolerance: f64,
    most_steps: u32,
) -> ([f64; N], f64) {
    let mut here = start;
    let Some((mut value, mut slope)) = function(&here) else { return (start, f64::NEG_INFINITY) };
    let mut fresh = curvature.0.is_none();
    for _ in 0..most_steps {
        let mut step = curvature.step(&slope);
        let mut rise = dot(&step, &slope);
        // What was learnt elsewhere may promise no rise where the slope says there is one.
        let steep = slope.iter().any(|x| x.abs() > STEEP);
        if !fresh && (!rise.is_finite() || rise <= 0.0 || (steep && 0.5 * rise < tolerance)) {
            *curvature = Curvature::default();
            fresh = true;
            step = curvature.step(&slope);
            rise = dot(&step, &slope);
        }
        if !rise.is_finite() || rise <= 0.0 || (0.5 * rise < tolerance && curvature.0.is_some()) {
            break;
        }
        let longest = step.iter().fold(0.0, |longest: f64, x| longest.max(x.abs()));
        let mut share = (LONGEST_STEP / longest).min(1.0);
        let accepted = loop {
            let next: [f64; N] = std::array::from_fn(|i| here[i] + share * step[i]);
            match function(&next) {
                Some((higher, next_slope)) if higher >= value + 1e-4 * share * rise => {
                    break Some((next, higher, next_slope));
                }
                // The parabola through what is known has its top here (3.57).
                Some((other, _)) if other.is_finite() => {
                    let top = 0.5 * share * rise / (rise - (other - value) / share);
                    share = within(top, (0.1 * share, 0.5 * share));
                }
                _ => share *= 0.3,
            }
            if share * longest < 1e-9 {
                break None;
            }
        };
        match accepted {
            Some((next, higher, next_slope)) => {
                let moved = std::array::from_fn(|i| next[i] - here[i]);
                curvature.learn(&moved, &std::array::from_fn(|i| next_slope[i] - slope[i]));
                fresh = false;
                (here, value, slope) = (next, higher, next_slope);
            }
            // No way up along this step: what was learnt may be wrong, but only once.
            None if !fresh => {
                *curvature = Curvature::default();
                fresh = true;
            }
            None => break,
        }
    }
    (here, value)
}

/// Foretells the next number of a smooth sequence from the last five, by Newton's backward differences.
///
/// ```
/// let mut cubes = numbers::optimise::Forecast::new(0.0, 1e3);
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

    #[test]
    fn a_top_that_is_foretold_well_takes_one_look() {
        let calls = std::cell::Cell::new(0);
        let slope = |x: f64| {
            calls.set(calls.get() + 1);
            2.0 - x.ln() + 0.1 * (x.ln() - 2.0).powi(2)
        };
        let top = 2f64.exp();
        let mut bend = Bend::UNKNOWN;
        let found = close_in(slope, 1.001 * top, &mut bend, 1e-9).unwrap();
        assert!((found / top - 1.0).abs() < 1e-9, "{found}");
        let again = close_in(slope, found * (1.0 + 1e-9), &mut bend, 1e-9).unwrap();
        assert!((again / top - 1.0).abs() < 1e-9, "{again}");
        assert_eq!(calls.get(), 4, "looks: two for the bend, one on the way, one where everything is known");
        // Far away and downhill it finds nothing, whatever is remembered.
        assert_eq!(close_in(slope, 2.0 * top, &mut bend, 1e-9), None);
        assert_eq!(close_in(|x| x.ln() - 2.0, 1.01 * top, &mut { Bend::UNKNOWN }, 1e-9), None);
    }

    proptest! {
        #[test]
        fn what_is_close_is_found_or_given_up(at in -3.0f64..3.0, off in -0.05f64..0.05, width in 0.1f64..10.0, remembered in -100.0f64..100.0) {
            let slope = |x: f64| ((at - x.ln()) / width).tanh();
            let mut bend = Bend { value: remembered, doubt: 0.0 };
            bend.distrust();
            if let Some(found) = close_in(slope, (at + off).exp(), &mut bend, 1e-9) {
                prop_assert!((found.ln() - at).abs() < 1e-7, "{} is not {}", found.ln(), at);
            }
        }

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

        #[test]
        fn the_top_of_a_crooked_hill_is_found(start in [-2.0f64..2.0, -2.0f64..2.0, -2.0f64..2.0]) {
            // Rosenbrock's valley, upside down, in three dimensions.
            let hill = |x: &[f64; 3]| {
                let (a, b) = (x[1] - x[0] * x[0], x[2] - x[1] * x[1]);
                let value = -100.0 * (a * a + b * b) - (1.0 - x[0]).powi(2) - (1.0 - x[1]).powi(2);
                let slope = [
                    400.0 * a * x[0] + 2.0 * (1.0 - x[0]),
                    -200.0 * a + 400.0 * b * x[1] + 2.0 * (1.0 - x[1]),
                    -200.0 * b,
                ];
                Some((value, slope))
            };
            let (top, height) = ascend(hill, start, &mut Curvature::default(), 1e-14, 2000);
            prop_assert!(height > -1e-8, "{top:?} {height}");
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
