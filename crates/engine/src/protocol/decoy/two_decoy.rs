//! Two decoy intensities, composable, the key from all three intensities.
//!
//! Source: Lim, Curty, Walenta, Xu and Zbinden, PRA 89, 022307 (2014), with the names of the bases exchanged: here Z makes the
//! key.

use super::{Chance, Composable, Composed, KeyBounds, Observed, Tally, Terms, are_distinct};
use numbers::dual::Real;

/// Number of terms of which ε_sec is composed.
pub(crate) const TERMS: f64 = 21.0;

/// Bounds on N `events` from the intensities μ₁, μ₂, μ₃, in this order, with μ₁ > μ₂ + μ₃ and μ₂ > μ₃ ≥ 0.
///
/// In each basis, with n detections and m errors, n_k = n p_k Q_k / Σ p_k Q_k and m_k = n_k E_k of them with intensity k:
/// $$ n^\pm_k = \frac{e^k}{p_k} \left[n_k \pm \sqrt{\frac{n}{2} \ln\frac{21}{\varepsilon_{sec}}}\right], \quad
///    m^\pm_k = \frac{e^k}{p_k} \left[m_k \pm \sqrt{\frac{m}{2} \ln\frac{21}{\varepsilon_{sec}}}\right] $$
/// $$ s_0 \ge \tau_0\,\frac{\mu_2 n^-_{\mu_3} - \mu_3 n^+_{\mu_2}}{\mu_2 - \mu_3} $$
/// $$ s_1 \ge \frac{\tau_1 \mu_1}{\mu_1 (\mu_2 - \mu_3) - \mu_2^2 + \mu_3^2} \left[n^-_{\mu_2} - n^+_{\mu_3} -
///    \frac{\mu_2^2 - \mu_3^2}{\mu_1^2} \left(n^+_{\mu_1} - \frac{s_0}{\tau_0}\right)\right] $$
/// $$ v_1 \le \tau_1\,\frac{m^+_{\mu_2} - m^-_{\mu_3}}{\mu_2 - \mu_3}, \quad
///    \phi \le \frac{v_{X,1}}{s_{X,1}} + \max(\gamma, \gamma_{hyp})\left(\varepsilon_{sec}, \frac{v_{X,1}}{s_{X,1}}, s_{X,1},
///    s_{Z,1}\right) $$
/// $$ \ell = s_{Z,0} + s_{Z,1}\,[1 - h(\phi)] - f_{EC}\,n_Z\,h(E) - 6 \log_2\frac{21}{\varepsilon_{sec}} -
///    \log_2\frac{2}{\varepsilon_{cor}} $$
/// τ_n as in [`emission`](super::emission), γ as in [`sampling`](super::sampling), γ_hyp as in [`few_errors`](super::few_errors), E = m_Z/n_Z. p_Z in \[0, 1\], N and f_EC at
/// least 1. Source: (1)–(5), but for γ_hyp. The secret fraction is ℓ/N, the key fraction ℓ/n_Z. s₀ counts at least 0.
///
/// ```
/// use engine::protocol::decoy::{Channel, Composable, two_decoy};
/// let channel = Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
/// let observed = [channel.observe(0.5, 0.7), channel.observe(0.1, 0.2), channel.observe(0.0, 0.1)];
/// let finite = two_decoy::estimate(&observed, 0.9, 1e9, 1.2, &Composable::default());
/// assert!((finite.secret_fraction - 0.245977f64).abs() < 1e-6);
/// ```
pub fn estimate<R: Real>(
    observed: &[Observed<R>; 3],
    p_z: R,
    events: R,
    f_ec: f64,
    epsilons: &Composable,
) -> KeyBounds<R> {
    let composed = Composed::new(epsilons, TERMS, p_z, events);
    let terms = Terms { f_ec, overhead: composed.overhead(), sifted: p_z * p_z };

    let Some(tally) = Tally::new(observed) else { return KeyBounds::unknown(R::from(0.5), terms) };
    let [mu_1, mu_2, mu_3] = tally.intensity.map(R::value);
    if !are_distinct([mu_2 - mu_3, mu_1 - mu_2 - mu_3], mu_1) {
        return KeyBounds::unknown(tally.qber, terms);
    }
    let key = composed.chance(composed.n_z, tally.qber);
    let test = composed.chance(composed.n_x, tally.qber);
    let vacuum = tally.vacuum_events(&key);
    let single_photon = tally.single_photons(&key, vacuum);
    let tested = tally.single_photons(&test, tally.vacuum_events(&test));
    let phase_error = composed.phase_error(tally.single_photon_errors(&test), tested, single_photon);
    KeyBounds::new(vacuum, single_photon, phase_error, tally.qber, terms)
}

impl<R: Real> Tally<R, 3> {
    /// s₀, at least.
    fn vacuum_events(&self, chance: &Chance<R>) -> R {
        let [_, mu_2, mu_3] = self.intensity;
        let least_3 = self.bound(&self.detections, 2, -chance.detections);
        let most_2 = self.bound(&self.detections, 1, chance.detections);
        (self.vacuum * (mu_2 * least_3 - mu_3 * most_2) / (mu_2 - mu_3)).at_least(0.0)
    }

    /// s₁, at least.
    fn single_photons(&self, chance: &Chance<R>, vacuum: R) -> R {
        let [mu_1, mu_2, mu_3] = self.intensity;
        let most_1 = self.bound(&self.detections, 0, chance.detections);
        let least_2 = self.bound(&self.detections, 1, -chance.detections);
        let most_3 = self.bound(&self.detections, 2, chance.detections);
        // μ₂ − μ₃ divided out of the whole formula: it is the one factor that may be small.
        let multiple = (mu_2 + mu_3) / (mu_1 * mu_1) * (most_1 - vacuum / self.vacuum);
        self.single_photon * mu_1 / (mu_1 - mu_2 - mu_3) * ((least_2 - most_3) / (mu_2 - mu_3) - multiple)
    }

    /// v₁, at most.
    fn single_photon_errors(&self, chance: &Chance<R>) -> R {
        let [_, mu_2, mu_3] = self.intensity;
        let most_2 = self.bound(&self.errors, 1, chance.errors);
        let least_3 = self.bound(&self.errors, 2, -chance.errors);
        self.single_photon * (most_2 - least_3) / (mu_2 - mu_3)
    }
}
