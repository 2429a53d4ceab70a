//! Numbers as devices and spreadsheets write them.

use crate::parameter::{FileUnit, Parameter};
use crate::rejection::Reason;
use crate::units::{WrittenUnit, read_unit};
use std::borrow::Cow;

/// Texts that programs write in place of a missing value, in lower case.
const MISSING: [&str; 12] =
    ["nan", "null", "none", "na", "n/a", "#n/a", "nil", "undefined", "missing", "-", "--", "nat"];

/// Letters of the longest number that is read without an allocation: `-1.2345678901234567e-308`, and some more.
pub(super) const ROOM: usize = 32;

/// A number as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    pub(super) value: f64,
    /// The unit behind it.
    pub(super) unit: Option<FileUnit>,
}

/// The decimal sign of a column, as far as its numbers show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum DecimalSign {
    /// Nothing shows it: where a comma could be either sign, the number is not read.
    #[default]
    Unknown,
    /// A point; commas stand between thousands.
    Point,
    /// A comma; points stand between thousands.
    Comma,
}

impl DecimalSign {
    /// The sign that a number shows, if it does.
    pub(super) fn shown_by(text: &str) -> Option<DecimalSign> {
        let number = number_part(text.trim());
        let signs: Vec<char> = number.chars().filter(|c| matches!(c, ',' | '.')).collect();
        let last = *signs.last()?;
        let (other, sign) = if last == ',' { ('.', DecimalSign::Comma) } else { (',', DecimalSign::Point) };
        let opposite = if last == ',' { DecimalSign::Point } else { DecimalSign::Comma };
        if signs.contains(&other) {
            return Some(sign);
        }
        if signs.len() > 1 {
            // `1,234,567`
            return Some(opposite);
        }
        let (before, behind) = number.split_once(last)?;
        let whole = before.trim_start_matches(['+', '-']);
        let thousands = behind.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0" && !whole.starts_with('0');
        // A point alone is a decimal sign for nearly everyone; it shows nothing, since a comma elsewhere may overrule it.
        (!thousands && last == ',').then_some(sign).or((!thousands).then_some(sign))
    }
}

/// The part of a text before its unit.
fn number_part(text: &str) -> &str {
    let end = text.find(|c: char| {
        !matches!(c, '0'..='9' | '+' | '-' | '−' | '.' | ',' | 'e' | 'E' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}')
    });
    text[..end.unwrap_or(text.len())].trim_end_matches(['e', 'E']).trim_end()
}

/// Reads a number.
///
/// # Errors
/// [`Reason::Missing`], [`Reason::NotANumber`], [`Reason::DecimalSign`], [`Reason::UnknownUnit`] or [`Reason::TooLarge`].
pub(super) fn read_number(text: &str, sign: DecimalSign) -> Result<Written, Reason> {
    let text = text.trim();
    // Most numbers are just that.
    match plain(text, sign) {
        Some(value) => Ok(Written { value, unit: None }),
        None => read_any(text, sign),
    }
}

/// The value of a number without unit and signs between thousands.
fn plain(text: &str, sign: DecimalSign) -> Option<f64> {
    let decimal = if sign == DecimalSign::Comma { b',' } else { b'.' };
    if !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'e' | b'E') || byte == decimal) {
        return None;
    }
    let value = if sign == DecimalSign::Comma { with_points(text, &mut [0; ROOM]).parse() } else { text.parse() };
    value.ok().filter(|value: &f64| value.is_finite())
}

/// The text with points for commas, in this room if it is large enough.
pub(super) fn with_points<'a>(text: &str, room: &'a mut [u8; ROOM]) -> Cow<'a, str> {
    let short = room.get_mut(..text.len()).and_then(|room| {
        room.copy_from_slice(text.as_bytes());
        room.iter_mut().filter(|byte| **byte == b',').for_each(|byte| *byte = b'.');
        std::str::from_utf8(room).ok()
    });
    short.map_or_else(|| Cow::Owned(text.replace(',', ".")), Cow::Borrowed)
}

/// Reads a number of any form.
fn read_any(text: &str, sign: DecimalSign) -> Result<Written, Reason> {
    if text.is_empty() || MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Err(Reason::Missing);
    }
    // Rust would read `inf` and `infinity`, which no device measures.
    if matches!(text.trim_start_matches(['+', '-']).to_ascii_lowercase().as_str(), "inf" | "infinity") {
        return Err(Reason::TooLarge);
    }
    let number = number_part(text);
    let unit = text[number.len()..].trim();
    if !number.bytes().any(|b| b.is_ascii_digit()) {
        return Err(Reason::NotANumber);
    }
    let value = finite(&with_point(number, sign)?)?;
    let unit = match unit {
        "" => None,
        text => match read_unit(text) {
            Some(WrittenUnit::Known(unit)) => Some(unit),
            Some(_) => return Err(Reason::UnknownUnit),
            // Whatever else stands behind a number: `1197i`, `2.2%%`, `0.021 ± 0.001`.
            None => return Err(Reason::NotANumber),
        },
    };
    let value = match unit {
        Some(FileUnit::Percent) => value / 100.0,
        Some(unit) => unit.plain(value),
        None => value,
    };
    Ok(Written { value, unit })
}

/// Whether a value with this unit behind it can be one of the parameter.
pub(super) fn suits(unit: Option<FileUnit>, parameter: Parameter) -> bool {
    match unit {
        None | Some(FileUnit::Percent) => unit.is_none_or(|unit| unit.suits(parameter)),
        Some(_) => parameter == Parameter::KeyRate,
    }
}

fn finite(text: &str) -> Result<f64, Reason> {
    match text.parse::<f64>() {
        Ok(value) if value.is_infinite() => Err(Reason::TooLarge),
        Ok(value) => Ok(value),
        Err(_) => Err(Reason::NotANumber),
    }
}

/// The number with a point and without signs between thousands.
fn with_point(number: &str, sign: DecimalSign) -> Result<String, Reason> {
    let spaced = |c: char| matches!(c, ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}');
    let groups: Vec<&str> = number.split(spaced).collect();
    // `1 234,5` and `1'234.5`: a first group of up to three digits, the others of three.
    if groups.len() > 1 {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let first = groups[0].trim_start_matches(['+', '-', '−']);
        let good = (1..=3).contains(&first.len())
            && digits(first) == first.len()
            && groups[1..].iter().all(|group| digits(group) == 3)
            && groups[1..groups.len() - 1].iter().all(|group| group.len() == 3);
        if !good {
            return Err(Reason::NotANumber);
        }
    }
    let number: String = groups.concat().replace('−', "-");
    let shown = DecimalSign::shown_by(&number);
    let has_comma = number.contains(',');
    let sign = match (shown, sign) {
        // Both signs in one number, or a number that cannot be thousands, leave no doubt.
        (Some(DecimalSign::Point), DecimalSign::Comma) if has_comma => return Err(Reason::NotANumber),
        (Some(DecimalSign::Comma), DecimalSign::Point) if has_comma => return Err(Reason::NotANumber),
        (Some(shown), _) => shown,
        (None, DecimalSign::Unknown) if has_comma => return Err(Reason::DecimalSign),
        (None, DecimalSign::Unknown) => DecimalSign::Point,
        (None, known) => known,
    };
    let (decimal, thousands) = if sign == DecimalSign::Comma { (',', '.') } else { ('.', ',') };
    let (whole, fraction) = match number.rsplit_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number.as_str(), None),
    };
    if whole.contains(decimal) || fraction.is_some_and(|fraction| fraction.contains(thousands)) {
        return Err(Reason::NotANumber);
    }
    let grouped: Vec<&str> = whole.trim_start_matches(['+', '-']).split(thousands).collect();
    let good =
        grouped.len() == 1 || (1..=3).contains(&grouped[0].len()) && grouped[1..].iter().all(|group| group.len() == 3);
    if !good {
        return Err(Reason::NotANumber);
    }
    let whole = whole.replace(thousands, "");
    Ok(fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Result<f64, Reason> {
        read_number(text, DecimalSign::Unknown).map(|written| written.value)
    }

    #[test]
    fn formats_of_devices() {
        let numbers = [
            ("1197", 1197.0),
            (" 0.021 ", 0.021),
            ("0,021", 0.021),
            ("1800,5", 1800.5),
            ("1e3", 1e3),
            ("+5", 5.0),
            ("-3.5", -3.5),
            ("98 %", 0.98),
            (".5", 0.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("1 234,5", 1234.5),
            ("1'234.5", 1234.5),
            ("1.84 kbit/s", 1840.0),
            ("110400 bits/min", 1840.0),
            ("1.234", 1.234),
        ];
        for (text, expected) in numbers {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
        for text in ["", " ", "NaN", "nan", "null", "None", "N/A", "-", "NaT"] {
            assert_eq!(value(text), Err(Reason::Missing), "{text}");
        }
        for text in [
            "abc",
            "1,2,3",
            "12 34",
            "1197i",
            "0x10",
            "e",
            ".",
            "%",
            "1e",
            "--5",
            "1.2.3,4",
            "2.2%%",
            "0.021 ± 0.001",
            "12,34.5",
        ] {
            assert_eq!(value(text), Err(Reason::NotANumber), "{text}");
        }
        for text in ["inf", "-Infinity", "1e999"] {
            assert_eq!(value(text), Err(Reason::TooLarge), "{text}");
        }
        assert_eq!(value("5 bit/pulse"), Err(Reason::UnknownUnit));
    }

    #[test]
    fn the_column_decides_where_a_number_alone_does_not() {
        assert_eq!(value("1,234"), Err(Reason::DecimalSign));
        let of = |text: &str, sign| read_number(text, sign).map(|written| written.value);
        assert_eq!(of("1,234", DecimalSign::Comma), Ok(1.234));
        assert_eq!(of("1,234", DecimalSign::Point), Ok(1234.0));
        assert_eq!(of("1.234", DecimalSign::Comma), Ok(1234.0));
        assert_eq!(of("1.234", DecimalSign::Point), Ok(1.234));
    }

    #[test]
    fn a_decimal_comma_becomes_a_point_whatever_the_length() {
        for decimals in [1, ROOM - 2, ROOM - 1, 3 * ROOM] {
            let decimals = "1".repeat(decimals);
            assert_eq!(with_points(&format!("0,{decimals}"), &mut [0; ROOM]), format!("0.{decimals}"));
        }
        assert_eq!(plain("1840,5", DecimalSign::Comma), Some(1840.5));
        assert_eq!(plain("1.840", DecimalSign::Comma), None);
    }

    proptest! {
        #[test]
        fn a_number_reads_back(x in -1e12f64..1e12) {
            let of = |text: &str, sign| read_number(text, sign).map(|written| written.value);
            prop_assert_eq!(value(&x.to_string()), Ok(x));
            prop_assert_eq!(of(&x.to_string().replace('.', ","), DecimalSign::Comma), Ok(x));
            prop_assert_eq!(value(&format!("{x:e}")), Ok(x));
        }

        #[test]
        fn plain_numbers_are_read_as_any_others(text in "[+-]?[0-9]{0,6}[.,]?[0-9]{0,6}", other in "[0-9.,eE+-]{0,40}") {
            for sign in [DecimalSign::Unknown, DecimalSign::Point, DecimalSign::Comma] {
                for text in [&text, &other] {
                    if let Some(value) = plain(text, sign) {
                        prop_assert_eq!(read_any(text, sign), Ok(Written { value, unit: None }), "{} {:?}", text, sign);
                    }
                }
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}", number in "[0-9.,' eE+-]{0,12}") {
            for sign in [DecimalSign::Unknown, DecimalSign::Point, DecimalSign::Comma] {
                let _ = (read_number(&text, sign), read_number(&number, sign));
            }
        }
    }
}
