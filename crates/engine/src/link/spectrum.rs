//! Scattering and attenuation of the fibre at each wavelength, interpolated in measured tables.
//!
//! A wavelength that a table does not reach is an error, never a continued curve.

mod tables;

use numbers::units::{DecibelsPerKilometre, OutOfDomain};
use serde::{Deserialize, Serialize};

/// A wavelength in vacuum, nm.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Wavelength(f64);

impl Wavelength {
    /// The bare number, nm.
    pub const fn nm(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Wavelength {
    type Error = OutOfDomain;
    fn try_from(value: f64) -> Result<Wavelength, OutOfDomain> {
        if (1200.0..=1820.0).contains(&value) {
            Ok(Wavelength(value))
        } else {
            Err(OutOfDomain { quantity: "a wavelength in nm", domain: "between 1200 and 1820", value })
        }
    }
}

impl From<Wavelength> for f64 {
    fn from(wavelength: Wavelength) -> f64 {
        wavelength.0
    }
}

/// A wavelength that a table does not reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum OutsideTable {
    /// The attenuation there is not known.
    #[error("the attenuation of the fibre is known from {from_nm} to {to_nm} nm, not at {wavelength_nm:.2} nm")]
    Attenuation {
        /// The wavelength, nm.
        wavelength_nm: f64,
        /// Where the table begins, nm.
        from_nm: f64,
        /// Where the table ends, nm.
        to_nm: f64,
    },
    /// No spectrum of the scattering is known.
    #[error("Raman scattering in this fibre is not known")]
    NoSpectrum,
    /// The scattering over this distance in frequency is not known.
    #[error(
        "Raman scattering from {pump_nm:.2} nm to {wavelength_nm:.2} nm is not known: the spectrum ends {down_thz:.1} THz below and \
         {up_thz:.1} THz above the light that is scattered"
    )]
    Raman {
        /// Wavelength of the light that is scattered, nm.
        pump_nm: f64,
        /// Wavelength at which it arrives, nm.
        wavelength_nm: f64,
        /// Extent of the table towards lower frequencies, THz.
        down_thz: f64,
        /// Extent of the table towards higher frequencies, THz.
        up_thz: f64,
    },
}

/// Pump of the Raman table, nm.
const PUMP_NM: f64 = 1550.0;
static RAMAN: Table = Table(&tables::RAMAN);
static ATTENUATION: Table = Table(&tables::ATTENUATION);

/// Raman cross-section from one wavelength to another, 1/(km nm).
///
/// $$ \rho(\lambda_d \to \lambda_q) = \rho_{1550}(\lambda_\delta) \left(\frac{\lambda_\delta}{\lambda_q}\right)^4, \qquad
/// \frac{1}{\lambda_\delta} = \frac{1}{1550} + \frac{1}{\lambda_q} - \frac{1}{\lambda_d} $$
/// λ_d \[nm\] the light that is scattered, λ_q \[nm\] where it arrives, λ_δ the wavelength as far in frequency from the pump of
/// the table; ρ_1550 the table, linear in between. The shift is a property of the glass, which sets the difference of the
/// frequencies; the fourth power of the frequency is that of scattering by anything small. Source: the measurement in
/// `spectrum/tables.rs`.
///
/// Validity: standard fibre at room temperature. From 1548 to 1552.5 nm the table shows the pump, and the line from 1547 to
/// 1553 nm takes its place. Below 1404 nm scattering was too weak to be measured, and is not known. Whether ρ is a ratio of powers, as it was measured, or of photons, as the paper's (10)
/// takes it, makes a difference of λ_q/λ_d, at most 2.3 % within the C band.
///
/// # Errors
/// [`OutsideTable`] where the table does not reach that far from the pump.
///
/// ```
/// use engine::link::spectrum::raman_cross_section;
/// assert!((raman_cross_section(1550.0, 1535.0).unwrap() / 4.0707e-9 - 1.0).abs() < 1e-9);
/// // The dip lies on the side of the shorter wavelengths.
/// assert!(raman_cross_section(1552.0, 1548.0).unwrap() < raman_cross_section(1552.0, 1556.0).unwrap());
/// assert!(raman_cross_section(1550.0, 1400.0).is_err());
/// ```
pub fn raman_cross_section(pump_nm: f64, quantum_nm: f64) -> Result<f64, OutsideTable> {
    let as_if_nm = 1.0 / (1.0 / PUMP_NM + (1.0 / quantum_nm - 1.0 / pump_nm));
    let tabulated = RAMAN.at(as_if_nm).ok_or_else(|| {
        let (from, to) = RAMAN.ends();
        let shift_thz = |nm: f64| super::raman::SPEED_OF_LIGHT_M_S * 1e-3 * (1.0 / nm - 1.0 / PUMP_NM);
        OutsideTable::Raman { pump_nm, wavelength_nm: quantum_nm, down_thz: -shift_thz(to), up_thz: shift_thz(from) }
    })?;
    Ok(1e-9 * tabulated * (as_if_nm / quantum_nm).powi(4))
}

/// The spectrum that Raman cross-sections are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RamanSpectrum {
    /// The measured cross-section ([`raman_cross_section`]); where that ends, the one that follows from the gain, which is a quarter of it
    /// there.
    #[default]
    Measured,
    /// The cross-section that follows from the gain of the fibre ([`raman_gain`](super::raman_gain)).
    Gain,
    /// None is known, as of hollow-core fibre.
    Unknown,
}

impl RamanSpectrum {
    /// Raman cross-section ρ from one wavelength to another, 1/(km nm).
    ///
    /// # Errors
    /// [`OutsideTable`] where neither spectrum reaches.
    ///
    /// ```
    /// use engine::link::spectrum::{RamanSpectrum, raman_cross_section};
    /// let measured = RamanSpectrum::Measured.cross_section(1550.0, 1535.0).unwrap();
    /// assert_eq!(Ok(measured), raman_cross_section(1550.0, 1535.0));
    /// assert!(RamanSpectrum::Gain.cross_section(1550.0, 1535.0).unwrap() > 1.3 * measured);
    /// // The O band is beyond what was measured.
    /// let [a, b] = [RamanSpectrum::Measured, RamanSpectrum::Gain].map(|one| one.cross_section(1550.0, 1310.0).unwrap());
    /// assert!(a == b && (a / 1.86e-12 - 1.0).abs() < 1e-2);
    /// ```
    pub fn cross_section(self, pump_nm: f64, quantum_nm: f64) -> Result<f64, OutsideTable> {
        let gain = || super::raman_gain::cross_section(pump_nm, quantum_nm);
        match self {
            RamanSpectrum::Measured => raman_cross_section(pump_nm, quantum_nm).or_else(|_| gain()),
            RamanSpectrum::Gain => gain(),
            RamanSpectrum::Unknown => Err(OutsideTable::NoSpectrum),
        }
    }
}

/// Between the O and the C band, nm.
const BETWEEN_BANDS_NM: f64 = 1400.0;

/// Attenuation of the fibre by wavelength.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Attenuation {
    /// The same at each wavelength, as in the paper.
    Flat(DecibelsPerKilometre),
    /// The same at each wavelength of a band: a fibre whose attenuation is known at the classical and at the quantum channels.
    ByBand {
        /// From 1400 nm up, as in the C band.
        c: DecibelsPerKilometre,
        /// Below, as in the O band.
        o: DecibelsPerKilometre,
    },
    /// The measured curve.
    Measured {
        /// Lifts or lowers the whole curve, so that it has this value at 1550 nm: splices and bends take the same at each
        /// wavelength. None leaves it as measured, 0.184 dB/km there.
        at_1550_nm: Option<DecibelsPerKilometre>,
    },
}

impl Attenuation {
    /// Attenuation α at a wavelength, dB/km; more than 0.
    ///
    /// $$ \alpha(\lambda) = \alpha_{tab}(\lambda) + \alpha_{1550} - \alpha_{tab}(1550\ \mathrm{nm}) $$
    /// λ \[nm\]. Source: the table of `spectrum/tables.rs`, linear in between.
    ///
    /// # Errors
    /// [`OutsideTable`] where the table does not reach: below 1252 and above 1628 nm.
    ///
    /// ```
    /// use engine::link::spectrum::Attenuation;
    /// let measured = Attenuation::Measured { at_1550_nm: None };
    /// assert!((measured.at(1310.0).unwrap() - 0.3168).abs() < 1e-4);
    /// assert!(measured.at(1700.0).is_err());
    /// // With splices that make 0.2 dB/km at 1550 nm:
    /// let spliced = Attenuation::Measured { at_1550_nm: Some(0.2.try_into().unwrap()) };
    /// assert!((spliced.at(1310.0).unwrap() - 0.3328).abs() < 1e-4);
    /// ```
    pub fn at(self, wavelength_nm: f64) -> Result<f64, OutsideTable> {
        let tabulated = |nm| {
            ATTENUATION.at(nm).ok_or_else(|| {
                let (from_nm, to_nm) = ATTENUATION.ends();
                OutsideTable::Attenuation { wavelength_nm: nm, from_nm, to_nm }
            })
        };
        match self {
            Attenuation::Flat(alpha) => Ok(alpha.get()),
            Attenuation::ByBand { c, o } => Ok(if wavelength_nm < BETWEEN_BANDS_NM { o.get() } else { c.get() }),
            Attenuation::Measured { at_1550_nm: None } => tabulated(wavelength_nm),
            // The curve is lowest at 1550 nm, so that the sum stays above 0 for any value there.
            Attenuation::Measured { at_1550_nm: Some(alpha) } => {
                Ok(alpha.get() + (tabulated(wavelength_nm)? - tabulated(PUMP_NM)?))
            }
        }
    }
}

/// Points of a curve, by rising wavelength or shift.
pub(super) struct Table(pub(super) &'static [(f64, f64)]);

impl Table {
    /// First and last of them.
    pub(super) fn ends(&self) -> (f64, f64) {
        let nm = |point: Option<&(f64, f64)>| point.map_or(f64::NAN, |(nm, _)| *nm);
        (nm(self.0.first()), nm(self.0.last()))
    }

    /// Value at `x`, on the line between its neighbours; none outside.
    pub(super) fn at(&self, x: f64) -> Option<f64> {
        let above = self.0.partition_point(|(nm, _)| *nm < x);
        let &(x1, y1) = self.0.get(above).filter(|_| x.is_finite())?;
        if x1 == x {
            return Some(y1);
        }
        let &(x0, y0) = self.0.get(above.checked_sub(1)?)?;
        Some(y0 + (y1 - y0) * ((x - x0) / (x1 - x0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole_and_in_order() {
        for (table, lines, ends) in [(&RAMAN, 257, (1404.0, 1820.0)), (&ATTENUATION, 88, (1252.325, 1628.339))] {
            assert_eq!(table.0.len(), lines);
            assert_eq!(table.ends(), ends);
            assert!(table.0.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(table.0.iter().all(|(_, y)| (0.0..10.0).contains(y)));
        }
        let lowest = ATTENUATION.0.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        assert_eq!(ATTENUATION.at(PUMP_NM), Some(lowest), "what keeps every attenuation above 0");
    }

    #[test]
    fn every_point_of_a_table_is_met() {
        for table in [&RAMAN, &ATTENUATION] {
            assert!(table.0.iter().all(|&(x, y)| table.at(x) == Some(y)));
            let (from, to) = table.ends();
            for outside in [from - 1e-9, to + 1e-9, 0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
                assert_eq!(table.at(outside), None);
            }
        }
    }

    #[test]
    fn the_pump_itself_is_left_out() {
        let inside = (0..=60).map(|i| raman_cross_section(1550.0, 1547.0 + 0.1 * f64::from(i)).unwrap());
        let inside: Vec<f64> = inside.collect();
        assert!(inside.windows(2).all(|pair| pair[0] < pair[1] && pair[1] < 2.19e-9), "{inside:?}");
    }
}
