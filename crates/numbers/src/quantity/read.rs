//! Reading a number with its unit as a person typed it.

use super::number::{Number, plain, read};
use super::{PREFIXES, Unit};

/// A text that is not a number in the wanted unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuantity {
    /// Nothing there.
    #[error("type a number")]
    Empty,
    /// No number at the start.
    #[error("“{0}” is not a number")]
    NotANumber(String),
    /// A comma that may stand before decimals or between thousands.
    #[error("“{text}” has two readings: write {decimal} or {thousands}")]
    Comma {
        /// The text.
        text: String,
        /// With the comma before decimals.
        decimal: String,
        /// With the comma between thousands.
        thousands: String,
    },
    /// Commas, points or spaces where no number has them.
    #[error("“{0}”: write the decimal point as a point, and no separators between thousands")]
    Separators(String),
    /// A power of ten without its exponent.
    #[error("“{0}”: write the power of ten as in 2×10^-7 or 2e-7")]
    Power(String),
    /// A number, then something that is neither a prefix nor the unit.
    #[error("“{behind}” after the number is not {wanted}")]
    WrongUnit {
        /// The text after the number.
        behind: String,
        /// The unit that is expected.
        wanted: &'static str,
    },
    /// A unit with two readings.
    #[error("“{behind}” after the number may mean {readings}")]
    Ambiguous {
        /// The text after the number.
        behind: String,
        /// The readings, and how to write each.
        readings: &'static str,
    },
    /// A number beyond the range of floating-point numbers.
    #[error("“{0}” is too large a number")]
    TooLarge(String),
}

/// Units of time beyond the second, with their length in s.
const TIMES: [(&str, f64); 9] = [
    ("min", 60.0),
    ("minute", 60.0),
    ("minutes", 60.0),
    ("h", 3600.0),
    ("hour", 3600.0),
    ("hours", 3600.0),
    ("d", 86_400.0),
    ("day", 86_400.0),
    ("days", 86_400.0),
];

impl Unit {
    /// Its spellings without spaces. Upper and lower case count alike.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Unit::None => &[],
            Unit::Hertz => &["Hz", "cps", "counts/s", "/s", "1/s", "s^-1"],
            Unit::BitsPerSecond => &["bit/s", "bits/s", "b/s", "bps"],
            Unit::Seconds => &["s", "sec"],
            Unit::RadiansPerSecond => &["rad/s"],
            Unit::DecibelsPerKm => &["dB/km"],
            Unit::PerKmNm => &[
                "/(kmnm)",
                "/(nmkm)",
                "/(km·nm)",
                "/(nm·km)",
                "/km/nm",
                "/nm/km",
                "km^-1nm^-1",
                "nm^-1km^-1",
                "km^-1·nm^-1",
                "nm^-1·km^-1",
            ],
            Unit::PsPerNmKm => &[
                "ps/(nmkm)",
                "ps/(kmnm)",
                "ps/(nm·km)",
                "ps/(km·nm)",
                "ps/nm/km",
                "ps/km/nm",
                "ps/nmkm",
                "ps/nm·km",
                "psnm^-1km^-1",
            ],
            Unit::PsPerNm2Km => {
                &["ps/(nm²km)", "ps/(nm²·km)", "ps/nm²/km", "ps/(nm^2km)", "ps/(nm^2·km)", "ps/nm^2/km"]
            }
            Unit::PerKm => &["/km", "1/km", "km^-1"],
            Unit::PerWattKm => {
                &["/(Wkm)", "/(W·km)", "/W/km", "1/(Wkm)", "1/(W·km)", "1/W/km", "W^-1km^-1", "W^-1·km^-1"]
            }
            Unit::DecibelMilliwatts => &["dBm"],
            Unit::Decibels | Unit::Isolation | Unit::Ratio => &["dB"],
            Unit::Share => &["%", "percent"],
            Unit::Kilometres => &["km"],
            Unit::Nanometres => &["nm"],
            Unit::Bits => &["bit", "bits", "b"],
        }
    }

    fn is_spelt(self, typed: &str) -> bool {
        self.spellings().iter().any(|spelling| spelling.eq_ignore_ascii_case(typed))
    }

    /// The spellings to choose from.
    const fn wanted(self) -> &'static str {
        match self {
            Unit::None => "a prefix such as k or M",
            Unit::Hertz => "a unit such as kHz, cps or G (for GHz)",
            Unit::BitsPerSecond => "a unit such as Gbit/s, Gbps or G",
            Unit::Seconds => "a unit such as ps, ns or min",
            Unit::RadiansPerSecond => "a unit such as Grad/s or G (1 GHz is 6.283 Grad/s)",
            Unit::DecibelsPerKm => "the unit dB/km",
            Unit::PerKmNm => "the unit /(km nm)",
            Unit::PsPerNmKm => "the unit ps/(nm km)",
            Unit::PsPerNm2Km => "the unit ps/(nm² km)",
            Unit::PerKm => "the unit /km",
            Unit::PerWattKm => "the unit /(W km)",
            Unit::DecibelMilliwatts => "the unit dBm",
            Unit::Share => "a per cent sign",
            Unit::Decibels | Unit::Isolation | Unit::Ratio => "the unit dB",
            Unit::Kilometres => "the unit km or m",
            Unit::Nanometres => "the unit nm or µm",
            Unit::Bits => "a unit such as Mbit or M",
        }
    }

    /// The readings of a unit as typed, if there is more than one.
    fn readings(self, typed: &str) -> Option<&'static str> {
        let bytes = typed.split_once('B').is_some_and(|(before, behind)| {
            (before.is_empty() || prefix(before, Unit::None).is_some()) && !behind.starts_with(['i', 'I'])
        });
        match self {
            Unit::Bits | Unit::BitsPerSecond if bytes => {
                Some("bits or bytes: for bits write b or bit, as in Gbit/s; a byte is 8 bits")
            }
            Unit::Bits | Unit::BitsPerSecond if typed.starts_with('m') => Some("mega or milli: for mega write M"),
            Unit::Hertz if typed.starts_with('m') && typed != "m" && typed != "mHz" => {
                Some("mega or milli: write MHz or mHz")
            }
            Unit::Seconds if typed == "m" || typed.starts_with('M') => {
                Some("milliseconds, minutes or megaseconds: write ms or min")
            }
            _ => None,
        }
    }
}

/// The number that a text writes, in the unit given (without prefix).
///
/// What has one reading is read: any dash is a minus, `1×10⁻⁷` and `10^-7` are 1e-7, `10 Gbps` is 10 Gbit/s, `0,2` is 0.2. What has two is
/// refused: `1,500`, `10 mbit/s`, `1 GB/s`.
///
/// # Errors
/// [`NotAQuantity`] says what is wrong with the text.
///
/// ```
/// use numbers::quantity::{Unit, parse_quantity};
/// assert_eq!(parse_quantity("10G", Unit::BitsPerSecond), Ok(10e9));
/// assert_eq!(parse_quantity("300 ps", Unit::Seconds), Ok(300e-12));
/// assert_eq!(parse_quantity("70 dB", Unit::Isolation), Ok(1e-7));
/// assert_eq!(parse_quantity("−70 dB", Unit::Isolation), Ok(1e-7));
/// assert_eq!(parse_quantity("99 %", Unit::Share), Ok(0.99));
/// assert!(parse_quantity("20 kg", Unit::Hertz).is_err());
/// ```
pub fn parse_quantity(text: &str, unit: Unit) -> Result<f64, NotAQuantity> {
    let text = plain(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(NotAQuantity::Empty);
    }
    let (number, behind) = read(text)?;
    in_unit(&number, behind, unit)?.ok_or_else(|| NotAQuantity::TooLarge(text.to_owned()))
}

/// The number in its unit, given what is behind it; none beyond the range of floating-point numbers.
fn in_unit(number: &Number, behind: &str, unit: Unit) -> Result<Option<f64>, NotAQuantity> {
    let typed: String = behind.split_whitespace().collect();
    if let Some(readings) = unit.readings(&typed) {
        return Err(NotAQuantity::Ambiguous { behind: behind.to_owned(), readings });
    }
    let power = match unit {
        _ if typed.is_empty() => 0,
        Unit::Share if unit.is_spelt(&typed) => -2,
        Unit::Isolation if unit.is_spelt(&typed) => return Ok(number.scaled(0).map(|db| from_decibels(-db.abs()))),
        Unit::Ratio if unit.is_spelt(&typed) => return Ok(number.scaled(0).map(from_decibels)),
        _ if unit.is_spelt(&typed) => 0,
        Unit::PerKmNm if typed.strip_prefix('1').is_some_and(|typed| unit.is_spelt(typed)) => 0,
        Unit::Kilometres if typed == "m" => -3,
        Unit::Nanometres if matches!(typed.as_str(), "µm" | "um") => 3,
        _ => match prefix(&typed, unit) {
            Some(power) => power,
            None => {
                let time = TIMES.iter().find(|(name, _)| unit == Unit::Seconds && *name == typed);
                let wrong = || NotAQuantity::WrongUnit { behind: behind.to_owned(), wanted: unit.wanted() };
                let (_, seconds) = time.ok_or_else(wrong)?;
                return Ok(number.scaled(0).map(|x| x * seconds));
            }
        },
    };
    Ok(number.scaled(power))
}

/// The power of ten of the prefix of a unit.
fn prefix(typed: &str, unit: Unit) -> Option<i32> {
    let first = typed.chars().next().filter(|_| unit.takes_prefix())?;
    let rest = &typed[first.len_utf8()..];
    // Capitals and small letters that are no prefix of their own.
    let first = match first {
        'K' => 'k',
        'g' if !rest.is_empty() => 'G',
        't' if !rest.is_empty() => 'T',
        first => first,
    };
    let (_, power) = PREFIXES.iter().find(|(prefix, _)| prefix.starts_with(first))?;
    (rest.is_empty() || unit.is_spelt(rest)).then_some(*power)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::format_quantity;
    use proptest::prelude::*;

    const UNITS: [Unit; 15] = [
        Unit::None,
        Unit::Hertz,
        Unit::BitsPerSecond,
        Unit::Seconds,
        Unit::RadiansPerSecond,
        Unit::DecibelsPerKm,
        Unit::PerKmNm,
        Unit::PsPerNmKm,
        Unit::Decibels,
        Unit::Share,
        Unit::Isolation,
        Unit::Ratio,
        Unit::Kilometres,
        Unit::Nanometres,
        Unit::Bits,
    ];

    #[test]
    fn usual_spellings() {
        for (unit, x, texts) in [
            (
                Unit::BitsPerSecond,
                1e10,
                &["10 Gbit/s", "1e10", "10 Gbps", "10 Gb/s", "10Gbits/s", "10 gbps", "10 G", "10 GBit/s"][..],
            ),
            (
                Unit::Hertz,
                20e3,
                &["20 kHz", "20 KHz", "20 khz", "20 kcps", "20 000 cps", "20K", "20\u{a0}kHz", "20000 /s"],
            ),
            (Unit::Hertz, 500.0, &["500 cps", ".5 kHz", "5e-4 MHz", "500 counts/s", "500 s⁻¹", "500 1/s", "0,5 kHz"]),
            (Unit::Hertz, 0.02, &["20 mHz", "20m"]),
            (Unit::Isolation, 1e-7, &["−70 dB", "–70 dB", "70 dB", "70 DB", "1×10⁻⁷", "10^-7", "1e−7", "７０ dB"]),
            (Unit::Ratio, 100.0, &["20 dB", "100"]),
            (
                Unit::PerKmNm,
                1.5e-9,
                &["1.5e-9 /km/nm", "1.5e-9 1/(km nm)", "1.5e-9/(km nm)", "1.5×10⁻⁹ km⁻¹ nm⁻¹", "1.5e-9 /(nm·km)"],
            ),
            (Unit::PerKmNm, 5.0, &["5 1/(km nm)"]),
            (Unit::PsPerNmKm, 17.0, &["17 ps/nm/km", "17 ps/(nm km)", "17 ps/(nm·km)", "17 ps/nm·km", "17"]),
            (Unit::Seconds, 20e-6, &["20 µs", "20 μs", "20 us", "20u"]),
            (Unit::Seconds, 600.0, &["10 min", "10 minutes", "600 s", "600 sec"]),
            (Unit::DecibelsPerKm, 0.2, &["0.2 dB/km", "0,2", "0.2 db/km"]),
            (Unit::Share, 0.25, &["25 %", "25％", "25 percent", "25 per cent", "0.25"]),
            (Unit::Kilometres, 63.0, &["63 km", "63km", "63", "63 000 m", "63,0 KM"]),
            (Unit::Nanometres, 1550.12, &["1550.12 nm", "1550,12", "1.55012 µm"]),
            (Unit::Bits, 1e8, &["100 Mbit", "100M", "100 Mb"]),
        ] {
            for text in texts {
                assert_eq!(parse_quantity(text, unit), Ok(x), "{text}");
            }
        }
        assert_eq!(parse_quantity("3 dB", Unit::Isolation), parse_quantity("-3 dB", Unit::Ratio));
    }

    #[test]
    fn refusals_give_a_reason() {
        let refusals = [
            ("", Unit::Hertz),
            ("ten", Unit::Hertz),
            ("1,500", Unit::Hertz),
            ("1,50,000", Unit::Hertz),
            ("1×10-7", Unit::Isolation),
            ("1e999", Unit::Hertz),
            ("20 kg", Unit::Hertz),
            ("20 mhz", Unit::Hertz),
            ("5–10 GHz", Unit::Hertz),
            ("10 mbit/s", Unit::BitsPerSecond),
            ("10 GB/s", Unit::BitsPerSecond),
            ("10 dB", Unit::BitsPerSecond),
            ("10m", Unit::Seconds),
            ("5 Ms", Unit::Seconds),
            ("5 years", Unit::Seconds),
            ("50 GHz", Unit::RadiansPerSecond),
            ("5 dB", Unit::Share),
            ("nan", Unit::Share),
            ("1e-", Unit::Seconds),
            ("3 %", Unit::Isolation),
            ("0.2 dB", Unit::DecibelsPerKm),
            ("1e-9 /km", Unit::PerKmNm),
            ("17 ps/km", Unit::PsPerNmKm),
            ("5 km", Unit::None),
            ("5\n2", Unit::None),
            ("39 mi", Unit::Kilometres),
            ("193.4 THz", Unit::Nanometres),
            ("10 MB", Unit::Bits),
        ]
        .map(|(text, unit)| format!("{text:?}: {}", parse_quantity(text, unit).unwrap_err()));
        insta::assert_snapshot!(refusals.join("\n"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,30}|[-+−0-9., '’^⁻⁷×eE10%GkmMbsB/]{0,20}", which in 0..UNITS.len()) {
            let _ = parse_quantity(&text, UNITS[which]);
        }

        #[test]
        fn written_text_reads_back(mantissa in 1.0f64..10.0, exponent in -14i32..15, which in 0..UNITS.len()) {
            let unit = UNITS[which];
            let x = mantissa * 10f64.powi(exponent);
            // A ratio and an isolation are written as numbers, whatever they are read from.
            let back = parse_quantity(&format_quantity(x, unit, 6), unit).unwrap();
            prop_assert!((back / x - 1.0).abs() < 1e-5, "{} {}", format_quantity(x, unit, 6), back);
        }

        /// Separators change how a number looks, never which one it is.
        #[test]
        fn a_number_has_one_value_or_none(whole in 0u32..2_000_000, decimals in 0u32..10_000) {
            let expected: f64 = format!("{whole}.{decimals}").parse().unwrap();
            for text in [format!("{whole},{decimals}"), format!("{whole}.{decimals}"), format!("−{whole},{decimals}")] {
                match parse_quantity(&text, Unit::None) {
                    Ok(x) => prop_assert_eq!(x.abs(), expected, "{}", text),
                    Err(error) => prop_assert!(matches!(error, NotAQuantity::Comma { .. }), "{}: {}", text, error),
                }
            }
        }
    }
}
