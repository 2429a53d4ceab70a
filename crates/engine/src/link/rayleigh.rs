//! Light of the counter-propagating signals that the fibre or a connector sends back to Bob. It keeps its wavelength, and so meets the
//! demultiplexer like crosstalk of a co-propagating signal.

use super::effective_length::launched;

/// Fraction of the launched light that Rayleigh scattering returns, dimensionless.
///
/// $$ R = S\alpha_s \int_0^L e^{-2az} dz = S\alpha_s\,\frac{1 - e^{-2aL}}{2a} $$
/// Sα_s \[1/km\] the captured part S of the scattering α_s, a \[1/km\] > 0 the attenuation at the classical wavelength, L \[km\].
/// Source: the derivation above; Agrawal, *Fiber-Optic Communication Systems*, for S.
///
/// Standard fibre has α_s ≈ 0.04/km and S ≈ 1.5e-3 at 1550 nm: a long fibre returns −32 dB.
///
/// ```
/// use engine::link::rayleigh::returned;
/// let r = returned(6e-5, 0.2 * 10f64.ln() / 10.0, 50.0);
/// // By hand in Python; −31.9 dB.
/// assert!((r / 6.449273e-4 - 1.0).abs() < 1e-6);
/// assert!((returned(6e-5, 0.046, 1e-3) / 6e-8 - 1.0).abs() < 1e-4);
/// ```
pub fn returned(captured_per_km: f64, a: f64, length_km: f64) -> f64 {
    captured_per_km * launched::backward(a, a, length_km)
}

/// Photons per second at Bob from one counter-propagating signal, 1/s.
///
/// $$ n = \zeta_{for} \frac{P_0}{h\nu} \left(R + r\right) $$
/// Launched photons P₀/hν \[1/s\], R from [`returned`], r the reflectance of the connectors, beside Bob, so that the fibre attenuates
/// nothing of it; ζ_for, since what returns runs with the quantum signal.
///
/// ```
/// let n = engine::link::rayleigh::back_hz(1e-7, 7.8e15, 6.4e-4, 1e-4);
/// assert!((n / 5.772e5 - 1.0).abs() < 1e-12);
/// ```
pub fn back_hz(isolation_forward: f64, launched_hz: f64, returned: f64, reflectance: f64) -> f64 {
    isolation_forward * launched_hz * (returned + reflectance)
}
