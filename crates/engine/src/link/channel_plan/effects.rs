//! What is counted beside crosstalk: the Raman spectrum, and noise that a planner gives numbers for.

use super::LineLoss;
use crate::link::spectrum::RamanSpectrum;
use numbers::units::{Decibels, Dispersion, DispersionSlope, Isolation, PerKilometre, PerWattKilometre};
use serde::{Deserialize, Serialize};

/// Effects of the classical channels of a plan, each off until it is given a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// The spectrum of Raman scattering.
    pub raman: RamanSpectrum,
    /// Optical signal-to-noise ratio in 0.1 nm of each classical transmitter at the quantum wavelength; none without a floor.
    pub osnr: Option<Decibels>,
    /// Fraction of that floor which the classical multiplexer lets into the fibre.
    pub floor_rejection: Isolation,
    /// Nonlinear coefficient γ of the fibre; 0 leaves four-wave mixing out.
    pub gamma: PerWattKilometre,
    /// Dispersion D at the classical wavelengths.
    pub dispersion: Dispersion,
    /// Its slope D′.
    pub slope: DispersionSlope,
    /// Captured Rayleigh scattering Sα_s; 0 leaves it out.
    pub rayleigh: PerKilometre,
    /// Reflectance of the connectors beside Bob.
    pub reflectance: Isolation,
    /// Connectors and splices between the multiplexers.
    pub line: LineLoss,
}

impl Default for Effects {
    /// The measured Raman spectrum, and nothing else.
    fn default() -> Effects {
        fn known<T: TryFrom<f64>>(x: f64) -> T {
            T::try_from(x).unwrap_or_else(|_| panic!("the number lies in the domain of its quantity"))
        }
        Effects {
            raman: RamanSpectrum::Measured,
            osnr: None,
            floor_rejection: known(1.0),
            gamma: known(0.0),
            dispersion: known(17.0),
            slope: known(0.06),
            rayleigh: known(0.0),
            reflectance: known(0.0),
            line: LineLoss::IDEAL,
        }
    }
}
