//! Computations for a link: one distance, a curve, the reach, a map; their uncertainties; and inverse questions.

mod ask;
mod bandwidth;
mod budget;
mod coordinates;
mod curve;
mod demand;
mod map;
mod near;
mod outcome;
mod pulse;
mod reach;
mod search;
mod setup;
mod survey;
mod uncertainty;
mod varied;

pub use ask::{
    AES_256_BITS, Answer, BandComparison, Best, Interval, NoAnswer, Overtake, Question, Reply, Solution, Uses, Without,
    ask, distance_for_rate, facts, longest_distance_text, overtakes, reply,
};
pub use budget::{Leader, leaders};
pub use curve::{Curve, CurveRequest, DRAWN_POINTS, curve, sweep};
pub use demand::{
    Authentication, Delivered, Demand, IMPROVEMENTS, Improved, Improvement, Margin, NoSupply, Supply, TAG_BITS, supply,
};
pub use map::{AxisProblem, AxisScale, Level, MOST_NODES, MapAxis, MapCell, MapProblem, MapRequest, MapValue, rows_of};
pub use outcome::{Caution, Decoys, Outcome, Share, Statistics, TooLong, outcome};
pub use pulse::observe;
pub use reach::{MAX_LENGTH_KM, Reach, reach, reach_without_block_limit};
pub use survey::{InSlot, SurveyRequest, Surveyed, ranked, survey};
pub use uncertainty::{
    BandPoint, Block, Case, CaseResult, Distances, Estimate, Law, LawName, LeftOut, LeftOutReason, MAX_SAMPLES,
    MIN_SAMPLES, Optimise, Portion, Rank, ReachAt, ReachDistribution, SAMPLES, Sample, Spread, SpreadProblem, Study,
    TornadoBar, Typical, Uncertainty, UncertaintyInputs, UncertaintyPlan, UncertaintyProblem, UncertaintyRequest,
    Width, sample_block, summarise, typical, uncertainty,
};
pub use varied::Varied;
