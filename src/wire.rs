//! Messages between the page and its workers.
//!
//! Bytes of postcard behind two bytes of version. Page and workers are built from one source, but a browser may hold an old file of
//! one of them: both sides check the version before they believe a message, and a worker says at the start which build it is.

use crate::scenario::Scenario;
use crate::sweep::{self, Curve, CurveRequest, Outcome};
use crate::units::Kilometres;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Version of the messages. Whoever changes one of the types here raises it.
pub const VERSION: u16 = 2;

/// Which build this is: a digest of the sources where the build script sets it.
pub const BUILD: &str = match option_env!("KEYSPAN_BUILD") {
    Some(build) => build,
    None => "development",
};

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
}

/// What came of a [`Task`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// The curve.
    Curve(Curve),
    /// The spans, in the order in which they were asked for.
    At(Vec<Outcome>),
    /// Nothing, because of this.
    Failed(String),
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
