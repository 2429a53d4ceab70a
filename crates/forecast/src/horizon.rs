//! Forecasts of the key rate of the coming day, with prediction intervals.
//!
//! 1. [`Grid`] is the key rate of a link at equal intervals, with gaps.
//! 2. [`Evaluation`] forecasts again and again from origins in the past, with nothing known of what came after, and records the errors.
//! 3. [`forecast`] does so from the last window. Courses of its error are simulated from errors one window ahead (`courses`), and
//!    calibrated on those errors (`calibration`), so that the prediction intervals hold what they should.

mod calibration;
mod courses;
mod direct;
mod evaluate;
mod grid;
mod method;
mod smoothing;

pub use evaluate::{Evaluation, HORIZONS_MIN, HorizonErrors, HorizonVerdict, MethodComparison};
pub use grid::Grid;
pub use method::Method;

use courses::Courses;
use method::Forecaster;
use numbers::random::Random;
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
    /// Lower and upper end of the prediction interval, bit/s; neither is negative. `None` so far ahead that the past is too short for one.
    pub interval: Option<(f64, f64)>,
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
    /// Simulated courses of the key rate, bit/s, window by window, as far ahead as there are intervals; equal seeds give equal courses.
    pub courses: Vec<Vec<f64>>,
    /// The measured key rates, bit/s, window by window; `None` in a gap.
    pub past: Vec<Option<f64>>,
}

impl Forecast {
    /// Longest horizon of this forecast with an interval, min; 0 without any.
    pub fn certain_min(&self) -> u32 {
        10 * self.ahead.iter().take_while(|ahead| ahead.interval.is_some()).count() as u32
    }
}

/// Number of simulated courses.
const COURSES: usize = 2000;

/// Forecasts from the last window, after a complete evaluation, with the method whose mean error was smallest. Equal seeds give equal
/// forecasts, to the last bit.
///
/// # Errors
/// [`HorizonProblem`].
pub fn forecast(evaluation: &Evaluation, horizon_min: u32, seed: u64) -> Result<Forecast, HorizonProblem> {
    let grid = evaluation.grid();
    let steps = horizon_min as usize / 10;
    if !horizon_min.is_multiple_of(10) || !(1..=DAY).contains(&steps) {
        return Err(HorizonProblem::Horizon(horizon_min));
    }
    let origin = grid.last_origin().ok_or_else(|| HorizonProblem::Silent(grid.link.clone()))?;
    let standing = evaluation.standing();
    let method = standing.best;
    let rates = Forecaster::learn(method, grid, origin).ahead(grid, origin);
    let lengths = evaluation.lengths(method);
    let certain = lengths.len();
    let process = Courses::learn(grid, origin);
    let mut random = Random::new(seed, 0);
    // Whole days are drawn, so that a shorter horizon is the beginning of a longer one.
    let errors: Vec<Vec<f64>> = (0..COURSES).map(|_| process.draw(DAY, &mut random)).collect();
    let tails = Courses::spread(&errors, DAY);
    let ahead = rates.iter().take(steps).enumerate().map(|(step, rate)| {
        let interval = lengths.get(step).map(|length| {
            let low = (rate - length[0] * tails[step][0]).max(0.0);
            (low, (rate + length[1] * tails[step][1]).max(low))
        });
        RateForecast {
            number: grid.first + (origin + step + 1) as i64,
            ahead_min: 10 * (step as u32 + 1),
            key_rate: *rate,
            interval,
        }
    });
    let course = |errors: &Vec<f64>| {
        let steps = errors.iter().zip(&lengths).zip(&rates).take(steps.min(certain));
        // Stretched like the intervals.
        steps
            .map(|((error, [below, above]), rate)| {
                (rate + error * if *error < 0.0 { below } else { above }.max(0.0)).max(0.0)
            })
            .collect()
    };
    let courses = errors.iter().map(course).collect();
    Ok(Forecast {
        link: grid.link.clone(),
        method,
        ahead: ahead.collect(),
        standing,
        courses,
        past: grid.rates.clone(),
    })
}
