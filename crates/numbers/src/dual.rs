//! Numbers that carry a derivative.
//!
//! A formula written for any [`Real`] gives its value with `f64` and its value and slope with [`Dual`] (forward-mode automatic
//! differentiation: Griewank and Walther, *Evaluating Derivatives*, SIAM 2008, chapter 3). The maximiser needs slopes; the
//! formulas stay in one place.

use crate::elementary;
use statrs::function::erf::erf;
use std::f64::consts::{FRAC_2_SQRT_PI, LOG2_E};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// The operations that the formulas of the engine need: plain numbers and dual numbers alike.
pub trait Real:
    Copy
    + From<f64>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// The number without its derivatives.
    fn value(self) -> f64;
    /// A function of this number: its value and its derivative there.
    fn map(self, value: f64, derivative: f64) -> Self;

    /// Square root.
    fn sqrt(self) -> Self {
        let root = self.value().sqrt();
        self.map(root, 0.5 / root)
    }
    /// Exponential.
    fn exp(self) -> Self {
        let power = elementary::exp(self.value());
        self.map(power, power)
    }
    /// 1 - e^-x, exact for small x too.
    fn one_minus_exp_minus(self) -> Self {
        let x = self.value();
        self.map(-elementary::exp_m1(-x), elementary::exp(-x))
    }
    /// Natural logarithm.
    fn ln(self) -> Self {
        self.map(elementary::ln(self.value()), 1.0 / self.value())
    }
    /// Error function.
    fn error_function(self) -> Self {
        let x = self.value();
        self.map(erf(x), FRAC_2_SQRT_PI * elementary::exp(-x * x))
    }
    /// Binary entropy in bits, `-x log2 x - (1-x) log2(1-x)`; 0 for `x` outside (0, 1).
    ///
    /// `ln_1p` keeps the second term for x below 1e-8, where `1 - x` has lost the digits of x.
    fn binary_entropy(self) -> Self {
        let x = self.value();
        if x <= 0.0 || x >= 1.0 {
            return self.map(0.0, 0.0);
        }
        let (ln_x, ln_rest) = (elementary::ln(x), elementary::ln_1p(-x));
        // Rounding at x = 1/2 must not lift the entropy above its bound.
        let entropy = -(x * ln_x + (1.0 - x) * ln_rest) * LOG2_E;
        self.map(if entropy < 1.0 { entropy } else { 1.0 }, (ln_rest - ln_x) * LOG2_E)
    }
    /// The number, or the bound if it is larger; what was cut has no slope.
    fn at_most(self, bound: f64) -> Self {
        if self.value() <= bound { self } else { Self::from(bound) }
    }
    /// The number, or the bound if it is smaller; what was cut has no slope.
    fn at_least(self, bound: f64) -> Self {
        if self.value() >= bound { self } else { Self::from(bound) }
    }
}

impl Real for f64 {
    fn value(self) -> f64 {
        self
    }
    fn map(self, value: f64, _: f64) -> f64 {
        value
    }
}

/// A number and its derivatives with respect to `N` variables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual<const N: usize> {
    /// The number.
    pub value: f64,
    /// Its derivatives.
    pub slope: [f64; N],
}

impl<const N: usize> Dual<N> {
    /// The number `x` as the variable of this index, and `derivative` as its derivative: 1 for the variable itself, x where the
    /// variable is ln x.
    pub fn variable(index: usize, x: f64, derivative: f64) -> Dual<N> {
        let mut slope = [0.0; N];
        slope[index] = derivative;
        Dual { value: x, slope }
    }

    fn with(self, value: f64, slope: impl Fn(usize) -> f64) -> Dual<N> {
        Dual { value, slope: std::array::from_fn(slope) }
    }
}

impl<const N: usize> From<f64> for Dual<N> {
    fn from(value: f64) -> Dual<N> {
        Dual { value, slope: [0.0; N] }
    }
}

impl<const N: usize> Neg for Dual<N> {
    type Output = Dual<N>;
    fn neg(self) -> Dual<N> {
        self.with(-self.value, |i| -self.slope[i])
    }
}

impl<const N: usize> Add for Dual<N> {
    type Output = Dual<N>;
    fn add(self, other: Dual<N>) -> Dual<N> {
        self.with(self.value + other.value, |i| self.slope[i] + other.slope[i])
    }
}

impl<const N: usize> Sub for Dual<N> {
    type Output = Dual<N>;
    fn sub(self, other: Dual<N>) -> Dual<N> {
        self.with(self.value - other.value, |i| self.slope[i] - other.slope[i])
    }
}

impl<const N: usize> Mul for Dual<N> {
    type Output = Dual<N>;
    #[allow(clippy::suspicious_arithmetic_impl)] // the product rule is a sum
    fn mul(self, other: Dual<N>) -> Dual<N> {
        self.with(self.value * other.value, |i| self.slope[i] * other.value + self.value * other.slope[i])
    }
}

impl<const N: usize> Div for Dual<N> {
    type Output = Dual<N>;
    fn div(self, other: Dual<N>) -> Dual<N> {
        let (value, inverse) = (self.value / other.value, 1.0 / other.value);
        self.with(value, |i| (self.slope[i] - value * other.slope[i]) * inverse)
    }
}

impl<const N: usize> Add<f64> for Dual<N> {
    type Output = Dual<N>;
    fn add(self, other: f64) -> Dual<N> {
        Dual { value: self.value + other, ..self }
    }
}

impl<const N: usize> Sub<f64> for Dual<N> {
    type Output = Dual<N>;
    fn sub(self, other: f64) -> Dual<N> {
        Dual { value: self.value - other, ..self }
    }
}

impl<const N: usize> Mul<f64> for Dual<N> {
    type Output = Dual<N>;
    fn mul(self, factor: f64) -> Dual<N> {
        self.with(self.value * factor, |i| self.slope[i] * factor)
    }
}

impl<const N: usize> Div<f64> for Dual<N> {
    type Output = Dual<N>;
    fn div(self, divisor: f64) -> Dual<N> {
        self.with(self.value / divisor, |i| self.slope[i] / divisor)
    }
}

impl<const N: usize> Real for Dual<N> {
    fn value(self) -> f64 {
        self.value
    }
    fn map(self, value: f64, derivative: f64) -> Dual<N> {
        self.with(value, |i| derivative * self.slope[i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::LN_2;

    fn formula<R: Real>(x: R, y: R) -> R {
        let z = (x * x + 1.0).sqrt() + (y * 0.3).one_minus_exp_minus();
        ((x / z) * 0.5).binary_entropy() * (x * 0.7).error_function() - z / (x + 3.0)
            + (-y).exp() * (x / 2.0 - 7.0)
            + (x + y).ln().at_least(-3.0) * z.at_most(1e3)
    }

    proptest! {
        #[test]
        fn the_slopes_are_the_difference_quotients(x in 0.05f64..2.0, y in 0.05f64..2.0) {
            let (h, k) = (1e-6 * x, 1e-6 * y);
            let quotients = [
                (formula(x + h, y) - formula(x - h, y)) / (2.0 * h) * x,
                (formula(x, y + k) - formula(x, y - k)) / (2.0 * k),
            ];
            let dual = formula(Dual::<2>::variable(0, x, x), Dual::variable(1, y, 1.0));
            prop_assert_eq!(dual.value, formula(x, y));
            for (slope, quotient) in dual.slope.into_iter().zip(quotients) {
                prop_assert!((slope - quotient).abs() < 1e-7, "{} {}", slope, quotient);
            }
        }
    }

    #[test]
    fn clamped_values_have_no_slope() {
        let x = Dual::<1>::variable(0, 2.0, 1.0);
        assert_eq!(x.at_most(1.0), Dual::from(1.0));
        assert_eq!(x.at_least(3.0), Dual::from(3.0));
        assert_eq!(x.at_most(3.0), x);
    }

    #[test]
    fn entropy_keeps_its_digits() {
        assert_eq!(0.5.binary_entropy(), 1.0);
        assert_eq!(0.0.binary_entropy(), 0.0);
        // For small x the entropy is x (log2(1/x) + 1/ln 2 - x/(2 ln 2) - ...).
        let x = 1e-12f64;
        let series = x * (-x.log2() + 1.0 / LN_2);
        assert!((x.binary_entropy() / series - 1.0).abs() < 1e-12);
    }
}
