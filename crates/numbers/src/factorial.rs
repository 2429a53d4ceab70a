//! The factorial of real numbers, apart from the large part of its logarithm.
//!
//! $$ \ln\Gamma(x + 1) = x \ln x - x + s(x), \quad \psi(x + 1) = \ln x + s'(x) $$
//! In probabilities of counts the large parts of several factorials nearly cancel; written with s they are small logarithms, and counts of
//! 10¹⁵ lose no digits. That is the way of C. Loader, *Fast and accurate computation of binomial probabilities* (2000). The library's
//! logarithm of Γ holds both parts together.

use crate::elementary::{ln, ln_1p};
use std::f64::consts::TAU;

/// From here the series of Stirling is exact to 15 digits.
const LARGE: f64 = 16.0;

/// s(x) = ln Γ(x + 1) − x ln x + x for x ≥ 0: 0 at 0, and ½ ln(2πx) for large x.
///
/// Source: NIST Digital Library of Mathematical Functions, (5.11.1); below 16 by (5.5.1) from above.
///
/// ```
/// use numbers::factorial::stirling_rest;
/// let ln_120 = 5.0 * 5f64.ln() - 5.0 + stirling_rest(5.0);
/// assert!((ln_120 - 120f64.ln()).abs() < 1e-13);
/// ```
pub fn stirling_rest(x: f64) -> f64 {
    if x >= LARGE {
        let y = 1.0 / x;
        let z = y * y;
        return 0.5 * ln(TAU * x) + y * (1.0 / 12.0 - z * (1.0 / 360.0 - z * (1.0 / 1260.0 - z / 1680.0)));
    }
    let (far, product, _) = shifted(x);
    let x_ln_x = if x > 0.0 { x * ln(x) } else { 0.0 };
    far * ln(far) - far + stirling_rest(far) - ln(product) - x_ln_x + x
}

/// ψ(x + 1), the derivative of ln Γ(x + 1), for x ≥ 0.
///
/// Source: NIST Digital Library of Mathematical Functions, (5.11.2); below 16 by (5.5.2) from above.
fn digamma_of_next(x: f64) -> f64 {
    if x >= LARGE {
        return ln(x) + rest_slope(x);
    }
    let (far, _, inverses) = shifted(x);
    digamma_of_next(far) - inverses
}

/// ψ(x + `by` + 1) − ψ(x + 1) for x and `by` ≥ 0, without the digits that a difference of large logarithms would lose.
///
/// ```
/// // One more: 1/x.
/// assert!((numbers::factorial::digamma_rise(1e12, 1.0) * 1e12 - 1.0).abs() < 1e-11);
/// ```
pub fn digamma_rise(x: f64, by: f64) -> f64 {
    if x < LARGE {
        return digamma_of_next(x + by) - digamma_of_next(x);
    }
    ln_1p(by / x) + (rest_slope(x + by) - rest_slope(x))
}

/// s'(x) = ψ(x + 1) − ln x for large x.
fn rest_slope(x: f64) -> f64 {
    let y = 1.0 / x;
    let z = y * y;
    y * (0.5 - y * (1.0 / 12.0 - z * (1.0 / 120.0 - z * (1.0 / 252.0 - z / 240.0))))
}

/// x + m for the first whole m with which it is large; (x + 1) … (x + m); and the sum of 1/(x + 1) … 1/(x + m).
fn shifted(mut x: f64) -> (f64, f64, f64) {
    let (mut product, mut inverses) = (1.0, 0.0);
    while x < LARGE {
        x += 1.0;
        product *= x;
        inverses += 1.0 / x;
    }
    (x, product, inverses)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use statrs::function::gamma::{digamma, ln_gamma};

    proptest! {
        #[test]
        fn agrees_with_the_library(x in prop_oneof![0.0f64..20.0, 0.0f64..1e4]) {
            let large = if x > 0.0 { x * x.ln() - x } else { 0.0 };
            let (found, expected) = (large + stirling_rest(x), ln_gamma(x + 1.0));
            prop_assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{found} {expected}");
            let (found, expected) = (digamma_of_next(x), digamma(x + 1.0));
            prop_assert!((found - expected).abs() < 1e-12 * (1.0 + expected.abs()), "{found} {expected}");
        }
    }
}
