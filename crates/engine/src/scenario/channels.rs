//! Classical channels by wavelength as a part of what is set, in place of the two equal ones that the parameters describe.

mod editing;

pub use editing::{EIGHT_EACH_WAY, Which};

use super::checked::Scenario;
use crate::link::channel_plan::{
    ChannelPlan, ClassicalChannel, CouplingProblem, Demultiplexer, Placement, PlanProblems, Spacing, TextProblem,
    TextReason, extent_nm, read_channels, read_place, write_channels, write_place,
};
use crate::link::fibre::Band;
use crate::link::spectrum::{Attenuation, Wavelength};
use numbers::units::DecibelsPerKilometre;
use serde::{Deserialize, Serialize};

const CHANNELS: &str = "channels";
const QUANTUM: &str = "quantum";
const SPACING: &str = "spacing";
const FIBRE: &str = "fibre";
const MEASURED: &str = "measured";

/// Classical channels by wavelength and the place of the quantum channel among them; they fit together.
///
/// How well the quantum channel is isolated from them, and the loss of a fibre whose loss was not measured by wavelength, are
/// parameters like any other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Channels {
    channels: Vec<ClassicalChannel>,
    spacing: Spacing,
    quantum: Wavelength,
    measured: bool,
}

/// Why channels are incompatible, or cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChannelsProblem {
    /// Channels that cannot be read.
    #[error("{}", .0.iter().map(TextProblem::to_string).collect::<Vec<_>>().join("; "))]
    Text(Vec<TextProblem>),
    /// A place of the quantum channel that cannot be read.
    #[error("quantum channel “{text}”: {reason}")]
    Quantum {
        /// The text as given.
        text: String,
        /// The reason.
        reason: TextReason,
    },
    /// Channels that a fibre cannot carry together.
    #[error(transparent)]
    Plan(#[from] PlanProblems),
    /// The quantum channel has no place there, or nothing is known of it.
    #[error(transparent)]
    Coupling(#[from] CouplingProblem),
    /// A word that is none of the known ones.
    #[error("“{0}” is not one of: {1}")]
    NotAWord(String, &'static str),
    /// A property of channels, without channels.
    #[error("has no meaning without channels")]
    NoChannels,
}

impl Channels {
    /// Names that a channel plan adds to an address.
    pub const NAMES: [&str; 4] = [CHANNELS, QUANTUM, SPACING, FIBRE];

    /// These channels with the quantum channel at this wavelength. `measured` takes the attenuation of all of them from the
    /// measured curve instead of the parameter α.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: two in one slot, the quantum channel in the slot of another, or a table that does not reach.
    pub fn new(
        channels: Vec<ClassicalChannel>,
        spacing: Spacing,
        quantum: Wavelength,
        measured: bool,
    ) -> Result<Channels, ChannelsProblem> {
        let plan = ChannelPlan::new(spacing, Demultiplexer::default(), channels)?;
        let channels = Channels { channels: plan.channels().to_vec(), spacing, quantum, measured };
        // Whether it fails depends neither on the isolation nor on the value of a flat attenuation.
        let flat = DecibelsPerKilometre::try_from(1.0).ok().filter(|_| !measured);
        Placement::new(plan, quantum, flat.map_or(MEASURED_FIBRE, Attenuation::Flat))?;
        Ok(channels)
    }

    /// The classical channels.
    pub fn channels(&self) -> &[ClassicalChannel] {
        &self.channels
    }

    /// The grid of the multiplexers.
    pub const fn spacing(&self) -> Spacing {
        self.spacing
    }

    /// Wavelength of the quantum channel.
    pub const fn quantum(&self) -> Wavelength {
        self.quantum
    }

    /// Whether the attenuation is the measured one by wavelength.
    pub const fn is_measured(&self) -> bool {
        self.measured
    }

    /// Whether the quantum channel lies in this band.
    pub fn is_in(&self, band: Band) -> bool {
        let (low, high) = extent_nm(band);
        (low..=high).contains(&self.quantum.nm())
    }

    /// The attenuation of the fibre of this link.
    pub fn attenuation(&self, scenario: &Scenario) -> Attenuation {
        if self.measured { MEASURED_FIBRE } else { scenario.flat_attenuation() }
    }

    /// The channels as a plan, with the isolation and the effects of this link.
    pub fn plan(&self, scenario: &Scenario) -> ChannelPlan {
        let Ok(plan) = ChannelPlan::new(self.spacing, scenario.demultiplexer(), self.channels.clone()) else {
            unreachable!("the channels were found to fit together")
        };
        plan.with_effects(scenario.plan_effects())
    }

    /// The quantum channel among the classical channels.
    pub(super) fn placement(&self, scenario: &Scenario) -> Placement {
        let attenuation = self.attenuation(scenario);
        let Ok(placed) = Placement::new(self.plan(scenario), self.quantum, attenuation) else {
            unreachable!("the quantum channel was found to have its place")
        };
        placed
    }

    /// Names and values in an address.
    pub(super) fn write(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![(CHANNELS, write_channels(&self.channels)), (QUANTUM, write_place(self.quantum.nm()))];
        if self.spacing != Spacing::Ghz100 {
            pairs.push((SPACING, self.spacing.ghz().to_string()));
        }
        if self.measured {
            pairs.push((FIBRE, MEASURED.to_owned()));
        }
        pairs
    }

    /// Reads what [`Channels::write`] writes; none where nothing is said of channels. `value` gives the text of a name; a quantum channel
    /// without a place is where the paper has that of the band.
    ///
    /// # Errors
    /// The name that is blamed, and why.
    pub(super) fn read<'a>(
        band: Band,
        value: impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Option<Channels>, (&'static str, ChannelsProblem)> {
        let Some(channels) = value(CHANNELS) else {
            return match Channels::NAMES.into_iter().find(|name| value(name).is_some()) {
                Some(name) => Err((name, ChannelsProblem::NoChannels)),
                None => Ok(None),
            };
        };
        let channels = read_channels(channels).map_err(|problems| (CHANNELS, ChannelsProblem::Text(problems)))?;
        let quantum = value(QUANTUM).unwrap_or(default_quantum(band));
        let quantum = read_place(quantum)
            .map_err(|reason| (QUANTUM, ChannelsProblem::Quantum { text: quantum.to_owned(), reason }))?;
        let word = |name, text: &str, words| (name, ChannelsProblem::NotAWord(text.to_owned(), words));
        let spacing = match value(SPACING) {
            None => Spacing::Ghz100,
            Some(text) => (Spacing::ALL.into_iter().find(|one| one.ghz().to_string() == text))
                .ok_or_else(|| word(SPACING, text, "50, 100, 200"))?,
        };
        let measured = match value(FIBRE) {
            None | Some("flat") => false,
            Some(MEASURED) => true,
            Some(text) => return Err(word(FIBRE, text, "flat, measured")),
        };
        Channels::new(channels, spacing, quantum, measured).map(Some).map_err(|problem| (CHANNELS, problem))
    }
}

/// Where the paper has its quantum channel: beside [`PAPERS_PLAN`](crate::link::channel_plan::PAPERS_PLAN), or at the zero-dispersion
/// wavelength of the O band, nm.
const fn default_quantum(band: Band) -> &'static str {
    match band {
        Band::C => "C34",
        Band::O => "1310",
    }
}

const MEASURED_FIBRE: Attenuation = Attenuation::Measured { at_1550_nm: None };

/// Channels as they come in a message, before they are checked.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    channels: Vec<ClassicalChannel>,
    spacing: Spacing,
    quantum: Wavelength,
    measured: bool,
}

impl TryFrom<Unchecked> for Channels {
    type Error = ChannelsProblem;
    fn try_from(unchecked: Unchecked) -> Result<Channels, ChannelsProblem> {
        Channels::new(unchecked.channels, unchecked.spacing, unchecked.quantum, unchecked.measured)
    }
}

impl From<Channels> for Unchecked {
    fn from(Channels { channels, spacing, quantum, measured }: Channels) -> Unchecked {
        Unchecked { channels, spacing, quantum, measured }
    }
}
