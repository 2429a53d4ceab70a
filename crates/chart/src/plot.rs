//! The trait of all kinds of charts.

use super::draw::{Area, Chart, Drawn, draw};
use super::theme::Theme;
use plotters::prelude::DrawingBackend;

/// A chart of any kind.
pub trait Plot {
    /// Draws it into an area whose coordinates are in 1/[`FINE`](super::FINE) px, and fills the area.
    ///
    /// # Errors
    /// Errors of the backend.
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB>;
}

impl Plot for Chart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        draw(area, self, theme)
    }
}
