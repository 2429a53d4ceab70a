//! Pieces of work, their answers, and what a worker reports.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// A piece of work that a worker can do.
pub trait Work: Clone + Debug + PartialEq + Serialize + DeserializeOwned {
    /// Its result.
    type Answer: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    /// Does the work.
    ///
    /// # Errors
    /// [`Failure::TooLong`].
    fn run(&self) -> Result<Self::Answer, Failure>;
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// A length beyond those that are computed. In fixed words: to write its number would cost a worker a tenth of its size.
    #[error("the fibre is too long")]
    TooLong,
    /// Every worker that tried failed; the reason is that of the last one.
    #[error("could not be computed: {0}")]
    Lost(String),
    /// The user stopped it.
    #[error("the calculation was stopped")]
    Stopped,
}

/// Number of a batch; never used twice by one page.
pub type BatchId = u64;

/// From the page to a worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch<T> {
    /// Its number.
    pub id: BatchId,
    /// The tasks.
    pub tasks: Vec<T>,
}

impl<T: Work> Batch<T> {
    /// Does all of it.
    pub fn run(&self) -> Report<T::Answer> {
        Report::Done { id: self.id, answers: self.tasks.iter().map(Work::run).collect() }
    }
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Report<A> {
    /// A heartbeat: the worker is busy with its batch.
    Alive,
    /// A batch is done.
    Done {
        /// Its number.
        id: BatchId,
        /// The answers, in the order of the tasks.
        answers: Vec<Result<A, Failure>>,
    },
}
