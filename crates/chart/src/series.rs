//! Values over time: measured ones, calculated ones, and forecasts with their intervals.

mod intervals;
mod line;

pub use intervals::{Shade, TimeInterval};
pub use line::{TimeBand, TimeLine};

use super::FINE;
use super::draw::{Area, Drawn, Frame, blank, clipped, cut, draw_area, draw_line, fine};
use super::draw::{draw_label, line as stroke, sharp};
use super::label::Place;
use super::names::{Curves, at_lines};
use super::picture::{Entry, Mark};
use super::plot::Plot;
use super::role::thin;
use super::scale::Axis;
use super::sheet::{Header, Sheet, axis_for, room_for, y_ticks};
use super::theme::Theme;
use super::time_axis::{Clock, TimeAxis};
use intervals::Shaded;
use line::{thinned, thinned_band};
use plotters::element::Circle;
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use plotters::series::DashedLineSeries;
use std::borrow::Cow;

/// Opacity of a band.
const OPACITY: f64 = 0.2;

/// Values over time, of one quantity.
///
/// The names of the lines stand at the lines where all of them have room there, otherwise in a legend above. The y axis holds all
/// values that are shown. Where points outnumber the pixels each column of pixels shows the lowest and the highest of its values.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesChart {
    /// The lines; later ones are drawn over earlier ones.
    pub lines: Vec<TimeLine>,
    /// Title of the y axis, with its unit.
    pub y_title: Cow<'static, str>,
    /// First and last time shown, s.
    pub shown_s: (f64, f64),
    /// Format of times.
    pub clock: Clock,
    /// Intervals that are marked, behind the lines.
    pub marked: Vec<TimeInterval>,
    /// Position of the cursor, s; dots mark the points nearest to it.
    pub cursor_s: Option<f64>,
}

/// Layout of a picture.
struct Layout {
    sheet: Sheet,
    header: Header,
    intervals: Vec<Shaded>,
    curves: Curves,
    /// Places of the names at the lines; empty where they stand in the legend.
    names: Vec<(usize, Place)>,
}

impl SeriesChart {
    /// Position of times in a picture of this size, px: for a cursor, or an interval selected with the pointer.
    pub fn time_axis(&self, width: f64, height: f64) -> TimeAxis {
        self.times(&self.frame(&self.y_axis(), width, height))
    }

    fn times(&self, frame: &Frame) -> TimeAxis {
        TimeAxis { from_s: self.shown_s.0, to_s: self.shown_s.1, left: frame.left, right: frame.right }
    }

    /// The frame as it is without legend.
    fn frame(&self, y: &Axis, width: f64, height: f64) -> Frame {
        let frame = Frame::of(width, height);
        room_for(&y_ticks(y, &frame), frame)
    }

    fn y_axis(&self) -> Axis {
        let (from, to) = self.shown_s;
        let is_shown = |time: f64| (from..=to).contains(&time);
        let values = self.lines.iter().flat_map(|line| line.points.iter().filter(|p| is_shown(p.0)).map(|p| p.1));
        let bands = self.lines.iter().flat_map(|line| &line.bands).flat_map(|band| &band.points);
        axis_for(values.chain(bands.filter(|p| is_shown(p.0)).flat_map(|p| [p.1, p.2])))
    }

    fn layout(&self, width: f64, height: f64, theme: &Theme) -> Layout {
        let y = self.y_axis();
        let mut frame = self.frame(&y, width, height);
        let times = self.times(&frame);
        let intervals = intervals::shaded(&self.marked, &times, frame.text);
        frame.top += intervals::rows(&intervals) * frame.text;
        let without = self.sheet(frame, y, &times, width);
        let curves = self.curves(&without);
        let header = |entries| Header::new(&self.y_title, entries, width - frame.left - 4.0, frame.text);
        if let Some(names) = self.names(&without, &curves) {
            return Layout { sheet: without, header: header(Vec::new()), intervals, curves, names };
        }
        let header = header(self.legend(theme));
        frame.top += header.more();
        let sheet = self.sheet(frame, y, &times, width);
        Layout { curves: self.curves(&sheet), sheet, header, intervals, names: Vec::new() }
    }

    fn sheet(&self, frame: Frame, y: Axis, times: &TimeAxis, end: f64) -> Sheet {
        Sheet {
            x: Axis::linear(times.from_s, times.to_s),
            x_ticks: times.ticks(self.clock, frame.text),
            y_ticks: y_ticks(&y, &frame),
            y,
            x_title: times.title(self.clock, frame.text),
            frame,
            end,
        }
    }

    fn curves(&self, sheet: &Sheet) -> Curves {
        let part = |part: &[(f64, f64)]| {
            let points: Vec<_> = part.iter().map(|&(time, value)| sheet.point(time, value)).collect();
            match points.as_slice() {
                [alone] => vec![vec![*alone]],
                _ => clipped(&thinned(&points), &sheet.frame.rect()),
            }
        };
        self.lines.iter().map(|line| line.parts(self.shown_s).into_iter().flat_map(part).collect()).collect()
    }

    /// Places for the names at the lines; none if there is no room for one of them or a band has a name too.
    fn names(&self, sheet: &Sheet, curves: &Curves) -> Option<Vec<(usize, Place)>> {
        let banded = self.lines.iter().flat_map(|line| &line.bands).any(|band| !band.name.is_empty());
        let names: Vec<&str> = self.lines.iter().map(|line| line.name.as_str()).collect();
        if banded { None } else { at_lines(&names, curves, &sheet.frame) }
    }

    fn legend(&self, theme: &Theme) -> Vec<Entry> {
        let of_line = |line: &TimeLine| {
            let colour = line.role.colour(theme);
            let mark = Mark::Line { dashed: line.dashed, bold: line.bold };
            let bands =
                line.bands.iter().zip(1..).filter(|(band, _)| !band.name.is_empty()).map(move |(band, depth)| {
                    // A band lies on all wider ones.
                    let opacity = 1.0 - (1.0 - OPACITY).powi(depth);
                    Entry { mark: Mark::Area, colour: thin(colour, opacity, theme.paper), text: band.name.clone() }
                });
            let line = (!line.name.is_empty()).then(|| Entry { mark, colour, text: line.name.clone() });
            line.into_iter().chain(bands).collect::<Vec<_>>()
        };
        self.lines.iter().flat_map(of_line).collect()
    }

    fn draw_bands<DB: DrawingBackend>(&self, area: &Area<DB>, sheet: &Sheet, theme: &Theme) -> Drawn<DB> {
        for line in &self.lines {
            for part in line.bands.iter().flat_map(|band| band.parts(self.shown_s, line.gap_s)) {
                let place = |&(time, low, high): &(f64, f64, f64)| {
                    let y = |y: f64| sheet.frame.point((0.0, sheet.y.place(y).clamp(0.0, 1.0))).1;
                    (sheet.point(time, 0.0).0, y(low), y(high))
                };
                let points = thinned_band(&part.iter().map(place).collect::<Vec<_>>());
                draw_area(area, &cut(&points, &sheet.frame), line.role.colour(theme), OPACITY)?;
            }
        }
        Ok(())
    }

    fn draw_lines<DB: DrawingBackend>(&self, area: &Area<DB>, layout: &Layout, theme: &Theme) -> Drawn<DB> {
        for (line, parts) in self.lines.iter().zip(&layout.curves) {
            let colour = line.role.colour(theme);
            for part in parts {
                match part.as_slice() {
                    // A point between two gaps is no line.
                    [alone] => self.draw_dot(area, layout, *alone, 1.5, RGBColor::from(colour))?,
                    points => draw_line(area, points, colour, line.dashed, line.bold)?,
                }
            }
        }
        Ok(())
    }

    fn draw_dot<DB: DrawingBackend>(
        &self,
        area: &Area<DB>,
        layout: &Layout,
        (x, y): (f64, f64),
        radius: f64,
        colour: RGBColor,
    ) -> Drawn<DB> {
        if (layout.sheet.frame.left..=layout.sheet.frame.right).contains(&x) {
            area.draw(&Circle::new(fine((x, y)), (radius * f64::from(FINE)) as i32, colour.filled()))?;
        }
        Ok(())
    }

    fn draw_cursor<DB: DrawingBackend>(&self, area: &Area<DB>, layout: &Layout, theme: &Theme) -> Drawn<DB> {
        let (from, to) = self.shown_s;
        let Some(cursor) = self.cursor_s.filter(|time| (from..=to).contains(time)) else { return Ok(()) };
        let sheet = &layout.sheet;
        let x = sharp(sheet.point(cursor, 0.0).0);
        let ends = vec![fine((x, sheet.frame.top)), fine((x, sheet.frame.bottom))];
        for dashes in DashedLineSeries::new(ends, 2 * FINE, 3 * FINE, stroke(theme.quiet, 1.0)) {
            area.draw(&dashes)?;
        }
        for line in &self.lines {
            // In a gap there is no value.
            let near = line.nearest(cursor).filter(|(time, _)| (time - cursor).abs() <= line.gap_s);
            if let Some((time, value)) = near {
                self.draw_dot(area, layout, sheet.point(time, value), 5.0, theme.paper.into())?;
                self.draw_dot(area, layout, sheet.point(time, value), 3.5, line.role.colour(theme).into())?;
            }
        }
        Ok(())
    }
}

impl Plot for SeriesChart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (width, height) = blank(area, theme)?;
        let layout = self.layout(width, height, theme);
        if layout.sheet.is_visible() {
            intervals::draw(area, &layout.intervals, &layout.sheet.frame, theme)?;
            layout.sheet.draw(area, theme)?;
            layout.header.draw(area, layout.sheet.frame.left, theme)?;
            self.draw_bands(area, &layout.sheet, theme)?;
            self.draw_lines(area, &layout, theme)?;
            for (i, place) in &layout.names {
                let line = &self.lines[*i];
                draw_label(area, &line.name, line.role.colour(theme), *place, layout.sheet.frame.text)?;
            }
            self.draw_cursor(area, &layout, theme)?;
        }
        area.present()
    }
}
