//! Asks the workers for what the page shows, and takes in their answers.

use super::state::{Drawn, Page, Report, UnderCursor};
use crate::paper;
use crate::pool::{Lane, News, Pool, RequestId};
use crate::scenario::Plan;
use crate::sweep::CurveRequest;
use crate::units::Kilometres;
use crate::wire::{Answer, Task};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

/// Points of a curve: so many that none of its segments is longer than a few pixels where it bends.
const POINTS: u16 = 200;

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
    let pool = Pool::start({
        let (curves, points) = (curves.clone(), points.clone());
        move |news| match news {
            News::Answers(Lane::Curves, id, answers) => {
                if let Some(plan) = about(&curves, id) {
                    page.drawn.set(Some(Arc::new(Drawn { plan, curves: answers.into_iter().map(curve).collect() })));
                }
            }
            News::Answers(Lane::Cursor, id, answers) => {
                if let Some((plan, km)) = about(&points, id)
                    && let Some(Answer::At(outcomes)) = answers.into_iter().next()
                {
                    page.under_cursor.set(Some(Arc::new(UnderCursor { plan, km, outcomes })));
                }
            }
            News::Answers(Lane::Report, _, answers) => {
                let mut curves = answers.into_iter().filter_map(|answer| curve(answer).ok());
                let findings = paper::PARTS.into_iter().flat_map(|part| {
                    let curves: Vec<_> = curves.by_ref().take(paper::curves(part).len()).collect();
                    paper::findings(part, &curves)
                });
                page.report.set(Report::Done(findings.collect()));
            }
            News::Trouble(trouble) => page.trouble.set(Some(trouble)),
        }
    });
    let report = pool.clone();
    Effect::new(move |_| {
        // Asked for once: it does not depend on anything that a person sets.
        if page.report.with(|report| *report == Report::Wanted) {
            report.request(
                Lane::Report,
                0,
                paper::PARTS.into_iter().flat_map(paper::curves).map(Task::Curve).collect(),
            );
        }
    });
    let ask = pool.clone();
    Effect::new(move |last: Option<RequestId>| {
        let id = last.unwrap_or(0) + 1;
        if let Some(plan) = page.plan.get() {
            let task = |scenario| Task::Curve(CurveRequest { scenario, points: POINTS });
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
            pool.request(Lane::Cursor, id, vec![Task::At { scenarios, length }]);
        }
        id
    });
}

fn curve(answer: Answer) -> Result<crate::sweep::Curve, String> {
    match answer {
        Answer::Curve(curve) => Ok(curve),
        Answer::Failed(reason) => Err(reason),
        Answer::At(_) => Err("the worker answered something else".to_owned()),
    }
}
