//! Anomalies: times at which a parameter of a link is far from its median.

use super::rows::LinkWindows;
use monitoring::Parameter;
use numbers::statistics::{quantile, sorted};
use serde::{Deserialize, Serialize};

/// Distance from the median, in robust standard deviations, beyond which a window is abnormal. Slow drifts reach 5 within weeks.
const ALARM: f64 = 5.5;
/// Distance from the median, in robust standard deviations, at which an anomaly starts and ends.
const CALM: f64 = 2.5;
/// Smallest number of abnormal windows of an anomaly: fewer are noise.
const MIN_ABNORMAL: usize = 3;
/// Windows between two anomalies up to which they are merged.
const MAX_GAP: i64 = 18;
/// Smallest number of windows from which a median is taken: half a day.
const MIN_WINDOWS: usize = 72;
/// Standard deviation of a normal distribution in units of its median absolute deviation.
const NORMAL_MAD: f64 = 1.4826;

/// The course of one parameter in an anomaly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Excursion {
    /// The parameter.
    pub parameter: Parameter,
    /// Number of the first window in which it was abnormal.
    pub first: i64,
    /// Largest distance from its median, in robust standard deviations, with its sign.
    pub deviations: f64,
}

/// An anomaly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anomaly {
    /// Number of its first window.
    pub start: i64,
    /// Number of the window after its last.
    pub end: i64,
    /// The parameters that were abnormal, in the order in which they became so; of two in the same window, the more abnormal one first.
    pub moved: Vec<Excursion>,
}

/// Finds the anomalies of a link. Distances from the median are in robust standard deviations, from the median absolute deviation, on
/// which a breakdown has no effect.
pub fn find_anomalies(link: &LinkWindows) -> Vec<Anomaly> {
    let parameters = Parameter::ALL.into_iter().filter_map(|parameter| Some((parameter, deviations(link, parameter)?)));
    let deviations: Vec<(Parameter, Vec<(i64, f64)>)> = parameters.collect();
    let mut spans: Vec<(i64, i64)> = deviations.iter().flat_map(|(_, series)| spans(series)).collect();
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (start, end) in spans {
        match merged.last_mut() {
            Some((_, last)) if start <= *last + MAX_GAP => *last = (*last).max(end),
            _ => merged.push((start, end)),
        }
    }
    merged.into_iter().map(|(start, end)| Anomaly { start, end, moved: moved(&deviations, start, end) }).collect()
}

/// Distance of each window of a parameter from its median, in robust standard deviations; `None` for a constant or too few windows.
fn deviations(link: &LinkWindows, parameter: Parameter) -> Option<Vec<(i64, f64)>> {
    let means: Vec<(i64, f64)> = link.windows.of_parameter(parameter).collect();
    if means.len() < MIN_WINDOWS {
        return None;
    }
    let median = quantile(&sorted(means.iter().map(|(_, mean)| *mean).collect()), 0.5);
    let spread = NORMAL_MAD * quantile(&sorted(means.iter().map(|(_, mean)| (mean - median).abs()).collect()), 0.5);
    (spread > 0.0).then(|| means.into_iter().map(|(number, mean)| (number, (mean - median) / spread)).collect())
}

/// Runs of windows on one side of the median with enough abnormal ones.
fn spans(series: &[(i64, f64)]) -> Vec<(i64, i64)> {
    let side = |x: f64| if x.abs() <= CALM { 0 } else { x.signum() as i32 };
    let runs = series.chunk_by(|a, b| side(a.1) == side(b.1));
    let abnormal = runs.filter(|run| run.iter().filter(|(_, x)| x.abs() > ALARM).count() >= MIN_ABNORMAL);
    abnormal.map(|run| (run[0].0, run[run.len() - 1].0 + 1)).collect()
}

fn moved(deviations: &[(Parameter, Vec<(i64, f64)>)], start: i64, end: i64) -> Vec<Excursion> {
    let of = |(parameter, series): &(Parameter, Vec<(i64, f64)>)| {
        let inside = || series.iter().filter(|(number, _)| (start..end).contains(number));
        let (first, at_first) = inside().find(|(_, x)| x.abs() > CALM).copied()?;
        let furthest = inside().map(|(_, x)| *x).fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
        let moved = Excursion { parameter: *parameter, first, deviations: furthest };
        (furthest.abs() > ALARM).then_some((moved, at_first.abs()))
    };
    let mut all: Vec<(Excursion, f64)> = deviations.iter().filter_map(of).collect();
    all.sort_by(|a, b| a.0.first.cmp(&b.0.first).then(b.1.total_cmp(&a.1)));
    all.into_iter().map(|(moved, _)| moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anomaly_is_a_run_with_enough_abnormal_windows() {
        let series = |values: &[f64]| (0..).zip(values.iter().copied()).collect::<Vec<(i64, f64)>>();
        assert_eq!(spans(&series(&[0.0, 3.0, 6.0, 6.0, 6.0, 3.0, 0.0])), [(1, 6)]);
        // Two abnormal windows are noise, and values on either side of the median are not one run.
        assert_eq!(spans(&series(&[0.0, 6.0, 6.0, 0.0])), []);
        assert_eq!(spans(&series(&[6.0, 6.0, -6.0, -6.0])), []);
    }
}
