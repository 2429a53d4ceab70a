//! A chart with title, legend and caption, to be used outside of the page.

use super::FINE;
use super::draw::{Area, Chart, Drawn, blank, draw_line, fine, text_style};
use super::label::text_width;
use super::plot::Plot;
use super::theme::{Rgb, Theme};
use plotters::element::{Circle, Rectangle, Text};
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use plotters::style::FontStyle;
use plotters::style::text_anchor::{HPos, VPos};

/// Mark of a legend entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A curve.
    Line {
        /// Whether it is dashed.
        dashed: bool,
        /// Whether it is emphasised.
        bold: bool,
    },
    /// A region.
    Area,
    /// Points.
    Dot,
}

/// An entry of a legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its mark.
    pub mark: Mark,
    /// Its colour.
    pub colour: Rgb,
    /// Its text.
    pub text: String,
}

/// A chart with title, legend and caption; what is empty takes no room.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture<P = Chart> {
    /// The title.
    pub title: String,
    /// The chart.
    pub chart: P,
    /// Width and height of the chart, px.
    pub chart_size: (f64, f64),
    /// Title of the legend.
    pub legend_title: String,
    /// Entries of the legend.
    pub legend: Vec<Entry>,
    /// Paragraphs of the caption.
    pub caption: Vec<String>,
}

/// Free room at the sides and below, px.
const MARGIN: f64 = 14.0;
const TITLE: f64 = 15.0;
const TITLE_ROW: f64 = 34.0;
const TITLE_NEXT: f64 = 19.0;
const ENTRY: f64 = 12.0;
const ENTRY_ROW: f64 = 19.0;
const SWATCH: f64 = 26.0;
const CAPTION: f64 = 11.0;
const CAPTION_ROW: f64 = 16.0;

impl<P> Picture<P> {
    /// Width and height of the whole, px.
    pub fn size(&self) -> (f64, f64) {
        let below = self.legend_height() + CAPTION_ROW * self.caption_lines().len() as f64;
        let margin = if below > 0.0 { MARGIN } else { 0.0 };
        (self.chart_size.0, self.title_height() + self.chart_size.1 + below + margin)
    }

    fn title_height(&self) -> f64 {
        match self.title_lines().len() {
            0 => 0.0,
            lines => TITLE_ROW + TITLE_NEXT * (lines - 1) as f64,
        }
    }

    /// A long title wraps in a narrow picture.
    fn title_lines(&self) -> Vec<String> {
        let width = self.chart_size.0 - 2.0 * MARGIN;
        let lines = Some(&self.title).filter(|title| !title.is_empty());
        lines.map_or_else(Vec::new, |title| wrap(title, (width / text_width("x", TITLE)) as usize))
    }

    fn legend_height(&self) -> f64 {
        match self.legend.len() {
            0 => 0.0,
            _ => ENTRY_ROW * ((1 + self.legend_rows()) as f64) + 4.0,
        }
    }

    /// Columns as wide as the longest entry, as many as there is room for.
    fn legend_columns(&self) -> usize {
        let widest = self.legend.iter().map(|entry| text_width(&entry.text, ENTRY)).fold(0.0, f64::max);
        let columns = ((self.chart_size.0 - MARGIN) / (SWATCH + widest + 22.0)).floor() as usize;
        columns.clamp(1, self.legend.len().max(1))
    }

    fn legend_rows(&self) -> usize {
        self.legend.len().div_ceil(self.legend_columns())
    }

    fn caption_lines(&self) -> Vec<String> {
        let width = self.chart_size.0 - 2.0 * MARGIN;
        self.caption.iter().flat_map(|paragraph| wrap(paragraph, (width / text_width("x", CAPTION)) as usize)).collect()
    }
}

/// Breaks a text into lines of at most this many characters: after a space, else after a separator of addresses, else anywhere. Only
/// the spaces at the breaks are lost.
fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest: Vec<char> = text.chars().collect();
    while rest.len() > most.max(1) {
        let behind = |breaks: &[char]| rest[..most.max(1)].iter().rposition(|c| breaks.contains(c)).map(|at| at + 1);
        let end = behind(&[' ']).or_else(|| behind(&['&', '*', ',', '+'])).unwrap_or(most.max(1));
        let next = rest.split_off(end);
        lines.push(rest.iter().collect::<String>().trim_end().to_owned());
        rest = next;
    }
    lines.push(rest.into_iter().collect());
    lines
}

/// Draws a picture into an area of its [size](Picture::size), whose coordinates are in 1/[`FINE`] px.
///
/// # Errors
/// Errors of the backend.
pub fn draw_picture<DB: DrawingBackend, P: Plot>(area: &Area<DB>, picture: &Picture<P>, theme: &Theme) -> Drawn<DB> {
    blank(area, theme)?;
    let mut y = TITLE_ROW / 2.0;
    for text in picture.title_lines() {
        let mut style = text_style(TITLE, theme.ink, HPos::Left, VPos::Center);
        style.font = style.font.style(FontStyle::Bold);
        area.draw(&Text::new(text, fine((MARGIN, y)), style))?;
        y += TITLE_NEXT;
    }
    let below = picture.title_height() + picture.chart_size.1;
    draw_legend(area, picture, theme, below)?;
    let mut y = below + picture.legend_height() + CAPTION_ROW / 2.0;
    for text in picture.caption_lines() {
        area.draw(&Text::new(text, fine((MARGIN, y)), text_style(CAPTION, theme.quiet, HPos::Left, VPos::Center)))?;
        y += CAPTION_ROW;
    }
    // The chart comes last, since it makes a backend consider the drawing finished.
    let rows = |px: f64| (px * f64::from(FINE)).round() as i32;
    let (_, rest) = area.split_vertically(rows(picture.title_height()));
    let (chart, _) = rest.split_vertically(rows(picture.chart_size.1));
    picture.chart.draw(&chart, theme)
}

fn draw_legend<DB: DrawingBackend, P>(area: &Area<DB>, picture: &Picture<P>, theme: &Theme, top: f64) -> Drawn<DB> {
    if picture.legend.is_empty() {
        return Ok(());
    }
    let title = text_style(ENTRY, theme.quiet, HPos::Left, VPos::Center);
    area.draw(&Text::new(picture.legend_title.clone(), fine((MARGIN, top + ENTRY_ROW / 2.0)), title))?;
    let column = (picture.chart_size.0 - MARGIN) / picture.legend_columns() as f64;
    for (i, entry) in picture.legend.iter().enumerate() {
        // Down the columns, so that the curves of one band stay together.
        let (x, row) = (MARGIN + column * (i / picture.legend_rows()) as f64, i % picture.legend_rows());
        let y = top + ENTRY_ROW * (row as f64 + 1.5);
        draw_mark(area, entry, (x, y), SWATCH)?;
        let beside = text_style(ENTRY, theme.ink, HPos::Left, VPos::Center);
        area.draw(&Text::new(entry.text.clone(), fine((x + SWATCH + 8.0, y)), beside))?;
    }
    Ok(())
}

/// Text of an entry of the legend, to the right of a point, px.
pub(super) fn draw_mark<DB: DrawingBackend>(
    area: &Area<DB>,
    entry: &Entry,
    (x, y): (f64, f64),
    width: f64,
) -> Drawn<DB> {
    let colour = RGBColor::from(entry.colour);
    match entry.mark {
        Mark::Area => {
            let corners = [fine((x, y - 6.0)), fine((x + width, y + 6.0))];
            area.draw(&Rectangle::new(corners, colour.filled()))
        }
        Mark::Dot => area.draw(&Circle::new(fine((x + width / 2.0, y)), 4 * FINE, colour.filled())),
        Mark::Line { dashed, bold } => draw_line(area, &[(x, y), (x + width, y)], entry.colour, dashed, bold),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_where_people_would() {
        assert_eq!(wrap("Keyspan 0.1.0, after a paper", 16), ["Keyspan 0.1.0,", "after a paper"]);
        assert_eq!(wrap("v=1&bitrate=5e10&figure=9", 20), ["v=1&bitrate=5e10&", "figure=9"]);
        assert_eq!(wrap("", 5), [""]);
    }

    proptest! {
        #[test]
        fn no_character_is_lost(text in "[a-z&= ]{0,80}", most in 1usize..30) {
            let lines = wrap(&text, most);
            prop_assert!(lines.iter().all(|line| line.chars().count() <= most));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
