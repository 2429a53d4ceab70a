//! The curves of the chart and the values under its cursor, as the page hands them over.

use super::browser;
use super::context::ToolContext;
use super::throttle::Throttle;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use view::address::{Address, read_address};
use view::drawn::{Drawn, UnderCursor};
use view::plan::Plan;
use wire::points::{CURSOR, CURVES, Computed, Curves, Values};

/// The last address and its plan.
type Known = Option<(Address, Arc<Plan>)>;

/// The plan of the last address, shared by both listeners: most addresses differ in nothing that a plan depends on.
#[derive(Clone, Default)]
struct LastPlan(Rc<RefCell<Known>>);

impl LastPlan {
    fn of(&self, address: &str) -> Option<Arc<Plan>> {
        let now = read_address(address).0;
        let mut last = self.0.borrow_mut();
        let same =
            |known: &Address| (&known.settings, known.figure, &known.pins) == (&now.settings, now.figure, &now.pins);
        if !last.as_ref().is_some_and(|(known, _)| same(known)) {
            // The page drew it: nothing in it can be wrong.
            let plan = Plan::new(&now.settings, now.figure, &now.pins).ok()?;
            *last = Some((now, Arc::new(plan)));
        }
        last.as_ref().map(|(_, plan)| plan.clone())
    }
}

/// Takes in what there is now, and what comes later.
pub(super) fn follow(context: ToolContext) {
    let plans = LastPlan::default();
    let of_cursor = plans.clone();
    whenever(CURVES, move |Computed { address, points }: Computed<Curves>| {
        if let Some(plan) = plans.of(&address) {
            context.drawn.set(Some(Arc::new(Drawn { address, plan, curves: points })));
        }
    });
    whenever(CURSOR, move |Computed { address, points: (km, outcomes) }: Computed<Values>| {
        if let Some(plan) = of_cursor.of(&address) {
            context.under_cursor.set(Some(Arc::new(UnderCursor { address, plan, km, outcomes })));
        }
    });
}

/// Fetches what the page offers under a name, now and whenever there is something new.
fn whenever<T: DeserializeOwned + 'static>(name: &'static str, take: impl Fn(T) + 'static) {
    let fetch = move || {
        // What is of another build cannot be read. The tools then show nothing of it, and their workers say why.
        if let Some(found) = browser::fetch_offer(name).and_then(|bytes| wire::decode(&bytes).ok()) {
            take(found);
        }
    };
    let throttle = Throttle::new(fetch);
    throttle.at_once();
    browser::on_window(name, move || {
        // Out of the page's own work, which draws the chart first.
        let throttle = throttle.clone();
        Timeout::new(0, move || throttle.soon()).forget();
    });
}
