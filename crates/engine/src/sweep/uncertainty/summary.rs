//! Statistics of all samples.

use super::block::{Block, Sample};
use super::device::Optimise;
use super::left_out::{LeftOut, LeftOutReason};
use super::plan::{TornadoBar, UncertaintyPlan};
use super::problem::UncertaintyProblem;
use super::sensitivity::{Estimate, Row, indices, jackknife};
use super::spread::Spread;
use crate::scenario::Key;
use crate::sweep::Reach;
use numbers::statistics::{Histogram, QUANTILES, histogram, mean_and_deviation, quantile, sorted};
use numbers::units::Kilometres;

/// Number of parts of the sequence from which standard errors are estimated; each is as even as an independent sequence.
const GROUPS: usize = 8;
/// Standard deviation of the reach below which it counts as constant, km: a reach is computed to 1 mm.
const STILL_KM: f64 = 1e-5;

/// Uncertainty of the reach and of the key rate of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// What became of the optimised quantities.
    pub optimise: Optimise,
    /// The optimised quantities of the link.
    pub optimised: Vec<Key>,
    /// Samples that were drawn.
    pub samples: u32,
    /// Samples that could be computed; everything below refers to these.
    pub used: u32,
    /// Why the others could not, most first. A sample in which several parameters leave their ranges counts for each of them.
    pub left_out: Vec<LeftOut>,
    /// Reach with the present values.
    pub present: Reach,
    /// Key rate along the fibre.
    pub band: Vec<BandPoint>,
    /// Reach.
    pub reach: ReachDistribution,
    /// The parameters, the one with the largest part of the variance of the reach first.
    pub ranking: Vec<Rank>,
    /// Samples with all that belongs to them in the design of Saltelli, on which the ranking rests.
    pub ranked: u32,
    /// Whether samples with incompatible values were left out. The remaining parameters are then correlated, and their variance
    /// contributions are only a hint.
    pub dependent: bool,
}

/// Key rates at a distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandPoint {
    /// The distance, km.
    pub length_km: f64,
    /// Key rate with the present values, bit/s, 0 without a key.
    pub present_bit_s: f64,
    /// [`QUANTILES`] of the key rate, bit/s, 0 without a key.
    pub quantiles_bit_s: [f64; 5],
}

/// Distribution of the reach.
#[derive(Debug, Clone, PartialEq)]
pub struct ReachDistribution {
    /// [`QUANTILES`] of the reach, km: 0 without any key, infinite where it is beyond [`MAX_LENGTH_KM`](crate::sweep::MAX_LENGTH_KM).
    pub quantiles_km: [Estimate; 5],
    /// Samples with a key at some distance.
    pub with_key: u32,
    /// Samples with a key beyond the longest fibre that is computed. They count in the quantiles, whose order they have, and neither in
    /// what follows nor in the ranking.
    pub unlimited: u32,
    /// Mean, km; not there where every reach is unlimited, like what follows.
    pub mean_km: Option<f64>,
    /// Standard deviation (the root of the mean square, for such samples are even), km.
    pub deviation_km: Option<f64>,
    /// Histogram of the reach, km.
    pub histogram: Option<Histogram>,
}

impl ReachDistribution {
    /// Whether it is not the same in all cases, by more than what a reach is known to.
    pub fn varies(&self) -> bool {
        self.deviation_km.is_some_and(|km| km > STILL_KM || self.unlimited > 0)
    }
}

/// A parameter and its contribution to the variance of the reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// The parameter and its law.
    pub spread: Spread,
    /// First-order index: the fraction of the variance that would vanish if the parameter were known. None where the reach does not vary.
    pub first_order: Option<Estimate>,
    /// Total index: the fraction that would remain if all others were known. Its excess over the first order is due to interactions with
    /// other parameters.
    pub total: Option<Estimate>,
    /// The reach with this parameter at the ends of its own range and all others at their present values.
    pub alone: TornadoBar,
}

/// Combines the blocks of a plan, in any order.
///
/// # Errors
/// [`UncertaintyProblem::Incomplete`] unless the blocks are all samples of the plan, each of them once.
pub fn summarise(plan: &UncertaintyPlan, blocks: &[Block]) -> Result<Uncertainty, UncertaintyProblem> {
    let samples = in_order(plan, blocks)?;
    let used: Vec<&Sample> = samples.iter().copied().filter(|sample| sample.reach.is_some()).collect();
    let groups = samples.chunks((samples.len() / GROUPS).max(1));
    let reaches: Vec<Vec<f64>> = groups.clone().map(reaches_km).collect();
    let ranked: Vec<Vec<Row>> = groups.map(rows).collect();
    let conflict = plan.left_out.iter().any(|left_out| left_out.reason == LeftOutReason::Conflict);
    let dependent = conflict || samples.iter().any(|sample| sample.mixed.iter().any(Option::is_none));
    Ok(Uncertainty {
        optimise: plan.request.optimise,
        optimised: Optimise::kept(&plan.request.settings),
        samples: plan.request.samples,
        used: used.len() as u32,
        left_out: plan.left_out.clone(),
        present: plan.present,
        band: band(plan, &used),
        reach: distribution(&reaches),
        ranking: ranking(plan, &ranked),
        ranked: ranked.iter().map(Vec::len).sum::<usize>() as u32,
        dependent,
    })
}

/// All samples by their number, each with all that this plan asks of it.
fn in_order<'a>(plan: &UncertaintyPlan, blocks: &'a [Block]) -> Result<Vec<&'a Sample>, UncertaintyProblem> {
    let mut blocks: Vec<&Block> = blocks.iter().collect();
    blocks.sort_unstable_by_key(|block| (block.first, block.samples.len()));
    let mut samples: Vec<&Sample> = Vec::new();
    let mut complete = true;
    for block in blocks {
        complete &= block.first as usize == samples.len();
        samples.extend(&block.samples);
    }
    let (distances, parameters) = (plan.distances.len(), plan.request.spreads.len());
    complete &= samples.iter().all(|sample| {
        let rates = if sample.reach.is_some() { distances } else { 0 };
        let mixed = if sample.reach.is_some() && sample.other.is_some() { parameters } else { 0 };
        sample.rates_bit_s.len() == rates && sample.mixed.len() == mixed
    });
    let number = plan.request.samples;
    if complete && samples.len() == number as usize {
        Ok(samples)
    } else {
        Err(UncertaintyProblem::Incomplete { samples: number })
    }
}

fn km(reach: Reach) -> f64 {
    reach.km().unwrap_or(f64::INFINITY)
}

fn band(plan: &UncertaintyPlan, used: &[&Sample]) -> Vec<BandPoint> {
    let point = |(i, length): (usize, &Kilometres)| {
        let rates = sorted(used.iter().map(|sample| sample.rates_bit_s[i]).collect());
        BandPoint {
            length_km: length.get(),
            present_bit_s: plan.present_bit_s[i],
            quantiles_bit_s: QUANTILES.map(|p| quantile(&rates, p)),
        }
    };
    plan.distances.iter().enumerate().map(point).collect()
}

fn distribution(reaches: &[Vec<f64>]) -> ReachDistribution {
    let all = || reaches.iter().flatten().copied();
    let limited = sorted(all().filter(|km| km.is_finite()).collect());
    let (mean, deviation) = mean_and_deviation(&limited);
    let any = |x| (!limited.is_empty()).then_some(x);
    ReachDistribution {
        quantiles_km: QUANTILES
            .map(|p| jackknife(reaches, |reaches| quantile(&sorted(reaches.iter().map(|km| **km).collect()), p))),
        with_key: all().filter(|km| *km > 0.0).count() as u32,
        unlimited: all().filter(|km| !km.is_finite()).count() as u32,
        mean_km: any(mean),
        deviation_km: any(deviation),
        histogram: (!limited.is_empty()).then(|| histogram(&limited)),
    }
}

fn reaches_km(samples: &[&Sample]) -> Vec<f64> {
    samples.iter().filter_map(|sample| sample.reach.map(km)).collect()
}

/// The rows of the design that are whole.
fn rows(samples: &[&Sample]) -> Vec<Row> {
    let limited = |reach: Option<Reach>| reach.and_then(Reach::km);
    let row = |sample: &&Sample| {
        // Of a sample without the others none is mixed, and one of the two reaches is not there.
        let mixed: Option<Vec<f64>> = sample.mixed.iter().map(|reach| limited(*reach)).collect();
        Some(Row { a: limited(sample.reach)?, b: limited(sample.other)?, mixed: mixed? })
    };
    samples.iter().filter_map(row).collect()
}

fn ranking(plan: &UncertaintyPlan, groups: &[Vec<Row>]) -> Vec<Rank> {
    let spreads = &plan.request.spreads;
    let reaches: Vec<f64> = groups.iter().flatten().flat_map(|row| [row.a, row.b]).collect();
    let varies = mean_and_deviation(&reaches).1 > STILL_KM;
    let indices = indices(groups, spreads.len()).filter(|_| varies);
    let rank = |(i, (spread, alone)): (usize, (&Spread, &TornadoBar))| {
        let of_this = indices.as_ref().map(|indices| indices[i]);
        Rank {
            spread: *spread,
            first_order: of_this.map(|index| index.first_order),
            total: of_this.map(|index| index.total),
            alone: *alone,
        }
    };
    let mut ranking: Vec<Rank> = spreads.iter().zip(&plan.alone).enumerate().map(rank).collect();
    let total = |rank: &Rank| rank.total.map_or(0.0, |total| total.value);
    ranking.sort_by(|a, b| total(b).total_cmp(&total(a)));
    ranking
}
