//! Problems with uncertain parameters.

use super::left_out::LeftOutReason;
use crate::scenario::{Key, Problems};
use crate::sweep::TooLong;
use numbers::quantity::{NotAQuantity, format_quantity};

/// Why a parameter cannot be uncertain in this way.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SpreadProblem {
    /// Not three parts.
    #[error("write NAME:LAW:WIDTH, such as dark:normal:2k, raman:lognormal:1.5 or eff:uniform:2%")]
    NotASpread,
    /// No parameter has this name.
    #[error("there is no parameter “{name}”; choose one of: {names}")]
    NoSuchParameter {
        /// The name as given.
        name: String,
        /// The names that exist.
        names: String,
    },
    /// No law has this name.
    #[error("there is no law “{0}”; choose one of: normal, lognormal, uniform")]
    NoSuchLaw(String),
    /// A width that is not a number.
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    /// A width of zero or less.
    #[error("a width must be more than zero")]
    NoWidth,
    /// A width larger than the whole range.
    #[error("a width of {typed} is more than the whole range, {}{hint}", range(*.key))]
    TooWide {
        /// Which parameter.
        key: Key,
        /// The width.
        typed: String,
        /// A further hint, or nothing.
        hint: &'static str,
    },
    /// A width in decibels, which are a ratio.
    #[error("a width in dB is a ratio: write it as a log-normal law, such as {}:lognormal:1dB", .0.param().name)]
    DecibelsAreARatio(Key),
    /// A factor that is 1 or less.
    #[error(
        "a factor must be more than 1: 68 % of the values lie between the value divided by it and multiplied by it"
    )]
    NoFactor,
    /// A parameter that only takes words.
    #[error("takes words only; only a number can be uncertain")]
    WordsOnly,
    /// A parameter whose value is a word.
    #[error("is “{0}”; only a number can be uncertain: set it to a number first")]
    IsAWord(&'static str),
    /// A parameter without effect on the link as it is.
    #[error("has no effect on this link as it is set, so its uncertainty would change nothing")]
    DoesNotApply,
    /// A law around zero that has no width there.
    #[error("is 0, where a factor or a percentage has no width: write the width as a number, with normal or uniform")]
    NothingAroundZero,
    /// A log-normal law around a number below zero.
    #[error("is negative, where a log-normal law has no values: use normal or uniform")]
    LogarithmOfNegative,
    /// The same parameter twice.
    #[error("is given two laws; give each parameter one")]
    Twice,
}

/// Why the uncertainty of a link cannot be computed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum UncertaintyProblem {
    /// The link itself cannot be computed.
    #[error("{}", lines(.0.iter().map(|(key, problem)| format!("{}: {problem}", key.param().name))))]
    Settings(Problems),
    /// These parameters cannot be uncertain in this way.
    #[error("{}", lines(.0.iter().map(|(key, problem)| format!("{}: {problem}", key.param().name))))]
    Spreads(Vec<(Key, SpreadProblem)>),
    /// Nothing is uncertain.
    #[error("no parameter is uncertain: name at least one")]
    NothingVaries,
    /// A number of samples that cannot be taken.
    #[error("the number of samples must be a power of two from {min} to {max}, such as 1024, not {samples}")]
    Samples {
        /// The number as given.
        samples: u32,
        /// The smallest number.
        min: u32,
        /// The largest number.
        max: u32,
    },
    /// More rates than should be held in memory.
    #[error("{samples} samples at {distances} distances are too many key rates: at most {max} in all")]
    TooManyRates {
        /// Number of samples.
        samples: u32,
        /// Number of distances.
        distances: usize,
        /// The largest number.
        max: usize,
    },
    /// A distance that is not computed.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Most samples are outside the accepted ranges, or incompatible.
    #[error(
        "{out} of {samples} samples cannot be computed, most of them because of {}: {}. Give it a smaller width, or a value further \
         from that limit",
        .key.param().name,
        outside(*.key, *.reason)
    )]
    MostLeftOut {
        /// The parameter with the most of them.
        key: Key,
        /// Why.
        reason: LeftOutReason,
        /// Samples that cannot be computed.
        out: u32,
        /// Samples in all.
        samples: u32,
    },
    /// Blocks that do not make up all samples.
    #[error("the blocks do not contain each of the {samples} samples of this plan exactly once")]
    Incomplete {
        /// Samples in all.
        samples: u32,
    },
}

fn lines(problems: impl Iterator<Item = String>) -> String {
    problems.collect::<Vec<_>>().join("\n")
}

fn outside(key: Key, reason: LeftOutReason) -> String {
    match reason {
        LeftOutReason::Conflict => "its values are incompatible with those of other parameters".to_owned(),
        LeftOutReason::OutOfRange => format!("its values are outside {}", range(key)),
    }
}

/// The accepted range of a parameter.
pub(super) fn range(key: Key) -> String {
    let param = key.param();
    let text = |x| format_quantity(x, param.unit, 6);
    param.domain.range().map_or(String::new(), |range| format!("{} … {}", text(range.min), text(range.max)))
}
