//! The chart: scales, colours, where the labels go, and the drawing itself, for any backend of plotters.

mod calendar;
mod contour;
mod correlation;
mod draw;
mod histogram;
mod label;
mod loss;
mod map;
mod names;
mod picture;
mod plot;
mod role;
mod scale;
mod scatter;
mod series;
mod sheet;
mod svg;
mod theme;
mod time_axis;

pub use contour::contours;
pub use correlation::CorrelationChart;
pub use draw::{Chart, Frame, Region, Trace, draw};
pub use histogram::{Bin, HistogramChart};
pub use loss::LossChart;
pub use map::{Heat, NO_KEY, map_colour};
pub use picture::{Entry, Mark, Picture, draw_picture};
pub use plot::Plot;
pub use role::Role;
pub use scale::{Axis, Tick};
pub use scatter::{Cloud, Fit, ScatterChart, best_fit};
pub use series::{Interval, SeriesChart, Shade, TimeBand, TimeLine};
pub use svg::svg;
pub use theme::{Rgb, Theme};
pub use time_axis::{Clock, TimeAxis};

/// Parts of a pixel in which plotters' whole-numbered coordinates are meant, so that a curve is smooth and a line can be 1.5 pixels
/// wide.
pub const FINE: i32 = 8;
