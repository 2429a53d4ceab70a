//! Infinitely many decoys: see [`crate::protocol::decoy::infinite`].

use super::super::Case;
use super::super::chain::Chain;
use super::super::number::Shown;
use super::super::single_photon::{Errors, NOISE};
use crate::sweep::Decoys;

pub(super) fn explain(chain: &mut Chain, case: &Case, decoys: &Decoys) -> Option<&'static str> {
    const LO: &str = "Lo 2005";
    chain.section("Vacuum and single photons");
    chain.find("Yield of a vacuum pulse", r"Y_0 = p_{\mathrm{noise}}", Shown::NUMBER, LO);
    chain.find(
        "Yield of a single photon",
        r"Y_1 = t + \left(1 - t\right) p_{\mathrm{noise}}",
        Shown::NUMBER,
        "Lasota 2025, (4)",
    );
    let errors = Errors { rate: "e_1", p_sign: "t", noise: NOISE, gain: "Y_1", says: "Error rate of single photons" };
    errors.explain(chain, case, Some(decoys.phase_error));
    shares(chain, decoys, LO);
    Some("Lasota 2025, (17) with (22)")
}

/// The fractions y₀ and y₁ of pulses without and with one photon in the events, from their yields.
pub(super) fn shares(chain: &mut Chain, decoys: &Decoys, source: &'static str) {
    let vacuum = r"y_0 = \frac{e^{-\mu} Y_0}{Q_{\mu}}";
    chain.step("Fraction of vacuum pulses in the events", vacuum, decoys.vacuum, Shown::NUMBER, source);
    let single = r"y_1 = \frac{\mu e^{-\mu} Y_1}{Q_{\mu}}";
    chain.step("Fraction of single photons in the events", single, decoys.single_photon, Shown::NUMBER, source);
}
