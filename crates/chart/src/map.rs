//! A map as a picture: colours for the values, lines of equal value, and the frontier between the bands.

use super::contour::contours;
use super::draw::{Chart, Trace};
use super::scale::Axis;
use super::theme::Rgb;
use std::borrow::Cow;

/// Values on a grid of nodes, the first and last of which lie at the ends of the axes.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Nodes along x.
    pub columns: usize,
    /// Values row by row from the lower end of y; NaN where nothing is known, 0 where there is no key.
    pub values: Vec<f64>,
    /// Advantage of one band over the other, positive for the first; NaN where there is none.
    pub lead: Vec<f64>,
    /// The scale of the colours.
    pub scale: Axis,
    /// Its unit, written at the lines.
    pub unit: &'static str,
}

/// Colour scale from low to high, in even steps of lightness: it works in grey and for colour-blind eyes, and is light enough for dark
/// lines and labels to stand out, on a dark page too.
const COLOURS: [Rgb; 7] = [
    Rgb(0xf9, 0xf5, 0xd7),
    Rgb(0xe3, 0xf0, 0xc0),
    Rgb(0xbf, 0xe3, 0xb8),
    Rgb(0x93, 0xd2, 0xb8),
    Rgb(0x67, 0xbe, 0xbd),
    Rgb(0x48, 0xa6, 0xbf),
    Rgb(0x3f, 0x8c, 0xb9),
];
/// Colour of places without a key.
pub const NO_KEY: Rgb = Rgb(0xdd, 0xdd, 0xd8);
/// Lines of equal value.
const LINE: Rgb = Rgb(0x14, 0x2a, 0x3a);
/// The frontier where both bands are equal, and the mark of the user's link.
const FRONTIER: Rgb = Rgb(0x9a, 0x00, 0x55);

/// Colour of a place on the scale, from 0 to 1.
pub fn map_colour(place: f64) -> Rgb {
    let last = COLOURS.len() - 1;
    let at = place.clamp(0.0, 1.0) * last as f64;
    let low = (at as usize).min(last - 1);
    let mix = |a: u8, b: u8| (f64::from(a) + (at - low as f64) * (f64::from(b) - f64::from(a))).round() as u8;
    let (a, b) = (COLOURS[low], COLOURS[low + 1]);
    Rgb(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

impl Heat {
    /// Scale of the colours for some values: from the least to the largest, round, in equal ratios for key rates.
    pub fn scale_of(values: &[f64], log: bool) -> Axis {
        let keys = || values.iter().copied().filter(|x| *x > 0.0);
        let (low, high) = (keys().fold(f64::INFINITY, f64::min), keys().fold(0.0, f64::max));
        if high <= 0.0 {
            return Axis::linear(0.0, 1.0);
        }
        if log {
            // Less than a millionth of the best is useless, and would use up the colours.
            return Axis::log(low.max(high * 1e-6).min(high * 0.99), high);
        }
        Axis::linear(0.0, high)
    }

    fn rows(&self) -> usize {
        self.values.len() / self.columns.max(1)
    }

    /// A pixel a node, the upper row first: red, green, blue, opacity.
    pub fn pixels(&self) -> Vec<u8> {
        let mut pixels = Vec::with_capacity(4 * self.values.len());
        for row in self.values.chunks(self.columns.max(1)).rev() {
            for &value in row {
                let Rgb(r, g, b) = if value > 0.0 { map_colour(self.scale.place(value)) } else { NO_KEY };
                pixels.extend([r, g, b, 255]);
            }
        }
        pixels
    }

    /// Lines of equal value and the frontier, to be drawn over the pixels; `here` is the user's link.
    pub fn chart(&self, (x, y): (Axis, Axis), titles: [String; 2], here: Option<(f64, f64)>) -> Chart {
        let rows = self.rows();
        let on_axes =
            |(column, row): (f64, f64)| (x.value(column / (self.columns - 1) as f64), y.value(row / (rows - 1) as f64));
        let mut traces = Vec::new();
        if self.columns > 1 && rows > 1 {
            for tick in self.scale.ticks(6).into_iter().filter(|tick| !tick.label.is_empty() && tick.value > 0.0) {
                for line in contours(&self.values, self.columns, tick.value) {
                    let points = line.into_iter().map(on_axes).collect();
                    let label = format!("{} {}", tick.label, self.unit).trim().to_owned();
                    traces.push(Trace { label, colour: LINE, dashed: false, bold: false, points, reach: None });
                }
            }
            for line in contours(&self.lead, self.columns, 0.0) {
                let points = line.into_iter().map(on_axes).collect();
                let label = "C = O".to_owned();
                traces.push(Trace { label, colour: FRONTIER, dashed: true, bold: true, points, reach: None });
            }
        }
        let [x_title, y_title] = titles.map(Cow::Owned);
        let dots = here.iter().map(|&(_, y)| (y, FRONTIER)).collect();
        let cursor = here.map(|(x, _)| x);
        Chart { x, y, x_title, y_title, over_picture: true, regions: Vec::new(), traces, cursor, dots, selection: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heat() -> Heat {
        // A slope of reaches from 0 to 90 km along x, with no key in the first column.
        let columns = 10;
        let values: Vec<f64> = (0..100).map(|i| 10.0 * f64::from(i % 10)).collect();
        let lead = (0..100).map(|i| f64::from(i / 10) - 4.5).collect();
        Heat { columns, scale: Heat::scale_of(&values, false), values, lead, unit: "km" }
    }

    #[test]
    fn more_is_darker_and_no_key_is_grey() {
        let pixels = heat().pixels();
        assert_eq!(pixels.len(), 400);
        assert_eq!(pixels[..4], [NO_KEY.0, NO_KEY.1, NO_KEY.2, 255]);
        let light = |i: usize| pixels[4 * i..4 * i + 3].iter().map(|c| u32::from(*c)).sum::<u32>();
        assert!((2..10).all(|i| light(i) < light(i - 1)));
    }

    #[test]
    fn lines_stand_at_round_values_and_the_frontier_where_both_are_equal() {
        let (x, y) = (Axis::linear(0.0, 9.0), Axis::linear(0.0, 9.0));
        let chart = heat().chart((x, y), ["x".to_owned(), "y".to_owned()], Some((3.0, 4.0)));
        let line = chart.traces.iter().find(|trace| trace.label == "40 km").unwrap();
        assert!(line.points.iter().all(|(x, _)| (x - 4.0).abs() < 1e-9));
        let frontier = chart.traces.iter().find(|trace| trace.dashed).unwrap();
        assert!(frontier.points.iter().all(|(_, y)| (y - 4.5).abs() < 1e-9));
    }

    #[test]
    fn a_map_without_any_key_has_no_lines() {
        let heat = Heat {
            columns: 2,
            values: vec![0.0; 4],
            lead: vec![f64::NAN; 4],
            scale: Heat::scale_of(&[0.0], true),
            unit: "",
        };
        let axis = Axis::log(1.0, 10.0);
        assert!(heat.chart((axis, axis), ["".to_owned(), "".to_owned()], None).traces.is_empty());
    }
}
