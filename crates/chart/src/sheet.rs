//! A frame with its axes and, above it, the title of the y axis and the legend.

use super::draw::{Area, Drawn, Frame, fine, line, sharp, text_style};
use super::label::text_width;
use super::picture::{Entry, draw_mark};
use super::scale::{Axis, Tick};
use super::theme::Theme;
use plotters::element::{PathElement, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, VPos};

/// Gap between the label of a tick and the frame, px.
const OFF: f64 = 8.0;
/// Distance between rows of a legend, in text sizes.
const ROW: f64 = 1.5;
const SWATCH: f64 = 22.0;
const SPACE: f64 = 18.0;
/// Smallest frame in which anything is visible, px.
const SMALLEST: f64 = 16.0;

/// Header of a frame: the title of the y axis and the legend, beside it where there is room, else in rows below.
#[derive(Debug, Clone)]
pub(super) struct Header {
    title: String,
    entries: Vec<Entry>,
    /// Row and left end of each entry, px from the left end of the frame.
    places: Vec<(usize, f64)>,
    text: f64,
}

impl Header {
    /// For a width, px, from the left end of the frame to the end of the picture.
    pub(super) fn new(title: &str, mut entries: Vec<Entry>, width: f64, text: f64) -> Header {
        for entry in &mut entries {
            entry.text = shortened(&entry.text, width - SWATCH - 10.0, text);
        }
        let mut places = Vec::new();
        let mut next = (0, if title.is_empty() { 0.0 } else { text_width(title, text) + SPACE });
        for entry in &entries {
            let wide = SWATCH + 6.0 + text_width(&entry.text, text);
            if next.1 > 0.0 && next.1 + wide > width {
                next = (next.0 + 1, 0.0);
            }
            places.push(next);
            next.1 += wide + SPACE;
        }
        Header { title: shortened(title, width, text), entries, places, text }
    }

    /// With the legend in a column that begins `x` px right of the frame's left end, below the title.
    pub(super) fn column(title: &str, entries: Vec<Entry>, x: f64, text: f64) -> Header {
        let places = (0..entries.len()).map(|i| (i + 1, x)).collect();
        Header { title: title.to_owned(), entries, places, text }
    }

    /// Width of the widest entry, px.
    pub(super) fn width(&self) -> f64 {
        self.entries.iter().map(|entry| SWATCH + 10.0 + text_width(&entry.text, self.text)).fold(0.0, f64::max)
    }

    /// Height of the legend in a column, px.
    pub(super) fn height(&self) -> f64 {
        ROW * self.text * self.entries.len() as f64
    }

    /// Height beyond the first row, px.
    pub(super) fn more(&self) -> f64 {
        ROW * self.text * self.places.last().map_or(0.0, |(row, _)| *row as f64)
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, left: f64, theme: &Theme) -> Drawn<DB> {
        let y = |row: usize| self.text * (1.1 + ROW * row as f64);
        let title = text_style(self.text, theme.quiet, HPos::Left, VPos::Center);
        area.draw(&Text::new(self.title.clone(), fine((left, y(0))), title))?;
        for (entry, &(row, x)) in self.entries.iter().zip(&self.places) {
            draw_mark(area, entry, (left + x, y(row)), SWATCH)?;
            let beside = text_style(self.text, theme.ink, HPos::Left, VPos::Center);
            area.draw(&Text::new(entry.text.clone(), fine((left + x + SWATCH + 6.0, y(row))), beside))?;
        }
        Ok(())
    }
}

/// A text, shortened with … to fit into a width, px.
pub(super) fn shortened(text: &str, width: f64, size: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let most = (width / text_width("x", size)).max(1.0) as usize;
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A frame with ticks on its axes.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) frame: Frame,
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) x_ticks: Vec<Tick>,
    pub(super) y_ticks: Vec<Tick>,
    pub(super) x_title: String,
    /// Right edge of the picture, px.
    pub(super) end: f64,
}

impl Sheet {
    /// Whether anything is visible in it.
    pub(super) fn is_visible(&self) -> bool {
        seen(&self.frame)
    }

    /// Point in the picture of a pair of values, px.
    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        self.frame.point((self.x.place(x), self.y.place(y)))
    }

    pub(super) fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (frame, grid) = (&self.frame, line(theme.grid, 1.0));
        let small = |h, v| text_style(frame.text, theme.quiet, h, v);
        let mut free_from = f64::NEG_INFINITY;
        for tick in &self.x_ticks {
            let x = sharp(self.point(tick.value, 0.0).0);
            area.draw(&PathElement::new(vec![fine((x, frame.top)), fine((x, frame.bottom))], grid))?;
            // Digits are wider than letters.
            let half = 1.12 * text_width(&tick.label, frame.text) / 2.0;
            // A label at the end of the axis must not leave the picture, nor touch the previous label.
            let middle = x.min(self.end - half - 1.0);
            if middle - half > free_from {
                area.draw(&Text::new(
                    tick.label.clone(),
                    fine((middle, frame.bottom + OFF)),
                    small(HPos::Center, VPos::Top),
                ))?;
                free_from = middle + half + 0.5 * frame.text;
            }
        }
        for tick in &self.y_ticks {
            let y = sharp(frame.point((0.0, self.y.place(tick.value))).1);
            area.draw(&PathElement::new(vec![fine((frame.left, y)), fine((frame.right, y))], grid))?;
            area.draw(&Text::new(tick.label.clone(), fine((frame.left - OFF, y)), small(HPos::Right, VPos::Center)))?;
        }
        let title = shortened(&self.x_title, self.end - 8.0, frame.text);
        let half = text_width(&title, frame.text) / 2.0;
        let middle = ((frame.left + frame.right) / 2.0).min(self.end - half).max(half);
        let below = fine((middle, frame.bottom + OFF + 1.5 * frame.text));
        area.draw(&Text::new(title, below, small(HPos::Center, VPos::Top)))
    }
}

/// Whether anything is visible in a frame.
pub(super) fn seen(frame: &Frame) -> bool {
    frame.right - frame.left >= SMALLEST && frame.bottom - frame.top >= SMALLEST
}

/// Number of labels for the y axis of a frame: at least three, if there is room.
pub(super) fn wanted_y(frame: &Frame) -> usize {
    let height = frame.bottom - frame.top;
    (height / 40.0).max((height / 24.0).min(3.0)) as usize
}

/// Ticks of a y axis in a frame.
pub(super) fn y_ticks(axis: &Axis, frame: &Frame) -> Vec<Tick> {
    axis.plain_ticks(wanted_y(frame))
}

/// Ticks at whole numbers, about as many as are wanted, of an axis that holds two of them.
pub(super) fn whole_ticks(axis: &Axis, wanted: usize) -> Vec<Tick> {
    axis.plain_ticks(wanted.min((axis.high - axis.low) as usize))
}

/// The frame, moved to the right where the labels of the y axis need it.
pub(super) fn room_for(ticks: &[Tick], frame: Frame) -> Frame {
    let widest = ticks.iter().map(|tick| text_width(&tick.label, frame.text)).fold(0.0, f64::max);
    Frame { left: frame.left.max(widest + OFF + 4.0), ..frame }
}

/// Linear axis for values, with a little room beyond them; it starts at 0 where positive values come near, and runs from 0 to 1 if no
/// value is finite.
pub(super) fn axis_for(values: impl Iterator<Item = f64>) -> Axis {
    let ends =
        values.filter(|y| y.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), y| (a.min(y), b.max(y)));
    let (low, high) = ends;
    if low > high {
        return Axis::linear(0.0, 1.0);
    }
    let size = low.abs().max(high.abs());
    // Differences by rounding alone must not fill the axis.
    let span = if high - low > 1e-6 * size { high - low } else { 0.1 * size };
    let pad = if span > 0.0 { 0.06 * span } else { 1.0 };
    let lowest = if (0.0..=0.35 * high).contains(&low) || (low >= 0.0 && low < pad) { 0.0 } else { low - pad };
    let highest = if high <= 0.0 && -high < pad { 0.0 } else { high + pad };
    // Zero alone lies at the lower end.
    Axis::linear(lowest, if highest > lowest { highest } else { lowest + 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mark, Rgb};
    use proptest::prelude::*;

    #[test]
    fn an_axis_for_values() {
        let of = |values: &[f64]| axis_for(values.iter().copied());
        assert_eq!(of(&[]), Axis::linear(0.0, 1.0));
        assert_eq!(of(&[f64::NAN, 0.0]), Axis::linear(0.0, 1.0));
        assert_eq!(of(&[10.0, 100.0, f64::INFINITY]), Axis::linear(0.0, 105.4));
        assert_eq!(of(&[-100.0, 0.0]), Axis::linear(-106.0, 0.0));
        assert_eq!(of(&[1000.0]), Axis::linear(994.0, 1006.0));
    }

    #[test]
    fn a_long_text_ends_early() {
        assert_eq!(shortened("visibility", 100.0, 10.0), "visibility");
        assert_eq!(shortened("visibility", 30.0, 10.0), "visi…");
        assert_eq!(shortened("visibility", -3.0, 10.0), "…");
    }

    proptest! {
        #[test]
        fn whole_numbers_are_whole(low in -3.0f64..3.0, span in 2.0f64..1e5, wanted in 2usize..30) {
            let ticks = whole_ticks(&Axis::linear(low, low + span), wanted);
            prop_assert!(!ticks.is_empty() && ticks.iter().all(|tick| !tick.label.contains('.')));
        }

        #[test]
        fn values_lie_inside_their_axis_and_labels_differ(values in prop::collection::vec(-1e12f64..1e12, 1..9), small in -13i32..1) {
            let values: Vec<f64> = values.into_iter().map(|x| x * 10f64.powi(small)).collect();
            let axis = axis_for(values.iter().copied());
            prop_assert!(values.iter().all(|y| (0.0..=1.0).contains(&axis.place(*y))));
            let ticks = axis.plain_ticks(6);
            prop_assert!(ticks.len() > 1);
            for pair in ticks.windows(2) {
                prop_assert!(pair[0].value < pair[1].value && pair[0].label != pair[1].label);
            }
        }

        #[test]
        fn no_entry_of_a_legend_lies_on_another(names in prop::collection::vec("[a-z ]{1,40}", 0..9), width in 60.0f64..1200.0) {
            let mark = Mark::Line { dashed: false, bold: false };
            let entries = names.into_iter().map(|text| Entry { mark, colour: Rgb(0, 0, 0), text }).collect();
            let header = Header::new("secret key rate, bit/s", entries, width, 12.0);
            let ends: Vec<_> = header.entries.iter().zip(&header.places)
                .map(|(entry, (row, x))| (*row, *x, x + SWATCH + 6.0 + text_width(&entry.text, 12.0))).collect();
            for (i, a) in ends.iter().enumerate() {
                prop_assert!(a.1 == 0.0 || a.2 <= width);
                prop_assert!(a.0 > 0 || a.1 >= text_width(&header.title, 12.0));
                prop_assert!(ends[..i].iter().all(|b| a.0 > b.0 || a.1 > b.2));
            }
        }
    }
}
