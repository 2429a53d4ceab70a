//! What commas and points mean in the numbers of a file.
//!
//! A comma or a point with three digits behind it and one to three before it has two readings: `1,840` and `1.840`. What the other numbers
//! of the file show decides, for a program writes all of them in one way. Where they show nothing, a point is the decimal point, and a comma
//! the decimal comma if it does not also separate the columns. Where they show both, such a number is not read.

use crate::rejection::Reason;
use std::borrow::Cow;

/// What the numbers of a file show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numerals {
    /// Some number has a decimal point.
    pub point: bool,
    /// Some number has a decimal comma.
    pub comma: bool,
    /// Commas separate columns, and a comma in a number needs quotation marks.
    pub columns: bool,
}

/// How a text writes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Without any separator.
    Plain,
    /// With this one before decimals.
    Decimal(u8),
    /// With this one between thousands, and perhaps the other one before decimals.
    Thousands(u8),
    /// With one separator that may be either.
    Either(u8),
    /// Not at all.
    None,
}

impl Numerals {
    /// Learns from a cell.
    pub(super) fn see(&mut self, text: &str) {
        match written(text.trim().trim_end_matches(['%', ' '])) {
            Written::Decimal(b',') | Written::Thousands(b'.') => self.comma = true,
            Written::Decimal(_) | Written::Thousands(b',') => self.point = true,
            Written::Plain | Written::Thousands(_) | Written::Either(_) | Written::None => {}
        }
    }

    /// The number with a decimal point and without anything between thousands.
    ///
    /// # Errors
    /// [`Reason::NotANumber`], or [`Reason::TwoReadings`].
    pub(crate) fn plain(self, text: &str) -> Result<Cow<'_, str>, Reason> {
        let without = |sign: u8| text.chars().filter(|c| *c != char::from(sign) && !is_space(*c)).collect::<String>();
        let (point, comma) = (self.point, self.comma);
        match written(text) {
            Written::Plain | Written::Decimal(b'.') if !text.contains(is_space) => Ok(Cow::Borrowed(text)),
            Written::Plain | Written::Decimal(b'.') => Ok(without(b' ').into()),
            Written::Decimal(_) => Ok(without(b' ').replace(',', ".").into()),
            Written::Thousands(sign) => Ok(without(sign).replace(',', ".").into()),
            Written::Either(b'.') if comma && point => Err(Reason::TwoReadings),
            Written::Either(b'.') if comma => Ok(without(b'.').into()),
            Written::Either(b'.') => Ok(without(b' ').into()),
            Written::Either(_) if comma && point => Err(Reason::TwoReadings),
            Written::Either(_) if point => Ok(without(b',').into()),
            Written::Either(_) if comma || !self.columns => Ok(without(b' ').replace(',', ".").into()),
            Written::Either(_) => Err(Reason::TwoReadings),
            Written::None => Err(Reason::NotANumber),
        }
    }
}

/// Spaces and apostrophes that stand between thousands and nowhere else.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

fn written(text: &str) -> Written {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (number, exponent) = number.split_once(['e', 'E']).map_or((number, None), |(a, b)| (a, Some(b)));
    let whole = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if exponent.is_some_and(|exponent| !whole(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))) {
        return Written::None;
    }
    let Some(last) = number.rfind(['.', ',']) else {
        return if whole(number) || grouped(number, is_space) { Written::Plain } else { Written::None };
    };
    let sign = number.as_bytes()[last];
    let (before, behind) = (&number[..last], &number[last + 1..]);
    let other = if sign == b',' { '.' } else { ',' };
    if before.contains(char::from(sign)) {
        // The same sign twice: between thousands, if three digits come between.
        let thousands = grouped(number, |c| c == char::from(sign));
        return if thousands && exponent.is_none() { Written::Thousands(sign) } else { Written::None };
    }
    if !(behind.is_empty() || whole(behind)) || before.is_empty() && behind.is_empty() {
        return Written::None;
    }
    if before.contains(other) {
        let thousands = grouped(before, |c| c == other);
        return if thousands { Written::Thousands(other as u8) } else { Written::None };
    }
    match () {
        () if grouped(before, is_space) => Written::Decimal(sign),
        () if !(before.is_empty() || whole(before)) => Written::None,
        () if behind.len() == 3
            && (1..=3).contains(&before.len())
            && !before.starts_with('0')
            && exponent.is_none() =>
        {
            Written::Either(sign)
        }
        () => Written::Decimal(sign),
    }
}

/// Whether these are one to three digits and then groups of three.
fn grouped(text: &str, separates: impl Fn(char) -> bool) -> bool {
    let mut groups = text.split(separates);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    let leads = (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    leads && first.len() < text.len() && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, seen: &[&str], columns: bool) -> Result<f64, Reason> {
        let mut numerals = Numerals { columns, ..Numerals::default() };
        seen.iter().for_each(|text| numerals.see(text));
        numerals.plain(text).map(|plain| plain.parse().expect("a number"))
    }

    #[test]
    fn numbers_with_one_reading() {
        for (text, x) in [
            ("1840", 1840.0),
            ("-0.021", -0.021),
            ("0,021", 0.021),
            ("1,84", 1.84),
            ("1.84", 1.84),
            ("1840,5", 1840.5),
            ("1840.250", 1840.25),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234.567", 1_234_567.0),
            ("1,234,567", 1_234_567.0),
            ("1 840", 1840.0),
            ("1\u{202f}234\u{a0}567,25", 1_234_567.25),
            ("1’840.5", 1840.5),
            ("1.8e3", 1800.0),
            ("1,8E+3", 1800.0),
            ("1.840e3", 1840.0),
            (",5", 0.5),
            ("5.", 5.0),
        ] {
            for (seen, columns) in [(&[][..], true), (&["0.1"], true), (&["0,1"], false), (&["0,1", "0.1"], true)] {
                assert_eq!(read(text, seen, columns), Ok(x), "{text} among {seen:?}");
            }
        }
        for text in ["", "1,2,3", "12 34", "1.2.3", ".", ",", "--5", "1,234.567,8", "0,200,300", "1,50,000", "e5", "1e"]
        {
            assert_eq!(read(text, &[], true), Err(Reason::NotANumber), "{text}");
        }
    }

    #[test]
    fn the_other_numbers_decide_on_two_readings() {
        let both = Err(Reason::TwoReadings);
        for (text, seen, columns, expected) in [
            ("1.840", &[][..], true, Ok(1.84)),
            ("1.840", &["0,021"], false, Ok(1840.0)),
            ("1.840", &["1.234.567"], false, Ok(1840.0)),
            ("1.840", &["0,021", "0.5"], false, both),
            ("1,840", &[], false, Ok(1.84)),
            ("1,840", &[], true, both),
            ("1,840", &["0.021"], true, Ok(1840.0)),
            ("1,840", &["0.021"], false, Ok(1840.0)),
            ("1,840", &["0,021"], true, Ok(1.84)),
            ("1,840", &["2,1 %"], true, Ok(1.84)),
            ("1,840", &["0,021", "0.021"], true, both),
        ] {
            assert_eq!(read(text, seen, columns), expected, "{text} among {seen:?}");
        }
        // Dates show nothing.
        assert_eq!(read("1,840", &["04.03.2024", "2024-03-04", "10:00:00,5"], true), both);
    }

    proptest! {
        #[test]
        fn a_number_has_one_value_or_none(whole in 0u32..9_999_999, decimals in 0u32..10_000, comma: bool) {
            let x: f64 = format!("{whole}.{decimals}").parse().unwrap();
            let grouped = |sign: &str| {
                let digits = whole.to_string();
                let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
                groups.join(sign)
            };
            let (point, thousands, seen) = if comma { (",", ".", "0,1") } else { (".", ",", "0.1") };
            for text in [format!("{whole}{point}{decimals}"), format!("{}{point}{decimals}", grouped(thousands)), format!("{}{point}{decimals}", grouped("\u{202f}"))] {
                // Among numbers that show the sign, and whatever was seen never another value.
                let at_last = Ok(x);
                let found = read(&text, &[seen, &text], !comma);
                if matches!(written(&text), Written::Either(_)) {
                    prop_assert_ne!(found, Err(Reason::NotANumber));
                } else {
                    prop_assert_eq!(found, at_last, "{}", text);
                }
            }
        }

        #[test]
        fn no_text_panics(text in "[0-9.,' eE+\\-\u{a0}]{0,14}", point: bool, comma: bool, columns: bool) {
            if let Ok(plain) = (Numerals { point, comma, columns }).plain(&text) {
                prop_assert!(plain.parse::<f64>().is_ok(), "{} is {}", text, plain);
            }
        }
    }
}
