//! Forecasts of the key rate of the coming day, with prediction intervals.
//!
//! 1. [`Grid`] is the key rate of a link at equal intervals, with gaps.
//! 2. [`Evaluation`] forecasts again and again from origins in the past, with nothing known of what came after, and records the errors.
//! 3. [`forecast`] does so from the last window; its prediction intervals come from those errors.

mod direct;
mod evaluate;
mod grid;
mod method;
mod smoothing;

pub use evaluate::{Evaluation, HORIZONS_MIN, HorizonErrors, HorizonVerdict, MethodComparison};
pub use grid::Grid;
pub use method::Method;

use super::horizon::method::Forecaster;
use serde::{Deserialize, Serialize};

/// Nominal coverage of the prediction intervals.
pub const COVERAGE: f64 = 0.9;
/// Windows of a day; also the longest horizon.
pub(super) const DAY: usize = 144;
/// Shortest series that can be both learnt and evaluated, days.
const MIN_DAYS: usize = 3;

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum HorizonProblem {
    /// Windows that are not 10 min wide.
    #[error("forecasts need windows of 10 min, not {0} min")]
    Width(u32),
    /// The series is too short.
    #[error(
        "link {link}: {windows} windows in {days} days have a key rate; a forecast needs at least {} in {MIN_DAYS} days, to learn from and to evaluate",
        MIN_DAYS * DAY / 2
    )]
    Short {
        /// Name of the link.
        link: String,
        /// Windows with a key rate.
        windows: u64,
        /// Days from the first to the last, the last not whole.
        days: u64,
    },
    /// The last windows are missing.
    #[error("link {0}: there is no key rate in the last three hours to forecast from")]
    Silent(String),
    /// An unsupported horizon.
    #[error("the horizon of a forecast is 10 min to 24 h, in steps of 10 min, not {0} min")]
    Horizon(u32),
    /// The series is too long.
    #[error("link {link}: its windows span {days} days; the limit is {most} days")]
    Long {
        /// Name of the link.
        link: String,
        /// Its days.
        days: u64,
        /// The most.
        most: u64,
    },
}

/// The forecast of one window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RateForecast {
    /// Number of the window.
    pub number: i64,
    /// Horizon, min.
    pub ahead_min: u32,
    /// The forecast, bit/s.
    pub key_rate: f64,
    /// Lower and upper end of the prediction interval, bit/s; neither is negative.
    pub interval: (f64, f64),
}

/// The forecast of a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Name of the link.
    pub link: String,
    /// The method, which is the one with the smallest error in the past.
    pub method: Method,
    /// The forecasts, window by window.
    pub ahead: Vec<RateForecast>,
    /// Comparison of the methods on the past.
    pub standing: MethodComparison,
    /// Errors (measured − forecast) over the whole horizon, from each origin in the past, bit/s; `None` where nothing was measured. The
    /// forecast plus any of them is a possible course.
    pub residuals: Vec<Vec<Option<f64>>>,
}

/// Forecasts from the last window, after a complete evaluation, with the method whose mean error was smallest; its errors in the past
/// give the prediction intervals.
///
/// # Errors
/// [`HorizonProblem`].
pub fn forecast(evaluation: &Evaluation, horizon_min: u32) -> Result<Forecast, HorizonProblem> {
    let grid = evaluation.grid();
    let steps = horizon_min as usize / 10;
    if !horizon_min.is_multiple_of(10) || !(1..=DAY).contains(&steps) {
        return Err(HorizonProblem::Horizon(horizon_min));
    }
    let origin = grid.last_origin().ok_or_else(|| HorizonProblem::Silent(grid.link.clone()))?;
    let standing = evaluation.standing();
    let method = standing.best;
    let rates = Forecaster::learn(method, grid, origin).ahead(grid, origin);
    let residuals = evaluation.residuals(method);
    let ahead = rates.iter().take(steps).enumerate().map(|(step, rate)| {
        let (low, high) = evaluate::interval(&residuals, step);
        RateForecast {
            number: grid.first + (origin + step + 1) as i64,
            ahead_min: 10 * (step as u32 + 1),
            key_rate: *rate,
            interval: ((rate + low).max(0.0), (rate + high).max(0.0)),
        }
    });
    Ok(Forecast { link: grid.link.clone(), method, ahead: ahead.collect(), standing, residuals })
}
