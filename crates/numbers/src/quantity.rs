//! Numbers with prefixes and units as people write them: `10G`, `20 kHz`, `1e-9`, `90 dB`, `99 %`.

mod number;
mod read;

pub use read::{NotAQuantity, parse_quantity};

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
    /// ps/(nm² km).
    PsPerNm2Km,
    /// 1/km.
    PerKm,
    /// 1/(W km).
    PerWattKm,
    /// dB.
    Decibels,
    /// dBm.
    DecibelMilliwatts,
    /// A fraction, written as a number or in per cent.
    Share,
    /// An isolation: the fraction that leaks through, written as a number or in dB. A number of decibels means a loss, with or without a
    /// minus sign: 80 dB and −80 dB are both 1e-8.
    Isolation,
    /// A ratio, written as a number or in dB: 3 dB is about 2, −3 dB about 0.5.
    Ratio,
    /// km; a number of metres is read too.
    Kilometres,
    /// nm; a number of micrometres is read too.
    Nanometres,
    /// bit.
    Bits,
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
            Unit::PsPerNm2Km => "ps/(nm² km)",
            Unit::PerKm => "/km",
            Unit::PerWattKm => "/(W km)",
            Unit::Decibels => "dB",
            Unit::Kilometres => "km",
            Unit::Nanometres => "nm",
            Unit::Bits => "bit",
            Unit::DecibelMilliwatts => "dBm",
        }
    }

    const fn takes_prefix(self) -> bool {
        use Unit::{Bits, BitsPerSecond, Hertz, None, RadiansPerSecond, Seconds};
        matches!(self, None | Hertz | BitsPerSecond | Bits | Seconds | RadiansPerSecond)
    }

    const fn is_written_with_prefix(self) -> bool {
        self.takes_prefix() && !matches!(self, Unit::None)
    }
}

/// SI prefixes with their exponents of ten; the first of those with the same exponent is written.
const PREFIXES: [(&str, i32); 10] =
    [("f", -15), ("p", -12), ("n", -9), ("µ", -6), ("u", -6), ("m", -3), ("k", 3), ("M", 6), ("G", 9), ("T", 12)];

/// `x` rounded to this number of significant digits.
///
/// ```
/// assert_eq!(numbers::quantity::significant(509_824.19, 4), 509_800.0);
/// ```
pub fn significant(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits.saturating_sub(1)).parse().unwrap_or(x)
}

/// `x` with at most `digits` significant digits and no trailing zeros, as short as it gets: `1.5e-9`, `0.02`, `1000`.
fn shortest(x: f64, digits: usize) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let rounded = significant(x, digits);
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
    // Nobody writes mbit/s, ks or Ms, and mbit/s may be meant as Mbit/s.
    let without_prefix = match unit {
        Unit::Bits | Unit::BitsPerSecond => x.abs() < 1.0,
        Unit::Seconds => x.abs() >= 1.0,
        _ => !unit.is_written_with_prefix(),
    };
    if without_prefix || x == 0.0 {
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
