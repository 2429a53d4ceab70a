//! The fibre and its band.

use super::{always, linear, range, word};
use crate::link::fibre::{Band, ClassicalLoss, Fibre};
use crate::scenario::channels::Channels;
use crate::scenario::params::put::set;
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use numbers::quantity::Unit;

pub(super) const BAND: Param = Param {
    key: Key::Band,
    name: "band",
    label: "Band",
    symbol: "",
    unit: Unit::None,
    group: Group::Fibre,
    domain: Domain::Words(&[word("C", "C band", Effect::Band(Band::C)), word("O", "O band", Effect::Band(Band::O))]),
    default: DefaultValue::Word("C"),
    applies: always,
    set: None,
    help: "Band of the quantum channel: C at 1550 nm, beside the classical signals, or O at 1310 nm.",
};

pub(super) const FIBRE_TYPE: Param = Param {
    key: Key::FibreType,
    name: "fibre_type",
    label: "Fibre",
    symbol: "",
    unit: Unit::None,
    group: Group::Fibre,
    domain: Domain::Words(&[
        word("standard", "Standard", Effect::Set(|s| s.fibre = Fibre::Standard)),
        word("hollow_core", "Hollow core", Effect::Set(|s| s.fibre = Fibre::HollowCore)),
    ]),
    default: DefaultValue::Word("standard"),
    applies: always,
    set: None,
    help: "Standard silica fibre, or hollow-core fibre: 0.091 dB/km and a seventh of the dispersion at 1550 nm (Petrovich 2025), none of silica's Raman scattering; its own is not known and left out, with a caution, unless ρ is given.",
};

pub(super) const ALPHA: Param = Param {
    key: Key::Alpha,
    name: "alpha",
    label: "Fibre loss",
    symbol: "α",
    unit: Unit::DecibelsPerKm,
    group: Group::Fibre,
    domain: linear(0.01, 2.0, (0.14, 1.0), 0.005),
    default: DefaultValue::ByBand { c: 0.2, o: 0.35 },
    applies: |s| !s.channels().is_some_and(Channels::is_measured),
    set: Some(|s, x| set(&mut s.attenuation, x)),
    help: "Attenuation in the band of the quantum channel (Table 1). Old fibre: up to 0.4 dB/km (C), 1 dB/km (O).",
};

pub(super) const ALPHA_CLASSICAL: Param = Param {
    key: Key::AlphaClassical,
    name: "alpha_classical",
    label: "Loss for classical light",
    symbol: "α_c",
    unit: Unit::DecibelsPerKm,
    group: Group::Fibre,
    domain: Domain::WordsOrNumber {
        words: &[
            word("standard", "Standard", Effect::Set(|s| s.classical_loss = ClassicalLoss::Standard(s.fibre))),
            word("paper", "As in the paper", Effect::Set(|s| s.classical_loss = ClassicalLoss::Quantum)),
        ],
        number: "Custom",
        start: 0.2,
        range: range(0.01, 2.0, (0.14, 1.0), Scale::Linear { step: 0.005 }),
    },
    default: DefaultValue::Word("standard"),
    applies: |s| s.channels().is_none() || (s.band() == Band::O && !s.channels().is_some_and(Channels::is_measured)),
    set: Some(|s, x| x.try_into().map(|alpha| s.classical_loss = ClassicalLoss::Own(alpha))),
    help: "Attenuation at the wavelength of the classical signals, which lie in the C band: standard is α beside a quantum channel in the C band, 0.2 dB/km beside one in the O band (0.091 in hollow-core fibre). The paper gives them the loss of the quantum channel in either band.",
};
