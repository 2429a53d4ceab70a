//! Asks the workers for what the page shows, and takes in their answers.

use super::state::{Drawn, Page, UnderCursor};
use crate::kit::pool::{News, Pool};
use engine::sweep::{CurveRequest, DRAWN_POINTS};
use leptos::prelude::*;
use numbers::units::Kilometres;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use view::plan::Plan;
use wire::curves::CurveAnswer;
use wire::curves::CurveTask;
use wire::supervisor::{Lane, RequestId};

/// What was asked for, oldest first.
type Asked<T> = Rc<RefCell<VecDeque<(RequestId, T)>>>;

/// What a request was about. Older ones were replaced and will not be answered.
fn about<T>(asked: &Asked<T>, id: RequestId) -> Option<T> {
    let mut asked = asked.borrow_mut();
    while asked.front().is_some_and(|(older, _)| *older < id) {
        asked.pop_front();
    }
    if asked.front()?.0 == id { asked.pop_front().map(|(_, what)| what) } else { None }
}

/// Starts the workers and keeps curves and cursor up to date.
pub(super) fn follow(page: Page) {
    let curves: Asked<Arc<Plan>> = Rc::default();
    let points: Asked<(Arc<Plan>, f64)> = Rc::default();
    let pool = Pool::<CurveTask>::start("worker", {
        let (curves, points) = (curves.clone(), points.clone());
        move |news| match news {
            News::Answers(Lane::Curves, id, answers) => {
                if let Some(plan) = about(&curves, id) {
                    page.drawn.set(Some(Arc::new(Drawn {
                        plan,
                        curves: answers.into_iter().map(CurveAnswer::into_curve).collect(),
                    })));
                }
            }
            News::Answers(Lane::Cursor, id, answers) => {
                if let Some((plan, km)) = about(&points, id)
                    && let Some(Ok(CurveAnswer::At(outcomes))) = answers.into_iter().next()
                {
                    page.under_cursor.set(Some(Arc::new(UnderCursor { plan, km, outcomes })));
                }
            }
            News::Answers(..) => {}
            News::Trouble(trouble) => page.trouble.set(Some(trouble)),
        }
    });
    let ask = pool.clone();
    Effect::new(move |last: Option<RequestId>| {
        let id = last.unwrap_or(0) + 1;
        if let Some(plan) = page.plan.get() {
            let task = |scenario| CurveTask::Along(CurveRequest { scenario, points: DRAWN_POINTS });
            let tasks = plan.curves.iter().map(|planned| task(planned.scenario.clone())).collect();
            curves.borrow_mut().push_back((id, plan));
            ask.request(Lane::Curves, id, tasks);
        }
        id
    });
    Effect::new(move |last: Option<RequestId>| {
        let id = last.unwrap_or(0) + 1;
        let km = page.cursor_km.get();
        if let (Some(plan), Ok(length)) = (page.plan.get(), Kilometres::try_from(km)) {
            let scenarios = plan.curves.iter().map(|planned| planned.scenario.clone()).collect();
            points.borrow_mut().push_back((id, (plan, km)));
            pool.request(Lane::Cursor, id, vec![CurveTask::At { scenarios, length }]);
        }
        id
    });
}
