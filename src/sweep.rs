//! One distance, a curve, a reach.

mod curve;
mod outcome;
mod reach;

pub use curve::{Curve, CurveRequest, curve, sweep};
pub use outcome::{Caution, Outcome, Share, TooLong, outcome};
pub use reach::{MAX_LENGTH_KM, Reach, reach};
