//! Valid values by parameter, with the defaults of the rest.

mod address;
mod message;

use super::channels::Channels;
use super::params::{Choice, DefaultValue, Effect, Key};
use super::preset::{NO_BLOCK_LIMIT, PAPERS_MODEL};
use super::value::{Problem, Value};
use crate::link::detector::DetectorKind;
use crate::link::fibre::{Band, HOLLOW_CORE_DISPERSION, HOLLOW_CORE_LOSS_DB_KM, HOLLOW_CORE_WINDOW_DB_KM};
pub use address::Version;
use litemap::LiteMap;
use message::Unchecked;
use numbers::quantity::format_quantity;
use numbers::units::OutOfDomain;
use serde::{Deserialize, Serialize};

/// Values by parameter, and the channels of the fibre. Parameters that are not in it have their defaults.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Settings {
    values: LiteMap<Key, Value>,
    channels: Option<Channels>,
}

impl Settings {
    /// Sets a parameter.
    pub fn set(&mut self, key: Key, value: Value) {
        self.values.insert(key, value);
    }

    /// Gives a parameter its default again.
    pub fn reset(&mut self, key: Key) {
        self.values.remove(&key);
    }

    /// Puts the quantum channel among these classical channels, or none.
    pub fn set_channels(&mut self, channels: Option<Channels>) {
        self.channels = channels;
    }

    /// The classical channels by wavelength; none where both are alike.
    pub const fn channels(&self) -> Option<&Channels> {
        self.channels.as_ref()
    }

    /// The values that were set.
    pub fn iter(&self) -> impl Iterator<Item = (Key, Value)> {
        self.values.iter().map(|(&key, &value)| (key, value))
    }

    /// The distinctive settings of the link, short enough for the label of a curve.
    ///
    /// ```
    /// use engine::scenario::Settings;
    /// let summary = |link| Settings::from_query(link).0.summary();
    /// assert_eq!(summary("bitrate=50G&band=O"), "O band, 50 Gbit/s");
    /// assert_eq!(summary("iso_for=1e-9&iso_back=1e-9&dark=500&fec=1.1"), "1e-9, 500 Hz …");
    /// assert_eq!(summary(""), "defaults");
    /// ```
    pub fn summary(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.channels.as_ref().map(|channels| format!("{} channels", channels.channels().len())));
        for (key, value) in self.different_from_defaults().values {
            // The model is no property of the link.
            if PAPERS_MODEL.contains(&(key, value)) || (key, value) == NO_BLOCK_LIMIT {
                continue;
            }
            let text = match value {
                Value::Number(x) => format_quantity(x, key.param().unit, 3),
                Value::Word(_) => value.label(key),
            };
            if !words.contains(&text) {
                words.push(text);
            }
        }
        match words.as_slice() {
            [] => "defaults".to_owned(),
            [one] => one.clone(),
            [one, other] => format!("{one}, {other}"),
            [one, other, ..] => format!("{one}, {other} …"),
        }
    }

    /// Without the values that are the defaults anyway.
    pub fn different_from_defaults(&self) -> Settings {
        let mut different = self.clone();
        different.values.retain(|key, value| *value != self.default_of(*key));
        different
    }

    /// With these values on top. Where that changes the band or the fibre, what was set for the other one does not follow, and the quantum channel
    /// of a plan moves to where the paper has it, or to the nearest free slot; where there is none it stays, and is refused with the
    /// link.
    pub fn with(&self, changes: &[(Key, Value)]) -> Settings {
        let mut changed = self.clone();
        for &(key, value) in changes {
            if key == Key::Band && value != self.value(Key::Band) {
                changed.values.retain(|key, _| !key.belongs_to_band());
            }
            if key == Key::FibreType && value != self.value(Key::FibreType) {
                changed.values.retain(|key, _| !key.belongs_to_fibre());
            }
            changed.set(key, value);
            let band = changed.band();
            if key == Key::Band
                && let Some(channels) = changed.channels.as_ref().filter(|channels| !channels.is_in(band))
                && let Ok(moved) = channels.in_band(band)
            {
                changed.channels = Some(moved);
            }
        }
        changed
    }

    /// The same link with its quantum channel in this band.
    pub fn in_band(&self, band: Band) -> Settings {
        self.with(&[(Key::Band, Value::Word(band_word(band)))])
    }

    /// Value of a parameter: the one that was set, or its default.
    pub fn value(&self, key: Key) -> Value {
        self.values.get(&key).copied().unwrap_or_else(|| self.default_of(key))
    }

    /// Default of a parameter, given the band, the detector, the protocol and the size of the key.
    pub fn default_of(&self, key: Key) -> Value {
        if let Some(value) = self.of_hollow_core(key) {
            return value;
        }
        self.default_as(key.param().default)
    }

    fn default_as(&self, default: DefaultValue) -> Value {
        match default {
            DefaultValue::Word(word) => Value::Word(word),
            DefaultValue::ByKeySize { asymptotic, finite } => {
                Value::Word(if self.has(Key::KeyLength, &["finite"]) { finite } else { asymptotic })
            }
            DefaultValue::Number(x) => Value::Number(x),
            DefaultValue::ByProtocol { three_state, others } => {
                if self.has(Key::Protocol, &["three_state"]) {
                    Value::Word(three_state)
                } else {
                    self.default_as(*others)
                }
            }
            other => {
                Value::Number(other.number(self.band(), self.detector()).expect("every default is a word or a number"))
            }
        }
    }

    /// Default of a parameter in hollow-core fibre, where it is another than in standard fibre.
    fn of_hollow_core(&self, key: Key) -> Option<Value> {
        if !key.belongs_to_fibre() || !self.has(Key::FibreType, &["hollow_core"]) {
            return None;
        }
        let band = self.band();
        match (key, band) {
            (Key::Alpha, Band::C) => Some(Value::Number(HOLLOW_CORE_LOSS_DB_KM)),
            (Key::Alpha, Band::O) => Some(Value::Number(HOLLOW_CORE_WINDOW_DB_KM)),
            (Key::Dispersion, Band::C) | (Key::FwmDispersion, _) => Some(Value::Number(HOLLOW_CORE_DISPERSION)),
            // Not known: left out, with a caution.
            (Key::Raman, _) => Some(Value::Number(0.0)),
            (Key::RamanSpectrum, _) => Some(Value::Word("unknown")),
            // Not known: without it, mixing is stronger.
            (Key::FwmSlope, _) => Some(Value::Number(0.0)),
            _ => None,
        }
    }

    /// Band of the quantum channel.
    pub fn band(&self) -> Band {
        // Another word is no value of the parameter, which a scenario refuses.
        match self.choice(Key::Band).map(|choice| choice.effect) {
            Some(Effect::Band(band)) => band,
            _ => Band::C,
        }
    }

    fn detector(&self) -> DetectorKind {
        match self.choice(Key::Detector).map(|choice| choice.effect) {
            Some(Effect::Detector(kind)) => kind,
            _ => DetectorKind::Spad,
        }
    }

    /// The choice of a parameter, where its value is one of its words.
    fn choice(&self, key: Key) -> Option<&'static Choice> {
        match self.value(key) {
            Value::Word(word) => key.param().domain.words().iter().find(|choice| choice.word == word),
            Value::Number(_) => None,
        }
    }

    /// Whether a parameter has one of these words.
    pub(super) fn has(&self, key: Key, words: &[&str]) -> bool {
        debug_assert!(words.iter().all(|word| key.param().domain.choice(word).is_some_and(|c| c.word == *word)));
        matches!(self.value(key), Value::Word(word) if words.contains(&word))
    }

    /// Whether a parameter has an effect, given the others.
    pub fn applies(&self, key: Key) -> bool {
        (key.param().applies)(self)
    }

    /// The number of a parameter as the quantity that it is; none if it is a word.
    pub(super) fn quantity<T: TryFrom<f64, Error = OutOfDomain>>(&self, key: Key) -> Result<T, (Key, Problem)> {
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
