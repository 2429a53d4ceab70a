//! Classical traffic.

use super::{always, counted, linear, log_or_zero, uniform, word};
use crate::scenario::checked::GivenPower;
use crate::scenario::params::put::set;
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param};
use numbers::quantity::Unit;

pub(super) const ISOLATION: Domain = log_or_zero(1e-20, 1.0, (1e-14, 1e-4));

pub(super) const BITRATE: Param = Param {
    key: Key::Bitrate,
    name: "bitrate",
    label: "Bit rate",
    symbol: "f_b",
    unit: Unit::BitsPerSecond,
    group: Group::Traffic,
    domain: log_or_zero(1.0, 1e16, (1e8, 1e13)),
    default: DefaultValue::Number(10e9),
    applies: counted,
    set: Some(|s, x| set(&mut s.bit_rate, x)),
    help: "Bit rate of each of the two classical signals, one in each direction.",
};

pub(super) const NCC: Param = Param {
    key: Key::Ncc,
    name: "ncc",
    label: "Photons per bit",
    symbol: "n_CC",
    unit: Unit::None,
    group: Group::Traffic,
    domain: log_or_zero(1e-3, 1e9, (1.0, 1e6)),
    default: DefaultValue::Number(1e3),
    applies: counted,
    set: Some(|s, x| set(&mut s.photons_per_bit, x)),
    help: "Photons per bit that the classical receiver needs (Table 1). Only its product with the bit rate matters.",
};

pub(super) const POWER: Param = Param {
    key: Key::Power,
    name: "power",
    label: "Classical power",
    symbol: "",
    unit: Unit::None,
    group: Group::Traffic,
    domain: Domain::Words(&[
        word("photons", "Photons per bit", Effect::Set(|s| s.power = GivenPower::PhotonsPerBit)),
        word("received", "Received", Effect::Set(|s| s.power = GivenPower::Received)),
        word("launched", "Launched", Effect::Set(|s| s.power = GivenPower::Launched)),
    ]),
    default: DefaultValue::Word("photons"),
    applies: uniform,
    set: None,
    help: "What is fixed: photons per bit at the receiver, as in the paper; the power in dBm at the receiver; or the power launched into the fibre, whatever its length, as transceivers have it.",
};

pub(super) const POWER_DBM: Param = Param {
    key: Key::PowerDbm,
    name: "power_dbm",
    label: "Power of each signal",
    symbol: "P",
    unit: Unit::DecibelMilliwatts,
    group: Group::Traffic,
    domain: linear(-100.0, 40.0, (-40.0, 20.0), 0.5),
    default: DefaultValue::Number(0.0),
    applies: |s| uniform(s) && !counted(s),
    set: Some(|s, x| set(&mut s.power_dbm, x)),
    help: "Power of each of the two classical signals at 1550 nm; pluggable transceivers launch about 0 dBm. 10 Gbit/s with 1000 photons per bit are −28.9 dBm at the receiver.",
};

pub(super) const ISO_FOR: Param = Param {
    key: Key::IsoFor,
    name: "iso_for",
    label: "Isolation, forward",
    symbol: "ζ_for",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: ISOLATION,
    default: DefaultValue::Number(1e-7),
    applies: always,
    set: Some(|s, x| set(&mut s.isolation_forward, x)),
    help: "Isolation of the quantum channel from the co-propagating classical signal, in dB (70 dB) or as the fraction that leaks through (1e-7); 0 is perfect isolation.",
};

pub(super) const ISO_BACK: Param = Param {
    key: Key::IsoBack,
    name: "iso_back",
    label: "Isolation, backward",
    symbol: "ζ_back",
    unit: Unit::Isolation,
    group: Group::Traffic,
    domain: ISOLATION,
    default: DefaultValue::Number(1e-7),
    applies: always,
    set: Some(|s, x| set(&mut s.isolation_backward, x)),
    help: "Isolation of the quantum channel from the counter-propagating classical signal, in dB (70 dB) or as the fraction that leaks through (1e-7); 0 is perfect isolation.",
};

pub(super) const RAMAN: Param = Param {
    key: Key::Raman,
    name: "raman",
    label: "Raman cross-section",
    symbol: "ρ",
    unit: Unit::PerKmNm,
    group: Group::Traffic,
    domain: log_or_zero(1e-16, 1e-3, (1e-11, 1e-7)),
    default: DefaultValue::ByBand { c: 1.5e-9, o: 0.0 },
    applies: uniform,
    set: Some(|s, x| set(&mut s.raman, x)),
    help: "1.5e-9 in the anti-Stokes dip beside the classical signals, 5e-9 at worst in the C band; neglected in the O band.",
};
