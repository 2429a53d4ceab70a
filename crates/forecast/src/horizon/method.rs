//! Methods of forecasting.

use super::direct::Direct;
use super::smoothing::Smoothing;
use super::{DAY, Grid};
use serde::{Deserialize, Serialize};

/// A method of forecasting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Persistence: the last key rate.
    Persistence,
    /// Seasonal naive: the key rate at the same time of the day before.
    SeasonalNaive,
    /// Exponential smoothing with an additive daily season (Holt–Winters without trend).
    Smoothing,
    /// Direct regression: a linear regression for each horizon, on the last rate, means of the past and the time of day.
    Direct,
}

impl Method {
    /// All of them.
    pub const ALL: [Method; 4] = [Method::Persistence, Method::SeasonalNaive, Method::Smoothing, Method::Direct];

    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Persistence => "persistence",
            Method::SeasonalNaive => "seasonal_naive",
            Method::Smoothing => "smoothing",
            Method::Direct => "direct",
        }
    }
}

/// A method after learning.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Forecaster {
    Persistence,
    SeasonalNaive,
    Smoothing(Smoothing),
    Direct(Box<Direct>),
}

impl Forecaster {
    /// Learns from the windows up to this one, and from none after it.
    pub(super) fn learn(method: Method, grid: &Grid, until: usize) -> Forecaster {
        match method {
            Method::Persistence => Forecaster::Persistence,
            Method::SeasonalNaive => Forecaster::SeasonalNaive,
            Method::Smoothing => Forecaster::Smoothing(Smoothing::learn(&grid.rates[..=until])),
            Method::Direct => Forecaster::Direct(Box::new(Direct::learn(grid, until))),
        }
    }

    /// Forecasts the key rates of the day after a window, bit/s, from what was known then.
    pub(super) fn ahead(&self, grid: &Grid, origin: usize) -> Vec<f64> {
        let last = grid.known(origin).unwrap_or(0.0);
        let rates: Vec<f64> = match self {
            Forecaster::Persistence => vec![last; DAY],
            Forecaster::SeasonalNaive => {
                let before = |step: usize| (origin + step + 1).checked_sub(DAY).and_then(|at| grid.known(at));
                (0..DAY).map(|step| before(step).unwrap_or(last)).collect()
            }
            Forecaster::Smoothing(smoothing) => smoothing.ahead(&grid.rates[..=origin]),
            Forecaster::Direct(direct) => direct.ahead(grid, origin),
        };
        // A regression may become negative.
        rates.into_iter().map(|rate| rate.max(0.0)).collect()
    }
}
