//! Alice's source and its decoy states.

use super::{always, composable, laser, linear, log, log_or_zero, optimal, range, word};
use crate::scenario::checked::{Analysis, Chosen, Laser, Protocol, Source};
use crate::scenario::params::put::{fix, in_laser, of_laser, set};
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use numbers::quantity::Unit;

pub(super) const RATE: Param = Param {
    key: Key::Rate,
    name: "rate",
    label: "Repetition rate",
    symbol: "f_q",
    unit: Unit::Hertz,
    group: Group::Source,
    domain: log(1e3, 1e12, (1e6, 1e10)),
    default: DefaultValue::Number(1e9),
    applies: always,
    set: Some(|s, x| set(&mut s.repetition_rate, x)),
    help: "Pulses per second of Alice's single-photon source (Table 1).",
};

pub(super) const MISALIGN: Param = Param {
    key: Key::Misalign,
    name: "misalign",
    label: "Misalignment",
    symbol: "e_d",
    unit: Unit::Share,
    group: Group::Source,
    domain: linear(0.0, 0.5, (0.0, 0.12), 0.001),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.misalignment, x)),
    help: "Probability that a signal photon goes to the wrong detector (Appendix).",
};

pub(super) const PROTOCOL: Param = Param {
    key: Key::Protocol,
    name: "protocol",
    label: "Protocol",
    symbol: "",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::Words(&[
        word("bb84", "BB84", Effect::Set(|s| s.protocol = Protocol::Bb84)),
        word("three_state", "Three-state BB84", Effect::Set(|s| s.protocol = Protocol::ThreeState)),
    ]),
    default: DefaultValue::Word("bb84"),
    applies: always,
    set: None,
    help: "BB84 with four states, or with three states of two time bins as many devices run it: laser pulses with one decoy (Rusca 2018), and one detector for the test basis (Boaron 2018).",
};

pub(super) const SOURCE: Param = Param {
    key: Key::Source,
    name: "source",
    label: "Source",
    symbol: "",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::Words(&[
        word("single", "Single photons", Effect::Set(|s| s.source = Source::SinglePhoton)),
        word("wcp", "Laser pulses", Effect::Set(|s| s.source = Source::Laser(Laser::default()))),
    ]),
    default: DefaultValue::ByProtocol { three_state: "wcp", others: &DefaultValue::Word("single") },
    applies: always,
    set: None,
    help: "An ideal source of single photons, or weak coherent pulses (WCP) of an attenuated laser, with decoy states.",
};

pub(super) const ANALYSIS: Param = Param {
    key: Key::Analysis,
    name: "analysis",
    label: "Decoy analysis",
    symbol: "",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::Words(&[
        word(
            "infinite_decoys",
            "Infinite decoys",
            Effect::Set(|s| in_laser(s, |laser| laser.analysis = Analysis::InfiniteDecoys)),
        )
        .once(&["infinite"]),
        word(
            "vacuum_weak",
            "Vacuum + weak",
            Effect::Set(|s| in_laser(s, |laser| laser.analysis = Analysis::VacuumWeak)),
        ),
        word("two_decoy", "Two decoys", Effect::Set(|s| in_laser(s, |laser| laser.analysis = Analysis::TwoDecoy))),
        word("one_decoy", "One decoy", Effect::Set(|s| in_laser(s, |laser| laser.analysis = Analysis::OneDecoy))),
    ]),
    default: DefaultValue::ByProtocol {
        three_state: "one_decoy",
        others: &DefaultValue::ByKeySize { asymptotic: "vacuum_weak", finite: "two_decoy" },
    },
    applies: laser,
    set: None,
    help: "Infinitely many decoys (the limit), vacuum and weak decoy (Ma 2005, as in the paper; optimistic for finite keys), or composable with two decoys (Lim 2014), the default of a finite key, or one (Rusca 2018), the only one for three states.",
};

pub(super) const MU: Param = Param {
    key: Key::Mu,
    name: "mu",
    label: "Signal intensity",
    symbol: "μ",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| in_laser(s, |laser| laser.signal = Chosen::Optimal))],
        number: "Fixed",
        start: 0.5,
        range: range(1e-6, 3.0, (1e-3, 2.0), Scale::Log),
    },
    default: DefaultValue::Word("optimal"),
    applies: laser,
    set: Some(|s, x| of_laser(s, |laser| fix(&mut laser.signal, x))),
    help: "Mean photon number of a signal pulse: optimal or fixed.",
};

pub(super) const NU1: Param = Param {
    key: Key::Nu1,
    name: "nu1",
    label: "Decoy intensity",
    symbol: "ν_1",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| in_laser(s, |laser| laser.decoy = Chosen::Optimal))],
        number: "Fixed",
        start: 0.1,
        range: range(1e-6, 1.0, (1e-3, 1.0), Scale::Log),
    },
    default: DefaultValue::Word("optimal"),
    applies: |s| laser(s) && !s.has(Key::Analysis, &["infinite_decoys"]),
    set: Some(|s, x| of_laser(s, |laser| fix(&mut laser.decoy, x))),
    help: "Mean photon number of the decoy, or of the stronger of two: optimal (a tenth of the signal for vacuum + weak, and for two decoys with an asymptotic key) or fixed.",
};

pub(super) const NU2: Param = Param {
    key: Key::Nu2,
    name: "nu2",
    label: "Second (weaker) decoy",
    symbol: "ν_2",
    unit: Unit::None,
    group: Group::Source,
    domain: log_or_zero(1e-7, 0.5, (1e-5, 0.1)),
    default: DefaultValue::Number(0.0),
    applies: |s| laser(s) && s.has(Key::Analysis, &["vacuum_weak", "two_decoy"]),
    set: Some(|s, x| of_laser(s, |laser| set(&mut laser.weaker_decoy, x))),
    help: "Mean photon number of the weaker of two decoys; 0 is the vacuum.",
};

pub(super) const P_SIGNAL: Param = Param {
    key: Key::PSignal,
    name: "p_signal",
    label: "Fraction of signal pulses",
    symbol: "p_μ",
    unit: Unit::Share,
    group: Group::Source,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| in_laser(s, |laser| laser.signal_fraction = Chosen::Optimal))],
        number: "Fixed",
        start: 0.7,
        range: range(0.01, 0.999, (0.05, 0.99), Scale::Linear { step: 0.01 }),
    },
    default: DefaultValue::Word("optimal"),
    applies: composable,
    set: Some(|s, x| of_laser(s, |laser| fix(&mut laser.signal_fraction, x))),
    help: "Fraction of the pulses with the signal intensity: optimal or fixed.",
};

pub(super) const P_DECOY: Param = Param {
    key: Key::PDecoy,
    name: "p_decoy",
    label: "Fraction of decoy pulses",
    symbol: "p_ν",
    unit: Unit::Share,
    group: Group::Source,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| in_laser(s, |laser| laser.decoy_fraction = Chosen::Optimal))],
        number: "Fixed",
        start: 0.2,
        range: range(0.001, 0.98, (0.01, 0.9), Scale::Linear { step: 0.01 }),
    },
    default: DefaultValue::Word("optimal"),
    applies: |s| laser(s) && s.has(Key::Analysis, &["two_decoy"]),
    set: Some(|s, x| of_laser(s, |laser| fix(&mut laser.decoy_fraction, x))),
    help: "Fraction of the pulses with the intensity of the stronger decoy: optimal or fixed. The rest are the weaker decoy.",
};

pub(super) const VACUUM_TERM: Param = Param {
    key: Key::VacuumTerm,
    name: "vacuum_term",
    label: "Vacuum events",
    symbol: "",
    unit: Unit::None,
    group: Group::Source,
    domain: Domain::Words(&[
        word("counted", "Counted", Effect::Set(|s| in_laser(s, |laser| laser.vacuum_term = true))),
        word("ignored", "Ignored", Effect::Set(|s| in_laser(s, |laser| laser.vacuum_term = false))),
    ]),
    default: DefaultValue::Word("counted"),
    applies: laser,
    set: None,
    help: "Whether detections of pulses without photons count as secret, y0 in (22), or not, as in Lo 2005 and Ma 2005: a few km less reach.",
};
