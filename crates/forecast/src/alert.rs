//! Alerts: what an operator wants to be told, and when it happens or is forecast.

use super::horizon::Forecast;
use super::key_store::Outlook;
use super::rows::LinkWindows;
use monitoring::Parameter;
use serde::{Deserialize, Serialize};

/// Probability from which a forecast alert is raised: that of a key rate below its 90 % interval.
pub const POSSIBLE: f64 = 0.05;
/// Probability from which it is likely.
pub const LIKELY: f64 = 0.5;
/// Width of a window, min.
const WINDOW_MIN: u32 = 10;

/// A limit that an operator sets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The key rate is below this, bit/s.
    KeyRateBelow(f64),
    /// The QBER is above this, dimensionless.
    QberAbove(f64),
    /// The key store holds less than this, bits.
    StoreBelow(f64),
    /// The key store runs dry within this time, min.
    DryWithin(f64),
}

impl Limit {
    /// The name of what it is about.
    pub const fn name(self) -> &'static str {
        match self {
            Limit::KeyRateBelow(_) => "key_rate",
            Limit::QberAbove(_) => "qber",
            Limit::StoreBelow(_) => "store",
            Limit::DryWithin(_) => "dry",
        }
    }

    /// Its value, in the unit of its name.
    pub const fn value(self) -> f64 {
        match self {
            Limit::KeyRateBelow(x) | Limit::QberAbove(x) | Limit::StoreBelow(x) | Limit::DryWithin(x) => x,
        }
    }

    /// The unit of its value.
    pub const fn unit(self) -> &'static str {
        match self {
            Limit::KeyRateBelow(_) => "bit/s",
            Limit::QberAbove(_) => "1",
            Limit::StoreBelow(_) => "bit",
            Limit::DryWithin(_) => "min",
        }
    }

    /// Whether it is about a key store.
    pub const fn needs_store(self) -> bool {
        matches!(self, Limit::StoreBelow(_) | Limit::DryWithin(_))
    }

    /// The parameter whose measured values it is about, if any.
    const fn parameter(self) -> Option<Parameter> {
        match self {
            Limit::KeyRateBelow(_) => Some(Parameter::KeyRate),
            Limit::QberAbove(_) => Some(Parameter::Qber),
            Limit::StoreBelow(_) | Limit::DryWithin(_) => None,
        }
    }

    /// Whether a value is beyond it.
    fn is_beyond(self, x: f64) -> bool {
        match self {
            Limit::QberAbove(limit) => x > limit,
            _ => x < self.value(),
        }
    }

    /// The worse of two values.
    fn worse(self, a: f64, b: f64) -> f64 {
        if matches!(self, Limit::QberAbove(_)) { a.max(b) } else { a.min(b) }
    }
}

/// How an alert is known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// It was measured, up to the window before this one.
    Measured {
        /// Number of the window after the last.
        end: i64,
        /// Whether the last window that was measured is one of them.
        lasts: bool,
    },
    /// It is forecast with a probability of [`POSSIBLE`] or more.
    Forecast {
        /// Number of the first window with a probability of [`LIKELY`] or more, if there is one.
        likely: Option<i64>,
        /// The largest probability of it within the horizon, as far as it is known: for a key store's running dry.
        probability: Option<f64>,
    },
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Name of the link.
    pub link: String,
    /// The limit.
    pub limit: Limit,
    /// Number of the first window.
    pub start: i64,
    /// The worst value, in the unit of the limit; of a forecast the worst value at [`POSSIBLE`], and the time until the store runs dry.
    pub worst: f64,
    /// How it is known.
    pub evidence: Evidence,
}

/// The alerts in the measurements of a link, in the order of time: runs of windows beyond a limit, over gaps in which nothing was measured.
/// Windows are 10 min wide.
pub fn measured_alerts(link: &LinkWindows, limits: &[Limit]) -> Vec<Alert> {
    let of_limit = |limit: &Limit| {
        let mut runs: Vec<(i64, i64, f64)> = Vec::new();
        let mut open = false;
        for (number, value) in limit.parameter().into_iter().flat_map(|parameter| link.windows.of_parameter(parameter)) {
            match runs.last_mut() {
                Some(run) if open && limit.is_beyond(value) => *run = (run.0, number + 1, limit.worse(run.2, value)),
                _ if limit.is_beyond(value) => runs.push((number, number + 1, value)),
                _ => {}
            }
            open = limit.is_beyond(value);
        }
        let last = runs.len();
        let alert = |(i, (start, end, worst)): (usize, (i64, i64, f64))| Alert {
            link: link.link.clone(),
            limit: *limit,
            start,
            worst,
            evidence: Evidence::Measured { end, lasts: open && i + 1 == last },
        };
        runs.into_iter().enumerate().map(alert).collect::<Vec<_>>()
    };
    let mut all: Vec<Alert> = limits.iter().flat_map(of_limit).collect();
    all.sort_by_key(|alert| alert.start);
    all
}

/// The alerts in a forecast, in the order of time; each limit raises at most one. Limits of a key store need its outlook, and none is raised beyond
/// the horizon of a forecast with intervals.
pub fn forecast_alerts(forecast: &Forecast, outlook: Option<&Outlook>, limits: &[Limit]) -> Vec<Alert> {
    let Some(first) = forecast.ahead.first().map(|ahead| ahead.number) else { return Vec::new() };
    let mut all: Vec<Alert> = limits.iter().filter_map(|limit| of_limit(forecast, outlook, first, *limit)).collect();
    all.sort_by_key(|alert| alert.start);
    all
}

fn of_limit(forecast: &Forecast, outlook: Option<&Outlook>, first: i64, limit: Limit) -> Option<Alert> {
    // For each window its number, the value at the probability POSSIBLE, and that at LIKELY.
    let values: Vec<(i64, f64, f64)> = match limit {
        Limit::KeyRateBelow(_) => {
            let known = forecast.ahead.iter().map_while(|ahead| Some((ahead, ahead.interval?)));
            known.map(|(ahead, (low, _))| (ahead.number, low, ahead.key_rate)).collect()
        }
        // Of the QBER there is no forecast.
        Limit::QberAbove(_) => Vec::new(),
        Limit::StoreBelow(_) => {
            let ahead = outlook?.ahead.iter().zip(first..);
            ahead.map(|(ahead, number)| (number, ahead.fan_bits[0], ahead.fan_bits[2])).collect()
        }
        Limit::DryWithin(within_min) => {
            let ahead = || outlook.into_iter().flat_map(|outlook| &outlook.ahead).zip(first..);
            let within = || ahead().filter(|(ahead, _)| f64::from(ahead.ahead_min) <= within_min);
            let (possible, start) = within().find(|(ahead, _)| ahead.dry >= POSSIBLE)?;
            return Some(Alert {
                link: forecast.link.clone(),
                limit,
                start,
                worst: f64::from(possible.ahead_min - WINDOW_MIN),
                evidence: Evidence::Forecast {
                    likely: within().find(|(ahead, _)| ahead.dry >= LIKELY).map(|(_, number)| number),
                    probability: within().last().map(|(ahead, _)| ahead.dry),
                },
            });
        }
    };
    let start = values.iter().find(|(_, possible, _)| limit.is_beyond(*possible))?.0;
    Some(Alert {
        link: forecast.link.clone(),
        limit,
        start,
        worst: values.iter().map(|(_, possible, _)| *possible).fold(f64::INFINITY, f64::min),
        evidence: Evidence::Forecast {
            likely: values.iter().find(|(_, _, likely)| limit.is_beyond(*likely)).map(|(number, ..)| *number),
            probability: None,
        },
    })
}
