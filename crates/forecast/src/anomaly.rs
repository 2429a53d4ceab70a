//! Times at which a link is not as it usually is.

use super::rows::LinkWindows;
use monitoring::Parameter;
use numbers::statistics::{quantile, sorted};
use serde::{Deserialize, Serialize};

/// Beyond so many deviations from the median a window is abnormal. Drifts that forget slowly reach 5 in a few weeks.
const ALARM: f64 = 5.5;
/// An abnormal time starts and ends where a parameter comes back within so many.
const CALM: f64 = 2.5;
/// Fewer abnormal windows are noise.
const LEAST: usize = 3;
/// Abnormal times with fewer windows between them are one.
const APART: i64 = 18;
/// Fewer windows do not tell what is usual.
const FEWEST: usize = 72;
/// The deviation of numbers that follow a bell, in units of the median of their distances from the median.
const BELL: f64 = 1.4826;

/// A parameter that moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Excursion {
    /// Which.
    pub parameter: Parameter,
    /// Number of the first window in which it was beyond the limit.
    pub first: i64,
    /// How far it went, in deviations from its median, with its sign.
    pub deviations: f64,
}

/// A time at which a link was not as usual.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anomaly {
    /// Number of its first window.
    pub start: i64,
    /// Number of the window behind its last.
    pub end: i64,
    /// What moved, in the order in which it did; of two in the same window the one that moved further then.
    pub moved: Vec<Excursion>,
}

/// The abnormal times of a link. What is usual is the median of each parameter; how far it usually goes is the median distance from it, to
/// which a breakdown adds nothing.
pub fn find_anomalies(link: &LinkWindows) -> Vec<Anomaly> {
    let parameters = Parameter::ALL.into_iter().filter_map(|parameter| Some((parameter, deviations(link, parameter)?)));
    let deviations: Vec<(Parameter, Vec<(i64, f64)>)> = parameters.collect();
    let mut spans: Vec<(i64, i64)> = deviations.iter().flat_map(|(_, series)| spans(series)).collect();
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (start, end) in spans {
        match merged.last_mut() {
            Some((_, last)) if start <= *last + APART => *last = (*last).max(end),
            _ => merged.push((start, end)),
        }
    }
    merged.into_iter().map(|(start, end)| Anomaly { start, end, moved: moved(&deviations, start, end) }).collect()
}

/// How far each window of a parameter is from its median; nothing if that cannot be said.
fn deviations(link: &LinkWindows, parameter: Parameter) -> Option<Vec<(i64, f64)>> {
    let means: Vec<(i64, f64)> = link.windows.of_parameter(parameter).collect();
    if means.len() < FEWEST {
        return None;
    }
    let median = quantile(&sorted(means.iter().map(|(_, mean)| *mean).collect()), 0.5);
    let spread = BELL * quantile(&sorted(means.iter().map(|(_, mean)| (mean - median).abs()).collect()), 0.5);
    (spread > 0.0).then(|| means.into_iter().map(|(number, mean)| (number, (mean - median) / spread)).collect())
}

/// Runs of windows on one side of the median, not calm, of which enough are beyond the limit.
fn spans(series: &[(i64, f64)]) -> Vec<(i64, i64)> {
    let side = |x: f64| if x.abs() <= CALM { 0 } else { x.signum() as i32 };
    let runs = series.chunk_by(|a, b| side(a.1) == side(b.1));
    let alarming = runs.filter(|run| run.iter().filter(|(_, x)| x.abs() > ALARM).count() >= LEAST);
    alarming.map(|run| (run[0].0, run[run.len() - 1].0 + 1)).collect()
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
