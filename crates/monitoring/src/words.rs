//! Numbers with their significant digits, and times, as text for the command line and the page.

use super::read::Origin;
use jiff::Timestamp;

/// A value with its error, which has two significant digits.
///
/// ```
/// use monitoring::with_error;
/// assert_eq!(with_error(0.237192, 3.0e-5), "0.237192 ± 0.000030");
/// assert_eq!(with_error(1.2345e-5, 2.3e-7), "(1.234 ± 0.023)e-5");
/// ```
pub fn with_error(value: f64, error: f64) -> String {
    if !(error > 0.0 && error.is_finite()) {
        return format!("{value:.6}");
    }
    let decimals = 1 - error.log10().floor() as i32;
    if decimals > 6 {
        // Small numbers with a power of ten.
        let power = value.abs().max(error).log10().floor() as i32;
        let scale = 10f64.powi(power);
        let decimals = (decimals + power).max(0) as usize;
        return format!("({:.decimals$} ± {:.decimals$})e{power}", value / scale, error / scale);
    }
    let decimals = decimals.max(0) as usize;
    format!("{value:.decimals$} ± {error:.decimals$}")
}

/// A mean with its standard deviation, which has three significant digits.
///
/// ```
/// assert_eq!(monitoring::with_spread(1187.4321, 56.789), "1187.4 ± 56.8");
/// ```
pub fn with_spread(mean: f64, deviation: f64) -> String {
    // A constant can differ from its mean by rounding.
    let varies = deviation > 1e-9 * mean.abs();
    let decimals = if varies { (2 - deviation.log10().floor() as i32).clamp(0, 9) as usize } else { 3 };
    format!("{mean:.decimals$} ± {deviation:.decimals$}")
}

/// A time to be read by people: to the minute, or to the second where it is not a whole minute.
///
/// ```
/// use monitoring::{Origin, time_text};
/// assert_eq!(time_text(Origin::Epoch, 1_701_283_800.0), "2023-11-29 18:50 UTC");
/// assert_eq!(time_text(Origin::Start, 7_260.0), "2 h 1 min");
/// ```
pub fn time_text(origin: Origin, time_s: f64) -> String {
    let seconds = time_s.round() as i64;
    match (origin, Timestamp::from_second(seconds)) {
        (Origin::Epoch, Ok(time)) => {
            let text = time.to_string();
            let text = text.trim_end_matches('Z');
            format!("{} UTC", text.strip_suffix(":00").unwrap_or(text).replace('T', " "))
        }
        _ => {
            let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            let rest = if rest == 0 { String::new() } else { format!(" {rest} s") };
            format!("{hours} h {minutes} min{rest}")
        }
    }
}

/// A time for files: RFC 3339, or seconds since the start of the measurement.
///
/// ```
/// use monitoring::{Origin, time_stamp};
/// assert_eq!(time_stamp(Origin::Epoch, 1_701_283_800_000_000), "2023-11-29T18:50:00Z");
/// assert_eq!(time_stamp(Origin::Start, 30_000_000), "30");
/// ```
pub fn time_stamp(origin: Origin, time_us: i64) -> String {
    match (origin, Timestamp::from_microsecond(time_us)) {
        (Origin::Epoch, Ok(time)) => time.to_string(),
        _ => (time_us as f64 / 1e6).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_decides_on_the_digits() {
        assert_eq!(with_error(8.431, 0.27), "8.43 ± 0.27");
        assert_eq!(with_error(1234.0, 250.0), "1234 ± 250");
        assert_eq!(with_error(0.2, 0.0), "0.200000");
        assert_eq!(with_spread(2.0, 0.0), "2.000 ± 0.000");
    }
}
