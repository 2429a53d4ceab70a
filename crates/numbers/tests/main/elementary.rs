//! Our own exponential and logarithm against 60 digits, and against the C library everywhere else.
//!
//! `tests/golden/elementary.csv` holds a row a number: the function, its argument, the nearest number to its value, and how far the
//! value lies from that in units of its last place (independent program: mpmath 1.3 with 60 digits).

use numbers::elementary::portable::{exp, exp_m1, ln, ln_1p};
use proptest::prelude::*;

fn ulp(x: f64) -> f64 {
    f64::from_bits(x.abs().to_bits() + 1) - x.abs()
}

#[test]
fn within_units_in_the_last_place() {
    let mut worst = [("exp", 0.0f64), ("exp_m1", 0.0), ("ln", 0.0), ("ln_1p", 0.0)];
    let mut reader = csv::Reader::from_path("tests/golden/elementary.csv").expect("the file is there");
    for row in reader.deserialize() {
        let (function, x, expected, rest): (String, f64, f64, f64) = row.expect("a row of the golden table");
        let found = match function.as_str() {
            "exp" => exp(x),
            "exp_m1" => exp_m1(x),
            "ln" => ln(x),
            "ln_1p" => ln_1p(x),
            other => panic!("no function {other}"),
        };
        let off = ((found - expected) / ulp(expected) - rest).abs();
        let most = if function == "exp_m1" && x.abs() > 0.5 * std::f64::consts::LN_2 { 1.5 } else { 1.0 };
        assert!(off < most, "{function}({x:e}) is {found:e}, {off} units from {expected:e}");
        let (_, most) = worst.iter_mut().find(|(name, _)| *name == function).expect("a known function");
        *most = most.max(off);
    }
    // Every function was looked at, and no result is exact by chance.
    assert!(worst.iter().all(|(_, most)| *most > 0.1), "{worst:?}");
}

#[test]
fn the_edges() {
    assert_eq!((exp(0.0), exp(f64::NEG_INFINITY), exp(f64::INFINITY)), (1.0, 0.0, f64::INFINITY));
    assert_eq!((exp(709.9), exp(-745.2), exp(-1e300)), (f64::INFINITY, 0.0, 0.0));
    assert!(exp(-744.0) > 0.0 && exp(709.0).is_finite() && exp(f64::NAN).is_nan() && exp_m1(f64::NAN).is_nan());
    assert_eq!((exp_m1(f64::NEG_INFINITY), exp_m1(f64::INFINITY), exp_m1(0.0)), (-1.0, f64::INFINITY, 0.0));
    assert_eq!(
        (ln(0.0), ln(-0.0), ln(1.0), ln(f64::INFINITY)),
        (f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0, f64::INFINITY)
    );
    assert!(ln(-1e-300).is_nan() && ln(f64::NEG_INFINITY).is_nan() && ln(f64::NAN).is_nan());
    assert_eq!((ln_1p(-1.0), ln_1p(0.0), ln_1p(f64::INFINITY)), (f64::NEG_INFINITY, 0.0, f64::INFINITY));
    assert!(ln_1p(-1.0000000000000002).is_nan() && ln_1p(f64::NAN).is_nan());
}

/// The C library promises one unit; near zero the logarithm of a sum loses none.
fn close(ours: f64, theirs: f64) -> bool {
    ours == theirs || (ours - theirs).abs() <= 2.0 * ulp(theirs) || (ours.is_nan() && theirs.is_nan())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn any_exponent(x in -708.0f64..708.0) {
        prop_assert!(close(exp(x), x.exp()), "{}", x);
        prop_assert!(close(exp_m1(x), x.exp_m1()), "{}", x);
    }

    #[test]
    fn any_small_exponent(x in -2.0f64..2.0) {
        prop_assert!(close(exp(x), x.exp()), "{}", x);
        prop_assert!(close(exp_m1(x), x.exp_m1()), "{}: {} {}", x, exp_m1(x), x.exp_m1());
    }

    #[test]
    fn any_number(x in any::<f64>()) {
        prop_assert!(close(ln(x), x.ln()), "{}", x);
        prop_assert!(close(ln_1p(x), x.ln_1p()), "{}", x);
    }

    #[test]
    fn any_probability(x in 0.0f64..1.0, tens in 0.0f64..20.0) {
        let small = x * 10f64.powf(-tens);
        for x in [x, small] {
            prop_assert!(close(ln(x), x.ln()), "{}", x);
            prop_assert!(close(ln_1p(-x), (-x).ln_1p()), "{}", x);
        }
    }
}
