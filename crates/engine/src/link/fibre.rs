//! Attenuation of the fibre and the two bands that a quantum channel can take.

use numbers::elementary;
use numbers::units::DecibelsPerKilometre;
use serde::{Deserialize, Serialize};
use std::f64::consts::LN_10;

/// Band of the quantum channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Band {
    /// Around 1550 nm, beside the classical channels.
    C,
    /// Around 1310 nm, far from the classical channels, where the fibre loses more.
    O,
}

impl Band {
    /// Both, in the order in which they are shown.
    pub const ALL: [Band; 2] = [Band::C, Band::O];

    /// Its name.
    pub const fn title(self) -> &'static str {
        match self {
            Band::C => "C band",
            Band::O => "O band",
        }
    }

    /// Centre wavelength, nm.
    pub const fn wavelength_nm(self) -> f64 {
        match self {
            Band::C => 1550.0,
            Band::O => 1310.0,
        }
    }
}

/// Kind of fibre. It decides what light does in it where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Fibre {
    /// A core of silica: ITU-T G.652 and its like.
    #[default]
    Standard,
    /// Antiresonant hollow core: light runs in air.
    HollowCore,
}

impl Fibre {
    /// Attenuation in the C band, dB/km: the paper's Table 1, or 0.091 of a hollow core (Petrovich et al., Nature Photonics 2025,
    /// doi:10.1038/s41566-025-01747-5, abstract).
    ///
    /// ```
    /// use engine::link::fibre::Fibre;
    /// assert_eq!([Fibre::Standard, Fibre::HollowCore].map(Fibre::loss_db_km), [0.2, 0.091]);
    /// ```
    pub const fn loss_db_km(self) -> f64 {
        match self {
            Fibre::Standard => STANDARD_LOSS_DB_KM,
            Fibre::HollowCore => HOLLOW_CORE_LOSS_DB_KM,
        }
    }
}

/// Attenuation of a hollow-core fibre at 1550 nm, dB/km: the lowest published, on spools of 15 km. Source: Petrovich et al. 2025, abstract.
pub(crate) const HOLLOW_CORE_LOSS_DB_KM: f64 = 0.091;
/// What that fibre stays below over a window of 66 THz, dB/km (same abstract). That the window reaches 1310 nm is an assumption.
pub(crate) const HOLLOW_CORE_WINDOW_DB_KM: f64 = 0.2;
/// Dispersion of a hollow-core fibre at 1550 nm, ps/(nm km): a seventh of the 17 of standard fibre, as reported of the same fibre.
pub(crate) const HOLLOW_CORE_DISPERSION: f64 = 2.4;

/// Attenuation of the fibre for the classical signals, which are in the C band wherever the quantum channel is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ClassicalLoss {
    /// That of the quantum channel where it is in the C band too; elsewhere [`Fibre::loss_db_km`] of this kind.
    Standard(Fibre),
    /// That of the quantum channel in either band: the simplification of the paper.
    Quantum,
    /// This one.
    Own(DecibelsPerKilometre),
}

/// Attenuation of standard fibre in the C band, dB/km. Source: the paper, Table 1.
pub const STANDARD_LOSS_DB_KM: f64 = 0.2;

impl ClassicalLoss {
    /// The attenuation, dB/km, beside a quantum channel in this band with this attenuation.
    pub fn db_km(self, band: Band, quantum: DecibelsPerKilometre) -> f64 {
        match (self, band) {
            (ClassicalLoss::Own(alpha), _) => alpha.get(),
            (ClassicalLoss::Standard(fibre), Band::O) => fibre.loss_db_km(),
            (ClassicalLoss::Standard(_), Band::C) | (ClassicalLoss::Quantum, _) => quantum.get(),
        }
    }
}

/// Attenuation per length with the natural logarithm, 1/km, from dB/km.
pub(crate) fn per_km(alpha_db_km: f64) -> f64 {
    alpha_db_km * (LN_10 / 10.0)
}

/// Transmittance of a fibre, dimensionless.
///
/// $$ T = 10^{-\alpha L/10} $$
/// α \[dB/km\] > 0, L \[km\] ≥ 0. Source: the paper, below (5).
///
/// ```
/// let t = engine::link::fibre::transmittance(0.2, 50.0);
/// assert!((t - 0.1).abs() < 1e-15);
/// ```
pub fn transmittance(alpha_db_km: f64, length_km: f64) -> f64 {
    elementary::exp(-per_km(alpha_db_km) * length_km)
}
