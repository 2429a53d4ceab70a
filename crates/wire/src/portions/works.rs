//! Work that the tools do in portions.

use super::Divisible;
use crate::questions::{ToolAnswer, ToolTask};
use engine::sweep::{MapCell, MapRequest, Study, SurveyRequest, Surveyed};

impl Divisible for Study {
    fn next(&self, count: usize, size: usize) -> Vec<ToolTask> {
        Study::next(self, count, size).into_iter().map(ToolTask::Uncertainty).collect()
    }

    fn add(&mut self, answers: Vec<ToolAnswer>) -> Option<usize> {
        let found = answers.into_iter().map(|answer| match answer {
            ToolAnswer::Uncertainty(found) => Some(found),
            _ => None,
        });
        let found = found.collect::<Option<Vec<_>>>()?.concat();
        let cases = found.len();
        Study::add(self, found);
        Some(cases)
    }

    fn is_done(&self) -> bool {
        Study::is_done(self)
    }
}

/// A map, row by row. An item is a cell; a task has whole rows.
#[derive(Debug, Clone, PartialEq)]
pub struct MapRows {
    /// The map.
    pub request: MapRequest,
    /// The cells that are known, row by row.
    pub cells: Vec<MapCell>,
}

/// Most rows of a task: more at once would show nothing new for too long.
const MOST_ROWS: usize = 16;

impl MapRows {
    /// A map of which nothing is known.
    pub const fn new(request: MapRequest) -> MapRows {
        MapRows { request, cells: Vec::new() }
    }
}

impl Divisible for MapRows {
    fn next(&self, count: usize, size: usize) -> Vec<ToolTask> {
        let (columns, rows) = self.request.size();
        let at_once = (size / usize::from(columns)).clamp(1, MOST_ROWS) as u16;
        let done = (self.cells.len() / usize::from(columns)) as u16;
        let first = |task: u16| done.saturating_add(task.saturating_mul(at_once)).min(rows);
        let ranges = (0..count as u16).map(|task| first(task)..first(task + 1));
        let ranges = ranges.filter(|rows| !rows.is_empty());
        ranges.map(|rows| ToolTask::Map { request: self.request.clone(), rows }).collect()
    }

    fn add(&mut self, answers: Vec<ToolAnswer>) -> Option<usize> {
        let before = self.cells.len();
        for answer in answers {
            let ToolAnswer::Map(cells) = answer else {
                self.cells.truncate(before);
                return None;
            };
            self.cells.extend(cells);
        }
        Some(self.cells.len() - before)
    }

    fn is_done(&self) -> bool {
        let (columns, rows) = self.request.size();
        self.cells.len() >= usize::from(columns) * usize::from(rows)
    }
}

/// A survey of the free slots of a channel plan, some slots at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotSurvey {
    /// The survey.
    pub request: SurveyRequest,
    /// The slots that were tried, in the order of the grid.
    pub surveyed: Vec<Surveyed>,
    slots: usize,
}

/// Slots of a task: so few that it takes well below a second, however much is searched in each.
const BLOCK: usize = 2;
/// Tasks of a round. More would hide how far it is, and fewer leave workers idle.
const ROUND: usize = 8;

impl SlotSurvey {
    /// A survey of which nothing is known.
    pub fn new(request: SurveyRequest) -> SlotSurvey {
        let slots = request.blocks(1).count();
        SlotSurvey { request, surveyed: Vec::new(), slots }
    }

    /// Number of slots that are to be tried.
    pub const fn slots(&self) -> usize {
        self.slots
    }
}

impl Divisible for SlotSurvey {
    /// Rounds are equal, so that what a person reads of the progress moves by even steps.
    fn next(&self, _count: usize, _size: usize) -> Vec<ToolTask> {
        let start = self.request.block.start + self.surveyed.len();
        let rest = SurveyRequest { block: start..self.request.block.end, ..self.request.clone() };
        rest.blocks(BLOCK).take(ROUND).map(ToolTask::Survey).collect()
    }

    fn add(&mut self, answers: Vec<ToolAnswer>) -> Option<usize> {
        let found = answers.into_iter().map(|answer| match answer {
            ToolAnswer::Survey(surveyed) => Some(surveyed),
            _ => None,
        });
        let found = found.collect::<Option<Vec<_>>>()?.concat();
        let slots = found.len();
        self.surveyed.extend(found);
        Some(slots)
    }

    fn is_done(&self) -> bool {
        self.surveyed.len() >= self.slots
    }
}
