//! BB84 with weak coherent pulses and decoy states.
//!
//! An attenuated laser now and then emits two photons, and of such a pulse an eavesdropper can keep one unnoticed. What she
//! cannot do is to know with which intensity a photon was sent. So Alice varies the intensity, and from what arrives of each
//! one the two bound how many of the events come from no photon or from one: only these are secret.
//!
//! | module | intensities | key of finite length |
//! |---|---|---|
//! | [`infinite`] | infinitely many: the limit of all the others | no |
//! | [`vacuum_weak`] | three, the key from one | as for the ideal source: the paper's way, not composable |
//! | [`two_decoy`] | three, the key from all | composable |
//! | [`one_decoy`] | two, the key from both | composable |
//! | [`three_state`] | the same, with one state and one monitored detector in the test basis | composable |
//!
//! # One convention
//!
//! N counts Bob's detections, all intensities and both bases. With Z chosen with probability p_Z on both sides, N p_Z² of them
//! make the key and N (1 − p_Z)² bound the phase error. [`KeyBounds::secret_fraction`] is in secret bits per detection, so that
//! always
//!
//! $$ K = f_q \Bigl(\sum_k p_k Q_k\Bigr) \times \text{secret fraction} $$
//! with f_q pulses per second and [`Observed`]'s p_k and Q_k. N = ∞ ([`f64::INFINITY`]) is the key of infinite length.
//!
//! # Where the bounds fail
//!
//! Each estimate is finite for whatever the arguments are, and negative where there is no key. A bound that came out useless,
//! fewer than no single photons or a phase error above 1/2, is neither cut off nor divided by: the secret fraction goes on
//! falling with it, so that a maximiser sees which way is better. Where that happens there is no key in any case.

use crate::protocol::bb84;
use crate::protocol::finite_key::{corrected, count, eavesdropped};
use numbers::dual::Real;
use serde::{Deserialize, Serialize};
use std::f64::consts::LN_2;

pub mod few_errors;
pub mod infinite;
pub mod one_decoy;
pub mod three_state;
pub mod two_decoy;
pub mod vacuum_weak;

/// Intensities count as distinct where the product of their two differences is more than this part of the square of the largest. The share
/// of single photons is divided by both differences: with less its bound would be made of rounding.
const RESOLUTION: f64 = 1e-9;

/// Whether two differences between intensities are large enough; see [`RESOLUTION`].
pub(crate) fn are_distinct(differences: [f64; 2], largest: f64) -> bool {
    let [a, b] = differences;
    a > 0.0 && b > 0.0 && (a / largest) * (b / largest) > RESOLUTION
}

/// Fate of the photons between Alice's source and Bob's accepted events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Channel<R> {
    /// Probability T p_f p_d η that one photon makes a click, (5).
    pub transmittance: R,
    /// Probability p_noise of a noise click, (15). It must not depend on the intensity: afterpulses count with their mean.
    pub p_noise: R,
    /// Misalignment e_d: probability that a photon reaches the wrong detector; ζ in (A1).
    pub misalignment: f64,
}

/// Bob's observations on the pulses of one intensity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed<R> {
    /// Mean photon number k of the pulses, in \[0, 100\].
    pub intensity: R,
    /// Probability p_k that Alice chooses it, in (0, 1).
    pub probability: R,
    /// Gain Q_k: probability that Bob accepts an event, given this intensity.
    pub gain: R,
    /// Error rate E_k of these events.
    pub qber: R,
}

/// Bounds that the observations prove, and the secret fraction that follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyBounds<R> {
    /// Lower bound on the fraction y₀ of vacuum pulses in the key events.
    pub vacuum: R,
    /// Lower bound on the fraction y₁ of single photons in the key events.
    pub single_photon: R,
    /// Upper bound on the phase error rate e₁ of the single photons.
    pub phase_error: R,
    /// Error rate of the key events.
    pub qber: R,
    /// Secret bits per key event; negative where there is no key.
    pub key_fraction: R,
    /// Secret bits per detection of any kind: p_Z² times the key fraction; negative where there is no key.
    pub secret_fraction: R,
}

/// Failure probabilities of a composable key, each in (0, 1).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Composable {
    /// ε_sec: the key is not secret.
    pub secrecy: f64,
    /// ε_cor: the two keys differ.
    pub correctness: f64,
}

impl Default for Composable {
    /// The values of Rusca et al. (2018): 10⁻⁹ and 10⁻¹⁵.
    fn default() -> Composable {
        Composable { secrecy: 1e-9, correctness: 1e-15 }
    }
}

impl Composable {
    /// ε_sec + ε_cor, the failure probability of the whole key.
    ///
    /// ```
    /// assert!((engine::protocol::decoy::Composable::default().sum() - 1.000001e-9f64).abs() < 1e-24);
    /// ```
    pub fn sum(&self) -> f64 {
        self.secrecy + self.correctness
    }
}

/// Probability that a weak coherent pulse makes a signal click, dimensionless.
///
/// $$ p_{sign}^{WCP} = \sum_{i=0}^\infty e^{-\mu} \frac{\mu^i}{i!} \left[1 - (1 - \eta)^i\right] = 1 - e^{-\mu\eta} $$
/// μ ≥ 0 mean photon number, η = T p_f p_d η_det in \[0, 1\]. Source: the paper, (21); the sum is that of an exponential.
///
/// ```
/// let p = engine::protocol::decoy::signal_click(0.5, 0.1);
/// assert!((p - 0.0487706f64).abs() < 1e-7);
/// ```
pub fn signal_click<R: Real>(intensity: R, transmittance: R) -> R {
    (intensity * transmittance).one_minus_exp_minus()
}

/// Probability that Alice emits n photons, over all her intensities, dimensionless.
///
/// $$ \tau_n = \sum_k p_k e^{-k} \frac{k^n}{n!} $$
/// Source: Lim et al., PRA 89, 022307 (2014), below (2).
///
/// ```
/// use engine::protocol::decoy::{Observed, emission};
/// let of = |intensity, probability| Observed { intensity, probability, gain: 0.0, qber: 0.0 };
/// let p: f64 = emission(&[of(0.5, 0.8), of(0.0, 0.2)], 1);
/// assert!((p - 0.8 * 0.5 * (-0.5f64).exp()).abs() < 1e-15);
/// ```
pub fn emission<R: Real>(observed: &[Observed<R>], photons: u32) -> R {
    sum(observed.iter().map(|of| {
        let unsent = of.probability * (-of.intensity).exp();
        (1..=photons).fold(unsent, |p, n| p * of.intensity / f64::from(n))
    }))
}

/// Deviation of an error rate in a sample from that in the rest, sampled without replacement, dimensionless.
///
/// $$ \gamma(a, b, c, d) = \sqrt{\frac{(c + d)(1 - b)\,b}{c\,d \ln 2} \log_2\frac{(c + d)\,C^2}{c\,d\,(1 - b)\,b\,a^2}} $$
/// a = ε_sec, b error rate in the sample, c and d events in the sample and in the rest, C the number of terms of which the
/// analysis composes ε_sec. Source: Lim et al., PRA 89, 022307 (2014), below (5), C = 21; C = 19 in Rusca et al. (2018).
///
/// Below one event c and d count as one, above 1/2 b counts as 1/2. 0 without errors (its limit), and where the logarithm is
/// negative (the sample is so large that even no deviation is unlikely enough): for few errors it is too small, and
/// [`few_errors::deviation`] takes its place.
///
/// ```
/// let gamma = engine::protocol::decoy::sampling(1e-9, 0.02, 1e5, 1e6, 21.0);
/// assert!((gamma - 0.00423937f64).abs() < 1e-8);
/// ```
pub fn sampling<R: Real>(epsilon: f64, b: R, c: R, d: R, terms: f64) -> R {
    let b = b.at_most(0.5);
    if b.value() <= 0.0 {
        return R::from(0.0);
    }
    let inverse = R::from(1.0) / c.at_least(1.0) + R::from(1.0) / d.at_least(1.0);
    let spread = b * (-b + 1.0);
    // The logarithm apart from its large constant: C²/a² alone overflows for the smallest a.
    let log = (inverse / spread).ln() + 2.0 * (terms / epsilon).ln();
    root(inverse * spread * log.at_least(0.0) / (LN_2 * LN_2))
}

impl<R: Real> Channel<R> {
    /// Bob's mean observations on pulses of this intensity.
    ///
    /// $$ Q_k = 1 - (1 - p_{noise})\,e^{-k\eta}, \quad E_k \text{ from (A1)} $$
    /// Source: the paper, (4), (21) and (A1).
    ///
    /// ```
    /// let channel = engine::protocol::decoy::Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
    /// let signal = channel.observe(0.5, 1.0);
    /// assert!((signal.gain - 5.09870e-4f64).abs() < 1e-9);
    /// assert!((signal.qber - 0.0196079f64).abs() < 1e-7);
    /// ```
    pub fn observe(&self, intensity: R, probability: R) -> Observed<R> {
        let (gain, qber) = self.accepted(signal_click(intensity, self.transmittance));
        Observed { intensity, probability, gain, qber }
    }

    /// Probability that Bob accepts an event, and its error rate; 1/2 where nothing arrives at all.
    fn accepted(&self, p_sign: R) -> (R, R) {
        let p_acc = bb84::accepted(p_sign, self.p_noise);
        if p_acc.value() > 0.0 {
            (p_acc, bb84::qber(p_sign, self.p_noise, self.misalignment, p_acc))
        } else {
            (p_acc, R::from(0.5))
        }
    }
}

/// Terms of the secret fraction beside the bounds.
struct Terms<R> {
    /// Efficiency of the error correction.
    f_ec: f64,
    /// Secret bits per event of the key that its finite length costs.
    overhead: R,
    /// Fraction of the detections that are key events, p_Z².
    sifted: R,
}

impl<R: Real> KeyBounds<R> {
    fn new(vacuum: R, single_photon: R, phase_error: R, qber: R, terms: Terms<R>) -> KeyBounds<R> {
        // Where there are fewer than no single photons a larger phase error must not look like a gain.
        let secret = if phase_error.value() < 0.5 {
            single_photon.at_least(0.0) * (-eavesdropped(phase_error) + 1.0)
        } else {
            -eavesdropped(phase_error) + 1.0
        };
        let key_fraction = vacuum + secret + single_photon.at_most(0.0) - corrected(qber) * terms.f_ec - terms.overhead;
        let secret_fraction = terms.sifted * key_fraction;
        KeyBounds { vacuum, single_photon, phase_error, qber, key_fraction, secret_fraction }
    }

    /// Trivial bounds: no events, or intensities that cannot be distinguished.
    fn unknown(qber: R, terms: Terms<R>) -> KeyBounds<R> {
        KeyBounds::new(R::from(0.0), R::from(0.0), R::from(0.5), qber, terms)
    }
}

/// Errors per single photon; from 1/2 on it stays linear in both, so that it is finite for no single photons, and for fewer.
fn error_rate<R: Real>(errors: R, single_photon: R) -> R {
    let errors = errors.at_least(0.0);
    if 2.0 * errors.value() < single_photon.value() {
        errors / single_photon
    } else {
        errors - single_photon * 0.5 + 0.5
    }
}

/// The events of `K` intensities as the composable analyses need them. All numbers are fractions of the events in one basis: there
/// is no N in them, and so nothing to overflow and no digits to lose where it is large.
struct Tally<R, const K: usize> {
    /// k.
    intensity: [R; K],
    /// e^k n_k / p_k.
    detections: [R; K],
    /// e^k m_k / p_k.
    errors: [R; K],
    /// e^k / p_k.
    weight: [R; K],
    /// τ₀.
    vacuum: R,
    /// τ₁.
    single_photon: R,
    /// Σ m_k.
    qber: R,
}

impl<R: Real, const K: usize> Tally<R, K> {
    /// Nothing if there are no events.
    fn new(observed: &[Observed<R>; K]) -> Option<Tally<R, K>> {
        let gain = sum(observed.iter().map(|of| of.probability * of.gain));
        if gain.value() <= 0.0 {
            return None;
        }
        // p_k cancels in e^k n_k / p_k.
        let detections = observed.map(|of| of.intensity.exp() * of.gain / gain);
        Some(Tally {
            intensity: observed.map(|of| of.intensity),
            detections,
            errors: std::array::from_fn(|k| detections[k] * observed[k].qber),
            weight: observed.map(|of| of.intensity.exp() / of.probability.at_least(1e-30)),
            vacuum: emission(observed, 0),
            single_photon: emission(observed, 1),
            qber: sum(observed.iter().map(|of| of.probability * of.gain * of.qber)) / gain,
        })
    }

    /// n⁺ of detections or m⁺ of errors with this intensity, from their deviation; n⁻ or m⁻ from minus the deviation.
    fn bound(&self, counts: &[R; K], k: usize, deviation: R) -> R {
        counts[k] + self.weight[k] * deviation
    }
}

/// Statistical deviations of detections and errors, as fractions of the events in a basis.
struct Chance<R> {
    detections: R,
    errors: R,
}

/// A composable analysis at work on the events of its two bases.
struct Composed<R> {
    epsilons: Composable,
    /// Number C of terms of which the analysis composes ε_sec.
    terms: f64,
    /// Events that make the key.
    n_z: R,
    /// Events that test it.
    n_x: R,
}

impl<R: Real> Composed<R> {
    fn new(epsilons: &Composable, terms: f64, p_z: R, events: R) -> Composed<R> {
        let (n_z, n_x) = sifted(p_z, events);
        Composed { epsilons: *epsilons, terms, n_z, n_x }
    }

    /// Secret bits per event of the key that its finite length costs.
    ///
    /// $$ \frac{1}{n_Z} \left[6 \log_2\frac{C}{\varepsilon_{sec}} + \log_2\frac{2}{\varepsilon_{cor}}\right] $$
    fn overhead(&self) -> R {
        R::from(6.0 * (self.terms / self.epsilons.secrecy).log2() + (2.0 / self.epsilons.correctness).log2()) / self.n_z
    }

    /// Statistical deviations of the counts in a basis with n events and the QBER m/n.
    ///
    /// $$ \frac{1}{n} \sqrt{\frac{n}{2} \ln\frac{C}{\varepsilon_{sec}}}, \quad
    ///    \frac{1}{n} \sqrt{\frac{m}{2} \ln\frac{C}{\varepsilon_{sec}}} $$
    /// Source: Hoeffding's inequality, as in Lim et al. (2014), below (2) and (4).
    fn chance(&self, n: R, qber: R) -> Chance<R> {
        let square = R::from(0.5 * (self.terms / self.epsilons.secrecy).ln()) / n;
        Chance { detections: root(square), errors: root(square * qber) }
    }

    /// Phase error rate φ of the single photons in the key, from those that were `tested` and their errors.
    fn phase_error(&self, errors: R, tested: R, single_photon: R) -> R {
        let rate = error_rate(errors, tested);
        if self.n_x.value() == f64::INFINITY {
            return rate;
        }
        let (c, d) = (tested * self.n_x, single_photon * self.n_z);
        let gamma = few_errors::deviation(self.epsilons.secrecy, rate, c, d, self.terms);
        // A deviation of 1/2 is no key whatever the rate is; more of it would only be a cliff in a maximiser's way. So it hardly grows on.
        rate + if gamma.value() <= 0.5 { gamma } else { R::from(-0.05) / gamma + 0.6 }
    }
}

/// Square root that has a slope at 0 too, namely none.
fn root<R: Real>(x: R) -> R {
    if x.value() > 0.0 { x.sqrt() } else { R::from(0.0) }
}

fn sum<R: Real>(terms: impl Iterator<Item = R>) -> R {
    terms.fold(R::from(0.0), |sum, term| sum + term)
}

/// Events with both in Z, which make the key, and with both in X, which test it.
fn sifted<R: Real>(p_z: R, events: R) -> (R, R) {
    let p_x = -p_z + 1.0;
    (count(events, p_z * p_z), count(events, p_x * p_x))
}
