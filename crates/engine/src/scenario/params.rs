//! Parameters, and the one [table](TABLE) of them. Controls, validation, links and the command line are all made from it.

mod put;
mod table;

use super::checked::Scenario;
use super::draft::Settings;
use crate::link::detector::DetectorKind;
use crate::link::fibre::Band;
use numbers::quantity::Unit;
use numbers::units::OutOfDomain;
use serde::{Deserialize, Serialize};
pub use table::TABLE;

/// A parameter of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Key {
    /// Band of the quantum channel.
    Band,
    /// Attenuation α of the fibre in that band.
    Alpha,
    /// Bit rate f_b of each classical signal.
    Bitrate,
    /// Photons per bit n_CC that the classical receiver needs.
    Ncc,
    /// Isolation ζ_for against the co-propagating classical signal.
    IsoFor,
    /// Isolation ζ_back against the counter-propagating classical signal.
    IsoBack,
    /// Raman cross-section ρ.
    Raman,
    /// Kind of detector.
    Detector,
    /// Dark count rate d.
    Dark,
    /// Detection efficiency η.
    Eff,
    /// Afterpulsing probability p_aft.
    Afterpulse,
    /// Repetition rate f_q of the source.
    Rate,
    /// Efficiency f_EC of the error correction.
    Fec,
    /// Misalignment e_d.
    Misalign,
    /// Width τ of the detection window.
    Window,
    /// Fraction p_d of the signal inside a window of fixed fraction.
    Pd,
    /// Bandwidth σ of the photons.
    Bandwidth,
    /// Bandwidth σ_f/2π of the WDM channel.
    Filter,
    /// Kind of source.
    Source,
    /// Analysis of the decoy states.
    Analysis,
    /// Mean photon number μ of the signal.
    Mu,
    /// Mean photon number ν₁ of the stronger decoy.
    Nu1,
    /// Mean photon number ν₂ of the weaker decoy.
    Nu2,
    /// Fraction of the pulses that are signals.
    PSignal,
    /// Fraction of the pulses that are the stronger decoy.
    PDecoy,
    /// Asymptotic or finite key.
    KeyLength,
    /// Detections N of one key block.
    Events,
    /// Probability p_Z of the key basis.
    Pz,
    /// Failure probability ε_PE of the parameter estimation.
    EpsPe,
    /// Failure probability ε_EC of the error correction.
    EpsEc,
    /// Failure probability ε_PA of the privacy amplification.
    EpsPa,
    /// Smoothing parameter ε̄.
    EpsSmooth,
    /// Failure probability ε_sec of the secrecy of a composable key.
    EpsSec,
    /// Failure probability ε_cor of the correctness of a composable key.
    EpsCor,
    /// Chromatic dispersion D of the fibre.
    Dispersion,
    /// Fraction of the dispersion that remains after compensation.
    DispersionResidual,
    /// Jitter δ of the detectors.
    Jitter,
    /// Dead time of the detectors.
    DeadTime,
    /// Insertion loss of multiplexers and of Bob.
    Loss,
}

/// Groups of controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// The fibre and the band.
    Fibre,
    /// Classical traffic.
    Traffic,
    /// Bob's detectors.
    Detector,
    /// Alice's source and the processing of the key.
    Source,
    /// Error correction and security of the key.
    Security,
    /// Filtering in frequency and time.
    Filtering,
    /// Effects beyond the paper.
    Beyond,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Group; 7] = [
        Group::Fibre,
        Group::Traffic,
        Group::Detector,
        Group::Source,
        Group::Security,
        Group::Filtering,
        Group::Beyond,
    ];

    /// Heading.
    pub const fn title(self) -> &'static str {
        match self {
            Group::Fibre => "Quantum channel",
            Group::Traffic => "Classical traffic",
            Group::Detector => "Detector",
            Group::Source => "Source",
            Group::Security => "Security",
            Group::Filtering => "Filtering",
            Group::Beyond => "Beyond the paper",
        }
    }
}

/// One of the words that a parameter takes.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The word that links and the command line write.
    pub word: &'static str,
    /// Earlier words for the same choice: still read, never written.
    pub aliases: &'static [&'static str],
    /// Its name on the page.
    pub label: &'static str,
    pub(super) effect: Effect,
}

impl Choice {
    /// The same choice, which used to have these words.
    const fn once(self, aliases: &'static [&'static str]) -> Choice {
        Choice { aliases, ..self }
    }

    /// Whether this is its word, or was once; upper and lower case count alike.
    pub fn is_called(&self, typed: &str) -> bool {
        self.word.eq_ignore_ascii_case(typed) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(typed))
    }
}

/// Meaning of a word of the table. It is part of the row, so that no word can lack one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Effect {
    /// The band of the quantum channel, on which defaults depend.
    Band(Band),
    /// The kind of detector: nothing but the defaults of other parameters.
    Detector(DetectorKind),
    /// A change of the scenario.
    Set(fn(&mut Scenario)),
}

impl Effect {
    /// Brings it about in a scenario.
    pub(super) fn apply(self, scenario: &mut Scenario) {
        match self {
            Effect::Band(band) => scenario.band = band,
            Effect::Detector(_) => {}
            Effect::Set(set) => set(scenario),
        }
    }
}

/// Division of the range of a slider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// In equal steps of this size.
    Linear {
        /// Size of a step, in the unit of the parameter.
        step: f64,
    },
    /// In equal steps of the logarithm.
    Log,
    /// Like [`Scale::Log`], with zero as one more notch at the lower end.
    LogOrZero,
}

/// Numbers that a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Accepted from here
    pub min: f64,
    /// to here, both included.
    pub max: f64,
    /// The range of the slider.
    pub slider: (f64, f64),
    /// Its division.
    pub scale: Scale,
}

impl Range {
    /// Whether `x` is accepted.
    pub fn contains(&self, x: f64) -> bool {
        (self.min..=self.max).contains(&x) || (x == 0.0 && self.scale == Scale::LogOrZero)
    }
}

/// Values that a parameter takes.
#[derive(Debug, Clone, Copy)]
pub enum Domain {
    /// One of these words.
    Words(&'static [Choice]),
    /// A number.
    Number(Range),
    /// One of these words, or a number. `number` names that last choice.
    WordsOrNumber {
        /// The words.
        words: &'static [Choice],
        /// Label of the choice "a number".
        number: &'static str,
        /// Where the number starts when that choice is made.
        start: f64,
        /// The numbers.
        range: Range,
    },
}

impl Domain {
    /// The words that the parameter takes.
    pub const fn words(&self) -> &'static [Choice] {
        match self {
            Domain::Words(words) | Domain::WordsOrNumber { words, .. } => words,
            Domain::Number(_) => &[],
        }
    }

    /// The choice that has this word, or once had it.
    pub fn choice(&self, word: &str) -> Option<&'static Choice> {
        self.words().iter().find(|choice| choice.is_called(word))
    }

    /// The accepted values, for a message: the words, and whether a number is accepted.
    pub(super) fn accepted(&self) -> String {
        let words = self.words().iter().map(|choice| choice.word);
        words.chain(self.range().map(|_| "a number")).collect::<Vec<_>>().join(", ")
    }

    /// The numbers that the parameter takes.
    pub const fn range(&self) -> Option<&Range> {
        match self {
            Domain::Words(_) => None,
            Domain::Number(range) | Domain::WordsOrNumber { range, .. } => Some(range),
        }
    }
}

/// Value of a parameter that was not set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue {
    /// A word.
    Word(&'static str),
    /// A number.
    Number(f64),
    /// A number that depends on the band.
    ByBand {
        /// In the C band.
        c: f64,
        /// In the O band.
        o: f64,
    },
    /// A number that depends on the kind of detector. A custom detector starts from the values of the SPAD.
    ByDetector {
        /// For an SPAD.
        spad: f64,
        /// For an SNSPD.
        snspd: f64,
    },
}

/// Puts the number of a parameter into a scenario. Where the parameter plays no part, as an intensity of a single-photon source, it
/// changes nothing.
pub(super) type SetNumber = fn(&mut Scenario, f64) -> Result<(), OutOfDomain>;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Which parameter.
    pub key: Key,
    /// Its name in links and on the command line.
    pub name: &'static str,
    /// Its name on the page: the field's own word.
    pub label: &'static str,
    /// Its symbol in the paper; `_` starts a subscript.
    pub symbol: &'static str,
    /// Unit of its number.
    pub unit: Unit,
    /// The group of its control.
    pub group: Group,
    /// The values that it takes.
    pub domain: Domain,
    /// Value when not set.
    pub default: DefaultValue,
    /// Whether it applies, given the others.
    pub applies: fn(&Settings) -> bool,
    /// Puts a number into a scenario; none where the parameter takes words only.
    pub(super) set: Option<SetNumber>,
    /// One sentence of explanation, with the source of the default.
    pub help: &'static str,
}

impl Key {
    /// Every parameter, in the order of the table.
    pub fn all() -> impl Iterator<Item = Key> {
        TABLE.iter().map(|param| param.key)
    }

    /// Its row in the table.
    pub fn param(self) -> &'static Param {
        // The rows stand in the order of the keys.
        &TABLE[self as usize]
    }

    /// The parameter of this name.
    pub fn named(name: &str) -> Option<Key> {
        TABLE.iter().find(|param| param.name == name).map(|param| param.key)
    }

    /// Whether the default depends on the band: then a value that was set belongs to one band only.
    pub fn belongs_to_band(self) -> bool {
        matches!(self.param().default, DefaultValue::ByBand { .. })
    }
}

impl DefaultValue {
    /// Its number for this band and detector; none for a word.
    pub fn number(self, band: Band, detector: DetectorKind) -> Option<f64> {
        match (self, band, detector) {
            (DefaultValue::Word(_), _, _) => None,
            (DefaultValue::Number(x), _, _) => Some(x),
            (DefaultValue::ByBand { c, .. }, Band::C, _) => Some(c),
            (DefaultValue::ByBand { o, .. }, Band::O, _) => Some(o),
            (DefaultValue::ByDetector { snspd, .. }, _, DetectorKind::Snspd) => Some(snspd),
            (DefaultValue::ByDetector { spad, .. }, _, DetectorKind::Spad | DetectorKind::Custom) => Some(spad),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_inside_its_own_range() {
        for param in &TABLE {
            for band in Band::ALL {
                for detector in [DetectorKind::Spad, DetectorKind::Snspd, DetectorKind::Custom] {
                    match param.default {
                        DefaultValue::Word(w) => assert!(param.domain.words().iter().any(|c| c.word == w)),
                        default => {
                            let x = default.number(band, detector).unwrap();
                            assert!(param.domain.range().unwrap().contains(x), "{}", param.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn names_and_keys_are_unique_and_sliders_stay_in_range() {
        for (i, a) in TABLE.iter().enumerate() {
            assert!(TABLE[i + 1..].iter().all(|b| a.name != b.name && a.key != b.key));
            assert_eq!(Key::named(a.name), Some(a.key));
            assert_eq!(a.key.param().name, a.name, "the rows stand in the order of the keys");
            if let Some(range) = a.domain.range() {
                assert!(range.contains(range.slider.0) && range.contains(range.slider.1), "{}", a.name);
            }
        }
    }

    #[test]
    fn a_word_and_its_aliases_mean_one_thing() {
        for param in &TABLE {
            let choices = param.domain.words();
            for (i, choice) in choices.iter().enumerate() {
                for word in [choice.word].iter().chain(choice.aliases) {
                    let found: Vec<usize> = (0..choices.len()).filter(|&j| choices[j].is_called(word)).collect();
                    assert_eq!(found, [i], "{}={word}", param.name);
                }
                assert_eq!(matches!(choice.effect, Effect::Band(_)), param.key == Key::Band, "{}", param.name);
                assert_eq!(matches!(choice.effect, Effect::Detector(_)), param.key == Key::Detector, "{}", param.name);
            }
            assert_eq!(param.set.is_some(), param.domain.range().is_some(), "{}", param.name);
        }
    }
}
