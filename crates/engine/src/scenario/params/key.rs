//! Names of the parameters.

use super::{DefaultValue, Param, TABLE};
use serde::{Deserialize, Serialize};

/// A parameter of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// Band of the quantum channel.
    Band,
    /// Attenuation α of the fibre in that band.
    Alpha,
    /// Bit rate f_b of each classical signal.
    Bitrate,
    /// Photons per bit n_CC that the classical receiver needs.
    Ncc,
    /// Isolation ζ_for against the co-propagating classical signal.
    IsoFor,
    /// Isolation ζ_back against the counter-propagating classical signal.
    IsoBack,
    /// Raman cross-section ρ.
    Raman,
    /// Kind of detector.
    Detector,
    /// Dark count rate d.
    Dark,
    /// Detection efficiency η.
    Eff,
    /// Afterpulsing probability p_aft.
    Afterpulse,
    /// Repetition rate f_q of the source.
    Rate,
    /// Efficiency f_EC of the error correction.
    Fec,
    /// Misalignment e_d.
    Misalign,
    /// Width τ of the detection window.
    Window,
    /// Fraction p_d of the signal inside a window of fixed fraction.
    Pd,
    /// Bandwidth σ of the photons.
    Bandwidth,
    /// Bandwidth σ_f/2π of the WDM channel.
    Filter,
    /// Kind of source.
    Source,
    /// Analysis of the decoy states.
    Analysis,
    /// Mean photon number μ of the signal.
    Mu,
    /// Mean photon number ν₁ of the stronger decoy.
    Nu1,
    /// Mean photon number ν₂ of the weaker decoy.
    Nu2,
    /// Fraction of the pulses that are signals.
    PSignal,
    /// Fraction of the pulses that are the stronger decoy.
    PDecoy,
    /// Whether the key counts events without photons.
    VacuumTerm,
    /// Asymptotic or finite key.
    KeyLength,
    /// Detections N of one key block.
    Events,
    /// Time of one key block.
    BlockTime,
    /// Probability p_Z of the key basis.
    Pz,
    /// Failure probability ε_PE of the parameter estimation.
    EpsPe,
    /// Failure probability ε_EC of the error correction.
    EpsEc,
    /// Failure probability ε_PA of the privacy amplification.
    EpsPa,
    /// Smoothing parameter ε̄.
    EpsSmooth,
    /// Failure probability ε_sec of the secrecy of a composable key.
    EpsSec,
    /// Failure probability ε_cor of the correctness of a composable key.
    EpsCor,
    /// Chromatic dispersion D of the fibre.
    Dispersion,
    /// Fraction of the dispersion that remains after compensation.
    DispersionResidual,
    /// Jitter δ of the detectors.
    Jitter,
    /// Dead time of the detectors.
    DeadTime,
    /// Insertion loss of multiplexers and of Bob.
    Loss,
}

impl Key {
    /// Every parameter, in the order of the table.
    pub fn all() -> impl Iterator<Item = Key> {
        TABLE.iter().map(|param| param.key)
    }

    /// Its row in the table.
    pub fn param(self) -> &'static Param {
        // The rows stand in the order of the keys.
        &TABLE[self as usize]
    }

    /// The parameter of this name.
    pub fn named(name: &str) -> Option<Key> {
        TABLE.iter().find(|param| param.name == name).map(|param| param.key)
    }

    /// Whether the default depends on the band: then a value that was set belongs to one band only.
    pub fn belongs_to_band(self) -> bool {
        matches!(self.param().default, DefaultValue::ByBand { .. })
    }
}
