//! Vacuum and weak decoy state, with the finite-key terms of the ideal source: the way of the paper.
//!
//! Source: Ma, Qi, Zhao and Lo, PRA 72, 012326 (2005), for the bounds; the paper, (17)–(20) and (22), for the key. The paper
//! takes its bounds from (23)–(25) of Cai and Scarani, New J. Phys. 11, 045024 (2009); their exact form was not available, so
//! its dashed curves in Fig. 11 need not be met to the digit.
//!
//! **A simplified analysis**, as the paper's: the only number with a fluctuation is e₁; that of the gains is left out, and so
//! is the fraction of the pulses and of the events that the decoys take. For both see [`two_decoy`](super::two_decoy).

use super::{KeyBounds, Observed, Terms, are_distinct, error_rate, sifted};
use crate::protocol::finite_key::{Epsilons, correction, deviation};
use numbers::dual::Real;

/// Bounds on N `events` from signal μ and decoys ν₁ > ν₂ ≥ 0 with ν₁ + ν₂ < μ, in this order.
///
/// $$ Y_0 \ge \max\left[0, \frac{\nu_1 Q_{\nu_2} e^{\nu_2} - \nu_2 Q_{\nu_1} e^{\nu_1}}{\nu_1 - \nu_2}\right] $$
/// $$ Y_1 \ge \frac{\mu}{\mu\nu_1 - \mu\nu_2 - \nu_1^2 + \nu_2^2} \left[Q_{\nu_1} e^{\nu_1} - Q_{\nu_2} e^{\nu_2} -
///    \frac{\nu_1^2 - \nu_2^2}{\mu^2} \left(Q_\mu e^\mu - Y_0\right)\right] $$
/// $$ e_1 \le \frac{E_{\nu_1} Q_{\nu_1} e^{\nu_1} - E_{\nu_2} Q_{\nu_2} e^{\nu_2}}{(\nu_1 - \nu_2)\,Y_1} +
///    \xi\bigl(N (1 - p_Z)^2, 2\bigr) $$
/// $$ p_Z^2\,\Bigl\{y_0 + y_1\,[1 - h(e_1)] - f_{EC}\,h(E_\mu) - \Delta(N p_Z^2)\Bigr\}, \quad
///    y_n = \frac{\mu^n e^{-\mu}}{n!} \frac{Y_n}{Q_\mu} $$
/// p_Z in \[0, 1\], N ≥ 1, f_EC ≥ 1. Source: Ma et al. (2005), two decoy states; the paper, (17)–(20) and (22). The
/// probabilities p_k are not read: all events are of the signal, so that the key rate is f_q Q_μ times the secret fraction.
///
/// ```
/// use engine::protocol::decoy::{Channel, vacuum_weak};
/// use engine::protocol::finite_key::Epsilons;
/// let channel = Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
/// let observed = [channel.observe(0.5, 1.0), channel.observe(0.05, 0.0), channel.observe(0.0, 0.0)];
/// let finite = vacuum_weak::estimate(&observed, 0.9, 1e9, 1.2, &Epsilons::default());
/// assert!((finite.secret_fraction - 0.293510f64).abs() < 1e-6);
/// let asymptotic = vacuum_weak::estimate(&observed, 1.0, f64::INFINITY, 1.2, &Epsilons::default());
/// assert!((asymptotic.secret_fraction - 0.367504f64).abs() < 1e-6);
/// ```
pub fn estimate<R: Real>(
    observed: &[Observed<R>; 3],
    p_z: R,
    events: R,
    f_ec: f64,
    epsilons: &Epsilons,
) -> KeyBounds<R> {
    let [signal, weak, vacuum] = observed;
    let (n_z, n_x) = sifted(p_z, events);
    let terms = Terms { f_ec, overhead: correction(n_z, epsilons), sifted: p_z * p_z };

    let (mu, nu_1, nu_2) = (signal.intensity, weak.intensity, vacuum.intensity);
    let apart = nu_1 - nu_2;
    let below = mu - nu_1 - nu_2;
    if signal.gain.value() <= 0.0 || !are_distinct([apart.value(), below.value()], mu.value()) {
        return KeyBounds::unknown(signal.qber, terms);
    }
    let [sent, sent_1, sent_2] = observed.each_ref().map(|of| of.gain * of.intensity.exp());
    let yield_0 = ((nu_1 * sent_2 - nu_2 * sent_1) / apart).at_least(0.0);
    // ν₁ − ν₂ divided out of the whole formula: it is the one factor that may be small.
    let multiple = (nu_1 + nu_2) / (mu * mu) * (sent - yield_0);
    let yield_1 = mu / below * ((sent_1 - sent_2) / apart - multiple);
    let wrong_1 = (sent_1 * weak.qber - sent_2 * vacuum.qber) / apart;

    let unsent = (-mu).exp() / signal.gain;
    let single_photon = unsent * mu * yield_1;
    let phase_error =
        error_rate(unsent * mu * wrong_1, single_photon) + deviation(n_x, 2.0, epsilons.parameter_estimation);
    KeyBounds::new(unsent * yield_0, single_photon, phase_error, signal.qber, terms)
}
