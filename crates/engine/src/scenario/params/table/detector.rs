//! Bob's detectors.

use super::{always, linear, log_or_zero, range, word};
use crate::link::detector::DetectorKind;
use crate::scenario::params::put::set;
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use numbers::quantity::Unit;

pub(super) const DETECTOR: Param = Param {
    key: Key::Detector,
    name: "detector",
    label: "Detector",
    symbol: "",
    unit: Unit::None,
    group: Group::Detector,
    domain: Domain::Words(&[
        word("spad", "SPAD", Effect::Detector(DetectorKind::Spad)).once(&["spapd"]),
        word("snspd", "SNSPD", Effect::Detector(DetectorKind::Snspd)),
        word("custom", "Custom", Effect::Detector(DetectorKind::Custom)),
    ]),
    default: DefaultValue::Word("spad"),
    applies: always,
    set: None,
    help: "Avalanche photodiode (SPAD) or superconducting nanowire (SNSPD), each with its typical values (Table 2), or a custom detector, which starts from those of the SPAD.",
};

pub(super) const DARK: Param = Param {
    key: Key::Dark,
    name: "dark",
    label: "Dark count rate",
    symbol: "d",
    unit: Unit::Hertz,
    group: Group::Detector,
    domain: log_or_zero(1e-6, 1e9, (0.1, 1e6)),
    default: DefaultValue::ByDetector { spad: 20e3, snspd: 1e3 },
    applies: always,
    set: Some(|s, x| set(&mut s.dark_count_rate, x)),
    help: "Dark counts of each of the two detectors (Table 2).",
};

pub(super) const DARK_PER: Param = Param {
    key: Key::DarkPer,
    name: "dark_per",
    label: "Dark counts per second",
    symbol: "",
    unit: Unit::None,
    group: Group::Detector,
    domain: Domain::Words(&[
        word("open", "Of open gate", Effect::Set(|s| s.dark_clocked = false)),
        word("clocked", "Of the clock", Effect::Set(|s| s.dark_clocked = true)),
    ]),
    default: DefaultValue::Word("open"),
    applies: |s| s.has(Key::DetectorMode, &["gated"]),
    set: None,
    help: "Per second in which the gate is open, as in the paper, or counts per second of the clock: those fall into the gates alone, which are open for the fraction τ_gate f_q of the time.",
};

pub(super) const EFF: Param = Param {
    key: Key::Eff,
    name: "eff",
    label: "Efficiency",
    symbol: "η",
    unit: Unit::Share,
    group: Group::Detector,
    domain: linear(1e-4, 1.0, (0.01, 1.0), 0.01),
    default: DefaultValue::ByDetector { spad: 0.1, snspd: 0.9 },
    applies: always,
    set: Some(|s, x| set(&mut s.efficiency, x)),
    help: "Detection efficiency, including every loss outside the fibre (Table 2).",
};

pub(super) const AFTERPULSE: Param = Param {
    key: Key::Afterpulse,
    name: "afterpulse",
    label: "Afterpulsing",
    symbol: "p_aft",
    unit: Unit::Share,
    group: Group::Detector,
    domain: linear(0.0, 0.5, (0.0, 0.2), 0.002),
    default: DefaultValue::ByDetector { spad: 0.02, snspd: 0.0 },
    applies: always,
    set: Some(|s, x| set(&mut s.afterpulsing, x)),
    help: "Probability that a click triggers a second, false one (Table 2).",
};

pub(super) const DETECTOR_MODE: Param = Param {
    key: Key::DetectorMode,
    name: "detector_mode",
    label: "Detector mode",
    symbol: "",
    unit: Unit::None,
    group: Group::Detector,
    domain: Domain::Words(&[
        word("gated", "Gated", Effect::Set(|s| s.free_running = false)),
        word("free_running", "Free-running", Effect::Set(|s| s.free_running = true)),
    ]),
    default: DefaultValue::Word("gated"),
    applies: always,
    set: None,
    help: "Gated: only clicks inside a gate around each pulse count and blind the detector. Free-running and filtered afterwards: every click blinds it, and afterpulses are spread over time.",
};

pub(super) const GATE: Param = Param {
    key: Key::Gate,
    name: "gate",
    label: "Gate",
    symbol: "τ_gate",
    unit: Unit::Seconds,
    group: Group::Detector,
    domain: Domain::WordsOrNumber {
        words: &[word("window", "The detection window", Effect::Set(|s| s.gate = None))],
        number: "Fixed width",
        start: 500e-12,
        range: range(1e-15, 1e-3, (1e-11, 1e-8), Scale::Log),
    },
    default: DefaultValue::Word("window"),
    applies: |s| s.has(Key::DetectorMode, &["gated"]),
    set: Some(|s, x| x.try_into().map(|gate| s.gate = Some(gate))),
    help: "Time around each pulse in which the detectors can click, at least the detection window. With the detection window as the gate, afterpulses are those of the paper.",
};
