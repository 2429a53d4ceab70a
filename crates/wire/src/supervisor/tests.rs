use super::*;
use crate::batch::Failure;
use crate::curves::{CurveAnswer, CurveTask};
use crate::pending::Pending;
use engine::scenario::Scenario;
use numbers::units::Kilometres;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn task(km: u32) -> CurveTask {
    CurveTask::At { scenarios: vec![Scenario::default()], length: Kilometres::try_from(f64::from(km)).unwrap() }
}

/// The reason of a failure contains the length, so that each task has a distinct answer.
fn answer(task: &CurveTask) -> Result<CurveAnswer, Failure> {
    match task {
        CurveTask::At { length, .. } => Err(Failure::Lost(format!("{}", length.get()))),
        CurveTask::Along(_) => unreachable!("the tests ask for nothing else"),
    }
}

fn crashed() -> WorkerError {
    WorkerError::Crashed("trap".into())
}

fn done(batch: &Batch<CurveTask>) -> Report<CurveAnswer> {
    Report::Done { id: batch.id, answers: batch.tasks.iter().map(answer).collect() }
}

fn posts(actions: &[Action<CurveTask>]) -> Vec<(usize, Batch<CurveTask>)> {
    let post = |action: &Action<CurveTask>| match action {
        Action::Post(worker, batch) => Some((*worker, batch.clone())),
        _ => None,
    };
    actions.iter().filter_map(post).collect()
}

fn delivered(actions: &[Action<CurveTask>]) -> Vec<Answers<CurveTask>> {
    let deliver = |action: &Action<CurveTask>| match action {
        Action::Deliver(_, _, answers) => Some(answers.clone()),
        _ => None,
    };
    actions.iter().filter_map(deliver).collect()
}

#[test]
fn no_batch_is_posted_before_a_worker_is_ready() {
    let (mut s, actions) = Supervisor::<CurveTask>::new(2);
    assert_eq!(actions, [Action::Start(0), Action::Start(1)]);
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])), []);
    assert_eq!(posts(&s.handle(Event::Ready(1))).len(), 1);
}

#[test]
fn only_the_first_and_the_last_of_many_requests_run() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Ready(0));
    let first = posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])));
    assert_eq!(s.handle(Event::Request(Lane::Curves, 1, vec![task(2)])), []);
    assert_eq!(s.handle(Event::Request(Lane::Curves, 2, vec![task(3)])), [Action::Drop(Lane::Curves, 1)]);
    let actions = s.handle(Event::Report(0, done(&first[0].1)));
    assert_eq!(delivered(&actions), [[answer(&task(1))]]);
    let second = posts(&actions);
    assert_eq!(second[0].1.tasks, [task(3)]);
    assert_eq!(delivered(&s.handle(Event::Report(0, done(&second[0].1)))), [[answer(&task(3))]]);
    assert!(!s.is_waiting());
}

#[test]
fn a_silent_worker_is_replaced_and_its_last_words_are_ignored() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Ready(0));
    let lost = posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])));
    for _ in 0..SILENCE {
        assert!(s.handle(Event::Tick).iter().all(|action| matches!(action, Action::Slow(..))));
    }
    let actions = s.handle(Event::Tick);
    assert_eq!(actions[..2], [Action::Stop(0), Action::Start(0)]);
    assert!(matches!(actions[2], Action::Tell(Some(Trouble::Replaced { .. }))));
    assert_eq!(s.handle(Event::Report(0, done(&lost[0].1))), []);
    let again = posts(&s.handle(Event::Ready(0)));
    assert_eq!(again[0].1.tasks, lost[0].1.tasks);
    assert_eq!(delivered(&s.handle(Event::Report(0, done(&again[0].1)))).len(), 1);
}

#[test]
fn a_task_that_kills_its_worker_is_given_up_and_the_next_one_works() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Ready(0));
    s.handle(Event::Request(Lane::Curves, 0, vec![task(1)]));
    s.handle(Event::Failed(0, crashed()));
    assert_eq!(posts(&s.handle(Event::Ready(0))).len(), 1);
    let actions = s.handle(Event::Failed(0, crashed()));
    assert_eq!(delivered(&actions), [[Err(Failure::Lost("trap".into()))]]);
    s.handle(Event::Ready(0));
    assert_eq!(posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(2)]))).len(), 1);
}

#[test]
fn a_worker_that_never_starts_is_given_up_in_words() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    let mut starts = 1;
    let mut last = None;
    for _ in 0..10 {
        let actions = s.handle(Event::Failed(0, WorkerError::NotLoaded));
        starts += actions.iter().filter(|a| matches!(a, Action::Start(_))).count();
        last = actions.into_iter().rfind(|a| matches!(a, Action::Tell(_))).or(last);
    }
    assert_eq!(starts, usize::from(MAX_FAILURES));
    assert_eq!(last, Some(Action::Tell(Some(Trouble::NoneLeft { reason: WorkerError::NotLoaded }))));
}

#[test]
fn a_worker_of_another_build_is_not_believed() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    let actions = s.handle(Event::Failed(0, WorkerError::OtherBuild));
    assert_eq!(actions, [Action::Stop(0), Action::Tell(Some(Trouble::OtherBuild))]);
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])), [], "it would be fetched from the same place");
}

#[test]
fn a_worker_that_beats_is_left_alone_however_long_it_takes() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Ready(0));
    let slow = posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])));
    let mut messages = Vec::new();
    for _ in 0..20 * SILENCE {
        assert_eq!(s.handle(Event::Report(0, Report::Alive)), []);
        messages.extend(s.handle(Event::Tick));
    }
    let slow_for = |s: u32| Action::Slow(Lane::Curves, Some(s));
    assert_eq!(messages, (3..=600).map(slow_for).collect::<Vec<_>>());
    let actions = s.handle(Event::Report(0, done(&slow[0].1)));
    assert_eq!(actions, [Action::Slow(Lane::Curves, None), Action::Deliver(Lane::Curves, 0, vec![answer(&task(1))])]);
    // Fast work is not reported.
    let easy = posts(&s.handle(Event::Request(Lane::Curves, 1, vec![task(2)])));
    assert_eq!(s.handle(Event::Tick), []);
    assert_eq!(s.handle(Event::Report(0, done(&easy[0].1))).len(), 1);
}

#[test]
fn the_time_that_workers_take_to_start_is_not_slow_work() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Request(Lane::Curves, 0, vec![task(1)]));
    for _ in 0..START {
        assert_eq!(s.handle(Event::Tick), []);
    }
    s.handle(Event::Ready(0));
    assert_eq!(s.handle(Event::Tick), []);
}

#[test]
fn a_request_without_a_task_is_answered_at_once() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    assert_eq!(s.handle(Event::Request(Lane::Tool, 0, Vec::new())), [Action::Deliver(Lane::Tool, 0, Vec::new())]);
}

#[test]
fn a_curve_is_a_batch() {
    let (mut s, _) = Supervisor::<CurveTask>::new(2);
    s.handle(Event::Ready(0));
    s.handle(Event::Ready(1));
    let first = posts(&s.handle(Event::Request(Lane::Curves, 0, (1..=10).map(task).collect())));
    assert_eq!(first.iter().map(|(_, batch)| batch.tasks.clone()).collect::<Vec<_>>(), [[task(1)], [task(2)]]);
    let next = posts(&s.handle(Event::Report(1, done(&first[1].1))));
    assert_eq!(next, [(1, Batch { id: 2, tasks: vec![task(3)] })]);
}

#[test]
fn stopping_ends_the_workers_and_new_work_follows() {
    let (mut s, _) = Supervisor::<CurveTask>::new(3);
    (0..3).for_each(|worker| drop(s.handle(Event::Ready(worker))));
    let slow = posts(&s.handle(Event::Request(Lane::Curves, 0, (1..=4).map(task).collect())));
    s.handle(Event::Report(0, done(&slow[0].1)));
    s.handle(Event::Request(Lane::Curves, 1, vec![task(9)]));
    (0..SLOW).for_each(|_| drop(s.handle(Event::Tick)));
    let actions = s.handle(Event::Stop(Lane::Curves));
    let stopped = [0, 1, 2].map(|worker| [Action::Stop(worker), Action::Start(worker)]).concat();
    assert_eq!(actions[..6], stopped);
    let stopped = || Err(Failure::Stopped);
    let answers = vec![answer(&task(1)), stopped(), stopped(), stopped()];
    assert_eq!(actions[6..], [Action::Slow(Lane::Curves, None), Action::Deliver(Lane::Curves, 0, answers)]);
    // The last words of the old worker are not believed, and the new one computes what was asked for last.
    assert_eq!(s.handle(Event::Report(1, done(&slow[1].1))), []);
    let easy = posts(&s.handle(Event::Ready(1)));
    assert_eq!(easy[0].1.tasks, [task(9)]);
    assert_eq!(delivered(&s.handle(Event::Report(1, done(&easy[0].1)))), [[answer(&task(9))]]);
    assert_eq!(s.handle(Event::Stop(Lane::Curves)), [], "nothing is running");
}

#[test]
fn a_stop_leaves_the_workers_of_other_lanes_alone() {
    let (mut s, _) = Supervisor::<CurveTask>::new(2);
    (0..2).for_each(|worker| drop(s.handle(Event::Ready(worker))));
    s.handle(Event::Request(Lane::Curves, 0, vec![task(1)]));
    let tool = posts(&s.handle(Event::Request(Lane::Tool, 1, vec![task(2)])));
    let actions = s.handle(Event::Stop(Lane::Curves));
    assert_eq!(actions[..3], [Action::Stop(0), Action::Start(0), Action::Tell(Some(Trouble::Stopped))]);
    assert_eq!(delivered(&s.handle(Event::Report(1, done(&tool[0].1)))), [[answer(&task(2))]]);
    // It is said until the next request.
    assert_eq!(s.handle(Event::Request(Lane::Curves, 2, vec![task(3)]))[0], Action::Tell(None));
}

#[test]
fn a_new_request_revives_workers_that_were_given_up() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    (0..MAX_FAILURES).for_each(|_| drop(s.handle(Event::Failed(0, WorkerError::NotLoaded))));
    assert!(!s.is_waiting());
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])), [Action::Start(0)]);
    // Once a request, for a browser that cannot do it is not to try without end.
    let none_left = Trouble::NoneLeft { reason: WorkerError::NotLoaded };
    let actions = s.handle(Event::Failed(0, WorkerError::NotLoaded));
    assert_eq!(actions, [Action::Stop(0), Action::Tell(Some(none_left))]);
    let actions = s.handle(Event::Request(Lane::Curves, 1, vec![task(2)]));
    assert_eq!(actions, [Action::Start(0)]);
    let first = posts(&s.handle(Event::Ready(0)));
    let actions = s.handle(Event::Report(0, done(&first[0].1)));
    assert_eq!(actions[0], Action::Tell(None), "what was said is not true any more");
    assert_eq!(posts(&actions)[0].1.tasks, [task(2)]);
}

#[test]
fn one_of_the_workers_given_up_is_tried_first() {
    let (mut s, _) = Supervisor::<CurveTask>::new(3);
    let fail = |s: &mut Supervisor<CurveTask>, worker| s.handle(Event::Failed(worker, WorkerError::NotLoaded));
    (0..3).for_each(|worker| (0..MAX_FAILURES).for_each(|_| drop(fail(&mut s, worker))));
    let request = |s: &mut Supervisor<CurveTask>, id| s.handle(Event::Request(Lane::Curves, id, vec![task(1)]));
    assert_eq!(request(&mut s, 0), [Action::Start(0)]);
    assert_eq!(request(&mut s, 1), []);
    s.handle(Event::Ready(0));
    assert_eq!(request(&mut s, 2)[1..], [Action::Start(1), Action::Start(2)]);
}

#[test]
fn without_workers_no_work_is_slow() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    (1..MAX_FAILURES).for_each(|_| drop(s.handle(Event::Failed(0, WorkerError::NotLoaded))));
    s.handle(Event::Ready(0));
    s.handle(Event::Request(Lane::Curves, 0, vec![task(1)]));
    (0..SLOW).for_each(|_| drop(s.handle(Event::Tick)));
    let actions = s.handle(Event::Failed(0, crashed()));
    let none_left = Trouble::NoneLeft { reason: crashed() };
    assert_eq!(actions, [Action::Stop(0), Action::Slow(Lane::Curves, None), Action::Tell(Some(none_left))]);
}

#[test]
fn callbacks_of_replaced_requests_are_removed() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Ready(0));
    let mut pending = Pending::default();
    let mut running = None;
    let mut answered = Vec::new();
    for press in 0..2000 {
        let id = pending.add(press);
        let mut actions = s.handle(Event::Request(Lane::Tool, id, vec![task(press)]));
        // The worker answers every now and then.
        if press % 7 == 0
            && let Some(batch) = running.take()
        {
            actions.extend(s.handle(Event::Report(0, done(&batch))));
        }
        for action in actions {
            match action {
                Action::Post(_, batch) => running = Some(batch),
                Action::Deliver(_, id, _) => answered.extend(pending.take(id)),
                Action::Drop(_, id) => assert!(pending.take(id).is_some()),
                _ => {}
            }
        }
        assert!(pending.len() <= 2, "{} are kept: the one that runs, the one that waits", pending.len());
    }
    assert!(answered.len() > 200 && answered.is_sorted());
}

#[test]
fn messages_to_users() {
    let messages = [
        Trouble::Replaced { reason: WorkerError::Silent },
        Trouble::NoneLeft { reason: WorkerError::NotStarted },
        Trouble::Stopped,
        Trouble::OtherBuild,
    ];
    insta::assert_snapshot!(messages.map(|t| t.to_string()).join("\n"));
}

proptest! {
    /// Whatever fails and in whatever order the answers come: what is delivered is always whole, in order and never older than
    /// what was delivered before, and the last request is answered as long as a worker is left.
    #[test]
    fn the_last_request_is_answered(workers in 1usize..5, steps in prop::collection::vec((0u8..5, 0usize..5), 1..200)) {
        let (mut s, mut actions) = Supervisor::<CurveTask>::new(workers);
        let mut posted: BTreeMap<usize, Batch<CurveTask>> = BTreeMap::new();
        let mut starting: Vec<usize> = Vec::new();
        let (mut asked, mut got, mut failures) = (0, 0, 0);
        let mut steps = steps.into_iter();
        loop {
            for action in std::mem::take(&mut actions) {
                match action {
                    Action::Start(worker) => starting.push(worker),
                    Action::Stop(worker) => { posted.remove(&worker); starting.retain(|w| *w != worker); }
                    Action::Post(worker, batch) => prop_assert!(posted.insert(worker, batch).is_none(), "a busy worker got more"),
                    Action::Deliver(_, id, answers) => {
                        let numbers: Vec<u32> = answers.iter().map(|a| match a {
                            Err(Failure::Lost(km)) => km.parse().unwrap_or(u32::MAX), _ => unreachable!() }).collect();
                        let first = numbers[0];
                        if first != u32::MAX {
                            prop_assert!(first > got, "an old answer after a new one");
                            prop_assert_eq!(id, u64::from(first));
                            got = first;
                        }
                        prop_assert_eq!(numbers.len(), 7);
                    }
                    Action::Drop(_, id) => prop_assert!(id > u64::from(got) && id < u64::from(asked)),
                    Action::Slow(..) | Action::Tell(_) => {}
                }
            }
            let event = match steps.next() {
                Some((0 | 1, _)) => { asked += 1; Event::Request(Lane::Curves, asked.into(), vec![task(asked); 7]) }
                Some((2, which)) if failures < 2 => { failures += 1; Event::Failed(which % workers, WorkerError::Gone) }
                Some((3, which)) if !starting.is_empty() => Event::Ready(starting.remove(which % starting.len())),
                Some((4, which)) if !posted.is_empty() => {
                    let worker = *posted.keys().nth(which % posted.len()).unwrap();
                    Event::Report(worker, done(&posted.remove(&worker).unwrap()))
                }
                Some(_) => Event::Tick,
                None if !starting.is_empty() => Event::Ready(starting.remove(0)),
                None => match posted.pop_first() {
                    Some((worker, batch)) => Event::Report(worker, done(&batch)),
                    None => break,
                },
            };
            actions = s.handle(event);
        }
        // Two failures at most, so that no batch and no worker was given up for good unless both hit the same batch.
        if failures < 2 { prop_assert_eq!(got, asked); }
    }
}
