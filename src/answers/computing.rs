//! The curves of the chart and the values under its cursor, for the tools.

use super::desk::Desk;
use crate::app::state::{Drawn, UnderCursor};
use crate::pool::Lane;
use crate::scenario::Plan;
use crate::sweep::{CurveRequest, DRAWN_POINTS};
use crate::units::Kilometres;
use crate::wire::{Answer, Task};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use std::sync::Arc;

/// So long nothing may change before the curves are computed again, ms. The page computes them too, and while a slider moves the
/// cores are hers.
const REST_MS: u32 = 120;

/// Keeps both up to date.
pub(super) fn follow(desk: Desk) {
    let plan = Memo::new(move |_| {
        let plan = desk.address.with(|address| Plan::new(&address.settings, address.figure, &address.pins));
        plan.ok().map(Arc::new)
    });
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let Some(plan) = plan.get() else { return };
        waiting.set_value(Some(Timeout::new(REST_MS, move || {
            let task = |scenario| Task::Curve(CurveRequest { scenario, points: DRAWN_POINTS });
            let tasks = plan.curves.iter().map(|planned| task(planned.scenario.clone())).collect();
            desk.ask(Lane::Curves, tasks, move |answers| {
                let curves = answers.into_iter().map(Answer::into_curve).collect();
                desk.drawn.set(Some(Arc::new(Drawn { plan, curves })));
            });
        })));
    });
    Effect::new(move |_| {
        let km = desk.cursor_km.get();
        if let (Some(plan), Ok(length)) = (plan.get(), Kilometres::try_from(km)) {
            let scenarios = plan.curves.iter().map(|planned| planned.scenario.clone()).collect();
            desk.ask(Lane::Cursor, vec![Task::At { scenarios, length }], move |answers| {
                if let Some(Answer::At(outcomes)) = answers.into_iter().next() {
                    desk.under_cursor.set(Some(Arc::new(UnderCursor { plan, km, outcomes })));
                }
            });
        }
    });
}
