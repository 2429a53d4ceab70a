//! The chart of the page as a picture file.

use super::chosen::{curve_name, shared_link};
use super::{SOURCE, VERSION};
use crate::address::Address;
use crate::figures::{ALWAYS_NAMED, Cursor, chart, colour};
use crate::plan::Plan;
use chart::{Entry, Mark, Picture, Theme};
use engine::scenario::View;
use engine::sweep::{Curve, Outcome};
use numbers::quantity::{Unit, format_quantity};

/// Size of the chart in the picture, px.
const SIZE: (f64, f64) = (960.0, 540.0);

/// What a page with this state shows, with legend and caption. `base` is the address of the page without its fragment,
/// nothing where it is not known; `curves` and `at_cursor` are in the order of the plan.
pub fn picture(
    base: &str,
    address: &Address,
    plan: &Plan,
    curves: &[Result<Curve, String>],
    at_cursor: &[Outcome],
    theme: &Theme,
) -> Picture {
    let curves: Vec<_> = curves.iter().map(|curve| curve.as_ref().ok()).collect();
    let (view, km) = (address.view, address.cursor_km);
    let cursor = Cursor { km, outcomes: Some(at_cursor) };
    let chart = chart(view, plan, &curves, &cursor, address.zoom, theme);
    let marked = if (0.0..=1.0).contains(&chart.x.place(km)) { ", where the dotted line stands" } else { "" };
    let legend = match view {
        View::Noise => shares(plan, at_cursor, theme),
        _ => lines(view, plan, at_cursor, theme),
    };
    Picture {
        title: title(view, plan),
        chart,
        chart_size: SIZE,
        legend_title: format!("At {km:.1} km{marked}:"),
        legend,
        caption: vec![
            format!("Keyspan {VERSION}, {SOURCE}."),
            format!("A lower bound for a model, not a promise for a device. Scenario: {}", shared_link(base, address)),
        ],
    }
}

fn title(view: View, plan: &Plan) -> String {
    let changed = if plan.is_the_papers() { "" } else { ", with other parameters" };
    match plan.figure {
        Some(figure) if figure.view == view => format!("Fig. {}: {}{changed}", figure.id, figure.title),
        Some(figure) if view != View::Noise => format!("{} of the curves of Fig. {}{changed}", view.title(), figure.id),
        _ => format!("{} of your link, {}", view.title(), plan.settings.band().title()),
    }
}

/// The curves with their values under the cursor.
fn lines(view: View, plan: &Plan, at_cursor: &[Outcome], theme: &Theme) -> Vec<Entry> {
    let entry = |i: usize| {
        let planned = &plan.curves[i];
        let value = at_cursor.get(i).map_or_else(String::new, |at| format!(": {}", value(view, at)));
        let mark = Mark::Line { dashed: planned.dashed, bold: planned.own };
        Entry { mark, colour: colour(theme, planned), text: curve_name(planned) + &value }
    };
    (0..plan.curves.len()).filter(|&i| plan.curves[i].shown).map(entry).collect()
}

fn value(view: View, at: &Outcome) -> String {
    if at.key_rate_bit_s().is_none() {
        return "no key".to_owned();
    }
    match view {
        View::Rate | View::Noise => format_quantity(at.signed_rate_bit_s, Unit::BitsPerSecond, 3),
        View::Qber => format!("{:.2} %", 100.0 * at.qber),
        View::Bandwidth => format_quantity(at.bandwidth_rad_s, Unit::RadiansPerSecond, 3),
        View::Window => format_quantity(at.window_s, Unit::Seconds, 3),
    }
}

/// The sources of noise with their shares under the cursor.
fn shares(plan: &Plan, at_cursor: &[Outcome], theme: &Theme) -> Vec<Entry> {
    let own = plan.own(plan.settings.band());
    let Some(at) = own.and_then(|own| at_cursor.get(own)) else { return Vec::new() };
    let shares = at.noise();
    let all: f64 = shares.iter().map(|share| share.p).sum();
    let entry = |(share, colour): (engine::sweep::Share, _)| {
        let part = if all > 0.0 { share.p / all } else { 0.0 };
        Entry { mark: Mark::Area, colour, text: format!("{}: {:.1} %", share.source, 100.0 * part) }
    };
    let named = shares.into_iter().zip(theme.noise).enumerate();
    named.filter(|(i, (share, _))| *i < ALWAYS_NAMED || share.p > 0.0).map(|(_, one)| entry(one)).collect()
}
