//! The charts of measurements as pictures: what a page draws, here as SVG.

mod correlation;
mod histogram;
mod loss;
mod scatter;
mod series;

use chart::{Picture, Plot, Theme, svg};

/// A picture of a chart, without title and caption.
fn picture<P: Plot>(chart: P, chart_size: (f64, f64), theme: &Theme) -> String {
    let nothing = String::new;
    svg(
        &Picture { title: nothing(), chart, chart_size, legend_title: nothing(), legend: vec![], caption: vec![] },
        theme,
    )
}

/// The texts of a picture, in the order in which they are drawn.
fn texts(svg: &str) -> Vec<&str> {
    svg.split("<text ").skip(1).filter_map(|text| text.split('\n').nth(1)).collect()
}

/// Sizes in which nothing can be seen, and such in which everything can.
const SIZES: [(f64, f64); 8] =
    [(0.0, 0.0), (1.0, 1.0), (30.0, 20.0), (60.0, 400.0), (400.0, 60.0), (8.0, 3000.0), (3000.0, 8.0), (1200.0, 420.0)];
