//! Losses of single parts of the link.

use super::{always, linear};
use crate::scenario::params::put::set;
use crate::scenario::params::{DefaultValue, Domain, Group, Key, Param};
use crate::scenario::settings::Settings;
use crate::scenario::value::Value;
use numbers::quantity::Unit;

/// All of them together lose at most 700 dB, so that no number overflows.
const CONNECTOR_COUNT: Domain = linear(0.0, 100.0, (0.0, 50.0), 1.0);
const SPLICE_COUNT: Domain = linear(0.0, 1000.0, (0.0, 50.0), 1.0);

fn some(s: &Settings, count: Key) -> bool {
    s.value(count) != Value::Number(0.0)
}

pub(super) const CONNECTORS: Param = Param {
    key: Key::Connectors,
    name: "connectors",
    label: "Connectors",
    symbol: "",
    unit: Unit::None,
    group: Group::Beyond,
    domain: CONNECTOR_COUNT,
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.line.connectors, x)),
    help: "Number of connectors between the multiplexers. With the splices they damp all light; half counts before the fibre, half behind it.",
};

pub(super) const CONNECTOR_LOSS: Param = Param {
    key: Key::ConnectorLoss,
    name: "connector_loss",
    label: "Loss of a connector",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Beyond,
    domain: linear(0.0, 2.0, (0.0, 1.0), 0.02),
    default: DefaultValue::Number(0.3),
    applies: |s| some(s, Key::Connectors),
    set: Some(|s, x| set(&mut s.line.connector, x)),
    help: "Mean loss of each; 0.3 dB is usual, 0.75 dB the limit of TIA-568.",
};

pub(super) const SPLICES: Param = Param {
    key: Key::Splices,
    name: "splices",
    label: "Splices",
    symbol: "",
    unit: Unit::None,
    group: Group::Beyond,
    domain: SPLICE_COUNT,
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.line.splices, x)),
    help: "Number of splices, where the fibre loss does not include them.",
};

pub(super) const SPLICE_LOSS: Param = Param {
    key: Key::SpliceLoss,
    name: "splice_loss",
    label: "Loss of a splice",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Beyond,
    domain: linear(0.0, 0.5, (0.0, 0.5), 0.01),
    default: DefaultValue::Number(0.1),
    applies: |s| some(s, Key::Splices),
    set: Some(|s, x| set(&mut s.line.splice, x)),
    help: "Mean loss of each; 0.1 dB is usual, 0.3 dB the limit of TIA-568.",
};

pub(super) const MUX_LOSS: Param = Param {
    key: Key::MuxLoss,
    name: "mux_loss",
    label: "Multiplexer at Alice",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Beyond,
    domain: linear(0.0, 60.0, (0.0, 10.0), 0.1),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.line.multiplexer, x)),
    help: "Loss between Alice's output, where μ counts, and the fibre: it damps the quantum signal alone, and no noise of the fibre.",
};

pub(super) const DEMUX_LOSS: Param = Param {
    key: Key::DemuxLoss,
    name: "demux_loss",
    label: "Demultiplexer, filters",
    symbol: "",
    unit: Unit::Decibels,
    group: Group::Beyond,
    domain: linear(0.0, 60.0, (0.0, 10.0), 0.1),
    default: DefaultValue::Number(0.0),
    applies: always,
    set: Some(|s, x| set(&mut s.line.demultiplexer, x)),
    help: "Loss of the quantum channel between fibre and Bob, for signal and noise alike; it adds to the insertion loss.",
};
