//! Spontaneous Raman scattering of the classical signals into the quantum channel.
//!
//! The power that the classical receiver needs is fixed, not the power launched: that is why the co-propagating noise grows
//! linearly with the distance and the counter-propagating one with a hyperbolic sine (the paper, below (12)).

use super::fibre::per_km;
use std::f64::consts::TAU;

/// Speed of light in vacuum, m/s (exact, SI).
pub const SPEED_OF_LIGHT_M_S: f64 = 299_792_458.0;

/// Width of a WDM channel in wavelength, nm.
///
/// $$ \Delta\lambda = \frac{\lambda^2 \sigma_f}{2\pi c} $$
/// λ \[nm\] centre of the channel, σ_f \[rad/s\] its bandwidth. Source: the paper, (12).
///
/// ```
/// use std::f64::consts::TAU;
/// let width_nm = engine::link::raman::channel_width_nm(1550.0, TAU * 50e9);
/// assert!((width_nm - 0.4007).abs() < 1e-4);
/// ```
pub fn channel_width_nm(wavelength_nm: f64, sigma_f: f64) -> f64 {
    // λ² in nm² over c in nm/s
    wavelength_nm * wavelength_nm * sigma_f / (TAU * SPEED_OF_LIGHT_M_S * 1e9)
}

/// Photons per second at Bob from the co-propagating classical signal, 1/s.
///
/// $$ n = n_{CC} f_b L \rho \Delta\lambda $$
/// Received classical photons n_CC f_b \[1/s\], L \[km\], ρ \[1/(km nm)\], Δλ \[nm\]. Source: the paper, (10).
///
/// ```
/// let n = engine::link::raman::forward(1e3 * 10e9, 50.0, 1.5e-9, 0.4);
/// assert!((n - 3.0e5).abs() < 1e-6);
/// ```
pub fn forward(received_hz: f64, length_km: f64, rho: f64, width_nm: f64) -> f64 {
    received_hz * length_km * rho * width_nm
}

/// Photons per second at Bob from the counter-propagating classical signal, 1/s.
///
/// $$ n = n_{CC} f_b \frac{\sinh(\alpha L \ln 10/10)}{\alpha \ln 10/10} \rho \Delta\lambda $$
/// Symbols as in [`forward`], α \[dB/km\] > 0, and T = 10^(−αL/10), with which the hyperbolic sine is (1/T − T)/2.
/// Source: the paper, (11).
///
/// ```
/// use engine::link::fibre::transmittance;
/// use engine::link::raman::{backward, forward};
/// // A short fibre scatters as much back as forward.
/// let (f, b) = (forward(1e13, 1e-3, 1.5e-9, 0.4), backward(1e13, 0.2, transmittance(0.2, 1e-3), 1.5e-9, 0.4));
/// assert!((b / f - 1.0).abs() < 1e-9);
/// ```
pub fn backward(received_hz: f64, alpha_db_km: f64, transmittance: f64, rho: f64, width_nm: f64) -> f64 {
    let effective_km = (1.0 / transmittance - transmittance) / (2.0 * per_km(alpha_db_km));
    received_hz * effective_km * rho * width_nm
}
