//! Spontaneous Raman scattering from the Raman gain of the fibre: the second of the two spectra, beside the measured cross-section of
//! [`spectrum`](super::spectrum).
//!
//! The gain fixes scattering up and down in frequency at once, so that both obey detailed balance, as light in equilibrium with the
//! glass must. Of light at 1550 nm it gives 1.2 to 2.5 times the measured cross-section up to 12 THz away, most near the pump, and a
//! quarter of it 20 THz up, where the measurement ends. No published measurement known to us settles which of them is right: the spread
//! between both is an uncertainty.

mod table;

use super::raman::SPEED_OF_LIGHT_M_S;
use super::spectrum::{OutsideTable, Table};
use numbers::elementary::exp_m1;

/// Planck constant, J s (exact, SI).
pub const PLANCK_J_S: f64 = 6.626_070_15e-34;
/// Boltzmann constant, J/K (exact, SI).
const BOLTZMANN_J_K: f64 = 1.380_649e-23;
/// Temperature of the fibre, K.
pub const TEMPERATURE_K: f64 = 295.0;
/// The higher of the two optical frequencies at which the gain was tabulated, THz. Source: as the table.
const REFERENCE_THZ: f64 = 206.185;
/// The shortest shift, THz. Without any shift the cross-section is 0 · ∞; the gain begins linearly, so that the limit is reached here.
const LEAST_SHIFT_THZ: f64 = 1e-6;

static GAIN: Table = Table(&table::GAIN);

/// Raman cross-section from one wavelength to another, 1/(km nm): photons that arrive per photon that is scattered, in both
/// polarisations, captured in one direction.
///
/// $$ \rho = 2 h \nu_> \bar g\,\Theta\,\frac{c}{\lambda_q^2}, \qquad \bar g = g_0(\Delta)\,\frac{\nu_>}{206.185\ \mathrm{THz}}, \qquad
/// \Theta = \begin{cases} n + 1 & \nu_q < \nu_d \\ n & \nu_q > \nu_d \end{cases}, \qquad n = \frac{1}{e^{h\Delta/kT} - 1} $$
/// λ_d \[nm\] the light that is scattered, λ_q \[nm\] where it arrives, ν their frequencies, Δ = |ν_d − ν_q|, ν_> the higher of both,
/// g₀ \[1/(W km)\] the gain, a mean over the polarisations (hence the 2; behind a polariser it is half), T = 295 K.
/// Source: R. H. Stolen, *Proc. IEEE* 68, 1232 (1980), for the occupation n; the gain is GNPy's (`raman_gain/table.rs`).
///
/// Validity: standard silica fibre at room temperature; hollow-core fibre scatters otherwise. That the effective area depends on the
/// wavelength is left out (up to a tenth near the pump, a fifth in the O band).
///
/// # Errors
/// [`OutsideTable`] beyond 42 THz, where the gain is not known: from 1550 nm below 1273.6 nm.
///
/// ```
/// use engine::link::raman_gain::cross_section;
/// assert!((cross_section(1550.0, 1534.1).unwrap() / 6.56e-9 - 1.0).abs() < 1e-3);
/// assert!((cross_section(1550.0, 1310.0).unwrap() / 1.86e-12 - 1.0).abs() < 1e-3);
/// assert!(cross_section(1550.0, 1270.0).is_err());
/// ```
pub fn cross_section(pump_nm: f64, quantum_nm: f64) -> Result<f64, OutsideTable> {
    // c in nm THz
    let thz = |nm: f64| SPEED_OF_LIGHT_M_S * 1e-3 / nm;
    let (pump, quantum) = (thz(pump_nm), thz(quantum_nm));
    let (higher, shift) = (pump.max(quantum), (pump - quantum).abs().max(LEAST_SHIFT_THZ));
    let (_, last) = GAIN.ends();
    let outside = || OutsideTable::Raman { pump_nm, wavelength_nm: quantum_nm, down_thz: last, up_thz: last };
    let gain = GAIN.at(shift).ok_or_else(outside)? * (higher / REFERENCE_THZ);
    let occupation = 1.0 / exp_m1(PLANCK_J_S * 1e12 * shift / (BOLTZMANN_J_K * TEMPERATURE_K));
    let photons = if quantum < pump { occupation + 1.0 } else { occupation };
    // c/λ² in Hz per nm: c in nm/s over nm²
    let hertz_per_nm = SPEED_OF_LIGHT_M_S * 1e9 / (quantum_nm * quantum_nm);
    Ok(2.0 * PLANCK_J_S * 1e12 * higher * gain * photons * hertz_per_nm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By hand in Python, from the file of GNPy and the formula alone; the first seven are also printed, to three digits, in the
    /// review that this spectrum follows.
    #[test]
    fn golden_numbers() {
        for (pump, quantum, expected) in [
            (1550.0, 1534.1, 6.556_079e-9),
            (1550.0, 1566.2, 8.537_387e-9),
            (1550.0, 1510.9, 3.727_447e-9),
            (1550.0, 1591.1, 7.211_398e-9),
            (1550.0, 1330.0, 6.577_845e-12),
            (1550.0, 1310.0, 1.858_326_5e-12),
            (1550.0, 1290.0, 4.370_741e-13),
            (1551.72, 1550.12, 4.075_910e-9),
            (1552.52, 1310.0, 1.843_062_4e-12),
            (1310.0, 1550.0, 4.232_488e-10),
        ] {
            let found = cross_section(pump, quantum).unwrap();
            assert!((found / expected - 1.0).abs() < 2e-7, "{pump} to {quantum} nm: {found:e}, not {expected:e}");
        }
    }

    #[test]
    fn the_table_is_whole_and_its_end_is_no_zero() {
        assert_eq!((table::GAIN.len(), GAIN.ends()), (90, (0.0, 42.0)));
        assert!(table::GAIN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(table::GAIN[1..].iter().all(|(_, gain)| (1e-6..1.0).contains(gain)));
        let problem = cross_section(1550.0, 1260.0).unwrap_err().to_string();
        assert!(problem.contains("42.0 THz above"), "{problem}");
        assert!(cross_section(1274.0, 1273.0).unwrap() > 0.0);
        assert!(cross_section(1200.0, 1500.0).is_err());
    }

    #[test]
    fn without_a_shift_the_limit_is_finite() {
        let at = |nm| cross_section(1550.0, nm).unwrap();
        // A gain that begins linearly meets an occupation kT/hΔ: g₀′ kT/h is left on both sides.
        let (same, up, down) = (at(1550.0), at(1549.99), at(1550.01));
        assert!((up / same - 1.0).abs() < 1e-3 && (down / same - 1.0).abs() < 1e-3, "{up:e} {same:e} {down:e}");
    }

    proptest! {
        /// There and back: per mode n up and n + 1 down, and photons per nm count in the square of the frequency at which they arrive.
        #[test]
        fn detailed_balance(low in 1260.0f64..1600.0, shift in 0.1f64..40.0) {
            let high = 299_792.458 / (299_792.458 / low + shift);
            let (Ok(up), Ok(down)) = (cross_section(low, high), cross_section(high, low)) else { return Ok(()) };
            let boltzmann = (-6.626_070_15e-34 * shift * 1e12 / (1.380_649e-23 * 295.0)).exp();
            let balance = up / down / (low / high).powi(2);
            prop_assert!((balance / boltzmann - 1.0).abs() < 1e-6, "{balance} {boltzmann}");
        }
    }
}
