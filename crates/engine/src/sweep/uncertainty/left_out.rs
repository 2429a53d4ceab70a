//! Samples that cannot be computed.

use super::draw::{SampleDesign, Unusable};
use super::problem::{UncertaintyProblem, range};
use crate::scenario::Key;
use std::cmp::Reverse;

/// Why samples cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// The parameter does not accept such values.
    OutOfRange,
    /// The values are incompatible with those of other parameters.
    Conflict,
}

/// Number of samples that cannot be computed because of a parameter. They are left out; moved to the nearest valid value, they would
/// pile up there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The parameter.
    pub key: Key,
    /// Why.
    pub reason: LeftOutReason,
    /// Number of samples.
    pub samples: u32,
}

impl LeftOut {
    /// In words.
    pub fn text(&self) -> String {
        let LeftOut { key, reason, samples } = self;
        let name = key.param().name;
        match reason {
            LeftOutReason::OutOfRange => format!("{samples} where {name} is outside {}", range(*key)),
            LeftOutReason::Conflict => format!("{samples} where {name} is incompatible with other parameters"),
        }
    }
}

/// Samples of the first matrix that cannot be computed, by parameter, most first.
///
/// # Errors
/// [`UncertaintyProblem::MostLeftOut`] if they are more than half.
pub(super) fn count(design: &SampleDesign, samples: u32) -> Result<Vec<LeftOut>, UncertaintyProblem> {
    let (mut left_out, mut by) = (0, Vec::<LeftOut>::new());
    let mut count = |key: Key, reason: LeftOutReason| match by.iter_mut().find(|b| b.key == key && b.reason == reason) {
        Some(counted) => counted.samples += 1,
        None => by.push(LeftOut { key, reason, samples: 1 }),
    };
    for sample in 0..samples {
        match design.scenario(&design.first(sample)) {
            Ok(_) => continue,
            Err(Unusable::OutOfRange(keys)) => keys.into_iter().for_each(|key| count(key, LeftOutReason::OutOfRange)),
            Err(Unusable::Conflict(key)) => count(key, LeftOutReason::Conflict),
        }
        left_out += 1;
    }
    by.sort_unstable_by_key(|counted| (Reverse(counted.samples), counted.key));
    match by.first() {
        Some(&LeftOut { key, reason, .. }) if 2 * left_out > samples => {
            Err(UncertaintyProblem::MostLeftOut { key, reason, out: left_out, samples })
        }
        _ => Ok(by),
    }
}
