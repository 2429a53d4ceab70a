//! Work in portions: the newest wins, and work can be stopped and resumed.
//!
//! A map, a study of uncertain parameters or a survey of slots takes seconds to minutes. It is asked for in rounds of tasks that are as
//! long as a person may wait for a change: after each round there is something to show, and a newer request or a stop waits no longer
//! than that. Pure, as the supervisor is: the clock is an argument.

mod works;

pub use works::{MapRows, SlotSurvey};

use crate::batch::Failure;
use crate::questions::{ToolAnswer, ToolTask};

/// Work that can be done in portions. An item is what it counts: a cell, a case, a slot.
pub trait Divisible {
    /// The next tasks, about `count` of them, with about `size` items each; none once it is done.
    fn next(&self, count: usize, size: usize) -> Vec<ToolTask>;

    /// Takes in what came of the tasks, in their order, and says how many items that were; none where an answer is of another kind.
    fn add(&mut self, answers: Vec<ToolAnswer>) -> Option<usize>;

    /// Whether nothing is left.
    fn is_done(&self) -> bool;
}

/// Sizes of rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Workers that share a round.
    pub workers: usize,
    /// Tasks of a round for each worker: with more than one, none waits for a slower one.
    pub tasks_per_worker: usize,
    /// Time that a task is to take, ms.
    pub task_ms: f64,
    /// Largest growth of the items of a task from one round to the next, as a factor.
    pub growth: f64,
}

/// Number of a turn: each begins with a request, a stop or a going on, and ends with the next.
pub type Turn = u64;

/// Tasks that are to be computed now.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// The turn in which they are asked for.
    pub turn: Turn,
    /// The tasks.
    pub tasks: Vec<ToolTask>,
}

/// The result of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Nothing: since then something newer was begun, or it was stopped.
    Stale,
    /// There is something new, and more to come.
    More,
    /// All is done.
    Done,
    /// The user stopped the workers.
    Stopped,
    /// A part could not be computed; for this reason.
    Failed(String),
}

/// The work of a tool.
#[derive(Debug)]
pub struct Portions<W> {
    pace: Pace,
    work: Option<W>,
    running: bool,
    turn: Turn,
    /// Items of a task.
    size: f64,
    /// Time that a worker needs for an item, ms; none before the first round.
    item_ms: Option<f64>,
    /// When the round was asked for, ms, and its number of tasks.
    asked: (f64, usize),
}

impl<W: Divisible> Portions<W> {
    /// No work yet.
    pub fn new(pace: Pace) -> Portions<W> {
        Portions { pace, work: None, running: false, turn: 0, size: 1.0, item_ms: None, asked: (0.0, 0) }
    }

    /// Begins with something else; what ran before is dropped.
    pub fn begin(&mut self, work: W) {
        (self.size, self.item_ms) = (1.0, None);
        self.follow_up(work);
    }

    /// Begins with something whose items take as long as those before.
    pub fn follow_up(&mut self, work: W) {
        self.turn += 1;
        self.running = true;
        self.work = Some(work);
    }

    /// Drops everything.
    pub fn clear(&mut self) {
        self.stop();
        self.work = None;
    }

    /// Computes no further; what was computed stays.
    pub fn stop(&mut self) {
        self.turn += 1;
        self.running = false;
    }

    /// Goes on where it was stopped or failed; false if nothing is left.
    pub fn go_on(&mut self) -> bool {
        let left = self.work.as_ref().is_some_and(|work| !work.is_done());
        self.turn += u64::from(left);
        self.running = left;
        left
    }

    /// Whether something is being computed.
    pub const fn is_running(&self) -> bool {
        self.running
    }

    /// The current work, or the last.
    pub const fn work(&self) -> Option<&W> {
        self.work.as_ref()
    }

    /// Time that a worker needs for an item, ms; none before the first round.
    pub const fn item_ms(&self) -> Option<f64> {
        self.item_ms
    }

    /// The next round; none if nothing is to be computed.
    pub fn next(&mut self, now_ms: f64) -> Option<Round> {
        let work = self.work.as_ref().filter(|_| self.running)?;
        let tasks = work.next(self.pace.workers * self.pace.tasks_per_worker, self.size as usize);
        self.asked = (now_ms, tasks.len());
        Some(Round { turn: self.turn, tasks })
    }

    /// Takes in the answers to a round.
    pub fn take(&mut self, turn: Turn, answers: Vec<Result<ToolAnswer, Failure>>, now_ms: f64) -> Taken {
        let Some(work) = self.work.as_mut().filter(|_| turn == self.turn) else { return Taken::Stale };
        let items = match answers.into_iter().collect::<Result<Vec<_>, _>>() {
            Ok(answers) => work.add(answers),
            Err(failure) => {
                self.stop();
                return if failure == Failure::Stopped { Taken::Stopped } else { Taken::Failed(failure.to_string()) };
            }
        };
        let done = work.is_done();
        let Some(items) = items.filter(|items| done || *items > 0) else {
            self.stop();
            return Taken::Failed("the worker answered something else".to_owned());
        };
        self.measure(items, now_ms);
        self.running = !done;
        if done { Taken::Done } else { Taken::More }
    }

    fn measure(&mut self, items: usize, now_ms: f64) {
        let (asked_ms, tasks) = self.asked;
        if items == 0 {
            return;
        }
        let each = items as f64 / tasks as f64;
        let turns = tasks.div_ceil(self.pace.workers).max(1) as f64;
        // Clocks of browsers are coarse.
        let task_ms = (now_ms - asked_ms).max(1.0) / turns;
        self.item_ms = Some(task_ms / each);
        self.size = (each * (self.pace.task_ms / task_ms).min(self.pace.growth)).max(1.0);
    }
}

#[cfg(test)]
mod tests;
