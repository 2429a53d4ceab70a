//! Numbers whose functions give the same bits on every machine, for data that must be the same everywhere.

use crate::dual::Real;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number whose exponentials and logarithms are those of `libm`. They are a little slower than the system's, whose last bit differs
/// from machine to machine; everything else that a formula does is settled by IEEE 754.
///
/// ```
/// use numbers::dual::Real;
/// use numbers::reproducible::Reproducible;
/// assert_eq!(Reproducible::from(1.0).exp().value().to_bits(), 0x4005_bf0a_8b14_576a);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reproducible(f64);

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Reproducible {
            type Output = Reproducible;
            fn $method(self, other: Reproducible) -> Reproducible {
                Reproducible(self.0.$method(other.0))
            }
        }
        impl $operator<f64> for Reproducible {
            type Output = Reproducible;
            fn $method(self, other: f64) -> Reproducible {
                Reproducible(self.0.$method(other))
            }
        }
    )*};
}

operators!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Reproducible {
    type Output = Reproducible;
    fn neg(self) -> Reproducible {
        Reproducible(-self.0)
    }
}

impl From<f64> for Reproducible {
    fn from(x: f64) -> Reproducible {
        Reproducible(x)
    }
}

impl Real for Reproducible {
    fn value(self) -> f64 {
        self.0
    }
    fn map(self, value: f64, _: f64) -> Reproducible {
        Reproducible(value)
    }
    fn exp(self) -> Reproducible {
        Reproducible(libm::exp(self.0))
    }
    fn one_minus_exp_minus(self) -> Reproducible {
        Reproducible(-libm::expm1(-self.0))
    }
    fn ln(self) -> Reproducible {
        Reproducible(libm::log(self.0))
    }
    fn binary_entropy(self) -> Reproducible {
        let x = self.0;
        if x <= 0.0 || x >= 1.0 {
            return Reproducible(0.0);
        }
        let nats = -(x * libm::log(x) + (1.0 - x) * libm::log1p(-x));
        Reproducible((nats * std::f64::consts::LOG2_E).min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entropy_ends_at_nothing() {
        assert_eq!([0.0, 1.0, -0.5].map(|x| Reproducible(x).binary_entropy().0), [0.0; 3]);
        assert_eq!(Reproducible(0.5).binary_entropy().0, 1.0);
    }

    proptest! {
        #[test]
        fn results_agree_with_f64(x in 1e-6f64..0.999, y in 0.1f64..10.0) {
            let close = |a: Reproducible, b: f64| (a.0 - b).abs() <= 1e-12 * b.abs().max(1.0);
            let (a, b) = (Reproducible(x), Reproducible(y));
            prop_assert_eq!([a + b, a - b, a * b, a / b, -a].map(|z| z.0), [x + y, x - y, x * y, x / y, -x]);
            prop_assert!(close(a.exp(), x.exp()) && close(a.ln(), x.ln()));
            prop_assert!(close(a.one_minus_exp_minus(), x.one_minus_exp_minus()));
            prop_assert!(close(a.binary_entropy(), x.binary_entropy()));
        }
    }
}
