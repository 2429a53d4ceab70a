//! The course of a training: losses by epoch.

use super::FINE;
use super::draw::{Area, Drawn, Frame, blank, draw_label, draw_line, fine};
use super::names::{Curves, at_lines};
use super::picture::{Entry, Mark};
use super::plot::Plot;
use super::role::SeriesRole;
use super::scale::{Axis, Tick};
use super::sheet::{Header, Sheet, room_for, wanted_y, whole_ticks};
use super::theme::Theme;
use plotters::element::Circle;
use plotters::prelude::{Color, DrawingBackend, RGBColor};

const NAMES: [&str; 2] = ["training", "validation"];
const ROLES: [SeriesRole; 2] = [SeriesRole::Other(0), SeriesRole::Other(1)];

/// The losses of the epochs of a training, on a logarithmic axis.
///
/// A loss that is not a positive finite number has no place there and leaves a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct LossChart {
    /// Training losses, from the first epoch on.
    pub training: Vec<f64>,
    /// Validation losses.
    pub validation: Vec<f64>,
    /// Epochs for which there is room from the start, so that the axis does not move during a training.
    pub epochs: usize,
    /// The epoch whose weights are kept, counted from 1.
    pub best: Option<usize>,
}

impl LossChart {
    fn losses(&self) -> [&[f64]; 2] {
        [&self.training, &self.validation]
    }

    fn y_axis(&self) -> Axis {
        let values = self.losses().into_iter().flatten().filter(|loss| is_placed(**loss));
        let (low, high) = values.fold((f64::INFINITY, 0.0f64), |(a, b), loss| (a.min(*loss), b.max(*loss)));
        if low > high { Axis::log(1e-3, 1.0) } else { Axis::log(low / 1.2, high * 1.2) }
    }

    fn sheet(&self, width: f64, height: f64, more: f64) -> Sheet {
        let y = self.y_axis();
        let mut frame = Frame::of(width, height);
        frame.top += more;
        let y_ticks = loss_ticks(&y, wanted_y(&frame));
        let frame = room_for(&y_ticks, frame);
        let last = self.losses().map(<[f64]>::len).into_iter().fold(self.epochs.max(3), usize::max);
        let x = Axis::linear(1.0, last as f64);
        let x_ticks = whole_ticks(&x, ((frame.right - frame.left) / 60.0) as usize);
        Sheet { frame, x, y, x_ticks, y_ticks, x_title: "epoch".to_owned(), end: width }
    }

    fn curves(&self, sheet: &Sheet) -> Curves {
        let numbered =
            |losses: &[f64]| losses.iter().zip(1..).map(|(loss, epoch)| (f64::from(epoch), *loss)).collect::<Vec<_>>();
        let placed =
            |part: &[(f64, f64)]| part.iter().map(|&(epoch, loss)| sheet.point(epoch, loss)).collect::<Vec<_>>();
        let parts = |losses| {
            let points = numbered(losses);
            points.split(|point| !is_placed(point.1)).filter(|part| !part.is_empty()).map(placed).collect()
        };
        self.losses().map(parts).into()
    }

    /// The line that marks the best epoch, px.
    fn mark(&self, sheet: &Sheet) -> Option<Vec<(f64, f64)>> {
        let x = sheet.point(self.best? as f64, 1.0).0;
        let Frame { left, right, top, bottom, .. } = sheet.frame;
        (left..=right).contains(&x).then(|| vec![(x, top), (x, bottom)])
    }

    fn header(&self, sheet: &Sheet, names: bool, theme: &Theme) -> Header {
        let line = |dashed| Mark::Line { dashed, bold: false };
        let lines = NAMES.iter().zip(ROLES).zip(self.losses()).filter(|(_, losses)| names && !losses.is_empty());
        let entry = |((name, role), _): ((&&str, SeriesRole), _)| Entry {
            mark: line(false),
            colour: role.colour(theme),
            text: name.to_string(),
        };
        let best = self.best.map(|epoch| Entry {
            mark: line(true),
            colour: theme.quiet,
            text: format!("best: epoch {epoch}"),
        });
        Header::new(
            "loss",
            lines.map(entry).chain(best).collect(),
            sheet.end - sheet.frame.left - 4.0,
            sheet.frame.text,
        )
    }
}

fn is_placed(loss: f64) -> bool {
    loss > 0.0 && loss.is_finite()
}

/// Ticks of an axis of losses, whose labels are plain numbers: a loss has no unit, and so no prefix.
fn loss_ticks(axis: &Axis, wanted: usize) -> Vec<Tick> {
    let mut ticks = axis.ticks(wanted);
    ticks.retain(|tick| (-1e-9..=1.0 + 1e-9).contains(&axis.place(tick.value)));
    let plain = ticks.iter().all(|tick| (0.999e-3..1e4).contains(&tick.value));
    let label = |value: f64, digits: usize| match plain {
        true => format!("{value:.digits$}"),
        false => format!("{value:.digits$e}").replace('-', "−"),
    };
    let exact = |digits: &usize| {
        let back = |tick: &Tick| label(tick.value, *digits).replace('−', "-").parse::<f64>();
        ticks.iter().all(|tick| back(tick).is_ok_and(|value| (value / tick.value - 1.0).abs() < 1e-9))
    };
    let digits = (0..12).find(exact).unwrap_or(12);
    for tick in ticks.iter_mut().filter(|tick| !tick.label.is_empty()) {
        tick.label = label(tick.value, digits);
        if plain && tick.label.contains('.') {
            tick.label.truncate(tick.label.trim_end_matches('0').trim_end_matches('.').len());
        }
    }
    ticks
}

impl Plot for LossChart {
    fn draw<DB: DrawingBackend>(&self, area: &Area<DB>, theme: &Theme) -> Drawn<DB> {
        let (width, height) = blank(area, theme)?;
        let first = self.sheet(width, height, 0.0);
        let short = self.header(&first, false, theme);
        let without = self.sheet(width, height, short.more());
        // No name may lie across the mark of the best epoch.
        let [training, validation] = NAMES;
        let curves: Curves =
            self.curves(&without).into_iter().chain([self.mark(&without).into_iter().collect()]).collect();
        let names = at_lines(&[training, validation, ""], &curves, &without.frame);
        let header = if names.is_some() { short } else { self.header(&first, true, theme) };
        let sheet = self.sheet(width, height, header.more());
        if !sheet.is_visible() {
            return area.present();
        }
        sheet.draw(area, theme)?;
        header.draw(area, sheet.frame.left, theme)?;
        if let Some(ends) = self.mark(&sheet) {
            draw_line(area, &ends, theme.quiet, true, false)?;
        }
        for (parts, role) in self.curves(&sheet).iter().zip(ROLES) {
            for part in parts {
                match part.as_slice() {
                    // An epoch between two gaps, or the first one.
                    [alone] => {
                        area.draw(&Circle::new(fine(*alone), 2 * FINE, RGBColor::from(role.colour(theme)).filled()))?
                    }
                    points => draw_line(area, points, role.colour(theme), false, false)?,
                }
            }
        }
        for (i, place) in names.unwrap_or_default() {
            draw_label(area, NAMES[i], ROLES[i].colour(theme), place, sheet.frame.text)?;
        }
        area.present()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_of_losses() {
        let text = |axis: Axis| loss_ticks(&axis, 5).iter().map(|t| t.label.clone()).collect::<Vec<_>>().join(" | ");
        let all = [(0.001, 0.2), (0.0102, 0.0131), (2e-5, 3e-2), (1.2e-4, 1.5e-4), (0.5, 70.0), (1e-12, 1e6)];
        insta::assert_snapshot!(all.map(|(low, high)| text(Axis::log(low, high))).join("\n"));
    }

    proptest! {
        #[test]
        fn ticks_increase_and_no_two_labels_are_equal(low in -9.0f64..3.0, decades in 0.01f64..12.0, wanted in 2usize..20) {
            let axis = Axis::log(10f64.powf(low), 10f64.powf(low + decades));
            let ticks: Vec<_> = loss_ticks(&axis, wanted).into_iter().filter(|tick| !tick.label.is_empty()).collect();
            for pair in ticks.windows(2) {
                prop_assert!(pair[0].value < pair[1].value && pair[0].label != pair[1].label);
            }
        }
    }
}
