//! BB84 with an ideal single-photon source and an infinitely long key.
//!
//! The asymmetric version: the Z basis makes the key and is chosen almost always, so that sifting costs nothing, p_sift = 1
//! (the paper, below (4)). Double clicks stay in the raw key with a random value.

use numbers::dual::Real;

/// Probability that Bob accepts an event, dimensionless.
///
/// $$ p_{acc} = p_{sign} + (1 - p_{sign})\,p_{noise} $$
/// Source: the paper, (4) with p_sift = 1.
///
/// ```
/// assert_eq!(engine::protocol::bb84::accepted(0.5, 0.25), 0.625);
/// ```
pub fn accepted<R: Real>(p_sign: R, p_noise: R) -> R {
    p_sign + (-p_sign + 1.0) * p_noise
}

/// Quantum bit error rate (QBER) of the raw key, dimensionless.
///
/// $$ Q = \frac{2 e_d\, p_{sign}(2 - p_{noise}) + (2 - p_{sign})\,p_{noise}}{4\,p_{acc}} $$
/// ζ probability that a signal photon reaches the wrong detector. Source: the paper, (A1); with ζ = 0 it is (16).
///
/// ```
/// use engine::protocol::bb84::{accepted, qber};
/// // Nothing but noise: half of the bits are wrong.
/// assert_eq!(qber(0.0, 1e-6, 0.0, accepted(0.0, 1e-6)), 0.5);
/// // No noise: only misaligned photons are wrong.
/// assert_eq!(qber(1e-3, 0.0, 0.04, accepted(1e-3, 0.0)), 0.04);
/// ```
pub fn qber<R: Real>(p_sign: R, p_noise: R, misalignment: f64, p_acc: R) -> R {
    let wrong = p_sign * (-p_noise + 2.0) * (2.0 * misalignment) + (-p_sign + 2.0) * p_noise;
    wrong / (p_acc * 4.0)
}

/// Secret bits per accepted event, dimensionless; negative where there is no key.
///
/// $$ 1 - (1 + f_{EC})\,h(Q) $$
/// f_EC ≥ 1 efficiency of the error correction. Source: the paper, (3).
///
/// ```
/// assert_eq!(engine::protocol::bb84::secret_fraction(0.0, 1.2), 1.0);
/// # use numbers::dual::Real;
/// // The QBER above which there is no key, for f_EC = 1: 11.0 %.
/// assert!(engine::protocol::bb84::secret_fraction(0.1100.binary_entropy(), 1.0) > 0.0);
/// assert!(engine::protocol::bb84::secret_fraction(0.1101.binary_entropy(), 1.0) < 0.0);
/// ```
pub fn secret_fraction<R: Real>(entropy: R, f_ec: f64) -> R {
    -entropy * (1.0 + f_ec) + 1.0
}
