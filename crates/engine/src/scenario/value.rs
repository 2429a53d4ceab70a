//! Values of parameters: reading what was typed, and why it was refused.

use super::params::{Group, Key, Scale};
use crate::link::fibre::Band;
use crate::link::raman::SPEED_OF_LIGHT_M_S;
use litemap::LiteMap;
use numbers::quantity::{NotAQuantity, Unit, format_quantity, parse_quantity};
use numbers::units::OutOfDomain;

/// Why a parameter was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not a number in the unit of the parameter.
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    /// Not one of the words that the parameter takes.
    #[error("“{typed}” is not one of: {words}")]
    NotAWord {
        /// The text or number as typed.
        typed: String,
        /// The words, separated by commas.
        words: String,
    },
    /// A number outside the range of the parameter.
    #[error("{typed} is outside {min} … {max}{hint}")]
    OutOfRange {
        /// The number.
        typed: String,
        /// Lower end of the range.
        min: String,
        /// Upper end of the range.
        max: String,
        /// A further hint, or nothing.
        hint: &'static str,
    },
    /// A width in wavelength where one in frequency is wanted.
    #[error("a width in nm depends on the wavelength: write {c} (at 1550 nm, C band) or {o} (at 1310 nm, O band)")]
    WidthInNm {
        /// The width at the wavelength of the C band.
        c: String,
        /// The width at the wavelength of the O band.
        o: String,
    },
    /// A number outside the domain of its quantity.
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    /// Values that are valid by themselves but incompatible.
    #[error("{0}")]
    Conflict(&'static str),
}

impl Problem {
    /// A word or a number that the parameter does not take.
    pub(super) fn unaccepted(key: Key, typed: String) -> Problem {
        Problem::NotAWord { typed, words: key.param().domain.accepted() }
    }
}

/// The problems of a draft, by parameter.
pub type Problems = LiteMap<Key, Problem>;

/// Value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// One of its words.
    Word(&'static str),
    /// A number in its unit.
    Number(f64),
}

/// Standard deviation of a normal distribution of full width 1 at half maximum, 1/(2 √(2 ln 2)).
const STANDARD_DEVIATION: f64 = 0.424_660_900_144_009_5;

/// What is before the sign of a full width at half maximum; none without the sign.
fn full_width(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let (width, sign) = typed.split_at_checked(typed.len().checked_sub(4)?)?;
    sign.eq_ignore_ascii_case("FWHM").then_some(width)
}

impl Value {
    /// Reads what [`Value::exact`] writes.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub(super) fn read_exact(key: Key, text: &str) -> Result<Value, Problem> {
        let word = key.param().domain.choice(text).map(|choice| Value::Word(choice.word));
        word.map_or_else(
            || Value::number(key, text.parse().map_err(|_| NotAQuantity::NotANumber(text.to_owned()))?),
            Ok,
        )
    }

    /// Reads the value of a parameter as typed.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub fn read(key: Key, typed: &str) -> Result<Value, Problem> {
        let param = key.param();
        if let Some(choice) = param.domain.choice(typed.trim()) {
            return Ok(Value::Word(choice.word));
        }
        if param.domain.range().is_none() {
            return Err(Problem::unaccepted(key, typed.trim().to_owned()));
        }
        let (typed, factor) = match full_width(typed) {
            Some(width) if key == Key::Jitter => (width, STANDARD_DEVIATION),
            _ => (typed, 1.0),
        };
        let x = match parse_quantity(typed, param.unit) {
            Err(NotAQuantity::NotANumber(typed)) if !param.domain.words().is_empty() => {
                return Err(Problem::unaccepted(key, typed));
            }
            Err(problem @ NotAQuantity::WrongUnit { .. }) if param.group == Group::Filtering => {
                return Err(width_in_nm(param.unit, typed).unwrap_or_else(|| problem.into()));
            }
            Err(problem) => return Err(problem.into()),
            Ok(x) => factor * x,
        };
        Value::number(key, x)
    }

    /// A number as the value of a parameter.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub fn number(key: Key, x: f64) -> Result<Value, Problem> {
        let param = key.param();
        let Some(range) = param.domain.range() else {
            return Err(Problem::unaccepted(key, Value::Number(x).exact()));
        };
        if range.contains(x) {
            return Ok(Value::Number(x));
        }
        let text = |x| format_quantity(x, param.unit, 6);
        Err(Problem::OutOfRange {
            typed: text(x),
            min: text(range.min),
            max: text(range.max),
            hint: match (param.unit, range.scale) {
                (Unit::Share, _) if (range.max..=100.0).contains(&x) => "; for per cent write the sign %",
                (Unit::Isolation, _) if x.abs() > 1.0 => ", or 0; for decibels write the unit, as in 70 dB",
                (_, Scale::LogOrZero) => ", or 0",
                _ => "",
            },
        })
    }

    /// As typed on the page: with prefix and unit.
    ///
    /// ```
    /// use engine::scenario::{Key, Value};
    /// let text = |seconds| Value::Number(seconds).text(Key::BlockTime);
    /// assert_eq!([600.0, 36e3, 100.0].map(text), ["10 min", "10 h", "100 s"]);
    /// ```
    pub fn text(self, key: Key) -> String {
        match self {
            Value::Word(word) => word.to_owned(),
            Value::Number(x) => {
                let time = (key.param().unit == Unit::Seconds).then(|| clock_time(x)).flatten();
                // 17 digits would show the binary fraction; what a person set has fewer.
                time.unwrap_or_else(|| format_quantity(x, key.param().unit, 12))
            }
        }
    }

    /// As the controls show it: the label of a word, a number with its unit.
    ///
    /// ```
    /// use engine::scenario::{Key, Value};
    /// assert_eq!(Value::Word("wcp").label(Key::Source), "Laser pulses");
    /// assert_eq!(Value::Number(2e4).label(Key::Dark), "20 kHz");
    /// ```
    pub fn label(self, key: Key) -> String {
        let choice = key.param().domain.words().iter().find(|choice| Value::Word(choice.word) == self);
        choice.map_or_else(|| self.text(key), |choice| choice.label.to_owned())
    }

    /// In links: the shortest text that reads back as exactly this value.
    pub fn exact(self) -> String {
        match self {
            Value::Word(word) => word.to_owned(),
            Value::Number(x) => {
                let (plain, scientific) = (format!("{x}"), format!("{x:e}"));
                if plain.len() <= scientific.len() { plain } else { scientific }
            }
        }
    }
}

/// What to write for a width in nm where one in Hz is wanted; none for anything else.
fn width_in_nm(unit: Unit, typed: &str) -> Option<Problem> {
    let nm = parse_quantity(typed, Unit::Nanometres).ok().filter(|_| unit == Unit::Hertz)?;
    let hertz = |band: Band| {
        let wavelength_nm = band.wavelength_nm();
        format_quantity(1e9 * SPEED_OF_LIGHT_M_S * nm / (wavelength_nm * wavelength_nm), unit, 4)
    };
    Some(Problem::WidthInNm { c: hertz(Band::C), o: hertz(Band::O) })
}

/// Whole minutes, hours or days as people say them; none for any other time \[s\].
fn clock_time(seconds: f64) -> Option<String> {
    const UNITS: [(&str, f64, f64); 3] = [("days", 86_400.0, 2.0), ("h", 3600.0, 1.0), ("min", 60.0, 1.0)];
    let whole = |&(_, unit, least): &(&str, f64, f64)| seconds >= least * unit && seconds % unit == 0.0;
    UNITS.iter().find(|unit| whole(unit)).map(|(name, unit, _)| format!("{} {name}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What people wrote, with what it means.
    #[test]
    fn numbers_as_people_write_them() {
        for (key, x, texts) in [
            (Key::Bitrate, 1e10, &["10 Gbps", "10 Gb/s", "10 Gbit/s"][..]),
            (Key::Alpha, 0.2, &["0,2"]),
            (Key::IsoFor, 1e-7, &["−70 dB", "–70 dB", "70 dB", "1×10⁻⁷", "10^-7", "1e−7"]),
            (Key::Dark, 20e3, &["20 KHz"]),
            (Key::Dark, 500.0, &["500 cps"]),
            (Key::Dispersion, 17.0, &["17 ps/nm/km"]),
            (Key::Raman, 1.5e-9, &["1.5e-9 /km/nm"]),
        ] {
            for text in texts {
                assert_eq!(Value::read(key, text), Ok(Value::Number(x)), "{text}");
            }
        }
    }

    #[test]
    fn refusals_say_what_to_write() {
        let refusals = [
            (Key::Filter, "0.4 nm"),
            (Key::Filter, "0.4 m"),
            (Key::Window, "0.4 nm"),
            (Key::Bandwidth, "50 GHz"),
            (Key::IsoFor, "70"),
            (Key::IsoFor, "−70"),
            (Key::Alpha, "1,500"),
            (Key::Bitrate, "10 mbit/s"),
        ]
        .map(|(key, text)| format!("{}={text}: {}", key.param().name, Value::read(key, text).unwrap_err()));
        insta::assert_snapshot!(refusals.join("\n"));
    }
}
