//! Means over windows of time that are aligned to the clock, with all parameters of a link side by side.

use super::links::Link;
use super::parameter::Parameter;
use super::read::Origin;
use super::samples::MINUTE_US;
use serde::{Deserialize, Serialize};

/// Width of a window, min.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct WindowWidth(u32);

/// Error: a width outside 1 to 1440 min.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a window is 1 to 1440 whole minutes wide, for example 10min, not {0} min")]
pub struct WidthProblem(pub u32);

impl WindowWidth {
    /// The width of the thesis's example, 10 min.
    pub const STANDARD: WindowWidth = WindowWidth(10);

    /// The bare number, min.
    pub const fn minutes(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for WindowWidth {
    type Error = WidthProblem;
    fn try_from(minutes: u32) -> Result<WindowWidth, WidthProblem> {
        if (1..=24 * 60).contains(&minutes) { Ok(WindowWidth(minutes)) } else { Err(WidthProblem(minutes)) }
    }
}

impl From<WindowWidth> for u32 {
    fn from(width: WindowWidth) -> u32 {
        width.0
    }
}

/// A window of time with the mean of each parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeWindow {
    /// Its number, counted from the origin of the times. A missing number is a gap.
    pub number: i64,
    means: [Option<f64>; Parameter::ALL.len()],
}

impl TimeWindow {
    /// The mean of this parameter; `None` without a sample.
    pub const fn mean(&self, parameter: Parameter) -> Option<f64> {
        self.means[parameter.index()]
    }

    /// Whether it has everything that the COW model needs.
    pub fn is_complete(&self) -> bool {
        Parameter::OF_THE_MODEL.iter().all(|parameter| self.mean(*parameter).is_some())
    }
}

/// The windows of a link that have a sample of any parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Windows {
    /// Width of each.
    pub width: WindowWidth,
    /// Origin of their numbers.
    pub origin: Origin,
    /// The windows, in the order of time.
    pub rows: Vec<TimeWindow>,
}

impl Windows {
    /// The mean of every sample in each window; repeated values count each time, as in the thesis, section 3.1.3.
    ///
    /// Windows start at whole multiples of their width since the origin: those of 10 min at every tenth minute of the clock.
    pub fn of(link: &Link, width: WindowWidth) -> Windows {
        let mut rows: Vec<TimeWindow> = Vec::new();
        for measured in &link.measured {
            let number = |minute: i64| minute.div_euclid(i64::from(width.0));
            let mut at = 0;
            let means = measured.minutes.chunk_by(|a, b| number(a.number) == number(b.number)).map(|minutes| {
                let sum: f64 = minutes.iter().map(|minute| minute.sum).sum();
                let count: f64 = minutes.iter().map(|minute| f64::from(minute.count)).sum();
                (number(minutes[0].number), sum / count)
            });
            let mut fresh = Vec::new();
            for (number, mean) in means {
                // Both are sorted: each search starts where the last one ended.
                at += rows[at..].partition_point(|window| window.number < number);
                match rows.get_mut(at).filter(|window| window.number == number) {
                    Some(window) => window.means[measured.parameter.index()] = Some(mean),
                    None => {
                        let mut means = [None; Parameter::ALL.len()];
                        means[measured.parameter.index()] = Some(mean);
                        fresh.push(TimeWindow { number, means });
                    }
                }
            }
            if !fresh.is_empty() {
                rows.append(&mut fresh);
                rows.sort_unstable_by_key(|window| window.number);
            }
        }
        Windows { width, origin: link.origin, rows }
    }

    /// Start of a window, µs since the origin.
    pub fn start_us(&self, window: &TimeWindow) -> i64 {
        window.number * i64::from(self.width.0) * MINUTE_US
    }

    /// The windows that have this parameter, with their means.
    pub fn of_parameter(&self, parameter: Parameter) -> impl Iterator<Item = (i64, f64)> {
        self.rows.iter().filter_map(move |window| Some((window.number, window.mean(parameter)?)))
    }

    /// The windows with everything that the COW model needs.
    pub fn complete(&self) -> impl Iterator<Item = &TimeWindow> {
        self.rows.iter().filter(|window| window.is_complete())
    }

    /// Number of windows from the first to the last, gaps included.
    pub fn span(&self) -> u64 {
        match (self.rows.first(), self.rows.last()) {
            (Some(first), Some(last)) => last.number.abs_diff(first.number) + 1,
            _ => 0,
        }
    }
}
