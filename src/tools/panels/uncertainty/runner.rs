//! Has the newest request computed by the workers, portion by portion.

use crate::kit::pool::worker_count;
use crate::tools::context::ToolContext;
use engine::sweep::{Study, Uncertainty, UncertaintyProblem, UncertaintyRequest};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Answers;
use wire::supervisor::Lane;

/// So long nothing may change before a study begins, ms.
const REST_MS: u32 = 250;
/// So long a portion is to take, ms: short enough that all other work of the page gets its turn, and a cancelled one is soon over.
const PORTION_MS: f64 = 120.0;
/// A portion has at most so many times as many cases as the last one.
const GROWTH: f64 = 8.0;
/// A result on the way is shown when nothing was for so long, ms.
const PATIENCE_MS: f64 = 1500.0;
/// After this time it can be told how long the rest will take, ms.
const TELLING_MS: f64 = 4000.0;

thread_local! {
    /// The last result, for whoever looks at another tool in between.
    static KEPT: RefCell<Option<Arc<Shown>>> = const { RefCell::new(None) };
}

/// A result, with what was asked for. On the way it is of fewer samples.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) request: UncertaintyRequest,
    pub(super) found: Uncertainty,
}

/// What the computation does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    /// Nothing is to be computed.
    Idle,
    /// A part of the work is done.
    Running {
        /// From 0 to 1.
        progress: f64,
        /// How long it will take from now on, s; none while that cannot be told.
        left_s: Option<f64>,
    },
    /// A person stopped it.
    Stopped,
    /// It cannot be begun, or its result says nothing.
    Refused(UncertaintyProblem),
    /// The workers gave up.
    Failed(String),
}

/// Handles to the computation.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    /// The last good result.
    pub(super) shown: RwSignal<Option<Arc<Shown>>>,
    pub(super) state: RwSignal<State>,
    desk: ToolContext,
    study: StoredValue<Option<Study>, LocalStorage>,
    /// What is to begin after a rest.
    waiting: StoredValue<Option<Timeout>, LocalStorage>,
    /// Raised with every beginning and every end: whoever answers to an older one is not listened to.
    turn: StoredValue<u64>,
}

/// How the work is going.
#[derive(Clone, Copy)]
struct Pace {
    turn: u64,
    /// Cases of a portion.
    size: f64,
    /// When this began, ms, and with what progress.
    begun: (f64, f64),
    /// When something was shown, or when this began, ms.
    shown_ms: f64,
}

const STARTED: State = State::Running { progress: 0.0, left_s: None };

impl Runner {
    pub(super) fn new(desk: ToolContext) -> Runner {
        let kept = KEPT.with(|kept| kept.borrow().clone());
        Runner {
            shown: RwSignal::new(kept),
            state: RwSignal::new(State::Idle),
            desk,
            study: StoredValue::new_local(None),
            waiting: StoredValue::new_local(None),
            turn: StoredValue::new(0),
        }
    }

    /// Computes whatever is asked for, as soon as that rests.
    pub(super) fn follow(self, request: Memo<Option<UncertaintyRequest>>) {
        Effect::new(move |_| {
            let request = request.get();
            self.end(if request.is_some() { STARTED } else { State::Idle });
            self.waiting.set_value(request.map(|request| Timeout::new(REST_MS, move || self.begin(request))));
        });
    }

    /// Gives up what is being computed.
    pub(super) fn stop(self) {
        self.waiting.set_value(None);
        self.end(State::Stopped);
    }

    /// Goes on where it was stopped, or begins.
    pub(super) fn go_on(self, request: Option<UncertaintyRequest>) {
        let Some(request) = request else { return };
        if self.of_study(|study| *study.request() == request) == Some(true) { self.run() } else { self.begin(request) }
    }

    fn end(self, state: State) {
        self.turn.update_value(|turn| *turn += 1);
        self.state.set(state);
    }

    fn begin(self, request: UncertaintyRequest) {
        let is_known = |shown: &Arc<Shown>| shown.request == request && shown.found.samples == request.samples;
        if self.shown.with_untracked(|shown| shown.as_ref().is_some_and(is_known)) {
            self.end(State::Idle);
            return;
        }
        match Study::new(request) {
            Ok(study) => {
                self.study.set_value(Some(study));
                self.run();
            }
            Err(problem) => self.end(State::Refused(problem)),
        }
    }

    fn run(self) {
        let progress = self.of_study(Study::progress).unwrap_or(0.0);
        self.end(State::Running { progress, left_s: None });
        let now_ms = js_sys::Date::now();
        self.next(Pace { turn: self.turn.get_value(), size: 1.0, begun: (now_ms, progress), shown_ms: now_ms });
    }

    fn next(self, pace: Pace) {
        // Two for each worker, so that none waits for a slower one.
        let wanted = 2 * worker_count();
        let portions = self.of_study(|study| study.next(wanted, pace.size as usize)).unwrap_or_default();
        let asked_ms = js_sys::Date::now();
        let turns = portions.len().div_ceil(worker_count()).max(1) as f64;
        self.desk.ask(Lane::Tool, portions.into_iter().map(ToolTask::Uncertainty).collect(), move |answers| {
            // Another one has begun, this one was stopped, or another tool is open.
            if self.turn.try_get_value() != Some(pace.turn) {
                return;
            }
            let portion_ms = (js_sys::Date::now() - asked_ms) / turns;
            let size = pace.size * (PORTION_MS / portion_ms.max(1.0)).min(GROWTH);
            self.take(answers, Pace { size: size.max(1.0), ..pace });
        });
    }

    fn take(self, answers: Answers<ToolTask>, mut pace: Pace) {
        let mut found = Vec::new();
        for answer in answers {
            match answer {
                Ok(ToolAnswer::Uncertainty(part)) => found.extend(part),
                Err(failure) => return self.end(State::Failed(failure.to_string())),
                _ => return self.end(State::Failed("the worker answered something else".to_owned())),
            }
        }
        self.study.update_value(|study| {
            if let Some(study) = study {
                study.add(found);
            }
        });
        let (done, progress) = self.of_study(|study| (study.is_done(), study.progress())).unwrap_or((true, 1.0));
        if done {
            let result = self.of_study(Study::result).flatten();
            let shown = result.map(|found| self.show(found));
            self.study.set_value(None);
            return self.end(shown.and_then(Result::err).map_or(State::Idle, State::Refused));
        }
        let now_ms = js_sys::Date::now();
        if now_ms - pace.shown_ms > PATIENCE_MS && self.is_more() {
            // Most of few samples may be left out, and not of many.
            let _ = self.of_study(Study::result).flatten().map(|found| self.show(found));
            pace.shown_ms = now_ms;
        }
        let (took_ms, part) = (now_ms - pace.begun.0, progress - pace.begun.1);
        let left_s = (took_ms > TELLING_MS && part > 0.0).then(|| 1e-3 * took_ms * (1.0 - progress) / part);
        self.state.set(State::Running { progress, left_s });
        self.next(pace);
    }

    fn of_study<T>(self, read: impl FnOnce(&Study) -> T) -> Option<T> {
        self.study.with_value(|study| study.as_ref().map(read))
    }

    /// Whether a result on the way would say more than what is shown.
    fn is_more(self) -> bool {
        let shown = self.shown.get_untracked();
        let of_shown = |study: &Study| {
            shown.filter(|shown| shown.request == *study.request()).map_or(0, |shown| shown.found.samples)
        };
        self.of_study(|study| study.samples() >= 2 * of_shown(study)).unwrap_or(false)
    }

    fn show(self, found: Result<Uncertainty, UncertaintyProblem>) -> Result<(), UncertaintyProblem> {
        let found = found?;
        let Some(request) = self.of_study(|study| study.request().clone()) else { return Ok(()) };
        let shown = Arc::new(Shown { request, found });
        KEPT.with(|kept| *kept.borrow_mut() = Some(shown.clone()));
        self.shown.set(Some(shown));
        Ok(())
    }
}
