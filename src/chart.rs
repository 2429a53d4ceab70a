//! The chart: scales, colours, where the labels go, and the drawing itself, for any backend of plotters.

mod draw;
mod label;
mod scale;
mod theme;
mod views;

#[cfg(feature = "app")]
mod canvas;
#[cfg(feature = "app")]
pub use canvas::FineCanvas;

pub use draw::{Chart, Frame, Trace, draw};
pub use scale::{Axis, Tick};
pub use theme::{Rgb, Theme};
pub use views::{Cursor, chart, colour};

/// Parts of a pixel in which plotters' whole-numbered coordinates are meant, so that a curve is smooth and a line can be 1.5 pixels
/// wide.
pub const FINE: i32 = 8;
