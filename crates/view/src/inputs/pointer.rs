//! Pointer and keys over the chart: the cursor and the zoom that follow.

use crate::address::Zoom;
use chart::{Axis, Frame};
use engine::sweep::MAX_LENGTH_KM;

/// Zoom factor of a notch of the wheel or of a key.
pub const NOTCH: f64 = 0.8;

/// A point on the canvas, px, or a place in the chart, from 0 to 1.
pub type Point = (f64, f64);

/// The chart on the canvas.
#[derive(Debug, Clone, Copy)]
pub struct ChartOnCanvas {
    /// Horizontal axis, km.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Position of the axes on the canvas.
    pub frame: Frame,
    /// Reach of the current link in its band, km.
    pub reach: Option<f64>,
}

/// ChartEffect of a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChartEffect {
    /// The cursor moves here, km.
    Cursor(f64),
    /// This part of the chart is shown; none for the whole.
    Zoom(Option<Zoom>),
}

impl ChartOnCanvas {
    /// The place of a point, inside the axes.
    pub fn place(&self, at: Point) -> Point {
        let (x, y) = self.frame.place(at.0, at.1);
        (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0))
    }

    /// The length at a place, rounded to what can be pointed at.
    pub fn km(&self, place: f64) -> f64 {
        let step = 10f64.powf(((self.x.high - self.x.low) / 500.0).log10().floor());
        // Decimal steps: multiplying by 0.1 would leave superfluous digits in the address.
        let km = (self.x.value(place) / step).round() / (1.0 / step).round().max(1.0) * step.max(1.0);
        km.clamp(0.0, MAX_LENGTH_KM)
    }

    fn zoom_to(&self, x: Point, y: Point) -> Option<Zoom> {
        Zoom::new((x.0.max(0.0), x.1.min(MAX_LENGTH_KM)), (y.0.max(0.0), y.1))
    }

    /// Zooms by a factor about a place, which stays fixed; none where that shows too little.
    pub fn zoom_about(&self, place: Point, factor: f64) -> Option<Zoom> {
        self.zoom_to(self.x.zoomed(place.0, factor), self.y.zoomed(place.1, factor))
    }

    /// Zooms to the part between two places.
    pub fn zoom_between(&self, [a, b]: [Point; 2]) -> Option<Zoom> {
        let between = |axis: &Axis, a: f64, b: f64| (axis.value(a.min(b)), axis.value(a.max(b)));
        self.zoom_to(between(&self.x, a.0, b.0), between(&self.y, a.1, b.1))
    }

    /// Zooms so that what was between two fingers when they came down is between them now. Each finger has the point where it came
    /// down and the one where it is.
    pub fn pinch(&self, a: [Point; 2], b: [Point; 2]) -> Option<Zoom> {
        let apart = |i: usize| (a[i].0 - b[i].0).hypot(a[i].1 - b[i].1).max(1.0);
        let middle = |i: usize| self.frame.place((a[i].0 + b[i].0) / 2.0, (a[i].1 + b[i].1) / 2.0);
        let factor = apart(0) / apart(1);
        let (before, now) = (middle(0), middle(1));
        // The value under the middle of the fingers follows them.
        let along = |axis: &Axis, before: f64, now: f64| {
            (axis.value(before - now * factor), axis.value(before + (1.0 - now) * factor))
        };
        self.zoom_to(along(&self.x, before.0, now.0), along(&self.y, before.1, now.1))
    }

    /// Arrows, Page, Home and End move the cursor, + and − zoom about it, Escape shows all. None for other keys, and where a zoom
    /// would show too little.
    pub fn key(&self, key: &str, shift: bool, cursor_km: f64) -> Option<ChartEffect> {
        let step = if shift { 10.0 } else { 1.0 };
        let to = |km: f64| Some(ChartEffect::Cursor(km.clamp(0.0, MAX_LENGTH_KM)));
        let about = (self.x.place(cursor_km).clamp(0.0, 1.0), 0.5);
        let zoom = |factor: f64| self.zoom_about(about, factor).map(|zoom| ChartEffect::Zoom(Some(zoom)));
        match key {
            "ArrowLeft" | "ArrowDown" => to(cursor_km - step),
            "ArrowRight" | "ArrowUp" => to(cursor_km + step),
            "PageDown" => to(cursor_km - 10.0),
            "PageUp" => to(cursor_km + 10.0),
            "Home" => to(0.0),
            // The last tenth of a kilometre with a key.
            "End" => to((self.reach.unwrap_or(self.x.high) * 10.0).floor() / 10.0),
            "+" | "=" => zoom(NOTCH),
            "-" | "−" => zoom(1.0 / NOTCH),
            "Escape" => Some(ChartEffect::Zoom(None)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> ChartOnCanvas {
        ChartOnCanvas {
            x: Axis::linear(0.0, 100.0),
            y: Axis::log(1e3, 1e9),
            frame: Frame::of(800.0, 400.0),
            reach: Some(98.17),
        }
    }

    fn near(found: Option<Zoom>, x: Point) {
        let found = found.unwrap();
        assert!((found.x.0 - x.0).abs() < 1e-9 && (found.x.1 - x.1).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn keys_move_the_cursor_and_the_zoom() {
        let picture = picture();
        let key = |key: &str, shift| picture.key(key, shift, 50.0);
        assert_eq!(key("ArrowRight", false), Some(ChartEffect::Cursor(51.0)));
        assert_eq!(key("ArrowLeft", true), Some(ChartEffect::Cursor(40.0)));
        assert_eq!(
            (key("Home", false), key("End", false)),
            (Some(ChartEffect::Cursor(0.0)), Some(ChartEffect::Cursor(98.1)))
        );
        assert_eq!(picture.key("PageDown", false, 3.0), Some(ChartEffect::Cursor(0.0)));
        assert_eq!(picture.key("PageUp", false, MAX_LENGTH_KM), Some(ChartEffect::Cursor(MAX_LENGTH_KM)));
        assert_eq!((key("Escape", false), key("a", false)), (Some(ChartEffect::Zoom(None)), None));
        let Some(ChartEffect::Zoom(zoom)) = key("+", false) else { panic!() };
        near(zoom, (10.0, 90.0));
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let picture = picture();
        near(picture.zoom_about((0.25, 0.5), 0.5), (12.5, 62.5));
        near(picture.zoom_between([(0.75, 0.2), (0.25, 0.8)]), (25.0, 75.0));
        // Nothing is shown beyond what is computed, nor where nothing would be left.
        near(picture.zoom_about((0.0, 0.5), 100.0), (0.0, MAX_LENGTH_KM));
        assert_eq!(picture.zoom_between([(0.5, 0.2), (0.5, 0.8)]), None);
    }

    #[test]
    fn a_pinch_keeps_what_is_between_the_fingers() {
        let picture = picture();
        let Frame { left, right, top, bottom, .. } = picture.frame;
        let at = |x: f64| (left + x * (right - left), (top + bottom) / 2.0);
        // The fingers at 40 and 60 km move to where 20 and 80 km were.
        near(picture.pinch([at(0.4), at(0.2)], [at(0.6), at(0.8)]), (100.0 / 3.0, 200.0 / 3.0));
        // Both move alike: the chart moves with them.
        near(picture.pinch([at(0.4), at(0.3)], [at(0.6), at(0.5)]), (10.0, 110.0));
    }

    #[test]
    fn the_cursor_has_no_more_digits_than_the_chart_can_show() {
        let picture = picture();
        assert_eq!((picture.km(0.123456), picture.km(0.5), picture.km(1.0)), (12.3, 50.0, 100.0));
        let near = ChartOnCanvas { x: Axis::linear(12.0, 12.5), ..picture };
        assert_eq!(near.km(0.333), 12.166);
        let far = ChartOnCanvas { x: Axis::linear(0.0, 1000.0), ..picture };
        assert_eq!(far.km(0.12345), 123.0);
    }
}
