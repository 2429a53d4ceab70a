//! Search for the best slot of the quantum channel on the grid.

use super::{ChannelPlan, CouplingProblem, Noise, Slot};
use crate::link::fibre::Band;
use crate::link::spectrum::Attenuation;
use numbers::units::{Kilometres, RadiansPerSecond};
use serde::{Deserialize, Serialize};

/// Noise at a quantum channel in one slot.
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
    /// The slots of a band that no classical channel, of either direction, lies in; by rising wavelength.
    ///
    /// ```
    /// use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, read_channels};
    /// use engine::link::fibre::Band;
    /// let channels = read_channels(PAPERS_PLAN).unwrap();
    /// let plan = ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), channels).unwrap();
    /// assert_eq!(plan.free_slots(Band::C).count(), 42);
    /// ```
    pub fn free_slots(&self, band: Band) -> impl Iterator<Item = Slot> {
        self.spacing.slots(band).filter(|slot| self.occupant_at(slot.wavelength_nm()).is_none())
    }

    /// The noise in one slot.
    ///
    /// # Errors
    /// [`CouplingProblem`]: a classical channel is there, or a table does not reach.
    pub fn noise_in(
        &self,
        slot: Slot,
        attenuation: Attenuation,
        bandwidth: RadiansPerSecond,
        length: Kilometres,
    ) -> Result<SlotNoise, CouplingProblem> {
        let coupling = self.coupling_at(slot.wavelength_nm(), attenuation, bandwidth)?;
        Ok(SlotNoise { slot, attenuation_db_km: coupling.attenuation_db_km, noise: coupling.noise(length) })
    }

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
        free.map(|slot| self.noise_in(slot, attenuation, bandwidth, length)).collect()
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
