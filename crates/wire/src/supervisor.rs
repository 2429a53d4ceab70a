//! The supervisor of the workers: events in, actions out, no clock and no browser. Time is counted in ticks, so that a page that
//! slept does not take its workers for dead.
//!
//! A request is a list of tasks on a [`Lane`], each of them a separate batch. The newest request of a lane waits alone: it replaces an
//! older one that has not begun. One that has begun is finished, because it usually takes milliseconds, and so the curves keep following a
//! slider that never rests. Every request ends in one action: [`Deliver`](Action::Deliver) or [`Drop`](Action::Drop).
//!
//! Slow work is not a fault. A busy worker reports that it is alive, and one that does is left alone however long it takes; what takes longer than a few
//! seconds is [reported](Action::Slow), and the user may [stop](Event::Stop) it. A worker that fails, or from which nothing has arrived
//! for 30 s, is replaced and its batch given to another. A batch that fails twice is given up, and so is a worker that fails
//! three times in a row, until the next request, which tries it once more.

mod trouble;

pub use trouble::Trouble;

use crate::batch::{Batch, BatchId, Failure, Report, Work};
use crate::channel::{RequestId, WorkerError};
use std::collections::VecDeque;

/// Time between two ticks, ms.
pub const TICK_MS: u32 = 500;
/// Time between two heartbeats of a busy worker, ms.
pub const BEAT_MS: f64 = 500.0;
/// Longest silence of a busy worker, ticks: 30 s. It beats twice a second, but a machine may stall for many seconds.
const SILENCE: u32 = 60;
/// Longest start of a worker, ticks: 30 s. It may have to be fetched over a slow line.
const START: u32 = 60;
/// Age of a request that is called slow, ticks: 3 s.
const SLOW: u32 = 6;
/// Failures without an answer in between after which a worker is not started again.
const MAX_FAILURES: u8 = 3;
/// Times that a batch is tried.
const MAX_TRIES: u8 = 2;

/// The answers to the tasks of a request, in their order.
pub type Answers<T> = Vec<Result<<T as Work>::Answer, Failure>>;

/// Kinds of requests that do not replace one another, in the order of their urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// The values under the cursor.
    Cursor,
    /// The curves of the chart.
    Curves,
    /// A question of a tool.
    Tool,
}

impl Lane {
    /// All of them, the most urgent first.
    pub const ALL: [Lane; 3] = [Lane::Cursor, Lane::Curves, Lane::Tool];
}

/// Events that the supervisor handles. Workers are numbered from 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<T: Work> {
    /// The page wants this computed.
    Request(Lane, RequestId, Vec<T>),
    /// The user does not want to wait any longer for what runs on a lane.
    Stop(Lane),
    /// A worker is ready, and of the page's build.
    Ready(usize),
    /// A worker sent a message.
    Report(usize, Report<T::Answer>),
    /// A worker failed.
    Failed(usize, WorkerError),
    /// The next tick.
    Tick,
}

/// Actions that the supervisor requests.
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
    /// This request was replaced before it began and will not be answered.
    Drop(Lane, RequestId),
    /// Tell the user that what runs on a lane is slow, and how long it has been running, s; nothing once it has ended.
    Slow(Lane, Option<u32>),
    /// Tell the user; nothing when the trouble before is over, as the calculation runs again.
    Tell(Option<Trouble>),
}

#[derive(Debug)]
enum State<T> {
    Starting {
        since: u32,
    },
    Idle,
    Busy {
        last_report: u32,
        part: Part<T>,
    },
    /// It failed too often.
    GivenUp,
    /// It is of another build, and so would be the next one, which would come from the same place.
    OtherBuild,
}

#[derive(Debug)]
struct Worker<T> {
    state: State<T>,
    failures: u8,
}

impl<T> Worker<T> {
    fn is_able(&self) -> bool {
        !matches!(self.state, State::GivenUp | State::OtherBuild)
    }
}

/// A task of a request: its place among the others.
#[derive(Debug, Clone)]
struct Part<T> {
    id: BatchId,
    lane: Lane,
    place: usize,
    task: T,
    tries: u8,
}

/// A request that has begun.
struct Running<T: Work> {
    id: RequestId,
    answers: Vec<Option<Result<T::Answer, Failure>>>,
    waiting: VecDeque<Part<T>>,
    /// When the first worker got something of it.
    posted: Option<u32>,
}

struct LaneState<T: Work> {
    running: Option<Running<T>>,
    newest: Option<(RequestId, Vec<T>)>,
    /// Whether the user was told that it is slow.
    slow: bool,
}

/// See the module.
pub struct Supervisor<T: Work> {
    workers: Vec<Worker<T>>,
    lanes: [LaneState<T>; Lane::ALL.len()],
    next_id: BatchId,
    now: u32,
    /// Whether the user was told that no worker is left.
    none_left: bool,
    /// Whether the user was told that the calculation was stopped.
    stopped: bool,
}

impl<T: Work> Supervisor<T> {
    /// A supervisor of this many workers, at least one; and the actions that start them.
    pub fn new(workers: usize) -> (Supervisor<T>, Vec<Action<T>>) {
        let count = workers.max(1);
        let workers = (0..count).map(|_| Worker { state: State::Starting { since: 0 }, failures: 0 }).collect();
        let lanes = Lane::ALL.map(|_| LaneState { running: None, newest: None, slow: false });
        let supervisor = Supervisor { workers, lanes, next_id: 0, now: 0, none_left: false, stopped: false };
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
            Event::Request(lane, id, tasks) => {
                if let Some((replaced, _)) = self.lanes[lane as usize].newest.replace((id, tasks)) {
                    actions.push(Action::Drop(lane, replaced));
                }
                if std::mem::take(&mut self.stopped) {
                    actions.push(Action::Tell(None));
                }
                self.revive(&mut actions);
            }
            Event::Stop(lane) => self.stop(lane, &mut actions),
            Event::Ready(worker) => {
                let slot = &mut self.workers[worker];
                if matches!(slot.state, State::Starting { .. }) {
                    slot.state = State::Idle;
                }
            }
            Event::Report(worker, report) => self.report(worker, report, &mut actions),
            Event::Failed(worker, reason) => self.fail(worker, reason, &mut actions),
            Event::Tick => {
                self.now = self.now.wrapping_add(1);
                self.look_for_silence(&mut actions);
                self.look_for_slow_work(&mut actions);
            }
        }
        self.go_on(&mut actions);
        actions
    }

    /// Workers that were given up get one more try: what failed may have been the line, or a request that nobody wants any more. Where
    /// none runs one goes ahead, for a slider sends requests with every frame.
    fn revive(&mut self, actions: &mut Vec<Action<T>>) {
        let some_run = self.workers.iter().any(|w| matches!(w.state, State::Idle | State::Busy { .. }));
        let most = match self.workers.iter().any(Worker::is_able) {
            _ if some_run => self.workers.len(),
            true => 0,
            false => 1,
        };
        let given_up = self.workers.iter_mut().enumerate().filter(|(_, w)| matches!(w.state, State::GivenUp));
        for (index, worker) in given_up.take(most) {
            *worker = Worker { state: State::Starting { since: self.now }, failures: MAX_FAILURES - 1 };
            actions.push(Action::Start(index));
        }
    }

    /// A worker cannot be interrupted: those that are busy with the lane are ended and started anew.
    fn stop(&mut self, lane: Lane, actions: &mut Vec<Action<T>>) {
        let Some(running) = &mut self.lanes[lane as usize].running else { return };
        running.waiting.clear();
        for answer in &mut running.answers {
            answer.get_or_insert(Err(Failure::Stopped));
        }
        for (index, worker) in self.workers.iter_mut().enumerate() {
            if matches!(&worker.state, State::Busy { part, .. } if part.lane == lane) {
                worker.state = State::Starting { since: self.now };
                actions.extend([Action::Stop(index), Action::Start(index)]);
            }
        }
        if self.lanes[lane as usize].newest.is_none() {
            self.stopped = true;
            actions.push(Action::Tell(Some(Trouble::Stopped)));
        }
    }

    fn report(&mut self, worker: usize, report: Report<T::Answer>, actions: &mut Vec<Action<T>>) {
        let slot = &mut self.workers[worker];
        // Anything else is the last words of a worker that was taken for dead.
        let State::Busy { last_report, part } = &mut slot.state else { return };
        match report {
            Report::Alive => *last_report = self.now,
            Report::Done { id, answers } if part.id == id && answers.len() == 1 => {
                let (lane, place) = (part.lane, part.place);
                *slot = Worker { state: State::Idle, failures: 0 };
                answers.into_iter().for_each(|answer| self.put(lane, place, answer));
                if std::mem::take(&mut self.none_left) {
                    actions.push(Action::Tell(None));
                }
            }
            Report::Done { .. } => {}
        }
    }

    fn put(&mut self, lane: Lane, place: usize, answer: Result<T::Answer, Failure>) {
        if let Some(running) = &mut self.lanes[lane as usize].running {
            running.answers[place] = Some(answer);
        }
    }

    fn fail(&mut self, worker: usize, reason: WorkerError, actions: &mut Vec<Action<T>>) {
        let slot = &mut self.workers[worker];
        if !slot.is_able() {
            return;
        }
        slot.failures += 1;
        let next = match reason {
            WorkerError::OtherBuild => State::OtherBuild,
            _ if slot.failures >= MAX_FAILURES => State::GivenUp,
            _ => State::Starting { since: self.now },
        };
        let before = std::mem::replace(&mut slot.state, next);
        actions.push(Action::Stop(worker));
        if slot.is_able() {
            actions.push(Action::Start(worker));
        }
        if let State::Busy { part, .. } = before {
            self.try_again(part, &reason);
        }
        let trouble = if reason == WorkerError::OtherBuild {
            Trouble::OtherBuild
        } else if self.workers.iter().any(Worker::is_able) {
            Trouble::Replaced { reason }
        } else {
            self.none_left = true;
            self.give_up_waiting(actions);
            Trouble::NoneLeft { reason }
        };
        actions.push(Action::Tell(Some(trouble)));
    }

    /// Work that no worker computes is not slow. It continues when a worker is restarted.
    fn give_up_waiting(&mut self, actions: &mut Vec<Action<T>>) {
        for lane in Lane::ALL {
            let state = &mut self.lanes[lane as usize];
            if let Some(running) = &mut state.running {
                running.posted = None;
            }
            if std::mem::take(&mut state.slow) {
                actions.push(Action::Slow(lane, None));
            }
        }
    }

    fn try_again(&mut self, mut part: Part<T>, reason: &WorkerError) {
        part.tries += 1;
        if part.tries >= MAX_TRIES {
            self.put(part.lane, part.place, Err(Failure::Lost(reason.to_string())));
        } else if let Some(running) = &mut self.lanes[part.lane as usize].running {
            running.waiting.push_front(part);
        }
    }

    fn look_for_silence(&mut self, actions: &mut Vec<Action<T>>) {
        for worker in 0..self.workers.len() {
            let reason = match self.workers[worker].state {
                State::Busy { last_report, .. } if self.now.wrapping_sub(last_report) > SILENCE => WorkerError::Silent,
                State::Starting { since } if self.now.wrapping_sub(since) > START => WorkerError::NotStarted,
                _ => continue,
            };
            self.fail(worker, reason, actions);
        }
    }

    fn look_for_slow_work(&mut self, actions: &mut Vec<Action<T>>) {
        for lane in Lane::ALL {
            let state = &mut self.lanes[lane as usize];
            let Some(posted) = state.running.as_ref().and_then(|running| running.posted) else { continue };
            let age = self.now.wrapping_sub(posted);
            let ticks_a_second = 1000 / TICK_MS;
            if age >= SLOW && age.is_multiple_of(ticks_a_second) {
                state.slow = true;
                actions.push(Action::Slow(lane, Some(age / ticks_a_second)));
            }
        }
    }

    /// Delivers what is complete, begins what is newest, and gives every idle worker something to do.
    fn go_on(&mut self, actions: &mut Vec<Action<T>>) {
        for lane in Lane::ALL {
            self.deliver(lane, actions);
            self.begin(lane);
            // A request without a task is complete as it begins.
            self.deliver(lane, actions);
            for worker in 0..self.workers.len() {
                if !matches!(self.workers[worker].state, State::Idle) {
                    continue;
                }
                let Some(running) = &mut self.lanes[lane as usize].running else { break };
                let Some(part) = running.waiting.pop_front() else { break };
                running.posted.get_or_insert(self.now);
                actions.push(Action::Post(worker, Batch { id: part.id, tasks: vec![part.task.clone()] }));
                self.workers[worker].state = State::Busy { last_report: self.now, part };
            }
        }
    }

    fn deliver(&mut self, lane: Lane, actions: &mut Vec<Action<T>>) {
        let whole = |running: &mut Running<T>| running.answers.iter().all(Option::is_some);
        let state = &mut self.lanes[lane as usize];
        if let Some(Running { id, answers, .. }) = state.running.take_if(whole) {
            if std::mem::take(&mut state.slow) {
                actions.push(Action::Slow(lane, None));
            }
            actions.push(Action::Deliver(lane, id, answers.into_iter().flatten().collect()));
        }
    }

    fn begin(&mut self, lane: Lane) {
        let able = self.workers.iter().any(Worker::is_able);
        let state = &mut self.lanes[lane as usize];
        if state.running.is_some() || !able {
            return;
        }
        let Some((id, tasks)) = state.newest.take() else { return };
        let answers = vec![None; tasks.len()];
        let part = |(place, task): (usize, T)| Part { id: self.next_id + place as u64, lane, place, task, tries: 0 };
        let waiting = tasks.into_iter().enumerate().map(part).collect();
        self.next_id += answers.len() as u64;
        state.running = Some(Running { id, answers, waiting, posted: None });
    }
}

#[cfg(test)]
mod tests;
