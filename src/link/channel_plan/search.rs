//! Where on the grid the quantum channel does best.

use super::{ChannelPlan, CouplingProblem, Noise, Slot};
use crate::link::spectrum::Attenuation;
use crate::units::{Kilometres, RadiansPerSecond};
use serde::{Deserialize, Serialize};

/// What a quantum channel in one slot would meet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SlotNoise {
    /// The slot.
    pub slot: Slot,
    /// Attenuation at its centre, dB/km.
    pub attenuation_db_km: f64,
    /// Photons of the classical channels that reach Bob in it.
    pub noise: Noise,
}

impl ChannelPlan {
    /// The noise in every free slot, in the order of the slots. A slot is free if no classical channel, of either direction, lies
    /// in it.
    ///
    /// # Errors
    /// [`CouplingProblem`] where a table does not reach one of the slots or channels.
    pub fn noise_spectrum(
        &self,
        slots: impl IntoIterator<Item = Slot>,
        attenuation: Attenuation,
        bandwidth: RadiansPerSecond,
        length: Kilometres,
    ) -> Result<Vec<SlotNoise>, CouplingProblem> {
        let free = slots.into_iter().filter(|slot| self.occupant_at(slot.wavelength_nm()).is_none());
        free.map(|slot| {
            let coupling = self.coupling_at(slot.wavelength_nm(), attenuation, bandwidth)?;
            Ok(SlotNoise { slot, attenuation_db_km: coupling.attenuation_db_km, noise: coupling.noise(length) })
        })
        .collect()
    }
}

/// The slot with the highest score, the first of several; none if no slot has a score that is a number.
///
/// The score may be the key rate: [`SlotNoise`] has all of it that depends on the slot.
pub fn best_slot(spectrum: &[SlotNoise], mut score: impl FnMut(&SlotNoise) -> f64) -> Option<&SlotNoise> {
    let mut best: Option<(f64, &SlotNoise)> = None;
    for slot in spectrum {
        let here = score(slot);
        if !here.is_nan() && best.is_none_or(|(highest, _)| here > highest) {
            best = Some((here, slot));
        }
    }
    best.map(|(_, slot)| slot)
}

/// The slot with the least noise, the first of several.
pub fn quietest(spectrum: &[SlotNoise]) -> Option<&SlotNoise> {
    best_slot(spectrum, |slot| -slot.noise.total_hz())
}
