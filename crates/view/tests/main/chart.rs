//! The chart as a picture: what the page draws on its canvas, here as SVG.

use chart::{Axis, Chart, FINE, Region, Rgb, Theme, Trace, draw};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;

fn picture(width: u32, height: u32) -> String {
    let falling = |end: f64| (0..=40).map(|i| f64::from(i) / 40.0 * end).map(|x| (x, 1e8 * (1.0 - x / end))).collect();
    let trace = |label: &str, colour: Rgb, end: f64, dashed: bool| Trace {
        label: label.to_owned(),
        colour,
        dashed,
        bold: end == 80.0,
        points: falling(end),
        reach: Some(end),
    };
    let [a, b, ..] = Theme::LIGHT.hues;
    let chart = Chart {
        x: Axis::linear(0.0, 100.0),
        y: Axis::log(10.0, 1e9),
        x_title: "fibre length, km".into(),
        y_title: "secret key rate, bit/s".into(),
        over_picture: false,
        regions: vec![Region {
            label: "noise",
            colour: Theme::LIGHT.noise[0],
            opacity: 0.5,
            points: vec![(-10.0, 10.0, 1e3), (30.0, 10.0, 1e5), (120.0, 10.0, 1e4)],
        }],
        traces: vec![trace("50 Gbit/s", a, 80.0, false), trace("", a, 45.0, true), trace("1 Tbit/s", b, 48.0, false)],
        cursor: Some(50.0),
        dots: vec![(3.7e7, a)],
        selection: None,
    };
    let mut text = String::new();
    {
        let fine = (width * FINE as u32, height * FINE as u32);
        let area = SVGBackend::with_string(&mut text, fine).into_drawing_area();
        draw(&area, &chart, &Theme::LIGHT).expect("SVG takes everything");
    }
    text
}

#[test]
fn the_picture_of_a_chart() {
    insta::assert_snapshot!(picture(400, 260));
}

#[test]
fn a_picture_of_any_size_can_be_drawn() {
    for (width, height) in [(0, 0), (1, 1), (30, 20), (60, 400), (400, 60), (8, 20_000), (20_000, 8)] {
        assert!(picture(width, height).contains("<svg"), "{width} × {height}");
    }
}
