//! Light of the classical channels at Bob, as photons per second in the quantum channel.

use super::{ChannelPlan, Direction, Slot};
use crate::link::fibre::per_km;
use crate::link::raman::channel_width_nm;
use crate::link::spectrum::{Attenuation, OutsideTable, Wavelength, raman_cross_section};
use numbers::units::{Kilometres, RadiansPerSecond};
use serde::{Deserialize, Serialize};

/// Photons per second at Bob scattered from a co-propagating signal of another wavelength, 1/s.
///
/// $$ n = n_{CC} f_b\,\rho\,\Delta\lambda\,e^{a_c L} \int_0^L e^{-a_c z} e^{-a_q (L-z)} dz
///      = n_{CC} f_b\,\rho\,\Delta\lambda\,\frac{e^{(a_c - a_q)L} - 1}{a_c - a_q} $$
/// Received classical photons n_CC f_b \[1/s\], a = α ln 10/10 \[1/km\] of the classical and of the quantum wavelength,
/// α \[dB/km\] > 0, L \[km\] ≥ 0, ρ \[1/(km nm)\], Δλ \[nm\]. Source: the derivation above; for equal attenuation it is (10) of
/// the paper.
///
/// ```
/// use engine::link::channel_plan::raman_forward;
/// use engine::link::raman::forward;
/// assert_eq!(raman_forward(1e13, (0.2, 0.2), 50.0, 1.5e-9, 0.4), forward(1e13, 50.0, 1.5e-9, 0.4));
/// // A quantum channel in the O band loses more of what is scattered early.
/// assert!((raman_forward(1e13, (0.2, 0.35), 50.0, 1.5e-9, 0.4) / 1.4282e5 - 1.0).abs() < 1e-4);
/// ```
pub fn raman_forward(received_hz: f64, alpha_db_km: (f64, f64), length_km: f64, rho: f64, width_nm: f64) -> f64 {
    product([received_hz, forward_length(alpha_db_km, length_km), rho, width_nm])
}

/// Photons per second at Bob scattered from a counter-propagating signal of another wavelength, 1/s.
///
/// $$ n = n_{CC} f_b\,\rho\,\Delta\lambda\,e^{a_c L} \int_0^L e^{-(a_c + a_q) z} dz
///      = n_{CC} f_b\,\rho\,\Delta\lambda\,\frac{e^{a_c L} - e^{-a_q L}}{a_c + a_q} $$
/// Symbols as in [`raman_forward`], z from Bob. Source: the derivation above; for equal attenuation it is (11) of the paper.
///
/// ```
/// use engine::link::channel_plan::raman_backward;
/// use engine::link::fibre::transmittance;
/// use engine::link::raman::backward;
/// let equal = raman_backward(1e13, (0.2, 0.2), 50.0, 1.5e-9, 0.4);
/// assert!((equal / backward(1e13, 0.2, transmittance(0.2, 50.0), 1.5e-9, 0.4) - 1.0).abs() < 1e-13);
/// ```
pub fn raman_backward(received_hz: f64, alpha_db_km: (f64, f64), length_km: f64, rho: f64, width_nm: f64) -> f64 {
    product([received_hz, backward_length(alpha_db_km, length_km), rho, width_nm])
}

/// Length of fibre whose scattering, undiminished, makes the same forward noise for the same received power, km.
fn forward_length((classical, quantum): (f64, f64), length_km: f64) -> f64 {
    let x = (per_km(classical) - per_km(quantum)) * length_km;
    // exp_m1 keeps the digits where both attenuations are nearly equal; beyond 709 it overflows, and ∞/∞ is no number.
    let growth = match x {
        0.0 => 1.0,
        x if x > 709.0 => f64::INFINITY,
        x => x.exp_m1() / x,
    };
    product([length_km, growth])
}

/// The same for backward noise, km.
fn backward_length((classical, quantum): (f64, f64), length_km: f64) -> f64 {
    let (a_c, a_q) = (per_km(classical), per_km(quantum));
    // e^x - 1 and 1 - e^-x are both positive: nothing cancels, and a short fibre keeps its digits.
    ((a_c * length_km).exp_m1() - (-a_q * length_km).exp_m1()) / (a_c + a_q)
}

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
}

impl Noise {
    /// All of it, 1/s.
    pub fn total_hz(&self) -> f64 {
        self.raman_forward_hz + self.raman_backward_hz + self.crosstalk_forward_hz + self.crosstalk_backward_hz
    }
}

/// Contribution of one classical channel to the noise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Its index in the plan.
    pub channel: usize,
    /// Which way it runs.
    pub direction: Direction,
    /// Cross-section ρ from its wavelength to that of the quantum channel, 1/(km nm).
    pub rho: f64,
    /// Attenuation at its wavelength, dB/km.
    pub attenuation_db_km: f64,
    /// Isolation factor ζ of the demultiplexer against it.
    pub isolation: f64,
    /// Photons at Bob from Raman scattering, 1/s.
    pub raman_hz: f64,
    /// Photons at Bob from crosstalk, 1/s.
    pub crosstalk_hz: f64,
}

/// Coupling of every channel of a plan to one quantum channel: everything that does not depend on the length.
#[derive(Debug, Clone, PartialEq)]
pub struct Coupling {
    /// Attenuation at the quantum wavelength, dB/km.
    pub attenuation_db_km: f64,
    /// Width Δλ of the quantum channel, nm, (12).
    pub width_nm: f64,
    channels: Vec<Coupled>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Coupled {
    direction: Direction,
    received_hz: f64,
    rho: f64,
    attenuation_db_km: f64,
    isolation: f64,
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
            let beside = Slot::nearest(self.spacing, classical.wavelength).n().abs_diff(slot.n()) == 1;
            let isolations = self.demultiplexer.neighbour.filter(|_| beside).unwrap_or(self.demultiplexer.every);
            Ok(Coupled {
                direction: classical.direction,
                received_hz: classical.received_hz(),
                rho: raman_cross_section(nm, quantum_nm).map_err(outside)?,
                attenuation_db_km: attenuation.at(nm).map_err(outside)?,
                isolation: match classical.direction {
                    Direction::Forward => isolations.forward.get(),
                    Direction::Backward => isolations.backward.get(),
                },
            })
        };
        let channels = self.channels.iter().enumerate().map(couple).collect::<Result<_, _>>()?;
        Ok(Coupling { attenuation_db_km, width_nm: channel_width_nm(quantum_nm, bandwidth.get()), channels })
    }
}

impl Coupling {
    /// Cross-section ρ of all channels of a direction together, 1/(km nm): the mean over the light that their receivers get. None
    /// where there is no light.
    ///
    /// With equal attenuation one channel with all the light and this ρ makes the same noise.
    pub fn mean_rho(&self, direction: Direction) -> Option<f64> {
        let channels = || self.channels.iter().filter(|c| c.direction == direction);
        let light: f64 = channels().map(|c| c.received_hz).sum();
        // Contributions first: a sum of products could overflow where no contribution does.
        (light > 0.0).then(|| channels().map(|c| c.rho * (c.received_hz / light)).sum())
    }

    /// Contribution of each classical channel to the noise at the end of a fibre.
    pub fn contributions(&self, length: Kilometres) -> impl Iterator<Item = Contribution> {
        self.contributions_at(length.get())
    }

    fn contributions_at(&self, length_km: f64) -> impl Iterator<Item = Contribution> {
        self.channels.iter().enumerate().map(move |(channel, c)| {
            let alpha = (c.attenuation_db_km, self.attenuation_db_km);
            let (raman, launched) = match c.direction {
                Direction::Forward => (raman_forward as fn(_, _, _, _, _) -> _, 1.0),
                // Launched beside Bob's demultiplexer, stronger than received by the loss of the fibre at its wavelength.
                Direction::Backward => (raman_backward as _, (per_km(c.attenuation_db_km) * length_km).exp()),
            };
            Contribution {
                channel,
                direction: c.direction,
                rho: c.rho,
                attenuation_db_km: c.attenuation_db_km,
                isolation: c.isolation,
                raman_hz: raman(c.received_hz, alpha, length_km, c.rho, self.width_nm),
                crosstalk_hz: product([c.isolation, c.received_hz, launched]),
            }
        })
    }

    /// The noise at the end of a fibre: the sums of (10), (11), (13) and (14) over the classical channels.
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
        }
        noise
    }
}
