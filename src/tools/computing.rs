//! The curves of the chart and the values under its cursor, for the tools.

use super::desk::Desk;
use crate::page::state::{Drawn, UnderCursor};
use engine::sweep::{CurveRequest, DRAWN_POINTS};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use numbers::units::Kilometres;
use std::sync::Arc;
use view::plan::Plan;
use wire::curves::CurveAnswer;
use wire::curves::CurveTask;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

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
            let task = |scenario| ToolTask::Curve(CurveTask::Along(CurveRequest { scenario, points: DRAWN_POINTS }));
            let tasks = plan.curves.iter().map(|planned| task(planned.scenario.clone())).collect();
            desk.ask(Lane::Curves, tasks, move |answers| {
                let curves = answers
                    .into_iter()
                    .map(|answer| match answer {
                        Ok(ToolAnswer::Curve(answer)) => CurveAnswer::into_curve(Ok(answer)),
                        Ok(_) => Err("the worker answered something else".to_owned()),
                        Err(failure) => Err(failure.to_string()),
                    })
                    .collect();
                desk.drawn.set(Some(Arc::new(Drawn { plan, curves })));
            });
        })));
    });
    Effect::new(move |_| {
        let km = desk.cursor_km.get();
        if let (Some(plan), Ok(length)) = (plan.get(), Kilometres::try_from(km)) {
            let scenarios = plan.curves.iter().map(|planned| planned.scenario.clone()).collect();
            desk.ask(Lane::Cursor, vec![ToolTask::Curve(CurveTask::At { scenarios, length })], move |answers| {
                if let Some(Ok(ToolAnswer::Curve(CurveAnswer::At(outcomes)))) = answers.into_iter().next() {
                    desk.under_cursor.set(Some(Arc::new(UnderCursor { plan, km, outcomes })));
                }
            });
        }
    });
}
