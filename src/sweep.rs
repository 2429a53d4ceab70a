//! One distance, a curve, a reach.

mod coordinates;
mod curve;
mod outcome;
mod reach;
mod search;
mod setup;

pub use curve::{Curve, CurveRequest, curve, sweep};
pub use outcome::{Caution, Decoys, Outcome, Share, Statistics, TooLong, outcome};
pub use reach::{MAX_LENGTH_KM, Reach, reach};
