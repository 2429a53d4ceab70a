//! Common part of all channels between the page and a worker: the handshake, and its errors.

use crate::WireError;
use serde::{Deserialize, Serialize};

/// From a worker to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FromWorker<M> {
    /// The worker listens; what was posted before is lost.
    Ready {
        /// Its [`BUILD`](crate::BUILD).
        build: String,
    },
    /// A message of its program.
    Message(M),
}

/// Number of a request, of the page's choosing. Each is larger than those before.
pub type RequestId = u64;

/// Why a worker is of no use any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkerError {
    /// The browser refused to start it, or to send it a message.
    #[error("{0}")]
    Refused(String),
    /// The file of its program did not come, or does not run.
    #[error("its program could not be loaded")]
    NotLoaded,
    /// It has not said that it is ready.
    #[error("it did not start")]
    NotStarted,
    /// It threw an error.
    #[error("{0}")]
    Crashed(String),
    /// It neither answered nor beat.
    #[error("it did not answer")]
    Silent,
    /// The browser could not read what it sent.
    #[error("it sent what cannot be read")]
    Unreadable,
    /// It sent something that is not a valid message.
    #[error(transparent)]
    Message(#[from] WireError),
    /// Its program is of another build than the page.
    #[error("it is of another version of the page; reload the page")]
    OtherBuild,
    /// It has been ended.
    #[error("it is gone")]
    Gone,
}
