//! Question and answer.

use super::super::outcome::{Outcome, TooLong};
use crate::scenario::{Problems, Settings, Value};
use crate::sweep::Varied;
use numbers::units::{KeyRate, Kilometres};
use serde::{Deserialize, Serialize};

/// What value of a parameter gives so much key at this distance, all other parameters as they are?
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// All parameters as they are.
    pub settings: Settings,
    /// The distance.
    pub length: Kilometres,
    /// So much key is wanted.
    pub wanted: KeyRate,
    /// The parameter that may change. Where a word stands for it now, a number takes its place.
    pub asked: Varied,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoAnswer {
    /// A choice between words.
    #[error("{0} is a choice between words: only numbers can be asked for")]
    NotANumber(&'static str),
    /// A parameter that changes nothing with these settings.
    #[error("{0} has no part in this span: other parameters leave it no effect")]
    HasNoPart(&'static str),
    /// A fibre longer than the engine computes.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// A parameter of which no number goes together with the others.
    #[error("{0}: no number goes together with the other parameters")]
    NeverTogether(&'static str),
    /// Settings that do not go together.
    #[error("the span cannot be computed: {}", list(.0))]
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
    /// So much key is wanted.
    pub wanted: KeyRate,
    /// Its value now; two for [`Varied::Isolation`] where they differ.
    pub now: Vec<Value>,
    /// The key rate now, bit/s; none without a key.
    pub rate_now_bit_s: Option<f64>,
    /// The number that gives most key.
    pub best: Best,
    /// What was found.
    pub solution: Solution,
    /// Outcomes computed on the way.
    pub evaluations: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Solution {
    /// The key rate is reached with the parameter as it is.
    Enough {
        /// All numbers that suffice; none where only the word that stands there does.
        intervals: Vec<Interval>,
    },
    /// The parameter has to change.
    Needed {
        /// All numbers that suffice, at least one.
        intervals: Vec<Interval>,
    },
    /// No number suffices.
    Impossible {
        /// The span with the best number, or as it is where none gives a key, with one hindrance after the other taken away until
        /// the rate is enough or none is left.
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

/// The number of a parameter that gives most key and, where none gives any, comes closest to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// The number, in the unit of the parameter.
    pub value: f64,
    /// The outcome with it.
    pub outcome: Outcome,
    /// Whether the parameter makes any difference.
    pub matters: bool,
}

/// The span with a hindrance taken away.
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

    /// How far the parameter may go from where it is without losing the wanted rate; none where it is not enough or no number.
    pub fn slack(&self) -> Option<Interval> {
        let now = self.number_now()?;
        self.intervals().iter().copied().find(|interval| (interval.low..=interval.high).contains(&now))
    }
}
