//! Histograms with the normal distribution of the same mean and standard deviation.

use super::draw::{Area, Drawn, Frame, blank, clipped, draw_line, fine};
use super::picture::{Entry, Mark};
use super::plot::Plot;
use super::role::{SeriesRole, thin};
use super::scale::Axis;
use super::sheet::{Header, Sheet, room_for, wanted_y, whole_ticks};
use super::theme::Theme;
use plotters::element::Rectangle;
use plotters::prelude::{Color, DrawingBackend, RGBColor};
use std::borrow::Cow;
use std::f64::consts::PI;

const OPACITY: f64 = 0.4;

/// A bin of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Lower edge.
    pub from: f64,
    /// Upper edge, above the lower one.
    pub to: f64,
    /// Number of values.
    pub count: u64,
}

/// A histogram with the normal distribution of the same mean and standard deviation.
///
/// The area of a bar is the count of its bin. Its height is the count itself where all bins are equally wide, otherwise the count of a
/// bin of the mean width, and the title of the axis says so.
#[derive(Debug, Clone, PartialEq)]
pub struct HistogramChart {
    /// The bins, in order.
    pub bins: Vec<Bin>,
    /// Mean of the values; marked if it is finite and shown.
    pub mean: f64,
    /// Their standard deviation; without a positive one no normal distribution is drawn.
    pub deviation: f64,
    /// Title of the x axis: the quantity, with its unit.
    pub x_title: Cow<'static, str>,
    /// The items counted, as in "windows of 10 min".
    pub counted: Cow<'static, str>,
    /// The colour of the bars.
    pub role: SeriesRole,
}

impl HistogramChart {
    fn total(&self) -> f64 {
        self.bins.iter().map(|bin| bin.count as f64).sum()
    }

    /// Mean width of the bins.
    fn width(&self) -> f64 {
        self.bins.iter().map(|bin| bin.to - bin.from).sum::<f64>() / self.bins.len().max(1) as f64
    }

    fn is_even(&self) -> bool {
        let width = self.width();
        self.bins.iter().all(|bin| (bin.to - bin.from - width).abs() <= 1e-6 * width)
    }

    fn height(&self, bin: &Bin) -> f64 {
        if self.is_even() { bin.count as f64 } else { bin.count as f64 * self.width() / (bin.to - bin.from) }
    }

    /// The count that a normal distribution of this mean and standard deviation has in a bin of mean width around a value.
    ///
    /// ```
    /// use chart::{Bin, HistogramChart, SeriesRole};
    /// let bins = vec![Bin { from: 0.0, to: 1.0, count: 60 }, Bin { from: 1.0, to: 2.0, count: 40 }];
    /// let chart = HistogramChart {
    ///     bins, mean: 0.9, deviation: 0.5, x_title: "QBER, %".into(), counted: "windows".into(), role: SeriesRole::Measured,
    /// };
    /// assert!((chart.normal(0.9) - 100.0 * 0.797885).abs() < 1e-3);
    /// ```
    pub fn normal(&self, value: f64) -> f64 {
        let z = (value - self.mean) / self.deviation;
        self.total() * self.width() / (self.deviation * (2.0 * PI).sqrt()) * (-0.5 * z * z).exp()
    }

    fn is_normal(&self) -> bool {
        self.mean.is_finite() && self.deviation > 0.0 && self.deviation.is_finite()
    }

    fn sheet(&self, width: f64, height: f64, more: f64) -> Sheet {
        let ends =
            self.bins.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), bin| (a.min(bin.from), b.max(bin.to)));
        let x = match ends {
            (low, high) if low < high => Axis::linear(low - 0.5 * self.width(), high + 0.5 * self.width()),
            _ => Axis::linear(0.0, 1.0),
        };
        let top = if self.is_normal() { self.normal(self.mean.clamp(x.low, x.high)) } else { 0.0 };
        let highest = self.bins.iter().map(|bin| self.height(bin)).fold(top, f64::max);
        let y = Axis::linear(0.0, if highest > 0.0 { 1.06 * highest } else { 1.0 });
        let mut frame = Frame::of(width, height);
        frame.top += more;
        // Counts are whole numbers.
        let wanted = wanted_y(&frame);
        let y_ticks = if self.is_even() { whole_ticks(&y, wanted) } else { y.plain_ticks(wanted) };
        let frame = room_for(&y_ticks, frame);
        let x_ticks = x.plain_ticks(((frame.right - frame.left) / 90.0) as usize);
        Sheet { frame, x, y, x_ticks, y_ticks, x_title: self.x_title.to_string(), end: width }
    }

    fn header(&self, sheet: &Sheet, theme: &Theme) -> Header {
        let line = |dashed| Mark::Line { dashed, bold: false };
        let mut entries = Vec::new();
        if self.mean.is_finite() {
            entries.push(Entry { mark: line(true), colour: theme.ink, text: format!("mean {}", short(self.mean)) });
        }
        if self.is_normal() {
            let text = format!("normal, σ = {}", short(self.deviation));
            entries.push(Entry { mark: line(false), colour: theme.ink, text });
        }
        let title = if self.is_even() { self.counted.clone() } else { format!("{} per mean bin", self.counted).into() };
        Header::new(&title, entries, sheet.end - sheet.frame.left - 4.0, sheet.frame.text)
    }
}

/// A number with four significant digits.
pub(super) fn short(value: f64) -> String {
    let before = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    match before {
        -4..=8 => format!("{value:.*}", (3 - before).max(0) as usize).replace('-', "−"),
        _ => format!("{value:.3e}").replace('-', "−"),
    }
}

impl Plot for HistogramChart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (width, height) = blank(area, theme)?;
        let header = self.header(&self.sheet(width, height, 0.0), theme);
        let sheet = self.sheet(width, height, header.more());
        if !sheet.is_visible() {
            return area.present();
        }
        sheet.draw(area, theme)?;
        header.draw(area, sheet.frame.left, theme)?;
        // Measured values have the colour of the normal distribution.
        let colour = RGBColor::from(thin(self.role.colour(theme), OPACITY, theme.paper));
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let ((left, top), (right, bottom)) = (sheet.point(bin.from, self.height(bin)), sheet.point(bin.to, 0.0));
            // A thin gap, so that each bar is seen.
            let gap = 0.03 * (right - left);
            let corners = [fine((left + gap, top)), fine((right - gap, bottom))];
            area.draw(&Rectangle::new(corners, colour.filled()))?;
        }
        let frame = &sheet.frame;
        if self.is_normal() {
            let columns = (frame.right - frame.left) as u32 / 2;
            let value = |i: u32| sheet.x.value(f64::from(i) / f64::from(columns));
            let points: Vec<_> = (0..=columns).map(|i| sheet.point(value(i), self.normal(value(i)))).collect();
            for part in clipped(&points, &frame.rect()) {
                draw_line(area, &part, theme.ink, false, false)?;
            }
        }
        let mean = sheet.point(self.mean, 0.0).0;
        if (frame.left..=frame.right).contains(&mean) {
            draw_line(area, &[(mean, frame.bottom), (mean, frame.top)], theme.ink, true, false)?;
        }
        area.present()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_four_digits() {
        let all = [0.0, 956.38, -0.021_347, 12_345.6, 1e-7, 3.2e11].map(short);
        assert_eq!(all, ["0.000", "956.4", "−0.02135", "12346", "1.000e−7", "3.200e11"]);
    }

    proptest! {
        #[test]
        fn bars_and_normal_have_the_same_area(edges in prop::collection::vec(0.1f64..5.0, 1..30), mean in 10.0f64..20.0) {
            let mut from = 0.0;
            let bins: Vec<Bin> = edges.iter().enumerate().map(|(i, width)| {
                let bin = Bin { from, to: from + width, count: i as u64 % 7 + 1 };
                from = bin.to;
                bin
            }).collect();
            let chart = HistogramChart { bins, mean, deviation: 3.0, x_title: "".into(), counted: "".into(), role: SeriesRole::Main };
            let bars: f64 = chart.bins.iter().map(|bin| chart.height(bin) * (bin.to - bin.from)).sum();
            let normal: f64 = (0..8000).map(|i| 0.005 * chart.normal(-5.0 + 0.005 * f64::from(i))).sum();
            prop_assert!((bars / (chart.total() * chart.width()) - 1.0).abs() < 1e-9);
            prop_assert!((normal / bars - 1.0).abs() < 1e-3);
        }
    }
}
