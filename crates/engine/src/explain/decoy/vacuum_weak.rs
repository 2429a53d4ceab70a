//! Vacuum and weak decoy: see [`crate::protocol::decoy::vacuum_weak`].

use super::super::chain::Chain;
use super::super::number::Shown;
use super::super::{Case, finite};
use super::{stop, unlimited};
use crate::sweep::{Caution, Decoys};

pub(super) fn explain(chain: &mut Chain, case: &Case, decoys: &Decoys) -> Option<&'static str> {
    const MA: &str = "Ma 2005, two decoy states";
    chain.section("Vacuum and single photons");
    chain.note(
        "The paper takes its bounds from its reference [24], whose exact form was not available; these are those of Ma et al. The gains count as known \
         exactly: only $e_1$ has a statistical fluctuation.",
    );
    if case.finite().is_some() {
        chain.note(format!("Caution: {}.", Caution::Optimistic.text()));
    }
    // From the engine's fractions: the printed formula divides one difference of intensities by another, which the engine avoids.
    let (mu, gain) = (decoys.signal_intensity, case.outcome.gain);
    let [yield_0, yield_1] = [decoys.vacuum, decoys.single_photon / mu].map(|share| share * gain * mu.exp());
    chain.step(
        "Yield of a vacuum pulse, lower bound",
        r"Y_0 = \max\left(0, \frac{\nu_1 Q_{\nu_2} e^{\nu_2} - \nu_2 Q_{\nu_1} e^{\nu_1}}{\nu_1 - \nu_2}\right)",
        yield_0,
        Shown::NUMBER,
        MA,
    );
    chain.step(
        "Yield of a single photon, lower bound",
        r"Y_1 = \frac{\mu}{\mu \nu_1 - \mu \nu_2 - \nu_1^2 + \nu_2^2} \left[Q_{\nu_1} e^{\nu_1} - Q_{\nu_2} e^{\nu_2} - \frac{\nu_1^2 - \nu_2^2}{\mu^2} \left(Q_{\mu} e^{\mu} - Y_0\right)\right]",
        yield_1,
        Shown::NUMBER,
        MA,
    );
    unlimited::shares(chain, decoys, MA);
    if decoys.single_photon <= 0.0 {
        return stop(chain, "Not positive: no single-photon events are proven. No key.");
    }
    let fluctuation = if finite::bases(chain, case, r"Q_{\mu}").is_some() {
        finite::deviation(chain, case);
        r" + \xi"
    } else {
        ""
    };
    let rate = r"\frac{E_{\nu_1} Q_{\nu_1} e^{\nu_1} - E_{\nu_2} Q_{\nu_2} e^{\nu_2}}{\left(\nu_1 - \nu_2\right) Y_1}";
    if chain.compute(rate) >= 0.5 {
        chain.find("Error rate of single photons, upper bound", &format!("e_1 = {rate}"), Shown::Share, MA);
        return stop(chain, super::HALF);
    }
    let equation = format!("e_1 = {rate}{fluctuation}");
    let source = if fluctuation.is_empty() { MA } else { "Ma 2005, two decoy states; Lasota 2025, (18)" };
    chain.step("Error rate of single photons, upper bound", &equation, decoys.phase_error, Shown::Share, source);
    if decoys.phase_error >= 0.5 {
        return stop(chain, super::HALF);
    }
    if case.finite().is_some() {
        finite::correction(chain, case);
    }
    Some("Lasota 2025, (17) with (22)")
}
