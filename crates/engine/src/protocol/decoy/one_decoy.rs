//! One decoy intensity, composable, the key from both intensities.
//!
//! Source: Rusca, Boaron, Grünenfelder, Martin and Zbinden, Appl. Phys. Lett. 112, 171104 (2018), appendix A. There is no
//! vacuum state that would tell how many events come from no photon. But of those half are wrong, so the errors bound them from
//! above.
//!
//! Even with an asymptotic key and a vanishing decoy this stays below [`infinite`](super::infinite), unless there are no errors at
//! all: the errors of the single photons count as vacuum too, and e₁ is taken from the signal, of which the multiple photons
//! err as well.

use super::{Chance, Composable, Composed, KeyBounds, Observed, Tally, Terms, are_distinct};
use numbers::dual::Real;

/// Number of terms of which ε_sec is composed.
pub(crate) const TERMS: f64 = 19.0;

/// Bounds on N `events` from the intensities μ₁ > μ₂ > 0, in this order.
///
/// With n^±, m^±, τ, γ and γ_hyp as in [`two_decoy`](super::two_decoy::estimate), but 19 instead of 21:
/// $$ s_0 \ge \tau_0\,\frac{\mu_1 n^-_{\mu_2} - \mu_2 n^+_{\mu_1}}{\mu_1 - \mu_2} $$
/// $$ s_0 \le s_0^u = 2 \left[\tau_0 m^+_k + \sqrt{\frac{n}{2} \ln\frac{19}{\varepsilon_{sec}}}\right]
///    \text{ with the better of } k = \mu_1, \mu_2 $$
/// $$ s_1 \ge \frac{\tau_1 \mu_1}{\mu_2 (\mu_1 - \mu_2)} \left[n^-_{\mu_2} - \frac{\mu_2^2}{\mu_1^2} n^+_{\mu_1} -
///    \frac{\mu_1^2 - \mu_2^2}{\mu_1^2} \frac{s_0^u}{\tau_0}\right] $$
/// $$ v_1 \le \tau_1\,\frac{m^+_{\mu_1} - m^-_{\mu_2}}{\mu_1 - \mu_2}, \quad
///    \phi \le \frac{v_{X,1}}{s_{X,1}} + \max(\gamma, \gamma_{hyp})\left(\varepsilon_{sec}, \frac{v_{X,1}}{s_{X,1}}, s_{X,1},
///    s_{Z,1}\right) $$
/// $$ \ell = s_{Z,0} + s_{Z,1}\,[1 - h(\phi)] - f_{EC}\,n_Z\,h(E) - 6 \log_2\frac{19}{\varepsilon_{sec}} -
///    \log_2\frac{2}{\varepsilon_{cor}} $$
/// p_Z in \[0, 1\], N ≥ 1, f_EC ≥ 1. Source: (A16), (A17), (A19), (A22), (A23), (A25). The secret fraction is ℓ/N, the key
/// fraction ℓ/n_Z. s₀ counts at least 0. γ and γ_hyp take 19 too, because each of the terms is ε_sec/19. Which k bounds the vacuum is a
/// choice that has to be made before the key is measured, as that of p_Z.
///
/// ```
/// use engine::protocol::decoy::{Channel, Composable, one_decoy};
/// let channel = Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
/// let observed = [channel.observe(0.5, 0.7), channel.observe(0.1, 0.3)];
/// let finite = one_decoy::estimate(&observed, 0.9, 1e9, 1.2, &Composable::default());
/// assert!((finite.secret_fraction - 0.225868f64).abs() < 1e-6);
/// ```
pub fn estimate<R: Real>(
    observed: &[Observed<R>; 2],
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
    let test = composed.chance(composed.n_x, tally.qber);
    let single_photon = tally.single_photons(key.detections, tally.vacuum_at_most(&key));
    let tested = tally.single_photons(test.detections, tally.vacuum_at_most(&test));
    let phase_error = composed.phase_error(tally.single_photon_errors(test.errors), tested, single_photon);
    KeyBounds::new(tally.vacuum_events(&key), single_photon, phase_error, tally.qber, terms)
}

impl<R: Real> Tally<R, 2> {
    /// s₀, at least.
    pub(super) fn vacuum_events(&self, chance: &Chance<R>) -> R {
        let [mu_1, mu_2] = self.intensity;
        let most_1 = self.bound(&self.detections, 0, chance.detections);
        let least_2 = self.bound(&self.detections, 1, -chance.detections);
        (self.vacuum * (mu_1 * least_2 - mu_2 * most_1) / (mu_1 - mu_2)).at_least(0.0)
    }

    /// s₀ᵘ/τ₀, at most.
    pub(super) fn vacuum_at_most(&self, chance: &Chance<R>) -> R {
        (self.fewest_errors(chance.errors) + chance.detections / self.vacuum) * 2.0
    }

    /// The smaller m⁺_k: no more errors than these, over τ₀, come from pulses without photons.
    pub(super) fn fewest_errors(&self, deviation: R) -> R {
        let [by_1, by_2] = [0, 1].map(|k| self.bound(&self.errors, k, deviation));
        if by_1.value() < by_2.value() { by_1 } else { by_2 }
    }

    /// s₁, at least, from the deviation of the detections and from s₀ᵘ/τ₀.
    pub(super) fn single_photons(&self, deviation: R, vacuum_at_most: R) -> R {
        let [mu_1, mu_2] = self.intensity;
        let ratio = mu_2 / mu_1;
        let most_1 = self.bound(&self.detections, 0, deviation);
        let least_2 = self.bound(&self.detections, 1, -deviation);
        let vacuum = (-ratio * ratio + 1.0) * vacuum_at_most;
        self.single_photon * mu_1 / (mu_2 * (mu_1 - mu_2)) * (least_2 - ratio * ratio * most_1 - vacuum)
    }

    /// v₁, at most.
    pub(super) fn single_photon_errors(&self, deviation: R) -> R {
        let [mu_1, mu_2] = self.intensity;
        let most_1 = self.bound(&self.errors, 0, deviation);
        let least_2 = self.bound(&self.errors, 1, -deviation);
        self.single_photon * (most_1 - least_2) / (mu_1 - mu_2)
    }
}
