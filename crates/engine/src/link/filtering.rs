//! Spectral filtering by the WDM channel and temporal filtering by the detection window.
//!
//! A photon of bandwidth σ passes a Gaussian channel of bandwidth σ_f; behind it |ψ(t)|² ∝ exp(−σ_e² t²). A wide spectrum makes a
//! short pulse and so a short window with little noise, but fewer photons get through the channel: the optimum lies between.
//!
//! **σ is an angular frequency.** Where the paper prints "σ = 165 GHz" it means 165 × 10⁹ rad/s: only so does its window of 24.9 ps
//! catch 99 % (see `tests/golden`).

use super::raman::SPEED_OF_LIGHT_M_S;
use numbers::dual::Real;
use numbers::units::Seconds;
use serde::{Deserialize, Serialize};
use std::f64::consts::{LN_2, PI, TAU};

/// Width of Bob's detection window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Window {
    /// As wide as it takes to contain a given fraction p_d of the signal.
    FixedFraction,
    /// The width with the largest key rate at each distance.
    Optimal,
    /// Always open: one period of the source.
    Open,
    /// The same width at every distance.
    FixedWidth(Seconds),
}

/// Whether photons of the neighbouring pulses count as noise; see [`overlapping`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Overlap {
    /// They do, and no window is longer than one period of the source.
    Counted,
    /// They do not: the simplification of the paper.
    Ignored,
}

/// Probability that the photon passes the WDM channel, dimensionless.
///
/// $$ p_f = \frac{\sigma_f}{\sqrt{\sigma^2 + \sigma_f^2}} $$
/// σ, σ_f \[rad/s\] > 0. Source: the paper, (7).
///
/// ```
/// let p = engine::link::filtering::in_channel(3.0, 4.0);
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
/// use engine::link::filtering::{behind_channel, in_channel};
/// assert!((behind_channel(3.0, in_channel(3.0, 4.0)) - 2.4f64).abs() < 1e-15);
/// ```
pub fn behind_channel<R: Real>(sigma: R, p_f: R) -> R {
    sigma * p_f
}

/// Dispersion of a pulse in the fibre, s².
///
/// $$ |\beta_2| L = \frac{|D| \lambda^2}{2\pi c} L $$
/// D \[ps/(nm km)\], λ \[nm\], L \[km\]. Source: G. P. Agrawal, *Nonlinear Fiber Optics*, (1.2.11).
///
/// ```
/// // 17 ps/(nm km) at 1550 nm are 21.7 ps²/km.
/// let beta = engine::link::filtering::dispersed(17.0, 1550.0, 1.0);
/// assert!((beta * 1e24 - 21.68).abs() < 0.01);
/// ```
pub fn dispersed(d_ps_nm_km: f64, wavelength_nm: f64, length_km: f64) -> f64 {
    // ps/nm is 1e-3 s/m, λ² is 1e-18 nm² m^-2
    1e-3 * d_ps_nm_km.abs() * (1e-18 * wavelength_nm * wavelength_nm) / (TAU * SPEED_OF_LIGHT_M_S) * length_km
}

/// Bandwidth of the undispersed pulse as long in time as the pulse at the detector, rad/s.
///
/// $$ \frac{1}{\sigma_t^2} = \frac{1}{\sigma_e^2} + (\beta_2 L\,\sigma_e)^2 + 2\delta^2 $$
/// σ_e \[rad/s\] bandwidth behind the channel, β₂L \[s²\] from [`dispersed`], δ \[s\] standard deviation of the detector's jitter.
/// A Gaussian pulse stays Gaussian: |ψ|² ∝ exp(−t²/T²) with T² = 1/σ_e² + (β₂Lσ_e)², and jitter adds its variance to T²/2.
/// So σ_t takes the place of σ_e in [`caught`]. Beyond the paper, which asks for the study of jitter.
///
/// ```
/// use engine::link::filtering::as_seen;
/// // A pulse of T = 10 ps with a jitter of 10 ps: T² + 2δ² = 300 ps².
/// let sigma_t = as_seen(1e11, 0.0, 10e-12);
/// assert!((1e24 / (sigma_t * sigma_t) - 300.0f64).abs() < 1e-9);
/// ```
pub fn as_seen<R: Real>(sigma_e: R, beta_length: f64, jitter: f64) -> R {
    if beta_length == 0.0 && jitter == 0.0 {
        return sigma_e;
    }
    let square = sigma_e * sigma_e;
    let broadening = square * (beta_length * beta_length) + 2.0 * jitter * jitter;
    sigma_e / (square * broadening + 1.0).sqrt()
}

/// Probability that the window catches the photon, given that it reached Bob, dimensionless.
///
/// $$ p_d = \operatorname{erf}\left(\sigma_e \tau / 2\right) $$
/// σ_e \[rad/s\] bandwidth behind the channel, or σ_t of [`as_seen`], τ \[s\] window centred on the pulse. Source: the paper, (8) with (9).
///
/// ```
/// let p = engine::link::filtering::caught(146.2e9, 24.92e-12);
/// assert!((p - 0.99).abs() < 1e-4);
/// ```
pub fn caught<R: Real>(sigma_e: R, tau: R) -> R {
    (sigma_e * tau * 0.5).error_function()
}

/// Product of window and bandwidth that contains the fraction p_d of the photons, rad.
///
/// $$ \sigma_e \tau = 2 \operatorname{erf}^{-1}(p_d) $$
/// p_d in (0, 1). The inverse of [`caught`].
///
/// ```
/// let product = engine::link::filtering::window_times_bandwidth(0.99);
/// assert!((product - 3.642773).abs() < 1e-6);
/// ```
pub fn window_times_bandwidth(p_d: f64) -> f64 {
    2.0 * statrs::function::erf::erf_inv(p_d)
}

/// Bandwidth σ_f of a Gaussian channel of this 3-dB width, rad/s.
///
/// $$ \sigma_f = \frac{\pi B}{\sqrt{\ln 2}} $$
/// B \[Hz\] full width at half of the transmission |f|² = exp(−ω²/σ_f²), (6) of the paper, with ω = 2π (ν − ν₀).
///
/// ```
/// use std::f64::consts::TAU;
/// // The paper's "50 GHz" is a channel of 83.26 GHz.
/// let sigma_f = engine::link::filtering::bandwidth_of_width(83.2555e9);
/// assert!((sigma_f / (TAU * 50e9) - 1.0).abs() < 1e-6);
/// ```
pub fn bandwidth_of_width(width_hz: f64) -> f64 {
    PI * width_hz / LN_2.sqrt()
}

/// Noise bandwidth of a Gaussian channel of this 3-dB width, rad/s: light of a broad spectrum passes it as it would a
/// rectangular channel of this width.
///
/// $$ 2\pi \int |f|^2\,d\nu = 2\pi \cdot \frac{B}{2} \sqrt{\frac{\pi}{\ln 2}} $$
/// B \[Hz\] as in [`bandwidth_of_width`]; the noise width is 1.0645 B.
///
/// ```
/// use std::f64::consts::TAU;
/// let width = engine::link::filtering::noise_bandwidth_of_width(83.2555e9) / TAU;
/// assert!((width - 88.6227e9).abs() < 1e6);
/// ```
pub fn noise_bandwidth_of_width(width_hz: f64) -> f64 {
    PI * width_hz * (PI / LN_2).sqrt()
}

/// Beyond this argument the complementary error function is below 1e-16.
pub(crate) const NEGLIGIBLE: f64 = 6.0;
/// Below this product of period and bandwidth the pulses make a steady stream to the last digit of a double.
const STEADY: f64 = 0.5;

/// Fraction of a photon of each neighbouring pulse that falls into the window, summed over all of them, dimensionless.
///
/// $$ S = \sum_{k \ne 0} \left[ N\left(\frac{k/f_q + \tau/2}{s}\right) - N\left(\frac{k/f_q - \tau/2}{s}\right) \right]
///      = \sum_{k \ge 1} \left[ \operatorname{erf}\left(\sigma_t \left(\tfrac{k}{f_q} + \tfrac{\tau}{2}\right)\right)
///      - \operatorname{erf}\left(\sigma_t \left(\tfrac{k}{f_q} - \tfrac{\tau}{2}\right)\right) \right] $$
/// σ_t \[rad/s\] of [`as_seen`], τ \[s\] window, at most the period 1/f_q \[s\], N the normal distribution function,
/// s = 1/(√2 σ_t) the standard deviation of the detection time. The pulse itself adds p_d: all of them together are a
/// steady stream, S = τ f_q − p_d, where they overlap so much that σ_t/f_q < 1/2 (Poisson's sum, to 2 exp(−π² f_q²/σ_t²)).
/// Beyond the paper, which counts the photons that miss their window as lost only.
///
/// ```
/// use engine::link::filtering::{caught, overlapping};
/// // 300 ps of pulses of 1 ns, one each nanosecond: 12 % is their own, 18 % the neighbours'.
/// let sigma_t = 1.0 / (2f64.sqrt() * 1e-9);
/// assert!((caught(sigma_t, 300e-12) - 0.1192f64).abs() < 1e-4);
/// assert!((overlapping(sigma_t, 300e-12, 1e-9) - 0.1808f64).abs() < 1e-4);
/// assert_eq!(overlapping(1e11, 300e-12, 1e-9), 0.0);
/// ```
pub fn overlapping<R: Real>(sigma_t: R, tau: R, period: f64) -> R {
    let half = sigma_t * tau * 0.5;
    let step = sigma_t * period;
    if step.value() < STEADY {
        return tau / period - half.error_function();
    }
    let mut sum = R::from(0.0);
    let mut place = step;
    while place.value() - half.value() < NEGLIGIBLE {
        sum = sum + (place + half).error_function() - (place - half).error_function();
        place = place + step;
    }
    sum
}
