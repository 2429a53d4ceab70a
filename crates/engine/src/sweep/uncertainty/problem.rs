//! What can be wrong with uncertain parameters.

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
    #[error("there is no parameter “{name}”; there are: {names}")]
    NoSuchParameter {
        /// What stands there.
        name: String,
        /// What could stand there.
        names: String,
    },
    /// No law has this name.
    #[error("there is no law “{0}”; there are: normal, lognormal, uniform")]
    NoSuchLaw(String),
    /// A width that is not a number.
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    /// A width that is nothing or less.
    #[error("a width must be more than zero")]
    NoWidth,
    /// A width larger than the whole range.
    #[error("a width of {typed} is more than the whole range, {}{hint}", range(*.key))]
    TooWide {
        /// Which parameter.
        key: Key,
        /// The width.
        typed: String,
        /// What else may help, or nothing.
        hint: &'static str,
    },
    /// A width in decibels, which are a ratio.
    #[error("decibels are a ratio: write lognormal and the factor, such as {}:lognormal:1dB", .0.param().name)]
    DecibelsAreARatio(Key),
    /// A factor that is 1 or less.
    #[error(
        "a factor must be more than 1: 68 % of the values lie between the value divided by it and multiplied by it"
    )]
    NoFactor,
    /// A parameter that only takes words.
    #[error("takes words only, and only a number can be uncertain")]
    WordsOnly,
    /// A parameter that stands at a word.
    #[error("is “{0}”, and only a number can be uncertain: set it to a number first")]
    IsAWord(&'static str),
    /// A parameter that has no part in the span as it is.
    #[error("has no part in this span as it is set, so its uncertainty would change nothing")]
    DoesNotApply,
    /// A law around zero that has no width there.
    #[error("is 0, and a factor or a part of zero is zero: write the width as a number with normal or uniform")]
    NothingAroundZero,
    /// A log-normal law around a number below zero.
    #[error("is below zero, where there are no log-normal values: use normal or uniform")]
    LogarithmOfNegative,
    /// The same parameter twice.
    #[error("uncertain twice; one law for each parameter")]
    Twice,
}

/// Why there is no uncertainty of a span.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum UncertaintyProblem {
    /// The span itself cannot be computed.
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
        /// What was asked for.
        samples: u32,
        /// As few as that.
        min: u32,
        /// As many as that.
        max: u32,
    },
    /// More rates than a machine should hold.
    #[error("{samples} samples at {distances} distances are too many rates: at most {max} together")]
    TooManyRates {
        /// Number of samples.
        samples: u32,
        /// Number of distances.
        distances: usize,
        /// As many as that.
        max: usize,
    },
    /// A distance that is not computed.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Most samples are outside of what the parameters accept.
    #[error(
        "{out} of {samples} samples cannot be computed, most of them because of {}: {}. Give it a smaller width, or a value further \
         away from there",
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
    #[error("the blocks do not make up the {samples} samples of this plan, each of them once")]
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
        LeftOutReason::Conflict => "its values do not go together with those of the others".to_owned(),
        LeftOutReason::OutOfRange => format!("its values leave {}", range(key)),
    }
}

/// What a parameter accepts.
pub(super) fn range(key: Key) -> String {
    let param = key.param();
    let text = |x| format_quantity(x, param.unit, 6);
    param.domain.range().map_or(String::new(), |range| format!("{} … {}", text(range.min), text(range.max)))
}
