//! Messages there and back.

use engine::scenario::Scenario;
use engine::sweep::{self, CurveRequest, SurveyRequest};
use numbers::units::Kilometres;
use proptest::prelude::*;
use wire::batch::{Batch, Report, Work};
use wire::curves::CurveTask;
use wire::questions::{ToolAnswer, ToolTask};
use wire::{VERSION, WireError, decode, encode};

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
    let report = batch.run(&mut || {});
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
            let report = decode(&encode(&batch.run(&mut || {})).unwrap()).unwrap();
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

#[test]
fn a_survey_travels_between_page_and_workers() {
    let settings = "channels=1360f10G,C31b10G&alpha=0.2";
    let (settings, _) = engine::scenario::Settings::from_query(settings);
    assert!(settings.channels().is_some());
}
