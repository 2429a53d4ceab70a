//! Effects beyond the paper.

use super::{always, linear, log_or_zero};
use crate::scenario::params::put::set;
use crate::scenario::params::{DefaultValue, Group, Key, Param};
use numbers::quantity::Unit;

pub(super) const DISPERSION: Param = Param {
    key: Key::Dispersion,
    name: "dispersion",
    label: "Dispersion",
    symbol: "D",
    unit: Unit::PsPerNmKm,
    group: Group::Beyond,
    domain: linear(-100.0, 100.0, (0.0, 20.0), 0.1),
    default: DefaultValue::ByBand { c: 0.0, o: 0.0 },
    applies: always,
    set: Some(|s, x| set(&mut s.dispersion, x)),
    help: "Chromatic dispersion in the band of the quantum channel; 17 ps/(nm km) in the C band of standard fibre, near 0 in the O band.",
};

pub(super) const DISPERSION_RESIDUAL: Param = Param {
    key: Key::DispersionResidual,
    name: "dispersion_residual",
    label: "Uncompensated dispersion",
    symbol: "",
    unit: Unit::Share,
    group: Group::Beyond,
    domain: linear(0.0, 1.0, (0.0, 1.0), 0.01),
    default: DefaultValue::Number(1.0),
    applies: always,
    set: Some(|s, x| set(&mut s.dispersion_residual, x)),
    help: "Fraction of the dispersion that remains after compensation; 100 % means no compensation.",
};

pub(super) const JITTER: Param = Param {
    key: Key::Jitter,
    name: "jitter",
    label: "Detector jitter",
    symbol: "δ",
    unit: Unit::Seconds,
    group: Group::Beyond,
    domain: log_or_zero(1e-15, 1e-6, (1e-12, 1e-9)),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.jitter, x)),
    help: "Standard deviation of the detection time. Data sheets often give the full width at half maximum, 2.355 times as large: type it as 50 ps FWHM.",
};

pub(super) const DEAD_TIME: Param = Param {
    key: Key::DeadTime,
    name: "deadtime",
    label: "Dead time",
    symbol: "τ_dead",
    unit: Unit::Seconds,
    group: Group::Beyond,
    domain: log_or_zero(1e-12, 1.0, (1e-9, 1e-4)),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.dead_time, x)),
    help: "Time after a click during which no other click is registered; both detectors are blind together.",
};

pub(super) const LOSS: Param = Param {
    key: Key::Loss,
    name: "loss",
    label: "Insertion loss",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Beyond,
    domain: linear(0.0, 60.0, (0.0, 10.0), 0.1),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.insertion_loss, x)),
    help: "Loss of Bob's optics, and of the demultiplexer where that has no loss of its own, for signal and noise photons alike.",
};
