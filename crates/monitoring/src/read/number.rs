//! Numbers as devices and spreadsheets write them.

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

/// Reads a number. With `decimal_comma` a comma may be its decimal sign, where it has no point.
///
/// # Errors
/// [`Reason::Missing`], [`Reason::NotANumber`] or [`Reason::TooLarge`].
pub(super) fn read_number(text: &str, decimal_comma: bool) -> Result<Written, Reason> {
    let text = text.trim();
    if text.is_empty() || MISSING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Err(Reason::Missing);
    }
    let (number, percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (text, false),
    };
    // Rust would read `inf` and `infinity`, which no device measures.
    if !number.bytes().all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'e' | b'E')) {
        let infinite = number.trim_start_matches(['+', '-']).to_ascii_lowercase();
        return Err(if matches!(infinite.as_str(), "inf" | "infinity") {
            Reason::TooLarge
        } else {
            Reason::NotANumber
        });
    }
    let parsed = match number.find(',') {
        Some(comma) if decimal_comma && !number.contains('.') => {
            let mut with_point = number.to_owned();
            with_point.replace_range(comma..=comma, ".");
            with_point.parse()
        }
        _ => number.parse::<f64>(),
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
        read_number(text, true).map(|written| written.value)
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
        ];
        for (text, expected) in numbers {
            assert_eq!(value(text), Ok(expected), "{text}");
        }
        for text in ["", " ", "NaN", "nan", "null", "None", "N/A", "-"] {
            assert_eq!(value(text), Err(Reason::Missing), "{text}");
        }
        for text in ["abc", "1.234,5", "1,2,3", "12 34", "1197i", "0x10", "e", ".", "%", "1e", "--5"] {
            assert_eq!(value(text), Err(Reason::NotANumber), "{text}");
        }
        for text in ["inf", "-Infinity", "1e999"] {
            assert_eq!(value(text), Err(Reason::TooLarge), "{text}");
        }
        assert_eq!(read_number("0,021", false), Err(Reason::NotANumber));
    }

    proptest! {
        #[test]
        fn a_number_reads_back(x in -1e12f64..1e12) {
            prop_assert_eq!(value(&x.to_string()), Ok(x));
            prop_assert_eq!(value(&x.to_string().replace('.', ",")), Ok(x));
            prop_assert_eq!(value(&format!("{x:e}")), Ok(x));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = value(&text);
        }
    }
}
