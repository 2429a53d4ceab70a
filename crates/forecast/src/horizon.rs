//! The key rate of the coming day, with intervals.
//!
//! 1. [`Grid`] puts the windows of a link at equal distances, with gaps.
//! 2. [`Evaluation`] forecasts again and again from origins in the past, as if what came after were not known, and sees who was how far off.
//! 3. [`forecast`] does so from the last window; its intervals are as wide as the errors in the past were.

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

/// Share of the cases that the interval should hold.
pub const COVERAGE: f64 = 0.9;
/// Windows of a day, and the longest horizon.
pub(super) const DAY: usize = 144;
/// Fewer days cannot be learnt from and tried on.
const FEWEST_DAYS: usize = 3;

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum HorizonProblem {
    /// Other windows than those of 10 min.
    #[error("forecasts are made from windows of 10 min, not {0} min")]
    Width(u32),
    /// Too short a series.
    #[error(
        "link {link}: {windows} windows in {days} days have a key rate; at least {} in {FEWEST_DAYS} days are needed to learn from and to try on",
        FEWEST_DAYS * DAY / 2
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
    #[error("link {0}: the last three hours have no key rate; there is nothing to forecast from")]
    Silent(String),
    /// A horizon that is not made.
    #[error("a forecast reaches from 10 min to 24 h, in steps of 10 min, not {0} min")]
    Horizon(u32),
    /// A link that runs for longer than is computed.
    #[error("link {link}: its windows span {days} days; at most {most} are computed")]
    Long {
        /// Name of the link.
        link: String,
        /// Its days.
        days: u64,
        /// The most.
        most: u64,
    },
}

/// A key rate to come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RateForecast {
    /// Number of the window.
    pub number: i64,
    /// How far ahead it is, min.
    pub ahead_min: u32,
    /// The forecast, bit/s.
    pub key_rate: f64,
    /// Lower and upper end of the interval, bit/s. A key rate is not negative, and so is no end.
    pub interval: (f64, f64),
}

/// The forecast of a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Name of the link.
    pub link: String,
    /// How it was made: the method with the smallest error in the past.
    pub method: Method,
    /// The windows ahead.
    pub ahead: Vec<RateForecast>,
    /// What was forecast from origins in the past, and how well.
    pub standing: MethodComparison,
    /// Errors (measured − forecast) over the whole horizon from origins in the past, bit/s; nothing where nothing was measured. What may
    /// come is the forecast with any of them.
    pub residuals: Vec<Vec<Option<f64>>>,
}

/// Forecasts from the last window, after an evaluation that is over. The method is the one with the smallest mean error; of its errors in the
/// past come the intervals.
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
