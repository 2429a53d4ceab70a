//! A quantum channel among the classical channels of a plan, checked once for all lengths.

use super::{ChannelPlan, Coupling, CouplingProblem};
use crate::link::spectrum::{Attenuation, Wavelength};
use numbers::units::RadiansPerSecond;
use serde::{Deserialize, Serialize};

/// A quantum channel in a free place of a plan, where all that couples to it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Placement {
    plan: ChannelPlan,
    quantum: Wavelength,
    attenuation: Attenuation,
}

/// The width of the quantum channel changes how much light reaches it, and nothing in whether that is known.
const ANY_BANDWIDTH_RAD_S: f64 = 1.0;

impl Placement {
    /// A quantum channel of this wavelength beside the channels of the plan.
    ///
    /// # Errors
    /// [`CouplingProblem`]: a classical channel is there already, or a table does not reach.
    ///
    /// ```
    /// use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Placement, Spacing, read_channels};
    /// use engine::link::spectrum::Attenuation;
    ///
    /// let channels = read_channels(PAPERS_PLAN).unwrap();
    /// let plan = ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), channels).unwrap();
    /// let fibre = Attenuation::Flat(0.2.try_into().unwrap());
    /// let placed = Placement::new(plan.clone(), 1550.12.try_into().unwrap(), fibre).unwrap();
    /// assert_eq!(placed.coupling(3e11.try_into().unwrap()).attenuation_db_km, 0.2);
    /// assert!(Placement::new(plan, 1551.72.try_into().unwrap(), fibre).is_err());
    /// ```
    pub fn new(plan: ChannelPlan, quantum: Wavelength, attenuation: Attenuation) -> Result<Placement, CouplingProblem> {
        // Not `expect`: it would bring the text of an error into workers that never write one.
        let Ok(bandwidth) = RadiansPerSecond::try_from(ANY_BANDWIDTH_RAD_S) else {
            unreachable!("a bandwidth may be 1 rad/s")
        };
        plan.coupling(quantum, attenuation, bandwidth)?;
        Ok(Placement { plan, quantum, attenuation })
    }

    /// The classical channels.
    pub const fn plan(&self) -> &ChannelPlan {
        &self.plan
    }

    /// Wavelength of the quantum channel.
    pub const fn quantum(&self) -> Wavelength {
        self.quantum
    }

    /// Attenuation of the fibre, for all channels.
    pub const fn attenuation(&self) -> Attenuation {
        self.attenuation
    }

    /// Coupling of the classical channels to the quantum channel, for its bandwidth σ_f \[rad/s\].
    pub fn coupling(&self, bandwidth: RadiansPerSecond) -> Coupling {
        let Ok(coupling) = self.plan.coupling(self.quantum, self.attenuation, bandwidth) else {
            unreachable!("what can fail does not depend on the bandwidth and was tried when the placement was made")
        };
        coupling
    }
}

/// A placement as it comes in a message, before it is checked.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    plan: ChannelPlan,
    quantum: Wavelength,
    attenuation: Attenuation,
}

impl TryFrom<Unchecked> for Placement {
    type Error = CouplingProblem;
    fn try_from(placement: Unchecked) -> Result<Placement, CouplingProblem> {
        Placement::new(placement.plan, placement.quantum, placement.attenuation)
    }
}

impl From<Placement> for Unchecked {
    fn from(Placement { plan, quantum, attenuation }: Placement) -> Unchecked {
        Unchecked { plan, quantum, attenuation }
    }
}
