//! Alerts: what an operator wants to be told, and when it happens or is forecast.

use super::horizon::Forecast;
use super::key_store::Outlook;
use super::rows::LinkWindows;
use monitoring::Parameter;
use numbers::quantity::{Unit, parse_quantity};
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

/// Why a text is no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitProblem {
    /// Another form.
    #[error("write key_rate<800, qber>4%, store<20M (bits) or dry<12h: what it is about, < or >, and the limit")]
    Form,
    /// A limit that nothing or everything is beyond.
    #[error("{0}")]
    Value(String),
}

impl Limit {
    /// Reads a limit as it is typed: `key_rate<800`, `qber>4%`, `store<20M`, `dry<12h`.
    ///
    /// # Errors
    /// [`LimitProblem`].
    ///
    /// ```
    /// use forecast::Limit;
    /// assert_eq!(Limit::read("qber > 4%"), Ok(Limit::QberAbove(0.04)));
    /// assert_eq!(Limit::read("dry<12h"), Ok(Limit::DryWithin(720.0)));
    /// assert!(Limit::read("qber<4%").is_err());
    /// ```
    pub fn read(text: &str) -> Result<Limit, LimitProblem> {
        let at = text.find(['<', '>']).ok_or(LimitProblem::Form)?;
        let (name, value) = (text[..at].trim(), text[at + 1..].trim());
        match (name, &text[at..=at]) {
            ("key_rate", "<") => Limit::key_rate_below(value),
            ("qber", ">") => Limit::qber_above(value),
            ("store", "<") => Limit::store_below(value),
            ("dry", "<") => Limit::dry_within(value),
            _ => Err(LimitProblem::Form),
        }
    }

    /// Reads the smallest key rate, such as `800` or `1.2k`.
    ///
    /// # Errors
    /// [`LimitProblem`].
    pub fn key_rate_below(text: &str) -> Result<Limit, LimitProblem> {
        positive(text, Unit::BitsPerSecond, f64::INFINITY).map(Limit::KeyRateBelow)
    }

    /// Reads the largest QBER, such as `4%` or `0.04`.
    ///
    /// # Errors
    /// [`LimitProblem`].
    pub fn qber_above(text: &str) -> Result<Limit, LimitProblem> {
        positive(text, Unit::Share, 0.5).map(Limit::QberAbove)
    }

    /// Reads the smallest content of a store, such as `20M`.
    ///
    /// # Errors
    /// [`LimitProblem`].
    pub fn store_below(text: &str) -> Result<Limit, LimitProblem> {
        positive(text, Unit::Bits, f64::INFINITY).map(Limit::StoreBelow)
    }

    /// Reads the time within which a store must not run dry, such as `12h` or `90min`.
    ///
    /// # Errors
    /// [`LimitProblem`].
    pub fn dry_within(text: &str) -> Result<Limit, LimitProblem> {
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let factor = match text[number.len()..].trim() {
            "h" | "hours" => 60.0,
            "min" | "m" | "minutes" => 1.0,
            _ => return Err(LimitProblem::Value("write minutes, such as 90min, or hours, such as 12h".to_owned())),
        };
        positive(number, Unit::None, 24.0 * 60.0 / factor).map(|time| Limit::DryWithin(time * factor))
    }

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
        for (number, value) in limit.parameter().into_iter().flat_map(|parameter| link.windows.of_parameter(parameter))
        {
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

fn positive(text: &str, unit: Unit, most: f64) -> Result<f64, LimitProblem> {
    let value = parse_quantity(text.trim(), unit).map_err(|problem| LimitProblem::Value(problem.to_string()))?;
    if value > 0.0 && value.is_finite() && value <= most {
        return Ok(value);
    }
    Err(LimitProblem::Value(match most {
        f64::INFINITY => "a limit is a number above 0".to_owned(),
        0.5 => "a QBER is above 0 and at most 50 %".to_owned(),
        _ => "forecasts look at most 24 h ahead: write a time above 0 and up to 24h".to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::horizon::{Method, MethodComparison, RateForecast};
    use crate::key_store::{KeySupply, StoreForecast};

    #[test]
    fn limits_are_read_or_refused() {
        let good = ["key_rate<800", "key_rate < 1.2k", "qber>0.04", "store<20M", "dry<90min"].map(Limit::read);
        insta::assert_debug_snapshot!(good.map(Result::unwrap));
        let bad = [
            "qber",
            "qber<4%",
            "visibility<0.9",
            "qber>60%",
            "key_rate<-5",
            "key_rate<many",
            "dry<12",
            "dry<25h",
            "store<0",
        ];
        insta::assert_snapshot!(bad.map(|text| format!("{text}: {}", Limit::read(text).unwrap_err())).join("\n"));
    }

    /// Falling by 10 bit/s a window, 100 bit/s wide.
    fn forecast() -> Forecast {
        let ahead = |step: u32| {
            let key_rate = 1000.0 - 10.0 * f64::from(step);
            // Beyond two hours there is no interval.
            let interval = (step <= 12).then_some((key_rate - 50.0, key_rate + 50.0));
            RateForecast { number: 100 + i64::from(step), ahead_min: 10 * step, key_rate, interval }
        };
        let standing = MethodComparison {
            origins_before: 1,
            origins_held_out: 1,
            best: Method::Direct,
            errors: Vec::new(),
            verdicts: Vec::new(),
            coverage: None,
            longest_min: 120,
        };
        let ahead = (1..=144).map(ahead).collect();
        Forecast {
            link: "1".to_owned(),
            method: Method::Direct,
            ahead,
            standing,
            courses: Vec::new(),
            past: Vec::new(),
        }
    }

    fn outlook() -> Outlook {
        let ahead = |step: u32| StoreForecast {
            ahead_min: 10 * step,
            fan_bits: [10.0, 20.0, 30.0, 40.0, 50.0].map(|bits| bits - f64::from(step)),
            dry: 0.02 * f64::from(step - 1),
        };
        Outlook {
            consumption_bit_s: 1.0,
            ahead: (1..=12).map(ahead).collect(),
            horizon_min: 120,
            confidence: 0.99,
            safe_bit_s: 1.0,
            sustainable_bit_s: None,
            supply: KeySupply { mean_bit_s: 1.0, missing: 0.0, days: 3.0 },
        }
    }

    #[test]
    fn forecast_alerts_have_a_time_and_a_probability() {
        let raised = |limit: Limit| forecast_alerts(&forecast(), Some(&outlook()), &[limit]).pop();
        // The lower end, 950 − 10 n, is below 915 from n = 4 on, the forecast from n = 9 on, and the lower end ends at 830.
        let rate = raised(Limit::KeyRateBelow(915.0)).unwrap();
        assert_eq!((rate.start, rate.worst), (104, 830.0));
        assert_eq!(rate.evidence, Evidence::Forecast { likely: Some(109), probability: None });
        // Far ahead the forecast is lower still, but without an interval nothing is said of it.
        assert_eq!(raised(Limit::KeyRateBelow(800.0)), None);
        let store = raised(Limit::StoreBelow(5.5)).unwrap();
        assert_eq!((store.start, store.worst), (105, -2.0));
        // 6 % in the fourth window, which begins after 30 min.
        let dry = raised(Limit::DryWithin(60.0)).unwrap();
        assert_eq!((dry.start, dry.worst), (104, 30.0));
        assert_eq!(dry.evidence, Evidence::Forecast { likely: None, probability: Some(0.1) });
        assert_eq!(raised(Limit::DryWithin(30.0)), None);
        assert_eq!(forecast_alerts(&forecast(), None, &[Limit::StoreBelow(5.5), Limit::QberAbove(0.01)]), []);
    }
}
