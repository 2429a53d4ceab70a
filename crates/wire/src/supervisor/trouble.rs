//! Messages about the workers for the user.

use super::Lane;
use crate::channel::WorkerError;
use std::fmt;

/// Something about the workers that a user should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A worker was replaced; nothing is lost.
    Replaced {
        /// Why.
        reason: WorkerError,
    },
    /// No worker is left.
    NoneLeft {
        /// Why the last one failed.
        reason: WorkerError,
    },
    /// The work on a lane takes longer than usual.
    Slow(Lane),
    /// The user stopped the calculation, and nothing else was asked for.
    Stopped,
    /// The worker's file is of another build than the page's.
    OtherBuild,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Replaced { reason } => {
                write!(f, "A calculation worker failed ({reason}). It was replaced, and its work was done again.")
            }
            Trouble::NoneLeft { reason } => write!(
                f,
                "The calculation does not run in this browser ({reason}). The curves shown are the last ones that were computed. \
                 Reload the page; if that does not help, try another browser."
            ),
            Trouble::Slow(_) => f.write_str("Still computing: this takes longer than usual."),
            Trouble::Stopped => f.write_str("The calculation was stopped. Change a value to start it again."),
            Trouble::OtherBuild => {
                f.write_str("The page was updated while it was open. Reload it; the address keeps what you have set.")
            }
        }
    }
}
