//! Tasks of the tools.

use crate::batch::{Failure, Work};
use crate::curves::{CurveAnswer, CurveTask};
use engine::scenario::Settings;
use engine::sweep::{self, Demand, MapRequest, Portion, Question, Reply, Supply, SurveyRequest, Surveyed};
use numbers::units::{KeyRate, Kilometres};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A piece of work for a tool.
#[allow(clippy::large_enum_variant)] // they are few and live for a message
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToolTask {
    /// A task that the page has, too.
    Curve(CurveTask),
    /// The value that a parameter needs.
    Ask(Question),
    /// Further facts about a link and a required key rate.
    Facts {
        /// The span.
        settings: Settings,
        /// The key rate.
        wanted: KeyRate,
    },
    /// Whether a link meets a demand, with its margins and what would help.
    Demand {
        /// The link.
        settings: Settings,
        /// Its length.
        length: Kilometres,
        /// The demand.
        demand: Demand,
    },
    /// Some rows of a map.
    Map {
        /// The map.
        request: MapRequest,
        /// The rows.
        rows: Range<u16>,
    },
    /// A quantum channel in some free slots of a channel plan.
    Survey(SurveyRequest),
    /// A part of a study of uncertain parameters.
    Uncertainty(Portion),
}

/// The answer to a [`ToolTask`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ToolAnswer {
    /// The answer to a [`ToolTask::Curve`].
    Curve(CurveAnswer),
    /// The answer to a question.
    Ask(Reply),
    /// Sentences.
    Facts(Vec<String>),
    /// What the link delivers of the demand, or why that cannot be said.
    Demand(Result<Box<Supply>, String>),
    /// The cells of the rows, row by row.
    Map(Vec<sweep::MapCell>),
    /// The slots, in the order of the grid.
    Survey(Vec<Surveyed>),
    /// The cases of the part, in their order.
    Uncertainty(Vec<sweep::CaseResult>),
}

impl Work for ToolTask {
    type Answer = ToolAnswer;

    fn run(&self) -> Result<ToolAnswer, Failure> {
        Ok(match self {
            ToolTask::Curve(task) => ToolAnswer::Curve(task.run()?),
            ToolTask::Ask(question) => ToolAnswer::Ask(sweep::reply(question)),
            ToolTask::Facts { settings, wanted } => ToolAnswer::Facts(sweep::facts(settings, *wanted)),
            ToolTask::Demand { settings, length, demand } => {
                let supply = sweep::supply(settings, *length, *demand);
                ToolAnswer::Demand(supply.map(Box::new).map_err(|problem| problem.to_string()))
            }
            ToolTask::Map { request, rows } => ToolAnswer::Map(sweep::rows_of(request, rows.clone())),
            ToolTask::Survey(request) => ToolAnswer::Survey(sweep::survey(request).map_err(|_| Failure::TooLong)?),
            ToolTask::Uncertainty(portion) => ToolAnswer::Uncertainty(portion.run()),
        })
    }
}
