//! The classical channels that share the fibre with the quantum channel, and their light at Bob's detectors.
//!
//! The paper has one classical channel in each direction and one cross-section for both. Here there is any number of them, each
//! with its wavelength, direction, rate and [`Power`]; cross-section and attenuation follow from the wavelengths
//! ([`spectrum`](super::spectrum)). More noise than the paper's is counted where the [`Effects`] give it numbers.
//!
//! A [`ChannelPlan`] and a wavelength make a [`Coupling`]; that and a length make the terms of the [`Noise`]. A
//! [`Placement`] keeps both for a link, so that it cannot fail later.
//! [`ChannelPlan::noise_spectrum`] does so for every free slot of the [`grid`](Slot), [`best_slot`] chooses one.
//!
//! ```
//! use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, quietest, read_channels};
//! use engine::link::fibre::Band;
//! use engine::link::spectrum::Attenuation;
//! use numbers::units::RadiansPerSecond;
//!
//! let channels = read_channels(PAPERS_PLAN).unwrap();
//! let plan = ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), channels).unwrap();
//! let filter = RadiansPerSecond::try_from(std::f64::consts::TAU * 50e9).unwrap();
//! let fibre = Attenuation::Measured { at_1550_nm: None };
//! let spectrum = plan.noise_spectrum(Spacing::Ghz100.slots(Band::C), fibre, filter, 50.0.try_into().unwrap()).unwrap();
//! assert_eq!(spectrum.len(), 42);
//! assert_eq!(quietest(&spectrum).unwrap().slot.to_string(), "C36");
//! ```

mod effects;
mod grid;
mod line_loss;
mod mixing;
mod noise;
mod placement;
mod power;
mod search;
mod text;

pub use effects::Effects;
pub use grid::{NoSuchSlot, Slot, Spacing, extent_nm};
pub use line_loss::LineLoss;
pub use mixing::Mixing;
pub use noise::{Contribution, Coupling, CouplingProblem, Noise};
pub use placement::Placement;
pub use power::{Light, Power, Powers, dbm, photons_hz};
pub use search::{SlotNoise, best_slot, quietest};
pub use text::{
    PAPERS_PLAN, TextProblem, TextReason, read_channels, read_place, read_power, write_channels, write_place,
    write_power,
};

use super::spectrum::Wavelength;
use numbers::units::{BitsPerSecond, Isolation};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most classical channels in a plan: more than any band has slots.
pub const MAX_CHANNELS: usize = 200;

/// Which way a classical signal runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// From Alice to Bob, with the quantum signal.
    Forward,
    /// From Bob to Alice, against it.
    Backward,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        })
    }
}

/// A classical signal on the fibre.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ClassicalChannel {
    /// Its wavelength.
    pub wavelength: Wavelength,
    /// Which way it runs.
    pub direction: Direction,
    /// Bit rate f_b.
    pub bit_rate: BitsPerSecond,
    /// Its power.
    pub power: Power,
}

/// Isolation factors ζ for the two directions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Isolations {
    /// ζ_for, against signals that run with the quantum signal.
    pub forward: Isolation,
    /// ζ_back, against signals that run against it.
    pub backward: Isolation,
}

/// Leakage of the demultiplexer from the other channels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Demultiplexer {
    /// From every classical channel: the paper's ζ_for and ζ_back.
    pub every: Isolations,
    /// From a classical channel in the slot beside the quantum channel, where that is less well isolated.
    pub neighbour: Option<Isolations>,
    /// From a classical channel two slots from the quantum channel, where that is isolated otherwise.
    pub second: Option<Isolations>,
}

impl Demultiplexer {
    /// From a classical channel this number of slots from the quantum channel.
    pub fn against(&self, slots: u32) -> Isolations {
        let other = match slots {
            1 => self.neighbour,
            2 => self.second,
            _ => None,
        };
        other.unwrap_or(self.every)
    }
}

impl Default for Demultiplexer {
    /// The paper's 1e-7 from every channel.
    fn default() -> Demultiplexer {
        let isolation = Isolation::try_from(1e-7).expect("1e-7 is between 0 and 1");
        Demultiplexer { every: Isolations { forward: isolation, backward: isolation }, neighbour: None, second: None }
    }
}

/// The classical channels on a fibre, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct ChannelPlan {
    spacing: Spacing,
    demultiplexer: Demultiplexer,
    effects: Effects,
    channels: Vec<ClassicalChannel>,
}

/// Why channels do not make a plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PlanProblem {
    /// More of them than are computed.
    #[error("{count} classical channels are more than the {MAX_CHANNELS} that are computed")]
    TooMany {
        /// Their number.
        count: usize,
    },
    /// Two that a multiplexer cannot carry both.
    #[error(
        "channels {} and {} both run {direction} in slot {slot} of the {} GHz grid: move one of them or turn it around",
        .first + 1, .second + 1, slot.spacing().ghz()
    )]
    SameSlot {
        /// Index of the one.
        first: usize,
        /// Index of the other.
        second: usize,
        /// Their slot.
        slot: Slot,
        /// Their direction.
        direction: Direction,
    },
}

/// Every reason why channels do not make a plan; one at least.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", .0.iter().map(PlanProblem::to_string).collect::<Vec<_>>().join("; "))]
pub struct PlanProblems(pub Vec<PlanProblem>);

impl ChannelPlan {
    /// A plan of these channels; an empty one is a dark fibre.
    ///
    /// # Errors
    /// [`PlanProblems`]: more than [`MAX_CHANNELS`], or two channels of the same direction in one slot.
    pub fn new(
        spacing: Spacing,
        demultiplexer: Demultiplexer,
        channels: Vec<ClassicalChannel>,
    ) -> Result<ChannelPlan, PlanProblems> {
        if channels.len() > MAX_CHANNELS {
            return Err(PlanProblems(vec![PlanProblem::TooMany { count: channels.len() }]));
        }
        let place = |channel: &ClassicalChannel| (Slot::nearest(spacing, channel.wavelength), channel.direction);
        let clash = |(second, channel): (usize, &ClassicalChannel)| {
            let (slot, direction) = place(channel);
            let first = channels[..second].iter().position(|other| place(other) == (slot, direction))?;
            Some(PlanProblem::SameSlot { first, second, slot, direction })
        };
        let problems: Vec<PlanProblem> = channels.iter().enumerate().filter_map(clash).collect();
        if problems.is_empty() {
            Ok(ChannelPlan { spacing, demultiplexer, effects: Effects::default(), channels })
        } else {
            Err(PlanProblems(problems))
        }
    }

    /// The same plan with these effects.
    pub fn with_effects(self, effects: Effects) -> ChannelPlan {
        ChannelPlan { effects, ..self }
    }

    /// What is counted beside crosstalk.
    pub const fn effects(&self) -> &Effects {
        &self.effects
    }

    /// The classical channels.
    pub fn channels(&self) -> &[ClassicalChannel] {
        &self.channels
    }

    /// The grid of the multiplexers.
    pub const fn spacing(&self) -> Spacing {
        self.spacing
    }

    /// The isolation of the demultiplexer.
    pub const fn demultiplexer(&self) -> Demultiplexer {
        self.demultiplexer
    }

    /// Index of a classical channel, of either direction, in the slot that a wavelength lies in; none if the slot is free.
    pub fn occupant(&self, wavelength: Wavelength) -> Option<usize> {
        self.occupant_at(wavelength.nm())
    }

    fn occupant_at(&self, wavelength_nm: f64) -> Option<usize> {
        let slot = Slot::around(self.spacing, wavelength_nm);
        self.channels.iter().position(|channel| Slot::nearest(self.spacing, channel.wavelength) == slot)
    }
}

/// A plan as it comes in a message, before it is checked.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    spacing: Spacing,
    demultiplexer: Demultiplexer,
    effects: Effects,
    channels: Vec<ClassicalChannel>,
}

impl TryFrom<Unchecked> for ChannelPlan {
    type Error = PlanProblems;
    fn try_from(plan: Unchecked) -> Result<ChannelPlan, PlanProblems> {
        Ok(ChannelPlan::new(plan.spacing, plan.demultiplexer, plan.channels)?.with_effects(plan.effects))
    }
}

impl From<ChannelPlan> for Unchecked {
    fn from(ChannelPlan { spacing, demultiplexer, effects, channels }: ChannelPlan) -> Unchecked {
        Unchecked { spacing, demultiplexer, effects, channels }
    }
}
