//! Error correction, and the security of the key.

use super::{always, composable, finite, linear, log, optimal, range, word};
use crate::scenario::checked::{Chosen, FiniteKey, KeyLength, one_month};
use crate::scenario::params::put::{fix, in_finite, of_finite, set, set_epsilon};
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use numbers::quantity::Unit;

pub(super) const FEC: Param = Param {
    key: Key::Fec,
    name: "fec",
    label: "Error correction",
    symbol: "f_EC",
    unit: Unit::None,
    group: Group::Security,
    domain: linear(1.0, 5.0, (1.0, 2.0), 0.01),
    default: DefaultValue::Number(1.2),
    applies: always,
    set: Some(|s, x| set(&mut s.error_correction, x)),
    help: "Bits disclosed by error correction relative to the Shannon limit (Table 1); 1 is perfect.",
};

pub(super) const KEY_LENGTH: Param = Param {
    key: Key::KeyLength,
    name: "key",
    label: "Key size",
    symbol: "",
    unit: Unit::None,
    group: Group::Security,
    domain: Domain::Words(&[
        word("asymptotic", "Asymptotic", Effect::Set(|s| s.key_length = KeyLength::Asymptotic))
            .once(&["infinite", "endless"]),
        word("finite", "Finite", Effect::Set(|s| s.key_length = KeyLength::Finite(FiniteKey::default()))),
    ]),
    default: DefaultValue::Word("asymptotic"),
    applies: always,
    set: None,
    help: "Asymptotic (an infinitely long key), or finite: a key block from a limited number of detections, with their statistical fluctuations.",
};

pub(super) const EVENTS: Param = Param {
    key: Key::Events,
    name: "events",
    label: "Detections per key block",
    symbol: "N",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e3, 1e18, (1e5, 1e13)),
    default: DefaultValue::Number(1e10),
    applies: |s| finite(s) && s.has(Key::BlockTime, &["events"]),
    set: Some(|s, x| of_finite(s, |key| set(&mut key.events, x))),
    help: "Detections from which one key block is distilled (Fig. 11: 1e7 to 1e11).",
};

pub(super) const BLOCK_TIME: Param = Param {
    key: Key::BlockTime,
    name: "block_time",
    label: "Time of a key block",
    symbol: "t_N",
    unit: Unit::Seconds,
    group: Group::Security,
    domain: Domain::WordsOrNumber {
        words: &[word("events", "By detections", Effect::Set(|s| in_finite(s, |key| key.block_time = None)))],
        number: "Fixed time",
        start: 600.0,
        range: range(1e-3, 1e10, (1.0, 1e6), Scale::Log),
    },
    default: DefaultValue::Word("events"),
    applies: finite,
    set: Some(|s, x| {
        of_finite(s, |key| {
            key.block_time = Some(x.try_into()?);
            Ok(())
        })
    }),
    help: "Time after which a key block is closed, as devices run (10 min): its detections are what arrives in it. Or events: the block has a number of detections, however long that takes.",
};

pub(super) const BLOCK_LIMIT: Param = Param {
    key: Key::BlockLimit,
    name: "block_limit",
    label: "Longest time of a key block",
    symbol: "",
    unit: Unit::Seconds,
    group: Group::Security,
    domain: Domain::WordsOrNumber {
        words: &[
            word("none", "No limit", Effect::Set(|s| in_finite(s, |key| key.block_limit = None))),
            word("month", "30 days", Effect::Set(|s| in_finite(s, |key| key.block_limit = Some(one_month())))),
        ],
        number: "Own time",
        start: 3600.0,
        range: range(1.0, 1e11, (60.0, 1e7), Scale::Log),
    },
    default: DefaultValue::ByKeySize { asymptotic: "none", finite: "month" },
    applies: |s| finite(s) && s.has(Key::BlockTime, &["events"]),
    set: Some(|s, x| {
        of_finite(s, |key| {
            key.block_limit = Some(x.try_into()?);
            Ok(())
        })
    }),
    help: "The reach counts only where the detections of a key block arrive in this time: devices are recalibrated, restarted and replaced. The paper has no limit.",
};

pub(super) const PZ: Param = Param {
    key: Key::Pz,
    name: "pz",
    label: "Key basis",
    symbol: "p_Z",
    unit: Unit::Share,
    group: Group::Security,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| in_finite(s, |key| key.p_z = Chosen::Optimal))],
        number: "Fixed",
        start: 0.9,
        range: range(0.01, 0.999_999, (0.5, 0.99), Scale::Linear { step: 0.01 }),
    },
    default: DefaultValue::Word("optimal"),
    applies: finite,
    set: Some(|s, x| of_finite(s, |key| fix(&mut key.p_z, x))),
    help: "Probability that Alice and Bob choose the key basis: optimal or fixed.",
};

pub(super) const EPS_PE: Param = Param {
    key: Key::EpsPe,
    name: "eps_pe",
    label: "Parameter estimation",
    symbol: "ε_PE",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-5),
    applies: |s| finite(s) && !composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.epsilons.parameter_estimation, x))),
    help: "Failure probability of the parameter estimation (Table 1).",
};

pub(super) const EPS_EC: Param = Param {
    key: Key::EpsEc,
    name: "eps_ec",
    label: "Error correction failure",
    symbol: "ε_EC",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-5),
    applies: |s| finite(s) && !composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.epsilons.error_correction, x))),
    help: "Failure probability of the error correction (Table 1).",
};

pub(super) const EPS_PA: Param = Param {
    key: Key::EpsPa,
    name: "eps_pa",
    label: "Privacy amplification",
    symbol: "ε_PA",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-5),
    applies: |s| finite(s) && !composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.epsilons.privacy_amplification, x))),
    help: "Failure probability of the privacy amplification (Table 1).",
};

pub(super) const EPS_SMOOTH: Param = Param {
    key: Key::EpsSmooth,
    name: "eps_smooth",
    label: "Smoothing",
    symbol: "ε̄",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-5),
    applies: |s| finite(s) && !composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.epsilons.smoothing, x))),
    help: "Smoothing parameter (Table 1).",
};

pub(super) const EPS_SEC: Param = Param {
    key: Key::EpsSec,
    name: "eps_sec",
    label: "Secrecy",
    symbol: "ε_sec",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-9),
    applies: |s| finite(s) && composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.composable.secrecy, x))),
    help: "Failure probability of the secrecy of a composable key (Rusca 2018).",
};

pub(super) const EPS_COR: Param = Param {
    key: Key::EpsCor,
    name: "eps_cor",
    label: "Correctness",
    symbol: "ε_cor",
    unit: Unit::None,
    group: Group::Security,
    domain: log(1e-30, 0.1, (1e-20, 1e-2)),
    default: DefaultValue::Number(1e-15),
    applies: |s| finite(s) && composable(s),
    set: Some(|s, x| of_finite(s, |key| set_epsilon(&mut key.composable.correctness, x))),
    help: "Failure probability of the correctness of a composable key (Rusca 2018).",
};
