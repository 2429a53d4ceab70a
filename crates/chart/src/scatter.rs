//! Calculated or predicted values over measured ones.

use super::FINE;
use super::draw::{Area, Drawn, Frame, blank, clipped, draw_line, fine};
use super::histogram::short;
use super::picture::{Entry, Mark};
use super::plot::Plot;
use super::role::SeriesRole;
use super::sheet::{Header, Sheet, axis_for, room_for, y_ticks};
use super::theme::Theme;
use plotters::element::{Circle, PathElement};
use plotters::prelude::{Color, DrawingBackend, RGBColor, ShapeStyle};
use std::borrow::Cow;

/// Gap between the square and a legend beside it, px.
const BESIDE: f64 = 28.0;

/// Area per point below which points shrink, px².
const DENSE: f64 = 200.0;

/// A line y = slope x + intercept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FitLine {
    /// Its slope, in units of y per unit of x.
    pub slope: f64,
    /// Its y at x = 0, in units of y.
    pub intercept: f64,
}

/// Least-squares line through the points with finite values; `None` if all of them have the same x.
///
/// ```
/// use chart::best_fit;
/// let fit = best_fit(&[(900.0, 910.0), (950.0, 940.0), (1000.0, 990.0), (1050.0, f64::NAN)]).unwrap();
/// assert!((fit.slope - 0.8).abs() < 1e-12 && (fit.intercept - 186.666_666_666_667).abs() < 1e-9);
/// ```
pub fn best_fit(points: &[(f64, f64)]) -> Option<FitLine> {
    let known = || points.iter().filter(|(x, y)| x.is_finite() && y.is_finite());
    let count = known().count() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| known().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|p| p.0), mean(|p| p.1));
    let squares: f64 = known().map(|p| (p.0 - x).powi(2)).sum();
    let slope = known().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / squares;
    (squares > 0.0).then_some(FitLine { slope, intercept: y - slope * x })
}

/// Points of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    /// Their name; empty for no entry in the legend.
    pub name: String,
    /// Their colour.
    pub role: SeriesRole,
    /// Measured and calculated values. Points that are not finite are left out.
    pub points: Vec<(f64, f64)>,
    /// A line through them, such as the [best fit](best_fit).
    pub fit: Option<FitLine>,
}

/// Calculated or predicted values over measured ones, with the diagonal where both are equal. Both axes have the same scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ScatterChart {
    /// The points.
    pub clouds: Vec<Cloud>,
    /// Title of the x axis: the measured quantity, with its unit.
    pub x_title: Cow<'static, str>,
    /// Title of the y axis: the calculated quantity, with its unit.
    pub y_title: Cow<'static, str>,
}

impl ScatterChart {
    fn sheet(&self, width: f64, height: f64, more: f64) -> Sheet {
        let points = self.clouds.iter().flat_map(|cloud| &cloud.points);
        let axis = axis_for(points.filter(|(x, y)| x.is_finite() && y.is_finite()).flat_map(|&(x, y)| [x, y]));
        let mut frame = Frame::of(width, height);
        frame.top += more;
        let frame = room_for(&y_ticks(&axis, &frame), frame);
        let side = (frame.right - frame.left).min(frame.bottom - frame.top);
        let frame = Frame { right: frame.left + side, bottom: frame.top + side, ..frame };
        let ticks = axis.plain_ticks((side / 62.0) as usize);
        let (x_ticks, y_ticks, x_title) = (ticks.clone(), ticks, self.x_title.to_string());
        Sheet { frame, x: axis, y: axis, x_ticks, y_ticks, x_title, end: width }
    }

    fn legend(&self, theme: &Theme) -> Vec<Entry> {
        let of_cloud = |cloud: &Cloud| {
            let colour = cloud.role.colour(theme);
            let dots = (!cloud.name.is_empty()).then(|| Entry { mark: Mark::Dot, colour, text: cloud.name.clone() });
            let mark = Mark::Line { dashed: false, bold: true };
            let fit = cloud.fit.map(|FitLine { slope, intercept }| {
                let sign = if intercept < 0.0 { '−' } else { '+' };
                Entry { mark, colour, text: format!("y = {} x {sign} {}", short(slope), short(intercept.abs())) }
            });
            dots.into_iter().chain(fit).collect::<Vec<_>>()
        };
        let mark = Mark::Line { dashed: true, bold: false };
        let equal = Entry { mark, colour: theme.quiet, text: "equal".to_owned() };
        self.clouds.iter().flat_map(of_cloud).chain([equal]).collect()
    }

    /// The header and what lies below it. The legend stands beside the square where there is room for it, else in the header.
    fn layout(&self, width: f64, height: f64, theme: &Theme) -> (Header, Sheet) {
        let entries = self.legend(theme);
        let alone = self.sheet(width, height, 0.0);
        let (text, right) = (alone.frame.text, alone.frame.right + BESIDE);
        let column = Header::column(&self.y_title, entries.clone(), right - alone.frame.left, text);
        if right + column.width() <= width && alone.frame.top + column.height() <= alone.frame.bottom {
            return (column, alone);
        }
        let header = Header::new(&self.y_title, entries, width - alone.frame.left - 4.0, text);
        let sheet = self.sheet(width, height, header.more());
        (header, sheet)
    }

    fn draw_points<DB: DrawingBackend>(&self, area: &Area<DB>, sheet: &Sheet, theme: &Theme) -> Drawn<DB> {
        let count: usize = self.clouds.iter().map(|cloud| cloud.points.len()).sum();
        // The denser they lie, the more of those below is seen through each.
        let side = sheet.frame.right - sheet.frame.left;
        let crowd = (count as f64 / (side * side) * DENSE).max(1.0).sqrt();
        let (radius, opacity) = ((2.6 / crowd.sqrt()).max(1.4), (0.55 / crowd).max(0.25));
        let longest = self.clouds.iter().map(|cloud| cloud.points.len()).max().unwrap_or(0);
        // In turns, so that no cloud hides another.
        for i in 0..longest {
            for cloud in &self.clouds {
                let point = cloud.points.get(i).filter(|(x, y)| x.is_finite() && y.is_finite());
                if let Some(&(x, y)) = point {
                    let style = RGBColor::from(cloud.role.colour(theme)).mix(opacity).filled();
                    area.draw(&Circle::new(fine(sheet.point(x, y)), (radius * f64::from(FINE)) as i32, style))?;
                }
            }
        }
        Ok(())
    }
}

impl Plot for ScatterChart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (width, height) = blank(area, theme)?;
        let (header, sheet) = self.layout(width, height, theme);
        if !sheet.is_visible() {
            return area.present();
        }
        sheet.draw(area, theme)?;
        header.draw(area, sheet.frame.left, theme)?;
        let ends = [sheet.x.low, sheet.x.high];
        draw_line(area, &ends.map(|end| sheet.point(end, end)), theme.quiet, true, false)?;
        self.draw_points(area, &sheet, theme)?;
        for cloud in &self.clouds {
            let Some(fit) = cloud.fit else { continue };
            let points = ends.map(|x| sheet.point(x, fit.slope * x + fit.intercept));
            for part in clipped(&points, &sheet.frame.rect()) {
                // A thin seam of paper parts it from its points, which have the same colour.
                let seam = ShapeStyle::from(RGBColor::from(theme.paper).mix(0.5)).stroke_width(5 * FINE as u32);
                area.draw(&PathElement::new(part.iter().map(|&p| fine(p)).collect::<Vec<_>>(), seam))?;
                draw_line(area, &part, cloud.role.colour(theme), false, true)?;
            }
        }
        area.present()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_line_through_one_point() {
        assert_eq!(best_fit(&[]), None);
        assert_eq!(best_fit(&[(1.0, 2.0)]), None);
        assert_eq!(best_fit(&[(1.0, 2.0), (1.0, 3.0), (f64::NAN, 1.0)]), None);
    }

    proptest! {
        #[test]
        fn a_line_is_its_own_best_fit(slope in -3.0f64..3.0, intercept in -100.0f64..100.0, xs in prop::collection::vec(-50i32..50, 2..20)) {
            prop_assume!(xs.iter().any(|x| *x != xs[0]));
            let points: Vec<_> = xs.into_iter().map(f64::from).map(|x| (x, slope * x + intercept)).collect();
            let fit = best_fit(&points).unwrap();
            prop_assert!((fit.slope - slope).abs() < 1e-9 && (fit.intercept - intercept).abs() < 1e-7);
        }

        #[test]
        fn both_axes_have_the_same_scale(width in 100.0f64..1400.0, height in 100.0f64..900.0, far in 1.0f64..1e6) {
            let cloud = Cloud { name: "a".into(), role: SeriesRole::Main, points: vec![(0.0, far), (far, 0.5)], fit: None };
            let chart = ScatterChart { clouds: vec![cloud], x_title: "x".into(), y_title: "y".into() };
            let sheet = chart.sheet(width, height, 20.0);
            prop_assert_eq!(sheet.x, sheet.y);
            let frame = sheet.frame;
            prop_assert!((frame.right - frame.left - frame.bottom + frame.top).abs() < 1e-9);
            prop_assert!(frame.right <= width && frame.bottom <= height);
        }
    }
}
