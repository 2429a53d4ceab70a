//! Has the newest request computed, and shows what came of it.

use crate::tools::context::ToolContext;
use crate::tools::portions;
use engine::sweep::{Study, Uncertainty, UncertaintyProblem, UncertaintyRequest};
use gloo::timers::callback::Timeout;
use js_sys::Date;
use leptos::prelude::*;
use std::cell::RefCell;
use std::sync::Arc;
use wire::portions::{Pace, Taken};

/// Time in which nothing may change before a study begins, ms.
const REST_MS: u32 = 250;
/// Time that a portion is to take, ms: short enough that all other work of the page gets its turn, and a cancelled one is soon over.
const PORTION_MS: f64 = 120.0;
/// Portions of a round for each worker, so that none waits for a slower one.
const PORTIONS_PER_WORKER: usize = 2;
/// A portion has at most so many times as many cases as the last one.
const GROWTH: f64 = 8.0;
/// Time after which a result on the way is shown, ms.
const PATIENCE_MS: f64 = 1500.0;
/// Time after which the remaining time can be estimated, ms.
const TELLING_MS: f64 = 4000.0;

thread_local! {
    /// The last result, kept while another tool is open.
    static KEPT: RefCell<Option<Arc<Shown>>> = const { RefCell::new(None) };
}

/// A result, with its request. On the way it is of fewer samples.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) request: UncertaintyRequest,
    pub(super) found: Uncertainty,
}

/// State of the computation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    /// Nothing is to be computed.
    Idle,
    /// A part of the work is done.
    Running {
        /// From 0 to 1.
        progress: f64,
        /// Estimated remaining time, s; none while there is no estimate.
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
    study: portions::Runner<Study>,
    /// The study that begins once the inputs have settled.
    waiting: StoredValue<Option<Timeout>, LocalStorage>,
    times: StoredValue<Times>,
}

/// When what happened.
#[derive(Clone, Copy, Default)]
struct Times {
    /// When this began, ms, and with what progress.
    begun: (f64, f64),
    /// When something was shown, or when this began, ms.
    shown_ms: f64,
}

impl Runner {
    pub(super) fn new(context: ToolContext) -> Runner {
        let kept = KEPT.with(|kept| kept.borrow().clone());
        let study = portions::Runner::with_pace(context, |pace| Pace {
            tasks_per_worker: PORTIONS_PER_WORKER,
            task_ms: PORTION_MS,
            growth: GROWTH,
            ..pace
        });
        let runner = Runner {
            shown: RwSignal::new(kept),
            state: RwSignal::new(State::Idle),
            study,
            waiting: StoredValue::new_local(None),
            times: StoredValue::new(Times::default()),
        };
        study.on_taken(move |taken| runner.take(taken));
        runner
    }

    /// Computes whatever is asked for, as soon as that rests.
    pub(super) fn follow(self, request: Memo<Option<UncertaintyRequest>>) {
        Effect::new(move |_| {
            let request = request.get();
            self.study.stop();
            self.state.set(match request {
                Some(_) => State::Running { progress: 0.0, left_s: None },
                None => State::Idle,
            });
            self.waiting.set_value(request.map(|request| Timeout::new(REST_MS, move || self.begin(request))));
        });
    }

    /// Gives up what is being computed.
    pub(super) fn stop(self) {
        self.waiting.set_value(None);
        self.study.stop();
        self.state.set(State::Stopped);
    }

    /// Goes on where it was stopped, or begins.
    pub(super) fn go_on(self, request: Option<UncertaintyRequest>) {
        let Some(request) = request else { return };
        if self.study.with(|study| *study.request() == request) == Some(true) {
            self.started();
            self.study.go_on();
        } else {
            self.begin(request);
        }
    }

    fn begin(self, request: UncertaintyRequest) {
        let is_known = |shown: &Arc<Shown>| shown.request == request && shown.found.samples == request.samples;
        if self.shown.with_untracked(|shown| shown.as_ref().is_some_and(is_known)) {
            self.state.set(State::Idle);
            return;
        }
        match Study::new(request) {
            Ok(study) => {
                self.study.begin(study);
                self.started();
            }
            Err(problem) => self.state.set(State::Refused(problem)),
        }
    }

    fn started(self) {
        let progress = self.study.with(Study::progress).unwrap_or(0.0);
        let now_ms = Date::now();
        self.times.set_value(Times { begun: (now_ms, progress), shown_ms: now_ms });
        self.state.set(State::Running { progress, left_s: None });
    }

    fn take(self, taken: Taken) {
        match taken {
            Taken::More => self.go_further(),
            Taken::Done => {
                let shown = self.study.with(Study::result).flatten().map(|found| self.show(found));
                self.study.clear();
                self.state.set(shown.and_then(Result::err).map_or(State::Idle, State::Refused));
            }
            Taken::Stopped => self.state.set(State::Stopped),
            Taken::Failed(reason) => self.state.set(State::Failed(reason)),
            Taken::Stale => {}
        }
    }

    /// Says how far it is, and shows what there is if nothing was shown for long.
    fn go_further(self) {
        let Times { begun, shown_ms } = self.times.get_value();
        let now_ms = Date::now();
        if now_ms - shown_ms > PATIENCE_MS && self.is_more() {
            // Most of few samples may be left out, and not of many.
            let _ = self.study.with(Study::result).flatten().map(|found| self.show(found));
            self.times.update_value(|times| times.shown_ms = now_ms);
        }
        let progress = self.study.with(Study::progress).unwrap_or(1.0);
        let (took_ms, part) = (now_ms - begun.0, progress - begun.1);
        let left_s = (took_ms > TELLING_MS && part > 0.0).then(|| 1e-3 * took_ms * (1.0 - progress) / part);
        self.state.set(State::Running { progress, left_s });
    }

    /// Whether a result on the way would say more than what is shown.
    fn is_more(self) -> bool {
        let shown = self.shown.get_untracked();
        let of_shown = |study: &Study| {
            shown.filter(|shown| shown.request == *study.request()).map_or(0, |shown| shown.found.samples)
        };
        self.study.with(|study| study.samples() >= 2 * of_shown(study)).unwrap_or(false)
    }

    fn show(self, found: Result<Uncertainty, UncertaintyProblem>) -> Result<(), UncertaintyProblem> {
        let found = found?;
        let Some(request) = self.study.with(|study| study.request().clone()) else { return Ok(()) };
        let shown = Arc::new(Shown { request, found });
        KEPT.with(|kept| *kept.borrow_mut() = Some(shown.clone()));
        self.shown.set(Some(shown));
        Ok(())
    }
}
