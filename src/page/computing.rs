//! Asks the workers for what the page shows, takes in their answers, and offers them to the tools.

use super::state::Page;
use crate::kit::browser;
use crate::kit::pool::Pool;
use engine::sweep::{CurveRequest, DRAWN_POINTS};
use leptos::prelude::*;
use numbers::units::Kilometres;
use std::sync::Arc;
use view::address::write_address;
use view::drawn::{Drawn, UnderCursor};
use wire::batch::Failure;
use wire::curves::{CurveAnswer, CurveTask};
use wire::points::{CURSOR, CURVES, Computed};
use wire::supervisor::Lane;

/// Starts the workers and keeps curves and cursor up to date.
pub(super) fn follow(page: Page) {
    let pool = Pool::<CurveTask>::start("worker", move |event| page.health.note(event));
    page.pool.set_value(Some(pool.clone()));
    let curves = pool.clone();
    offer(page);
    Effect::new(move |_| {
        let Some(plan) = page.plan.get() else { return };
        let task = |scenario| CurveTask::Along(CurveRequest { scenario, points: DRAWN_POINTS });
        let tasks = plan.curves.iter().map(|planned| task(planned.scenario.clone())).collect();
        let address = untrack(|| write_address(&page.address()));
        curves.request(Lane::Curves, tasks, move |answers| {
            // The previous chart is better than none.
            let nothing = answers.iter().all(|answer| *answer == Err(Failure::Stopped));
            if nothing && page.drawn.with_untracked(Option::is_some) {
                return;
            }
            let curves = answers.into_iter().map(CurveAnswer::into_curve).collect();
            page.drawn.set(Some(Arc::new(Drawn { address, plan, curves })));
            browser::announce(CURVES);
        });
    });
    Effect::new(move |_| {
        let km = page.cursor_km.get();
        if let (Some(plan), Ok(length)) = (page.plan.get(), Kilometres::try_from(km)) {
            let scenarios = plan.curves.iter().map(|planned| planned.scenario.clone()).collect();
            let address = untrack(|| write_address(&page.address()));
            pool.request(Lane::Cursor, vec![CurveTask::At { scenarios, length }], move |answers| {
                if let Some(Ok(CurveAnswer::At(outcomes))) = answers.into_iter().next() {
                    page.under_cursor.set(Some(Arc::new(UnderCursor { address, plan, km, outcomes })));
                    browser::announce(CURSOR);
                }
            });
        }
    });
}

/// Lets the tools have what was computed. They fetch it at their own pace: a drag changes it with every frame.
fn offer(page: Page) {
    browser::offer(CURVES, move || {
        let drawn = page.drawn.get_untracked()?;
        wire::encode(&Computed { address: &drawn.address, points: &drawn.curves }).ok()
    });
    browser::offer(CURSOR, move || {
        let at = page.under_cursor.get_untracked()?;
        wire::encode(&Computed { address: &at.address, points: (at.km, &at.outcomes) }).ok()
    });
}
