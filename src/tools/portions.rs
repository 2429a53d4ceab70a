//! Has the workers do what a tool needs in portions.

use super::context::ToolContext;
use crate::kit::pool::worker_count;
use js_sys::Date;
use leptos::prelude::*;
use std::rc::Rc;
use wire::portions::{Divisible, Pace, Portions, Taken};
use wire::supervisor::Lane;

/// Time that a task is to take, ms: whatever is newer waits no longer than that.
const TASK_MS: f64 = 250.0;

type OnTaken = Rc<dyn Fn(Taken)>;

/// Handles to the work of a tool. Copied into whatever needs it; the work ends with the tool.
pub(super) struct Runner<W: 'static> {
    context: ToolContext,
    portions: StoredValue<Portions<W>, LocalStorage>,
    taken: StoredValue<Option<OnTaken>, LocalStorage>,
    /// Whether something is being computed.
    pub(super) running: RwSignal<bool>,
}

impl<W> Clone for Runner<W> {
    fn clone(&self) -> Runner<W> {
        *self
    }
}

impl<W> Copy for Runner<W> {}

impl<W: Divisible + 'static> Runner<W> {
    /// Nothing to do yet; one task for each worker at a time.
    pub(super) fn new(context: ToolContext) -> Runner<W> {
        Runner::with_pace(context, |pace| pace)
    }

    /// The same at another pace.
    pub(super) fn with_pace(context: ToolContext, change: impl FnOnce(Pace) -> Pace) -> Runner<W> {
        let pace =
            change(Pace { workers: worker_count(), tasks_per_worker: 1, task_ms: TASK_MS, growth: f64::INFINITY });
        Runner {
            context,
            portions: StoredValue::new_local(Portions::new(pace)),
            taken: StoredValue::new_local(None),
            running: RwSignal::new(false),
        }
    }

    /// Calls back after each round.
    pub(super) fn on_taken(self, taken: impl Fn(Taken) + 'static) {
        self.taken.set_value(Some(Rc::new(taken)));
    }

    /// Begins with something else.
    pub(super) fn begin(self, work: W) {
        self.portions.update_value(|portions| portions.begin(work));
        self.ask();
    }

    /// Begins with something whose items take as long as those before.
    pub(super) fn follow_up(self, work: W) {
        self.portions.update_value(|portions| portions.follow_up(work));
        self.ask();
    }

    /// Goes on where it was; false if nothing is left.
    pub(super) fn go_on(self) -> bool {
        let left = self.change(Portions::go_on);
        self.ask();
        left
    }

    /// Computes no further; what was computed stays.
    pub(super) fn stop(self) {
        self.change(Portions::stop);
        self.running.set(false);
    }

    /// Drops everything.
    pub(super) fn clear(self) {
        self.change(Portions::clear);
        self.running.set(false);
    }

    /// The current work, or the last.
    pub(super) fn with<T>(self, read: impl FnOnce(&W) -> T) -> Option<T> {
        self.portions.with_value(|portions| portions.work().map(read))
    }

    /// Time that a worker needs for an item, ms.
    pub(super) fn item_ms(self) -> Option<f64> {
        self.portions.with_value(Portions::item_ms)
    }

    fn change<T>(self, change: impl FnOnce(&mut Portions<W>) -> T) -> T {
        change(&mut *self.portions.write_value())
    }

    fn ask(self) {
        let round = self.change(|portions| portions.next(Date::now()));
        self.running.set(round.is_some());
        let Some(round) = round else { return };
        self.context.ask(Lane::Tool, round.tasks, move |answers| {
            // The tool may be closed by now.
            let take = |portions: &mut Portions<W>| portions.take(round.turn, answers, Date::now());
            let Some(taken) = self.portions.try_update_value(take).filter(|taken| *taken != Taken::Stale) else {
                return;
            };
            let more = taken == Taken::More;
            if !more {
                self.running.set(false);
            }
            if let Some(report) = self.taken.get_value() {
                report(taken);
            }
            // The callback may have begun other work, or stopped this.
            if more && self.portions.try_with_value(Portions::is_running) == Some(true) {
                self.ask();
            }
        });
    }
}
