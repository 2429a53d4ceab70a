//! Charts of an uncertain link: the band of the key rate along the fibre, and the distribution of the reach.

use super::views::{whole_x, whole_y};
use chart::Axis;
use chart::{Chart, Region, Trace};
use chart::{Rgb, Theme};
use engine::scenario::View;
use engine::sweep::{BandPoint, Uncertainty};

/// Opacities of the areas of 90 % and of 50 % of the samples.
const OPACITY: [f64; 2] = [0.16, 0.2];
/// Number of points of a line, spaced like those of a [curve](engine::sweep::curve): denser towards the reach, where the rate falls.
const POINTS: u32 = 60;

/// The key rate along the fibre: the areas that hold 90 % and 50 % of the samples, the median, and the rate with the current values.
///
/// The lines go through the points of the band. Between them, and on to the reach R, the logarithm of K/(R − L) is straight: close to its end
/// a key rate K falls like R − L, far from there exponentially.
pub fn uncertainty_band(found: &Uncertainty, theme: &Theme) -> Chart {
    let present = Line::new(found, |point| point.present_bit_s, found.present.km().unwrap_or(f64::INFINITY));
    let quantiles: [Line; 5] =
        std::array::from_fn(|i| Line::new(found, |point| point.quantiles_bit_s[i], found.reach.quantiles_km[i].value));
    let mut xs: Vec<f64> = found.band.iter().map(|point| point.length_km).collect();
    xs.extend(quantiles.iter().chain([&present]).flat_map(Line::places));
    xs.sort_by(f64::total_cmp);
    xs.dedup();
    let region = |(low, high, opacity): (usize, usize, f64)| Region {
        label: "",
        colour: theme.own,
        opacity,
        points: xs.iter().map(|&x| (x, quantiles[low].at(x), quantiles[high].at(x))).collect(),
    };
    // The lines are close together; the page explains them below the chart.
    let trace = |line: &Line, colour: Rgb, bold: bool| Trace {
        label: String::new(),
        colour,
        dashed: false,
        bold,
        points: xs.iter().map(|&x| (x, line.at(x))).take_while(|&(x, _)| x <= line.reach).collect(),
        reach: Some(line.reach).filter(|km| km.is_finite() && *km > 0.0),
    };
    let traces = vec![trace(&quantiles[2], theme.own, true), trace(&present, theme.ink, false)];
    let highest = [trace(&quantiles[4], theme.own, false)];
    let ends = quantiles[4].reach.max(present.reach);
    let last = found.band.last().map_or(0.0, |point| point.length_km);
    Chart {
        x: whole_x(if ends.is_finite() { ends } else { last }),
        y: whole_y(View::Rate, &highest),
        x_title: "fibre length, km".into(),
        y_title: "secret key rate, bit/s".into(),
        over_picture: false,
        regions: [(0, 4, OPACITY[0]), (1, 3, OPACITY[1])].map(region).into(),
        traces,
        cursor: None,
        dots: Vec::new(),
        selection: None,
    }
}

/// Key rates at some distances, km and bit/s, and where they end, km.
struct Line {
    rates: Vec<(f64, f64)>,
    reach: f64,
}

impl Line {
    fn new(found: &Uncertainty, rate: impl Fn(&BandPoint) -> f64, reach: f64) -> Line {
        let rates = found.band.iter().map(|point| (point.length_km, rate(point)));
        Line { rates: rates.filter(|&(x, rate)| rate > 0.0 && x < reach).collect(), reach }
    }

    /// Where it bends.
    fn places(&self) -> impl Iterator<Item = f64> + use<> {
        let reach = Some(self.reach).filter(|reach| reach.is_finite());
        let part = |i: u32| 1.0 - (1.0 - f64::from(i) / f64::from(POINTS)).powi(4);
        reach.into_iter().flat_map(move |reach| (0..=POINTS).map(move |i| reach * part(i)))
    }

    /// The rate at a distance, bit/s; 0 beyond the reach.
    fn at(&self, x: f64) -> f64 {
        let left = |x: f64| if self.reach.is_finite() { self.reach - x } else { 1.0 };
        let slowly = |(x, rate): (f64, f64)| (x, (rate / left(x)).ln());
        let above = self.rates.partition_point(|(other, _)| *other <= x);
        let below = above.checked_sub(1).and_then(|below| self.rates.get(below)).copied();
        match (below, self.rates.get(above)) {
            _ if x >= self.reach => 0.0,
            // Exactly, where the band was computed.
            (Some((place, rate)), _) if place == x => rate,
            (Some(a), Some(&b)) => {
                let (a, b) = (slowly(a), slowly(b));
                (a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0)).exp() * left(x)
            }
            (Some(a), None) => slowly(a).1.exp() * left(x),
            (None, _) => 0.0,
        }
    }
}

/// Histogram of the reach, in per cent of the samples, with the quantiles 5, 50 and 95 % and the reach with the current values. `None`
/// where it does not vary.
pub fn reach_distribution(found: &Uncertainty, theme: &Theme) -> Option<Chart> {
    let histogram = found.reach.histogram.as_ref().filter(|histogram| histogram.width > 0.0)?;
    let share = |count: u32| 100.0 * f64::from(count) / f64::from(found.used);
    let start = |i: usize| histogram.start + i as f64 * histogram.width;
    let bar = |(i, &count): (usize, &u32)| Region {
        label: "",
        colour: theme.own,
        opacity: 0.3,
        // A thin gap, so that each bar is seen.
        points: [0.03, 0.97].map(|part| (start(i) + part * histogram.width, 0.0, share(count))).into(),
    };
    let high = share(histogram.counts.iter().copied().max()?) * 1.18;
    let mark = |label: &str, km: f64, colour: Rgb, bold: bool| Trace {
        label: label.to_owned(),
        colour,
        dashed: !bold,
        bold,
        points: vec![(km, 0.0), (km, high)],
        reach: None,
    };
    let [low, _, median, _, top] = found.reach.quantiles_km.map(|quantile| quantile.value);
    let marks = [
        mark("5 %", low, theme.own, false),
        mark("95 %", top, theme.own, false),
        mark("median", median, theme.own, true),
    ];
    let present = found.present.km().map(|km| Trace { reach: Some(km), ..mark("", km, theme.ink, false) });
    let present = present.map(|present| Trace { points: Vec::new(), ..present });
    let bins = histogram.counts.len();
    Some(Chart {
        x: Axis::linear((start(0) - histogram.width).max(0.0), start(bins) + histogram.width),
        y: Axis::linear(0.0, high),
        x_title: "reach, km".into(),
        y_title: "samples, %".into(),
        over_picture: false,
        regions: histogram.counts.iter().enumerate().map(bar).collect(),
        traces: marks.into_iter().filter(|mark| mark.points[0].0.is_finite()).chain(present).collect(),
        cursor: None,
        dots: Vec::new(),
        selection: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::read_address;
    use engine::sweep::{self, CurveRequest, UncertaintyInputs, uncertainty};

    fn found(link: &str, vary: &str) -> Uncertainty {
        let settings = read_address(link).0.settings;
        uncertainty(UncertaintyInputs::read(vary).0.request(settings)).unwrap()
    }

    #[test]
    fn a_band_is_in_order_and_ends_at_its_reaches() {
        let found = found("v=1", "iso_back:lognormal:3dB,alpha:normal:0.01;256");
        let chart = uncertainty_band(&found, &Theme::LIGHT);
        let [wide, narrow] = chart.regions.as_slice() else { panic!("two areas") };
        let median = &chart.traces[0];
        for (i, &(x, low, high)) in wide.points.iter().enumerate() {
            let (_, inner_low, inner_high) = narrow.points[i];
            assert!(low <= inner_low && inner_low <= inner_high && inner_high <= high, "{x} km");
            if let Some(&(_, y)) = median.points.get(i) {
                assert!(inner_low <= y && y <= inner_high, "{x} km");
            }
            let [first, .., last] = found.reach.quantiles_km.map(|quantile| quantile.value);
            assert_eq!((low > 0.0, high > 0.0), (x < first, x < last), "{x} km");
        }
        // Where the band was computed the lines go through its points.
        for point in &found.band {
            let at = |region: &Region| region.points.iter().find(|(x, ..)| *x == point.length_km).map(|p| (p.1, p.2));
            let [a, b, _, c, d] = point.quantiles_bit_s;
            assert_eq!((at(wide), at(narrow)), (Some((a, d)), Some((b, c))), "{} km", point.length_km);
        }
        assert_eq!(median.points.last().map(|(x, y)| (*x, *y)), Some((found.reach.quantiles_km[2].value, 0.0)));
        assert!((0.0..=1.0).contains(&chart.x.place(found.reach.quantiles_km[4].value)));
    }

    #[test]
    fn between_its_points_the_present_line_is_the_curve() {
        for link in ["v=1", "v=1&band=O", "v=1&source=wcp&mu=0.5&nu1=0.1&bandwidth=1e11", "v=1&window=open"] {
            let settings = read_address(link).0.settings;
            let found = found(link, "dark:lognormal:1.5;256");
            let curve = sweep::curve(&CurveRequest { scenario: (&settings).try_into().unwrap(), points: 150 });
            let line = Line::new(&found, |point| point.present_bit_s, found.present.km().unwrap());
            // A reach is known to 1 mm.
            for point in curve.points.iter().filter(|point| line.reach - point.length_km > 1e-6) {
                let (x, rate) = (point.length_km, point.signed_rate_bit_s);
                // A third of the width of the line, on a chart of six decades.
                assert!((line.at(x) / rate - 1.0).abs() < 0.05, "{link}, {x} km: {} for {rate}", line.at(x));
            }
        }
    }

    #[test]
    fn the_bars_are_all_cases() {
        let found = found("v=1&misalign=0.085", "misalign:normal:0.5%;256");
        let chart = reach_distribution(&found, &Theme::DARK).unwrap();
        let sum: f64 = chart.regions.iter().map(|bar| bar.points[0].2).sum();
        assert!((sum - 100.0).abs() < 1e-9);
        assert!(chart.regions.iter().all(|bar| {
            bar.points
                .iter()
                .all(|&(x, _, y)| (0.0..=1.0).contains(&chart.x.place(x)) && (0.0..=1.0).contains(&chart.y.place(y)))
        }));
        // Without any key a reach is 0.
        assert!(chart.regions[0].points[0].0 < 1.0 && chart.regions[0].points[0].2 > 20.0);
    }

    #[test]
    fn unlimited_and_constant_results_are_drawn() {
        let unlimited = found("v=1&bitrate=0&afterpulse=0&dark=0.02&alpha=0.1", "dark:lognormal:10;256");
        let chart = uncertainty_band(&unlimited, &Theme::LIGHT);
        assert!(chart.x.high.is_finite() && chart.traces.iter().all(|trace| !trace.points.is_empty()));
        assert!(reach_distribution(&unlimited, &Theme::LIGHT).is_some());
        let still = found("v=1", "rate:normal:10%;256");
        assert!(reach_distribution(&still, &Theme::LIGHT).is_none());
        let none = found("v=1&misalign=0.2", "dark:normal:2k;256");
        let chart = uncertainty_band(&none, &Theme::LIGHT);
        assert!(chart.x.high > 0.0 && chart.y.high > chart.y.low);
        assert!(reach_distribution(&none, &Theme::LIGHT).is_none());
    }
}
