//! The maximum of a function of several variables by the quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (BFGS).
//!
//! Source: J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed. (Springer, 2006), chapters 3 and 6. Equation numbers are those
//! of the book.

use super::within;

/// Approximation of minus the inverse of a function's Hessian matrix, built up from its gradients by a BFGS search; at first unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct InverseHessian<const N: usize>(Option<[[f64; N]; N]>);

impl<const N: usize> Default for InverseHessian<N> {
    fn default() -> Self {
        InverseHessian(None)
    }
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl<const N: usize> InverseHessian<N> {
    /// Newton's step for this gradient; while the Hessian is unknown, a step of length 0.1 along the gradient.
    fn step(&self, slope: &[f64; N]) -> [f64; N] {
        match &self.0 {
            Some(matrix) => matrix.map(|row| dot(&row, slope)),
            None => {
                let length = dot(slope, slope).sqrt();
                slope.map(|x| 0.1 * x / length)
            }
        }
    }

    /// The BFGS update (6.17) from a step and the change of the gradient along it. Skipped where the function is not concave along the
    /// step, for the matrix would lose its definiteness.
    fn update(&mut self, step: &[f64; N], slope_change: &[f64; N]) {
        let curvature = -dot(step, slope_change);
        if curvature <= 1e-10 * (dot(step, step) * dot(slope_change, slope_change)).sqrt() {
            return;
        }
        // The first approximation is a multiple of the identity, scaled by this step: (6.20).
        let size = curvature / dot(slope_change, slope_change);
        let old =
            self.0.unwrap_or_else(|| std::array::from_fn(|i| std::array::from_fn(|j| if i == j { size } else { 0.0 })));
        let y = slope_change.map(|x| -x);
        let old_y = old.map(|row| dot(&row, &y));
        let scale = (1.0 + dot(&y, &old_y) / curvature) / curvature;
        self.0 = Some(std::array::from_fn(|i| {
            std::array::from_fn(|j| {
                old[i][j] + scale * step[i] * step[j] - (old_y[i] * step[j] + step[i] * old_y[j]) / curvature
            })
        }));
    }
}

/// Largest change of a coordinate in one step. Coordinates are logarithms and logits, whose optimal values lie within a few units.
const LONGEST_STEP: f64 = 1.5;

/// Largest partial derivative at which the predicted rise is trusted to say that a maximum has been reached.
const STEEP: f64 = 1e-4;

/// Position of a local maximum of a function of `N` variables, uphill from `start`, and the value there.
///
/// `function` gives value and gradient, or none where it is not defined; at `start` it must be. Quasi-Newton steps with a backtracking
/// line search: a step is shortened until the value rises sufficiently (Armijo's condition (3.4) with c₁ = 10⁻⁴). The search
/// ends when the predicted rise is below `tolerance`, or after `most_steps`: tens are usual, a narrow curved ridge may take hundreds.
/// `inverse_hessian` may come from the last search on a similar function; then few steps suffice. It is discarded once where it
/// leads nowhere.
///
/// ```
/// use numbers::optimise::{InverseHessian, maximum_by_bfgs};
/// let hill = |x: &[f64; 2]| {
///     let (a, b) = (x[0] - 1.0, x[1] + 2.0 * x[0]);
///     Some((-a * a - b * b, [-2.0 * a - 4.0 * b, -2.0 * b]))
/// };
/// let (top, height) = maximum_by_bfgs(hill, [0.0, 0.0], &mut InverseHessian::default(), 1e-12, 200);
/// assert!((top[0] - 1.0).abs() < 1e-5 && (top[1] + 2.0).abs() < 1e-5 && height.abs() < 1e-10);
/// ```
pub fn maximum_by_bfgs<const N: usize>(
    mut function: impl FnMut(&[f64; N]) -> Option<(f64, [f64; N])>,
    start: [f64; N],
    inverse_hessian: &mut InverseHessian<N>,
    tolerance: f64,
    most_steps: u32,
) -> ([f64; N], f64) {
    let mut here = start;
    let Some((mut value, mut slope)) = function(&here) else { return (start, f64::NEG_INFINITY) };
    let mut fresh = inverse_hessian.0.is_none();
    for _ in 0..most_steps {
        let mut step = inverse_hessian.step(&slope);
        let mut rise = dot(&step, &slope);
        // A matrix from another search may predict no rise where the gradient shows that there is one.
        let steep = slope.iter().any(|x| x.abs() > STEEP);
        if !fresh && (!rise.is_finite() || rise <= 0.0 || (steep && 0.5 * rise < tolerance)) {
            *inverse_hessian = InverseHessian::default();
            fresh = true;
            step = inverse_hessian.step(&slope);
            rise = dot(&step, &slope);
        }
        if !rise.is_finite() || rise <= 0.0 || (0.5 * rise < tolerance && inverse_hessian.0.is_some()) {
            break;
        }
        let longest = step.iter().fold(0.0, |longest: f64, x| longest.max(x.abs()));
        let mut fraction = (LONGEST_STEP / longest).min(1.0);
        let accepted = loop {
            let next: [f64; N] = std::array::from_fn(|i| here[i] + fraction * step[i]);
            match function(&next) {
                Some((higher, next_slope)) if higher >= value + 1e-4 * fraction * rise => {
                    break Some((next, higher, next_slope));
                }
                // The maximum of the parabola through both values and the slope: (3.57).
                Some((other, _)) if other.is_finite() => {
                    let top = 0.5 * fraction * rise / (rise - (other - value) / fraction);
                    fraction = within(top, (0.1 * fraction, 0.5 * fraction));
                }
                _ => fraction *= 0.3,
            }
            if fraction * longest < 1e-9 {
                break None;
            }
        };
        match accepted {
            Some((next, higher, next_slope)) => {
                let moved = std::array::from_fn(|i| next[i] - here[i]);
                inverse_hessian.update(&moved, &std::array::from_fn(|i| next_slope[i] - slope[i]));
                fresh = false;
                (here, value, slope) = (next, higher, next_slope);
            }
            // No rise along this step: the matrix may be wrong, but a fresh one cannot be.
            None if !fresh => {
                *inverse_hessian = InverseHessian::default();
                fresh = true;
            }
            None => break,
        }
    }
    (here, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_top_of_a_curved_ridge_is_found(start in [-2.0f64..2.0, -2.0f64..2.0, -2.0f64..2.0]) {
            // Rosenbrock's function in three dimensions, upside down.
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
            let (top, height) = maximum_by_bfgs(hill, start, &mut InverseHessian::default(), 1e-14, 2000);
            prop_assert!(height > -1e-8, "{top:?} {height}");
        }
    }
}
