//! The COW model with functions that give the same last bit on every machine, as those of the system need not.

use engine::protocol::cow::{
    Parameters, information_bob, information_eve, key_rate, live_share, sifted_rate, signal_click, transmittance,
};
use numbers::dual::Real;
use numbers::units::Seconds;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number whose exponentials and logarithms are libm's own.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Portable(f64);

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Portable {
            type Output = Portable;
            fn $method(self, other: Portable) -> Portable {
                Portable(self.0.$method(other.0))
            }
        }
        impl $operator<f64> for Portable {
            type Output = Portable;
            fn $method(self, other: f64) -> Portable {
                Portable(self.0.$method(other))
            }
        }
    )*};
}

operators!(Add add, Sub sub, Mul mul, Div div);

impl Neg for Portable {
    type Output = Portable;
    fn neg(self) -> Portable {
        Portable(-self.0)
    }
}

impl From<f64> for Portable {
    fn from(x: f64) -> Portable {
        Portable(x)
    }
}

impl Real for Portable {
    fn value(self) -> f64 {
        self.0
    }
    fn map(self, value: f64, _: f64) -> Portable {
        Portable(value)
    }
    fn exp(self) -> Portable {
        Portable(libm::exp(self.0))
    }
    fn one_minus_exp_minus(self) -> Portable {
        Portable(-libm::expm1(-self.0))
    }
    fn ln(self) -> Portable {
        Portable(libm::log(self.0))
    }
    fn binary_entropy(self) -> Portable {
        let x = self.0;
        if x <= 0.0 || x >= 1.0 {
            return Portable(0.0);
        }
        let nats = -(x * libm::log(x) + (1.0 - x) * libm::log1p(-x));
        Portable((nats * std::f64::consts::LOG2_E).min(1.0))
    }
}

/// Key rate of a one-way COW link, bit/s: that of [`Parameters::terms`] but for the last digits.
pub(super) fn cow_key_rate(link: &Parameters, qber: f64, visibility: f64) -> f64 {
    let fitted = link.fitted();
    let (rate_hz, photons) = (link.repetition_rate.get(), link.mean_photons.get());
    let t = transmittance(Portable(fitted.link_loss_db));
    let t_bob = transmittance(Portable(fitted.bob_loss_db));
    let p_click = signal_click(photons, t, t_bob, Portable(fitted.efficiency)) + link.dark_count.get();
    let live = live_share(link.dead_time.map_or(0.0, Seconds::get), rate_hz, p_click);
    let known = information_bob(link.error_correction.get(), Portable(qber)) - information_eve(photons, t, visibility);
    key_rate(sifted_rate(rate_hz, p_click, 1.0, live), known).0
}

#[cfg(test)]
mod tests {
    use super::super::DemoNetwork;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_model(qber in 0.0f64..0.12, visibility in 0.7f64..1.0, which in 0usize..5) {
            let link = DemoNetwork::default().links[which].device();
            let expected = link.terms(qber.try_into().unwrap(), visibility.try_into().unwrap()).key_rate_bit_s;
            prop_assert!((cow_key_rate(&link, qber, visibility) - expected).abs() <= 1e-11 * expected);
        }
    }
}
