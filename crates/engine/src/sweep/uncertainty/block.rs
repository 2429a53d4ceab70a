//! A part of the samples.

use super::case::{Case, CaseResult};
use super::plan::UncertaintyPlan;
use crate::sweep::Reach;
use std::ops::Range;

/// Results of a range of samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Number of the first one.
    pub first: u32,
    /// The samples, in their order.
    pub samples: Vec<Sample>,
}

/// A sample, with those that belong to it in the design of Saltelli: values A, values B, and A with one value of B, for each parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Reach with the values A; none if they cannot be computed.
    pub reach: Option<Reach>,
    /// Key rate with the values A at each distance, bit/s, 0 without a key.
    pub rates_bit_s: Vec<f64>,
    /// Reach with the values B.
    pub other: Option<Reach>,
    /// Reach with the values A but one, which is that of B, in the order of the spreads; empty where A or B cannot be computed.
    pub mixed: Vec<Option<Reach>>,
}

/// Computes some of the samples of a plan, which are numbered from 0. Each is computed by itself, so that it does not matter how they are
/// divided.
pub fn sample_block(plan: &UncertaintyPlan, range: Range<u32>) -> Block {
    let design = plan.design();
    let device = design.device(plan.request.optimise, &plan.distances);
    let sample = |number: u32| {
        Sample::of(
            Case::of_sample(number, design.len()).map(|case| case.compute(&design, &plan.distances, device.as_ref())),
        )
    };
    Block { first: range.start, samples: range.map(sample).collect() }
}

impl Sample {
    /// The results found for it, in the order of [`Case::of_sample`].
    pub(super) fn of(mut found: impl Iterator<Item = CaseResult>) -> Sample {
        let nothing = CaseResult { reach: None, rates_bit_s: Vec::new() };
        let CaseResult { reach, rates_bit_s } = found.next().unwrap_or_else(|| nothing.clone());
        let other = found.next().unwrap_or(nothing).reach;
        let whole = reach.is_some() && other.is_some();
        // It is computed as it is asked for: where it is of no use it is not.
        let mixed = if whole { found.map(|found| found.reach).collect() } else { Vec::new() };
        Sample { reach, rates_bit_s, other, mixed }
    }
}
