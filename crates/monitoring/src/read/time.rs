//! Time stamps.
//!
//! | form | example |
//! |---|---|
//! | RFC 3339 | `2023-11-29T18:57:02.113707+00:00`, `…Z` |
//! | variants of it | a space for the T, no zone (then it is UTC), offsets `+00`, `+0000` and ` +00:00`, ` UTC` after it, no seconds, a comma before the fraction, slashes for hyphens |
//! | day first, with points | `29.11.2023 18:57:02` |
//! | since 1970 | seconds, milli-, micro- or nanoseconds, told apart by their size |
//! | since an unknown start | seconds, or what the name of the column says (`t_ms`) |
//!
//! A date with slashes and the year at the end is ambiguous, and a date without a time of day means a whole day: neither is read.

use crate::rejection::Reason;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

static PARSER: DateTimeParser = DateTimeParser::new();

/// 2000-01-01 and 2100-01-01, UTC, µs since 1970. A clock that was reset says 1970.
const YEARS_US: (i64, i64) = (946_684_800_000_000, 4_102_444_800_000_000);
/// Seconds since an unknown start stay below this, and those since 1970 above: 3.2 years, and 1973.
const LONGEST_RUN_S: f64 = 1e8;

/// The instant from which times are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// 1970-01-01T00:00:00 UTC.
    Epoch,
    /// The start of the measurement, at an unknown time.
    Start,
}

/// Unit of times that are written as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Nanoseconds.
    Nanoseconds,
}

impl TimeUnit {
    fn microseconds(self) -> f64 {
        match self {
            TimeUnit::Minutes => 60e6,
            TimeUnit::Seconds => 1e6,
            TimeUnit::Milliseconds => 1e3,
            TimeUnit::Microseconds => 1.0,
            TimeUnit::Nanoseconds => 1e-3,
        }
    }

    /// The unit of this abbreviation.
    pub(super) fn named(text: &str) -> Option<TimeUnit> {
        Some(match text {
            "min" | "minutes" => TimeUnit::Minutes,
            "s" | "sec" | "secs" | "seconds" => TimeUnit::Seconds,
            "ms" | "msec" | "milliseconds" => TimeUnit::Milliseconds,
            "us" | "µs" | "μs" | "microseconds" => TimeUnit::Microseconds,
            "ns" | "nanoseconds" => TimeUnit::Nanoseconds,
            _ => return None,
        })
    }
}

/// Reads the time stamps of one file; the first one decides on the origin and unit of all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    pub(super) unit: Option<TimeUnit>,
    pub(super) origin: Option<Origin>,
}

impl Clock {
    /// The time in a text, µs since the origin, rounded down.
    ///
    /// # Errors
    /// [`Reason::NoTime`], [`Reason::TimeOutOfRange`] or [`Reason::OtherClock`].
    pub(super) fn read(&mut self, text: &str) -> Result<i64, Reason> {
        let text = text.trim();
        let (origin, unit, time) = if is_number(text) {
            self.number(text)?
        } else {
            (Origin::Epoch, self.unit, date(text).ok_or(Reason::NoTime)?)
        };
        let range = match origin {
            Origin::Epoch => YEARS_US,
            Origin::Start => (0, (LONGEST_RUN_S * 1e6) as i64),
        };
        if !(range.0..range.1).contains(&time) {
            return Err(Reason::TimeOutOfRange);
        }
        if self.origin.is_some_and(|known| known != origin) {
            return Err(Reason::OtherClock);
        }
        (self.origin, self.unit) = (Some(origin), unit);
        Ok(time)
    }

    fn number(&self, text: &str) -> Result<(Origin, Option<TimeUnit>, i64), Reason> {
        let number: f64 = text.parse().map_err(|_| Reason::NoTime)?;
        let unit = self.unit.unwrap_or_else(|| unit_by_size(number));
        let origin = self.origin.unwrap_or(if number * unit.microseconds() < LONGEST_RUN_S * 1e6 {
            Origin::Start
        } else {
            Origin::Epoch
        });
        // In whole numbers where it is one: nanoseconds since 1970 have more digits than a float.
        let exact = text.parse::<i64>().ok().and_then(|whole| match unit {
            TimeUnit::Minutes => whole.checked_mul(60_000_000),
            TimeUnit::Seconds => whole.checked_mul(1_000_000),
            TimeUnit::Milliseconds => whole.checked_mul(1000),
            TimeUnit::Microseconds => Some(whole),
            TimeUnit::Nanoseconds => Some(whole.div_euclid(1000)),
        });
        // A fraction is rounded: 1701284222.113707 is not a binary number, and the next below may be a microsecond less.
        let time = exact.unwrap_or_else(|| (number * unit.microseconds()).round() as i64);
        Ok((origin, Some(unit), time))
    }
}

/// The unit of a time since 1970, by its magnitude, which is unambiguous from 1973 on.
fn unit_by_size(number: f64) -> TimeUnit {
    match number.abs() {
        x if x < 1e11 => TimeUnit::Seconds,
        x if x < 1e14 => TimeUnit::Milliseconds,
        x if x < 1e17 => TimeUnit::Microseconds,
        _ => TimeUnit::Nanoseconds,
    }
}

fn is_number(text: &str) -> bool {
    // A date has hyphens or points between digits, and more than one of them.
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let points = rest.bytes().filter(|b| *b == b'.').count();
    digits > 0 && points <= 1 && (digits + points == rest.len() || rest.parse::<f64>().is_ok_and(f64::is_finite))
}

fn date(text: &str) -> Option<i64> {
    let text = ordinary(text);
    let bytes = text.as_bytes();
    let zone = bytes.get(10..)?.iter().position(|b| matches!(b, b'Z' | b'z' | b'+' | b'-'));
    let time = if let Some(zone) = zone {
        // No place is more than 14 h from Greenwich; the parser would take 25.
        if bytes.get(11 + zone..13 + zone).is_some_and(|hours| hours > b"14".as_slice()) {
            return None;
        }
        PARSER.parse_timestamp(bytes).ok()?
    } else if bytes.contains(&b':') {
        Offset::UTC.to_timestamp(PARSER.parse_datetime(bytes).ok()?).ok()?
    } else {
        return None;
    };
    Some(time.as_nanosecond().div_euclid(1000) as i64)
}

/// Rewrites other forms as RFC 3339.
fn ordinary(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for zone in [" UTC", " GMT", "UTC"] {
        if let Some(before) = text.strip_suffix(zone) {
            text = Cow::Owned(format!("{}Z", before.trim_end()));
        }
    }
    // `18:57:02 +00:00`; the first space may be that between date and time.
    if let Some(space) = text.rfind(' ').filter(|space| *space > 10 && text[space + 1..].starts_with(['+', '-'])) {
        text.to_mut().remove(space);
    }
    let bytes = text.as_bytes();
    let sign = |i: usize, sign: u8| bytes.get(i) == Some(&sign);
    if sign(4, b'/') && sign(7, b'/') {
        text = Cow::Owned(text.replacen('/', "-", 2));
    } else if sign(2, b'.') && sign(5, b'.') && text.is_char_boundary(10) && bytes.len() > 10 {
        text = Cow::Owned(format!("{}-{}-{}{}", &text[6..10], &text[3..5], &text[..2], &text[10..]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2023-11-29T18:57:02.113707Z: Python 3.11, `datetime.fromisoformat(…).timestamp()`.
    const THEN_US: i64 = 1_701_284_222_113_707;

    fn read(text: &str) -> Result<i64, Reason> {
        Clock::default().read(text)
    }

    #[test]
    fn every_form_is_the_same_time() {
        for text in [
            "2023-11-29T18:57:02.113707Z",
            "2023-11-29 18:57:02.113707+00:00",
            "2023-11-29 18:57:02.113707",
            "2023-11-29T18:57:02.113707",
            "2023-11-29t18:57:02.113707z",
            "2023-11-29 18:57:02,113707+00:00",
            "2023-11-29 18:57:02.113707000+0000",
            "2023-11-29 18:57:02.113707 +00:00",
            "2023-11-29 18:57:02.113707 UTC",
            "2023-11-29 19:57:02.113707+01:00",
            "2023-11-29 13:27:02.113707-0530",
            "2023-11-29 19:57:02.113707+01",
            "2023/11/29 18:57:02.113707",
            "29.11.2023 18:57:02.113707",
            "29.11.2023 18:57:02,113707",
            " 1701284222.113707 ",
            "1.701284222113707e9",
            "1701284222113.707",
            "1701284222113707",
            "1701284222113707999",
        ] {
            assert_eq!(read(text), Ok(THEN_US), "{text}");
        }
        assert_eq!(read("2023-11-29 18:57"), Ok(THEN_US - 2_113_707));
        assert_eq!(read("20231129T185702Z"), Ok(THEN_US - 113_707));
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "",
            "yesterday",
            "2023-11-29",
            "11/29/2023 18:57:02",
            "2023-13-29 18:57:02",
            "2023-11-29 25:57:02",
            "18:57:02",
            "2023-11-29 18:57:02+15:00",
            "NaN",
            "-",
            ".",
        ] {
            assert_eq!(read(text), Err(Reason::NoTime), "{text}");
        }
        for text in
            ["1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "20231129185702", "9e18", "-5", "99999999999999999999"]
        {
            assert_eq!(read(text), Err(Reason::TimeOutOfRange), "{text}");
        }
    }

    #[test]
    fn the_first_time_decides_on_the_clock() {
        let mut since_start = Clock::default();
        assert_eq!(since_start.read("32.83"), Ok(32_830_000));
        assert_eq!(since_start.origin, Some(Origin::Start));
        assert_eq!(since_start.read("2023-11-29 18:57:02"), Err(Reason::OtherClock));
        // What would be milliseconds since 1970 is seconds here, and too many.
        assert_eq!(since_start.read("1701284222113"), Err(Reason::TimeOutOfRange));
        let mut since_1970 = Clock::default();
        assert_eq!(since_1970.read("2023-11-29 18:57:02"), Ok(THEN_US - 113_707));
        assert_eq!(since_1970.read("1701284222113"), Ok(THEN_US - 707));
        assert_eq!(since_1970.read("0"), Err(Reason::TimeOutOfRange));
        let mut minutes = Clock { unit: Some(TimeUnit::Minutes), origin: None };
        assert_eq!(minutes.read("1.5"), Ok(90_000_000));
    }

    proptest! {
        #[test]
        fn a_time_reads_back(us in YEARS_US.0..YEARS_US.1) {
            let time = jiff::Timestamp::from_microsecond(us).unwrap();
            let text = time.to_string();
            prop_assert_eq!(read(&text), Ok(us));
            prop_assert_eq!(read(&text.replace('T', " ").replace('Z', "+00:00")), Ok(us));
            prop_assert_eq!(read(&us.to_string()), Ok(us));
            prop_assert_eq!(read(&format!("{}.{:06}", us / 1_000_000, us % 1_000_000)), Ok(us));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}", date in "[0-9TZ:+\\-./, ]{0,40}") {
            let _ = (read(&text), read(&date));
        }
    }
}
