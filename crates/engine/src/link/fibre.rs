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

/// Attenuation of the fibre for the classical signals, which are in the C band wherever the quantum channel is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ClassicalLoss {
    /// That of the quantum channel where it is in the C band too; elsewhere [`STANDARD_LOSS_DB_KM`].
    Standard,
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
            (ClassicalLoss::Standard, Band::O) => STANDARD_LOSS_DB_KM,
            (ClassicalLoss::Standard, Band::C) | (ClassicalLoss::Quantum, _) => quantum.get(),
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
