//! Filtering in frequency and time.

use super::{always, linear, log, optimal, range, word};
use crate::link::filtering::{Overlap, Window};
use crate::scenario::checked::Chosen;
use crate::scenario::params::put::{fix, set};
use crate::scenario::params::{DefaultValue, Domain, Effect, Group, Key, Param, Scale};
use numbers::quantity::Unit;
use numbers::units::Hertz;
use std::f64::consts::TAU;

pub(super) const WINDOW: Param = Param {
    key: Key::Window,
    name: "window",
    label: "Detection window",
    symbol: "τ",
    unit: Unit::Seconds,
    group: Group::Filtering,
    domain: Domain::WordsOrNumber {
        words: &[
            word("fixed", "Fixed fraction", Effect::Set(|s| s.window = Window::FixedFraction)).once(&["adapted"]),
            word("optimal", "Optimal", Effect::Set(|s| s.window = Window::Optimal)),
            word("open", "Always open", Effect::Set(|s| s.window = Window::Open)),
        ],
        number: "Fixed width",
        start: 300e-12,
        range: range(1e-15, 1e-3, (1e-12, 1e-8), Scale::Log),
    },
    default: DefaultValue::Word("fixed"),
    applies: always,
    set: Some(|s, x| x.try_into().map(|width| s.window = Window::FixedWidth(width))),
    help: "As wide as it takes to contain a fixed fraction p_d of the signal, optimal at each distance (beyond the paper), always open (one period of the source, half of it for each of two time bins), or of fixed width.",
};

pub(super) const PD: Param = Param {
    key: Key::Pd,
    name: "pd",
    label: "Signal inside the window",
    symbol: "p_d",
    unit: Unit::Share,
    group: Group::Filtering,
    domain: linear(1e-3, 0.999_999, (0.5, 0.999), 0.001),
    default: DefaultValue::Number(0.99),
    applies: |s| s.has(Key::Window, &["fixed"]),
    set: Some(|s, x| set(&mut s.caught, x)),
    help: "Fraction of the signal inside a window of fixed fraction.",
};

pub(super) const BANDWIDTH: Param = Param {
    key: Key::Bandwidth,
    name: "bandwidth",
    label: "Photon bandwidth",
    symbol: "σ",
    unit: Unit::RadiansPerSecond,
    group: Group::Filtering,
    domain: Domain::WordsOrNumber {
        words: &[optimal(|s| s.bandwidth = Chosen::Optimal)],
        number: "Fixed",
        start: 100e9,
        range: range(1e3, 1e15, (1e8, 1e13), Scale::Log),
    },
    default: DefaultValue::Word("optimal"),
    applies: always,
    set: Some(|s, x| fix(&mut s.bandwidth, x)),
    help: "Optimal (the largest key rate at each distance) or fixed. An angular frequency.",
};

pub(super) const FILTER: Param = Param {
    key: Key::Filter,
    name: "filter",
    label: "Channel bandwidth",
    symbol: "σ_f/2π",
    unit: Unit::Hertz,
    group: Group::Filtering,
    domain: log(1e6, 1e14, (1e9, 1e12)),
    default: DefaultValue::Number(50e9),
    applies: |s| s.has(Key::Filter3db, &["paper"]),
    set: Some(|s, x| Hertz::try_from(x).and_then(|width| set(&mut s.channel_bandwidth, TAU * width.get()))),
    help: "Bandwidth of the WDM channel of the quantum signal, σ_f = 2π × this (Table 1). It is not the 3-dB width, which is 1.67 times as large.",
};

pub(super) const FILTER_3DB: Param = Param {
    key: Key::Filter3db,
    name: "filter_3db",
    label: "Channel width, 3 dB",
    symbol: "B",
    unit: Unit::Hertz,
    group: Group::Filtering,
    domain: Domain::WordsOrNumber {
        words: &[word("paper", "From its bandwidth", Effect::Set(|s| s.filter_width = None))],
        number: "As in data sheets",
        start: 50e9,
        range: range(1e6, 1e14, (1e9, 1e12), Scale::Log),
    },
    default: DefaultValue::Word("paper"),
    applies: always,
    set: Some(|s, x| x.try_into().map(|width| s.filter_width = Some(width))),
    help: "Full width of the WDM channel at half its transmission, as data sheets give it; Raman light is then counted over the noise width of a Gaussian filter, 1.06 B. The paper gives σ_f instead and counts Raman light over σ_f/2π.",
};

pub(super) const OVERLAP: Param = Param {
    key: Key::Overlap,
    name: "overlap",
    label: "Neighbouring pulses",
    symbol: "",
    unit: Unit::None,
    group: Group::Filtering,
    domain: Domain::Words(&[
        word("counted", "Count as noise", Effect::Set(|s| s.overlap = Overlap::Counted)),
        word("ignored", "Ignored, as in the paper", Effect::Set(|s| s.overlap = Overlap::Ignored)),
    ]),
    default: DefaultValue::Word("counted"),
    applies: always,
    set: None,
    help: "Photons of the neighbouring pulses that arrive inside the window are noise, and no window is longer than one period of the source. The paper ignores them.",
};
