//! Tasks of the page itself: curves, and the values under the cursor.

use crate::batch::{Failure, Work};
use engine::scenario::Scenario;
use engine::sweep::{self, Curve, CurveRequest, Outcome};
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// A piece of work for the page.
#[allow(clippy::large_enum_variant)] // they are few and live for a message
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CurveTask {
    /// A curve along the fibre.
    Along(CurveRequest),
    /// Some spans at one distance.
    At {
        /// The spans.
        scenarios: Vec<Scenario>,
        /// The distance.
        length: Kilometres,
    },
}

/// The answer to a [`CurveTask`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CurveAnswer {
    /// The curve.
    Along(Curve),
    /// The spans, in the order in which they were asked for.
    At(Vec<Outcome>),
}

impl CurveAnswer {
    /// The curve that it is.
    ///
    /// # Errors
    /// Why there is none.
    pub fn into_curve(answer: Result<CurveAnswer, Failure>) -> Result<Curve, String> {
        match answer.map_err(|failure| failure.to_string())? {
            CurveAnswer::Along(curve) => Ok(curve),
            CurveAnswer::At(_) => Err("the worker answered something else".to_owned()),
        }
    }
}

impl Work for CurveTask {
    type Answer = CurveAnswer;

    fn run(&self) -> Result<CurveAnswer, Failure> {
        match self {
            CurveTask::Along(request) => Ok(CurveAnswer::Along(sweep::curve(request))),
            CurveTask::At { scenarios, length } => {
                let outcomes: Result<_, _> =
                    scenarios.iter().map(|scenario| sweep::outcome(scenario, *length)).collect();
                outcomes.map(CurveAnswer::At).map_err(|_| Failure::TooLong)
            }
        }
    }
}
