use super::*;
use crate::batch::Failure;
use crate::curves::{CurveAnswer, CurveTask};
use engine::scenario::Scenario;
use numbers::units::Kilometres;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn task(km: u32) -> CurveTask {
    CurveTask::At { scenarios: vec![Scenario::default()], length: Kilometres::try_from(f64::from(km)).unwrap() }
}

/// The length stands in the reason of a failure, so that each task has an answer of its own.
fn answer(task: &CurveTask) -> Result<CurveAnswer, Failure> {
    match task {
        CurveTask::At { length, .. } => Err(Failure::Lost(format!("{}", length.get()))),
        CurveTask::Along(_) => unreachable!("the tests ask for nothing else"),
    }
}

fn ready() -> Report<CurveAnswer> {
    Report::Ready { build: BUILD.to_owned() }
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
fn nothing_is_posted_before_a_worker_is_ready() {
    let (mut s, actions) = Supervisor::<CurveTask>::new(2);
    assert_eq!(actions, [Action::Start(0), Action::Start(1)]);
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])), []);
    assert_eq!(posts(&s.handle(Event::Report(1, ready()))).len(), 1);
}

#[test]
fn of_many_requests_the_first_is_finished_and_the_last_follows() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Report(0, ready()));
    let first = posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])));
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(2)])), []);
    assert_eq!(s.handle(Event::Request(Lane::Curves, 0, vec![task(3)])), []);
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
    s.handle(Event::Report(0, ready()));
    let lost = posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(1)])));
    for _ in 0..SILENCE {
        assert_eq!(s.handle(Event::Tick), []);
    }
    let actions = s.handle(Event::Tick);
    assert_eq!(actions[..2], [Action::Stop(0), Action::Start(0)]);
    assert!(matches!(actions[2], Action::Tell(Trouble::Replaced { .. })));
    assert_eq!(s.handle(Event::Report(0, done(&lost[0].1))), []);
    let again = posts(&s.handle(Event::Report(0, ready())));
    assert_eq!(again[0].1.tasks, lost[0].1.tasks);
    assert_eq!(delivered(&s.handle(Event::Report(0, done(&again[0].1)))).len(), 1);
}

#[test]
fn a_task_that_kills_its_worker_is_given_up_and_the_next_one_works() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    s.handle(Event::Report(0, ready()));
    s.handle(Event::Request(Lane::Curves, 0, vec![task(1)]));
    s.handle(Event::Failed(0, "trap".into()));
    assert_eq!(posts(&s.handle(Event::Report(0, ready()))).len(), 1);
    let actions = s.handle(Event::Failed(0, "trap".into()));
    assert_eq!(delivered(&actions), [[Err(Failure::Lost("trap".into()))]]);
    s.handle(Event::Report(0, ready()));
    assert_eq!(posts(&s.handle(Event::Request(Lane::Curves, 0, vec![task(2)]))).len(), 1);
}

#[test]
fn a_worker_that_never_starts_is_given_up_in_words() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    let mut starts = 1;
    let mut last = None;
    for _ in 0..10 {
        let actions = s.handle(Event::Failed(0, "not found".into()));
        starts += actions.iter().filter(|a| matches!(a, Action::Start(_))).count();
        last = actions.into_iter().rfind(|a| matches!(a, Action::Tell(_))).or(last);
    }
    assert_eq!(starts, usize::from(MAX_FAILURES));
    assert_eq!(last, Some(Action::Tell(Trouble::NoneLeft { reason: "not found".into() })));
}

#[test]
fn a_worker_of_another_build_is_not_believed() {
    let (mut s, _) = Supervisor::<CurveTask>::new(1);
    let actions = s.handle(Event::Report(0, Report::Ready { build: "old".into() }));
    assert_eq!(actions, [Action::Stop(0), Action::Tell(Trouble::OtherBuild)]);
}

#[test]
fn what_users_are_told() {
    let told = [
        Trouble::Replaced { reason: "it did not answer".into() },
        Trouble::NoneLeft { reason: "it did not start".into() },
        Trouble::OtherBuild,
    ];
    insta::assert_snapshot!(told.map(|t| t.to_string()).join("\n"));
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
                    Action::Tell(_) => {}
                }
            }
            let event = match steps.next() {
                Some((0 | 1, _)) => { asked += 1; Event::Request(Lane::Curves, asked.into(), vec![task(asked); 7]) }
                Some((2, which)) if failures < 2 => { failures += 1; Event::Failed(which % workers, "test".into()) }
                Some((3, which)) if !starting.is_empty() => Event::Report(starting.remove(which % starting.len()), ready()),
                Some((4, which)) if !posted.is_empty() => {
                    let worker = *posted.keys().nth(which % posted.len()).unwrap();
                    Event::Report(worker, done(&posted.remove(&worker).unwrap()))
                }
                Some(_) => Event::Tick,
                None if !starting.is_empty() => Event::Report(starting.remove(0), ready()),
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
