//! Numbers as devices and spreadsheets write them.

use crate::forms::Numerals;
use crate::rejection::Reason;

/// Words for a missing value.
const MISSING: [&str; 11] = ["nan", "null", "none", "na", "n/a", "#n/a", "nil", "undefined", "missing", "-", "--"];

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    pub(super) value: f64,
    /// Whether a per cent sign follows it; the value is already divided by 100.
    pub(super) percent: bool,
}

/// Reads a number, whose commas and points mean what `numerals` say.
///
/// # Errors
/// [`Reason::Missing`], [`Reason::NotANumber`], [`Reason::TwoReadings`] or [`Reason::TooLarge`].
pub(super) fn read_number(text: &str, numerals: Numerals) -> Result<Written, Reason> {
    let text = text.trim();
    if text.is_empty() || MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Err(Reason::Missing);
    }
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    // Rust would read `inf` and `infinity`, which no device measures.
    let unsigned = number.trim_start_matches(['+', '-']);
    if ["inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        return Err(Reason::TooLarge);
    }
    let usual = number.bytes().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let parsed = match usual && !numerals.comma {
        true => number.parse::<f64>(),
        false => numerals.plain(number)?.parse(),
    };
    match parsed {
        Ok(value) if value.is_infinite() => Err(Reason::TooLarge),
        Ok(value) => Ok(Written { value: if percent { value / 100.0 } else { value }, percent }),
        Err(_) => Err(Reason::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(text: &str) -> Result<f64, Reason> {
        read_number(text, Numerals::default()).map(|written| written.value)
    }

    #[test]
    fn formats_of_devices() {
        let numbers = [
            ("1197", 1197.0),
            (" 0.021 ", 0.021),
            ("0,021", 0.021),
            ("1e3", 1e3),
            ("+5", 5.0),
            ("-3.5", -3.5),
            ("98 %", 0.98),
            (".5", 0.5),
            ("1.234,5", 1234.5),
            ("12\u{a0}345", 12_345.0),
        ];
        for (text, expected) in numbers {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
        for text in ["", " ", "NaN", "nan", "null", "None", "N/A", "-"] {
            assert_eq!(value(text), Err(Reason::Missing), "{text}");
        }
        for text in ["abc", "1,2,3", "12 34", "1197i", "0x10", "e", ".", "%", "1e", "--5"] {
            assert_eq!(value(text), Err(Reason::NotANumber), "{text}");
        }
        for text in ["inf", "-Infinity", "1e999"] {
            assert_eq!(value(text), Err(Reason::TooLarge), "{text}");
        }
        let columns = Numerals { columns: true, ..Numerals::default() };
        assert_eq!(read_number("1,840", columns), Err(Reason::TwoReadings));
    }

    proptest! {
        #[test]
        fn a_number_reads_back(x in -1e12f64..1e12) {
            prop_assert_eq!(value(&x.to_string()), Ok(x));
            let comma = Numerals { comma: true, ..Numerals::default() };
            prop_assert_eq!(read_number(&x.to_string().replace('.', ","), comma).map(|written| written.value), Ok(x));
            prop_assert_eq!(value(&format!("{x:e}")), Ok(x));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = value(&text);
        }
    }
}
