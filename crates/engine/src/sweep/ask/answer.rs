//! Question and answer.

use super::super::outcome::{Outcome, TooLong};
use crate::scenario::{Problems, Settings, Value};
use crate::sweep::Varied;
use numbers::units::{KeyRate, Kilometres};
use serde::{Deserialize, Serialize};

/// Which value of a parameter gives the wanted key rate at this distance, all other parameters being as they are?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// All parameters as they are.
    pub settings: Settings,
    /// The distance.
    pub length: Kilometres,
    /// The wanted key rate.
    pub wanted: KeyRate,
    /// The parameter that may change. Where a word stands for it now, a number takes its place.
    pub asked: Varied,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoAnswer {
    /// A choice between words.
    #[error("{0} takes words only: ask for a parameter that takes numbers")]
    NotANumber(&'static str),
    /// A parameter that changes nothing with these settings.
    #[error("{0} has no effect on this link with the other parameters as they are")]
    HasNoPart(&'static str),
    /// A fibre longer than the engine computes.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// A parameter of which no value is compatible with the others.
    #[error("{0}: no value is compatible with the other parameters")]
    NeverTogether(&'static str),
    /// Settings that are incompatible.
    #[error("the link cannot be computed: {}", list(.0))]
    Settings(Problems),
}

fn list(problems: &Problems) -> String {
    let each: Vec<String> = problems.iter().map(|(key, problem)| format!("{}: {problem}", key.param().name)).collect();
    each.join("; ")
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The parameter.
    pub asked: Varied,
    /// The distance.
    pub length: Kilometres,
    /// The wanted key rate.
    pub wanted: KeyRate,
    /// Its value now; two for [`Varied::Isolation`] where they differ.
    pub now: Vec<Value>,
    /// The key rate now, bit/s; none without a key.
    pub rate_now_bit_s: Option<f64>,
    /// The number that gives most key.
    pub best: Best,
    /// The solution.
    pub solution: Solution,
    /// Outcomes computed on the way.
    pub evaluations: u32,
}

/// The solution of a [`Question`].
#[derive(Debug, Clone, PartialEq)]
pub enum Solution {
    /// The key rate is reached with the parameter as it is.
    Enough {
        /// All numbers that suffice; none where only the present word does.
        intervals: Vec<Interval>,
    },
    /// The parameter has to change.
    Needed {
        /// All numbers that suffice, at least one.
        intervals: Vec<Interval>,
    },
    /// No number suffices.
    Impossible {
        /// The link with the best value, or as it is where none gives a key, with one hindrance after the other removed until the
        /// rate is enough or none is left.
        without: Vec<Without>,
    },
}

/// Numbers of a parameter, from `low` to `high`, both included. It ends at an end of the accepted range or where the key rate is the
/// wanted one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The least of them, in the unit of the parameter.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

/// The value of a parameter with the largest key rate; where none gives a key, the one that comes closest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// The number, in the unit of the parameter.
    pub value: f64,
    /// The outcome with it.
    pub outcome: Outcome,
    /// Whether the parameter makes any difference.
    pub matters: bool,
}

/// The link with a hindrance removed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Without {
    /// The hindrance.
    pub hindrance: &'static str,
    /// The outcome without it and those before it.
    pub outcome: Outcome,
}

impl Answer {
    /// All numbers that suffice.
    pub fn intervals(&self) -> &[Interval] {
        match &self.solution {
            Solution::Enough { intervals } | Solution::Needed { intervals } => intervals,
            Solution::Impossible { .. } => &[],
        }
    }

    /// The number that the parameter has now; none for a word or two isolations that differ.
    pub fn number_now(&self) -> Option<f64> {
        match self.now[..] {
            [Value::Number(x)] => Some(x),
            _ => None,
        }
    }

    /// The interval around the present value in which the wanted rate is kept; none where the value does not suffice or is no number.
    pub fn slack(&self) -> Option<Interval> {
        let now = self.number_now()?;
        self.intervals().iter().copied().find(|interval| (interval.low..=interval.high).contains(&now))
    }
}
