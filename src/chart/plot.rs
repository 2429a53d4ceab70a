//! What charts of every kind have in common: they can be drawn.

use super::draw::{Chart, draw};
use super::theme::Theme;
use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::{DrawingArea, DrawingBackend};

/// A chart of any kind.
pub trait Plot {
    /// Draws it into an area whose coordinates are parts of 1/[`FINE`](super::FINE) of a pixel, and fills the area.
    ///
    /// # Errors
    /// What the backend says.
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>>;
}

impl Plot for Chart {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: &Theme,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        draw(area, self, theme)
    }
}
