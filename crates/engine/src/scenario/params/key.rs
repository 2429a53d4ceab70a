//! Names of the parameters.

use super::{DefaultValue, Param, TABLE};
use serde::{Deserialize, Serialize};

/// A parameter of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// Band of the quantum channel.
    Band,
    /// Kind of fibre.
    FibreType,
    /// Attenuation α of the fibre in that band.
    Alpha,
    /// Attenuation α_c of the fibre for the classical signals.
    AlphaClassical,
    /// Bit rate f_b of each classical signal.
    Bitrate,
    /// Photons per bit n_CC that the classical receiver needs.
    Ncc,
    /// How the power of the classical signals is given.
    Power,
    /// That power in dBm.
    PowerDbm,
    /// Isolation ζ_for against the co-propagating classical signal.
    IsoFor,
    /// Isolation ζ_back against the counter-propagating classical signal.
    IsoBack,
    /// Raman cross-section ρ.
    Raman,
    /// Spectrum of Raman scattering, where the channels of a plan have wavelengths.
    RamanSpectrum,
    /// Isolation against a co-propagating channel in the slot beside the quantum channel.
    NeighbourFor,
    /// Isolation against a counter-propagating channel in the slot beside the quantum channel.
    NeighbourBack,
    /// Isolation against a co-propagating channel two slots from the quantum channel.
    SecondFor,
    /// Isolation against a counter-propagating channel two slots from the quantum channel.
    SecondBack,
    /// Optical signal-to-noise ratio of the classical transmitters at the quantum wavelength.
    Osnr,
    /// Rejection of their floor by the classical multiplexer.
    OsnrRejection,
    /// Nonlinear coefficient γ of the fibre.
    Gamma,
    /// Dispersion at the classical wavelengths.
    FwmDispersion,
    /// Its slope.
    FwmSlope,
    /// Captured Rayleigh scattering Sα_s.
    Rayleigh,
    /// Reflectance of the connectors beside Bob.
    Reflection,
    /// Kind of detector.
    Detector,
    /// Dark count rate d.
    Dark,
    /// Which second the dark count rate is per.
    DarkPer,
    /// Detection efficiency η.
    Eff,
    /// Afterpulsing probability p_aft.
    Afterpulse,
    /// Whether the detectors are gated or free-running.
    DetectorMode,
    /// Width G of the gate.
    Gate,
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
    /// 3-dB width B of the WDM channel.
    Filter3db,
    /// Whether neighbouring pulses count as noise.
    Overlap,
    /// States that are sent and measured.
    Protocol,
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
    /// Longest time of a key block that counts for the reach.
    BlockLimit,
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
    /// Insertion loss of Bob.
    Loss,
    /// Connectors between Alice's multiplexer and Bob's demultiplexer.
    Connectors,
    /// Loss of each.
    ConnectorLoss,
    /// Splices in the fibre.
    Splices,
    /// Loss of each.
    SpliceLoss,
    /// Loss of Alice's multiplexer for the quantum signal.
    MuxLoss,
    /// Loss of Bob's demultiplexer and filters for the quantum channel.
    DemuxLoss,
}

/// The name of both isolations together.
pub const ISOLATION: &str = "isolation";

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

    /// The parameters that get the value of this name: one, both isolations for [`ISOLATION`], or none.
    ///
    /// ```
    /// use engine::scenario::Key;
    /// assert_eq!(Key::all_named("isolation").collect::<Vec<_>>(), [Key::IsoFor, Key::IsoBack]);
    /// assert_eq!(Key::all_named("eff").collect::<Vec<_>>(), [Key::Eff]);
    /// ```
    pub fn all_named(name: &str) -> impl Iterator<Item = Key> + use<> {
        let both = (name == ISOLATION).then_some([Key::IsoFor, Key::IsoBack]);
        Key::named(name).into_iter().chain(both.into_iter().flatten())
    }

    /// Whether it is a property of the glass, or of the air, of the fibre: then a value that was set belongs to one kind of fibre only.
    pub const fn belongs_to_fibre(self) -> bool {
        matches!(
            self,
            Key::Alpha
                | Key::AlphaClassical
                | Key::Raman
                | Key::RamanSpectrum
                | Key::Gamma
                | Key::FwmDispersion
                | Key::FwmSlope
                | Key::Rayleigh
                | Key::Dispersion
        )
    }

    /// Whether the default depends on the band: then a value that was set belongs to one band only.
    pub fn belongs_to_band(self) -> bool {
        matches!(self.param().default, DefaultValue::ByBand { .. })
    }
}
