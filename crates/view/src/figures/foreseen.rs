//! Charts of predictions and forecasts.

use super::monitored::{Span, clock, line};
use chart::{Cloud, LossChart, ScatterChart, SeriesChart, SeriesRole, Shade, TimeBand, TimeInterval, TimeLine};
use forecast::{Anomaly, Forecast, LinkScore, Outlook, Progress, StoreForecast};
use monitoring::{LinkReport, Origin, Parameter, WindowWidth};

/// Width of forecast windows, s.
const AHEAD_S: f64 = 600.0;

/// Measured and predicted key rate over time, with 90 % prediction intervals where the model has them: figures 4.4 to 4.9 (left) of the thesis that [`forecast`] follows.
pub fn predicted_chart(
    scored: &LinkScore,
    origin: Origin,
    width: WindowWidth,
    shown_s: Span,
    cursor_s: Option<f64>,
    marked: Vec<TimeInterval>,
) -> SeriesChart {
    let width_s = 60.0 * f64::from(width.minutes());
    let points = |values: &[f64]| {
        scored.numbers.iter().zip(values).map(|(number, value)| ((*number as f64 + 0.5) * width_s, *value)).collect()
    };
    let gap_s = 1.01 * width_s;
    let bounds = scored.numbers.iter().zip(&scored.intervals);
    let bounds: Vec<(f64, f64, f64)> =
        bounds.map(|(number, (low, high))| ((*number as f64 + 0.5) * width_s, *low, *high)).collect();
    let bands = if bounds.is_empty() {
        Vec::new()
    } else {
        vec![TimeBand { name: "90 % interval".to_owned(), points: bounds }]
    };
    SeriesChart {
        lines: vec![
            line("measured", SeriesRole::Measured, points(&scored.measured), gap_s),
            TimeLine { bands, ..line("predicted", SeriesRole::Main, points(&scored.predicted), gap_s) },
        ],
        y_title: "key rate, bit/s".into(),
        shown_s,
        clock: clock(origin),
        marked,
        cursor_s,
    }
}

/// Predicted over measured key rate with the best fit: figures 4.4 to 4.9 (right) of the thesis.
pub fn predicted_scatter(scored: &LinkScore) -> ScatterChart {
    let points = scored.measured.iter().zip(&scored.predicted).map(|(measured, predicted)| (*measured, *predicted));
    let fit = scored.best_fit.map(|(slope, intercept)| chart::FitLine { slope, intercept });
    ScatterChart {
        clouds: vec![Cloud { name: "windows".to_owned(), role: SeriesRole::Main, points: points.collect(), fit }],
        x_title: "measured key rate, bit/s".into(),
        y_title: "predicted key rate, bit/s".into(),
    }
}

/// The measured key rate of the past day, and its forecast with the 90 % prediction interval.
pub fn coming_chart(link: &LinkReport, forecast: &Forecast, cursor_s: Option<f64>) -> Option<SeriesChart> {
    let (first, last) = (forecast.ahead.first()?, forecast.ahead.last()?);
    let middle = |number: i64, width_s: f64| (number as f64 + 0.5) * width_s;
    let own_s = 60.0 * f64::from(link.windows.width.minutes());
    // As much past as future, but at least six hours.
    let from_s = first.number as f64 * AHEAD_S - f64::from(last.ahead_min.max(360)) * 60.0;
    let measured = link.windows.of_parameter(Parameter::KeyRate).map(|(number, rate)| (middle(number, own_s), rate));
    let ahead = || forecast.ahead.iter().map(|ahead| (middle(ahead.number, AHEAD_S), ahead));
    let band = TimeBand {
        name: "90 % interval".to_owned(),
        points: ahead().filter_map(|(time, ahead)| ahead.interval.map(|(low, high)| (time, low, high))).collect(),
    };
    let measured = measured.filter(|(time, _)| *time >= from_s).collect();
    let points = ahead().map(|(time, ahead)| (time, ahead.key_rate)).collect();
    Some(SeriesChart {
        lines: vec![
            line("measured", SeriesRole::Measured, measured, 1.01 * own_s),
            TimeLine { bands: vec![band], ..line("forecast", SeriesRole::Main, points, 1.01 * AHEAD_S) },
        ],
        y_title: "key rate, bit/s".into(),
        shown_s: (from_s, (last.number + 1) as f64 * AHEAD_S),
        clock: clock(link.origin),
        marked: Vec::new(),
        cursor_s,
    })
}

/// Content of a key store: the median, and the fans of 50 % and 90 % of the simulated runs.
pub fn store_chart(
    outlook: &Outlook,
    origin: Origin,
    start_s: f64,
    fill_bits: f64,
    cursor_s: Option<f64>,
) -> SeriesChart {
    let unit = 1e-6;
    let at = |ahead: &StoreForecast| start_s + 60.0 * f64::from(ahead.ahead_min);
    let fan = |name: &str, low: usize, high: usize| TimeBand {
        name: name.to_owned(),
        points: [(start_s, fill_bits * unit, fill_bits * unit)]
            .into_iter()
            .chain(
                outlook.ahead.iter().map(|ahead| (at(ahead), ahead.fan_bits[low] * unit, ahead.fan_bits[high] * unit)),
            )
            .collect(),
    };
    let median = outlook.ahead.iter().map(|ahead| (at(ahead), ahead.fan_bits[2] * unit));
    let median = line(
        "median",
        SeriesRole::Main,
        [(start_s, fill_bits * unit)].into_iter().chain(median).collect(),
        f64::INFINITY,
    );
    SeriesChart {
        lines: vec![TimeLine {
            bold: true,
            bands: vec![fan("90 % of simulated runs", 0, 4), fan("50 %", 1, 3)],
            ..median
        }],
        y_title: "key in store, Mbit".into(),
        shown_s: (start_s, outlook.ahead.last().map_or(start_s + 600.0, at)),
        clock: clock(origin),
        marked: Vec::new(),
        cursor_s,
    }
}

/// The probability that a store has run dry by a time.
pub fn dry_chart(outlook: &Outlook, origin: Origin, start_s: f64, cursor_s: Option<f64>) -> SeriesChart {
    let points = outlook.ahead.iter().map(|ahead| (start_s + 60.0 * f64::from(ahead.ahead_min), 100.0 * ahead.dry));
    let points: Vec<Span> = [(start_s, 0.0)].into_iter().chain(points).collect();
    SeriesChart {
        shown_s: (start_s, points.last().map_or(start_s + 600.0, |point| point.0)),
        lines: vec![TimeLine { bold: true, ..line("", SeriesRole::Main, points, f64::INFINITY) }],
        y_title: "probability of running dry, %".into(),
        clock: clock(origin),
        marked: Vec::new(),
        cursor_s,
    }
}

/// The anomalies of a link, to be marked in its charts.
pub fn marked(abnormal: &[Anomaly]) -> Vec<TimeInterval> {
    let interval = |abnormal: &Anomaly| TimeInterval {
        from_s: abnormal.start as f64 * AHEAD_S,
        to_s: abnormal.end as f64 * AHEAD_S,
        label: "anomaly".to_owned(),
        shade: Shade::Abnormal,
    };
    abnormal.iter().map(interval).collect()
}

/// Losses of the network in training.
pub fn training_chart(epochs: &[Progress], most: u32) -> LossChart {
    let now = epochs.last().map_or(0, |progress| progress.network);
    let shown = || epochs.iter().filter(|progress| progress.network == now);
    LossChart {
        training: shown().map(|progress| progress.loss).collect(),
        validation: shown().map(|progress| progress.validation_loss).collect(),
        epochs: most as usize,
        best: shown().filter(|progress| progress.best).map(|progress| progress.epoch as usize).next_back(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_that_is_trained_now_is_shown() {
        let epoch =
            |network, epoch, validation_loss, best| Progress { network, epoch, loss: 0.5, validation_loss, best };
        let epochs = [epoch(1, 1, 0.4, true), epoch(2, 1, 0.3, true), epoch(2, 2, 0.35, false)];
        let chart = training_chart(&epochs, 50);
        assert_eq!((chart.validation, chart.best, chart.epochs), (vec![0.3, 0.35], Some(1), 50));
    }
}
