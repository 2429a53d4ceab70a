//! The results computed for a page, with their plan.

use crate::plan::Plan;
use engine::sweep::{Curve, Outcome};
use std::sync::Arc;

/// The curves of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// An address of which only the settings, the figure and the pins count: those of the plan.
    pub address: String,
    /// The plan.
    pub plan: Arc<Plan>,
    /// In the order of the plan; the reason where one could not be computed.
    pub curves: Vec<Result<Curve, String>>,
}

/// The outcomes of a plan at one distance.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderCursor {
    /// As in [`Drawn`].
    pub address: String,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The distance, km.
    pub km: f64,
    /// In the order of the plan.
    pub outcomes: Vec<Outcome>,
}
