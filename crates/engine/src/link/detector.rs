//! Bob's pair of single-photon detectors.

use numbers::dual::Real;
use serde::{Deserialize, Serialize};

/// Kind of detector; each brings the typical values of the paper's Table 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DetectorKind {
    /// Single-photon avalanche photodiode, at room temperature.
    Spad,
    /// Superconducting nanowire single-photon detector, at a few kelvin.
    Snspd,
    /// Custom: starts from the values of the SPAD.
    Custom,
}

/// Probability of a noise click in one detection window before it is limited to 1, dimensionless.
///
/// $$ p_{noise} = \tau\,[\eta\,n + 2d] + p_{sign}\,p_{aft} $$
/// τ \[s\] window, ηn + 2d \[1/s\] rate of noise clicks with two detectors, p_aft afterpulsing probability.
/// Source: the paper, (15). Validity: an approximation for p_noise ≪ 1; see [`crate::sweep::Caution::NoiseNotSmall`].
///
/// ```
/// let p = engine::link::detector::noise_click(100e-12, 40e3, 1e-2, 0.02);
/// assert!((p - (4e-6 + 2e-4)).abs() < 1e-18);
/// ```
pub fn noise_click<R: Real>(tau: R, noise_rate: f64, p_sign: R, p_aft: f64) -> R {
    tau * noise_rate + p_sign * p_aft
}

/// Fraction of the clicks that a detector registers in spite of its dead time, dimensionless.
///
/// $$ \frac{1}{1 + \tau_{dead}\,r} $$
/// τ_dead \[s\], r \[1/s\] clicks per second without it. Non-paralysable: a click that is lost does not prolong the dead time. Both
/// detectors are taken to be closed together, since one open alone would reveal the bit to an eavesdropper.
///
/// ```
/// assert_eq!(engine::link::detector::awake(1e-6, 1e6), 0.5);
/// ```
pub fn awake<R: Real>(dead_time: f64, click_rate: R) -> R {
    R::from(1.0) / (click_rate * dead_time + 1.0)
}
