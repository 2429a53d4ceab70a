//! Power of a classical signal, in the ways in which people give it.

use super::{ClassicalChannel, Direction, LineLoss};
use crate::link::effective_length::{launched, received};
use crate::link::fibre::per_km;
use crate::link::raman::SPEED_OF_LIGHT_M_S;
use crate::link::raman_gain::PLANCK_J_S;
use numbers::quantity::format_count;
use numbers::units::{DecibelMilliwatts, Kilometres, Photons};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The power of a classical signal, and the end of the fibre at which it is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Power {
    /// Photons per bit n_CC that its receiver gets, as in the paper: the launched power follows the length.
    PhotonsPerBit(Photons),
    /// Power that its receiver gets: the launched power follows the length.
    Received(DecibelMilliwatts),
    /// Power that its transmitter launches into the fibre, whatever the length: the usual case.
    Launched(DecibelMilliwatts),
}

/// Photons per second of a classical signal, and where they are fixed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Photons, 1/s.
    pub hz: f64,
    /// Whether the transmitter launches them; otherwise the receiver gets them.
    pub launched: bool,
}

impl Light {
    /// Factor from the fixed photons to those that are launched, for an attenuation a \[1/km\].
    pub(crate) fn to_launched(self, a: f64, length_km: f64, line: LineLoss) -> f64 {
        if self.launched { 1.0 } else { (a * length_km).exp() / line.transmittance() }
    }

    /// Factor from the fixed photons to those that arrive.
    pub(crate) fn to_received(self, a: f64, length_km: f64, line: LineLoss) -> f64 {
        if self.launched { (-a * length_km).exp() * line.transmittance() } else { 1.0 }
    }

    /// Length of fibre whose scattering, undiminished, makes as many photons at Bob of those that are fixed, km, with the connectors
    /// and splices of the line; b \[1/km\] is the attenuation of the quantum light.
    pub(crate) fn effective_km(self, direction: Direction, a: f64, b: f64, length_km: f64, line: LineLoss) -> f64 {
        let km = match (direction, self.launched) {
            (Direction::Forward, false) => received::forward(a, b, length_km),
            (Direction::Forward, true) => launched::forward(a, b, length_km),
            (Direction::Backward, false) => received::backward(a, b, length_km),
            (Direction::Backward, true) => launched::backward(a, b, length_km),
        };
        km * line.of_scattered(self.launched)
    }

    /// Factor from the fixed photons to those at Bob's demultiplexer: with the signal the end of the line, against it its start.
    pub(crate) fn to_bob(self, direction: Direction, a: f64, length_km: f64, line: LineLoss) -> f64 {
        match direction {
            Direction::Forward => self.to_received(a, length_km, line),
            // Launched beside it, stronger than received by the loss of the line at its wavelength.
            Direction::Backward => self.to_launched(a, length_km, line),
        }
    }

    /// This light in every way, at this wavelength and bit rate, on a fibre of the attenuation α \[dB/km\] and a line.
    pub fn powers(
        self,
        wavelength_nm: f64,
        bit_rate: f64,
        alpha_db_km: f64,
        length: Kilometres,
        line: LineLoss,
    ) -> Powers {
        let (a, length_km) = (per_km(alpha_db_km), length.get());
        let received_hz = self.hz * self.to_received(a, length_km, line);
        Powers {
            launched_dbm: dbm(self.hz * self.to_launched(a, length_km, line), wavelength_nm),
            received_dbm: dbm(received_hz, wavelength_nm),
            photons_per_bit: (bit_rate > 0.0).then(|| received_hz / bit_rate),
        }
    }
}

/// The power of a classical signal in every way in which it can be given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Powers {
    /// Power launched into the fibre, dBm; −∞ without light.
    pub launched_dbm: f64,
    /// Power at the receiver, dBm; −∞ without light.
    pub received_dbm: f64,
    /// Photons per bit at the receiver; none without bits.
    pub photons_per_bit: Option<f64>,
}

impl fmt::Display for Powers {
    /// All of them in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.launched_dbm == f64::NEG_INFINITY {
            return f.write_str("no light");
        }
        write!(f, "{:.1} dBm launched, {:.1} dBm received", self.launched_dbm, self.received_dbm)?;
        match self.photons_per_bit {
            Some(photons) => write!(f, ", {} photons per bit", format_count(photons)),
            None => Ok(()),
        }
    }
}

/// Photons per second of a power.
///
/// $$ \frac{P}{h\nu} = 10^{P_{dBm}/10}\ \mathrm{mW}\,\frac{\lambda}{h c} $$
/// λ \[nm\]. Source: the definitions.
///
/// ```
/// use engine::link::channel_plan::photons_hz;
/// // By hand in Python: 7.81154e15.
/// assert!((photons_hz(0.0, 1551.72) / 7.811_539_36e15 - 1.0).abs() < 1e-9);
/// ```
pub fn photons_hz(dbm: f64, wavelength_nm: f64) -> f64 {
    1e-3 * 10f64.powf(dbm / 10.0) / photon_j(wavelength_nm)
}

/// Power of photons per second, dBm; the inverse of [`photons_hz`].
///
/// ```
/// use engine::link::channel_plan::dbm;
/// // 10 Gbit/s with 1000 photons per bit, the paper's: by hand in Python.
/// assert!((dbm(1e13, 1550.0) + 28.922_55).abs() < 1e-5);
/// ```
pub fn dbm(photons_hz: f64, wavelength_nm: f64) -> f64 {
    10.0 * (photons_hz * photon_j(wavelength_nm) * 1e3).log10()
}

/// Energy of a photon hc/λ, J.
pub(super) fn photon_j(wavelength_nm: f64) -> f64 {
    PLANCK_J_S * SPEED_OF_LIGHT_M_S / (wavelength_nm * 1e-9)
}

impl ClassicalChannel {
    /// Its photons per second, at the end at which its power is fixed.
    pub fn light(&self) -> Light {
        let of = |dbm: DecibelMilliwatts| photons_hz(dbm.get(), self.wavelength.nm());
        match self.power {
            Power::PhotonsPerBit(photons) => Light { hz: photons.get() * self.bit_rate.get(), launched: false },
            Power::Received(dbm) => Light { hz: of(dbm), launched: false },
            Power::Launched(dbm) => Light { hz: of(dbm), launched: true },
        }
    }

    /// Its power in every way, on a fibre of this attenuation α \[dB/km\] at its wavelength and this length.
    ///
    /// ```
    /// use engine::link::channel_plan::{LineLoss, read_channels};
    /// let powers = |text| read_channels(text).unwrap()[0].powers(0.2, 50.0.try_into().unwrap(), LineLoss::IDEAL);
    /// // What the paper's 10 Gbit/s need at the receiver, and what 10 dB of fibre make of it.
    /// let papers = powers("1550f10G");
    /// assert!((papers.received_dbm + 28.923).abs() < 1e-3 && (papers.launched_dbm + 18.923).abs() < 1e-3);
    /// assert_eq!(papers.to_string(), "-18.9 dBm launched, -28.9 dBm received, 1,000 photons per bit");
    /// // A pluggable that launches 0 dBm brings 78 times as much there.
    /// let pluggable = powers("1550f10G@0dBm");
    /// assert!((pluggable.received_dbm + 10.0).abs() < 1e-9);
    /// assert!((pluggable.photons_per_bit.unwrap() - 7.803e4).abs() < 10.0);
    /// ```
    pub fn powers(&self, alpha_db_km: f64, length: Kilometres, line: LineLoss) -> Powers {
        self.light().powers(self.wavelength.nm(), self.bit_rate.get(), alpha_db_km, length, line)
    }
}
