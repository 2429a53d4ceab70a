//! The program that learns and forecasts for the Monitoring workspace: a worker, fetched when there is something to learn from.

mod score;
mod train;
mod worker;

pub use worker::serve;
