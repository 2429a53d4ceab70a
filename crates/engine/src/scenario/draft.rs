//! From typed text to settings, and from settings to a link that can be computed.

use super::channels::Channels;
use super::checked::Scenario;
use super::notice::Notice;
use super::params::{Choice, DefaultValue, Effect, Key, Scale};
use crate::link::detector::DetectorKind;
use crate::link::fibre::Band;
use numbers::quantity::{NotAQuantity, Unit, format_quantity, parse_quantity};
use numbers::units::OutOfDomain;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        if let Some(choice) = param.domain.choice(typed.trim()) {
            return Ok(Value::Word(choice.word));
        }
        if param.domain.range().is_none() {
            return Err(Problem::unaccepted(key, typed.trim().to_owned()));
        }
        let x = match parse_quantity(typed, param.unit) {
            Err(NotAQuantity::NotANumber(typed)) if !param.domain.words().is_empty() => {
                return Err(Problem::unaccepted(key, typed));
            }
            other => other?,
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

/// Texts as typed, by parameter. Parameters that are not in it have their defaults.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    typed: BTreeMap<Key, String>,
    channels: Option<Channels>,
}

impl Draft {
    /// Stores the text typed for a parameter.
    pub fn set(&mut self, key: Key, typed: impl Into<String>) {
        self.typed.insert(key, typed.into());
    }

    /// Gives a parameter its default again.
    pub fn reset(&mut self, key: Key) {
        self.typed.remove(&key);
    }

    /// Puts the quantum channel among these classical channels, or none.
    pub fn set_channels(&mut self, channels: Option<Channels>) {
        self.channels = channels;
    }

    /// The text typed for a parameter.
    pub fn typed(&self, key: Key) -> Option<&str> {
        self.typed.get(&key).map(String::as_str)
    }

    /// The typed values, if each is valid and they are compatible.
    ///
    /// # Errors
    /// The problems, by parameter.
    pub fn check(&self) -> Result<Settings, Problems> {
        Scenario::try_from(self).map(|_| self.read().0)
    }

    /// The typed values, and the problems with those that cannot be read.
    pub fn read(&self) -> (Settings, Problems) {
        let (mut settings, mut problems) = (Settings::default(), Problems::new());
        settings.channels.clone_from(&self.channels);
        for (&key, typed) in &self.typed {
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
        let mut draft = Draft::default();
        settings.iter().for_each(|(key, value)| draft.set(key, value.exact()));
        draft.channels.clone_from(&settings.channels);
        draft
    }
}

/// Values by parameter, and the channels of the fibre. Parameters that are not in it have their defaults.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct Settings {
    values: BTreeMap<Key, Value>,
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

    /// Names and values in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let values = self.iter().map(|(key, value)| (key.param().name, value.exact()));
        values.chain(self.channels.iter().flat_map(Channels::write)).collect()
    }

    /// The parameters that were set, as [`Settings::from_query`] reads them.
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// Settings as `name=value` pairs joined by `&`, such as `bitrate=50G&band=O` (the parameters of a link), and a notice for each
    /// pair that cannot be used. A leading `v=1`, the version of a link, is accepted.
    ///
    /// ```
    /// use engine::scenario::{Key, Settings, Value};
    /// let (settings, notices) = Settings::from_query("bitrate=50G&band=O&colour=red");
    /// assert_eq!(settings.value(Key::Bitrate), Value::Number(5e10));
    /// assert_eq!(notices[0].to_string(), "colour=red: there is no such parameter");
    /// ```
    pub fn from_query(query: &str) -> (Settings, Vec<Notice>) {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(name, value)| (name.as_str(), value.as_str()) != ("v", "1"))
            .collect();
        let mut notices = Vec::new();
        let settings = Settings::read_pairs(&pairs, &mut |name, value, reason| {
            notices.push(Notice::new(&format!("{name}={value}"), reason));
        });
        (settings, notices)
    }

    /// Reads names and values of an address. What cannot be read, or is incompatible, is left out, and `refuse` is called with the name,
    /// its value and the reason.
    pub fn read_pairs(
        pairs: &[(String, String)],
        refuse: &mut dyn FnMut(&str, &str, &dyn std::fmt::Display),
    ) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in pairs {
            match Key::named(name) {
                Some(key) => match Value::read(key, value) {
                    Ok(value) => settings.set(key, value),
                    Err(problem) => refuse(name, value, &problem),
                },
                None if Channels::NAMES.contains(&name.as_str()) => {}
                None => refuse(name, value, &"there is no such parameter"),
            }
        }
        let value = |name: &str| pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
        match Channels::read(value) {
            Ok(channels) => settings.channels = channels,
            Err((name, problem)) => refuse(name, value(name).unwrap_or_default(), &problem),
        }
        // Values that do not go together: the defaults of those that are blamed go together with the others.
        for (key, problem) in Scenario::try_from(&settings).err().into_iter().flatten() {
            refuse(key.param().name, &settings.value(key).exact(), &problem);
            if key == Key::Band {
                settings.channels = None;
            }
            settings.reset(key);
        }
        // A value that equals its default is the same state as one that was never set.
        settings.different_from_defaults()
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

    /// With these values on top. Where that changes the band, what was set for the other band does not follow.
    pub fn with(&self, changes: &[(Key, Value)]) -> Settings {
        let mut changed = self.clone();
        for &(key, value) in changes {
            if key == Key::Band && value != self.value(Key::Band) {
                changed.values.retain(|key, _| !key.belongs_to_band());
                changed.channels = None;
            }
            changed.set(key, value);
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

/// Settings as they come in a message, before they are checked.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    values: Vec<(Key, String)>,
    channels: Option<Channels>,
}

impl TryFrom<Unchecked> for Settings {
    type Error = Problem;
    fn try_from(unchecked: Unchecked) -> Result<Settings, Problem> {
        let mut settings = Settings { values: BTreeMap::new(), channels: unchecked.channels };
        for (key, text) in unchecked.values {
            settings.set(key, Value::read(key, &text)?);
        }
        Ok(settings)
    }
}

impl From<Settings> for Unchecked {
    fn from(settings: Settings) -> Unchecked {
        let values = settings.iter().map(|(key, value)| (key, value.exact())).collect();
        Unchecked { values, channels: settings.channels }
    }
}

const fn band_word(band: Band) -> &'static str {
    match band {
        Band::C => "C",
        Band::O => "O",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(pairs: &[(Key, &str)]) -> Draft {
        let mut draft = Draft::default();
        pairs.iter().for_each(|&(key, typed)| draft.set(key, typed));
        draft
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
    fn all_conflicts_come_back_at_once() {
        let names = |query: &[(Key, &str)]| {
            let problems = Scenario::try_from(&draft(query)).unwrap_err();
            problems.keys().map(|key| key.param().name).collect::<Vec<_>>().join(" ")
        };
        let two_decoys = [(Key::Source, "wcp"), (Key::Analysis, "two_decoy"), (Key::Nu1, "0.001"), (Key::Nu2, "0.01")];
        let with = |more: &[(Key, &'static str)]| names(&[&two_decoys[..], more].concat());
        assert_eq!(with(&[(Key::Mu, "0.02"), (Key::PSignal, "0.9"), (Key::PDecoy, "0.3")]), "mu nu1 p_decoy");
        // A signal that is bright enough beside an optimal decoy is not blamed together with the decoy.
        assert_eq!(with(&[(Key::Mu, "0.021"), (Key::Eff, "12")]), "eff nu1");
        assert_eq!(
            names(&[(Key::Source, "wcp"), (Key::Analysis, "infinite_decoys"), (Key::KeyLength, "finite")]),
            "analysis"
        );
    }

    #[test]
    fn an_address_loses_all_that_does_not_go_together_and_nothing_else() {
        let query = "source=wcp&analysis=two_decoy&nu1=0.001&nu2=0.01&mu=0.02&p_signal=0.9&p_decoy=0.3&dark=500";
        let (settings, notices) = Settings::from_query(query);
        assert_eq!(settings.to_query(), "dark=500&source=wcp&analysis=two_decoy&nu2=0.01&p_signal=0.9");
        let items: Vec<String> = notices.iter().map(|notice| notice.to_string()).collect();
        assert_eq!(items.len(), 3, "{items:?}");
        // Without the analysis that is blamed the others are judged by the default one.
        let query = "source=wcp&analysis=infinite&key=finite&nu1=0.001&nu2=0.01";
        let (settings, notices) = Settings::from_query(query);
        assert_eq!(settings.to_query(), "source=wcp&nu2=0.01&key=finite");
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn old_words_are_read_and_new_ones_written() {
        let old =
            "detector=snspd&window=adapted&bandwidth=auto&source=wcp&analysis=infinite&mu=auto&key=endless&pz=auto";
        let (settings, notices) = Settings::from_query(old);
        assert_eq!(notices, []);
        assert_eq!(settings.to_query(), "detector=snspd&source=wcp&analysis=infinite_decoys");
        let value = |key, typed| Value::read(key, typed).unwrap().exact();
        assert_eq!(value(Key::Detector, "SPAPD"), "spad");
        assert_eq!(value(Key::Window, "adapted"), "fixed");
        assert_eq!(value(Key::Mu, "auto"), "optimal");
        assert_eq!(value(Key::KeyLength, "infinite"), "asymptotic");
    }
}
