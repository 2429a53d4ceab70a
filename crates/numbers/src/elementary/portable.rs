//! Exponential and logarithm as polynomials: without tables and almost without branches, so that a processor computes several side by
//! side, and with additions and multiplications only, which are the same everywhere.
//!
//! Errors stay below one unit in the last place for results that are neither among the largest nor among the smallest numbers, and below
//! one and a half for e^x − 1 from |x| = ln 2/2 on; `tests/golden/elementary.csv` holds them against 60 digits.

use std::f64::consts::{LN_2, LOG2_E};

/// ln 2 in two parts; the first has 32 bits, so that it can be multiplied by any exponent without rounding.
const LN_2_PARTS: (f64, f64) = (0.6931471803691238, 1.9082149292705877e-10);
/// Bits of a number below its exponent.
const MANTISSA: u32 = 52;

/// (eʳ − 1 − r)/r² for |r| ≤ ln 2/2, to 1.3e-17 r²: Chebyshev fit by mpmath 1.3, `chebyfit(f, [-log(2)/2, log(2)/2], 10)`.
fn exp_rest(r: f64) -> f64 {
    const C: [f64; 10] = [
        0.5000000000000001,
        0.16666666666666669,
        0.04166666666662413,
        0.008333333333330062,
        0.0013888888917213717,
        0.00019841269863053618,
        2.4801521295954376e-05,
        2.7557268459997064e-06,
        2.7620088445409746e-07,
        2.510038549551032e-08,
    ];
    // In pairs: what does not wait for each other is computed side by side.
    let r2 = r * r;
    let r4 = r2 * r2;
    let pair = |i: usize| C[i] + C[i + 1] * r;
    (pair(0) + pair(2) * r2) + r4 * ((pair(4) + pair(6) * r2) + r4 * pair(8))
}

/// e^x.
///
/// ```
/// assert!((numbers::elementary::portable::exp(1.0) - std::f64::consts::E).abs() < 1e-15);
/// ```
#[inline]
pub fn exp(x: f64) -> f64 {
    // Adding it leaves no room for a fraction: the sum is rounded, and its last bits are the whole number.
    const ROUND: f64 = 1.5 * (1u64 << MANTISSA) as f64;
    if !(x > -708.0 && x < 708.0) {
        return exp_of_much(x);
    }
    let rounded = x * LOG2_E + ROUND;
    let k = rounded - ROUND;
    let r = x - k * LN_2_PARTS.0 - k * LN_2_PARTS.1;
    let power = 1.0 + (r + r * r * exp_rest(r));
    f64::from_bits(power.to_bits().wrapping_add(rounded.to_bits() << MANTISSA))
}

#[cold]
fn exp_of_much(x: f64) -> f64 {
    if x.is_nan() {
        x
    } else if x > 710.0 {
        f64::INFINITY
    } else if x < -746.0 {
        0.0
    } else {
        let root = exp(0.5 * x);
        root * root
    }
}

/// e^x − 1, exact for small x too.
///
/// ```
/// assert_eq!(numbers::elementary::portable::exp_m1(1e-20), 1e-20);
/// ```
pub fn exp_m1(x: f64) -> f64 {
    let rest = |r: f64| r * r * exp_rest(r);
    if x.abs() < 0.5 * LN_2 {
        x + rest(x)
    } else if x.abs() < LN_2 {
        // e^x − 1 would lose two bits. With √e^x − 1 = x/2 + rest its square and twice itself are to be added, of which x is exact.
        let rest = rest(0.5 * x);
        let root = 0.5 * x + rest;
        x + (2.0 * rest + root * root)
    } else {
        exp(x) - 1.0
    }
}

/// ln(1 + f) + k ln 2 for 1 + f between √½ and √2.
///
/// With s = f/(2 + f) it is ln(1 + f) = 2 artanh(s) = 2 (s + s³/3 + …), where the first term is written as f − f²/2 + s f²/2, which
/// does not round f.
#[inline]
fn ln_1p_near(f: f64, k: f64) -> f64 {
    /// (2 artanh(s) − 2s)/s³ over s², to 3.1e-16: Chebyshev fit by mpmath 1.3, `chebyfit(f, [0, 0.02944], 7)`.
    const C: [f64; 7] = [
        0.666666666666667,
        0.39999999999899444,
        0.2857142862600327,
        0.22222211130259878,
        0.18182889455674947,
        0.15331710618210773,
        0.14616585424888623,
    ];
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let rest = z * ((C[0] + C[1] * z) + z2 * ((C[2] + C[3] * z) + z2 * ((C[4] + C[5] * z) + z2 * C[6])));
    let half = 0.5 * f * f;
    k * LN_2_PARTS.0 - ((half - (s * (half + rest) + k * LN_2_PARTS.1)) - f)
}

/// ln x; minus infinity for 0, no number for less.
///
/// ```
/// assert!((numbers::elementary::portable::ln(10.0) - std::f64::consts::LN_10).abs() < 1e-15);
/// ```
#[inline]
pub fn ln(x: f64) -> f64 {
    const SQRT_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
    if !(f64::MIN_POSITIVE..f64::INFINITY).contains(&x) {
        return ln_of_little(x);
    }
    // The exponent that leaves a number between √½ and √2.
    let above = x.to_bits().wrapping_sub(SQRT_HALF);
    let k = (above as i64 >> MANTISSA) as i32;
    let m = f64::from_bits(x.to_bits().wrapping_sub((k as u64) << MANTISSA));
    ln_1p_near(m - 1.0, f64::from(k))
}

#[cold]
fn ln_of_little(x: f64) -> f64 {
    if x == 0.0 {
        f64::NEG_INFINITY
    } else if x > 0.0 && x < f64::INFINITY {
        ln(x * (1u64 << MANTISSA) as f64) - f64::from(MANTISSA) * LN_2
    } else if x < 0.0 {
        f64::NAN
    } else {
        x
    }
}

/// ln(1 + x), exact for small x too.
///
/// ```
/// assert_eq!(numbers::elementary::portable::ln_1p(1e-20), 1e-20);
/// ```
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    if x > -0.29 && x < 0.41 {
        return ln_1p_near(x, 0.0);
    }
    let sum = 1.0 + x;
    // The rounding error of the sum; zero where all is lost.
    let lost = if x > 1.0 { 1.0 - (sum - x) } else { x - (sum - 1.0) };
    ln(sum) + if sum > 0.0 && sum < f64::INFINITY { lost / sum } else { 0.0 }
}
