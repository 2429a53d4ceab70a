//! Messages between the page and its workers.
//!
//! Bytes of postcard behind two bytes of version. Page and workers are built from one source, but a browser may hold an old file of
//! one of them: both sides check the version before they believe a message, and a worker says at the start which build it is.
//!
//! What only the tools ask for is left out of the page's own worker, which is to be small.

use crate::scenario::Scenario;
#[cfg(any(feature = "answers", test))]
use crate::scenario::Settings;
use crate::sweep::{self, Curve, CurveRequest, Outcome};
#[cfg(feature = "answers")]
use crate::sweep::{SurveyRequest, Surveyed};
#[cfg(any(feature = "answers", test))]
use crate::units::KeyRate;
use crate::units::Kilometres;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Version of the messages. Whoever changes one of the types here raises it.
pub const VERSION: u16 = 3;

/// Which build this is: a digest of the sources where the build script sets it.
pub const BUILD: &str = match option_env!("KEYSPAN_BUILD") {
    Some(build) => build,
    None => "development",
};

/// Attribute of the document in which the page keeps its address for the tools.
pub const STATE: &str = "data-state";
/// Name of the program of the Monitoring workspace, and what its addresses begin with.
pub const MONITORING: &str = "monitoring";
/// Event in which the tools tell the page the address that they want shown.
pub const SHOW: &str = "keyspan-show";

/// A piece of work.
#[allow(clippy::large_enum_variant)] // they are few and live for a message
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// A curve along the fibre.
    Curve(CurveRequest),
    /// Some spans at one distance.
    At {
        /// The spans.
        scenarios: Vec<Scenario>,
        /// The distance.
        length: Kilometres,
    },
    /// What a parameter has to be.
    #[cfg(any(feature = "answers", test))]
    Ask(sweep::Question),
    /// What else can be said of a span and a wanted key rate.
    #[cfg(any(feature = "answers", test))]
    Facts {
        /// The span.
        settings: Settings,
        /// The key rate.
        wanted: KeyRate,
    },
    /// Some rows of a map.
    #[cfg(any(feature = "answers", test))]
    Map {
        /// The map.
        request: sweep::MapRequest,
        /// The rows.
        rows: std::ops::Range<u16>,
    },
    /// A quantum channel in some free slots of a channel plan.
    #[cfg(feature = "answers")]
    Survey(SurveyRequest),
    /// A part of a study of uncertain parameters.
    #[cfg(any(feature = "answers", test))]
    Uncertainty(sweep::Portion),
}

/// What came of a [`Task`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The curve.
    Curve(Curve),
    /// The spans, in the order in which they were asked for.
    At(Vec<Outcome>),
    /// The answer to a question.
    #[cfg(any(feature = "answers", test))]
    Ask(sweep::Reply),
    /// Sentences.
    #[cfg(any(feature = "answers", test))]
    Facts(Vec<String>),
    /// The cells of the rows, row by row.
    #[cfg(any(feature = "answers", test))]
    Map(Vec<sweep::Cell>),
    /// The slots, in the order of the grid.
    #[cfg(feature = "answers")]
    Survey(Vec<Surveyed>),
    /// The cases of the part, in their order.
    #[cfg(any(feature = "answers", test))]
    Uncertainty(Vec<sweep::Found>),
    /// Nothing, because of this.
    Failed(String),
}

impl Answer {
    /// The curve that it is.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn into_curve(self) -> Result<Curve, String> {
        match self {
            Answer::Curve(curve) => Ok(curve),
            Answer::Failed(reason) => Err(reason),
            _ => Err("the worker answered something else".to_owned()),
        }
    }
}

impl Task {
    /// Does the work.
    pub fn run(&self) -> Answer {
        match self {
            Task::Curve(request) => Answer::Curve(sweep::curve(request)),
            Task::At { scenarios, length } => {
                match scenarios.iter().map(|scenario| sweep::outcome(scenario, *length)).collect() {
                    Ok(outcomes) => Answer::At(outcomes),
                    // In fixed words: to write its number would cost a worker a tenth of its size.
                    Err(_) => Answer::Failed("the fibre is too long".to_owned()),
                }
            }
            #[cfg(any(feature = "answers", test))]
            Task::Ask(question) => Answer::Ask(sweep::reply(question)),
            #[cfg(any(feature = "answers", test))]
            Task::Facts { settings, wanted } => Answer::Facts(sweep::facts(settings, *wanted)),
            #[cfg(any(feature = "answers", test))]
            Task::Map { request, rows } => Answer::Map(sweep::rows_of(request, rows.clone())),
            #[cfg(feature = "answers")]
            Task::Survey(request) => match sweep::survey(request) {
                Ok(surveyed) => Answer::Survey(surveyed),
                Err(_) => Answer::Failed("the fibre is too long".to_owned()),
            },
            #[cfg(any(feature = "answers", test))]
            Task::Uncertainty(portion) => Answer::Uncertainty(portion.run()),
        }
    }
}

/// Number of a batch of tasks; never used twice by one page.
pub type BatchId = u64;

/// From the page to a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Its number.
    pub id: BatchId,
    /// The tasks.
    pub tasks: Vec<Task>,
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Report {
    /// The worker listens; what was posted before is lost.
    Ready {
        /// Its [`BUILD`].
        build: String,
    },
    /// A batch is done.
    Done {
        /// Its number.
        id: BatchId,
        /// The answers, in the order of the tasks.
        answers: Vec<Answer>,
    },
}

/// A message that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Of another version than ours.
    #[error("a message of version {0}, not {VERSION}")]
    Version(u16),
    /// Too short, or not what was expected.
    #[error("a damaged message: {0}")]
    Damaged(String),
}

/// What a worker says that keeps something between questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Told<S> {
    /// It listens, and this is its build.
    Ready(String),
    /// An answer to the question of this number.
    Say(u32, S),
}

/// The bytes of a message.
///
/// # Errors
/// [`WireError::Damaged`] if the encoder refuses, which no message here makes it do.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, WireError> {
    postcard::to_extend(message, VERSION.to_le_bytes().to_vec()).map_err(|error| WireError::Damaged(error.to_string()))
}

/// The message in some bytes.
///
/// # Errors
/// [`WireError`] if they are of another version or hold no such message.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let (version, body) =
        bytes.split_first_chunk().ok_or_else(|| WireError::Damaged(format!("{} bytes only", bytes.len())))?;
    match u16::from_le_bytes(*version) {
        VERSION => postcard::from_bytes(body).map_err(|error| WireError::Damaged(error.to_string())),
        other => Err(WireError::Version(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn batch() -> Batch {
        let scenario = Scenario::default();
        let length = Kilometres::try_from(50.0).unwrap();
        let tasks = vec![
            Task::Curve(CurveRequest { scenario: scenario.clone(), points: 20 }),
            Task::At { scenarios: vec![scenario; 2], length },
        ];
        Batch { id: 7, tasks }
    }

    #[test]
    fn messages_round_trip() {
        let batch = batch();
        assert_eq!(decode(&encode(&batch).unwrap()), Ok(batch.clone()));
        let answers = batch.tasks.iter().map(Task::run).collect();
        let report = Report::Done { id: batch.id, answers };
        assert_eq!(decode(&encode(&report).unwrap()), Ok(report));
    }

    #[test]
    fn a_study_that_goes_through_messages_is_what_the_engine_computes() {
        for (link, vary) in [
            ("v=1", "dark:lognormal:1.5,alpha:normal:0.01,iso_back:lognormal:3dB;256"),
            ("v=1&band=O", "eff:normal:8%,dark:uniform:10%;256;7"),
            ("v=1&channels=C32f10G,C31b10G&quantum=C34&afterpulse=0", "misalign:uniform:1%;256"),
        ] {
            let settings = crate::scenario::read_address(link).0.settings;
            let request = sweep::UncertaintyInputs::read(vary).0.request(settings);
            let mut study = sweep::Study::new(request.clone()).unwrap();
            while !study.is_done() {
                let tasks = study.next(3, 40).into_iter().map(Task::Uncertainty).collect();
                let batch: Batch = decode(&encode(&Batch { id: 1, tasks }).unwrap()).unwrap();
                let answers = batch.tasks.iter().map(Task::run).collect();
                let report = decode(&encode(&Report::Done { id: 1, answers }).unwrap()).unwrap();
                let Report::Done { answers, .. } = report else { panic!("{report:?}") };
                study.add(
                    answers
                        .into_iter()
                        .flat_map(|answer| match answer {
                            Answer::Uncertainty(found) => found,
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
        assert_eq!(decode::<Batch>(&bytes), Err(WireError::Version(VERSION + 1)));
        // The bytes of a length are those of any number; a negative length must not get in through a message.
        let length: Result<Kilometres, _> = decode(&encode(&-1.0f64).unwrap());
        assert!(matches!(length, Err(WireError::Damaged(_))));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cut in 0usize..300) {
            let _ = decode::<Batch>(&bytes);
            let mut real = encode(&batch()).unwrap();
            real.truncate(cut);
            let _ = decode::<Batch>(&real);
            for (byte, noise) in real.iter_mut().skip(2).zip(bytes) {
                *byte ^= noise;
            }
            let _ = decode::<Batch>(&real);
        }
    }
}
