//! Light of the classical channels at Bob, as photons per second in the quantum channel.

use super::mixing::{self, Mixing, Wave};
use super::{ChannelPlan, Direction, Effects, Light, Slot};
use crate::link::fibre::{per_km, transmittance};
use crate::link::raman::channel_width_nm;
use crate::link::spectrum::{Attenuation, OutsideTable, Wavelength};
use crate::link::{ase, rayleigh};
use numbers::units::{Kilometres, RadiansPerSecond};
use serde::{Deserialize, Serialize};

/// Product in which nothing times the infinite is nothing: no light makes no noise, however long the fibre.
fn product<const N: usize>(factors: [f64; N]) -> f64 {
    if factors.contains(&0.0) { 0.0 } else { factors.iter().product() }
}

/// Photons per second in the quantum channel at Bob, by origin.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Noise {
    /// Raman scattering of the co-propagating signals, 1/s, (10).
    pub raman_forward_hz: f64,
    /// Raman scattering of the counter-propagating signals, 1/s, (11).
    pub raman_backward_hz: f64,
    /// Crosstalk of the co-propagating signals, 1/s, (13).
    pub crosstalk_forward_hz: f64,
    /// Crosstalk of the counter-propagating signals, 1/s, (14).
    pub crosstalk_backward_hz: f64,
    /// Floor of the co-propagating transmitters, 1/s.
    pub floor_hz: f64,
    /// Four-wave mixing of the co-propagating signals, 1/s.
    pub four_wave_mixing_hz: f64,
    /// Counter-propagating signals that fibre and connectors send back, 1/s.
    pub returned_hz: f64,
    /// Whether the Raman scattering of a signal is not known and so left out.
    pub raman_unknown: bool,
}

impl Noise {
    /// All of it, 1/s.
    pub fn total_hz(&self) -> f64 {
        let paper =
            self.raman_forward_hz + self.raman_backward_hz + self.crosstalk_forward_hz + self.crosstalk_backward_hz;
        paper + self.floor_hz + self.four_wave_mixing_hz + self.returned_hz
    }
}

/// Contribution of one classical channel to the noise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Its index in the plan.
    pub channel: usize,
    /// Which way it runs.
    pub direction: Direction,
    /// Cross-section ρ from its wavelength to that of the quantum channel, 1/(km nm); none where it is not known.
    pub rho: Option<f64>,
    /// Attenuation at its wavelength, dB/km.
    pub attenuation_db_km: f64,
    /// Isolation factor ζ of the demultiplexer against it.
    pub isolation: f64,
    /// The same for what fibre and connectors send back of it, which runs forward.
    pub isolation_forward: f64,
    /// Photons at Bob from Raman scattering, 1/s.
    pub raman_hz: f64,
    /// Photons at Bob from crosstalk, 1/s.
    pub crosstalk_hz: f64,
    /// Photons at Bob from the floor of its transmitter, 1/s; 0 of a counter-propagating one.
    pub floor_hz: f64,
    /// Photons at Bob that fibre and connectors send back, 1/s; 0 of a co-propagating one.
    pub returned_hz: f64,
}

impl Contribution {
    /// All photons at Bob that it makes by itself, without four-wave mixing, 1/s.
    pub fn total_hz(&self) -> f64 {
        self.raman_hz + self.crosstalk_hz + self.floor_hz + self.returned_hz
    }
}

/// Coupling of every channel of a plan to one quantum channel: everything that does not depend on the length.
#[derive(Debug, Clone, PartialEq)]
pub struct Coupling {
    /// Attenuation at the quantum wavelength, dB/km.
    pub attenuation_db_km: f64,
    /// Width Δλ of the quantum channel, nm, (12).
    pub width_nm: f64,
    /// Wavelength of the quantum channel, nm.
    quantum_nm: f64,
    effects: Effects,
    channels: Vec<Coupled>,
    mixing: Vec<Mixing>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Coupled {
    direction: Direction,
    wavelength_nm: f64,
    light: Light,
    rho: Option<f64>,
    attenuation_db_km: f64,
    isolation: f64,
    /// Against its light where it runs forward: what is sent back meets it.
    isolation_forward: f64,
}

/// Why the noise cannot be computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
pub enum CouplingProblem {
    /// The quantum channel lies where a classical one is.
    #[error(
        "slot {slot} of the {} GHz grid belongs to classical channel {}: give the quantum channel another one",
        slot.spacing().ghz(), .channel + 1
    )]
    Occupied {
        /// The slot.
        slot: Slot,
        /// Index of the classical channel.
        channel: usize,
    },
    /// A table does not reach the quantum channel.
    #[error("quantum channel: {0}")]
    Quantum(OutsideTable),
    /// A table does not reach a classical channel, or not from it to the quantum channel.
    #[error("classical channel {}: {problem}", .channel + 1)]
    Classical {
        /// Index of the classical channel.
        channel: usize,
        /// The table that does not reach it.
        problem: OutsideTable,
    },
}

impl ChannelPlan {
    /// Coupling of the classical channels to a quantum channel of this wavelength and bandwidth σ_f \[rad/s\].
    ///
    /// Raman scattering that neither spectrum knows is left out, and said so: [`Contribution::rho`] is none.
    ///
    /// # Errors
    /// [`CouplingProblem`]: a classical channel is there already, or a table does not reach.
    pub fn coupling(
        &self,
        quantum: Wavelength,
        attenuation: Attenuation,
        bandwidth: RadiansPerSecond,
    ) -> Result<Coupling, CouplingProblem> {
        self.coupling_at(quantum.nm(), attenuation, bandwidth)
    }

    /// The first classical channel whose Raman scattering to a quantum channel of this wavelength neither spectrum knows; none if all
    /// of it is known.
    pub fn unknown_raman(&self, quantum: Wavelength) -> Option<CouplingProblem> {
        self.channels.iter().enumerate().filter(|(_, classical)| classical.light().hz > 0.0).find_map(
            |(channel, classical)| {
                let problem = self.effects.raman.cross_section(classical.wavelength.nm(), quantum.nm()).err()?;
                Some(CouplingProblem::Classical { channel, problem })
            },
        )
    }

    pub(super) fn coupling_at(
        &self,
        quantum_nm: f64,
        attenuation: Attenuation,
        bandwidth: RadiansPerSecond,
    ) -> Result<Coupling, CouplingProblem> {
        let slot = Slot::around(self.spacing, quantum_nm);
        if let Some(channel) = self.occupant_at(quantum_nm) {
            return Err(CouplingProblem::Occupied { slot, channel });
        }
        let attenuation_db_km = attenuation.at(quantum_nm).map_err(CouplingProblem::Quantum)?;
        let couple = |(channel, classical): (usize, &super::ClassicalChannel)| {
            let nm = classical.wavelength.nm();
            let outside = |problem| CouplingProblem::Classical { channel, problem };
            let apart = Slot::nearest(self.spacing, classical.wavelength).n().abs_diff(slot.n());
            let isolations = self.demultiplexer.against(apart);
            Ok(Coupled {
                direction: classical.direction,
                wavelength_nm: nm,
                light: classical.light(),
                rho: self.effects.raman.cross_section(nm, quantum_nm).ok(),
                attenuation_db_km: attenuation.at(nm).map_err(outside)?,
                isolation: match classical.direction {
                    Direction::Forward => isolations.forward.get(),
                    Direction::Backward => isolations.backward.get(),
                },
                isolation_forward: isolations.forward.get(),
            })
        };
        let channels = self.channels.iter().enumerate().map(couple).collect::<Result<_, _>>()?;
        Ok(Coupling {
            attenuation_db_km,
            width_nm: channel_width_nm(quantum_nm, bandwidth.get()),
            quantum_nm,
            effects: self.effects,
            channels,
            mixing: mixing::into(slot, &self.channels, &self.effects),
        })
    }
}

impl Coupling {
    /// Cross-section ρ of all channels of a direction together, 1/(km nm): the mean over their light, each where it is fixed. None
    /// where there is no light, or one of them is not known.
    ///
    /// With equal attenuation, and all light fixed at the same end, one channel with all of it and this ρ makes the same noise.
    pub fn mean_rho(&self, direction: Direction) -> Option<f64> {
        let channels = || self.channels.iter().filter(|c| c.direction == direction);
        let light: f64 = channels().map(|c| c.light.hz).sum();
        // Contributions first: a sum of products could overflow where no contribution does.
        if light > 0.0 { channels().map(|c| Some(c.rho? * (c.light.hz / light))).sum() } else { None }
    }

    /// Products of four-wave mixing that fall into the slot of the quantum channel; none where γ is 0.
    pub fn mixing(&self) -> &[Mixing] {
        &self.mixing
    }

    /// Whether a longer fibre may weaken the noise more than the signal, so that there may be a key only from some length on: where
    /// launched light that leaks is attenuated more than the quantum light, and where four-wave mixing goes in and out of step.
    pub(crate) fn may_fade(&self) -> bool {
        let leaks = |c: &Coupled| c.light.launched && c.light.hz > 0.0 && c.isolation > 0.0;
        let fades = |c: &Coupled| c.direction == Direction::Forward && c.attenuation_db_km > self.attenuation_db_km;
        !self.mixing.is_empty() || self.channels.iter().any(|c| leaks(c) && fades(c))
    }

    /// Contribution of each classical channel to the noise at the end of a fibre.
    pub fn contributions(&self, length: Kilometres) -> impl Iterator<Item = Contribution> {
        self.contributions_at(length.get())
    }

    fn contributions_at(&self, length_km: f64) -> impl Iterator<Item = Contribution> {
        self.channels.iter().enumerate().map(move |(channel, c)| {
            let (a, b) = (per_km(c.attenuation_db_km), per_km(self.attenuation_db_km));
            let (hz, line) = (c.light.hz, self.effects.line);
            let effective_km = c.light.effective_km(c.direction, a, b, length_km, line);
            let at_demultiplexer = c.light.to_bob(c.direction, a, length_km, line);
            let launched_hz = product([hz, c.light.to_launched(a, length_km, line)]);
            Contribution {
                channel,
                direction: c.direction,
                rho: c.rho,
                attenuation_db_km: c.attenuation_db_km,
                isolation: c.isolation,
                isolation_forward: c.isolation_forward,
                raman_hz: product([hz, effective_km, c.rho.unwrap_or(0.0), self.width_nm]),
                crosstalk_hz: product([c.isolation, hz, at_demultiplexer]),
                floor_hz: self.floor_hz(c, launched_hz, length_km),
                returned_hz: self.returned_hz(c, launched_hz, a, length_km),
            }
        })
    }

    fn floor_hz(&self, c: &Coupled, launched_hz: f64, length_km: f64) -> f64 {
        let Effects { osnr: Some(osnr), floor_rejection, .. } = self.effects else { return 0.0 };
        if c.direction == Direction::Backward || launched_hz == 0.0 {
            return 0.0;
        }
        // The same power is more photons at a longer wavelength.
        let photons_hz = launched_hz * (self.quantum_nm / c.wavelength_nm);
        let osnr = 1.0 / transmittance(osnr.get(), 1.0);
        let transmittance = transmittance(self.attenuation_db_km, length_km) * self.effects.line.transmittance();
        ase::floor_hz(photons_hz, osnr, self.width_nm, transmittance, floor_rejection.get())
    }

    fn returned_hz(&self, c: &Coupled, launched_hz: f64, a: f64, length_km: f64) -> f64 {
        let (captured, reflectance) = (self.effects.rayleigh.get(), self.effects.reflectance.get());
        if c.direction == Direction::Forward || launched_hz == 0.0 || c.isolation_forward == 0.0 {
            return 0.0;
        }
        let returned = rayleigh::returned(captured, a, length_km) * self.effects.line.transmittance();
        if returned + reflectance == 0.0 {
            return 0.0;
        }
        rayleigh::back_hz(c.isolation_forward, launched_hz, returned, reflectance)
    }

    /// Photons at Bob from each product of [`Coupling::mixing`], 1/s.
    pub fn mixing_hz(&self, length: Kilometres) -> impl Iterator<Item = f64> {
        self.mixing_at(length.get())
    }

    fn mixing_at(&self, length_km: f64) -> impl Iterator<Item = f64> {
        let (a, line) = (per_km(self.attenuation_db_km), self.effects.line);
        let wave = move |i: usize| {
            let Some(c) = self.channels.get(i) else {
                return Wave { wavelength_nm: self.quantum_nm, launched_hz: 0.0 };
            };
            let launched_hz = product([c.light.hz, c.light.to_launched(per_km(c.attenuation_db_km), length_km, line)]);
            Wave { wavelength_nm: c.wavelength_nm, launched_hz }
        };
        let gamma = self.effects.gamma.get();
        // Each of three waves passes half of the line before it mixes, and what they make the other half.
        let passed = line.transmittance() * line.transmittance();
        self.mixing
            .iter()
            .map(move |one| passed * one.photons_hz(one.channels.map(wave), gamma, a, self.quantum_nm, length_km))
    }

    /// The noise at the end of a fibre: the sums of (10), (11), (13) and (14) over the classical channels, and what the effects add.
    pub fn noise(&self, length: Kilometres) -> Noise {
        self.noise_at(length.get())
    }

    /// As [`Coupling::noise`], for a number that is known to be a length in km.
    pub(crate) fn noise_at(&self, length_km: f64) -> Noise {
        let mut noise = Noise::default();
        for part in self.contributions_at(length_km) {
            let (raman, crosstalk) = match part.direction {
                Direction::Forward => (&mut noise.raman_forward_hz, &mut noise.crosstalk_forward_hz),
                Direction::Backward => (&mut noise.raman_backward_hz, &mut noise.crosstalk_backward_hz),
            };
            *raman += part.raman_hz;
            *crosstalk += part.crosstalk_hz;
            noise.floor_hz += part.floor_hz;
            noise.returned_hz += part.returned_hz;
        }
        // Not `sum`, which is −0 of nothing.
        noise.four_wave_mixing_hz = self.mixing_at(length_km).fold(0.0, |sum, hz| sum + hz);
        noise.raman_unknown = self.channels.iter().any(|c| c.rho.is_none() && c.light.hz > 0.0);
        noise
    }
}
