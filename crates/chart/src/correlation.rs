//! Matrices of correlation coefficients.

use super::draw::{Area, Drawn, Frame, blank, fine, line, text_style};
use super::label::text_width;
use super::plot::Plot;
use super::role::thin;
use super::sheet::shortened;
use super::theme::{Rgb, Theme, contrast};
use plotters::element::{PathElement, Rectangle, Text};
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use plotters::style::FontTransform;
use plotters::style::text_anchor::{HPos, VPos};

/// Largest width of a cell, px.
const WIDEST: f64 = 110.0;
/// Smallest legible size of numbers, px.
const SMALLEST: f64 = 8.0;
/// Largest fraction of the picture that names may take.
const NAMES: f64 = 0.36;
/// Steps of the colour scale.
const STEPS: i32 = 20;
/// Free room at the left of the title, px.
const MARGIN: f64 = 14.0;
const TITLE: &str = "correlation";

/// A matrix of correlation coefficients, each in its cell, on colours from blue for −1 over the colour of the paper for 0 to red for 1.
///
/// Cells too small for a number of two or at least one decimal place have only their colour. Names that take more than a third of the
/// picture end in …, and where rows are lower than letters only every second name is written, or every third, and so on.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrelationChart {
    /// The quantities.
    pub names: Vec<String>,
    /// The coefficients row by row, in the order of the names. A cell without a value, or with one that is not a number, is hatched.
    pub values: Vec<Option<f64>>,
}

/// Position of the matrix, px.
struct Layout {
    left: f64,
    top: f64,
    cell: (f64, f64),
    text: f64,
    upright: bool,
    names: Vec<String>,
}

impl CorrelationChart {
    fn layout(&self, width: f64, height: f64) -> Option<Layout> {
        let text = Frame::of(width, height).text;
        let count = self.names.len() as f64;
        let names: Vec<String> =
            self.names.iter().map(|name| shortened(name, NAMES * width.min(height), text)).collect();
        let widest = names.iter().map(|name| text_width(name, text)).fold(0.0, f64::max);
        let (left, top) = (widest + 18.0, 2.2 * text);
        let wide = ((width - left - 8.0) / count).min(WIDEST);
        // Names that are wider than their column run upwards.
        let upright = widest + 8.0 > wide;
        let below = if upright { widest + 14.0 } else { 2.0 * text };
        let high = ((height - top - below) / count).min(wide);
        let is_seen = count > 0.0 && wide >= 2.0 && high >= 2.0;
        is_seen.then_some(Layout { left, top, cell: (wide, high), text, upright, names })
    }

    fn draw_names<DB: DrawingBackend>(&self, area: &Area<DB>, layout: &Layout, theme: &Theme) -> Drawn<DB> {
        let (wide, high) = layout.cell;
        let bottom = layout.top + high * layout.names.len() as f64;
        // Where the rows are lower than the letters, every second or third name is written.
        let every = |room: f64| (1.1 * layout.text / room).ceil().max(1.0) as usize;
        for (i, name) in layout.names.iter().enumerate().step_by(every(high)) {
            let style = text_style(layout.text, theme.ink, HPos::Right, VPos::Center);
            area.draw(&Text::new(
                name.clone(),
                fine((layout.left - 7.0, layout.top + (i as f64 + 0.5) * high)),
                style,
            ))?;
        }
        for (i, name) in layout.names.iter().enumerate().step_by(every(wide)) {
            let x = layout.left + (i as f64 + 0.5) * wide;
            let (style, y) = if layout.upright {
                let mut style = text_style(layout.text, theme.ink, HPos::Right, VPos::Center);
                style.font = style.font.transform(FontTransform::Rotate270);
                (style, bottom + 7.0)
            } else {
                (text_style(layout.text, theme.ink, HPos::Center, VPos::Center), bottom + layout.text)
            };
            area.draw(&Text::new(name.clone(), fine((x, y)), style))?;
        }
        Ok(())
    }

    /// The colour scale.
    fn draw_scale<DB: DrawingBackend>(&self, area: &Area<DB>, layout: &Layout, theme: &Theme) -> Drawn<DB> {
        let (text, y) = (layout.text, 1.1 * layout.text);
        let start = MARGIN + text_width(TITLE, text) + 10.0;
        let step = 5.0;
        let put = |text: &'static str, x: f64, at: HPos, size: f64| {
            area.draw(&Text::new(text, fine((x, y)), text_style(size, theme.quiet, at, VPos::Center)))
        };
        put(TITLE, MARGIN, HPos::Left, text)?;
        put("−1", start, HPos::Left, text)?;
        let from = start + text_width("−1", text) + 6.0;
        for i in 0..STEPS {
            let value = 2.0 * f64::from(i) / f64::from(STEPS - 1) - 1.0;
            let x = from + step * f64::from(i);
            let corners = [fine((x, y - 6.0)), fine((x + step, y + 6.0))];
            area.draw(&Rectangle::new(corners, RGBColor::from(colour(value, theme)).filled()))?;
        }
        put("1", from + step * f64::from(STEPS) + 6.0, HPos::Left, text)
    }
}

/// Colour of a coefficient. Blue and red differ for colour-blind eyes too, and both ends differ from the middle by their lightness.
fn colour(value: f64, theme: &Theme) -> Rgb {
    let end = if value < 0.0 { theme.hues[0] } else { theme.hues[4] };
    thin(end, value.abs().min(1.0), theme.paper)
}

/// Black or white, whichever has more contrast to a colour.
fn ink_on(colour: Rgb) -> Rgb {
    let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
    if contrast(black, colour) >= contrast(white, colour) { black } else { white }
}

/// The number of a cell and the size of its text, px; `None` where it would be illegible.
fn number(value: f64, (wide, high): (f64, f64), text: f64) -> Option<(String, f64)> {
    [2, 1].into_iter().find_map(|digits: usize| {
        let rounded = (value * 10f64.powi(digits as i32)).round() + 0.0;
        let written = format!("{:.digits$}", rounded / 10f64.powi(digits as i32)).replace('-', "−");
        // Digits are wider than letters, and all cells have the same size of text: that of a negative number.
        let widest = 1.12 * text_width("−0.0", 1.0) + if digits == 2 { text_width("0", 1.0) } else { 0.0 };
        let size = text.min((wide - 4.0) / widest).min(0.75 * high);
        (size >= SMALLEST).then_some((written, size))
    })
}

/// A cell without a value.
fn hatch<DB: DrawingBackend>(
    area: &Area<DB>,
    (left, top): (f64, f64),
    (wide, high): (f64, f64),
    theme: &Theme,
) -> Drawn<DB> {
    let style = line(thin(theme.quiet, 0.4, theme.paper), 1.0);
    let mut along = 4.0;
    while along < wide + high {
        let from = (left + (along - high).max(0.0), top + along.min(high));
        let to = (left + along.min(wide), top + (along - wide).max(0.0));
        area.draw(&PathElement::new(vec![fine(from), fine(to)], style))?;
        along += 7.0;
    }
    Ok(())
}

impl Plot for CorrelationChart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (width, height) = blank(area, theme)?;
        let Some(layout) = self.layout(width, height) else {
            return area.present();
        };
        self.draw_scale(area, &layout, theme)?;
        self.draw_names(area, &layout, theme)?;
        let ((wide, high), count) = (layout.cell, self.names.len());
        for i in 0..count * count {
            let (left, top) = (layout.left + (i % count) as f64 * wide, layout.top + (i / count) as f64 * high);
            let inner = (wide - 1.0, high - 1.0);
            let Some(value) = self.values.get(i).copied().flatten().filter(|value| !value.is_nan()) else {
                hatch(area, (left, top), inner, theme)?;
                continue;
            };
            let behind = colour(value, theme);
            let corners = [fine((left, top)), fine((left + inner.0, top + inner.1))];
            area.draw(&Rectangle::new(corners, RGBColor::from(behind).filled()))?;
            if let Some((text, size)) = number(value, layout.cell, layout.text) {
                let style = text_style(size, ink_on(behind), HPos::Center, VPos::Center);
                area.draw(&Text::new(text, fine((left + inner.0 / 2.0, top + inner.1 / 2.0)), style))?;
            }
        }
        area.present()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_can_be_read() {
        for (theme, i) in
            [Theme::LIGHT, Theme::DARK].into_iter().flat_map(|theme| (-100..=100).map(move |i| (theme, i)))
        {
            let behind = colour(f64::from(i) / 100.0, &theme);
            assert!(contrast(ink_on(behind), behind) >= 4.5, "{i} {behind:?}");
        }
    }

    #[test]
    fn equally_strong_ones_stand_out_equally() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            let from_paper = |value: f64| contrast(colour(value, &theme), theme.paper);
            assert!((1..10).all(|i| from_paper(f64::from(i) / 10.0) < from_paper(f64::from(i + 1) / 10.0)));
            assert!((0.6..1.7).contains(&(from_paper(1.0) / from_paper(-1.0))));
            assert!(contrast(colour(0.0, &theme), theme.paper) == 1.0);
        }
    }

    #[test]
    fn numbers_take_the_room_there_is() {
        let of = |value: f64, wide: f64| number(value, (wide, 30.0), 13.0);
        assert_eq!(of(-0.874, 60.0), Some(("−0.87".to_owned(), 13.0)));
        assert_eq!(of(-0.004, 60.0), Some(("0.00".to_owned(), 13.0)));
        assert_eq!(of(1.0, 27.0).map(|(text, _)| text), Some("1.0".to_owned()));
        assert_eq!(of(1.0, 15.0), None);
    }
}
