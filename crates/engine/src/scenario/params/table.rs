//! The rows of the table, by group.

mod beyond;
mod detector;
mod fibre;
mod filtering;
mod losses;
mod plan;
mod security;
mod source;
mod traffic;

use super::{Choice, Domain, Effect, Key, Param, Range, Scale};
use crate::scenario::checked::Scenario;
use crate::scenario::settings::Settings;

/// Every parameter, in the order in which the page shows them.
pub static TABLE: [Param; 70] = [
    fibre::BAND,
    fibre::FIBRE_TYPE,
    fibre::ALPHA,
    fibre::ALPHA_CLASSICAL,
    traffic::BITRATE,
    traffic::NCC,
    traffic::POWER,
    traffic::POWER_DBM,
    traffic::ISO_FOR,
    traffic::ISO_BACK,
    traffic::RAMAN,
    plan::RAMAN_SPECTRUM,
    plan::NEIGHBOUR_FOR,
    plan::NEIGHBOUR_BACK,
    plan::SECOND_FOR,
    plan::SECOND_BACK,
    plan::OSNR,
    plan::OSNR_REJECTION,
    plan::GAMMA,
    plan::FWM_DISPERSION,
    plan::FWM_SLOPE,
    plan::RAYLEIGH,
    plan::REFLECTION,
    detector::DETECTOR,
    detector::DARK,
    detector::DARK_PER,
    detector::EFF,
    detector::AFTERPULSE,
    detector::DETECTOR_MODE,
    detector::GATE,
    source::RATE,
    security::FEC,
    source::MISALIGN,
    filtering::WINDOW,
    filtering::PD,
    filtering::BANDWIDTH,
    filtering::FILTER,
    filtering::FILTER_3DB,
    filtering::OVERLAP,
    source::PROTOCOL,
    source::SOURCE,
    source::ANALYSIS,
    source::MU,
    source::NU1,
    source::NU2,
    source::P_SIGNAL,
    source::P_DECOY,
    source::VACUUM_TERM,
    security::KEY_LENGTH,
    security::EVENTS,
    security::BLOCK_TIME,
    security::BLOCK_LIMIT,
    security::PZ,
    security::EPS_PE,
    security::EPS_EC,
    security::EPS_PA,
    security::EPS_SMOOTH,
    security::EPS_SEC,
    security::EPS_COR,
    beyond::DISPERSION,
    beyond::DISPERSION_RESIDUAL,
    beyond::JITTER,
    beyond::DEAD_TIME,
    beyond::LOSS,
    losses::CONNECTORS,
    losses::CONNECTOR_LOSS,
    losses::SPLICES,
    losses::SPLICE_LOSS,
    losses::MUX_LOSS,
    losses::DEMUX_LOSS,
];

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

const fn word(word: &'static str, label: &'static str, effect: Effect) -> Choice {
    Choice { word, aliases: &[], label, effect }
}

/// The choice of the value with the largest key rate at each distance.
const fn optimal(choose: fn(&mut Scenario)) -> Choice {
    word("optimal", "Optimal", Effect::Set(choose)).once(&["auto"])
}

fn always(_: &Settings) -> bool {
    true
}

/// Both classical signals are alike, and have as many photons per bit as is said.
fn counted(s: &Settings) -> bool {
    uniform(s) && s.has(Key::Power, &["photons"])
}

/// Both classical signals are alike.
fn uniform(s: &Settings) -> bool {
    s.channels().is_none()
}

/// The classical channels have wavelengths.
fn planned(s: &Settings) -> bool {
    s.channels().is_some()
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
