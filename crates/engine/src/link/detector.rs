//! Bob's pair of single-photon detectors.

use numbers::dual::Real;
use numbers::units::Seconds;
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

/// When a detector can click.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Mode {
    /// In a gate that is the detection window: afterpulses as in (15) of the paper.
    GatedByWindow,
    /// In a gate of this width around each pulse.
    Gated(Seconds),
    /// Always; clicks outside the window are discarded afterwards.
    FreeRunning,
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

/// Clicks of a gated detector in one gate, and those of a free-running one in one second: signal, noise, and the afterpulses that
/// both trigger.
///
/// $$ \frac{p + n}{1 - p_{aft}} $$
/// p signal clicks, n noise clicks in that time, p_aft < 1 afterpulsing probability, of afterpulses too. Source: a geometric series.
///
/// ```
/// assert_eq!(engine::link::detector::clicks(0.25, 0.125, 0.25), 0.5);
/// ```
pub fn clicks<R: Real>(signal: R, noise: R, p_aft: f64) -> R {
    (signal + noise) / (1.0 - p_aft)
}
