//! Numbers with prefixes and units as people write them: `10G`, `20 kHz`, `1e-9`, `90 dB`, `99 %`.

/// Unit of a parameter, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A bare number or a word.
    None,
    /// Hz.
    Hertz,
    /// bit/s.
    BitsPerSecond,
    /// s.
    Seconds,
    /// rad/s.
    RadiansPerSecond,
    /// dB/km.
    DecibelsPerKm,
    /// 1/(km nm).
    PerKmNm,
    /// ps/(nm km).
    PsPerNmKm,
    /// dB.
    Decibels,
    /// A fraction, written as a number or in per cent.
    Share,
    /// An isolation: the fraction that leaks through, written as a number or in dB. A number of decibels means a loss, with or without a
    /// minus sign: 80 dB and −80 dB are both 1e-8.
    Isolation,
    /// A ratio, written as a number or in dB: 3 dB is about 2, −3 dB about 0.5.
    Ratio,
}

impl Unit {
    /// Its symbol after a number.
    pub const fn symbol(self) -> &'static str {
        match self {
            Unit::None | Unit::Share | Unit::Isolation | Unit::Ratio => "",
            Unit::Hertz => "Hz",
            Unit::BitsPerSecond => "bit/s",
            Unit::Seconds => "s",
            Unit::RadiansPerSecond => "rad/s",
            Unit::DecibelsPerKm => "dB/km",
            Unit::PerKmNm => "/(km nm)",
            Unit::PsPerNmKm => "ps/(nm km)",
            Unit::Decibels => "dB",
        }
    }

    const fn takes_prefix(self) -> bool {
        matches!(self, Unit::None | Unit::Hertz | Unit::BitsPerSecond | Unit::Seconds | Unit::RadiansPerSecond)
    }

    const fn is_written_with_prefix(self) -> bool {
        self.takes_prefix() && !matches!(self, Unit::None)
    }
}

/// A text that is not a number in the wanted unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuantity {
    /// Nothing there.
    #[error("type a number")]
    Empty,
    /// No number at the start.
    #[error("“{0}” is not a number")]
    NotANumber(String),
    /// A comma where a point should be.
    #[error("“{0}”: write the decimal point as a point, and no separators between thousands")]
    Comma(String),
    /// A number, then something that is neither a prefix nor the unit.
    #[error("“{behind}” after the number is not {wanted}")]
    WrongUnit {
        /// The text after the number.
        behind: String,
        /// The unit that is expected.
        wanted: &'static str,
    },
    /// A number beyond the range of floating-point numbers.
    #[error("“{0}” is too large a number")]
    TooLarge(String),
}

/// SI prefixes with their exponents of ten; the first of those with the same exponent is written.
const PREFIXES: [(&str, i32); 10] =
    [("f", -15), ("p", -12), ("n", -9), ("µ", -6), ("u", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12)];

const fn wanted(unit: Unit) -> &'static str {
    match unit {
        Unit::None => "a prefix such as k or M",
        Unit::Hertz => "a unit such as kHz or G (for GHz)",
        Unit::BitsPerSecond => "a unit such as Gbit/s or G",
        Unit::Seconds => "a unit such as ps or ns",
        Unit::RadiansPerSecond => "a unit such as Grad/s or G",
        Unit::DecibelsPerKm => "the unit dB/km",
        Unit::PerKmNm => "the unit /(km nm)",
        Unit::PsPerNmKm => "the unit ps/(nm km)",
        Unit::Decibels => "the unit dB",
        Unit::Share => "a per cent sign",
        Unit::Isolation | Unit::Ratio => "the unit dB",
    }
}

/// Length of the number at the start of `text`, in bytes, without its exponent; and with it.
fn number_length(text: &str) -> (usize, usize) {
    let bytes = text.as_bytes();
    let digits = |mut i: usize| {
        while bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        i
    };
    let sign = |i: usize| i + usize::from(matches!(bytes.get(i), Some(b'+' | b'-')));
    let start = sign(0);
    let mut mantissa = digits(start);
    let mut any = mantissa > start;
    if bytes.get(mantissa) == Some(&b'.') {
        let fraction = digits(mantissa + 1);
        any |= fraction > mantissa + 1;
        mantissa = fraction;
    }
    if !any {
        return (0, 0);
    }
    if matches!(bytes.get(mantissa), Some(b'e' | b'E')) {
        let exponent = sign(mantissa + 1);
        if digits(exponent) > exponent {
            return (mantissa, digits(exponent));
        }
    }
    (mantissa, mantissa)
}

/// The number that a text writes, in the unit given (without prefix).
///
/// # Errors
/// [`NotAQuantity`] says what is wrong with the text.
///
/// ```
/// use numbers::quantity::{Unit, parse_quantity};
/// assert_eq!(parse_quantity("10G", Unit::BitsPerSecond), Ok(10e9));
/// assert_eq!(parse_quantity("300 ps", Unit::Seconds), Ok(300e-12));
/// assert_eq!(parse_quantity("10 min", Unit::Seconds), Ok(600.0));
/// assert_eq!(parse_quantity("70 dB", Unit::Isolation), Ok(1e-7));
/// assert_eq!(parse_quantity("-70 dB", Unit::Isolation), Ok(1e-7));
/// assert_eq!(parse_quantity("99 %", Unit::Share), Ok(0.99));
/// assert!(parse_quantity("20 kg", Unit::Hertz).is_err());
/// ```
pub fn parse_quantity(text: &str, unit: Unit) -> Result<f64, NotAQuantity> {
    // Numbers copied from papers bring typographic signs; hostile links bring control characters.
    let text: String = text.replace('−', "-").replace('μ', "µ").chars().filter(|c| !c.is_control()).collect();
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(NotAQuantity::Empty);
    }
    let (mantissa, number) = number_length(&text);
    if number == 0 {
        return Err(NotAQuantity::NotANumber(text));
    }
    let behind = text[number..].trim();
    if behind.starts_with(',') {
        return Err(NotAQuantity::Comma(text));
    }
    let exponent: i64 = text[mantissa..number].get(1..).map_or(Ok(0), str::parse).unwrap_or(i64::MAX / 2);
    // The prefix goes into the decimal exponent: 300 × 1e-12 would not be the number nearest to 3e-10.
    let scaled = |shift: i32| {
        let x: f64 = format!("{}e{}", &text[..mantissa], exponent.saturating_add(shift.into()))
            .parse()
            .map_err(|_| NotAQuantity::NotANumber(text.clone()))?;
        if x.is_finite() { Ok(x) } else { Err(NotAQuantity::TooLarge(text.clone())) }
    };
    let squeezed: String = behind.split_whitespace().collect();
    let symbol: String = unit.symbol().split_whitespace().collect();
    match unit {
        _ if squeezed.is_empty() || squeezed == symbol => scaled(0),
        Unit::Share if squeezed == "%" => scaled(-2),
        Unit::Seconds if squeezed == "min" => scaled(0).map(|minutes| 60.0 * minutes),
        Unit::Seconds if squeezed == "h" => scaled(0).map(|hours| 3600.0 * hours),
        Unit::Isolation if squeezed.eq_ignore_ascii_case("dB") => scaled(0).map(|db| from_decibels(-db.abs())),
        Unit::Ratio if squeezed.eq_ignore_ascii_case("dB") => scaled(0).map(from_decibels),
        Unit::PerKmNm if squeezed.starts_with('1') && squeezed[1..] == symbol => scaled(0),
        _ => PREFIXES
            .iter()
            .filter(|_| unit.takes_prefix())
            .find(|(prefix, _)| squeezed.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest == symbol))
            .map_or_else(
                || Err(NotAQuantity::WrongUnit { behind: behind.to_owned(), wanted: wanted(unit) }),
                |&(_, exponent)| scaled(exponent),
            ),
    }
}

/// The ratio of a number of decibels, exact for multiples of ten.
fn from_decibels(db: f64) -> f64 {
    let tens = db / 10.0;
    if tens.fract() == 0.0 && tens.abs() < 300.0 {
        format!("1e{tens}").parse().unwrap_or(0.0)
    } else {
        10f64.powf(tens)
    }
}

/// `x` with at most `digits` significant digits and no trailing zeros, as short as it gets: `1.5e-9`, `0.02`, `1000`.
fn shortest(x: f64, digits: usize) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{x:.*e}", digits.saturating_sub(1)).parse().unwrap_or(x);
    let (plain, scientific) = (format!("{rounded}"), format!("{rounded:e}"));
    if (1e-3..1e5).contains(&rounded.abs()) { plain } else { scientific }
}

/// A number with its unit as a person would write it, with at most `digits` significant digits.
///
/// ```
/// use numbers::quantity::{Unit, format_quantity};
/// assert_eq!(format_quantity(20e3, Unit::Hertz, 6), "20 kHz");
/// assert_eq!(format_quantity(0.99, Unit::Share, 6), "99 %");
/// assert_eq!(format_quantity(1.5e-9, Unit::PerKmNm, 6), "1.5e-9 /(km nm)");
/// assert_eq!(format_quantity(1e-7, Unit::Isolation, 6), "1e-7");
/// ```
pub fn format_quantity(x: f64, unit: Unit, digits: usize) -> String {
    let symbol = unit.symbol();
    if unit == Unit::Share {
        return format!("{} %", shortest(x * 100.0, digits));
    }
    if !unit.is_written_with_prefix() || x == 0.0 {
        return format!("{} {symbol}", shortest(x, digits)).trim_end().to_owned();
    }
    // Rounding first: 999 999.9 Hz is 1 MHz, not 1000 kHz.
    let x: f64 = format!("{x:.*e}", digits.saturating_sub(1)).parse().unwrap_or(x);
    let exponent = x.abs().log10().floor() as i32;
    let wanted = exponent.div_euclid(3) * 3;
    let (prefix, shift) =
        PREFIXES.iter().copied().find(|&(_, e)| e == wanted).unwrap_or(if wanted > 12 { ("T", 12) } else { ("", 0) });
    format!("{} {prefix}{symbol}", shortest(x / 10f64.powi(shift), digits))
}

/// An isolation in dB, with one decimal, as a positive loss.
///
/// ```
/// use numbers::quantity::format_decibels;
/// assert_eq!([1e-7, 0.5, 0.0].map(format_decibels), ["70.0 dB", "3.0 dB", "perfect"]);
/// ```
pub fn format_decibels(ratio: f64) -> String {
    if ratio == 0.0 { "perfect".to_owned() } else { format!("{:.1} dB", 0.0 - 10.0 * ratio.log10()) }
}

/// A count with three digits and separated thousands; 0 is “0”.
///
/// ```
/// use numbers::quantity::format_count;
/// assert_eq!([30_219.3, 123.4, 4.5678, 2e12, 0.0].map(format_count), ["30,200", "123", "4.57", "2.00e12", "0"]);
/// ```
pub fn format_count(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    if !(1e-2..1e9).contains(&x) {
        return format!("{x:.2e}");
    }
    let decimals = (2 - x.log10().floor() as i32).max(0) as usize;
    // Rounding to three digits first, for a formatter only counts those behind the point.
    let rounded: f64 = format!("{x:.2e}").parse().unwrap_or(x);
    let text = format!("{rounded:.decimals$}");
    let whole = text.find('.').unwrap_or(text.len());
    let mut spaced = String::new();
    for (i, digit) in text.chars().enumerate() {
        if i > 0 && i < whole && (whole - i).is_multiple_of(3) {
            spaced.push(',');
        }
        spaced.push(digit);
    }
    spaced
}

/// A time from femtoseconds to centuries with three digits.
///
/// ```
/// use numbers::quantity::format_duration;
/// assert_eq!([49.2e-6, 90.0, 3341.0, 4e8].map(format_duration), ["49.2 µs", "90 s", "55.7 min", "12.7 years"]);
/// ```
pub fn format_duration(seconds: f64) -> String {
    const UNITS: [(&str, f64); 4] = [("years", 3.156e7), ("days", 86_400.0), ("h", 3600.0), ("min", 60.0)];
    match UNITS.into_iter().find(|(_, unit)| seconds >= 2.0 * unit) {
        Some((name, unit)) => format!("{} {name}", format_count(seconds / unit)),
        None => format_quantity(seconds, Unit::Seconds, 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_spellings() {
        let ok = |text, unit| parse_quantity(text, unit).unwrap();
        assert_eq!(ok("10 Gbit/s", Unit::BitsPerSecond), 1e10);
        assert_eq!(ok("1e10", Unit::BitsPerSecond), 1e10);
        assert_eq!(ok(".5 kHz", Unit::Hertz), 500.0);
        assert_eq!(ok("2.5e-1 MHz", Unit::Hertz), 250e3);
        assert_eq!(ok("−90 dB", Unit::Isolation), 1e-9);
        assert_eq!(ok("90 dB", Unit::Isolation), 1e-9);
        assert_eq!(ok("3 dB", Unit::Isolation), ok("-3 dB", Unit::Ratio));
        assert_eq!(ok("20 dB", Unit::Ratio), 100.0);
        assert_eq!(ok("1.5e-9 1/(km nm)", Unit::PerKmNm), 1.5e-9);
        assert_eq!(ok("1.5e-9/(km nm)", Unit::PerKmNm), 1.5e-9);
        assert_eq!(ok("20 µs", Unit::Seconds), 20e-6);
        assert_eq!(ok("0.2 dB/km", Unit::DecibelsPerKm), 0.2);
    }

    #[test]
    fn refusals_give_a_reason() {
        let refusals = [
            ("", Unit::Hertz),
            ("ten", Unit::Hertz),
            ("1,5", Unit::Hertz),
            ("1e999", Unit::Hertz),
            ("20 kg", Unit::Hertz),
            ("5 dB", Unit::Share),
            ("nan", Unit::Share),
            ("1e-", Unit::Seconds),
            ("3 %", Unit::Isolation),
            ("0.2 dB", Unit::DecibelsPerKm),
            ("5 km", Unit::None),
        ]
        .map(|(text, unit)| format!("{text:?}: {}", parse_quantity(text, unit).unwrap_err()));
        insta::assert_snapshot!(refusals.join("\n"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}", which in 0usize..12) {
            let units = [Unit::None, Unit::Hertz, Unit::BitsPerSecond, Unit::Seconds, Unit::RadiansPerSecond,
                Unit::DecibelsPerKm, Unit::PerKmNm, Unit::PsPerNmKm, Unit::Decibels, Unit::Share, Unit::Isolation, Unit::Ratio];
            let _ = parse_quantity(&text, units[which]);
        }

        #[test]
        fn written_text_reads_back(mantissa in 1.0f64..10.0, exponent in -14i32..15) {
            for unit in [Unit::Hertz, Unit::Seconds, Unit::None, Unit::Share, Unit::Isolation] {
                let x = mantissa * 10f64.powi(exponent);
                let back = parse_quantity(&format_quantity(x, unit, 6), unit).unwrap();
                prop_assert!((back / x - 1.0).abs() < 1e-5, "{} {}", format_quantity(x, unit, 6), back);
            }
        }
    }
}
