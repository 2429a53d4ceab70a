//! Plan of an uncertainty analysis: the checked request, with everything known before the first sample.

use super::device::Optimise;
use super::distances::Distances;
use super::draw::SampleDesign;
use super::left_out::LeftOut;
use super::points::MOST_POINTS;
use super::problem::{SpreadProblem, UncertaintyProblem};
use super::spread::Spread;
use super::study::Study;
use crate::scenario::{Key, Scenario, Settings};
use crate::sweep::{MAX_LENGTH_KM, Reach, TooLong};
use numbers::units::Kilometres;

/// Smallest number of samples; standard errors are estimated from eighths of them.
pub const MIN_SAMPLES: u32 = 64;
/// Largest number of samples: the length of the quasi-random sequence.
pub const MAX_SAMPLES: u32 = MOST_POINTS;
/// Largest number of key rates that are stored, samples times distances: 128 MB.
const MAX_RATES: usize = 1 << 24;

/// A link with uncertain parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyRequest {
    /// The link; its numbers are the centres of the laws.
    pub settings: Settings,
    /// The uncertain parameters with their laws, independent of each other.
    pub spreads: Vec<Spread>,
    /// Number of samples, a power of two from [`MIN_SAMPLES`] to [`MAX_SAMPLES`].
    pub samples: u32,
    /// Seed: equal seeds give equal samples.
    pub seed: u32,
    /// Whether what is optimised is optimised for each sample, or kept.
    pub optimise: Optimise,
    /// Distances at which the key rate is computed.
    pub distances: Distances,
}

impl UncertaintyRequest {
    /// These spreads with 1024 samples, seed 1 and about 60 fitting distances, everything optimised for each sample.
    pub fn new(settings: Settings, spreads: Vec<Spread>) -> UncertaintyRequest {
        let (optimise, distances) = (Optimise::Anew, Distances::Fitting(60));
        UncertaintyRequest { settings, spreads, samples: 1024, seed: 1, optimise, distances }
    }

    /// All problems that are apparent before the first sample.
    pub fn problems(&self) -> Vec<UncertaintyProblem> {
        let settings = Scenario::try_from(&self.settings).err().map(UncertaintyProblem::Settings);
        let samples = self.samples;
        let number = !samples.is_power_of_two() || !(MIN_SAMPLES..=MAX_SAMPLES).contains(&samples);
        let number = number.then_some(UncertaintyProblem::Samples { samples, min: MIN_SAMPLES, max: MAX_SAMPLES });
        [settings, self.problem_of_spreads(), number, self.problem_of_distances()].into_iter().flatten().collect()
    }

    fn problem_of_spreads(&self) -> Option<UncertaintyProblem> {
        if self.spreads.is_empty() {
            return Some(UncertaintyProblem::NothingVaries);
        }
        let problem = |(i, spread): (usize, &Spread)| -> Option<(Key, SpreadProblem)> {
            if self.spreads[..i].iter().any(|other| other.key == spread.key) {
                return Some((spread.key, SpreadProblem::Twice));
            }
            spread.distribution(&self.settings).err().map(|problem| (spread.key, problem))
        };
        let problems: Vec<_> = self.spreads.iter().enumerate().filter_map(problem).collect();
        (!problems.is_empty()).then_some(UncertaintyProblem::Spreads(problems))
    }

    fn problem_of_distances(&self) -> Option<UncertaintyProblem> {
        let distances = match &self.distances {
            Distances::Fitting(points) => *points as usize,
            Distances::At(distances) => {
                if let Some(length) = distances.iter().find(|length| length.get() > MAX_LENGTH_KM) {
                    return Some(TooLong { length_km: length.get() }.into());
                }
                distances.len()
            }
        };
        let too_many = distances.saturating_mul(self.samples as usize) > MAX_RATES;
        too_many.then_some(UncertaintyProblem::TooManyRates { samples: self.samples, distances, max: MAX_RATES })
    }
}

/// A checked request, with everything known before the first sample. Each worker gets the whole plan.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyPlan {
    /// The request.
    pub request: UncertaintyRequest,
    /// Distances of the band.
    pub distances: Vec<Kilometres>,
    /// Reach with the present values.
    pub present: Reach,
    /// Key rate with the present values at each distance, bit/s, 0 without a key.
    pub present_bit_s: Vec<f64>,
    /// The effect of each parameter alone, in the order of the spreads.
    pub alone: Vec<TornadoBar>,
    /// Samples that cannot be computed, by parameter, most first. One in which several parameters leave their ranges counts for each of
    /// them.
    pub left_out: Vec<LeftOut>,
}

/// The reach while one parameter varies and all others have their present values: a bar of a tornado chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TornadoBar {
    /// The 5 % quantile of the parameter's accepted values.
    pub low: ReachAt,
    /// Their 95 % quantile.
    pub high: ReachAt,
}

/// The reach at a value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReachAt {
    /// The value, in the unit of the parameter.
    pub value: f64,
    /// The reach; none where the value does not go together with those of other parameters.
    pub reach: Option<Reach>,
}

impl UncertaintyPlan {
    /// Checks a request, counts what its laws bring beyond what the parameters accept, and computes two reaches for each parameter.
    ///
    /// # Errors
    /// The first of the [problems](UncertaintyRequest::problems) of the request; or most samples cannot be computed.
    pub fn new(request: UncertaintyRequest) -> Result<UncertaintyPlan, UncertaintyProblem> {
        Study::new(request).and_then(Study::into_plan)
    }

    pub(super) fn design(&self) -> SampleDesign {
        SampleDesign::new(&self.request.settings, &self.request.spreads, self.request.seed)
    }
}

impl TornadoBar {
    /// The longer one of its reaches.
    pub(super) fn longer(self) -> Option<Reach> {
        let km = |reach: &Reach| reach.km().unwrap_or(f64::INFINITY);
        self.low.reach.into_iter().chain(self.high.reach).reduce(|a, b| if km(&a) < km(&b) { b } else { a })
    }
}
