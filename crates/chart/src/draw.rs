//! Drawing of curves and areas, for any backend of plotters.

use super::FINE;
use super::label::{Place, Rect, place, text_width};
use super::scale::Axis;
use super::theme::{Rgb, Theme};
use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::prelude::{DrawingArea, DrawingBackend, RGBColor, ShapeStyle};
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, TextStyle};
use std::borrow::Cow;

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Its label, written once for all curves of the same label and colour; empty for none.
    pub label: String,
    /// Its colour.
    pub colour: Rgb,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Whether it is emphasised.
    pub bold: bool,
    /// Its points, in the order of x.
    pub points: Vec<(f64, f64)>,
    /// Its reach, to be marked on the x axis.
    pub reach: Option<f64>,
}

/// An area between two lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its label, written where it is widest; empty for none.
    pub label: &'static str,
    /// Its colour.
    pub colour: Rgb,
    /// Its opacity, from 0 to 1.
    pub opacity: f64,
    /// x, lower and upper y, in the order of x.
    pub points: Vec<(f64, f64, f64)>,
}

/// A chart of curves and areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The x axis.
    pub x: Axis,
    /// The y axis.
    pub y: Axis,
    /// Title of the x axis, with its unit.
    pub x_title: Cow<'static, str>,
    /// Title of the y axis, with its unit.
    pub y_title: Cow<'static, str>,
    /// Whether it is drawn over an existing picture, such as a map.
    pub over_picture: bool,
    /// Areas, behind the curves.
    pub regions: Vec<Region>,
    /// The curves; later ones are drawn over earlier ones.
    pub traces: Vec<Trace>,
    /// Position of the cursor on the x axis.
    pub cursor: Option<f64>,
    /// Dots at the cursor: y and colour.
    pub dots: Vec<(f64, Rgb)>,
    /// A rectangle being dragged: two corners, as places on the axes.
    pub selection: Option<[(f64, f64); 2]>,
}

/// The frame of the axes in a picture of a given size, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// Left end of the x axis.
    pub left: f64,
    /// Right end of the x axis.
    pub right: f64,
    /// Upper end of the y axis.
    pub top: f64,
    /// Lower end of the y axis.
    pub bottom: f64,
    /// Size of the text.
    pub text: f64,
}

impl Frame {
    /// For a picture of this size.
    pub fn of(width: f64, height: f64) -> Frame {
        let text = if width < 500.0 { 12.0 } else { 13.0 };
        Frame { left: 4.2 * text, right: width - 14.0, top: 2.2 * text, bottom: height - 3.4 * text, text }
    }

    /// Place on the axes of a point in the picture, px.
    pub fn place(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.left) / (self.right - self.left), (self.bottom - y) / (self.bottom - self.top))
    }

    /// Point in the picture of a place on the axes.
    pub(super) fn point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + x * (self.right - self.left), self.bottom - y * (self.bottom - self.top))
    }

    pub(super) fn rect(&self) -> Rect {
        Rect { left: self.left, top: self.top, right: self.right, bottom: self.bottom }
    }
}

pub(super) type Area<DB> = DrawingArea<DB, Shift>;
pub(super) type Drawn<DB, T = ()> = Result<T, DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Width and height of an area, px.
pub(super) fn size<DB: DrawingBackend>(area: &Area<DB>) -> (f64, f64) {
    let (width, height) = area.dim_in_pixel();
    (f64::from(width) / f64::from(FINE), f64::from(height) / f64::from(FINE))
}

/// Fills an area with the colour of the paper, and returns its width and height, px.
pub(super) fn blank<DB: DrawingBackend>(area: &Area<DB>, theme: &Theme) -> Drawn<DB, (f64, f64)> {
    area.fill(&RGBColor::from(theme.paper))?;
    Ok(size(area))
}

pub(super) fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x * f64::from(FINE)).round() as i32, (y * f64::from(FINE)).round() as i32)
}

/// Middle of a pixel: where a line of one pixel is sharp.
pub(super) fn sharp(x: f64) -> f64 {
    x.floor() + 0.5
}

pub(super) fn line(colour: Rgb, width: f64) -> ShapeStyle {
    ShapeStyle::from(&RGBColor::from(colour)).stroke_width((width * f64::from(FINE)).round() as u32)
}

/// The font of the page: style sheet and chart must agree.
const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

pub(super) fn text_style(size: f64, colour: Rgb, h: HPos, v: VPos) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::Name(FONT), size * f64::from(FINE), FontStyle::Normal);
    TextStyle { font, color: RGBColor::from(colour).to_backend_color(), pos: Pos::new(h, v) }
}

/// Draws a chart into an area whose coordinates are in 1/[`FINE`] px.
///
/// # Errors
/// Errors of the backend.
pub fn draw<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, theme: &Theme) -> Drawn<DB> {
    let (width, height) = if chart.over_picture { size(area) } else { blank(area, theme)? };
    let frame = Frame::of(width, height);
    draw_regions(area, chart, &frame)?;
    draw_grid(area, chart, theme, &frame)?;
    draw_names(area, chart, theme, &frame)?;
    let curves: Vec<Vec<Vec<(f64, f64)>>> = chart.traces.iter().map(|trace| polylines(trace, chart, &frame)).collect();
    for (trace, parts) in chart.traces.iter().zip(&curves) {
        draw_curve(area, trace, parts)?;
        draw_reach(area, chart, trace, &frame)?;
    }
    draw_labels(area, chart, &curves, &frame)?;
    draw_cursor(area, chart, theme, &frame)?;
    draw_selection(area, chart, theme, &frame)?;
    area.present()
}

fn draw_grid<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, theme: &Theme, frame: &Frame) -> Drawn<DB> {
    let grid = line(theme.grid, 1.0);
    let small = |h, v| text_style(frame.text, theme.quiet, h, v);
    for tick in chart.x.ticks(((frame.right - frame.left) / 90.0) as usize) {
        let x = sharp(frame.point((chart.x.place(tick.value), 0.0)).0);
        area.draw(&PathElement::new(vec![fine((x, frame.top)), fine((x, frame.bottom))], grid))?;
        area.draw(&Text::new(tick.label, fine((x, frame.bottom + 8.0)), small(HPos::Center, VPos::Top)))?;
    }
    for tick in chart.y.ticks(((frame.bottom - frame.top) / 40.0) as usize) {
        let y = sharp(frame.point((0.0, chart.y.place(tick.value))).1);
        area.draw(&PathElement::new(vec![fine((frame.left, y)), fine((frame.right, y))], grid))?;
        area.draw(&Text::new(tick.label, fine((frame.left - 8.0, y)), small(HPos::Right, VPos::Center)))?;
    }
    let middle = (frame.left + frame.right) / 2.0;
    let below = fine((middle, frame.bottom + 8.0 + 1.5 * frame.text));
    area.draw(&Text::new(&*chart.x_title, below, small(HPos::Center, VPos::Top)))?;
    area.draw(&Text::new(&*chart.y_title, fine((frame.left, frame.top - 8.0)), small(HPos::Left, VPos::Bottom)))
}

/// The points of a region inside the frame, px: x, lower and upper y.
fn inside(region: &Region, chart: &Chart, frame: &Frame) -> Vec<(f64, f64, f64)> {
    let place = |&(x, low, high): &(f64, f64, f64)| {
        let y = |y: f64| frame.point((0.0, chart.y.place(y).clamp(0.0, 1.0))).1;
        (frame.point((chart.x.place(x), 0.0)).0, y(low), y(high))
    };
    cut(&region.points.iter().map(place).collect::<Vec<_>>(), frame)
}

/// The part of an area between the ends of the x axis, px.
pub(super) fn cut(points: &[(f64, f64, f64)], frame: &Frame) -> Vec<(f64, f64, f64)> {
    // Where it crosses an end it is cut there.
    let cut = |a: (f64, f64, f64), b: (f64, f64, f64), end: f64| {
        let t = (end - a.0) / (b.0 - a.0);
        (end, a.1 + t * (b.1 - a.1), a.2 + t * (b.2 - a.2))
    };
    let mut kept = Vec::new();
    for (i, &point) in points.iter().enumerate() {
        for end in [frame.left, frame.right] {
            if let Some(&before) = i.checked_sub(1).and_then(|i| points.get(i))
                && (before.0 - end) * (point.0 - end) < 0.0
            {
                kept.push(cut(before, point, end));
            }
        }
        if (frame.left..=frame.right).contains(&point.0) {
            kept.push(point);
        }
    }
    kept
}

fn draw_regions<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, frame: &Frame) -> Drawn<DB> {
    for region in &chart.regions {
        draw_area(area, &inside(region, chart, frame), region.colour, region.opacity)?;
    }
    Ok(())
}

/// An area between two lines: x, lower and upper y, px.
pub(super) fn draw_area<DB: DrawingBackend>(
    area: &Area<DB>,
    points: &[(f64, f64, f64)],
    colour: Rgb,
    opacity: f64,
) -> Drawn<DB> {
    let lower = points.iter().map(|&(x, low, _)| fine((x, low)));
    let corners: Vec<_> = lower.chain(points.iter().rev().map(|&(x, _, high)| fine((x, high)))).collect();
    area.draw(&Polygon::new(corners, RGBColor::from(colour).mix(opacity)))
}

/// The labels of the regions, where there is room.
fn draw_names<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, theme: &Theme, frame: &Frame) -> Drawn<DB> {
    for region in chart.regions.iter().filter(|region| !region.label.is_empty()) {
        let points = inside(region, chart, frame);
        let half = text_width(region.label, frame.text) / 2.0 + 4.0;
        let (Some(first), Some(last)) = (points.first(), points.last()) else { continue };
        let fits = |x: f64| x - half >= first.0 && x + half <= last.0;
        let widest = points.iter().filter(|(x, ..)| fits(*x)).max_by(|a, b| (a.1 - a.2).total_cmp(&(b.1 - b.2)));
        if let Some(&(x, low, high)) = widest.filter(|(_, low, high)| low - high > 1.4 * frame.text) {
            let style = text_style(frame.text, theme.ink, HPos::Center, VPos::Center);
            area.draw(&Text::new(region.label, fine((x, (low + high) / 2.0)), style))?;
        }
    }
    Ok(())
}

/// The parts of a curve inside the frame, px.
fn polylines(trace: &Trace, chart: &Chart, frame: &Frame) -> Vec<Vec<(f64, f64)>> {
    // A rate that falls to zero goes down to the axis and far below it, where a logarithm would go to minus infinity.
    let place = |&(x, y): &(f64, f64)| frame.point((chart.x.place(x), chart.y.place(y).max(-3.0)));
    clipped(&trace.points.iter().map(place).collect::<Vec<_>>(), &frame.rect())
}

/// The parts of a polyline inside a rectangle.
pub(super) fn clipped(points: &[(f64, f64)], rect: &Rect) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let Some((enter, leave)) = rect.clip(a, b) else { continue };
        let at = |t: f64| (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
        match parts.last_mut() {
            Some(part) if enter == 0.0 && part.last() == Some(&a) => part.push(at(leave)),
            _ => parts.push(vec![at(enter), at(leave)]),
        }
    }
    parts
}

fn draw_curve<DB: DrawingBackend>(area: &Area<DB>, trace: &Trace, parts: &[Vec<(f64, f64)>]) -> Drawn<DB> {
    for part in parts {
        draw_line(area, part, trace.colour, trace.dashed, trace.bold)?;
    }
    Ok(())
}

/// A line through some points, px.
pub(super) fn draw_line<DB: DrawingBackend>(
    area: &Area<DB>,
    points: &[(f64, f64)],
    colour: Rgb,
    dashed: bool,
    bold: bool,
) -> Drawn<DB> {
    let style = line(colour, if bold { 2.75 } else { 1.6 });
    let points = points.iter().map(|&p| fine(p)).collect::<Vec<_>>();
    if !dashed {
        return area.draw(&PathElement::new(points, style));
    }
    let (dash, gap) = if bold { (8, 5) } else { (6, 4) };
    for dashes in DashedLineSeries::new(points, dash * FINE, gap * FINE, style) {
        area.draw(&dashes)?;
    }
    Ok(())
}

fn draw_reach<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, trace: &Trace, frame: &Frame) -> Drawn<DB> {
    let Some(place) = trace.reach.map(|km| chart.x.place(km)).filter(|place| (0.0..=1.0).contains(place)) else {
        return Ok(());
    };
    let (x, y) = (frame.point((place, 0.0)).0, frame.bottom);
    let corners = vec![fine((x, y - 7.0)), fine((x + 4.5, y + 1.0)), fine((x - 4.5, y + 1.0))];
    area.draw(&Polygon::new(corners, RGBColor::from(trace.colour).filled()))
}

fn draw_labels<DB: DrawingBackend>(
    area: &Area<DB>,
    chart: &Chart,
    curves: &[Vec<Vec<(f64, f64)>>],
    frame: &Frame,
) -> Drawn<DB> {
    // The longest part of each curve.
    let lines: Vec<Vec<(f64, f64)>> =
        curves.iter().map(|parts| parts.iter().max_by_key(|part| part.len()).cloned().unwrap_or_default()).collect();
    // Curves of one name and colour share a label; that of a bold one chooses first.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let named = |dashed: bool| {
        let traces = chart.traces.iter().enumerate();
        traces.filter(move |(_, trace)| trace.dashed == dashed && !trace.label.is_empty())
    };
    for (i, trace) in named(false).chain(named(true)) {
        let same = |group: &&mut Vec<usize>| {
            let first = &chart.traces[group[0]];
            (&first.label, first.colour) == (&trace.label, trace.colour)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    let of = |bold: bool| groups.iter().filter(move |group| chart.traces[group[0]].bold == bold);
    let size = |label: &str| (text_width(label, frame.text), 1.2 * frame.text);
    let labels: Vec<_> =
        of(true).chain(of(false)).map(|group| (group.clone(), size(&chart.traces[group[0]].label))).collect();
    let mut inside = frame.rect();
    inside.bottom -= 9.0; // above the marks of the reaches
    for ((group, _), place) in labels.iter().zip(place(&labels, &lines, inside)) {
        let Some(place) = place else { continue };
        let trace = &chart.traces[group[0]];
        draw_label(area, &trace.label, trace.colour, place, frame.text)?;
    }
    Ok(())
}

/// The label of a line, at its place.
pub(super) fn draw_label<DB: DrawingBackend>(
    area: &Area<DB>,
    text: &str,
    colour: Rgb,
    place: Place,
    size: f64,
) -> Drawn<DB> {
    let mut style = text_style(size, colour, HPos::Center, VPos::Center);
    style.font = style.font.style(FontStyle::Bold);
    if place.upright {
        style.font = style.font.transform(FontTransform::Rotate270);
    }
    area.draw(&Text::new(text.to_owned(), fine(place.rect.middle()), style))
}

fn draw_cursor<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, theme: &Theme, frame: &Frame) -> Drawn<DB> {
    let Some(place) = chart.cursor.map(|x| chart.x.place(x)).filter(|place| (0.0..=1.0).contains(place)) else {
        return Ok(());
    };
    let x = frame.point((place, 0.0)).0;
    let points = vec![fine((sharp(x), frame.top)), fine((sharp(x), frame.bottom))];
    for dashes in DashedLineSeries::new(points, 2 * FINE, 3 * FINE, line(theme.quiet, 1.0)) {
        area.draw(&dashes)?;
    }
    for &(y, colour) in &chart.dots {
        let place = chart.y.place(y);
        if (0.0..=1.0).contains(&place) {
            let centre = fine((x, frame.point((0.0, place)).1));
            area.draw(&Circle::new(centre, 5 * FINE, RGBColor::from(theme.paper).filled()))?;
            area.draw(&Circle::new(centre, 4 * FINE - FINE / 2, RGBColor::from(colour).filled()))?;
        }
    }
    Ok(())
}

fn draw_selection<DB: DrawingBackend>(area: &Area<DB>, chart: &Chart, theme: &Theme, frame: &Frame) -> Drawn<DB> {
    let Some([a, b]) = chart.selection else { return Ok(()) };
    let (a, b) = (frame.point(a), frame.point(b));
    let corners = [a, (b.0, a.1), b, (a.0, b.1), a];
    area.draw(&Polygon::new(corners.map(fine).to_vec(), RGBColor::from(theme.own).mix(0.12)))?;
    area.draw(&PathElement::new(corners.map(fine).to_vec(), line(theme.own, 1.0)))
}
