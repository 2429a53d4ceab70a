//! Three states of two time bins, one decoy intensity, composable: BB84 as many devices run it.
//!
//! Sources: Rusca, Boaron, Grünenfelder, Martin and Zbinden, Appl. Phys. Lett. 112, 171104 (2018), appendix A, for the bounds with one
//! decoy; Boaron et al., Appl. Phys. Lett. 112, 171108 (2018) and Phys. Rev. Lett. 121, 190502 (2018), for states and receiver; Fung and
//! Lo, Phys. Rev. A 74, 042342 (2006), Tamaki et al., Phys. Rev. A 90, 052314 (2014), and Rusca, Boaron, Curty, Martin and Zbinden,
//! Phys. Rev. A 98, 052336 (2018), for the security of three states and of fewer outcomes.
//!
//! # States and measurements
//!
//! In the key basis Z a pulse is in the early bin or in the late one, and one detector tells the bin by the time of its click. In the test
//! basis X a pulse is in both, |+⟩, and |−⟩ is never sent. Bob's interferometer, whose arms differ by the distance of the bins, brings
//! early and late light together in the middle one of three time slots; the half of the light that leaves it in the slots before and after
//! does not interfere, and is not used. Of its two ports that of |−⟩ alone is monitored: it stays dark for |+⟩, so that all of its clicks
//! in the middle slot are errors then.
//!
//! Bob chooses the basis actively. N counts detections as the key basis has them: N p_Z² make the key, and of the others the monitored port
//! registers its own part.
//!
//! # Phase error
//!
//! How many clicks both ports would have shown in the middle slot for |+⟩ follows from the key states: each is half |+⟩ and half |−⟩, so
//! that the monitored port has half of their clicks, whatever an eavesdropper did to single photons, which cannot tell the average of the
//! two key states from that of |+⟩ and |−⟩. What has to be assumed: the two ports and the detectors of both bases are equally efficient,
//! and the port that is not monitored would have shown errors as often as the one that is.

use super::{Composable, Composed, KeyBounds, Observed, Tally, Terms, are_distinct, one_decoy::TERMS, root, sum};
use crate::protocol::finite_key::count;
use numbers::dual::Real;

/// Part of the light that leaves the interferometer in the middle slot.
const MIDDLE: f64 = 0.5;

/// Probability of a noise click in the middle slot, both ports together, dimensionless.
///
/// $$ p_{noise,X} = \tfrac{1}{2} \left(p_{noise} + 2 d \tau\right) $$
/// p_noise probability of a noise click in the two windows of the key basis, (15); `dark` = 2dτ its part from dark counts. The middle slot
/// is one window in place of two, so that it has half of the stray light and of the afterpulses; but there are two detectors, one at each
/// port, and so as many dark counts.
///
/// ```
/// use engine::protocol::decoy::three_state::test_noise;
/// // Nothing but dark counts: as many as in the key basis, for half of the light.
/// assert_eq!(test_noise(2e-6, 2e-6), 2e-6);
/// assert_eq!(test_noise(2e-6, 0.0), 1e-6);
/// ```
pub fn test_noise<R: Real>(p_noise: R, dark: R) -> R {
    (p_noise + dark) * 0.5
}

/// Probability that a photon makes a click in the middle slot, at either port, from that of a click in the key basis; both dimensionless.
///
/// ```
/// assert_eq!(engine::protocol::decoy::three_state::test_transmittance(1e-3), 5e-4);
/// ```
pub fn test_transmittance<R: Real>(transmittance: R) -> R {
    transmittance * MIDDLE
}

/// Bounds on N `events` from the intensities μ₁ > μ₂ > 0, in this order: `observed` in the key basis, and in the middle slot of the `test`
/// basis, both ports together.
///
/// s₀ and s₁ of the key basis as in [`one_decoy`](super::one_decoy::estimate). The test basis counts the clicks of the monitored port in
/// the middle slot: m_k of |+⟩, all of them errors, of n_X = N (1 − p_Z)² events, and r_k of the key states, of n_R = N p_Z (1 − p_Z).
/// With G the gain of all pulses in the key basis and δ₀ for an excess that is too unlikely:
/// $$ m_k = n_X \frac{p_k Q_{X,k} E_{X,k}}{G}, \quad r_k = n_R \frac{p_k Q_{X,k}}{2 G}, \quad
///    m_k^\pm = \frac{e^k}{p_k} \left[m_k \pm \sqrt{\frac{m}{2} \ln\frac{19}{\varepsilon_{sec}}}\right], \quad
///    r_k^\pm = \frac{e^k}{p_k} \left[r_k \pm \sqrt{\frac{r}{2} \ln\frac{19}{\varepsilon_{sec}}}\right] $$
/// $$ u = \frac{n_R}{n_X} \left[m_k^+ + \frac{\delta_0}{\tau_0 p_Z}\right] \text{ with the smaller } m_k^+, \quad
///    \delta_0 = \max\left(l + \sqrt{l^2 + 2 l\,\tau_0 m_k^+}, \sqrt{\tfrac{1}{2} l \cdot 2 r\,n_X/n_R}\right), \quad l = \ln\frac{19}{\varepsilon_{sec}} $$
/// $$ s_{X,1} \ge 2 \frac{n_X}{n_R} \frac{\tau_1 \mu_1}{\mu_2 (\mu_1 - \mu_2)} \left[r^-_{\mu_2} - \frac{\mu_2^2}{\mu_1^2} r^+_{\mu_1} -
///    \frac{\mu_1^2 - \mu_2^2}{\mu_1^2} u\right], \quad v_{X,1} \le \tau_1\,\frac{m^+_{\mu_1} - m^-_{\mu_2}}{\mu_1 - \mu_2} $$
/// φ from v_X,1 and s_X,1, and ℓ, as in [`one_decoy`](super::one_decoy::estimate). u bounds, over τ₀, the clicks of pulses without photons
/// among the r: such pulses are all alike, so that those among the m, which are no more than τ₀ m_k, are a random part 1 − p_Z of them. For δ₀ Chernoff's bound is enough; it is as large as that of Rusca et al.,
/// Hoeffding's for all clicks of the test basis, so that three states are not favoured over four by the mere choice of a bound.
/// There are as many terms as in Rusca et al. (2018), 19: u takes the place of their twice as many vacuum events as errors.
///
/// ```
/// use engine::protocol::decoy::{Channel, Composable, three_state};
/// let key = Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
/// let test = Channel { transmittance: 5e-4, p_noise: 6e-6, misalignment: 0.01 };
/// let of = |channel: Channel<f64>| [channel.observe(0.5, 0.7), channel.observe(0.1, 0.3)];
/// let finite = three_state::estimate(&of(key), &of(test), 0.9, 1e9, 1.2, &Composable::default());
/// assert!((finite.secret_fraction - 0.220031f64).abs() < 1e-6);
/// ```
pub fn estimate<R: Real>(
    observed: &[Observed<R>; 2],
    test: &[Observed<R>; 2],
    p_z: R,
    events: R,
    f_ec: f64,
    epsilons: &Composable,
) -> KeyBounds<R> {
    let composed = Composed::new(epsilons, TERMS, p_z, events);
    let terms = Terms { f_ec, overhead: composed.overhead(), sifted: p_z * p_z };

    let Some(tally) = Tally::new(observed) else { return KeyBounds::unknown(R::from(0.5), terms) };
    let [mu_1, mu_2] = tally.intensity.map(R::value);
    if !are_distinct([mu_1 - mu_2, mu_2], mu_1) {
        return KeyBounds::unknown(tally.qber, terms);
    }
    let key = composed.chance(composed.n_z, tally.qber);
    let single_photon = tally.single_photons(key.detections, tally.vacuum_at_most(&key));

    let monitored = Monitored::new(&tally, observed, test);
    let p_x = -p_z + 1.0;
    let limit = (TERMS / epsilons.secrecy).ln();
    let deviation = |rate: R, n: R| root(rate * (0.5 * limit) / n);
    let of_plus = deviation(monitored.errors, composed.n_x);
    let of_key_states = deviation(monitored.clicks, count(events, p_z * p_x));
    let fewest = monitored.tally.fewest_errors(of_plus);
    let excess = excess(limit, tally.vacuum * fewest, monitored.clicks, composed.n_x);
    let vacuum = fewest + excess / (tally.vacuum * p_z.at_least(1e-30));
    let tested = monitored.tally.single_photons(of_key_states, vacuum) * 2.0;
    let errors = monitored.tally.single_photon_errors(of_plus);
    let phase_error = composed.phase_error(errors, tested, single_photon);
    KeyBounds::new(tally.vacuum_events(&key), single_photon, phase_error, tally.qber, terms)
}

/// δ₀/n for n events of which at most this fraction was `found`, and of whose clicks the monitored port has this fraction. 0 for infinitely
/// many.
fn excess<R: Real>(limit: f64, found: R, clicks: R, n: R) -> R {
    if n.value() == f64::INFINITY {
        return R::from(0.0);
    }
    let chernoff = root(found * n * (2.0 * limit) + limit * limit) + limit;
    let hoeffding = root(clicks * n * limit);
    (if chernoff.value() > hoeffding.value() { chernoff } else { hoeffding }) / n
}

/// Clicks of the monitored port in the middle slot.
struct Monitored<R> {
    /// r_k and m_k, each over the number of its events.
    tally: Tally<R, 2>,
    /// r/n_R
    clicks: R,
    /// m/n_X
    errors: R,
}

impl<R: Real> Monitored<R> {
    fn new(key: &Tally<R, 2>, observed: &[Observed<R>; 2], test: &[Observed<R>; 2]) -> Monitored<R> {
        let gain = sum(observed.iter().map(|of| of.probability * of.gain));
        let clicks = test.map(|of| of.gain * 0.5 / gain);
        let errors = test.map(|of| of.gain * of.qber / gain);
        let all = |of: &[R; 2]| sum(of.iter().zip(observed).map(|(x, of)| of.probability * *x));
        let raised = |of: &[R; 2]| std::array::from_fn(|k| key.intensity[k].exp() * of[k]);
        Monitored {
            clicks: all(&clicks),
            errors: all(&errors),
            tally: Tally {
                intensity: key.intensity,
                detections: raised(&clicks),
                errors: raised(&errors),
                weight: key.weight,
                vacuum: key.vacuum,
                single_photon: key.single_photon,
                qber: key.qber,
            },
        }
    }
}
