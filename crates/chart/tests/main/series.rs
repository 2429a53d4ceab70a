//! Values over time.

use super::{SIZES, picture, texts};
use chart::{Clock, SeriesChart, SeriesRole, Shade, Theme, TimeBand, TimeInterval, TimeLine};

/// 29 November 2023, 18:50 UTC, s.
const START_S: f64 = 1_701_283_800.0;

fn line(name: &str, role: SeriesRole, points: Vec<(f64, f64)>) -> TimeLine {
    TimeLine { name: name.to_owned(), role, dashed: false, bold: false, points, gap_s: 1200.0, bands: Vec::new() }
}

fn chart(lines: Vec<TimeLine>, hours: f64) -> SeriesChart {
    SeriesChart {
        lines,
        y_title: "secret key rate, bit/s".into(),
        shown_s: (START_S, START_S + 3600.0 * hours),
        clock: Clock::Utc,
        marked: Vec::new(),
        cursor_s: None,
    }
}

/// Means of ten minutes, with a gap after the third and a lonely one after the fifth hour.
fn measured() -> Vec<(f64, f64)> {
    let present = |i: &i32| !(18..24).contains(i) && !(30..32).contains(i) && !(33..36).contains(i);
    (0..72).filter(present).map(|i| (START_S + 600.0 * f64::from(i), 950.0 + f64::from(i * 37 % 41))).collect()
}

fn forecast() -> TimeLine {
    let at = |i: i32| (START_S + 600.0 * f64::from(i), 960.0, 4.0 * f64::from(i - 71).sqrt());
    let fan = |name: &str, z: f64| TimeBand {
        name: name.to_owned(),
        points: (72..96).map(at).map(|(t, mean, sd)| (t, mean - z * sd, mean + z * sd)).collect(),
    };
    TimeLine {
        bold: true,
        bands: vec![fan("90 % of the cases", 1.645), fan("50 %", 0.674)],
        ..line("forecast", SeriesRole::Main, (72..96).map(at).map(|(t, mean, _)| (t, mean)).collect())
    }
}

fn everything() -> SeriesChart {
    let preset = measured().into_iter().map(|(t, v)| (t, 0.5 * v + 500.0)).collect();
    let preset = TimeLine { dashed: true, ..line("COW model, preset", SeriesRole::Other(0), preset) };
    let interval = |from: f64, to: f64, label: &str, shade| TimeInterval {
        from_s: START_S + 3600.0 * from,
        to_s: START_S + 3600.0 * to,
        label: label.to_owned(),
        shade,
    };
    SeriesChart {
        marked: vec![
            interval(3.0, 4.0, "outage", Shade::Abnormal),
            interval(4.5, 4.6, "visibility fell first", Shade::Abnormal),
            interval(7.0, 9.0, "", Shade::Chosen),
            interval(-5.0, -4.0, "before", Shade::Abnormal),
        ],
        cursor_s: Some(START_S + 3600.0 * 6.0),
        ..chart(vec![line("measured", SeriesRole::Measured, measured()), preset, forecast()], 16.0)
    }
}

#[test]
fn names_at_the_lines() {
    let slow = |level: f64| (0..72).map(|i| (START_S + 600.0 * f64::from(i), level + f64::from(i))).collect();
    let lines =
        vec![line("link 1", SeriesRole::Other(0), slow(900.0)), line("link 2", SeriesRole::Other(1), slow(700.0))];
    insta::assert_snapshot!(picture(chart(lines, 12.0), (340.0, 200.0), &Theme::LIGHT));
}

#[test]
fn gaps_intervals_a_fan_and_a_legend() {
    insta::assert_snapshot!(picture(everything(), (420.0, 260.0), &Theme::LIGHT));
}

#[test]
fn on_a_dark_page_a_narrow_one() {
    insta::assert_snapshot!(picture(everything(), (340.0, 240.0), &Theme::DARK));
}

#[test]
fn any_size_can_be_drawn_and_no_lines_too() {
    for (width, height) in SIZES {
        for chart in
            [everything(), chart(Vec::new(), 16.0), chart(everything().lines, 0.0), chart(everything().lines, f64::NAN)]
        {
            assert!(picture(chart, (width, height), &Theme::LIGHT).contains("<svg"), "{width} × {height}");
        }
    }
}

#[test]
fn every_name_is_written_once_at_every_width() {
    for width in 34..140 {
        let svg = picture(everything(), (10.0 * f64::from(width), 260.0), &Theme::LIGHT);
        let all = texts(&svg);
        for name in [
            "measured",
            "COW model, preset",
            "forecast",
            "90 % of the cases",
            "50 %",
            "outage",
            "visibility fell first",
        ] {
            assert_eq!(all.iter().filter(|text| **text == name).count(), 1, "{name}, {width}0 px");
        }
        assert!(!all.contains(&"before"));
    }
}

#[test]
fn a_pixel_tells_its_time() {
    let chart = everything();
    for (width, height) in [(340.0, 200.0), (1200.0, 420.0)] {
        let axis = chart.time_axis(width, height);
        assert!((axis.time(axis.left) - chart.shown_s.0).abs() < 1e-6 && axis.right == width - 14.0);
        // The cursor is drawn where its time is, in eighths of a pixel and in the middle of one.
        let cursor = 8.0 * (axis.px(START_S + 3600.0 * 6.0).floor() + 0.5);
        assert!(picture(chart.clone(), (width, height), &Theme::LIGHT).contains(&format!("points=\"{cursor},")));
    }
}

#[test]
fn the_lowest_of_a_million_points_is_seen() {
    let points: Vec<(f64, f64)> = (0..1_000_000).map(|i| (START_S + f64::from(i) * 0.05, 1000.0)).collect();
    let with = |value: f64| {
        let mut points = points.clone();
        points[345_678].1 = value;
        points[900_000].1 = 0.0; // the axis is the same with and without it
        picture(chart(vec![line("", SeriesRole::Measured, points)], 12.0), (400.0, 200.0), &Theme::LIGHT)
    };
    let (level, dip) = (with(1000.0), with(500.0));
    assert!(dip != level && dip.len() < 60_000, "{}", dip.len());
}
