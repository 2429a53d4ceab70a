//! Who forecasts.

use super::direct::Direct;
use super::smoothing::Smoothing;
use super::{DAY, Grid};
use serde::{Deserialize, Serialize};

/// A way to forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The last key rate stays.
    Persistence,
    /// The key rate of the same time on the day before.
    SeasonalNaive,
    /// Exponential smoothing with an additive day (Holt and Winters, without trend).
    Smoothing,
    /// A linear regression for each horizon: on the last rate, means of the past over an hour and more, and the time of the day.
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

/// A method that has learnt what it needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Forecaster {
    Persistence,
    SeasonalNaive,
    Smoothing(Smoothing),
    Direct(Box<Direct>),
}

impl Forecaster {
    /// Learns from all windows up to this one, and from none after it.
    pub(super) fn learn(method: Method, grid: &Grid, until: usize) -> Forecaster {
        match method {
            Method::Persistence => Forecaster::Persistence,
            Method::SeasonalNaive => Forecaster::SeasonalNaive,
            Method::Smoothing => Forecaster::Smoothing(Smoothing::learn(&grid.rates[..=until])),
            Method::Direct => Forecaster::Direct(Box::new(Direct::learn(grid, until))),
        }
    }

    /// The key rates of the day after a window, bit/s, from what was known at it.
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
        // A regression may go below what there can be.
        rates.into_iter().map(|rate| rate.max(0.0)).collect()
    }
}
