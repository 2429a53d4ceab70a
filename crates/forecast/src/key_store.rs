//! A key store, filled by a link and emptied by encryption.

use super::horizon::Forecast;
use numbers::random::Random;
use numbers::statistics::{quantile, sorted};
use serde::{Deserialize, Serialize};

/// Width of a window, s.
const WINDOW_S: f64 = 600.0;
/// Length of an AES-256 key, bits.
const AES_BITS: f64 = 256.0;
/// Number of simulated runs.
const PATHS: usize = 2000;
/// Probabilities of the quantiles of the fan.
pub const FAN_QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Probability that the store lasts at the safe consumption.
pub const SAFE_PROBABILITY: f64 = 0.99;
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
        "the consumption of a key store must be a positive number of bit/s, and the time between key changes positive"
    )]
    Consumption,
    /// There are no errors of past forecasts.
    #[error("the past is too short to estimate the error of the forecast, and so when the store may run dry")]
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
    /// The forecasts, window by window.
    pub ahead: Vec<StoreForecast>,
    /// The largest consumption at which it lasts to the end of the horizon with the probability [`SAFE_PROBABILITY`], bit/s.
    pub safe_bit_s: f64,
}

/// Simulates a store. Each run is the forecast plus all errors from one origin in the past, drawn as a whole, for errors are correlated
/// in time. Equal seeds give equal runs.
///
/// # Errors
/// [`StoreProblem`].
pub fn outlook(store: &KeyStore, forecast: &Forecast, seed: u64) -> Result<Outlook, StoreProblem> {
    let consumption = store.consumption.bit_s();
    let positive = |x: f64| x.is_finite() && x > 0.0;
    if !positive(store.size_bits) {
        return Err(StoreProblem::Size);
    }
    if !(0.0..=store.size_bits).contains(&store.fill_bits) {
        return Err(StoreProblem::Fill);
    }
    if !positive(consumption) {
        return Err(StoreProblem::Consumption);
    }
    let paths = paths(forecast, seed)?;
    let steps = forecast.ahead.len();
    let mut fills = vec![Vec::with_capacity(paths.len()); steps];
    let mut dry = vec![0u32; steps];
    for path in &paths {
        let (mut fill, mut has_run_dry) = (store.fill_bits, false);
        for (step, rate) in path.iter().enumerate() {
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
            dry: f64::from(dry[step]) / paths.len() as f64,
        }
    };
    let ahead = fills.into_iter().enumerate().map(of_step).collect();
    Ok(Outlook { consumption_bit_s: consumption, ahead, safe_bit_s: safe(store, &paths) })
}

/// Simulated runs of the key rate, bit/s.
fn paths(forecast: &Forecast, seed: u64) -> Result<Vec<Vec<f64>>, StoreProblem> {
    let steps = forecast.ahead.len();
    // Only origins whose whole horizon was measured, apart from short gaps.
    let whole = |errors: &&Vec<Option<f64>>| errors.iter().take(steps).flatten().count() * 10 >= steps * 9;
    let past: Vec<&Vec<Option<f64>>> = forecast.residuals.iter().filter(whole).collect();
    if past.is_empty() {
        return Err(StoreProblem::NoPast);
    }
    let mut random = Random::new(seed, 0);
    let path = |_| {
        let errors = past[random.below(past.len() as i64) as usize];
        let mut last = 0.0;
        let rates = forecast.ahead.iter().zip(errors).map(|(ahead, error)| {
            last = error.unwrap_or(last);
            (ahead.key_rate + last).max(0.0)
        });
        rates.collect()
    };
    Ok((0..PATHS).map(path).collect())
}

/// The largest consumption at which enough runs never run dry.
fn safe(store: &KeyStore, paths: &[Vec<f64>]) -> f64 {
    let lasts = |consumption: f64| {
        let dry = paths.iter().filter(|path| {
            let mut fill = store.fill_bits;
            path.iter().any(|rate| {
                let next = fill + (rate - consumption) * WINDOW_S;
                fill = next.min(store.size_bits);
                next < 0.0
            })
        });
        dry.count() as f64 <= (1.0 - SAFE_PROBABILITY) * paths.len() as f64
    };
    let most = paths.iter().flatten().fold(0.0, |most: f64, rate| most.max(*rate));
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

    /// 1000 bit/s for a day, with these errors in the past.
    fn forecast(errors: &[f64]) -> Forecast {
        let ahead = |step: u32| RateForecast {
            number: i64::from(step),
            ahead_min: 10 * step,
            key_rate: 1000.0,
            interval: (900.0, 1100.0),
        };
        let standing = MethodComparison {
            origins_before: 1,
            origins_held_out: 1,
            best: Method::Direct,
            errors: Vec::new(),
            verdicts: Vec::new(),
            coverage: None,
        };
        Forecast {
            link: "1".to_owned(),
            method: Method::Direct,
            ahead: (1..=144).map(ahead).collect(),
            standing,
            residuals: errors.iter().map(|error| vec![Some(*error); 144]).collect(),
        }
    }

    fn store(bit_s: f64) -> KeyStore {
        KeyStore { size_bits: 1e8, fill_bits: 1e7, consumption: Consumption::OneTimePad { bit_s } }
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

    #[test]
    fn one_run_in_two_is_half() {
        let outlook = outlook(&store(1110.0), &forecast(&[0.0, -100.0]), 1).unwrap();
        let dry = outlook.ahead[143].dry;
        assert!((dry - 0.5).abs() < 0.05, "{dry}");
        assert!((outlook.safe_bit_s - (900.0 + 1e7 / 86_400.0)).abs() < 1e-3);
        assert_eq!(outlook, super::outlook(&store(1110.0), &forecast(&[0.0, -100.0]), 1).unwrap());
    }

    #[test]
    fn impossible_stores_are_refused() {
        let bad = |store: KeyStore| outlook(&store, &forecast(&[0.0]), 1).unwrap_err();
        let good = store(1.0);
        let messages = [
            bad(KeyStore { size_bits: 0.0, ..good }),
            bad(KeyStore { fill_bits: 2e8, ..good }),
            bad(KeyStore { consumption: Consumption::Aes256 { every_s: 0.0, tunnels: 3 }, ..good }),
            outlook(&good, &forecast(&[]), 1).unwrap_err(),
        ];
        insta::assert_snapshot!(messages.map(|problem| problem.to_string()).join("\n"));
    }
}
