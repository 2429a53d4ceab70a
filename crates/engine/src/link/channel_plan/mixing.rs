//! Products of four-wave mixing that fall into the slot of the quantum channel.

use super::power::photon_j;
use super::{ClassicalChannel, Direction, Effects, Slot};
use crate::link::four_wave_mixing::{phase_mismatch, power_w};
use crate::link::raman::SPEED_OF_LIGHT_M_S;

/// A product of three classical channels at f_i + f_j − f_k.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mixing {
    /// Indices i, j and k; i = j where one channel is both pumps.
    pub channels: [usize; 3],
    /// Phase mismatch Δβ, 1/km.
    pub mismatch_per_km: f64,
}

/// A classical wave at the start of the fibre.
#[derive(Clone, Copy)]
pub(super) struct Wave {
    pub(super) wavelength_nm: f64,
    pub(super) launched_hz: f64,
}

/// Every product of co-propagating channels that falls into a slot, wherever in it: an upper bound for a filter that is narrower.
pub(super) fn into(slot: Slot, channels: &[ClassicalChannel], effects: &Effects) -> Vec<Mixing> {
    let mut found = Vec::new();
    if effects.gamma.get() == 0.0 {
        return found;
    }
    // c in nm THz
    let thz = |channel: &ClassicalChannel| SPEED_OF_LIGHT_M_S * 1e-3 / channel.wavelength.nm();
    let forward: Vec<(usize, f64, f64)> = (channels.iter().enumerate())
        .filter(|(_, channel)| channel.direction == Direction::Forward && channel.light().hz > 0.0)
        .map(|(index, channel)| (index, thz(channel), channel.wavelength.nm()))
        .collect();
    // A number of slots away, rounded as the nearest slot is.
    let in_slot = |thz: f64| ((thz - slot.frequency_thz()) * 1e3 / f64::from(slot.spacing().ghz())).round() == 0.0;
    for (nth, &(i, f_i, _)) in forward.iter().enumerate() {
        for &(j, f_j, _) in &forward[nth..] {
            for &(k, f_k, nm) in forward.iter().filter(|(k, f_k, _)| *k != i && *k != j && in_slot(f_i + f_j - f_k)) {
                let apart = ((f_i - f_k).abs(), (f_j - f_k).abs());
                let mismatch_per_km = phase_mismatch(nm, apart, effects.dispersion.get(), effects.slope.get());
                found.push(Mixing { channels: [i, j, k], mismatch_per_km });
            }
        }
    }
    found
}

impl Mixing {
    /// Photons of the product at the end of the fibre, 1/s.
    pub(super) fn photons_hz(&self, waves: [Wave; 3], gamma: f64, a: f64, quantum_nm: f64, length_km: f64) -> f64 {
        let same = self.channels[0] == self.channels[1];
        let powers_w = waves.map(|wave| wave.launched_hz * photon_j(wave.wavelength_nm));
        power_w(powers_w, same, gamma, a, self.mismatch_per_km, length_km) / photon_j(quantum_nm)
    }
}
