//! The COW model computed with functions that give the same bits on every machine.

use engine::protocol::cow::{
    Parameters, click_rate, information_bob, information_eve, key_rate, live_share, sifted_rate, signal_click,
    transmittance,
};
use numbers::dual::Real;
use numbers::reproducible::Reproducible;
use numbers::units::Seconds;

/// Key rate of a one-way COW link, bit/s: that of [`Parameters::terms`] up to rounding.
pub(super) fn cow_key_rate(link: &Parameters, qber: f64, visibility: f64) -> f64 {
    let fitted = link.fitted();
    let (rate_hz, photons) = (link.repetition_rate.get(), link.mean_photons.get());
    let t = transmittance(Reproducible::from(fitted.link_loss_db));
    let t_bob = transmittance(Reproducible::from(fitted.bob_loss_db));
    let detected = Reproducible::from(fitted.efficiency) * transmittance(Reproducible::from(link.fitted_loss.get()));
    let p_signal = signal_click(photons, t, t_bob, detected);
    let p_click = p_signal + link.dark_count.get();
    let clicks = click_rate(rate_hz, p_signal, link.dark_count.get());
    let live = live_share(link.dead_time.map_or(0.0, Seconds::get), clicks);
    let known = information_bob(link.error_correction.get(), Reproducible::from(qber))
        - information_eve(photons, t, visibility);
    key_rate(sifted_rate(rate_hz, p_click, 1.0, live), known).value()
}

#[cfg(test)]
mod tests {
    use super::super::DemoNetwork;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_model(qber in 0.0f64..0.12, visibility in 0.7f64..1.0, which in 0usize..5) {
            let link = DemoNetwork::default().links[which].device();
            let expected = link.terms(qber.try_into().unwrap(), visibility.try_into().unwrap()).key_rate_bit_s;
            prop_assert!((cow_key_rate(&link, qber, visibility) - expected).abs() <= 1e-11 * expected);
        }
    }
}
