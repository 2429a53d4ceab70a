//! Spectral filtering by the WDM channel and temporal filtering by the detection window.
//!
//! A photon of bandwidth σ passes a Gaussian channel of bandwidth σ_f; behind it |ψ(t)|² ∝ exp(−σ_e² t²). A wide spectrum makes a
//! short pulse and so a short window with little noise, but fewer photons get through the channel: the optimum lies between.
//!
//! **σ is an angular frequency.** Where the paper prints "σ = 165 GHz" it means 165 × 10⁹ rad/s: only so does its window of 24.9 ps
//! catch 99 % (see `tests/golden`).

use crate::dual::Real;
use crate::units::{RadiansPerSecond, Seconds};
use serde::{Deserialize, Serialize};

/// Width of Bob's detection window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Window {
    /// As wide as it takes to catch the wanted share p_d of the signal.
    Adapted,
    /// One period of the source: the detectors are never closed.
    Open,
    /// Always the same.
    Fixed(Seconds),
}

/// Bandwidth σ of Alice's photons.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Bandwidth {
    /// The one that gives the largest key rate at each distance.
    Auto,
    /// Always the same.
    Fixed(RadiansPerSecond),
}

/// Probability that the photon passes the WDM channel, dimensionless.
///
/// $$ p_f = \frac{\sigma_f}{\sqrt{\sigma^2 + \sigma_f^2}} $$
/// σ, σ_f \[rad/s\] > 0. Source: the paper, (7).
///
/// ```
/// let p = keyspan::link::filtering::in_channel(3.0, 4.0);
/// assert_eq!(p, 0.8);
/// ```
pub fn in_channel<R: Real>(sigma: R, sigma_f: f64) -> R {
    R::from(sigma_f) / (sigma * sigma + sigma_f * sigma_f).sqrt()
}

/// Bandwidth of the photon behind the WDM channel, rad/s.
///
/// $$ \frac{1}{\sigma_e^2} = \frac{1}{\sigma^2} + \frac{1}{\sigma_f^2}, \quad \sigma_e = \sigma\,p_f $$
/// Source: the paper, (9) with (1) and (6).
///
/// ```
/// use keyspan::link::filtering::{behind_channel, in_channel};
/// assert!((behind_channel(3.0, in_channel(3.0, 4.0)) - 2.4f64).abs() < 1e-15);
/// ```
pub fn behind_channel<R: Real>(sigma: R, p_f: R) -> R {
    sigma * p_f
}

/// Probability that the window catches the photon, given that it reached Bob, dimensionless.
///
/// $$ p_d = \operatorname{erf}\left(\sigma_e \tau / 2\right) $$
/// σ_e \[rad/s\] bandwidth behind the channel, τ \[s\] window centred on the pulse. Source: the paper, (8) with (9).
///
/// ```
/// let p = keyspan::link::filtering::caught(146.2e9, 24.92e-12);
/// assert!((p - 0.99).abs() < 1e-4);
/// ```
pub fn caught<R: Real>(sigma_e: R, tau: R) -> R {
    (sigma_e * tau * 0.5).error_function()
}

/// Window times bandwidth that catches the share p_d, rad.
///
/// $$ \sigma_e \tau = 2 \operatorname{erf}^{-1}(p_d) $$
/// p_d in (0, 1). The inverse of [`caught`].
///
/// ```
/// let product = keyspan::link::filtering::window_times_bandwidth(0.99);
/// assert!((product - 3.642773).abs() < 1e-6);
/// ```
pub fn window_times_bandwidth(p_d: f64) -> f64 {
    2.0 * statrs::function::erf::erf_inv(p_d)
}
