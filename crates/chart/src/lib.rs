//! Charts: scales, ticks, labels, colours and the drawing itself, for any backend of plotters.
//!
//! A chart is a plain value that holds everything it shows; drawing it is a function of that value, of a [`Theme`] and of a size.
//!
//! | type | shows |
//! |---|---|
//! | [`Chart`] | curves, areas and reaches over a linear or logarithmic [`Axis`]; over a picture it is also the frame of a map |
//! | [`SeriesChart`] | [`TimeLine`]s over a [`TimeAxis`], with prediction intervals ([`TimeBand`]) and marked [`TimeInterval`]s |
//! | [`ScatterChart`] | calculated over measured values, with the diagonal and a [`FitLine`] |
//! | [`HistogramChart`] | a distribution in [`Bin`]s, beside the normal distribution of the same mean and deviation |
//! | [`CorrelationChart`] | a matrix of correlation coefficients as a heat map with numbers |
//! | [`LossChart`] | training and validation loss, epoch by epoch |
//!
//! Each is a [`Plot`]: `draw` draws it on a canvas of a browser, [`svg()`] into a vector picture. A [`Picture`] puts a title and a legend
//! of [`Entry`]s around a plot, for exports. [`map_colour`] and [`contours`] are for maps that are drawn pixel by pixel.
//!
//! Labels stand at their curves where they touch nothing, and in a legend otherwise; text is measured by an estimate, since measuring
//! would need a browser. Coordinates are in pixels, those of plotters in parts of 1/[`FINE`] of a pixel.
//!
//! This crate knows nothing of the rest of the product: what is shown, and in which colour, is up to the one who builds the chart.

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
pub use role::SeriesRole;
pub use scale::{Axis, Tick};
pub use scatter::{Cloud, FitLine, ScatterChart, best_fit};
pub use series::{SeriesChart, Shade, TimeBand, TimeInterval, TimeLine};
pub use svg::svg;
pub use theme::{PIN_COLOURS, Rgb, Theme};
pub use time_axis::{Clock, TimeAxis};

/// Subdivisions of a pixel in the integer coordinates of plotters, so that curves are smooth and lines can be 1.5 px wide.
pub const FINE: i32 = 8;
