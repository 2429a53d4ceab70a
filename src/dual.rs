//! Numbers that carry a derivative.
//!
//! A formula written for any [`Real`] gives its value with `f64` and its value and slope with [`Dual`] (forward-mode automatic
//! differentiation: Griewank and Walther, *Evaluating Derivatives*, SIAM 2008, chapter 3). The maximiser needs slopes; the
//! formulas stay in one place.

use std::f64::consts::{LN_2, PI};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// What the formulas of the engine need from a number.
pub trait Real:
    Copy
    + From<f64>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Mul<f64, Output = Self>
{
    /// The number without its derivative.
    fn value(self) -> f64;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Error function.
    fn error_function(self) -> Self;
    /// Binary entropy in bits, `-x log2 x - (1-x) log2(1-x)` for `x` in [0, 1].
    ///
    /// `ln_1p` keeps the second term for x below 1e-8, where `1 - x` has lost the digits of x.
    fn binary_entropy(self) -> Self;
    /// The number, or 1 if it is larger. The slope of what was cut is zero.
    fn at_most_one(self) -> Self;
}

fn entropy_and_slope(x: f64) -> (f64, f64) {
    if x <= 0.0 || x >= 1.0 {
        return (0.0, 0.0);
    }
    let (ln_x, ln_rest) = (x.ln(), (-x).ln_1p());
    // Rounding at x = 1/2 must not lift the entropy above its bound.
    ((-(x * ln_x + (1.0 - x) * ln_rest) / LN_2).min(1.0), (ln_rest - ln_x) / LN_2)
}

impl Real for f64 {
    fn value(self) -> f64 {
        self
    }
    fn sqrt(self) -> f64 {
        f64::sqrt(self)
    }
    fn error_function(self) -> f64 {
        statrs::function::erf::erf(self)
    }
    fn binary_entropy(self) -> f64 {
        entropy_and_slope(self).0
    }
    fn at_most_one(self) -> f64 {
        self.min(1.0)
    }
}

/// A number and its derivative with respect to one variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dual {
    /// The number.
    pub value: f64,
    /// Its derivative.
    pub slope: f64,
}

impl Dual {
    /// The positive number `x` as a variable whose slope is taken with respect to `ln x`.
    pub const fn logarithmic(x: f64) -> Dual {
        Dual { value: x, slope: x }
    }
}

impl From<f64> for Dual {
    fn from(value: f64) -> Dual {
        Dual { value, slope: 0.0 }
    }
}

impl Neg for Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        Dual { value: -self.value, slope: -self.slope }
    }
}

impl Add for Dual {
    type Output = Dual;
    fn add(self, other: Dual) -> Dual {
        Dual { value: self.value + other.value, slope: self.slope + other.slope }
    }
}

impl Add<f64> for Dual {
    type Output = Dual;
    fn add(self, other: f64) -> Dual {
        Dual { value: self.value + other, slope: self.slope }
    }
}

impl Sub for Dual {
    type Output = Dual;
    fn sub(self, other: Dual) -> Dual {
        Dual { value: self.value - other.value, slope: self.slope - other.slope }
    }
}

impl Mul for Dual {
    type Output = Dual;
    fn mul(self, other: Dual) -> Dual {
        Dual { value: self.value * other.value, slope: self.slope * other.value + self.value * other.slope }
    }
}

impl Mul<f64> for Dual {
    type Output = Dual;
    fn mul(self, factor: f64) -> Dual {
        Dual { value: self.value * factor, slope: self.slope * factor }
    }
}

impl Div for Dual {
    type Output = Dual;
    fn div(self, other: Dual) -> Dual {
        let value = self.value / other.value;
        Dual { value, slope: (self.slope - value * other.slope) / other.value }
    }
}

impl Real for Dual {
    fn value(self) -> f64 {
        self.value
    }
    fn sqrt(self) -> Dual {
        let value = self.value.sqrt();
        Dual { value, slope: 0.5 * self.slope / value }
    }
    fn error_function(self) -> Dual {
        let derivative = 2.0 / PI.sqrt() * (-self.value * self.value).exp();
        Dual { value: self.value.error_function(), slope: derivative * self.slope }
    }
    fn binary_entropy(self) -> Dual {
        let (value, slope) = entropy_and_slope(self.value);
        Dual { value, slope: slope * self.slope }
    }
    fn at_most_one(self) -> Dual {
        if self.value < 1.0 { self } else { Dual { value: 1.0, slope: 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn formula<R: Real>(x: R) -> R {
        let y = (x * x + 1.0).sqrt();
        ((x / y) * 0.5).binary_entropy() * (x * 0.7).error_function() - y / (x + 3.0)
    }

    proptest! {
        #[test]
        fn the_slope_is_the_difference_quotient(x in 0.05f64..2.0) {
            let h = 1e-6 * x;
            let quotient = (formula(x + h) - formula(x - h)) / (2.0 * h) * x;
            let dual = formula(Dual::logarithmic(x));
            prop_assert_eq!(dual.value, formula(x));
            prop_assert!((dual.slope - quotient).abs() < 1e-7, "{} {}", dual.slope, quotient);
        }
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
