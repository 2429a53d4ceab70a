//! What the classical channels of a plan do beside the paper's noise.

use super::traffic::ISOLATION;
use super::{linear, log_or_zero, planned, range, word};
use crate::link::spectrum::RamanSpectrum;
use crate::scenario::params::put::set;
use crate::scenario::params::{Choice, DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use crate::scenario::settings::Settings;
use crate::scenario::value::Value;
use numbers::quantity::Unit;

pub(super) const RAMAN_SPECTRUM: Param = Param {
    key: Key::RamanSpectrum,
    name: "raman_spectrum",
    label: "Raman spectrum",
    symbol: "",
    unit: Unit::None,
    group: Group::Traffic,
    domain: Domain::Words(&[
        word("measured", "Measured", Effect::Set(|s| s.effects.raman = RamanSpectrum::Measured)),
        word("gain", "From the gain", Effect::Set(|s| s.effects.raman = RamanSpectrum::Gain)),
        word("unknown", "Not known", Effect::Set(|s| s.effects.raman = RamanSpectrum::Unknown)),
    ]),
    default: DefaultValue::Word("measured"),
    applies: planned,
    set: None,
    help: "A measured cross-section, or that from the Raman gain of the fibre (GNPy), 1.2 to 2.5 times as large within 12 THz. The gain serves both where the measured one ends, as in the O band. Both are of silica: that of hollow-core fibre is not known, and left out with a caution.",
};

pub(super) const NEIGHBOUR_FOR: Param = Param {
    key: Key::NeighbourFor,
    name: "neighbour_for",
    label: "Adjacent isolation, forward",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: neighbour(&[word("same", "As the others", Effect::Set(|s| s.neighbour_forward = None))]),
    default: DefaultValue::Word("same"),
    applies: planned,
    set: Some(|s, x| x.try_into().map(|isolation| s.neighbour_forward = Some(isolation))),
    help: "Isolation from a co-propagating channel in the slot beside the quantum channel, where it differs from ζ_for: of all filters together, in dB or as a fraction.",
};

pub(super) const NEIGHBOUR_BACK: Param = Param {
    key: Key::NeighbourBack,
    name: "neighbour_back",
    label: "Adjacent isolation, backward",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: neighbour(&[word("same", "As the others", Effect::Set(|s| s.neighbour_backward = None))]),
    default: DefaultValue::Word("same"),
    applies: planned,
    set: Some(|s, x| x.try_into().map(|isolation| s.neighbour_backward = Some(isolation))),
    help: "The same for a counter-propagating channel.",
};

pub(super) const SECOND_FOR: Param = Param {
    key: Key::SecondFor,
    name: "second_for",
    label: "Isolation two slots away, forward",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: neighbour(&[word("same", "As the others", Effect::Set(|s| s.second_forward = None))]),
    default: DefaultValue::Word("same"),
    applies: planned,
    set: Some(|s, x| x.try_into().map(|isolation| s.second_forward = Some(isolation))),
    help: "The same for a co-propagating channel two slots from the quantum channel; ζ_for holds from three on.",
};

pub(super) const SECOND_BACK: Param = Param {
    key: Key::SecondBack,
    name: "second_back",
    label: "Isolation two slots away, backward",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: neighbour(&[word("same", "As the others", Effect::Set(|s| s.second_backward = None))]),
    default: DefaultValue::Word("same"),
    applies: planned,
    set: Some(|s, x| x.try_into().map(|isolation| s.second_backward = Some(isolation))),
    help: "The same for a counter-propagating channel.",
};

const fn neighbour(words: &'static [Choice]) -> Domain {
    Domain::WordsOrNumber {
        words,
        number: "Own value",
        start: 1e-5,
        range: range(1e-20, 1.0, (1e-14, 1e-2), Scale::LogOrZero),
    }
}

pub(super) const OSNR: Param = Param {
    key: Key::Osnr,
    name: "osnr",
    label: "OSNR at the quantum channel",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Traffic,
    domain: Domain::WordsOrNumber {
        words: &[word("ideal", "No floor", Effect::Set(|s| s.effects.osnr = None))],
        number: "In 0.1 nm",
        start: 50.0,
        range: range(0.0, 150.0, (20.0, 100.0), Scale::Linear { step: 1.0 }),
    },
    default: DefaultValue::Word("ideal"),
    applies: planned,
    set: Some(|s, x| x.try_into().map(|osnr| s.effects.osnr = Some(osnr))),
    help: "Power of each co-propagating transmitter over its floor (ASE) in 0.1 nm at the quantum wavelength.",
};

pub(super) const OSNR_REJECTION: Param = Param {
    key: Key::OsnrRejection,
    name: "osnr_rejection",
    label: "Rejection of the floor",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: ISOLATION,
    default: DefaultValue::Number(1.0),
    applies: |s| planned(s) && matches!(s.value(Key::Osnr), Value::Number(_)),
    set: Some(|s, x| set(&mut s.effects.floor_rejection, x)),
    help: "Fraction of that floor which the classical multiplexer lets into the fibre, or its rejection in dB.",
};

fn mixing(s: &Settings) -> bool {
    planned(s) && s.value(Key::Gamma) != Value::Number(0.0)
}

pub(super) const GAMMA: Param = Param {
    key: Key::Gamma,
    name: "gamma",
    label: "Nonlinear coefficient",
    symbol: "γ",
    unit: Unit::PerWattKm,
    group: Group::Traffic,
    domain: log_or_zero(1e-3, 1e3, (0.1, 10.0)),
    default: DefaultValue::Number(0.0),
    applies: planned,
    set: Some(|s, x| set(&mut s.effects.gamma, x)),
    help: "Four-wave mixing of co-propagating channels, an upper bound; about 1.3 in standard fibre, 0 leaves it out.",
};

pub(super) const FWM_DISPERSION: Param = Param {
    key: Key::FwmDispersion,
    name: "fwm_dispersion",
    label: "Dispersion, classical",
    symbol: "",
    unit: Unit::PsPerNmKm,
    group: Group::Traffic,
    domain: linear(-100.0, 100.0, (0.0, 20.0), 0.1),
    default: DefaultValue::Number(17.0),
    applies: mixing,
    set: Some(|s, x| set(&mut s.effects.dispersion, x)),
    help: "Dispersion at the classical wavelengths, which keeps four waves out of step.",
};

pub(super) const FWM_SLOPE: Param = Param {
    key: Key::FwmSlope,
    name: "fwm_slope",
    label: "Dispersion slope, classical",
    symbol: "",
    unit: Unit::PsPerNm2Km,
    group: Group::Traffic,
    domain: linear(-1.0, 1.0, (0.0, 0.1), 0.001),
    default: DefaultValue::Number(0.06),
    applies: mixing,
    set: Some(|s, x| set(&mut s.effects.slope, x)),
    help: "Its slope.",
};

pub(super) const RAYLEIGH: Param = Param {
    key: Key::Rayleigh,
    name: "rayleigh",
    label: "Rayleigh backscattering",
    symbol: "Sα_s",
    unit: Unit::PerKm,
    group: Group::Traffic,
    domain: log_or_zero(1e-9, 1.0, (1e-6, 1e-3)),
    default: DefaultValue::Number(0.0),
    applies: planned,
    set: Some(|s, x| set(&mut s.effects.rayleigh, x)),
    help: "Captured scattering of counter-propagating light; about 6e-5 in standard fibre (a long one returns −32 dB), 0 leaves it out.",
};

pub(super) const REFLECTION: Param = Param {
    key: Key::Reflection,
    name: "reflection",
    label: "Reflection at Bob",
    symbol: "",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: ISOLATION,
    default: DefaultValue::Number(0.0),
    applies: planned,
    set: Some(|s, x| set(&mut s.effects.reflectance, x)),
    help: "Fraction of counter-propagating light that connectors beside Bob send back, or their return loss in dB.",
};
