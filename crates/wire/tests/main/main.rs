//! Messages there and back.

use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, read_channels};
use engine::link::spectrum::Attenuation;
use engine::scenario::{Key, Scenario, Settings};
use engine::sweep::{
    self, Authentication, AxisScale, CurveRequest, Demand, MapAxis, MapRequest, MapValue, Question, Study,
    SurveyRequest, UncertaintyInputs, Varied,
};
use numbers::units::{KeyRate, Kilometres};
use proptest::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wire::batch::{Batch, Report, Work};
use wire::channel::FromWorker;
use wire::curves::{CurveAnswer, CurveTask};
use wire::points::{Computed, Curves, Values};
use wire::questions::{ToolAnswer, ToolTask};
use wire::{BUILD, VERSION, WireError, decode, encode};

fn batch() -> Batch<CurveTask> {
    let scenario = Scenario::default();
    let length = Kilometres::try_from(50.0).unwrap();
    let tasks = vec![
        CurveTask::Along(CurveRequest { scenario: scenario.clone(), points: 20 }),
        CurveTask::At { scenarios: vec![scenario; 2], length },
    ];
    Batch { id: 7, tasks }
}

#[test]
fn messages_round_trip() {
    let batch = batch();
    assert_eq!(decode(&encode(&batch).unwrap()), Ok(batch.clone()));
    let report = batch.run();
    assert_eq!(decode(&encode(&report).unwrap()), Ok(report));
}

#[test]
fn a_study_that_goes_through_messages_is_what_the_engine_computes() {
    for (link, vary) in [
        ("v=1", "dark:lognormal:1.5,alpha:normal:0.01,iso_back:lognormal:3dB;256"),
        ("v=1&band=O", "eff:normal:8%,dark:uniform:10%;256;7"),
        ("v=1&channels=C32f10G,C31b10G&quantum=C34&afterpulse=0", "misalign:uniform:1%;256"),
    ] {
        let settings = engine::scenario::Settings::from_query(link).0;
        let request = sweep::UncertaintyInputs::read(vary).0.request(settings);
        let mut study = sweep::Study::new(request.clone()).unwrap();
        while !study.is_done() {
            let tasks = study.next(3, 40).into_iter().map(ToolTask::Uncertainty).collect();
            let batch: Batch<ToolTask> = decode(&encode(&Batch { id: 1, tasks }).unwrap()).unwrap();
            let report = decode(&encode(&batch.run()).unwrap()).unwrap();
            let Report::Done { answers, .. } = report else { panic!("{report:?}") };
            study.add(
                answers
                    .into_iter()
                    .flat_map(|answer| match answer {
                        Ok(ToolAnswer::Uncertainty(found)) => found,
                        other => panic!("{other:?}"),
                    })
                    .collect(),
            );
        }
        assert_eq!(study.result(), Some(sweep::uncertainty(request)), "{link}");
    }
}

#[test]
fn other_versions_and_impossible_values_are_refused() {
    let mut bytes = encode(&batch()).unwrap();
    bytes[0] += 1;
    assert_eq!(decode::<Batch<CurveTask>>(&bytes), Err(WireError::Version(VERSION + 1)));
    // The bytes of a length are those of any number; a negative length must not get in through a message.
    let length: Result<Kilometres, _> = decode(&encode(&-1.0f64).unwrap());
    assert!(matches!(length, Err(WireError::Damaged(_))));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..300) {
        let _ = decode::<Batch<CurveTask>>(&bytes);
        let mut real = encode(&batch()).unwrap();
        real.truncate(cut);
        let _ = decode::<Batch<CurveTask>>(&real);
        for (byte, noise) in real.iter_mut().skip(2).zip(bytes) {
            *byte ^= noise;
        }
        let _ = decode::<Batch<CurveTask>>(&real);
    }
}

/// A task of every kind for the tools.
fn tool_tasks() -> Vec<ToolTask> {
    let settings = Settings::default();
    let length = Kilometres::try_from(50.0).unwrap();
    let wanted = KeyRate::try_from(1e6).unwrap();
    let demand = Demand { needed: wanted, authentication: Authentication::Rate(1e3) };
    let axis = |varied, low, high| MapAxis::new(varied, low, high, AxisScale::Log).unwrap();
    let axes = (axis(Varied::Parameter(Key::Bitrate), 1e9, 1e12), axis(Varied::Isolation, 1e-12, 1e-7));
    let map = MapRequest::new(settings.clone(), axes, MapValue::RateAt(length), (4, 4)).unwrap();
    let uncertain = UncertaintyInputs::read("dark:lognormal:1.5;64").0.request(settings.clone());
    let portion = Study::new(uncertain).unwrap().next(1, 3).remove(0);
    let mut tasks: Vec<ToolTask> = batch().tasks.into_iter().map(ToolTask::Curve).collect();
    tasks.extend([
        ToolTask::Ask(Question { settings: settings.clone(), length, wanted, asked: Varied::Isolation }),
        ToolTask::Facts { settings: settings.clone(), wanted },
        ToolTask::Demand { settings, length, demand },
        ToolTask::Map { request: map, rows: 1..3 },
        ToolTask::Survey(survey_of(2)),
        ToolTask::Uncertainty(portion),
    ]);
    tasks
}

/// A survey of the paper's channel plan.
fn survey_of(slots: usize) -> SurveyRequest {
    let scenario = Scenario::default();
    SurveyRequest {
        plan: ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), read_channels(PAPERS_PLAN).unwrap()).unwrap(),
        attenuation: Attenuation::Flat(scenario.attenuation),
        length: Kilometres::try_from(50.0).unwrap(),
        block: 0..slots,
        scenario,
    }
}

#[test]
fn a_survey_travels_between_page_and_workers() {
    let request = survey_of(5);
    let tasks = request.blocks(2).map(ToolTask::Survey).collect();
    let batch: Batch<ToolTask> = decode(&encode(&Batch { id: 1, tasks }).unwrap()).unwrap();
    let report = decode(&encode(&batch.run()).unwrap()).unwrap();
    let Report::Done { answers, .. } = report else { panic!("{report:?}") };
    let surveyed = answers.into_iter().flat_map(|answer| match answer {
        Ok(ToolAnswer::Survey(surveyed)) => surveyed,
        other => panic!("{other:?}"),
    });
    assert_eq!(surveyed.collect::<Vec<_>>(), sweep::survey(&request).unwrap());
}

#[test]
fn every_task_of_a_tool_and_its_answer_round_trip() {
    for task in tool_tasks() {
        let batch = Batch { id: 3, tasks: vec![task] };
        assert_eq!(decode(&encode(&batch).unwrap()), Ok(batch.clone()));
        let report = batch.run();
        let Report::Done { answers, .. } = &report else { panic!("{report:?}") };
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(decode(&encode(&report).unwrap()), Ok(report));
    }
}

#[test]
fn every_computation_reports_progress() {
    let beats = Rc::new(Cell::new(0));
    let count = beats.clone();
    sweep::observe(move || count.set(count.get() + 1));
    for task in tool_tasks() {
        beats.set(0);
        task.run().unwrap();
        assert!(beats.get() > 1, "{task:?}");
    }
    // Every point of a curve is one, and so are the steps of the search for its end.
    beats.set(0);
    batch().tasks[0].run().unwrap();
    assert!(beats.get() > 20, "{}", beats.get());
}

#[test]
fn a_handshake_names_the_build() {
    let ready: FromWorker<Report<ToolAnswer>> = FromWorker::Ready { build: BUILD.to_owned() };
    assert_eq!(decode(&encode(&ready).unwrap()), Ok(ready));
}

#[test]
fn points_of_the_page_reach_the_tools_unchanged() {
    let Report::Done { answers, .. } = batch().run() else { unreachable!("a batch is done when it has run") };
    let [along, at] = answers.try_into().unwrap();
    let curves: Curves = vec![CurveAnswer::into_curve(along), Err("the calculation was stopped".to_owned())];
    let address = "v=1&bitrate=2e10&figure=none".to_owned();
    // The page writes from what it holds; the tools read what they keep.
    let bytes = encode(&Computed { address: &address, points: &curves }).unwrap();
    assert_eq!(decode(&bytes), Ok(Computed { address: address.clone(), points: curves }));
    let Ok(CurveAnswer::At(outcomes)) = at else { panic!("{at:?}") };
    let bytes = encode(&Computed { address: &address, points: (50.0, &outcomes) }).unwrap();
    assert_eq!(decode::<Computed<Values>>(&bytes), Ok(Computed { address, points: (50.0, outcomes) }));
}
