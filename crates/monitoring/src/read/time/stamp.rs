//! Dates and times as texts.

use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimeParser;

static PARSER: DateTimeParser = DateTimeParser::new();

/// Order of day and month where both are numbers and the year comes last, with slashes or hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum DayOrder {
    /// `25/03/2024`.
    DayFirst,
    /// `03/25/2024`.
    MonthFirst,
}

/// A text read as a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stamp {
    /// An instant: the text names its zone. µs since 1970, and the offset, s.
    Instant(i64, i32),
    /// The time of a clock on a wall somewhere.
    Wall(DateTime),
    /// A wall clock whose day and month cannot be told apart: day first, month first, and the offset if there is one.
    Either(DateTime, DateTime, Option<i32>),
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "januar", "jänner", "janvier"],
    &["feb", "february", "februar", "février"],
    &["mar", "march", "märz", "mär", "mrz", "mars"],
    &["apr", "april", "avril"],
    &["may", "mai"],
    &["jun", "june", "juni", "juin"],
    &["jul", "july", "juli", "juillet"],
    &["aug", "august", "août"],
    &["sep", "sept", "september", "septembre"],
    &["oct", "october", "okt", "oktober", "octobre"],
    &["nov", "november", "novembre"],
    &["dec", "december", "dez", "dezember", "décembre"],
];
const WEEKDAYS: [&str; 23] = [
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
];
/// Abbreviations of zones that mean one offset only, h. CST, IST and others mean several.
const ZONES: [(&str, f64); 27] = [
    ("z", 0.0),
    ("utc", 0.0),
    ("gmt", 0.0),
    ("wet", 0.0),
    ("west", 1.0),
    ("bst", 1.0),
    ("cet", 1.0),
    ("mez", 1.0),
    ("met", 1.0),
    ("cest", 2.0),
    ("mesz", 2.0),
    ("mest", 2.0),
    ("eet", 2.0),
    ("eest", 3.0),
    ("msk", 3.0),
    ("est", -5.0),
    ("edt", -4.0),
    ("cdt", -5.0),
    ("mst", -7.0),
    ("mdt", -6.0),
    ("pst", -8.0),
    ("pdt", -7.0),
    ("jst", 9.0),
    ("kst", 9.0),
    ("sgt", 8.0),
    ("aest", 10.0),
    ("aedt", 11.0),
];

/// The offset of a zone that is written as an abbreviation or as an offset, s.
pub(in crate::read) fn offset_of(text: &str) -> Option<i32> {
    let lower = text.trim().to_lowercase();
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == lower) {
        return Some((hours * 3600.0) as i32);
    }
    let lower = lower.strip_prefix("utc").or(lower.strip_prefix("gmt")).unwrap_or(&lower).to_owned();
    let (sign, digits) = match lower.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, lower.strip_prefix(['-', '−'])?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "0"),
    };
    // No sign of their own.
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    let (hours, minutes) = (i32::from(hours), i32::from(minutes));
    // No place is more than 14 h from Greenwich.
    (hours <= 14 && minutes < 60 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Reads a text that names a day and a time of day; `None` if it is none, or has no time of day.
pub(super) fn stamp(text: &str) -> Option<Stamp> {
    usual(text).or_else(|| day_first(text)).or_else(|| other(text))
}

/// RFC 3339 and what differs from it in small things: fast, since most files are so.
fn usual(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let year = bytes.len() >= 16 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit);
    let compact = bytes.len() >= 15 && matches!(bytes[8], b'T' | b't');
    if !(year && matches!(bytes[10], b'T' | b't' | b' ') && bytes[13] == b':' || compact) {
        return None;
    }
    let zone = bytes[10..].iter().position(|b| matches!(b, b'Z' | b'z' | b'+' | b'-'));
    match zone {
        Some(zone) => {
            let sign = 10 + zone;
            if bytes.get(1 + sign..3 + sign).is_some_and(|hours| hours > b"14".as_slice()) {
                return None;
            }
            let time = PARSER.parse_timestamp(bytes).ok()?;
            let offset = match &bytes[sign..] {
                [b'Z' | b'z', ..] | [b'+', b'0', b'0'] | [b'+', b'0', b'0', b':', b'0', b'0'] => 0,
                _ => offset_of(text.get(sign..)?)?,
            };
            Some(Stamp::Instant(whole_micros(time), offset))
        }
        None => PARSER.parse_datetime(bytes).ok().map(Stamp::Wall),
    }
}

/// `29.11.2023 18:57`, with or without seconds and a fraction of them.
fn day_first(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let two = |at: usize| match bytes.get(at..at + 2)? {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some((10 * (a - b'0') + b - b'0') as i8),
        _ => None,
    };
    let sign = |at: usize, signs: &[u8]| bytes.get(at).is_some_and(|byte| signs.contains(byte));
    if !(sign(2, b".") && sign(5, b".") && sign(10, b" ") && sign(13, b":")) {
        return None;
    }
    let year = 100 * i16::from(two(6)?) + i16::from(two(8)?);
    let second = if bytes.len() == 16 { 0 } else { two(17).filter(|_| sign(16, b":"))? };
    let nanos = match bytes.get(19..) {
        None | Some([]) => 0,
        Some(fraction) => {
            let digits = fraction.strip_prefix(b".").or(fraction.strip_prefix(b","))?;
            if !(1..=9).contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
                return None;
            }
            let whole = digits.iter().fold(0, |number, digit| 10 * number + i32::from(digit - b'0'));
            whole * 10i32.pow(9 - digits.len() as u32)
        }
    };
    DateTime::new(year, two(3)?, two(0)?, two(11)?, two(14)?, second, nanos).ok().map(Stamp::Wall)
}

/// Numbers, words and signs of a text, in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Sign(char),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = |wanted: fn(char) -> bool| rest.find(|c: char| !wanted(c)).unwrap_or(rest.len());
        let end = if c.is_ascii_digit() {
            length(|c| c.is_ascii_digit())
        } else if c.is_alphabetic() {
            length(char::is_alphabetic)
        } else {
            c.len_utf8()
        };
        found.push(match c {
            c if c.is_ascii_digit() => Token::Number(&rest[..end]),
            c if c.is_alphabetic() => Token::Word(&rest[..end]),
            c => Token::Sign(c),
        });
        rest = &rest[end..];
    }
    found
}

/// Any other way to write a day and a time of day.
fn other(text: &str) -> Option<Stamp> {
    if text.len() < 10 || text.len() > 80 {
        return None;
    }
    // Go's monotonic clock.
    let text = text.split(" m=").next().unwrap_or(text);
    let found = tokens(text);
    let colon = found.windows(3).position(|w| matches!(w, [Token::Number(_), Token::Sign(':'), Token::Number(_)]));
    let (before, hour, mut after) = match colon {
        Some(at) => {
            let Token::Number(hour) = found[at] else { return None };
            // `25/Mar/2024:10:00:00`: what is before the first colon is the year.
            if hour.len() == 4 {
                let Token::Number(hour) = found[at + 2] else { return None };
                (&found[..=at], hour, &found[at + 3..])
            } else {
                (&found[..at], hour, &found[at + 1..])
            }
        }
        None => return compact(text, &found),
    };
    let mut clock = [two(hour)?, 0, 0];
    let mut nanos = 0;
    for part in clock.iter_mut().skip(1) {
        let [Token::Sign(':'), Token::Number(number), rest @ ..] = after else { break };
        (*part, after) = (two(number)?, rest);
    }
    if let [Token::Sign('.' | ','), Token::Number(fraction), rest @ ..] = after {
        (nanos, after) = (nanoseconds(fraction), rest);
    }
    let mut offset = None;
    let mut date: Vec<Token> = before.to_vec();
    // What is behind the time of day: am or pm, a zone, and the year of ctime.
    let mut i = 0;
    while i < after.len() {
        match after[i] {
            Token::Word(word) if matches!(word.to_lowercase().as_str(), "am" | "pm") => {
                if !(1..=12).contains(&clock[0]) {
                    return None;
                }
                clock[0] = clock[0] % 12 + if word.eq_ignore_ascii_case("pm") { 12 } else { 0 };
            }
            Token::Word(word) => {
                let of_word = offset_of(word)?;
                // `+0000 UTC`: the number before it has said it.
                offset = offset.or(Some(of_word));
            }
            Token::Sign(sign @ ('+' | '-')) => {
                let Some(Token::Number(number)) = after.get(i + 1) else { return None };
                let (mut written, mut used) = (format!("{sign}{number}"), 1);
                if let [Token::Sign(':'), Token::Number(minutes), ..] = after[i + 2..] {
                    written += &format!(":{minutes}");
                    used = 3;
                }
                // `GMT+1` is the zone that is named by both.
                offset = Some(offset_of(&written)?);
                i += used;
            }
            Token::Number(_) => date.extend([Token::Sign(' '), after[i]]),
            Token::Sign(' ' | ',' | '(' | ')' | '[' | ']') => {}
            Token::Sign(_) => return None,
        }
        i += 1;
    }
    let time = |(year, month, day): (i16, i8, i8)| {
        let [hour, minute, second] = clock.map(|x| x as i8);
        DateTime::new(year, month, day, hour, minute, second, nanos).ok()
    };
    combine(day_of(&date)?, time, offset)
}

fn combine(day: Day, time: impl Fn((i16, i8, i8)) -> Option<DateTime>, offset: Option<i32>) -> Option<Stamp> {
    let one = |date| {
        let wall = time(date)?;
        match offset {
            Some(offset) => Some(Stamp::Instant(micros(wall)? - i64::from(offset) * 1_000_000, offset)),
            None => Some(Stamp::Wall(wall)),
        }
    };
    match day {
        Day::One(date) => one(date),
        Day::Either(a, b) => match (time(a), time(b)) {
            (Some(a), Some(b)) if a != b => Some(Stamp::Either(a, b, offset)),
            (Some(_), _) => one(a),
            (None, _) => one(b),
        },
    }
}

/// µs since 1970 of a wall clock at Greenwich.
pub(super) fn micros(wall: DateTime) -> Option<i64> {
    jiff::tz::Offset::UTC.to_timestamp(wall).ok().map(whole_micros)
}

/// µs since 1970, rounded down, without the division of 128 bits that all nanoseconds would need.
fn whole_micros(time: jiff::Timestamp) -> i64 {
    time.as_second() * 1_000_000 + i64::from(time.subsec_nanosecond().div_euclid(1000))
}

/// `20240325100000`, `20240325_100000`, `20240325 1000`.
fn compact(text: &str, found: &[Token<'_>]) -> Option<Stamp> {
    let digits = match found {
        [Token::Number(all)] if matches!(all.len(), 12 | 14) => (*all).to_owned(),
        [Token::Number(day), Token::Sign('_' | ' ' | '-'), Token::Number(clock)]
            if day.len() == 8 && matches!(clock.len(), 4 | 6) =>
        {
            format!("{day}{clock}")
        }
        _ => return None,
    };
    debug_assert!(text.len() >= digits.len());
    let part = |from: usize, to: usize| digits.get(from..to).map_or(Some(0), |text| text.parse::<i16>().ok());
    let [month, day, hour, minute, second] = [(4, 6), (6, 8), (8, 10), (10, 12), (12, 14)].map(|(a, b)| part(a, b));
    let wall = DateTime::new(part(0, 4)?, month? as i8, day? as i8, hour? as i8, minute? as i8, second? as i8, 0);
    wall.ok().map(Stamp::Wall)
}

enum Day {
    One((i16, i8, i8)),
    Either((i16, i8, i8), (i16, i8, i8)),
}

/// The day that these tokens name.
fn day_of(found: &[Token<'_>]) -> Option<Day> {
    let mut numbers: Vec<&str> = Vec::new();
    let (mut signs, mut month) = (Vec::new(), None);
    for token in found {
        match token {
            Token::Number(number) => numbers.push(number),
            Token::Word(word) => {
                let lower = word.to_lowercase();
                match MONTHS.iter().position(|names| names.contains(&lower.as_str())) {
                    Some(index) if month.is_none() => month = Some(index as i8 + 1),
                    Some(_) => return None,
                    // `T` between date and time, `at`, `um`.
                    None if WEEKDAYS.contains(&lower.as_str()) || matches!(lower.as_str(), "t" | "at" | "um") => {}
                    None => return None,
                }
            }
            Token::Sign(sign @ ('/' | '.' | '-')) => signs.push(*sign),
            Token::Sign(' ' | ',' | '@' | ':' | '\u{a0}' | '\u{202f}') => {}
            Token::Sign(_) => return None,
        }
    }
    let year = |text: &str| (text.len() == 4).then(|| text.parse::<i16>().ok()).flatten();
    let small = |text: &str| two(text).map(|x| x as i8);
    if let Some(month) = month {
        return match numbers.as_slice() {
            [a, b] => match (year(a), year(b)) {
                (Some(year), None) => Some(Day::One((year, month, small(b)?))),
                (None, Some(year)) => Some(Day::One((year, month, small(a)?))),
                _ => None,
            },
            _ => None,
        };
    }
    let [a, b, c] = numbers.as_slice() else { return None };
    if let Some(year) = year(a) {
        return Some(Day::One((year, small(b)?, small(c)?)));
    }
    let dots = signs.first() == Some(&'.') && signs.get(1) == Some(&'.');
    let last = match year(c) {
        Some(year) => year,
        // A year of two digits is one only where the order is known.
        None if dots && c.len() == 2 => 2000 + c.parse::<i16>().ok()?,
        None => return None,
    };
    let (a, b) = (small(a)?, small(b)?);
    if dots {
        return Some(Day::One((last, b, a)));
    }
    let same_sign = signs.len() >= 2 && signs[0] == signs[1] && matches!(signs[0], '/' | '-');
    match (a > 12, b > 12) {
        _ if !same_sign => None,
        (true, true) => None,
        (true, false) => Some(Day::One((last, b, a))),
        (false, true) => Some(Day::One((last, a, b))),
        (false, false) => Some(Day::Either((last, b, a), (last, a, b))),
    }
}

/// Which order a text proves: with slashes or hyphens, the year last, and a number above 12.
pub(super) fn proves(text: &str) -> Option<DayOrder> {
    let mut parts = text.trim_start().split(['/', '-', ' ']);
    let (a, b) = (parts.next()?, parts.next()?);
    let year = parts.next().is_some_and(|c| c.len() >= 4 && c.as_bytes()[..4].iter().all(u8::is_ascii_digit));
    let (a, b) = (two(a)?, two(b)?);
    match (year, a > 12, b > 12) {
        (true, true, false) => Some(DayOrder::DayFirst),
        (true, false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

fn two(text: &str) -> Option<u8> {
    if matches!(text.len(), 1 | 2) { text.parse().ok() } else { None }
}

fn nanoseconds(digits: &str) -> i32 {
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_of_zones() {
        for (text, hours) in [("+01:00", 1.0), ("-0530", -5.5), ("UTC+2", 2.0), ("−3", -3.0), ("+14", 14.0)] {
            assert_eq!(offset_of(text), Some((hours * 3600.0) as i32), "{text}");
        }
        for text in ["+15", "+1:60", "+7401220:00", "--7401220:00", "+-1:00", "+1:-5", "+", "1"] {
            assert_eq!(offset_of(text), None, "{text}");
        }
    }

    #[test]
    fn dates_with_points_take_the_short_way() {
        for (text, nanos) in [
            ("29.11.2023 18:57", 0),
            ("29.11.2023 18:57:02", 0),
            ("29.11.2023 18:57:02,113", 113_000_000),
            ("29.11.2023 18:57:02.123456789", 123_456_789),
        ] {
            let second = if text.len() > 16 { 2 } else { 0 };
            let wall = DateTime::new(2023, 11, 29, 18, 57, second, nanos).unwrap();
            assert_eq!(day_first(text), Some(Stamp::Wall(wall)), "{text}");
        }
        assert_eq!(day_first("31.02.2024 10:00"), None);
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_one(
            text in "[0-3][0-9]\\.[01][0-9]\\.[0-9]{4} [0-2][0-9]:[0-6][0-9](:[0-6][0-9]([.,][0-9]{0,11})?)?",
            position in 0usize..30,
            letter in "[0-9.,: TZ+a-]?",
        ) {
            let mut other = text.clone();
            let position = position.min(text.len() - 1);
            other.replace_range(position..=position, &letter);
            for text in [&text, &other] {
                if let Some(found) = day_first(text) {
                    prop_assert_eq!((usual(text), super::other(text)), (None, Some(found)), "{}", text);
                }
            }
        }

        #[test]
        fn microseconds_are_rounded_down(nanos in -4_000_000_000_000_000_000i128..4_000_000_000_000_000_000) {
            let time = jiff::Timestamp::from_nanosecond(nanos).unwrap();
            prop_assert_eq!(i128::from(whole_micros(time)), nanos.div_euclid(1000));
        }
    }
}
