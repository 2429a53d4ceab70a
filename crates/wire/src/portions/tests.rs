use super::*;
use crate::batch::Work;
use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, read_channels};
use engine::link::spectrum::Attenuation;
use engine::scenario::{Key, Scenario, Settings};
use engine::sweep::{
    self, AxisScale, MapAxis, MapRequest, MapValue, Study, SurveyRequest, UncertaintyInputs, UncertaintyRequest, Varied,
};

const PACE: Pace = Pace { workers: 3, tasks_per_worker: 2, task_ms: 100.0, growth: 8.0 };

fn map() -> MapRows {
    let axis = |varied, low, high| MapAxis::new(varied, low, high, AxisScale::Log).unwrap();
    let axes = (axis(Varied::Parameter(Key::Bitrate), 1e9, 1e12), axis(Varied::Isolation, 1e-12, 1e-7));
    let value = MapValue::RateAt(50.0.try_into().unwrap());
    MapRows::new(MapRequest::new(Settings::default(), axes, value, (4, 12)).unwrap())
}

fn uncertain(link: &str) -> UncertaintyRequest {
    UncertaintyInputs::read("dark:lognormal:1.5,alpha:normal:0.01;64").0.request(Settings::from_query(link).0)
}

fn answers(round: &Round) -> Vec<Result<ToolAnswer, Failure>> {
    round.tasks.iter().map(Work::run).collect()
}

/// Computes what is left; a round takes so many ms.
fn finish<W: Divisible>(portions: &mut Portions<W>, round_ms: f64) {
    let mut now_ms = 0.0;
    while let Some(round) = portions.next(now_ms) {
        assert!(round.tasks.len() <= 6);
        now_ms += round_ms;
        let taken = portions.take(round.turn, answers(&round), now_ms);
        assert_eq!(taken, if portions.is_running() { Taken::More } else { Taken::Done });
    }
}

#[test]
fn however_it_is_divided_the_whole_is_the_same() {
    let whole = sweep::rows_of(&map().request, 0..12);
    for round_ms in [0.0, 30.0, 5000.0] {
        let mut portions = Portions::new(PACE);
        portions.begin(map());
        finish(&mut portions, round_ms);
        assert_eq!(portions.work().unwrap().cells, whole);
    }
    let mut portions = Portions::new(PACE);
    portions.begin(Study::new(uncertain("v=1")).unwrap());
    finish(&mut portions, 40.0);
    assert_eq!(portions.work().unwrap().result(), Some(sweep::uncertainty(uncertain("v=1"))));
}

#[test]
fn a_survey_moves_by_even_steps_to_its_end() {
    let scenario = Scenario::default();
    let request = SurveyRequest {
        plan: ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), read_channels(PAPERS_PLAN).unwrap()).unwrap(),
        attenuation: Attenuation::Flat(scenario.attenuation),
        length: 50.0.try_into().unwrap(),
        block: 0..usize::MAX,
        scenario,
    };
    let mut portions = Portions::new(PACE);
    portions.begin(SlotSurvey::new(request.clone()));
    let mut tried = Vec::new();
    while let Some(round) = portions.next(0.0) {
        portions.take(round.turn, answers(&round), 100.0);
        tried.push(portions.work().unwrap().surveyed.len());
    }
    assert_eq!((portions.work().unwrap().slots(), tried), (42, vec![16, 32, 42]));
    assert_eq!(portions.work().unwrap().surveyed, sweep::survey(&request).unwrap());
}

#[test]
fn the_newest_wins() {
    let mut portions = Portions::new(PACE);
    portions.begin(Study::new(uncertain("v=1")).unwrap());
    let old = portions.next(0.0).unwrap();
    portions.begin(Study::new(uncertain("v=1&band=O")).unwrap());
    let new = portions.next(0.0).unwrap();
    assert_eq!(portions.take(old.turn, answers(&old), 1.0), Taken::Stale);
    assert_eq!(portions.take(new.turn, answers(&new), 1.0), Taken::More);
    finish(&mut portions, 10.0);
    assert_eq!(portions.work().unwrap().result(), Some(sweep::uncertainty(uncertain("v=1&band=O"))));
}

#[test]
fn stopped_work_resumes() {
    let mut portions = Portions::new(PACE);
    portions.begin(map());
    let first = portions.next(0.0).unwrap();
    portions.take(first.turn, answers(&first), 50.0);
    let second = portions.next(50.0).unwrap();
    portions.stop();
    assert!(!portions.is_running() && portions.next(60.0).is_none());
    assert_eq!(portions.take(second.turn, answers(&second), 90.0), Taken::Stale, "it was stopped before");
    assert_eq!(portions.work().unwrap().cells.len(), 24, "what was known is known");
    assert!(portions.go_on());
    assert_eq!(portions.next(100.0).unwrap().tasks, second.tasks);
    finish(&mut portions, 50.0);
    assert_eq!(portions.work().unwrap().cells, sweep::rows_of(&map().request, 0..12));
    assert!(!portions.go_on(), "nothing is left");
}

#[test]
fn a_failure_is_reported_and_can_be_tried_again() {
    let mut portions = Portions::new(PACE);
    portions.begin(map());
    for (failure, taken) in [
        (Failure::Stopped, Taken::Stopped),
        (Failure::Lost("trap".into()), Taken::Failed("could not be computed: trap".into())),
    ] {
        let round = portions.next(0.0).unwrap();
        let mut answers = answers(&round);
        *answers.last_mut().unwrap() = Err(failure);
        assert_eq!(portions.take(round.turn, answers, 1.0), taken);
        assert!(portions.next(2.0).is_none());
        assert!(portions.work().unwrap().cells.is_empty() && portions.go_on());
    }
    let round = portions.next(0.0).unwrap();
    let other = vec![Ok(ToolAnswer::Facts(Vec::new())); round.tasks.len()];
    assert!(matches!(portions.take(round.turn, other, 1.0), Taken::Failed(_)));
    assert!(portions.go_on());
    finish(&mut portions, 10.0);
}

#[test]
fn tasks_take_the_time_that_they_may() {
    let mut portions = Portions::new(PACE);
    portions.begin(map());
    let round = portions.next(0.0).unwrap();
    let rows = |round: &Round| match &round.tasks[0] {
        ToolTask::Map { rows, .. } => rows.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!((round.tasks.len(), rows(&round)), (6, 1));
    // Two tasks for each worker in 80 ms: 40 ms a row of four cells, of which 2.5 fit into 100 ms.
    portions.take(round.turn, answers(&round), 80.0);
    assert_eq!(portions.item_ms(), Some(10.0));
    assert_eq!(rows(&portions.next(80.0).unwrap()), 2);
    // A finer map begins with what is known of the coarser one; another map does not.
    portions.follow_up(map());
    assert_eq!(rows(&portions.next(80.0).unwrap()), 2);
    portions.begin(map());
    assert_eq!((portions.item_ms(), rows(&portions.next(80.0).unwrap())), (None, 1));
}
