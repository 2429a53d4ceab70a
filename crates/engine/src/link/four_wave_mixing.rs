//! Four-wave mixing: classical channels of one direction make light at f_i + f_j − f_k, which may be the quantum channel's frequency.

use super::raman::SPEED_OF_LIGHT_M_S;
use numbers::elementary::exp;
use std::f64::consts::{PI, TAU};

/// Phase mismatch Δβ of the four waves, 1/km.
///
/// $$ \Delta\beta = \frac{2\pi\lambda^2}{c} F_{ik} F_{jk} \left[D + \frac{\lambda^2}{2c}\left(F_{ik} + F_{jk}\right) D'\right] $$
/// λ \[nm\] of wave k, F_ik = |f_i − f_k| and F_jk \[THz\], D \[ps/(nm km)\] dispersion and D′ \[ps/(nm² km)\] its slope at the
/// classical wavelengths. Source: K. Inoue, *J. Lightwave Technol.* 10, 1553 (1992), (5).
///
/// Only its size counts. Where i and j lie on different sides of k the slope acts with another sign; in the C band of standard fibre
/// it is a per cent of D.
///
/// ```
/// use engine::link::four_wave_mixing::phase_mismatch;
/// assert!((phase_mismatch(1550.0, (0.1, 0.1), 17.0, 0.06) / 8.584166 - 1.0).abs() < 1e-6);
/// assert_eq!(phase_mismatch(1550.0, (0.1, 0.1), 0.0, 0.0), 0.0);
/// ```
pub fn phase_mismatch(wavelength_nm: f64, (f_ik, f_jk): (f64, f64), dispersion: f64, slope: f64) -> f64 {
    // λ²/c in nm/THz, so that with THz² and ps/(nm km) what is left is 1/km.
    let nm_per_thz = wavelength_nm * wavelength_nm / (SPEED_OF_LIGHT_M_S * 1e-3);
    TAU * nm_per_thz * f_ik * f_jk * (dispersion + 0.5 * nm_per_thz * (f_ik + f_jk) * slope)
}

/// Power of the fourth wave at the end of the fibre, W.
///
/// $$ P = \frac{D_g^2}{9} \gamma^2 P_i P_j P_k\,e^{-aL}\,\frac{\left|1 - e^{(-a + i\Delta\beta)L}\right|^2}{a^2 + \Delta\beta^2} $$
/// Launched powers P_i, P_j, P_k \[W\] with k ≠ i and k ≠ j; D_g = 3 where i = j, else 6, each pair {i, j} counted once; γ \[1/(W km)\] the
/// nonlinear coefficient, a \[1/km\] > 0 the attenuation of all four, Δβ \[1/km\] from [`phase_mismatch`], L \[km\].
/// Source: N. Shibata et al., *IEEE J. Quantum Electron.* 23, 1205 (1987), in the form of Inoue (1992).
///
/// An upper bound: polarisations are aligned, carriers unmodulated, and the pumps keep their power.
///
/// ```
/// use engine::link::four_wave_mixing::power_w;
/// let p = power_w([1e-3; 3], true, 1.3, 0.2 * 10f64.ln() / 10.0, 8.58416624, 50.0);
/// assert!((p / 2.486847e-12 - 1.0).abs() < 1e-6);
/// ```
pub fn power_w(powers_w: [f64; 3], same: bool, gamma: f64, a: f64, mismatch: f64, length_km: f64) -> f64 {
    let degeneracy: f64 = if same { 3.0 } else { 6.0 };
    let transmittance = exp(-a * length_km);
    // |1 − e^(−aL + iφ)|² without the difference of two numbers near 1.
    let real = -numbers::elementary::exp_m1(-a * length_km);
    let square = real * real + 4.0 * transmittance * sine_squared(0.5 * mismatch * length_km);
    let efficiency = square / (a * a + mismatch * mismatch);
    let pumps: f64 = powers_w.iter().product();
    degeneracy * degeneracy / 9.0 * gamma * gamma * pumps * transmittance * efficiency
}

/// sin² x by its series. That of the standard library would bring its tables for huge angles into the page's workers.
fn sine_squared(x: f64) -> f64 {
    // Between −π/2 and π/2, where 13 terms reach the last digit.
    let reduced = x - PI * (x / PI).round();
    let (mut term, mut sine) = (reduced, reduced);
    for n in 1..13 {
        let even = f64::from(2 * n);
        term *= -reduced * reduced / (even * (even + 1.0));
        sine += term;
    }
    sine * sine
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: f64 = 0.2 * std::f64::consts::LN_10 / 10.0;

    /// By hand in Python with complex numbers, from the formula alone, at 1 mW, γ = 1.3, 0.2 dB/km, 50 km, D = 17 and D′ = 0.06; the
    /// second one also as the integral of the three pumps along the fibre with 200 000 steps, 2.131068e-12 W.
    #[test]
    fn golden_numbers() {
        let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-9, "{found:e} {expected:e}");
        let mismatch = phase_mismatch(1550.0, (0.1, 0.1), 17.0, 0.06);
        near(mismatch, 8.58416624151454);
        near(power_w([1e-3; 3], true, 1.3, A, mismatch, 50.0), 2.486846877558687e-12);
        near(power_w([1e-3; 3], false, 1.3, A, mismatch, 50.0), 9.947387510234749e-12);
        let mismatch = phase_mismatch(1550.0, (0.1, 0.2), 17.0, 0.06);
        near(mismatch, 17.192543693637457);
        near(power_w([1e-3; 3], false, 1.3, A, mismatch, 50.0), 2.1310647420706175e-12);
        near(power_w([1e-3; 3], false, 1.3, A, 0.0, 50.0), 2.5819055203919804e-7);
    }

    #[test]
    fn a_short_fibre_mixes_with_the_square_of_its_length() {
        let at = |km| power_w([1e-3; 3], false, 1.3, A, 5.0, km);
        assert!((at(2e-4) / at(1e-4) / 4.0 - 1.0).abs() < 1e-4);
        assert_eq!(at(0.0), 0.0);
        // γ P L, the textbook's small phase: (6/3)² (γ L)² P³.
        assert!((at(1e-4) / (4.0 * (1.3e-4f64 * 1e-3).powi(2) * 1e-3) - 1.0).abs() < 1e-4);
    }

    proptest! {
        #[test]
        fn the_sine_is_that_of_the_library(x in -1e4f64..1e4) {
            prop_assert!((sine_squared(x) - x.sin().powi(2)).abs() < 1e-11, "{x}");
        }

        #[test]
        fn matched_phases_mix_most(mismatch in -100.0f64..100.0, km in 0.1f64..200.0) {
            let at = |mismatch| power_w([1e-3; 3], false, 1.3, A, mismatch, km);
            prop_assert!(at(mismatch) <= at(0.0) * (1.0 + 1e-12) && at(mismatch) == at(-mismatch));
        }
    }
}
