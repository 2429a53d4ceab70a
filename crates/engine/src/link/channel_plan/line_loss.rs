//! Connectors and splices of the line between the multiplexers.

use crate::link::fibre::transmittance;
use serde::{Deserialize, Serialize};

/// Loss of connectors and splices, which all light between the multiplexers meets. Half of it counts before the fibre and half behind it,
/// for light of either direction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct LineLoss {
    transmittance: f64,
}

impl LineLoss {
    /// A line without connectors and splices.
    pub const IDEAL: LineLoss = LineLoss { transmittance: 1.0 };

    /// Of this loss, dB.
    ///
    /// ```
    /// use engine::link::channel_plan::LineLoss;
    /// assert!((LineLoss::of_db(3.0).transmittance() - 0.501).abs() < 1e-3);
    /// assert_eq!(LineLoss::of_db(0.0), LineLoss::IDEAL);
    /// ```
    pub fn of_db(db: f64) -> LineLoss {
        if db == 0.0 { LineLoss::IDEAL } else { LineLoss { transmittance: transmittance(db, 1.0) } }
    }

    /// Fraction of the light that passes all of it.
    pub const fn transmittance(self) -> f64 {
        self.transmittance
    }

    /// Photons that arrive by those that enter, where they are scattered in the fibre from light that is launched, or received: the
    /// light passes one half of the line before it is scattered, and the photons the other, or the same half again.
    pub(crate) const fn of_scattered(self, launched: bool) -> f64 {
        if launched { self.transmittance } else { 1.0 }
    }
}

impl TryFrom<f64> for LineLoss {
    type Error = &'static str;
    fn try_from(transmittance: f64) -> Result<LineLoss, &'static str> {
        if transmittance > 0.0 && transmittance <= 1.0 {
            Ok(LineLoss { transmittance })
        } else {
            Err("a transmittance is more than 0 and at most 1")
        }
    }
}

impl From<LineLoss> for f64 {
    fn from(line: LineLoss) -> f64 {
        line.transmittance
    }
}
