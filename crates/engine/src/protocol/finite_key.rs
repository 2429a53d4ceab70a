//! BB84 with a key of finite length, from an ideal single-photon source.
//!
//! Alice and Bob each choose the Z basis with probability p_Z. Of the N events that Bob detects, N p_Z² are key events, N (1 −
//! p_Z)² determine the error rate in the X basis, and the others, with different bases, are discarded. Both numbers are finite, so
//! that their statistical fluctuations cost secret bits; p_Z trades one cost against the other.
//!
//! N = ∞ ([`f64::INFINITY`]) is the asymptotic key: every correction is then exactly 0, whatever p_Z is.

use numbers::dual::Real;
use serde::{Deserialize, Serialize};

/// Longest time of a key block that counts as practical unless another is set, s: 30 days. Devices are recalibrated, restarted and
/// replaced; none collects one block for longer.
pub const LONGEST_BLOCK_S: f64 = 30.0 * 86_400.0;

/// Failure probabilities of the steps of the protocol, each in (0, 1); the default is the paper's, Table 1: 10⁻⁵ each.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Epsilons {
    /// ε_PE: an estimated parameter deviates from the real one by more than ξ.
    pub parameter_estimation: f64,
    /// ε_EC: the two keys differ after error correction.
    pub error_correction: f64,
    /// ε_PA: the key is not secret after privacy amplification.
    pub privacy_amplification: f64,
    /// ε̄: smoothing of the entropy.
    pub smoothing: f64,
}

impl Default for Epsilons {
    fn default() -> Epsilons {
        Epsilons { parameter_estimation: 1e-5, error_correction: 1e-5, privacy_amplification: 1e-5, smoothing: 1e-5 }
    }
}

impl Epsilons {
    /// Their sum, the failure probability of the whole protocol.
    ///
    /// $$ \varepsilon = \varepsilon_{PE} + \varepsilon_{EC} + \varepsilon_{PA} + \bar\varepsilon $$
    /// Source: Cai and Scarani, New J. Phys. 11, 045024 (2009), with one estimated parameter.
    ///
    /// ```
    /// assert!((engine::protocol::finite_key::Epsilons::default().sum() - 4e-5f64).abs() < 1e-19);
    /// ```
    pub fn sum(&self) -> f64 {
        self.parameter_estimation + self.error_correction + self.privacy_amplification + self.smoothing
    }
}

/// Statistical deviation ξ of a rate estimated from n events, dimensionless.
///
/// $$ \xi(n, d) = \frac{1}{2} \sqrt{\frac{2 \ln(1/\varepsilon_{PE}) + d \ln(n + 1)}{n}} $$
/// n > 0 events, d outcomes of the measurement, ε_PE in (0, 1). Source: the paper, (19). 0 for infinitely many events.
///
/// ```
/// let xi = engine::protocol::finite_key::deviation(1e6, 2.0, 1e-5);
/// assert!((xi - 0.00355868f64).abs() < 1e-8);
/// ```
pub fn deviation<R: Real>(n: R, d: f64, epsilon: f64) -> R {
    if n.value() == f64::INFINITY {
        return R::from(0.0);
    }
    (((n + 1.0).ln() * d - 2.0 * epsilon.ln()) / n).sqrt() * 0.5
}

/// Secret bits per event of the key basis that error correction, privacy amplification and smoothing cost.
///
/// $$ \Delta = 7 \sqrt{\frac{\log_2(2/\bar\varepsilon)}{n}} + \frac{2}{n} \log_2\frac{1}{\varepsilon_{PA}} +
///    \frac{1}{n} \log_2\frac{2}{\varepsilon_{EC}}, \quad n = N p_Z^2 $$
/// n > 0 events of the key basis. Source: the paper, (20). 0 for infinitely many events.
///
/// ```
/// use engine::protocol::finite_key::{Epsilons, correction};
/// assert!((correction(1e6, &Epsilons::default()) - 0.0294255f64).abs() < 1e-7);
/// ```
pub fn correction<R: Real>(n_key: R, epsilons: &Epsilons) -> R {
    if n_key.value() == f64::INFINITY {
        return R::from(0.0);
    }
    let smoothing = (R::from((2.0 / epsilons.smoothing).log2()) / n_key).sqrt() * 7.0;
    let bits = (2.0 / epsilons.error_correction).log2() - 2.0 * epsilons.privacy_amplification.log2();
    smoothing + R::from(bits) / n_key
}

/// Secret bits per event of the key basis; negative where there is no key.
///
/// $$ 1 - h\bigl(Q + \xi(N (1 - p_Z)^2, 2)\bigr) - f_{EC}\,h(Q) - \Delta(N p_Z^2) $$
/// Q QBER, p_Z in \[0, 1\], N ≥ 1 `events` in both bases, f_EC ≥ 1. Source: the paper, (17) and (18). The key rate is f_q p_Z²
/// p_acc times this: p_Z² is the fraction of the events that sifting keeps.
///
/// Above Q + ξ = 1/2 there is no key whatever else holds, and instead of h = 1 stands 1 + (Q + ξ − 1/2): no less wrong, and a
/// maximiser still sees which way is better. At p_Z = 0 and 1, where one of the two has no events, the value is hugely negative
/// and finite.
///
/// ```
/// use engine::protocol::finite_key::{Epsilons, secret_fraction};
/// let epsilons = Epsilons::default();
/// let fraction = secret_fraction(0.02, 0.95, 1e8, 1.2, &epsilons);
/// assert!((fraction - 0.648477f64).abs() < 1e-6);
/// let asymptotic = secret_fraction(0.02, 0.95, f64::INFINITY, 1.2, &epsilons);
/// assert!((asymptotic - 0.688831f64).abs() < 1e-6);
/// ```
pub fn secret_fraction<R: Real>(qber: R, p_z: R, events: R, f_ec: f64, epsilons: &Epsilons) -> R {
    let p_x = -p_z + 1.0;
    let phase_error = qber + deviation(count(events, p_x * p_x), 2.0, epsilons.parameter_estimation);
    let delta = correction(count(events, p_z * p_z), epsilons);
    -eavesdropped(phase_error) - corrected(qber) * f_ec - delta + 1.0
}

/// Number of events in a fraction of all of them; infinite where their number is.
///
/// The fraction is kept above zero, so that p_Z = 0 and 1 give no 0/0; the bound lies below any p_Z next to them.
pub(crate) fn count<R: Real>(events: R, share: R) -> R {
    if events.value() == f64::INFINITY { events } else { (share * events).at_least(1e-40) }
}

/// Upper bound on an eavesdropper's information per bit, in bits: the entropy of the phase error rate, and more than 1 where that is above
/// 1/2.
pub(crate) fn eavesdropped<R: Real>(phase_error: R) -> R {
    if phase_error.value() < 0.5 { phase_error.binary_entropy() } else { phase_error + 0.5 }
}

/// Information that ideal error correction discloses per bit, in bits: the entropy, which does not fall again above 1/2.
pub(crate) fn corrected<R: Real>(qber: R) -> R {
    qber.at_most(0.5).binary_entropy()
}
