//! What the key rate of a link is, told by a network from what else its devices report, and what it will be.
//!
//! 1. [`LinkWindows`] are the windows of a link with its loss, and [`Rows`] what a network sees of them.
//! 2. [`Training`] trains a [`Network`] an epoch at a time, and gives a [`Model`].
//! 3. [`errors`] measures a model.
//!
//! The same data and seed give the same weights to the last bit on every machine: all sums have a fixed order, and what is not settled by
//! IEEE 754 is not used. There is no file system here, no clock and no thread.
//!
//! Source of the networks: R. Haiden, master's thesis (2024) on the QKD network Poznań–Sochaczew, sections 3.3 to 4.3.

mod features;
mod metrics;
mod network;
mod rows;
mod scaler;
mod train;

pub use features::{Branch, Feature, Inputs};
pub use metrics::{Errors, errors};
pub use network::{Architecture, Network};
pub use rows::{LinkWindows, NoRows, Rows};
pub use scaler::{Extent, Scaler};
pub use train::{Model, Progress, Recipe, Split, TrainProblem, Training};
