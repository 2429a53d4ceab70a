//! The matrix of correlations.

use super::{SIZES, picture, texts};
use chart::{CorrelationChart, Theme};

fn chart() -> CorrelationChart {
    let names = ["key rate", "QBER", "visibility"].map(str::to_owned).to_vec();
    let lower = [Some(1.0), Some(-0.874), Some(1.0), Some(0.415), None, Some(1.0)];
    let values = (0..3).flat_map(|row: usize| {
        (0..3).map(move |column| {
            let (high, low) = (row.max(column), row.min(column));
            lower[high * (high + 1) / 2 + low]
        })
    });
    CorrelationChart { values: values.collect(), names }
}

#[test]
fn numbers_on_colours() {
    insta::assert_snapshot!(picture(chart(), (460.0, 220.0), &Theme::LIGHT));
}

#[test]
fn on_a_dark_page_a_narrow_one() {
    insta::assert_snapshot!(picture(chart(), (240.0, 220.0), &Theme::DARK));
}

#[test]
fn every_number_is_written_at_340_px() {
    let mut six = chart();
    six.names.extend(["laser power", "key rate 10 min ago", "key rate 20 min ago"].map(str::to_owned));
    six.values = (0..36).map(|i| Some(-0.01 * f64::from(i))).collect();
    let svg = picture(six, (340.0, 340.0), &Theme::LIGHT);
    for i in 1..36 {
        let number = format!("−0.{i:02}");
        assert_eq!(texts(&svg).iter().filter(|text| **text == number).count(), 1, "{number}");
    }
}

#[test]
fn any_size_can_be_drawn_and_strange_numbers_too() {
    let values = vec![Some(f64::NAN), Some(7.0), Some(f64::NEG_INFINITY)];
    let all = [chart(), CorrelationChart { values, ..chart() }, CorrelationChart { names: vec![], ..chart() }];
    for (chart, size) in all.into_iter().flat_map(|chart| SIZES.map(|size| (chart.clone(), size))) {
        let svg = picture(chart, size, &Theme::LIGHT);
        assert!(svg.contains("<svg") && !svg.contains("NaN"), "{size:?}");
    }
}
