//! The supervisor of the workers: events in, actions out, no clock and no browser. Time is counted in ticks, so that a page that
//! slept does not take its workers for dead.
//!
//! A request is a list of tasks on a [`Lane`]. The newest request of a lane waits alone: it replaces an older one that has not begun.
//! One that has begun is finished, for it takes milliseconds, and so the curves keep following a slider that never rests. Answers
//! that nobody waits for any more are dropped. A worker that fails, or that is silent for [`SILENCE`] ticks, is replaced and its batch
//! given to another; a batch that fails twice is given up, and so is a worker that fails [`MAX_FAILURES`] times in a row.

use crate::BUILD;
use crate::batch::{Batch, BatchId, Failure, Report, Work};
use std::collections::VecDeque;
use std::fmt;

/// Time between two ticks, ms.
pub const TICK_MS: u32 = 500;
/// A worker that has not answered for so many ticks is taken for dead. Its work takes milliseconds; a busy machine may need seconds.
const SILENCE: u32 = 10;
/// A worker that has not said for so many ticks that it is ready is taken for dead. It may have to be fetched over a slow line.
const START: u32 = 60;
/// A worker that fails so often without an answer in between is not started again.
const MAX_FAILURES: u8 = 3;
/// So often a batch is tried.
const MAX_TRIES: u8 = 2;

/// Number of a request, of the page's choosing.
pub type RequestId = u64;

/// The answers to the tasks of a request, in their order.
pub type Answers<T> = Vec<Result<<T as Work>::Answer, Failure>>;

/// Kinds of requests that do not replace one another, in the order of their urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// The values under the cursor.
    Cursor,
    /// The curves of the chart.
    Curves,
    /// What a tool wants to know.
    Tool,
}

const LANES: [Lane; 3] = [Lane::Cursor, Lane::Curves, Lane::Tool];

/// What happens to the supervisor. Workers are numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<T: Work> {
    /// The page wants this computed.
    Request(Lane, RequestId, Vec<T>),
    /// A worker sent a message.
    Report(usize, Report<T::Answer>),
    /// A worker failed, or sent what cannot be read.
    Failed(usize, String),
    /// The next tick.
    Tick,
}

/// What the supervisor wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action<T: Work> {
    /// Start this worker.
    Start(usize),
    /// End this worker.
    Stop(usize),
    /// Send this to this worker.
    Post(usize, Batch<T>),
    /// Give the page all answers of a request, in the order of its tasks.
    Deliver(Lane, RequestId, Answers<T>),
    /// Tell the user.
    Tell(Trouble),
}

/// What a user is told about the workers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A worker was replaced; nothing is lost.
    Replaced {
        /// Why.
        reason: String,
    },
    /// No worker is left.
    NoneLeft {
        /// Why the last one failed.
        reason: String,
    },
    /// The worker's file is of another build than the page's.
    OtherBuild,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Replaced { reason } => {
                write!(f, "A calculation worker failed ({reason}). It was replaced, and its work was done again.")
            }
            Trouble::NoneLeft { reason } => write!(
                f,
                "The calculation does not run in this browser ({reason}). The curves shown are the last ones that were computed. \
                 Reload the page; if that does not help, try another browser."
            ),
            Trouble::OtherBuild => {
                f.write_str("The page was updated while it was open. Reload it; the address keeps what you have set.")
            }
        }
    }
}

#[derive(Debug)]
enum State<T> {
    Starting { since: u32 },
    Idle,
    Busy { since: u32, part: Part<T> },
    GivenUp,
}

#[derive(Debug)]
struct Worker<T> {
    state: State<T>,
    failures: u8,
}

/// A batch of a request: its tasks start at `first`.
#[derive(Debug, Clone)]
struct Part<T> {
    id: BatchId,
    lane: Lane,
    first: usize,
    tasks: Vec<T>,
    tries: u8,
}

/// A request that has begun.
struct Running<T: Work> {
    id: RequestId,
    answers: Vec<Option<Result<T::Answer, Failure>>>,
    waiting: VecDeque<Part<T>>,
}

struct LaneState<T: Work> {
    running: Option<Running<T>>,
    newest: Option<(RequestId, Vec<T>)>,
}

/// See the module.
pub struct Supervisor<T: Work> {
    workers: Vec<Worker<T>>,
    lanes: [LaneState<T>; LANES.len()],
    next_id: BatchId,
    now: u32,
}

impl<T: Work> Supervisor<T> {
    /// A supervisor of this many workers, at least one; and the actions that start them.
    pub fn new(workers: usize) -> (Supervisor<T>, Vec<Action<T>>) {
        let count = workers.max(1);
        let workers = (0..count).map(|_| Worker { state: State::Starting { since: 0 }, failures: 0 }).collect();
        let supervisor =
            Supervisor { workers, lanes: LANES.map(|_| LaneState { running: None, newest: None }), next_id: 0, now: 0 };
        (supervisor, (0..count).map(Action::Start).collect())
    }

    /// Whether time matters: something was asked of a worker that has not answered.
    pub fn is_waiting(&self) -> bool {
        self.workers.iter().any(|w| matches!(w.state, State::Starting { .. } | State::Busy { .. }))
    }

    /// Takes in an event; the actions are to be carried out in their order.
    pub fn handle(&mut self, event: Event<T>) -> Vec<Action<T>> {
        let mut actions = Vec::new();
        match event {
            Event::Request(lane, id, tasks) => self.lanes[lane as usize].newest = Some((id, tasks)),
            Event::Report(worker, report) => self.report(worker, report, &mut actions),
            Event::Failed(worker, reason) => self.fail(worker, reason, &mut actions),
            Event::Tick => {
                self.now = self.now.wrapping_add(1);
                self.look_for_silence(&mut actions);
            }
        }
        self.go_on(&mut actions);
        actions
    }

    fn report(&mut self, worker: usize, report: Report<T::Answer>, actions: &mut Vec<Action<T>>) {
        let slot = &mut self.workers[worker];
        match (report, &slot.state) {
            (Report::Ready { build }, State::Starting { .. }) if build == BUILD => slot.state = State::Idle,
            (Report::Ready { .. }, State::Starting { .. }) => {
                // Another one would be fetched from the same place: not worth a try.
                slot.state = State::GivenUp;
                actions.extend([Action::Stop(worker), Action::Tell(Trouble::OtherBuild)]);
            }
            (Report::Done { id, answers }, State::Busy { part, .. })
                if part.id == id && part.tasks.len() == answers.len() =>
            {
                let (lane, first) = (part.lane, part.first);
                slot.failures = 0;
                slot.state = State::Idle;
                self.put(lane, first, answers);
            }
            // The last words of a worker that was taken for dead.
            _ => {}
        }
    }

    fn put(&mut self, lane: Lane, first: usize, answers: Answers<T>) {
        if let Some(running) = &mut self.lanes[lane as usize].running {
            for (place, answer) in running.answers[first..].iter_mut().zip(answers) {
                *place = Some(answer);
            }
        }
    }

    fn fail(&mut self, worker: usize, reason: String, actions: &mut Vec<Action<T>>) {
        let slot = &mut self.workers[worker];
        if matches!(slot.state, State::GivenUp) {
            return;
        }
        slot.failures += 1;
        let given_up = slot.failures >= MAX_FAILURES;
        let next = if given_up { State::GivenUp } else { State::Starting { since: self.now } };
        let before = std::mem::replace(&mut slot.state, next);
        actions.push(Action::Stop(worker));
        if !given_up {
            actions.push(Action::Start(worker));
        }
        if let State::Busy { part, .. } = before {
            self.try_again(part, &reason);
        }
        let none_left = self.workers.iter().all(|w| matches!(w.state, State::GivenUp));
        actions.push(Action::Tell(if none_left { Trouble::NoneLeft { reason } } else { Trouble::Replaced { reason } }));
    }

    fn try_again(&mut self, mut part: Part<T>, reason: &str) {
        part.tries += 1;
        if part.tries < MAX_TRIES {
            if let Some(running) = &mut self.lanes[part.lane as usize].running {
                running.waiting.push_front(part);
            }
        } else {
            let failed = Err(Failure::Lost(reason.to_owned()));
            self.put(part.lane, part.first, vec![failed; part.tasks.len()]);
        }
    }

    fn look_for_silence(&mut self, actions: &mut Vec<Action<T>>) {
        for worker in 0..self.workers.len() {
            let reason = match self.workers[worker].state {
                State::Busy { since, .. } if self.now.wrapping_sub(since) > SILENCE => "it did not answer",
                State::Starting { since } if self.now.wrapping_sub(since) > START => "it did not start",
                _ => continue,
            };
            self.fail(worker, reason.to_owned(), actions);
        }
    }

    /// Delivers what is complete, begins what is newest, and gives every idle worker something to do.
    fn go_on(&mut self, actions: &mut Vec<Action<T>>) {
        for lane in LANES {
            self.deliver(lane, actions);
            self.begin(lane);
            for worker in 0..self.workers.len() {
                if !matches!(self.workers[worker].state, State::Idle) {
                    continue;
                }
                let running = self.lanes[lane as usize].running.as_mut();
                let Some(part) = running.and_then(|running| running.waiting.pop_front()) else { break };
                actions.push(Action::Post(worker, Batch { id: part.id, tasks: part.tasks.clone() }));
                self.workers[worker].state = State::Busy { since: self.now, part };
            }
        }
    }

    fn deliver(&mut self, lane: Lane, actions: &mut Vec<Action<T>>) {
        let whole = |running: &mut Running<T>| running.answers.iter().all(Option::is_some);
        if let Some(Running { id, answers, .. }) = self.lanes[lane as usize].running.take_if(whole) {
            actions.push(Action::Deliver(lane, id, answers.into_iter().flatten().collect()));
        }
    }

    fn begin(&mut self, lane: Lane) {
        let able = self.workers.iter().filter(|w| !matches!(w.state, State::GivenUp)).count();
        let state = &mut self.lanes[lane as usize];
        if state.running.is_some() || able == 0 {
            return;
        }
        let Some((id, tasks)) = state.newest.take() else { return };
        // Two batches a worker: few messages, and still no worker idle while another has much left.
        let size = tasks.len().div_ceil(2 * able).max(1);
        let answers = vec![None; tasks.len()];
        let mut waiting = VecDeque::new();
        for (i, tasks) in tasks.chunks(size).enumerate() {
            waiting.push_back(Part { id: self.next_id, lane, first: i * size, tasks: tasks.to_vec(), tries: 0 });
            self.next_id += 1;
        }
        state.running = Some(Running { id, answers, waiting });
    }
}

#[cfg(test)]
mod tests;
