//! The one table of parameters. Controls, validation, links and the command line are all made from it.

use super::channels::Channels;
use super::draft::Settings;
use super::quantity::Unit;
use crate::link::detector::DetectorKind;
use crate::link::fibre::Band;
use serde::{Deserialize, Serialize};

/// A parameter of a span.
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
    /// Misalignment ζ.
    Misalign,
    /// Width τ of the detection window.
    Window,
    /// Share p_d of the signal that an adapted window catches.
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
    /// Share of the pulses that are signals.
    PSignal,
    /// Share of the pulses that are the stronger decoy.
    PDecoy,
    /// Whether the length of the key counts.
    KeyLength,
    /// Detections N that make one key.
    Events,
    /// Probability p_Z of the basis that makes the key.
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
    /// Share of the dispersion that is left after compensation.
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
    /// What the classical channels do.
    Traffic,
    /// Bob's detectors.
    Detector,
    /// Alice's source and the processing of the key.
    Source,
    /// How much of it is secret.
    Security,
    /// In frequency and time.
    Filtering,
    /// What the paper leaves out.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// In links and on the command line.
    pub word: &'static str,
    /// On the page.
    pub label: &'static str,
}

/// How a slider divides its range.
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
    /// What the slider covers.
    pub slider: (f64, f64),
    /// How the slider divides it.
    pub scale: Scale,
}

impl Range {
    /// Whether `x` is accepted.
    pub fn contains(&self, x: f64) -> bool {
        (self.min..=self.max).contains(&x) || (x == 0.0 && self.scale == Scale::LogOrZero)
    }
}

/// What a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// A number that depends on the kind of detector. One's own detector starts as an SPAPD.
    ByDetector {
        /// For an SPAPD.
        spapd: f64,
        /// For an SNSPD.
        snspd: f64,
    },
}

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
    /// Where its control stands.
    pub group: Group,
    /// What it takes.
    pub domain: Domain,
    /// Value when not set.
    pub default: DefaultValue,
    /// Whether it counts, given the others.
    pub applies: fn(&Settings) -> bool,
    /// One sentence for the curious, with the source of the default.
    pub help: &'static str,
}

const fn range(min: f64, max: f64, slider: (f64, f64), scale: Scale) -> Range {
    Range { min, max, slider, scale }
}

const fn linear(min: f64, max: f64, slider: (f64, f64), step: f64) -> Domain {
    Domain::Number(range(min, max, slider, Scale::Linear { step }))
}

const fn log(min: f64, max: f64, slider: (f64, f64)) -> Domain {
    Domain::Number(range(min, max, slider, Scale::Log))
}

const fn log_or_zero(min: f64, max: f64, slider: (f64, f64)) -> Domain {
    Domain::Number(range(min, max, slider, Scale::LogOrZero))
}

/// The best one, or a number in a range; `start` is where the number starts.
const fn best_or(start: f64, range: Range) -> Domain {
    Domain::WordsOrNumber { words: BEST, number: "Fixed", start, range }
}

const BEST: &[Choice] = &[word("auto", "Best")];

fn always(_: &Settings) -> bool {
    true
}

/// Both classical signals are alike.
fn uniform(s: &Settings) -> bool {
    s.channels().is_none()
}

fn laser(s: &Settings) -> bool {
    s.has(Key::Source, &["wcp"])
}

fn composable(s: &Settings) -> bool {
    laser(s) && s.has(Key::Analysis, &["two_decoy", "one_decoy"])
}

fn finite(s: &Settings) -> bool {
    s.has(Key::KeyLength, &["finite"])
}

const fn word(word: &'static str, label: &'static str) -> Choice {
    Choice { word, label }
}

const ISOLATION: Domain = log_or_zero(1e-20, 1.0, (1e-14, 1e-4));

/// Every parameter, in the order in which the page shows them.
pub static TABLE: [Param; 39] = [
    Param {
        key: Key::Band,
        name: "band",
        label: "Band",
        symbol: "",
        unit: Unit::None,
        group: Group::Fibre,
        domain: Domain::Words(&[word("C", "C band"), word("O", "O band")]),
        default: DefaultValue::Word("C"),
        applies: always,
        help: "Band of the quantum channel: C at 1550 nm, beside the classical signals, or O at 1310 nm.",
    },
    Param {
        key: Key::Alpha,
        name: "alpha",
        label: "Fibre loss",
        symbol: "α",
        unit: Unit::DecibelsPerKm,
        group: Group::Fibre,
        domain: linear(0.1, 2.0, (0.14, 1.0), 0.005),
        default: DefaultValue::ByBand { c: 0.2, o: 0.35 },
        applies: |s| !s.channels().is_some_and(Channels::is_measured),
        help: "Attenuation in the band of the quantum channel (Table 1). Old fibre: up to 0.4 dB/km (C), 1 dB/km (O).",
    },
    Param {
        key: Key::Bitrate,
        name: "bitrate",
        label: "Bit rate",
        symbol: "f_b",
        unit: Unit::BitsPerSecond,
        group: Group::Traffic,
        domain: log_or_zero(1.0, 1e16, (1e8, 1e13)),
        default: DefaultValue::Number(10e9),
        applies: uniform,
        help: "Bit rate of each of the two classical signals, one in each direction.",
    },
    Param {
        key: Key::Ncc,
        name: "ncc",
        label: "Photons per bit",
        symbol: "n_CC",
        unit: Unit::None,
        group: Group::Traffic,
        domain: log_or_zero(1e-3, 1e9, (1.0, 1e6)),
        default: DefaultValue::Number(1e3),
        applies: uniform,
        help: "Photons per bit that the classical receiver needs (Table 1). Only its product with the bit rate matters.",
    },
    Param {
        key: Key::IsoFor,
        name: "iso_for",
        label: "Isolation, forward",
        symbol: "ζ_for",
        unit: Unit::Isolation,
        group: Group::Traffic,
        domain: ISOLATION,
        default: DefaultValue::Number(1e-7),
        applies: always,
        help: "Share of the co-propagating classical signal that leaks into the quantum channel; 0 is perfect isolation.",
    },
    Param {
        key: Key::IsoBack,
        name: "iso_back",
        label: "Isolation, backward",
        symbol: "ζ_back",
        unit: Unit::Isolation,
        group: Group::Traffic,
        domain: ISOLATION,
        default: DefaultValue::Number(1e-7),
        applies: always,
        help: "Share of the counter-propagating classical signal that leaks into the quantum channel; 0 is perfect isolation.",
    },
    Param {
        key: Key::Raman,
        name: "raman",
        label: "Raman cross-section",
        symbol: "ρ",
        unit: Unit::PerKmNm,
        group: Group::Traffic,
        domain: log_or_zero(1e-16, 1e-3, (1e-11, 1e-7)),
        default: DefaultValue::ByBand { c: 1.5e-9, o: 0.0 },
        applies: uniform,
        help: "1.5e-9 in the anti-Stokes dip beside the classical signals, 5e-9 at worst in the C band; neglected in the O band.",
    },
    Param {
        key: Key::Detector,
        name: "detector",
        label: "Detector",
        symbol: "",
        unit: Unit::None,
        group: Group::Detector,
        domain: Domain::Words(&[word("spapd", "SPAPD"), word("snspd", "SNSPD"), word("custom", "Own")]),
        default: DefaultValue::Word("spapd"),
        applies: always,
        help: "Avalanche photodiode, superconducting nanowire, or your own: sets what follows to typical values (Table 2).",
    },
    Param {
        key: Key::Dark,
        name: "dark",
        label: "Dark count rate",
        symbol: "d",
        unit: Unit::Hertz,
        group: Group::Detector,
        domain: log_or_zero(1e-6, 1e9, (0.1, 1e6)),
        default: DefaultValue::ByDetector { spapd: 20e3, snspd: 1e3 },
        applies: always,
        help: "Dark counts of each of the two detectors (Table 2).",
    },
    Param {
        key: Key::Eff,
        name: "eff",
        label: "Efficiency",
        symbol: "η",
        unit: Unit::Share,
        group: Group::Detector,
        domain: linear(1e-4, 1.0, (0.01, 1.0), 0.01),
        default: DefaultValue::ByDetector { spapd: 0.1, snspd: 0.9 },
        applies: always,
        help: "Detection efficiency, with every loss that is not the fibre's (Table 2).",
    },
    Param {
        key: Key::Afterpulse,
        name: "afterpulse",
        label: "Afterpulsing",
        symbol: "p_aft",
        unit: Unit::Share,
        group: Group::Detector,
        domain: linear(0.0, 0.5, (0.0, 0.2), 0.002),
        default: DefaultValue::ByDetector { spapd: 0.02, snspd: 0.0 },
        applies: always,
        help: "Probability that a click causes another, false one (Table 2).",
    },
    Param {
        key: Key::Rate,
        name: "rate",
        label: "Repetition rate",
        symbol: "f_q",
        unit: Unit::Hertz,
        group: Group::Source,
        domain: log(1e3, 1e12, (1e6, 1e10)),
        default: DefaultValue::Number(1e9),
        applies: always,
        help: "Pulses per second of Alice's single-photon source (Table 1).",
    },
    Param {
        key: Key::Fec,
        name: "fec",
        label: "Error correction",
        symbol: "f_EC",
        unit: Unit::None,
        group: Group::Security,
        domain: linear(1.0, 5.0, (1.0, 2.0), 0.01),
        default: DefaultValue::Number(1.2),
        applies: always,
        help: "Bits that error correction discloses over the Shannon limit (Table 1); 1 is perfect.",
    },
    Param {
        key: Key::Misalign,
        name: "misalign",
        label: "Misalignment",
        symbol: "ζ",
        unit: Unit::Share,
        group: Group::Source,
        domain: linear(0.0, 0.5, (0.0, 0.12), 0.001),
        default: DefaultValue::Number(0.0),
        applies: always,
        help: "Probability that a signal photon goes to the wrong detector (Appendix).",
    },
    Param {
        key: Key::Window,
        name: "window",
        label: "Detection window",
        symbol: "τ",
        unit: Unit::Seconds,
        group: Group::Filtering,
        domain: Domain::WordsOrNumber {
            words: &[word("adapted", "Adapted"), word("optimal", "Best"), word("open", "Open")],
            number: "Fixed",
            start: 300e-12,
            range: range(1e-15, 1e-3, (1e-12, 1e-8), Scale::Log),
        },
        default: DefaultValue::Word("adapted"),
        applies: always,
        help: "Adapted to the signal so that it catches the share p_d, the best one (beyond the paper), always open (one period of the source), or fixed.",
    },
    Param {
        key: Key::Pd,
        name: "pd",
        label: "Caught in window",
        symbol: "p_d",
        unit: Unit::Share,
        group: Group::Filtering,
        domain: linear(1e-3, 0.999_999, (0.5, 0.999), 0.001),
        default: DefaultValue::Number(0.99),
        applies: |s| s.has(Key::Window, &["adapted"]),
        help: "Share of the signal that an adapted window catches.",
    },
    Param {
        key: Key::Bandwidth,
        name: "bandwidth",
        label: "Photon bandwidth",
        symbol: "σ",
        unit: Unit::RadiansPerSecond,
        group: Group::Filtering,
        domain: best_or(100e9, range(1e3, 1e15, (1e8, 1e13), Scale::Log)),
        default: DefaultValue::Word("auto"),
        applies: always,
        help: "The bandwidth with the largest key rate at each distance, or a fixed one. An angular frequency.",
    },
    Param {
        key: Key::Filter,
        name: "filter",
        label: "Channel bandwidth",
        symbol: "σ_f/2π",
        unit: Unit::Hertz,
        group: Group::Filtering,
        domain: log(1e6, 1e14, (1e9, 1e12)),
        default: DefaultValue::Number(50e9),
        applies: always,
        help: "Bandwidth of the WDM channel of the quantum signal, σ_f = 2π × this (Table 1).",
    },
    Param {
        key: Key::Source,
        name: "source",
        label: "Source",
        symbol: "",
        unit: Unit::None,
        group: Group::Source,
        domain: Domain::Words(&[word("single", "Single photons"), word("wcp", "Laser pulses")]),
        default: DefaultValue::Word("single"),
        applies: always,
        help: "An ideal source of single photons, or weak coherent pulses (WCP) of an attenuated laser, with decoy states.",
    },
    Param {
        key: Key::Analysis,
        name: "analysis",
        label: "Decoy analysis",
        symbol: "",
        unit: Unit::None,
        group: Group::Source,
        domain: Domain::Words(&[
            word("infinite", "Infinite"),
            word("vacuum_weak", "Vacuum + weak"),
            word("two_decoy", "Two decoys"),
            word("one_decoy", "One decoy"),
        ]),
        default: DefaultValue::Word("vacuum_weak"),
        applies: laser,
        help: "Endlessly many decoys (a limit), vacuum and weak (Ma 2005, the way of the paper), two decoys (Lim 2014) or one (Rusca 2018), both composable.",
    },
    Param {
        key: Key::Mu,
        name: "mu",
        label: "Signal intensity",
        symbol: "μ",
        unit: Unit::None,
        group: Group::Source,
        domain: best_or(0.5, range(1e-6, 3.0, (1e-3, 2.0), Scale::Log)),
        default: DefaultValue::Word("auto"),
        applies: laser,
        help: "Mean photon number of a signal pulse: the best one, or fixed.",
    },
    Param {
        key: Key::Nu1,
        name: "nu1",
        label: "Decoy intensity",
        symbol: "ν_1",
        unit: Unit::None,
        group: Group::Source,
        domain: best_or(0.1, range(1e-6, 1.0, (1e-3, 1.0), Scale::Log)),
        default: DefaultValue::Word("auto"),
        applies: |s| laser(s) && !s.has(Key::Analysis, &["infinite"]),
        help: "Mean photon number of the decoy, the stronger one of two: the best one (for vacuum + weak a tenth of the signal), or fixed.",
    },
    Param {
        key: Key::Nu2,
        name: "nu2",
        label: "Weaker decoy",
        symbol: "ν_2",
        unit: Unit::None,
        group: Group::Source,
        domain: log_or_zero(1e-7, 0.5, (1e-5, 0.1)),
        default: DefaultValue::Number(0.0),
        applies: |s| laser(s) && s.has(Key::Analysis, &["vacuum_weak", "two_decoy"]),
        help: "Mean photon number of the weaker of two decoys; 0 is the vacuum.",
    },
    Param {
        key: Key::PSignal,
        name: "p_signal",
        label: "Share of signals",
        symbol: "p_μ",
        unit: Unit::Share,
        group: Group::Source,
        domain: best_or(0.7, range(0.01, 0.999, (0.05, 0.99), Scale::Linear { step: 0.01 })),
        default: DefaultValue::Word("auto"),
        applies: composable,
        help: "Share of the pulses that have the signal intensity: the best one, or fixed.",
    },
    Param {
        key: Key::PDecoy,
        name: "p_decoy",
        label: "Share of decoys",
        symbol: "p_ν",
        unit: Unit::Share,
        group: Group::Source,
        domain: best_or(0.2, range(0.001, 0.98, (0.01, 0.9), Scale::Linear { step: 0.01 })),
        default: DefaultValue::Word("auto"),
        applies: |s| laser(s) && s.has(Key::Analysis, &["two_decoy"]),
        help: "Share of the pulses that are the stronger decoy: the best one, or fixed; the rest is the weaker decoy.",
    },
    Param {
        key: Key::KeyLength,
        name: "key",
        label: "Key length",
        symbol: "",
        unit: Unit::None,
        group: Group::Security,
        domain: Domain::Words(&[word("asymptotic", "Endless"), word("finite", "Finite")]),
        default: DefaultValue::Word("asymptotic"),
        applies: always,
        help: "An endlessly long key, or one from a finite number of detections with its statistical uncertainty.",
    },
    Param {
        key: Key::Events,
        name: "events",
        label: "Detections",
        symbol: "N",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e3, 1e18, (1e5, 1e13)),
        default: DefaultValue::Number(1e10),
        applies: finite,
        help: "Detections from which one key is made (Fig. 11: 1e7 to 1e11).",
    },
    Param {
        key: Key::Pz,
        name: "pz",
        label: "Key basis",
        symbol: "p_Z",
        unit: Unit::Share,
        group: Group::Security,
        domain: best_or(0.9, range(0.01, 0.999_999, (0.5, 0.99), Scale::Linear { step: 0.01 })),
        default: DefaultValue::Word("auto"),
        applies: finite,
        help: "Probability that Alice and Bob choose the basis that makes the key: the best one, or fixed.",
    },
    Param {
        key: Key::EpsPe,
        name: "eps_pe",
        label: "Parameter estimation",
        symbol: "ε_PE",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-5),
        applies: |s| finite(s) && !composable(s),
        help: "Failure probability of the parameter estimation (Table 1).",
    },
    Param {
        key: Key::EpsEc,
        name: "eps_ec",
        label: "Error correction failure",
        symbol: "ε_EC",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-5),
        applies: |s| finite(s) && !composable(s),
        help: "Failure probability of the error correction (Table 1).",
    },
    Param {
        key: Key::EpsPa,
        name: "eps_pa",
        label: "Privacy amplification",
        symbol: "ε_PA",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-5),
        applies: |s| finite(s) && !composable(s),
        help: "Failure probability of the privacy amplification (Table 1).",
    },
    Param {
        key: Key::EpsSmooth,
        name: "eps_smooth",
        label: "Smoothing",
        symbol: "ε̄",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-5),
        applies: |s| finite(s) && !composable(s),
        help: "Smoothing parameter (Table 1).",
    },
    Param {
        key: Key::EpsSec,
        name: "eps_sec",
        label: "Secrecy",
        symbol: "ε_sec",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-9),
        applies: |s| finite(s) && composable(s),
        help: "Failure probability of the secrecy of a composable key (Rusca 2018).",
    },
    Param {
        key: Key::EpsCor,
        name: "eps_cor",
        label: "Correctness",
        symbol: "ε_cor",
        unit: Unit::None,
        group: Group::Security,
        domain: log(1e-30, 0.1, (1e-20, 1e-2)),
        default: DefaultValue::Number(1e-15),
        applies: |s| finite(s) && composable(s),
        help: "Failure probability of the correctness of a composable key (Rusca 2018).",
    },
    Param {
        key: Key::Dispersion,
        name: "dispersion",
        label: "Dispersion",
        symbol: "D",
        unit: Unit::PsPerNmKm,
        group: Group::Beyond,
        domain: linear(-100.0, 100.0, (0.0, 20.0), 0.1),
        default: DefaultValue::ByBand { c: 0.0, o: 0.0 },
        applies: always,
        help: "Chromatic dispersion in the band of the quantum channel; 17 ps/(nm km) in the C band of standard fibre, near 0 in the O band.",
    },
    Param {
        key: Key::DispersionResidual,
        name: "dispersion_residual",
        label: "Dispersion left",
        symbol: "",
        unit: Unit::Share,
        group: Group::Beyond,
        domain: linear(0.0, 1.0, (0.0, 1.0), 0.01),
        default: DefaultValue::Number(1.0),
        applies: always,
        help: "Share of the dispersion that is left after compensation; 100 % is none compensated.",
    },
    Param {
        key: Key::Jitter,
        name: "jitter",
        label: "Detector jitter",
        symbol: "δ",
        unit: Unit::Seconds,
        group: Group::Beyond,
        domain: log_or_zero(1e-15, 1e-6, (1e-12, 1e-9)),
        default: DefaultValue::Number(0.0),
        applies: always,
        help: "Standard deviation of the time that a detector says a photon came.",
    },
    Param {
        key: Key::DeadTime,
        name: "deadtime",
        label: "Dead time",
        symbol: "τ_dead",
        unit: Unit::Seconds,
        group: Group::Beyond,
        domain: log_or_zero(1e-12, 1.0, (1e-9, 1e-4)),
        default: DefaultValue::Number(0.0),
        applies: always,
        help: "Time after a click in which no other one is registered; both detectors are closed together.",
    },
    Param {
        key: Key::Loss,
        name: "loss",
        label: "Insertion loss",
        symbol: "",
        unit: Unit::Decibels,
        group: Group::Beyond,
        domain: linear(0.0, 60.0, (0.0, 10.0), 0.1),
        default: DefaultValue::Number(0.0),
        applies: always,
        help: "Loss of the demultiplexer and of Bob, for signal and noise light alike.",
    },
];

impl Key {
    /// Every parameter, in the order of the table.
    pub fn all() -> impl Iterator<Item = Key> {
        TABLE.iter().map(|param| param.key)
    }

    /// Its row in the table.
    pub fn param(self) -> &'static Param {
        TABLE.iter().find(|param| param.key == self).expect("every key has a row")
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
            (DefaultValue::ByDetector { spapd, .. }, _, DetectorKind::Spapd | DetectorKind::Custom) => Some(spapd),
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
                for detector in [DetectorKind::Spapd, DetectorKind::Snspd, DetectorKind::Custom] {
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
            if let Some(range) = a.domain.range() {
                assert!(range.contains(range.slider.0) && range.contains(range.slider.1), "{}", a.name);
            }
        }
    }
}
