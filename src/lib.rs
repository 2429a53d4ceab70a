//! Secret key rates of quantum key distribution (QKD) over fibre that also carries classical traffic.
//!
//! # The rooms
//!
//! | module | holds |
//! |---|---|
//! | [`units`] | quantities that carry their unit and their domain |
//! | [`dual`] | numbers that carry a derivative, so that each formula is written once |
//! | [`link`] | one physical effect a file: fibre, Raman scattering, crosstalk, detectors, filtering, channel plan |
//! | [`protocol`] | what a protocol makes of signal and noise: BB84, decoy states, finite keys, COW |
//! | [`optimise`] | maximisers and root finder |
//! | [`scenario`] | the one table of parameters, the figures of the paper, the address of a page |
//! | [`sweep`] | one distance, a curve, a reach, how uncertain they are; inverse questions: what does a parameter have to be? |
//! | [`explain`] | the key rate at one distance as a chain of formulas with their numbers |
//! | [`paper`] | every statement of the paper, checked |
//!
//! With their features: `monitoring` (what devices report, averaged and held against the COW model), `forecast` (networks that predict the
//! key rate, and what it will be), `wire` (messages between page and workers), `pool` (who works on what), `chart`, `export` (files),
//! `app` (the page), `answers` (the tools below its chart), `workspace` (Monitoring),
//! `learning` (what learns for it) and `cli`.
//!
//! # The way of a number
//!
//! A text typed or read from a link is a [`scenario::Draft`]. [`scenario::Scenario`] is made from it, checked and with units
//! attached, in one place. [`sweep::outcome`] takes a scenario and one distance and gives an [`sweep::Outcome`] with every
//! intermediate term; [`sweep::curve`] does so along the fibre up to the [`sweep::reach`].
//!
//! # Units inside formulas
//!
//! | quantity | unit |
//! |---|---|
//! | fibre length | km |
//! | attenuation | dB/km |
//! | bandwidth σ, σ_f | rad/s (the paper prints them without the 2π, see [`link::filtering`]) |
//! | detection window τ | s |
//! | rates of photons, counts and pulses | 1/s |
//! | key rate | bit/s |
//! | Raman cross-section ρ | 1/(km nm) |
//!
//! "The paper" is M. Lasota et al., *Quantum key distribution-as-a-service for end-to-end security in multi-orchestrated 6G
//! networks*, Opto-Electronics Review 33 (2025), doi 10.24425/opelre.2025.155875; its equation numbers are used throughout.

#[cfg(feature = "answers")]
pub mod answers;
#[cfg(feature = "app")]
pub mod app;
#[cfg(feature = "chart")]
pub mod chart;
#[cfg(feature = "cli")]
pub mod cli;
pub mod dual;
pub mod elementary;
pub mod explain;
#[cfg(feature = "export")]
pub mod export;
#[cfg(feature = "forecast")]
pub mod forecast;
#[cfg(any(feature = "workspace", feature = "learning"))]
pub mod learning;
pub mod link;
#[cfg(feature = "monitoring")]
pub mod monitoring;
pub mod optimise;
pub mod paper;
#[cfg(feature = "wire")]
pub mod pool;
pub mod protocol;
pub mod scenario;
pub mod sweep;
pub mod units;
#[cfg(feature = "wire")]
pub mod wire;
#[cfg(feature = "workspace")]
pub mod workspace;
