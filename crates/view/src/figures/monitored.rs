//! Charts of monitoring data: parameters over time, their distributions, and comparisons with the COW model.

use chart::{
    Bin, Clock, Cloud, CorrelationChart, HistogramChart, ScatterChart, SeriesChart, SeriesRole, Shade, TimeInterval,
    TimeLine, best_fit,
};
use engine::protocol::cow::Parameters;
use monitoring::{
    LinkReport, ModelReport, Observation, Origin, Parameter, SolvedParameter, calculated, distribution,
    distribution_of, observations,
};
use numbers::statistics::Histogram;

/// An interval of time, s, or a point over time.
pub(super) type Span = (f64, f64);

pub(super) const fn clock(origin: Origin) -> Clock {
    match origin {
        Origin::Epoch => Clock::Utc,
        Origin::Start => Clock::Elapsed,
    }
}

fn width_s(link: &LinkReport) -> f64 {
    f64::from(link.windows.width.minutes()) * 60.0
}

/// Title of an axis; fractions are in per cent.
fn title(parameter: Parameter) -> String {
    match parameter.unit() {
        Some("1") => format!("{}, %", parameter.title()),
        Some(unit) => format!("{}, {unit}", parameter.title()),
        None => parameter.title().to_owned(),
    }
}

const fn scale(parameter: Parameter) -> f64 {
    if parameter.is_fraction() { 100.0 } else { 1.0 }
}

/// A window as a point at its middle.
fn middle(number: i64, width_s: f64) -> f64 {
    (number as f64 + 0.5) * width_s
}

fn chosen(span: Option<Span>) -> Vec<TimeInterval> {
    span.map(|(from_s, to_s)| TimeInterval { from_s, to_s, label: String::new(), shade: Shade::Chosen })
        .into_iter()
        .collect()
}

pub(super) fn line(name: &str, role: SeriesRole, points: Vec<Span>, gap_s: f64) -> TimeLine {
    TimeLine { name: name.to_owned(), role, dashed: false, bold: false, points, gap_s, bands: Vec::new() }
}

/// A parameter over time; `minutes` are its 1-minute means.
pub fn parameter_chart(
    link: &LinkReport,
    parameter: Parameter,
    minutes: Option<&[Span]>,
    shown_s: Span,
    cursor_s: Option<f64>,
    dragged: Option<Span>,
) -> SeriesChart {
    let (width_s, scale) = (width_s(link), scale(parameter));
    let means = link.windows.of_parameter(parameter).map(|(number, mean)| (middle(number, width_s), mean * scale));
    // Rounding must not cause a gap between two windows.
    let windows = TimeLine {
        bold: minutes.is_some(),
        ..line(if minutes.is_some() { "windows" } else { "" }, SeriesRole::Main, means.collect(), 1.01 * width_s)
    };
    let minutes = minutes.map(|minutes| {
        let points = minutes.iter().map(|(start, mean)| (start + 30.0, mean * scale)).collect();
        line("minutes", SeriesRole::Measured, points, 61.0)
    });
    SeriesChart {
        lines: minutes.into_iter().chain([windows]).collect(),
        y_title: title(parameter).into(),
        shown_s,
        clock: clock(link.origin),
        marked: chosen(dragged),
        cursor_s,
    }
}

fn bins(histogram: &Histogram, scale: f64) -> Vec<Bin> {
    // Equal values have a bin of width 0, which cannot be drawn.
    let (start, width) = match histogram.width > 0.0 {
        true => (histogram.start, histogram.width),
        false => {
            let width = (0.01 * histogram.start.abs()).max(1e-9);
            (histogram.start - 0.5 * width, width)
        }
    };
    let bin = |(i, count): (usize, &u32)| Bin {
        from: (start + i as f64 * width) * scale,
        to: (start + (i + 1) as f64 * width) * scale,
        count: u64::from(*count),
    };
    histogram.counts.iter().enumerate().map(bin).collect()
}

/// Histogram of a parameter: figure 2.4 of the thesis that [`monitoring`] follows. `None` if it was not measured.
pub fn distribution_chart(link: &LinkReport, parameter: Parameter) -> Option<HistogramChart> {
    let summary = link.summary(parameter)?;
    let scale = scale(parameter);
    Some(HistogramChart {
        bins: bins(&distribution(&link.windows, parameter), scale),
        mean: summary.mean * scale,
        deviation: summary.deviation * scale,
        x_title: title(parameter).into(),
        counted: "windows".into(),
        role: SeriesRole::Main,
    })
}

/// Correlations of a link, between its parameters and of its key rate with its past: tables 3.3 to 3.6 of the thesis.
pub fn correlation_charts(link: &LinkReport) -> [CorrelationChart; 2] {
    let ago = |min: &u32| if *min == 0 { "now".to_owned() } else { format!("{min} min ago") };
    let names = link.correlations.of.iter().map(|parameter| parameter.title().to_owned());
    [
        CorrelationChart { names: names.collect(), values: link.correlations.coefficients.concat() },
        CorrelationChart { names: link.past.of.iter().map(ago).collect(), values: link.past.coefficients.concat() },
    ]
}

/// One of the models of a link: its name and its device.
pub type NamedModel<'a> = (&'a str, &'a Parameters);

fn measured_and_calculated(link: &LinkReport, device: &Parameters) -> (Vec<Observation>, Vec<f64>) {
    let observations = observations(&link.windows);
    let rates = calculated(device, &observations);
    (observations, rates)
}

/// The key rate over time, measured and calculated by some models from QBER and visibility: figures 4.1 to 4.3 (left) of the thesis.
pub fn model_chart(
    link: &LinkReport,
    models: &[NamedModel<'_>],
    shown_s: Span,
    cursor_s: Option<f64>,
    dragged: Option<Span>,
) -> SeriesChart {
    let width_s = width_s(link);
    let measured = link.windows.of_parameter(Parameter::KeyRate);
    let measured = measured.map(|(number, mean)| (middle(number, width_s), mean)).collect();
    let mut lines = vec![line("measured", SeriesRole::Measured, measured, 1.01 * width_s)];
    lines.extend(models.iter().enumerate().map(|(i, (name, device))| {
        let (observations, rates) = measured_and_calculated(link, device);
        let points = observations.iter().zip(rates).map(|(o, rate)| (middle(o.window, width_s), rate)).collect();
        line(name, SeriesRole::Other(i), points, 1.01 * width_s)
    }));
    SeriesChart {
        lines,
        y_title: title(Parameter::KeyRate).into(),
        shown_s,
        clock: clock(link.origin),
        marked: chosen(dragged),
        cursor_s,
    }
}

/// The key rate of some models over the measured one: figures 4.1 to 4.3 (right) of the thesis.
pub fn model_scatter(link: &LinkReport, models: &[NamedModel<'_>]) -> ScatterChart {
    let clouds = models.iter().enumerate().map(|(i, (name, device))| {
        let (observations, rates) = measured_and_calculated(link, device);
        let points: Vec<Span> = observations.iter().zip(rates).map(|(o, rate)| (o.key_rate_bit_s, rate)).collect();
        let fit = best_fit(&points);
        Cloud { name: (*name).to_owned(), role: SeriesRole::Other(i), points, fit }
    });
    ScatterChart {
        clouds: clouds.collect(),
        x_title: "measured key rate, bit/s".into(),
        y_title: "calculated key rate, bit/s".into(),
    }
}

fn solved_title(solved: &SolvedParameter) -> String {
    match solved.parameter.unit() {
        "1" => solved.parameter.symbol().to_owned(),
        unit => format!("{}, {unit}", solved.parameter.symbol()),
    }
}

/// The value, over time, of a parameter that alone would explain the key rate: section 3.2.6 of the thesis.
pub fn solved_chart(
    link: &LinkReport,
    solved: &SolvedParameter,
    shown_s: Span,
    cursor_s: Option<f64>,
    dragged: Option<Span>,
) -> SeriesChart {
    let width_s = width_s(link);
    let points = solved.values.iter().map(|(number, value)| (middle(*number, width_s), *value)).collect();
    SeriesChart {
        lines: vec![line("", SeriesRole::Main, points, 1.01 * width_s)],
        y_title: solved_title(solved).into(),
        shown_s,
        clock: clock(link.origin),
        marked: chosen(dragged),
        cursor_s,
    }
}

/// Histogram of these values. `None` without a solution.
pub fn solved_distribution(solved: &SolvedParameter) -> Option<HistogramChart> {
    let values: Vec<f64> = solved.values.iter().map(|(_, value)| *value).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let histogram = distribution_of(values).1;
    (!histogram.counts.is_empty()).then(|| HistogramChart {
        bins: bins(&histogram, 1.0),
        mean,
        deviation: if count > 1.0 { (squares / (count - 1.0)).sqrt() } else { 0.0 },
        x_title: solved_title(solved).into(),
        counted: "windows".into(),
        role: SeriesRole::Main,
    })
}

/// The devices to compare with a link: as set, and as fitted.
pub fn models(report: &ModelReport) -> Vec<(String, Parameters)> {
    let fitted = report.fits.iter().filter_map(|(freedom, fit)| Some((freedom.title(), fit.as_ref().ok()?.link)));
    [("as set".to_owned(), report.link)].into_iter().chain(fitted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use monitoring::{FitParameter, Hints, Link, WindowWidth, links, model, read};

    /// Forty minutes: the key rate is missing for ten of them, and the QBER is that of its minute in per cent.
    fn link() -> LinkReport {
        let lines =
            |of: &dyn Fn(u32) -> String| (0..40).map(|m| format!("2024-01-01 00:{m:02}:00,{}\n", of(m))).collect();
        let rate = |m: u32| if (10..20).contains(&m) { "NaN".to_owned() } else { (1000 + m).to_string() };
        let files: [(&str, String); 3] = [
            ("link1_key_rate.csv", lines(&rate)),
            ("link1_qber.csv", lines(&|m| format!("{}", 0.02 + 1e-4 * f64::from(m)))),
            ("link1_visibility.csv", lines(&|_| "0.98".to_owned())),
        ];
        let readings = files.iter().map(|(name, text)| read(name, text.as_bytes(), Hints::default()).unwrap());
        let links: Vec<Link> = links(readings.collect());
        LinkReport::of(&links[0], &[], WindowWidth::STANDARD)
    }

    const START_S: f64 = 1_704_067_200.0;

    #[test]
    fn windows_are_points_at_their_middle_and_gaps_are_wider_than_them() {
        let chart = parameter_chart(&link(), Parameter::KeyRate, None, (START_S, START_S + 2400.0), None, None);
        let [line] = &chart.lines[..] else { panic!("one line") };
        let at = |window: f64| START_S + 600.0 * window + 300.0;
        assert_eq!(line.points, [(at(0.0), 1004.5), (at(2.0), 1024.5), (at(3.0), 1034.5)]);
        assert!(line.gap_s > 600.0 && line.gap_s < 1200.0);
        let minutes = [(START_S, 0.02)];
        let chart = parameter_chart(&link(), Parameter::Qber, Some(&minutes), (0.0, 1.0), None, None);
        assert_eq!((chart.lines[0].points[0], chart.y_title.as_ref()), ((START_S + 30.0, 2.0), "QBER, %"));
        assert!((chart.lines[1].points[0].1 - 2.045).abs() < 1e-12);
    }

    #[test]
    fn a_distribution_counts_every_window_even_if_all_are_equal() {
        let visibility = distribution_chart(&link(), Parameter::Visibility).unwrap();
        assert_eq!(visibility.bins.iter().map(|bin| bin.count).sum::<u64>(), 4);
        assert!(visibility.bins.iter().all(|bin| bin.to > bin.from));
        assert_eq!(distribution_chart(&link(), Parameter::LaserPower), None);
    }

    #[test]
    fn calculated_stands_over_measured() {
        let link = link();
        let device = Parameters::default();
        let chart = model_scatter(&link, &[("as set", &device)]);
        let points = &chart.clouds[0].points;
        assert_eq!(points.iter().map(|p| p.0).collect::<Vec<_>>(), [1004.5, 1024.5, 1034.5]);
        let over_time = model_chart(&link, &[("as set", &device)], (0.0, 1.0), None, None);
        assert_eq!(
            over_time.lines[1].points.iter().map(|p| p.1).collect::<Vec<_>>(),
            points.iter().map(|p| p.1).collect::<Vec<_>>()
        );
        let report = model(&device, &link.windows, &[], Some(FitParameter::BobLoss)).unwrap();
        let solved = report.solved.unwrap();
        assert_eq!(solved_chart(&link, &solved, (0.0, 1.0), None, None).y_title, "loss_B, dB");
        // The mean is that of the values.
        let mean = solved.values.iter().map(|(_, value)| value).sum::<f64>() / 3.0;
        assert!((solved_distribution(&solved).unwrap().mean - mean).abs() < 1e-9);
    }
}
