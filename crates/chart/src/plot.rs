//! What charts of every kind have in common: they can be drawn.

use super::draw::{Area, Chart, Drawn, draw};
use super::theme::Theme;
use plotters::prelude::DrawingBackend;

/// A chart of any kind.
pub trait Plot {
    /// Draws it into an area whose coordinates are parts of 1/[`FINE`](super::FINE) of a pixel, and fills the area.
    ///
    /// # Errors
    /// What the backend says.
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB>;
}

impl Plot for Chart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        draw(area, self, theme)
    }
}
