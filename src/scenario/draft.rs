//! From what was typed to a span that can be computed.

use super::params::{DefaultValue, Key, Scale, TABLE};
use super::quantity::{NotAQuantity, Unit, format_quantity, parse_quantity};
use crate::link::detector::DetectorKind;
use crate::link::fibre::Band;
use crate::link::filtering::{Bandwidth, Window};
use crate::units::{
    BitsPerSecond, DecibelsPerKilometre, ErrorCorrectionEfficiency, Hertz, Isolation, OutOfDomain, Photons,
    Probability, RadiansPerSecond, RamanCrossSection, Seconds,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::f64::consts::TAU;

/// Why a parameter was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not a number in the unit of the parameter.
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    /// Not one of the words that the parameter takes.
    #[error("“{typed}” is not one of: {words}")]
    NotAWord {
        /// What was typed.
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
        /// What else may help, or nothing.
        hint: &'static str,
    },
    /// A number outside the domain of its quantity.
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
}

/// The problems of a draft, by parameter.
pub type Problems = BTreeMap<Key, Problem>;

/// Value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// One of its words.
    Word(&'static str),
    /// A number in its unit.
    Number(f64),
}

impl Value {
    /// Reads the value of a parameter as typed.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub fn read(key: Key, typed: &str) -> Result<Value, Problem> {
        let param = key.param();
        if let Some(choice) = param.domain.words().iter().find(|c| c.word.eq_ignore_ascii_case(typed.trim())) {
            return Ok(Value::Word(choice.word));
        }
        let words = || param.domain.words().iter().map(|c| c.word).collect::<Vec<_>>().join(", ");
        let Some(range) = param.domain.range() else {
            return Err(Problem::NotAWord { typed: typed.trim().to_owned(), words: words() });
        };
        let x = match parse_quantity(typed, param.unit) {
            Err(NotAQuantity::NotANumber(typed)) if !param.domain.words().is_empty() => {
                return Err(Problem::NotAWord { typed, words: words() + ", a number" });
            }
            other => other?,
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
                (_, Scale::LogOrZero) => ", or 0",
                _ => "",
            },
        })
    }

    /// As typed on the page: with prefix and unit.
    pub fn text(self, key: Key) -> String {
        match self {
            Value::Word(word) => word.to_owned(),
            // 17 digits would show the binary fraction; what a person set has fewer.
            Value::Number(x) => format_quantity(x, key.param().unit, 12),
        }
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

/// What was typed, by parameter. What is not in it has its default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft(BTreeMap<Key, String>);

impl Draft {
    /// Keeps what was typed for a parameter.
    pub fn set(&mut self, key: Key, typed: impl Into<String>) {
        self.0.insert(key, typed.into());
    }

    /// Gives a parameter its default again.
    pub fn reset(&mut self, key: Key) {
        self.0.remove(&key);
    }

    /// What was typed for a parameter.
    pub fn typed(&self, key: Key) -> Option<&str> {
        self.0.get(&key).map(String::as_str)
    }

    /// The values that were typed, and the problems with the others.
    pub fn read(&self) -> (Settings, Problems) {
        let (mut settings, mut problems) = (Settings::default(), Problems::new());
        for (&key, typed) in &self.0 {
            match Value::read(key, typed) {
                Ok(value) => settings.set(key, value),
                Err(problem) => {
                    problems.insert(key, problem);
                }
            }
        }
        (settings, problems)
    }
}

impl From<&Settings> for Draft {
    fn from(settings: &Settings) -> Draft {
        Draft(settings.iter().map(|(key, value)| (key, value.exact())).collect())
    }
}

/// Values that were set, by parameter. What is not in it has its default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings(BTreeMap<Key, Value>);

impl Settings {
    /// Sets a parameter.
    pub fn set(&mut self, key: Key, value: Value) {
        self.0.insert(key, value);
    }

    /// The values that were set.
    pub fn iter(&self) -> impl Iterator<Item = (Key, Value)> {
        self.0.iter().map(|(&key, &value)| (key, value))
    }

    /// Without the values that are the defaults anyway.
    pub fn different_from_defaults(&self) -> Settings {
        Settings(self.iter().filter(|&(key, value)| value != self.default_of(key)).collect())
    }

    /// With these values on top. Where that changes the band, what was set for the other band does not follow.
    pub fn with(&self, changes: &[(Key, Value)]) -> Settings {
        let mut changed = self.clone();
        for &(key, value) in changes {
            if key == Key::Band && value != self.value(Key::Band) {
                changed.0.retain(|key, _| !key.belongs_to_band());
            }
            changed.set(key, value);
        }
        changed
    }

    /// The same span with its quantum channel in this band.
    pub fn in_band(&self, band: Band) -> Settings {
        self.with(&[(Key::Band, Value::Word(band_word(band)))])
    }

    /// Value of a parameter: the one that was set, or its default.
    pub fn value(&self, key: Key) -> Value {
        self.0.get(&key).copied().unwrap_or_else(|| self.default_of(key))
    }

    /// Default of a parameter, given the band and the detector.
    pub fn default_of(&self, key: Key) -> Value {
        match key.param().default {
            DefaultValue::Word(word) => Value::Word(word),
            other => {
                Value::Number(other.number(self.band(), self.detector()).expect("every default is a word or a number"))
            }
        }
    }

    /// Band of the quantum channel.
    pub fn band(&self) -> Band {
        if self.word(Key::Band) == Some(band_word(Band::O)) { Band::O } else { Band::C }
    }

    fn detector(&self) -> DetectorKind {
        match self.word(Key::Detector) {
            Some("snspd") => DetectorKind::Snspd,
            Some("custom") => DetectorKind::Custom,
            _ => DetectorKind::Spapd,
        }
    }

    fn word(&self, key: Key) -> Option<&'static str> {
        match self.value(key) {
            Value::Word(word) => Some(word),
            Value::Number(_) => None,
        }
    }

    /// The number of a parameter as the quantity that it is; none if it is a word.
    fn quantity<T: TryFrom<f64, Error = OutOfDomain>>(&self, key: Key) -> Result<T, (Key, Problem)> {
        let x = match self.value(key) {
            Value::Number(x) => x,
            // No quantity accepts it, so a word where a number belongs is refused like any other bad number.
            Value::Word(_) => f64::NAN,
        };
        T::try_from(x).map_err(|error| (key, error.into()))
    }
}

const fn band_word(band: Band) -> &'static str {
    match band {
        Band::C => "C",
        Band::O => "O",
    }
}

/// A span in full, checked, with units attached: all that the engine needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Band of the quantum channel.
    pub band: Band,
    /// Attenuation α of the fibre.
    pub attenuation: DecibelsPerKilometre,
    /// Bit rate f_b of each classical signal.
    pub bit_rate: BitsPerSecond,
    /// Photons per bit n_CC at the classical receiver.
    pub photons_per_bit: Photons,
    /// Isolation ζ_for against the co-propagating signal.
    pub isolation_forward: Isolation,
    /// Isolation ζ_back against the counter-propagating signal.
    pub isolation_backward: Isolation,
    /// Raman cross-section ρ.
    pub raman: RamanCrossSection,
    /// Dark count rate d of one detector.
    pub dark_count_rate: Hertz,
    /// Detection efficiency η.
    pub efficiency: Probability,
    /// Afterpulsing probability p_aft.
    pub afterpulsing: Probability,
    /// Repetition rate f_q of the source.
    pub repetition_rate: Hertz,
    /// Efficiency f_EC of the error correction.
    pub error_correction: ErrorCorrectionEfficiency,
    /// Misalignment ζ.
    pub misalignment: Probability,
    /// Detection window τ.
    pub window: Window,
    /// Share p_d that an adapted window catches.
    pub caught: Probability,
    /// Bandwidth σ of the photons.
    pub bandwidth: Bandwidth,
    /// Bandwidth σ_f of the WDM channel.
    pub channel_bandwidth: RadiansPerSecond,
}

impl TryFrom<&Settings> for Scenario {
    type Error = Problems;

    /// The one place where numbers get their units.
    fn try_from(s: &Settings) -> Result<Scenario, Self::Error> {
        let read = || -> Result<Scenario, (Key, Problem)> {
            Ok(Scenario {
                band: s.band(),
                attenuation: s.quantity(Key::Alpha)?,
                bit_rate: s.quantity(Key::Bitrate)?,
                photons_per_bit: s.quantity(Key::Ncc)?,
                isolation_forward: s.quantity(Key::IsoFor)?,
                isolation_backward: s.quantity(Key::IsoBack)?,
                raman: s.quantity(Key::Raman)?,
                dark_count_rate: s.quantity(Key::Dark)?,
                efficiency: s.quantity(Key::Eff)?,
                afterpulsing: s.quantity(Key::Afterpulse)?,
                repetition_rate: s.quantity(Key::Rate)?,
                error_correction: s.quantity(Key::Fec)?,
                misalignment: s.quantity(Key::Misalign)?,
                window: match s.word(Key::Window) {
                    Some("open") => Window::Open,
                    Some(_) => Window::Adapted,
                    None => Window::Fixed(s.quantity::<Seconds>(Key::Window)?),
                },
                caught: s.quantity(Key::Pd)?,
                bandwidth: match s.word(Key::Bandwidth) {
                    Some(_) => Bandwidth::Auto,
                    None => Bandwidth::Fixed(s.quantity(Key::Bandwidth)?),
                },
                channel_bandwidth: RadiansPerSecond::try_from(TAU * s.quantity::<Hertz>(Key::Filter)?.get())
                    .map_err(|error| (Key::Filter, error.into()))?,
            })
        };
        read().map_err(|problem| Problems::from([problem]))
    }
}

impl TryFrom<&Draft> for Scenario {
    type Error = Problems;

    fn try_from(draft: &Draft) -> Result<Scenario, Self::Error> {
        let (settings, problems) = draft.read();
        if problems.is_empty() { Scenario::try_from(&settings) } else { Err(problems) }
    }
}

impl Default for Scenario {
    fn default() -> Scenario {
        Scenario::try_from(&Settings::default()).expect("the defaults are valid")
    }
}

/// A line for each parameter: name, unit, what it takes, default. For the help of the command line.
pub fn describe_table() -> String {
    let mut text = String::new();
    for param in &TABLE {
        let words = param.domain.words().iter().map(|c| c.word.to_owned());
        let range = param.domain.range().map(|r| {
            let number = |x| Value::Number(x).exact();
            match param.unit {
                Unit::Share => format!("{} … {}, or in %", number(r.min), number(r.max)),
                Unit::Isolation => format!("{} … {}, or in dB", number(r.min), number(r.max)),
                unit => format!("{} … {} {}", number(r.min), number(r.max), unit.symbol()),
            }
        });
        let zero = param.domain.range().filter(|r| r.scale == Scale::LogOrZero).map(|_| "0".to_owned());
        let takes: Vec<String> = words.chain(zero).chain(range.map(|r| r.trim().to_owned())).collect();
        let default = match param.default {
            DefaultValue::Word(word) => word.to_owned(),
            DefaultValue::Number(x) => Value::Number(x).exact(),
            DefaultValue::ByBand { c, o } => {
                format!("{} (C), {} (O)", Value::Number(c).exact(), Value::Number(o).exact())
            }
            DefaultValue::ByDetector { spapd, snspd } => {
                format!("{} (spapd), {} (snspd)", Value::Number(spapd).exact(), Value::Number(snspd).exact())
            }
        };
        text += &format!("  {:<11} {}: {}. Default: {default}\n", param.name, param.label, takes.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(pairs: &[(Key, &str)]) -> Draft {
        Draft(pairs.iter().map(|&(key, typed)| (key, typed.to_owned())).collect())
    }

    #[test]
    fn band_and_detector_change_defaults_and_nothing_else() {
        let o = Scenario::try_from(&draft(&[(Key::Band, "O")])).unwrap();
        assert_eq!((o.attenuation.get(), o.raman.get()), (0.35, 0.0));
        let snspd = Scenario::try_from(&draft(&[(Key::Detector, "snspd"), (Key::Dark, "500")])).unwrap();
        assert_eq!((snspd.dark_count_rate.get(), snspd.efficiency.get(), snspd.afterpulsing.get()), (500.0, 0.9, 0.0));
        let custom = Scenario::try_from(&draft(&[(Key::Detector, "custom")])).unwrap();
        assert_eq!(custom, Scenario::default());
    }

    #[test]
    fn what_was_set_for_one_band_stays_there() {
        let (settings, _) = draft(&[(Key::Alpha, "0.25"), (Key::Bitrate, "50G")]).read();
        let o = Scenario::try_from(&settings.in_band(Band::O)).unwrap();
        assert_eq!((o.attenuation.get(), o.bit_rate.get()), (0.35, 50e9));
        assert_eq!(settings.in_band(Band::C).value(Key::Alpha), Value::Number(0.25));
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let problems = Scenario::try_from(&draft(&[
            (Key::Eff, "12"),
            (Key::Alpha, "abc"),
            (Key::Window, "shut"),
            (Key::Band, "L"),
            (Key::Bitrate, "1e20"),
            (Key::Misalign, "-1 %"),
        ]))
        .unwrap_err();
        let text: Vec<String> = problems.iter().map(|(key, p)| format!("{}: {p}", key.param().name)).collect();
        insta::assert_snapshot!(text.join("\n"));
    }

    #[test]
    fn the_table_in_words() {
        insta::assert_snapshot!(describe_table());
    }
}
