//! Marked intervals of time, and the places of their labels.

use crate::draw::{Area, Drawn, Frame, fine, text_style};
use crate::label::text_width;
use crate::sheet::shortened;
use crate::theme::{Rgb, Theme};
use crate::time_axis::TimeAxis;
use plotters::element::{Rectangle, Text};
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use plotters::style::text_anchor::{HPos, VPos};

/// Why an interval is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// It is an anomaly.
    Abnormal,
    /// It is selected, or being selected.
    Chosen,
}

impl Shade {
    fn colour(self, theme: &Theme) -> Rgb {
        match self {
            Shade::Abnormal => theme.hues[4],
            Shade::Chosen => theme.own,
        }
    }
}

/// A marked interval of time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeInterval {
    /// Its start, s.
    pub from_s: f64,
    /// Its end, s.
    pub to_s: f64,
    /// Its label; empty for none. Labels that do not fit into three rows are left out.
    pub label: String,
    /// Why it is marked.
    pub shade: Shade,
}

/// The part of an interval that is shown, px.
pub(super) struct Shaded {
    left: f64,
    right: f64,
    shade: Shade,
    label: Option<Label>,
}

struct Label {
    row: usize,
    middle: f64,
    text: String,
}

/// Height of a row, in sizes of the text.
const ROW: f64 = 1.4;
const ROWS: usize = 3;
/// Smallest visible width, px.
const NARROWEST: f64 = 2.0;

/// The visible parts of intervals, with places for their labels.
pub(super) fn shaded(marked: &[TimeInterval], times: &TimeAxis, text: f64) -> Vec<Shaded> {
    let mut ends: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut all = Vec::new();
    for interval in marked {
        let (from, to) = (interval.from_s.min(interval.to_s), interval.from_s.max(interval.to_s));
        if !(to >= times.from_s && from <= times.to_s) {
            continue;
        }
        let (left, right) = (times.px(from).max(times.left), times.px(to).min(times.right));
        let right = right.max((left + NARROWEST).min(times.right));
        let left = left.min(right - NARROWEST);
        let label = Some(&interval.label).filter(|label| !label.is_empty()).and_then(|label| {
            let label = shortened(label, times.right - times.left, text);
            let half = text_width(&label, text) / 2.0;
            let middle = ((left + right) / 2.0).min(times.right - half).max(times.left + half);
            let free =
                |row: &Vec<(f64, f64)>| row.iter().all(|&(a, b)| middle - half > b + 6.0 || middle + half < a - 6.0);
            let row = ends.iter().position(free).or_else(|| {
                (ends.len() < ROWS).then(|| {
                    ends.push(Vec::new());
                    ends.len() - 1
                })
            })?;
            ends[row].push((middle - half, middle + half));
            Some(Label { row, middle, text: label })
        });
        all.push(Shaded { left, right, shade: interval.shade, label });
    }
    all
}

/// Height of the rows of labels, in sizes of the text.
pub(super) fn rows(shaded: &[Shaded]) -> f64 {
    ROW * shaded.iter().filter_map(|s| s.label.as_ref()).map(|label| label.row + 1).max().unwrap_or(0) as f64
}

/// Draws them behind and above a frame.
pub(super) fn draw<DB: DrawingBackend>(area: &Area<DB>, shaded: &[Shaded], frame: &Frame, theme: &Theme) -> Drawn<DB> {
    for Shaded { left, right, shade, label } in shaded {
        let colour = RGBColor::from(shade.colour(theme));
        let corners = |top: f64, bottom: f64| [fine((*left, top)), fine((*right, bottom))];
        area.draw(&Rectangle::new(corners(frame.top, frame.bottom), colour.mix(0.14).filled()))?;
        area.draw(&Rectangle::new(corners(frame.top - 3.0, frame.top), colour.filled()))?;
        if let Some(label) = label {
            let y = frame.top - 3.0 - frame.text * ROW * (label.row as f64 + 0.5);
            let style = text_style(frame.text, shade.colour(theme), HPos::Center, VPos::Center);
            area.draw(&Text::new(label.text.clone(), fine((label.middle, y)), style))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn labels_lie_inside_and_apart(spans in prop::collection::vec((-500.0f64..1500.0, 0.0f64..400.0, "[a-z]{0,30}"), 0..20)) {
            let times = TimeAxis { from_s: 0.0, to_s: 1000.0, left: 50.0, right: 330.0 };
            let marked: Vec<_> = spans.into_iter()
                .map(|(from_s, long, label)| TimeInterval { from_s, to_s: from_s + long, label, shade: Shade::Abnormal }).collect();
            let all = shaded(&marked, &times, 12.0);
            let seen = marked.iter().filter(|m| m.to_s >= 0.0 && m.from_s <= 1000.0).count();
            prop_assert_eq!(all.len(), seen);
            let labels: Vec<_> = all.iter().filter_map(|s| s.label.as_ref())
                .map(|l| (l.row, l.middle - text_width(&l.text, 12.0) / 2.0, l.middle + text_width(&l.text, 12.0) / 2.0)).collect();
            for (i, a) in labels.iter().enumerate() {
                prop_assert!(a.0 < ROWS && a.1 >= 50.0 - 1e-9 && a.2 <= 330.0 + 1e-9);
                prop_assert!(labels[..i].iter().all(|b| a.0 != b.0 || a.1 > b.2 || a.2 < b.1));
            }
            for shade in &all {
                prop_assert!(shade.right - shade.left >= NARROWEST - 1e-9 && shade.right <= 330.0);
            }
        }
    }
}
