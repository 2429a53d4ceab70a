//! Secret key rates of quantum key distribution (QKD) over fibre that also carries classical traffic.
//!
//! | module | holds |
//! |---|---|
//! | [`link`] | one physical effect a file: fibre, Raman scattering, crosstalk, detectors, filtering, channel plan |
//! | [`protocol`] | what a protocol makes of signal and noise: BB84, decoy states, finite keys, COW |
//! | [`scenario`] | the one table of parameters, drafts and scenarios, the figures of the paper |
//! | [`sweep`] | one distance, a curve, a reach, how uncertain they are; inverse questions: what does a parameter have to be?; demands for key |
//! | [`explain`] | the key rate at one distance as a chain of formulas with their numbers |
//! | [`paper`] | every statement of the paper, checked |
//! | [`validation`] | published runs of devices, and what the model gives for them |
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

pub mod explain;
pub mod link;
pub mod paper;
pub mod protocol;
pub mod scenario;
pub mod sweep;
pub mod validation;
