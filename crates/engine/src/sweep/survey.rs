//! A quantum channel in each free slot of the grid: what it would meet there, and what key it would make.

use super::outcome::{Outcome, TooLong, outcome};
use super::reach::{Reach, reach};
use crate::link::channel_plan::{ChannelPlan, CouplingProblem, Direction, Slot};
use crate::link::spectrum::{Attenuation, Wavelength};
use crate::scenario::Scenario;
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Key rates that differ by less, relatively, are the same.
const SETTLED: f64 = 1e-9;

/// Free slots that are to be tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyRequest {
    /// The link. The slots are those of its band; its own channel plan is ignored.
    pub scenario: Scenario,
    /// The classical channels.
    pub plan: ChannelPlan,
    /// Attenuation of the fibre, for all channels.
    pub attenuation: Attenuation,
    /// The length at which the key rate is computed.
    pub length: Kilometres,
    /// Which of the [free slots](ChannelPlan::free_slots) are tried: all, or some of them, so that several workers share them.
    pub block: Range<usize>,
}

/// A free slot, and what is found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Surveyed {
    /// The slot.
    pub slot: Slot,
    /// Noise and performance of a quantum channel in the slot; the problem where a table does not reach.
    pub found: Result<InSlot, CouplingProblem>,
}

/// Noise and performance of a quantum channel in a slot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InSlot {
    /// Attenuation in the slot, dB/km.
    pub attenuation_db_km: f64,
    /// Raman cross-section ρ, mean over the co-propagating light, 1/(km nm); none without any.
    pub rho_forward: Option<f64>,
    /// The same over the counter-propagating light.
    pub rho_backward: Option<f64>,
    /// Every term at the distance that was asked for.
    pub outcome: Outcome,
    /// The reach.
    pub reach: Reach,
}

impl InSlot {
    /// Photons of the classical channels at Bob, 1/s.
    pub fn noise_hz(&self) -> f64 {
        self.outcome.classical_hz()
    }

    /// Secret key rate, bit/s; 0 where there is no key.
    pub fn key_rate_bit_s(&self) -> f64 {
        self.outcome.key_rate_bit_s().unwrap_or(0.0)
    }

    /// The reach, km; infinite if it is unlimited.
    pub fn reach_km(&self) -> f64 {
        self.reach.km().unwrap_or(f64::INFINITY)
    }

    /// More is better: the key rate, and where there is none the reach.
    pub fn score(&self) -> (f64, f64) {
        (self.key_rate_bit_s(), self.reach_km())
    }

    /// Whether it is better by more than what the search for the optimum leaves open.
    pub fn beats(&self, other: &InSlot) -> bool {
        let more = |a: f64, b: f64| a > b * (1.0 + SETTLED);
        let ((rate, reach), (other_rate, other_reach)) = (self.score(), other.score());
        more(rate, other_rate) || rate == other_rate && more(reach, other_reach)
    }
}

impl SurveyRequest {
    /// The request in parts of `slots` slots; together they try the same slots in the same order.
    pub fn blocks(&self, slots: usize) -> impl Iterator<Item = SurveyRequest> {
        let end = self.block.end.min(self.plan.free_slots(self.scenario.band).count());
        let starts = (self.block.start..end).step_by(slots.max(1));
        starts.map(move |start| SurveyRequest { block: start..(start + slots.max(1)).min(end), ..self.clone() })
    }
}

/// Tries each free slot of a block, by rising wavelength.
///
/// # Errors
/// [`TooLong`]: the distance is above [`MAX_LENGTH_KM`](super::MAX_LENGTH_KM).
///
/// ```
/// use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, read_channels};
/// use engine::link::spectrum::Attenuation;
/// use engine::scenario::Scenario;
/// use engine::sweep::{SurveyRequest, ranked, survey};
///
/// let channels = read_channels(PAPERS_PLAN).unwrap();
/// let scenario = Scenario::default();
/// let surveyed = survey(&SurveyRequest {
///     plan: ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), channels).unwrap(),
///     attenuation: Attenuation::Flat(scenario.attenuation),
///     length: 50.0.try_into().unwrap(),
///     block: 0..usize::MAX,
///     scenario,
/// })
/// .unwrap();
/// let best = ranked(&surveyed)[0];
/// assert_eq!((surveyed.len(), best.slot.to_string().as_str()), (42, "C36"));
/// assert!((best.found.as_ref().unwrap().reach_km() - 98.098).abs() < 1e-3);
/// ```
pub fn survey(request: &SurveyRequest) -> Result<Vec<Surveyed>, TooLong> {
    let SurveyRequest { scenario, plan, block, .. } = request;
    let slots = plan.free_slots(scenario.band).skip(block.start).take(block.len());
    slots.map(|slot| Ok(Surveyed { slot, found: in_slot(request, slot)? })).collect()
}

fn in_slot(request: &SurveyRequest, slot: Slot) -> Result<Result<InSlot, CouplingProblem>, TooLong> {
    let SurveyRequest { scenario, plan, attenuation, length, .. } = request;
    let Ok(quantum) = Wavelength::try_from(slot.wavelength_nm()) else {
        unreachable!("both bands lie inside 1200 to 1820 nm")
    };
    // A slot must not be the best one because its noise is not known.
    if let Some(problem) = plan.unknown_raman(quantum) {
        return Ok(Err(problem));
    }
    let coupling = match plan.coupling(quantum, *attenuation, scenario.noise_bandwidth()) {
        Ok(coupling) => coupling,
        Err(problem) => return Ok(Err(problem)),
    };
    let scenario = match scenario.clone().with_channel_plan(plan.clone(), quantum, *attenuation) {
        Ok(scenario) => scenario,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(Ok(InSlot {
        attenuation_db_km: coupling.attenuation_db_km,
        rho_forward: coupling.mean_rho(Direction::Forward),
        rho_backward: coupling.mean_rho(Direction::Backward),
        outcome: outcome(&scenario, *length)?,
        reach: reach(&scenario),
    }))
}

/// The slots in which there is a key, here or on a shorter fibre: the one with the largest key rate first, and where there is none
/// here, the one with the longest reach. Of several that are alike the first stays first.
pub fn ranked(surveyed: &[Surveyed]) -> Vec<&Surveyed> {
    let score = |one: &Surveyed| one.found.as_ref().map_or((0.0, 0.0), InSlot::score);
    let mut ranked: Vec<&Surveyed> = surveyed.iter().filter(|one| score(one) > (0.0, 0.0)).collect();
    ranked.sort_by(|a, b| score(b).partial_cmp(&score(a)).unwrap_or(std::cmp::Ordering::Equal));
    ranked
}
