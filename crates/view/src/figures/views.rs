//! From computed curves to a chart: which quantity, which axes, which colours.

use crate::address::Zoom;
use crate::plan::{Hue, Plan, Planned};
use chart::Axis;
use chart::{Chart, Region, Trace};
use chart::{Rgb, Theme};
use engine::scenario::View;
use engine::sweep::{Curve, Outcome, Reach};
use std::borrow::Cow;

/// The quantity that a view shows of an outcome, in the unit of its axis.
fn quantity(view: View, outcome: &Outcome) -> f64 {
    match view {
        View::Rate => outcome.signed_rate_bit_s,
        View::Qber => 100.0 * outcome.qber,
        View::Bandwidth => outcome.bandwidth_rad_s,
        View::Window => outcome.window_s,
        // The noise budget has areas instead of curves.
        View::Noise => f64::NAN,
    }
}

const X_TITLE: Cow<'static, str> = Cow::Borrowed("fibre length, km");

const fn title(view: View) -> &'static str {
    match view {
        View::Rate => "secret key rate, bit/s",
        View::Qber => "QBER, %",
        View::Bandwidth => "photon bandwidth σ, rad/s",
        View::Window => "detection window τ, s",
        View::Noise => "noise budget of your link, %",
    }
}

/// Colour of a curve.
pub fn colour(theme: &Theme, curve: &Planned) -> Rgb {
    match curve.hue {
        Hue::Own => theme.own,
        Hue::Figure(hue) => theme.hues[hue % theme.hues.len()],
        Hue::Pin(hue) => theme.pins[hue % theme.pins.len()],
    }
}

/// The cursor on a chart of the fibre.
#[derive(Debug, Clone, Default)]
pub struct Cursor<'a> {
    /// Distance, km.
    pub km: f64,
    /// Outcomes there, in the order of the curves; `None` while they are not known.
    pub outcomes: Option<&'a [Outcome]>,
}

/// The chart of a view. `curves` are those of the plan, in its order; one that could not be computed is missing.
pub fn chart(
    view: View,
    plan: &Plan,
    curves: &[Option<&Curve>],
    cursor: &Cursor,
    zoom: Option<Zoom>,
    theme: &Theme,
) -> Chart {
    if view == View::Noise {
        return budget(plan, curves, cursor, zoom, theme);
    }
    let shown: Vec<(&Planned, &Curve)> =
        plan.curves.iter().zip(curves).filter_map(|(p, c)| c.filter(|_| p.shown).map(|c| (p, c))).collect();
    // Those of the user's link are drawn over the others.
    let of = |own: bool| shown.iter().filter(move |(planned, _)| planned.own == own);
    let traces: Vec<Trace> =
        of(false).chain(of(true)).map(|(planned, curve)| trace(view, plan, planned, curve, theme)).collect();
    let (x, y) = zoom.map_or_else(
        || (whole_x(longest(&traces)), whole_y(view, &traces)),
        |zoom| {
            (
                Axis::linear(zoom.x.0, zoom.x.1),
                Axis { low: zoom.y.0, high: zoom.y.1, log: is_log(view) && zoom.y.0 > 0.0 },
            )
        },
    );
    let dots = plan
        .curves
        .iter()
        .zip(cursor.outcomes.unwrap_or_default())
        .filter(|(planned, outcome)| planned.shown && outcome.key_rate_bit_s().is_some())
        .map(|(planned, outcome)| (quantity(view, outcome), colour(theme, planned)))
        .collect();
    let (x_title, y_title) = (X_TITLE, title(view).into());
    Chart {
        x,
        y,
        x_title,
        y_title,
        over_picture: false,
        regions: Vec::new(),
        traces,
        cursor: Some(cursor.km),
        dots,
        selection: None,
    }
}

/// Sources of noise that every link can have, the first ones: the others are named where they make noise.
pub(crate) const ALWAYS_NAMED: usize = 6;

/// The noise budget of the user's link in its band: the fractions of all sources, stacked.
fn budget(plan: &Plan, curves: &[Option<&Curve>], cursor: &Cursor, zoom: Option<Zoom>, theme: &Theme) -> Chart {
    let own = plan.own(plan.settings.band()).and_then(|own| *curves.get(own)?);
    let points = own.map_or(&[][..], |curve| &curve.points);
    let mut regions: Vec<Region> = Vec::new();
    for point in points {
        let shares = point.noise();
        let all: f64 = shares.iter().map(|share| share.p).sum();
        let mut below = 0.0;
        for (i, share) in shares.into_iter().enumerate() {
            if regions.len() == i {
                regions.push(Region { label: share.source, colour: theme.noise[i], opacity: 1.0, points: Vec::new() });
            }
            let part = if all > 0.0 { 100.0 * share.p / all } else { 0.0 };
            regions[i].points.push((point.length_km, below, below + part));
            below += part;
        }
    }
    // What a link without a plan cannot have is not named.
    let mut index = 0;
    regions.retain(|region| {
        index += 1;
        index <= ALWAYS_NAMED || region.points.iter().any(|(_, below, above)| above > below)
    });
    let end = points.last().map_or(0.0, |point| point.length_km);
    let (x, y) = zoom.map_or_else(
        || (whole_x(end), Axis::linear(0.0, 100.0)),
        |zoom| (Axis::linear(zoom.x.0, zoom.x.1), Axis::linear(zoom.y.0, zoom.y.1)),
    );
    let (x_title, y_title) = (X_TITLE, title(View::Noise).into());
    let cursor = Some(cursor.km);
    Chart {
        x,
        y,
        x_title,
        y_title,
        over_picture: false,
        regions,
        traces: Vec::new(),
        cursor,
        dots: Vec::new(),
        selection: None,
    }
}

fn trace(view: View, plan: &Plan, planned: &Planned, curve: &Curve, theme: &Theme) -> Trace {
    let reach = match curve.reach {
        Reach::UpTo(km) => Some(km),
        Reach::Nowhere | Reach::Unlimited => None,
    };
    Trace {
        label: label(plan, planned),
        colour: colour(theme, planned),
        dashed: planned.dashed,
        bold: planned.own,
        points: curve.points.iter().map(|point| (point.length_km, quantity(view, point))).collect(),
        reach,
    }
}

/// Label of a curve; where all have one colour, it is the band.
fn label(plan: &Plan, planned: &Planned) -> String {
    if plan.figure.is_none() && planned.own { planned.band.title().to_owned() } else { planned.label.clone() }
}

fn is_log(view: View) -> bool {
    !matches!(view, View::Qber | View::Noise)
}

/// Length of the longest curve, km.
fn longest(traces: &[Trace]) -> f64 {
    traces.iter().filter_map(|t| t.points.last()).map(|p| p.0).fold(0.0, f64::max)
}

/// From no fibre to a little beyond the end of the curves.
pub(super) fn whole_x(end: f64) -> Axis {
    let end = if end > 0.0 { end } else { 100.0 };
    // Rounded, so that the axis stays put while the curves move a little.
    let step = if end > 40.0 { 10.0 } else { 1.0 };
    Axis::linear(0.0, ((end * 1.02) / step).ceil() * step)
}

pub(super) fn whole_y(view: View, traces: &[Trace]) -> Axis {
    let values = || traces.iter().flat_map(|t| &t.points).map(|p| p.1).filter(|y| *y > 0.0);
    let high = values().fold(0.0, f64::max);
    if high == 0.0 {
        return if is_log(view) { Axis::log(1.0, 1e6) } else { Axis::linear(0.0, 10.0) };
    }
    let lowest = values().fold(f64::INFINITY, f64::min);
    let decade = |y: f64| 10f64.powf(y.log10().ceil());
    match view {
        // Rates below 10 bit/s, or a millionth of the best, are useless.
        View::Rate => {
            let high = decade(high * 1.05);
            Axis::log((high * 1e-6).min(10.0), high)
        }
        View::Qber | View::Noise => Axis::linear(0.0, (high * 1.05).ceil()),
        // Without noise the optimal pulse is infinitely long; that must not compress everything else.
        View::Bandwidth => Axis::log(round_down(lowest.max(high * 1e-4)), round_up(high)),
        View::Window => Axis::log(round_down(lowest), round_up(high.min(lowest * 1e4))),
    }
}

/// The next larger 1, 2 or 5 of a decade.
fn round_up(y: f64) -> f64 {
    let decade = 10f64.powf(y.log10().floor());
    [2.0, 5.0, 10.0].into_iter().map(|m| m * decade).find(|round| *round > y * 1.02).unwrap_or(20.0 * decade)
}

/// The next smaller 1, 2 or 5 of a decade.
fn round_down(y: f64) -> f64 {
    1.0 / round_up(1.0 / y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::scenario::{FIGURES, Settings};
    use engine::sweep::{CurveRequest, curve};

    #[test]
    fn every_view_of_every_figure_has_its_curves_inside_the_axes() {
        for figure in &FIGURES {
            let plan = Plan::new(&figure.settings(), Some(figure), &[]).unwrap();
            let curves: Vec<_> =
                plan.curves.iter().map(|p| curve(&CurveRequest { scenario: p.scenario.clone(), points: 50 })).collect();
            let curves: Vec<_> = curves.iter().map(Some).collect();
            for view in View::ALL.into_iter().filter(|view| *view != View::Noise) {
                let chart = chart(view, &plan, &curves, &Cursor::default(), None, &Theme::LIGHT);
                assert_eq!(chart.traces.len(), plan.curves.iter().filter(|p| p.shown).count());
                for trace in &chart.traces {
                    assert!(trace.points.iter().all(|&(x, _)| (0.0..=1.0).contains(&chart.x.place(x))));
                    let inside = |&&(_, y): &&(f64, f64)| (0.0..=1.0).contains(&chart.y.place(y));
                    let part = trace.points.iter().filter(inside).count() as f64 / trace.points.len() as f64;
                    assert!(part > 0.8, "Fig. {} {view:?} {}: {part}", figure.id, trace.label);
                }
            }
        }
    }

    #[test]
    fn every_pin_has_a_colour() {
        assert_eq!(crate::pin::MAX_PINS, chart::PIN_COLOURS);
    }

    #[test]
    fn the_shares_of_the_noise_make_the_whole() {
        let plan = Plan::new(&Settings::default(), None, &[]).unwrap();
        let own = curve(&CurveRequest { scenario: plan.curves[0].scenario.clone(), points: 50 });
        let chart = chart(View::Noise, &plan, &[Some(&own), None], &Cursor::default(), None, &Theme::LIGHT);
        assert_eq!(chart.regions.len(), 6);
        for i in 0..50 {
            assert_eq!(chart.regions[0].points[i].1, 0.0);
            assert!(chart.regions.windows(2).all(|pair| pair[0].points[i].2 == pair[1].points[i].1));
            assert!((chart.regions[5].points[i].2 - 100.0).abs() < 1e-9);
        }
    }

    #[test]
    fn no_key_anywhere_is_an_empty_chart() {
        let plan = Plan::new(&Settings::default(), None, &[]).unwrap();
        let nothing = Curve { reach: Reach::Nowhere, points: Vec::new() };
        let chart = chart(View::Rate, &plan, &[Some(&nothing), None], &Cursor::default(), None, &Theme::LIGHT);
        assert!(chart.x.high > 0.0 && chart.y.high > chart.y.low);
    }
}
