//! The key rate at one distance as a chain of formulas with every number filled in: what a class looks at under the chart.
//!
//! [`explain`] goes the way of the engine, from the transmittance of the fibre to the key rate, in [`Section`]s of [`Step`]s. What does
//! not apply is not there: no dead time where it is zero, no Raman scattering where ρ is. Each formula is written once, in LaTeX
//! ([`Formula`] says in which part of it); numbers are filled in by program, and it is written as LaTeX, as MathML for the page, and as
//! plain text for a mail.
//!
//! # What is computed here
//!
//! As little as possible. The numbers of an [`Outcome`] are the engine's. A value that no outcome contains, such as the bounds between gains
//! and single photons, is computed from the formula that is shown. `tests/explain.rs` computes every formula from the numbers in it, by
//! another program, and compares: so the chain cannot say anything else than the engine.

mod chain;
mod decoy;
mod demand;
mod document;
mod finite;
mod formula;
mod key;
mod noise;
mod number;
mod prose;
mod signal;
mod single_photon;

pub use chain::{Given, Section, Step};
pub use demand::explain_demand;
pub use document::{as_latex, as_text, heading};
pub use formula::{Formula, NotInSubset};
pub use number::Shown;
pub use prose::Prose;

use crate::scenario::{FiniteKey, Key, KeyLength, Scenario, Source};
use crate::sweep::{Outcome, Statistics};
use chain::Chain;
use numbers::units::Seconds;

/// The chain of formulas that leads from a scenario to its outcome at one distance.
///
/// Without a key the chain ends with the last meaningful formula, and its last steps give the reason.
///
/// ```
/// use engine::explain::explain;
/// use engine::scenario::Scenario;
/// use engine::sweep::outcome;
/// let scenario = Scenario::default();
/// let at_50_km = outcome(&scenario, 50.0.try_into().unwrap()).unwrap();
/// let sections = explain(&scenario, &at_50_km);
/// let steps: Vec<_> = sections.iter().flat_map(|section| &section.steps).collect();
/// assert_eq!(steps[0].equation().text(), "T = 10^(-α·L/10) = 10^(-0.2·50/10) = 0.100");
/// assert_eq!(steps.last().unwrap().result().text(), "7.74 Mbit/s");
/// ```
pub fn explain(scenario: &Scenario, outcome: &Outcome) -> Vec<Section> {
    chain_of(&Case { scenario, outcome }).sections
}

fn chain_of(case: &Case<'_>) -> Chain {
    let mut chain = Chain::default();
    signal::explain(&mut chain, case);
    match (case.scenario.source, case.outcome.decoys) {
        (Source::Laser(laser), Some(decoys)) => decoy::explain(&mut chain, case, &laser, &decoys),
        _ => single_photon::explain(&mut chain, case),
    }
    chain
}

/// An outcome and its scenario, to be explained.
struct Case<'a> {
    scenario: &'a Scenario,
    outcome: &'a Outcome,
}

/// The terms of a key of finite length.
struct Finite {
    /// Time that ends the block, s; none where a number of detections does
    block_time: Option<f64>,
    statistics: Statistics,
}

impl Case<'_> {
    fn finite(&self) -> Option<Finite> {
        match (self.scenario.key_length, self.outcome.statistics) {
            (KeyLength::Finite(FiniteKey { block_time, .. }), Some(statistics)) => {
                Some(Finite { block_time: block_time.map(Seconds::get), statistics })
            }
            _ => None,
        }
    }

    /// How the value of an optimised parameter was found.
    fn found(&self) -> &'static str {
        if self.outcome.key_rate_bit_s().is_some() { ", optimal" } else { ", which comes closest to a key" }
    }
}

impl Chain {
    /// Gives a parameter by its row in the table.
    fn parameter(&mut self, key: Key, symbol: &str, value: f64) {
        let param = key.param();
        self.give(param.label, symbol, value, Shown::of(param.unit).brief(value, 12));
    }

    /// The same for one that was searched for, if it was.
    fn searched(&mut self, key: Key, symbol: &str, value: f64, found: Option<&str>) {
        let Some(found) = found else { return self.parameter(key, symbol, value) };
        let param = key.param();
        self.give(&format!("{}{found}", param.label), symbol, value, Shown::of(param.unit).brief(value, 4));
    }
}
