//! The page's points, handed to the tools so that nothing is computed twice.
//!
//! Page and tools are two programs that share a document. The page keeps what it computed, and offers its bytes under a name; it sends an
//! event of that name whenever there is something new. The tools fetch the bytes when they have time, and as often as they like: those
//! that are loaded later, or again, find what there is.

use engine::sweep::{Curve, Outcome};
use serde::{Deserialize, Serialize};

/// Name of the curves of the chart.
pub const CURVES: &str = "keyspan-curves";
/// Name of the values under the cursor.
pub const CURSOR: &str = "keyspan-cursor";

/// Something that was computed, with the address of what it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Computed<T, A = String> {
    /// An address with the settings, the figure and the pins; nothing else of it counts.
    pub address: A,
    /// The computed points.
    pub points: T,
}

/// The curves of the chart, in the order of its plan; the reason where one could not be computed.
pub type Curves = Vec<Result<Curve, String>>;

/// The distance of the cursor, km, and the values there, in the order of the plan.
pub type Values = (f64, Vec<Outcome>);
