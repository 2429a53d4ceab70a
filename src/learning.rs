//! The program that learns and foresees for the Monitoring workspace: a worker, fetched when there is something to learn from.

pub mod messages;

#[cfg(feature = "learning")]
mod score;
#[cfg(feature = "learning")]
mod train;
#[cfg(feature = "learning")]
mod worker;

#[cfg(feature = "learning")]
pub use worker::serve;
