//! Calculated over measured.

use super::{SIZES, picture, texts};
use chart::{Cloud, ScatterChart, SeriesRole, Theme, best_fit};

fn chart(points: usize) -> ScatterChart {
    let cloud = |name: &str, role, slope: f64| {
        let measured = |i: usize| 900.0 + (i * 37 % 101) as f64;
        let points: Vec<_> =
            (0..points).map(|i| (measured(i), slope * measured(i) + (i * 53 % 41) as f64 + 80.0)).collect();
        Cloud { name: name.to_owned(), role, fit: best_fit(&points), points }
    };
    ScatterChart {
        clouds: vec![
            cloud("without history", SeriesRole::Other(0), 0.8),
            cloud("with history", SeriesRole::Other(1), 0.9),
        ],
        x_title: "measured key rate, bit/s".into(),
        y_title: "predicted, bit/s".into(),
    }
}

#[test]
fn points_fits_and_the_diagonal() {
    insta::assert_snapshot!(picture(chart(12), (340.0, 300.0), &Theme::LIGHT));
}

#[test]
fn with_the_legend_beside_it_on_a_dark_page() {
    insta::assert_snapshot!(picture(chart(5), (560.0, 260.0), &Theme::DARK));
}

#[test]
fn the_best_fit_is_that_of_another_program() {
    // Python 3.11.7: statistics.linear_regression(x, y) of the points of the cloud, x = 900 + 37 i mod 101, y = 0.8 x + 53 i mod 41 + 80, i < 12.
    let fit = chart(12).clouds[0].fit.expect("twelve points");
    assert!((fit.slope - 0.836006401794).abs() < 1e-9 && (fit.intercept - 64.191626041).abs() < 1e-6, "{fit:?}");
}

#[test]
fn every_name_is_written_once_at_every_width() {
    for width in 34..140 {
        let svg = picture(chart(9), (10.0 * f64::from(width), 400.0), &Theme::LIGHT);
        for name in ["without history", "with history", "equal", "predicted, bit/s", "measured key rate, bit/s"] {
            assert_eq!(texts(&svg).iter().filter(|text| **text == name).count(), 1, "{name}, {width}0 px");
        }
    }
}

#[test]
fn any_size_can_be_drawn_and_strange_numbers_too() {
    let mut strange = chart(3);
    strange.clouds[0].points.extend([(f64::NAN, 1.0), (1.0, f64::INFINITY)]);
    for chart in [chart(0), chart(1), strange, ScatterChart { clouds: vec![], ..chart(0) }] {
        for size in SIZES {
            let svg = picture(chart.clone(), size, &Theme::LIGHT);
            assert!(svg.contains("<svg") && !svg.contains("NaN"), "{size:?}");
        }
    }
}
