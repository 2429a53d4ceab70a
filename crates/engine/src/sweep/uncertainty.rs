//! Uncertainty of the key rate and the reach, given uncertain parameters.
//!
//! 1. A [`Spread`] gives a parameter a law around its value: normal, log-normal or uniform.
//! 2. [`UncertaintyPlan::new`] checks an [`UncertaintyRequest`] and computes the little that is needed before the first sample.
//! 3. [`sample_block`] computes some of the samples. They are quasi-random and each is computed by itself: blocks may be computed
//!    anywhere, and their division changes nothing, to the last bit.
//! 4. [`summarise`] makes an [`Uncertainty`] of all blocks: the band of the key rate, the distribution of the reach, and the parameters
//!    by their parts of its variance (Sobol' indices), with errors.
//!
//! Or a [`Study`] hands the work out in portions as small as one wants, and says in between what it comes to.
//!
//! What is optimised, such as σ, μ and p_Z, is optimised for every sample, or set once and kept: [`Optimise`].
//!
//! A sample with a value that its parameter does not accept is left out and counted. Samples are drawn for each parameter
//! independently; where parameters of a real device depend on each other the band is not right.

mod block;
mod case;
mod device;
mod distances;
mod draw;
mod inputs;
mod law_name;
mod left_out;
mod plan;
mod points;
mod problem;
mod sensitivity;
mod spread;
mod study;
mod summary;
mod text;
mod usual;
mod words;

pub use block::{Block, Sample, sample_block};
pub use case::{Case, CaseResult};
pub use device::Optimise;
pub use distances::Distances;

pub use inputs::{SAMPLES, UncertaintyInputs};
pub use law_name::LawName;
pub use left_out::{LeftOut, LeftOutReason};
pub use plan::{MAX_SAMPLES, MIN_SAMPLES, ReachAt, TornadoBar, UncertaintyPlan, UncertaintyRequest};
pub use problem::{SpreadProblem, UncertaintyProblem};
pub use sensitivity::Estimate;
pub use spread::{Law, Spread, Width};
pub use study::{Portion, Study};
pub use summary::{BandPoint, Rank, ReachDistribution, Uncertainty, summarise};
pub use usual::{Typical, typical};

/// All samples of a request, in one go.
///
/// # Errors
/// [`UncertaintyProblem`]: the link or a spread is invalid, or most samples cannot be computed.
///
/// ```
/// use engine::scenario::Settings;
/// use engine::sweep::{Spread, UncertaintyRequest, uncertainty};
///
/// let spreads = ["dark:normal:20%", "iso_back:lognormal:3dB"].map(|text| Spread::read(text).unwrap());
/// let request = UncertaintyRequest { samples: 128, ..UncertaintyRequest::new(Settings::default(), spreads.to_vec()) };
/// let uncertainty = uncertainty(request).unwrap();
/// let [low, .., high] = uncertainty.reach.quantiles_km;
/// assert!((low.value - 86.8).abs() < 0.05 && (high.value - 108.7).abs() < 0.05);
/// assert!(uncertainty.ranking[0].total.unwrap().value > 0.99);
/// ```
pub fn uncertainty(request: UncertaintyRequest) -> Result<Uncertainty, UncertaintyProblem> {
    let plan = UncertaintyPlan::new(request)?;
    let block = sample_block(&plan, 0..plan.request.samples);
    summarise(&plan, &[block])
}
