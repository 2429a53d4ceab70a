//! Pieces of work, their answers, and what a worker reports.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// A piece of work that a worker can do.
pub trait Work: Clone + Debug + PartialEq + Serialize + DeserializeOwned {
    /// What comes of it.
    type Answer: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    /// Does the work. `alive` is called every now and then while it lasts.
    ///
    /// # Errors
    /// [`Failure::TooLong`].
    fn run(&self, alive: &mut dyn FnMut()) -> Result<Self::Answer, Failure>;
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// A length beyond those that are computed. In fixed words: to write its number would cost a worker a tenth of its size.
    #[error("the fibre is too long")]
    TooLong,
    /// Every worker that tried failed.
    #[error("could not be computed: {0}")]
    Lost(String),
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
    /// Does all of it. `alive` is called every now and then while it lasts.
    pub fn run(&self, alive: &mut dyn FnMut()) -> Report<T::Answer> {
        let answers = self.tasks.iter().map(|task| {
            let answer = task.run(alive);
            alive();
            answer
        });
        Report::Done { id: self.id, answers: answers.collect() }
    }
}

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Report<A> {
    /// The worker listens; what was posted before is lost.
    Ready {
        /// Its [`BUILD`](crate::BUILD).
        build: String,
    },
    /// The worker is busy with its batch, and well.
    Alive,
    /// A batch is done.
    Done {
        /// Its number.
        id: BatchId,
        /// The answers, in the order of the tasks.
        answers: Vec<Result<A, Failure>>,
    },
}
