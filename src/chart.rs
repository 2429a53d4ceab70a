//! The chart: scales, colours, where the labels go, and the drawing itself, for any backend of plotters.

mod calendar;
mod contour;
mod correlation;
mod draw;
#[cfg(feature = "forecast")]
mod foreseen;
mod histogram;
mod label;
mod loss;
mod map;
#[cfg(feature = "monitoring")]
mod monitored;
mod names;
mod picture;
mod plot;
mod role;
mod scale;
mod scatter;
mod series;
mod sheet;
mod slots;
mod svg;
mod theme;
mod time_axis;
mod uncertain;
mod views;

#[cfg(feature = "app")]
mod canvas;
#[cfg(feature = "app")]
pub use canvas::FineCanvas;

pub use contour::contours;
pub use correlation::CorrelationChart;
pub use draw::{Chart, Frame, Region, Trace, draw};
#[cfg(feature = "forecast")]
pub use foreseen::{coming_chart, dry_chart, marked, predicted_chart, predicted_scatter, store_chart, training_chart};
pub use histogram::{Bin, HistogramChart};
pub use loss::LossChart;
pub use map::{Heat, NO_KEY, map_colour};
#[cfg(feature = "monitoring")]
pub use monitored::{
    NamedModel, correlation_charts, distribution_chart, model_chart, model_scatter, models, parameter_chart,
    solved_chart, solved_distribution,
};
pub use picture::{Entry, Mark, Picture, draw_picture};
pub use plot::Plot;
pub use role::Role;
pub use scale::{Axis, Tick};
pub use scatter::{Cloud, Fit, ScatterChart, best_fit};
pub use series::{Interval, SeriesChart, Shade, TimeBand, TimeLine};
pub use slots::{SlotAxis, decades};
pub use svg::svg;
pub use theme::{Rgb, Theme};
pub use time_axis::{Clock, TimeAxis};
pub use uncertain::{reach_distribution, uncertainty_band};
pub use views::{Cursor, chart, colour};

/// Parts of a pixel in which plotters' whole-numbered coordinates are meant, so that a curve is smooth and a line can be 1.5 pixels
/// wide.
pub const FINE: i32 = 8;
