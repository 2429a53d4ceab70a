//! The losses of a training.

use super::{SIZES, picture, texts};
use chart::{LossChart, Theme};

fn chart(epochs: i32, apart: f64) -> LossChart {
    let falling = |floor: f64| (0..epochs).map(|i| 0.04 * 0.8f64.powi(i) + floor).collect();
    LossChart { training: falling(0.001), validation: falling(0.001 + apart), epochs: 30, best: Some(12) }
}

#[test]
fn names_at_the_lines() {
    insta::assert_snapshot!(picture(chart(15, 0.002), (360.0, 220.0), &Theme::LIGHT));
}

#[test]
fn lines_that_lie_on_each_other_have_a_legend() {
    insta::assert_snapshot!(picture(chart(20, 0.0), (340.0, 200.0), &Theme::DARK));
}

#[test]
fn epochs_are_whole_and_the_axis_waits_for_them() {
    let at_x = |epochs: i32| {
        let svg = picture(chart(epochs, 0.002), (600.0, 300.0), &Theme::LIGHT);
        texts(&svg).into_iter().filter(|text| text.parse::<u32>().is_ok()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(at_x(2), ["5", "10", "15", "20", "25", "30"]);
    assert_eq!(at_x(2), at_x(25));
    assert_eq!(at_x(60).last().map(String::as_str), Some("60"));
}

#[test]
fn any_size_can_be_drawn_and_strange_losses_too() {
    let mut strange = chart(9, 0.002);
    strange.training[3] = f64::NAN;
    strange.validation = vec![0.0, -1.0, f64::INFINITY, 0.01];
    for chart in [chart(0, 0.0), chart(1, 0.0), chart(30, 0.1), strange] {
        for size in SIZES {
            let svg = picture(chart.clone(), size, &Theme::LIGHT);
            assert!(svg.contains("<svg") && !svg.contains("NaN"), "{size:?}");
        }
    }
}
