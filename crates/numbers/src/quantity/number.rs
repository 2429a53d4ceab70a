//! The number at the start of a text, in the spellings of papers, data sheets and spreadsheets: `−70`, `1×10⁻⁷`, `10^-7`, `0,2`,
//! `1 500`.

use super::read::NotAQuantity;

/// A number as it was written, in decimal digits.
#[derive(Debug, PartialEq)]
pub(super) struct Number {
    /// Its digits with its sign, and with a point before the decimals.
    digits: String,
    exponent: i64,
}

impl Number {
    /// The number times a power of ten; none beyond the range of floating-point numbers.
    pub(super) fn scaled(&self, power: i32) -> Option<f64> {
        // The power goes into the decimal exponent: 300 × 1e-12 would not be the number nearest to 3e-10.
        let text = format!("{}e{}", self.digits, self.exponent.saturating_add(power.into()));
        text.parse().ok().filter(|x: &f64| x.is_finite())
    }
}

/// The text in plain characters: every dash a hyphen, every blank a space, raised digits behind `^`, full-width forms as usual ones.
/// Characters of no width are left out.
pub(super) fn plain(text: &str) -> String {
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
    let mut plain = String::new();
    let mut was_raised = false;
    for c in text.chars() {
        let raised = RAISED.chars().position(|raised| raised == c).map(|i| char::from(b"0123456789+-"[i]));
        if raised.is_some() && !was_raised {
            plain.push('^');
        }
        was_raised = raised.is_some();
        plain.push(match raised.unwrap_or(c) {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
            c @ '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '−' | '﹣' => '-',
            '’' => '\'',
            'μ' => 'µ',
            '⋅' | '∙' | '•' => '·',
            // Hostile links bring control characters.
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        });
    }
    plain
}

/// The number at the start of a [`plain`] text, and what is behind it.
///
/// # Errors
/// There is none, or it has two readings.
pub(super) fn read<'a>(text: &'a str) -> Result<(Number, &'a str), NotAQuantity> {
    let unsigned = text.strip_prefix(['+', '-']).map_or(text, str::trim_start);
    let (written, behind) = unsigned.split_at(length(unsigned));
    if !written.contains(|c: char| c.is_ascii_digit()) {
        return Err(NotAQuantity::NotANumber(text.to_owned()));
    }
    if behind.starts_with(',') {
        return Err(NotAQuantity::Separators(text.to_owned()));
    }
    let digits = digits(written).map_err(|two| match two {
        Some((decimal, thousands)) => NotAQuantity::Comma { text: text.to_owned(), decimal, thousands },
        None => NotAQuantity::Separators(text.to_owned()),
    })?;
    let times = behind.trim_start().strip_prefix(['×', 'x', 'X', '·', '*']).map(str::trim_start);
    let power = |behind: &'a str| {
        behind.strip_prefix('^').and_then(integer).ok_or_else(|| NotAQuantity::Power(text.to_owned()))
    };
    let (factor, (exponent, behind)) = if let Some(exponential) = behind.strip_prefix(['e', 'E']).and_then(integer) {
        (digits.as_str(), exponential)
    } else if let Some(behind) = times.and_then(|ten| ten.strip_prefix("10")) {
        (digits.as_str(), power(behind)?)
    } else if digits == "10" && behind.starts_with('^') {
        ("1", power(behind)?)
    } else {
        (digits.as_str(), (0, behind))
    };
    let sign = if text.starts_with('-') { "-" } else { "" };
    Ok((Number { digits: format!("{sign}{factor}"), exponent }, behind.trim()))
}

/// A whole number with its sign at the start of a text, and what is behind it.
fn integer(text: &str) -> Option<(i64, &str)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let behind = unsigned.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &text[..text.len() - behind.len()];
    let largest = if text.starts_with('-') { i64::MIN } else { i64::MAX };
    (behind.len() < unsigned.len()).then(|| (number.parse().unwrap_or(largest), behind))
}

/// Length of the digits at the start of `text` with what separates them, in bytes.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut i = 0;
    loop {
        i += match bytes.get(i) {
            Some(b'0'..=b'9' | b'.') => 1,
            Some(b',') if digit(i + 1) => 1,
            // Between thousands only: in “1.5 1/(km nm)” the second number belongs to the unit.
            Some(b' ' | b'\'') if i > 0 && (1..=3).all(|n| digit(i + n)) && !digit(i + 4) => 1,
            _ => return i,
        }
    }
}

/// The digits with a point before the decimals, and without separators between thousands.
///
/// # Errors
/// Both readings, if the only separator is a comma before three digits; none if there is no reading.
fn digits(written: &str) -> Result<String, Option<(String, String)>> {
    let bytes = written.as_bytes();
    let is_digit = |c: char| c.is_ascii_digit();
    // A separator that comes once and last is that of the decimals; a space or an apostrophe never is.
    let decimal = written.rfind(['.', ',']).filter(|&i| !bytes[..i].contains(&bytes[i]));
    let (whole, decimals) = decimal.map_or((written, ""), |i| (&written[..i], &written[i + 1..]));
    let mut thousands = whole.split(|c| !is_digit(c));
    let first = thousands.next().unwrap_or_default();
    let grouped = first.len() < whole.len();
    let leads = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let mut separators = whole.chars().filter(|&c| !is_digit(c));
    let one = separators.next();
    let regular = leads && separators.all(|c| Some(c) == one) && thousands.all(|group| group.len() == 3);
    if !decimals.chars().all(is_digit) || (grouped && !regular) {
        return Err(None);
    }
    let whole: String = whole.chars().filter(|&c| is_digit(c)).collect();
    if written.contains(',') && !grouped && leads && decimals.len() == 3 {
        return Err(Some((format!("{whole}.{decimals}"), format!("{whole}{decimals}"))));
    }
    Ok(if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<f64, NotAQuantity> {
        let text = plain(text);
        let (number, behind) = read(&text)?;
        assert_eq!(behind, "", "{text}");
        Ok(number.scaled(0).expect("a finite number"))
    }

    #[test]
    fn every_dash_is_a_minus() {
        for dash in "-‐‑‒–—―−﹣－".chars() {
            assert_eq!(value(&format!("{dash}70")), Ok(-70.0), "{dash}");
            assert_eq!(value(&format!("{dash}\u{2009}70")), Ok(-70.0), "{dash}");
            assert_eq!(value(&format!("1e{dash}7")), Ok(1e-7), "{dash}");
        }
    }

    #[test]
    fn powers_of_ten() {
        for text in [
            "1e-7",
            "1E-07",
            "10^-7",
            "10⁻⁷",
            "1×10⁻⁷",
            "1 × 10^−7",
            "1x10^-7",
            "1·10⁻⁷",
            "1⋅10⁻⁷",
            "1*10^-7",
            "0,1×10⁻⁶",
        ] {
            assert_eq!(value(text), Ok(1e-7), "{text}");
        }
        assert_eq!(value("10³"), Ok(1e3));
        assert_eq!(value("-10^+3"), Ok(-1e3));
        assert_eq!(value("2.5×10⁹"), Ok(2.5e9));
        // The raised digits were lost on the way.
        for text in ["1×10-7", "1 x 107", "3 · 10", "10^x"] {
            assert!(matches!(value(text), Err(NotAQuantity::Power(_))), "{text}");
        }
    }

    #[test]
    fn separators_with_one_reading() {
        for (text, x) in [
            ("0,2", 0.2),
            ("0,125", 0.125),
            ("−0,125", -0.125),
            (",5", 0.5),
            ("1,5", 1.5),
            ("1,50", 1.5),
            ("1,2345", 1.2345),
            ("1234,567", 1234.567),
            ("1.500", 1.5),
            ("1,234,567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("1,500.5", 1500.5),
            ("1.500,5", 1500.5),
            ("1.500,500", 1500.5),
            ("1 500", 1500.0),
            ("1\u{202f}500\u{202f}000,25", 1_500_000.25),
            ("1’500.25", 1500.25),
            ("１０", 10.0),
            ("5.", 5.0),
            (".5", 0.5),
        ] {
            assert_eq!(value(text), Ok(x), "{text}");
        }
    }

    #[test]
    fn separators_with_two_readings_or_none() {
        for text in ["1,500", "10,000", "-999,125", "1,500e3"] {
            assert!(matches!(value(text), Err(NotAQuantity::Comma { .. })), "{text}");
        }
        for text in ["1,50,000", "1.5.2", "1..5", "0,200,300", "1.500,000.5", "1,500 000", "1.5 100", "1234 567", "5,"]
        {
            assert!(matches!(value(text), Err(NotAQuantity::Separators(_))), "{text}: {:?}", value(text));
        }
    }
}
