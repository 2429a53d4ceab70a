//! The arithmetic behind every formula: quantities, derivatives, elementary functions, optimisation, statistics.
//!
//! | module | holds |
//! |---|---|
//! | [`units`] | quantities that carry their unit and their domain |
//! | [`dual`] | numbers that carry a derivative, so that each formula is written once |
//! | [`factorial`] | factorials of real numbers |
//! | [`elementary`] | exponential and logarithm, fast in WebAssembly too |
//! | [`optimise`] | maximisation and root finding |
//! | [`statistics`] | quantiles, histograms, mean and deviation |
//! | [`reproducible`] | numbers whose functions give the same bits on every machine |
//! | [`random`] | random numbers that are the same on every machine |
//! | [`quantity`] | numbers with a unit as people write and read them |
//! | [`program`] | name and version of the program, for everything that it writes |

pub mod dual;
pub mod elementary;
pub mod factorial;
pub mod optimise;
pub mod program;
pub mod quantity;
pub mod random;
pub mod reproducible;
pub mod statistics;
pub mod units;
