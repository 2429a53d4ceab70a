//! A key store, filled by a link and emptied by encryption.

mod sustainable;

use super::horizon::Forecast;
use numbers::statistics::{quantile, sorted};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use sustainable::sustainable;
pub use sustainable::{KeySupply, MIN_SUPPLY_DAYS};

/// Width of a window, s.
const WINDOW_S: f64 = 600.0;
/// Length of an AES-256 key, bits.
const AES_BITS: f64 = 256.0;
/// Probabilities of the quantiles of the fan.
pub const FAN_QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Probability with which a store is to last unless another one is chosen.
pub const STANDARD_CONFIDENCE: f64 = 0.99;
/// Probabilities that can be chosen; a larger one would rest on a few simulated runs.
pub const CONFIDENCES: RangeInclusive<f64> = 0.5..=0.995;
/// Bisections in the search for the safe consumption: to 1 part in 10⁹.
const BISECTIONS: u32 = 30;

/// Consumption of keys.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consumption {
    /// Tunnels that each take a new AES-256 key at a fixed interval.
    Aes256 {
        /// Interval between two keys, s.
        every_s: f64,
        /// Number of tunnels.
        tunnels: u32,
    },
    /// A one-time pad, which takes one bit for each bit it encrypts.
    OneTimePad {
        /// Encrypted data rate, bit/s.
        bit_s: f64,
    },
}

impl Consumption {
    /// Consumption, bit/s.
    ///
    /// ```
    /// use forecast::Consumption;
    /// assert_eq!(Consumption::Aes256 { every_s: 60.0, tunnels: 30 }.bit_s(), 128.0);
    /// ```
    pub fn bit_s(self) -> f64 {
        match self {
            Consumption::Aes256 { every_s, tunnels } => f64::from(tunnels) * AES_BITS / every_s,
            Consumption::OneTimePad { bit_s } => bit_s,
        }
    }
}

/// A key store.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KeyStore {
    /// Capacity, bits.
    pub size_bits: f64,
    /// Content, bits.
    pub fill_bits: f64,
    /// Consumption.
    pub consumption: Consumption,
    /// Probability with which it is to last, one of [`CONFIDENCES`].
    pub confidence: f64,
}

/// Why a store cannot be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StoreProblem {
    /// The capacity.
    #[error("the size of a key store must be a positive number of bits")]
    Size,
    /// The content.
    #[error("the content of a key store must be between 0 and its size")]
    Fill,
    /// The consumption.
    #[error(
        "the consumption of a key store must be a number of bit/s that is not negative, and the time between key changes positive"
    )]
    Consumption,
    /// The confidence.
    #[error("the probability with which a key store is to last must be between 50 % and 99.5 %")]
    Confidence,
    /// There are too few errors of past forecasts.
    #[error(
        "the past is too short to know how far the forecast may be off, and so when the store may run dry; three days of measurements are enough for the next hour, 13 for a day"
    )]
    NoPast,
}

/// The forecast of a store at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StoreForecast {
    /// Horizon, min.
    pub ahead_min: u32,
    /// Quantiles of the content, at the probabilities [`FAN_QUANTILES`], bits.
    pub fan_bits: [f64; 5],
    /// Probability that it has run dry by then.
    pub dry: f64,
}

/// The forecast of a key store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// Consumption, bit/s.
    pub consumption_bit_s: f64,
    /// The forecasts, window by window, as far ahead as the past is long enough for.
    pub ahead: Vec<StoreForecast>,
    /// The time up to which `ahead` and `safe_bit_s` say anything, min.
    pub horizon_min: u32,
    /// Probability of `safe_bit_s` and `sustainable_bit_s`.
    pub confidence: f64,
    /// The largest consumption at which the store lasts to the end of the horizon, bit/s. It may empty the store by then.
    pub safe_bit_s: f64,
    /// The largest consumption at which it lasts for ever, bit/s; never above the mean supply. `None` if the past is shorter than
    /// [`MIN_SUPPLY_DAYS`].
    pub sustainable_bit_s: Option<f64>,
    /// What the link has supplied so far.
    pub supply: KeySupply,
}

/// What becomes of a store along the simulated courses of a forecast, and what it can give for ever. Equal seeds give equal results.
///
/// # Errors
/// [`StoreProblem`].
pub fn outlook(store: &KeyStore, forecast: &Forecast, seed: u64) -> Result<Outlook, StoreProblem> {
    let consumption = store.consumption.bit_s();
    if !(store.size_bits.is_finite() && store.size_bits > 0.0) {
        return Err(StoreProblem::Size);
    }
    if !(0.0..=store.size_bits).contains(&store.fill_bits) {
        return Err(StoreProblem::Fill);
    }
    if !(consumption.is_finite() && consumption >= 0.0) {
        return Err(StoreProblem::Consumption);
    }
    if !CONFIDENCES.contains(&store.confidence) {
        return Err(StoreProblem::Confidence);
    }
    let courses = &forecast.courses;
    let steps = courses.first().map_or(0, Vec::len);
    if steps == 0 {
        return Err(StoreProblem::NoPast);
    }
    let mut fills = vec![Vec::with_capacity(courses.len()); steps];
    let mut dry = vec![0u32; steps];
    for course in courses {
        let (mut fill, mut has_run_dry) = (store.fill_bits, false);
        for (step, rate) in course.iter().enumerate() {
            let next = fill + (rate - consumption) * WINDOW_S;
            has_run_dry |= next < 0.0;
            // A full store loses keys; an empty one delivers none.
            fill = next.max(0.0).min(store.size_bits);
            fills[step].push(fill);
            dry[step] += u32::from(has_run_dry);
        }
    }
    let of_step = |(step, fills): (usize, Vec<f64>)| {
        let fills = sorted(fills);
        StoreForecast {
            ahead_min: forecast.ahead[step].ahead_min,
            fan_bits: FAN_QUANTILES.map(|share| quantile(&fills, share)),
            dry: f64::from(dry[step]) / courses.len() as f64,
        }
    };
    Ok(Outlook {
        consumption_bit_s: consumption,
        ahead: fills.into_iter().enumerate().map(of_step).collect(),
        horizon_min: forecast.ahead[steps - 1].ahead_min,
        confidence: store.confidence,
        safe_bit_s: safe(store, courses),
        sustainable_bit_s: sustainable(store, &forecast.past, seed),
        supply: KeySupply::of(&forecast.past),
    })
}

/// The largest consumption at which enough courses never empty the store.
fn safe(store: &KeyStore, courses: &[Vec<f64>]) -> f64 {
    let lasts = |consumption: f64| {
        let dry = courses.iter().filter(|course| {
            let mut fill = store.fill_bits;
            course.iter().any(|rate| {
                let next = fill + (rate - consumption) * WINDOW_S;
                fill = next.min(store.size_bits);
                next < 0.0
            })
        });
        dry.count() as f64 <= (1.0 - store.confidence) * courses.len() as f64 + 1e-9
    };
    let most = courses.iter().flatten().fold(0.0, |most: f64, rate| most.max(*rate));
    let (mut low, mut high) = (0.0, most + store.size_bits / WINDOW_S);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if lasts(middle) { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::super::horizon::{Method, MethodComparison, RateForecast};
    use super::*;

    /// 1000 bit/s for a day, with these errors in equally many courses, and 28 days of 1000 bit/s before.
    fn forecast(errors: &[f64]) -> Forecast {
        let ahead = |step: u32| RateForecast {
            number: i64::from(step),
            ahead_min: 10 * step,
            key_rate: 1000.0,
            interval: None,
        };
        let standing = MethodComparison {
            origins_before: 1,
            origins_held_out: 1,
            best: Method::Direct,
            errors: Vec::new(),
            verdicts: Vec::new(),
            coverage: None,
            longest_min: 1440,
        };
        Forecast {
            link: "1".to_owned(),
            method: Method::Direct,
            ahead: (1..=144).map(ahead).collect(),
            standing,
            courses: errors.iter().map(|error| vec![1000.0 + error; 144]).collect(),
            past: vec![Some(1000.0); 28 * 144],
        }
    }

    fn store(bit_s: f64) -> KeyStore {
        KeyStore { size_bits: 1e8, fill_bits: 1e7, consumption: Consumption::OneTimePad { bit_s }, confidence: 0.99 }
    }

    #[test]
    fn a_steady_rate_runs_dry_when_arithmetic_says() {
        let outlook = outlook(&store(1100.0), &forecast(&[0.0]), 1).unwrap();
        // 10⁷ bits at 100 bit/s last 100 000 s, longer than the day.
        assert!((outlook.ahead[143].fan_bits[2] - (1e7 - 100.0 * 86_400.0)).abs() < 1e-3);
        assert_eq!(outlook.ahead[143].dry, 0.0);
        // The store is empty at the end of the day.
        assert!((outlook.safe_bit_s - (1000.0 + 1e7 / 86_400.0)).abs() < 1e-3, "{}", outlook.safe_bit_s);
        let sooner = super::outlook(&store(1200.0), &forecast(&[0.0]), 1).unwrap();
        let dry = sooner.ahead.iter().find(|ahead| ahead.dry > 0.5).unwrap();
        // 50 000 s: in the 84th window.
        assert_eq!(dry.ahead_min, 840);
    }

    /// What lasts a day by emptying the store does not last: the safe consumption is above the supply, the sustainable one is not.
    #[test]
    fn nothing_above_the_supply_is_sustainable() {
        let outlook = outlook(&store(1100.0), &forecast(&[0.0]), 1).unwrap();
        assert!(outlook.safe_bit_s > 1100.0 && outlook.horizon_min == 1440);
        assert_eq!((outlook.sustainable_bit_s, outlook.supply.mean_bit_s), (Some(1000.0), 1000.0));
        let short = Forecast { past: vec![Some(1000.0); 13 * 144], ..forecast(&[0.0]) };
        assert_eq!(super::outlook(&store(1100.0), &short, 1).unwrap().sustainable_bit_s, None);
    }

    #[test]
    fn one_course_in_two_is_half() {
        let outlook = outlook(&store(1110.0), &forecast(&[0.0, -100.0]), 1).unwrap();
        assert_eq!(outlook.ahead[143].dry, 0.5);
        assert!((outlook.safe_bit_s - (900.0 + 1e7 / 86_400.0)).abs() < 1e-3);
        let unused = super::outlook(&store(0.0), &forecast(&[-1000.0]), 1).unwrap();
        assert_eq!((unused.ahead[143].dry, unused.ahead[143].fan_bits[0]), (0.0, 1e7));
    }

    #[test]
    fn impossible_stores_are_refused() {
        let bad = |store: KeyStore| outlook(&store, &forecast(&[0.0]), 1).unwrap_err();
        let good = store(1.0);
        let messages = [
            bad(KeyStore { size_bits: 0.0, ..good }),
            bad(KeyStore { fill_bits: 2e8, ..good }),
            bad(KeyStore { consumption: Consumption::Aes256 { every_s: 0.0, tunnels: 3 }, ..good }),
            bad(KeyStore { consumption: Consumption::OneTimePad { bit_s: -1.0 }, ..good }),
            bad(KeyStore { confidence: 0.999, ..good }),
            outlook(&good, &forecast(&[]), 1).unwrap_err(),
        ];
        insta::assert_snapshot!(messages.map(|problem| problem.to_string()).join("\n"));
    }
}
