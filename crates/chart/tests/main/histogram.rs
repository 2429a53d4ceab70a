//! Histograms.

use super::{SIZES, picture, texts};
use chart::{Bin, HistogramChart, SeriesRole, Theme};

fn chart() -> HistogramChart {
    let counts = [1, 4, 9, 14, 11, 12, 5, 0, 2];
    let bin = |(i, count)| Bin { from: 900.0 + 10.0 * i as f64, to: 910.0 + 10.0 * i as f64, count };
    HistogramChart {
        bins: counts.into_iter().enumerate().map(bin).collect(),
        mean: 942.3,
        deviation: 16.8,
        x_title: "secret key rate, bit/s".into(),
        counted: "windows of 10 min".into(),
        role: SeriesRole::Other(0),
    }
}

#[test]
fn bars_and_the_normal_distribution() {
    insta::assert_snapshot!(picture(chart(), (360.0, 220.0), &Theme::LIGHT));
}

#[test]
fn on_a_dark_page() {
    insta::assert_snapshot!(picture(chart(), (340.0, 200.0), &Theme::DARK));
}

#[test]
fn the_axis_counts_in_whole_numbers() {
    let mut few = chart();
    few.bins = vec![Bin { from: 0.0, to: 1.0, count: 1 }, Bin { from: 1.0, to: 2.0, count: 1 }];
    (few.mean, few.deviation) = (1.0, 0.7);
    let svg = picture(few, (300.0, 400.0), &Theme::LIGHT);
    let anchored_right = svg.split("<text ").filter(|text| text.contains("text-anchor=\"end\""));
    let at_y: Vec<_> = anchored_right.filter_map(|text| text.split('\n').nth(1)).collect();
    assert_eq!(at_y, ["0", "1"]);
}

#[test]
fn bins_of_several_widths_say_so() {
    let mut uneven = chart();
    uneven.bins[0].from = 800.0;
    let svg = picture(uneven, (600.0, 300.0), &Theme::LIGHT);
    assert!(texts(&svg).contains(&"windows of 10 min per mean bin"));
}

#[test]
fn any_size_can_be_drawn_and_strange_numbers_too() {
    let of = |mean, deviation| HistogramChart { mean, deviation, ..chart() };
    let nan = f64::NAN;
    let all = [
        chart(),
        of(nan, 1.0),
        of(950.0, 0.0),
        of(950.0, nan),
        of(1e300, 1e-300),
        HistogramChart { bins: vec![], ..chart() },
    ];
    for (chart, size) in all.into_iter().flat_map(|chart| SIZES.map(|size| (chart.clone(), size))) {
        let svg = picture(chart, size, &Theme::LIGHT);
        assert!(svg.contains("<svg") && !svg.contains("NaN"), "{size:?}");
    }
}
