//! The value of a formula with numbers in it.

use super::{Base, Function, Tree};
use numbers::dual::Real;
use std::f64::consts::{E, LN_2, PI};

impl Tree {
    /// The value; not a number where a symbol has none.
    ///
    /// It decides how many digits a number needs in a formula, and computes values that an outcome does not contain. Those that it contains are
    /// taken from there; that both agree is tested.
    pub(in super::super) fn value(&self) -> f64 {
        match self {
            Tree::Number(digits) | Tree::Quantity(digits, _) => digits.parse().unwrap_or(f64::NAN),
            Tree::Symbol(symbol) => match symbol.base {
                _ if !symbol.below.is_empty() || !symbol.above.is_empty() => f64::NAN,
                Base::Letter("π") => PI,
                Base::Latin('e') => E,
                _ => f64::NAN,
            },
            Tree::Sum(terms) => sum(terms),
            Tree::Product(factors) => factors.iter().map(Tree::value).product(),
            Tree::Slash(both) | Tree::Fraction(both) => both[0].value() / both[1].value(),
            Tree::Power(both) => power(&both[0], both[1].value()),
            Tree::Root(of) => of.value().sqrt(),
            Tree::Call(function, arguments) => call(*function, arguments),
            Tree::Series(..) | Tree::Equal(_) => f64::NAN,
        }
    }
}

fn power(base: &Tree, exponent: f64) -> f64 {
    match base.value() {
        E => exponent.exp(),
        base if exponent.fract() == 0.0 && exponent.abs() < 100.0 => base.powi(exponent as i32),
        base => base.powf(exponent),
    }
}

fn sum(terms: &[(bool, Tree)]) -> f64 {
    // 1 - e^-x loses the digits of a small x.
    if let [(false, one), (true, Tree::Power(both))] = terms
        && one.value() == 1.0
        && both[0].value() == E
    {
        return -both[1].value().exp_m1();
    }
    terms.iter().map(|(minus, term)| if *minus { -term.value() } else { term.value() }).sum()
}

fn call(function: Function, arguments: &[Tree]) -> f64 {
    let x = arguments.first().map_or(f64::NAN, Tree::value);
    let all = || arguments.iter().map(Tree::value);
    match function {
        Function::Ln => x.ln(),
        Function::Log2 => match arguments {
            // The same for log(1 - x).
            [Tree::Sum(terms)] if matches!(terms.as_slice(), [(false, one), (true, _)] if one.value() == 1.0) => {
                (-terms[1].1.value()).ln_1p() / LN_2
            }
            _ => x.log2(),
        },
        Function::Sinh => x.sinh(),
        Function::Erf => x.error_function(),
        Function::InverseErf => statrs::function::erf::erf_inv(x),
        Function::Entropy => x.binary_entropy(),
        Function::Max => all().fold(f64::NEG_INFINITY, f64::max),
        Function::Min => all().fold(f64::INFINITY, f64::min),
    }
}
