//! Light that the classical transmitters and amplifiers emit beside their channels: amplified spontaneous emission (ASE), or the floor
//! of a transmitter's own spectrum.

/// Width in which an optical signal-to-noise ratio is given, nm. Source: IEC 61280-2-9.
pub const OSNR_WIDTH_NM: f64 = 0.1;

/// Photons per second at Bob from the floor of one co-propagating channel, 1/s.
///
/// $$ n = \frac{P}{h\nu_q\,\mathrm{OSNR}}\,\frac{\Delta\lambda}{0.1\ \mathrm{nm}}\,T(\lambda_q)\,r $$
/// P/hν_q \[1/s\] the launched power as photons of the quantum wavelength, OSNR its ratio to the floor at the quantum wavelength in
/// 0.1 nm (linear), Δλ \[nm\] the width of the quantum channel, T transmittance of the fibre at the quantum wavelength, r fraction of
/// the floor that the multiplexer lets into the fibre. Source: the definition of the OSNR, IEC 61280-2-9.
///
/// The floor lies in the quantum channel itself: no filter at Bob removes it. A floor of counter-propagating channels leaves Bob, and
/// is left out.
///
/// ```
/// use engine::link::ase::floor_hz;
/// // 0 dBm (7.8e15 photons/s) with 50 dB in 0.1 nm, into 0.4 nm, after 10 dB of fibre and a multiplexer of 30 dB.
/// let n = floor_hz(7.8e15, 1e5, 0.4, 0.1, 1e-3);
/// assert!((n / 3.12e7 - 1.0).abs() < 1e-12);
/// ```
pub fn floor_hz(launched_hz: f64, osnr: f64, width_nm: f64, transmittance: f64, rejection: f64) -> f64 {
    launched_hz / osnr * (width_nm / OSNR_WIDTH_NM) * transmittance * rejection
}
