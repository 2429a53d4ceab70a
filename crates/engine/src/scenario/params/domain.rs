//! Values that a parameter takes, and its value when not set.

use crate::link::detector::DetectorKind;
use crate::link::fibre::Band;
use crate::scenario::checked::Scenario;

/// One of the words that a parameter takes.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The word that links and the command line write.
    pub word: &'static str,
    /// Earlier words for the same choice: still read, never written.
    pub aliases: &'static [&'static str],
    /// Its name on the page.
    pub label: &'static str,
    pub(in crate::scenario) effect: Effect,
}

impl Choice {
    /// The same choice, which used to have these words.
    pub(super) const fn once(self, aliases: &'static [&'static str]) -> Choice {
        Choice { aliases, ..self }
    }

    /// Whether this is its word, or was once; upper and lower case count alike.
    pub fn is_called(&self, typed: &str) -> bool {
        self.word.eq_ignore_ascii_case(typed) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(typed))
    }
}

/// Meaning of a word of the table. It is part of the row, so that no word can lack one.
#[derive(Debug, Clone, Copy)]
pub(in crate::scenario) enum Effect {
    /// The band of the quantum channel, on which defaults depend.
    Band(Band),
    /// The kind of detector, which only changes the defaults of other parameters.
    Detector(DetectorKind),
    /// A change of the scenario.
    Set(fn(&mut Scenario)),
}

impl Effect {
    /// Applies it to a scenario.
    pub(in crate::scenario) fn apply(self, scenario: &mut Scenario) {
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
        /// The initial number when that choice is made.
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
    pub(in crate::scenario) fn accepted(&self) -> String {
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
    /// A word that depends on the size of the key.
    ByKeySize {
        /// For an asymptotic key.
        asymptotic: &'static str,
        /// For a finite key.
        finite: &'static str,
    },
    /// A word that depends on the protocol.
    ByProtocol {
        /// For three states.
        three_state: &'static str,
        /// For the others.
        others: &'static DefaultValue,
    },
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

impl DefaultValue {
    /// Its number for this band and detector; none for a word.
    pub fn number(self, band: Band, detector: DetectorKind) -> Option<f64> {
        match (self, band, detector) {
            (DefaultValue::Word(_) | DefaultValue::ByKeySize { .. } | DefaultValue::ByProtocol { .. }, _, _) => None,
            (DefaultValue::Number(x), _, _) => Some(x),
            (DefaultValue::ByBand { c, .. }, Band::C, _) => Some(c),
            (DefaultValue::ByBand { o, .. }, Band::O, _) => Some(o),
            (DefaultValue::ByDetector { snspd, .. }, _, DetectorKind::Snspd) => Some(snspd),
            (DefaultValue::ByDetector { spad, .. }, _, DetectorKind::Spad | DetectorKind::Custom) => Some(spad),
        }
    }
}
