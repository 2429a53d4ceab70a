//! The cost of a finite key, as in the paper: (17) to (20).

use super::chain::Chain;
use super::number::Shown;
use super::{Case, key};
use crate::protocol::finite_key::Epsilons;
use crate::scenario::{FiniteKey, Key, KeyLength};

/// The finite key of the ideal source; the secret fraction, or none where the chain ends before.
pub(super) fn explain(chain: &mut Chain, case: &Case) -> Option<String> {
    chain.section("Finite key");
    bases(chain, case, "G")?;
    deviation(chain, case);
    let phase =
        chain.find("Error rate in the test basis, upper bound", r"e_X = Q + \xi", Shown::Share, "Lasota 2025, (18)");
    if phase.value >= 0.5 {
        phase.note = Some(r"$Q + \xi$ is 1/2 or more: an eavesdropper may know every bit. No key.".into());
        return None;
    }
    chain.find(
        "Eavesdropper's information per bit, upper bound",
        r"I_E = h\left(e_X\right)",
        Shown::Plain("bit"),
        "Lasota 2025, (18)",
    );
    correction(chain, case);
    chain.section("Secret key");
    key::entropy(chain, case, "Q");
    Some(r"1 - I_E - f_{\mathrm{EC}} h\left(Q\right) - \Delta".to_owned())
}

/// The events in both bases, of a gain with this symbol; none for an asymptotic key.
pub(super) fn bases(chain: &mut Chain, case: &Case, gain: &str) -> Option<()> {
    let finite = case.finite()?;
    let events = finite.statistics.events;
    match finite.block_time {
        None => chain.parameter(Key::Events, "N", events),
        Some(time) => {
            chain.parameter(Key::BlockTime, "t_N", time);
            let awake = key::awake(chain, case, gain);
            let says = "Detections in the time of one key block";
            chain.step(says, &format!("N = f_q {gain}{awake} t_N"), events, Shown::NUMBER, "definition");
        }
    }
    let says = ["Key events, both in the key basis", "Test events, both in the test basis"];
    chain.find(says[0], "n_Z = N p_Z^2", Shown::NUMBER, "Lasota 2025, below (20)");
    chain.find(says[1], r"n_X = N \left(1 - p_Z\right)^2", Shown::NUMBER, "Lasota 2025, (18)");
    Some(())
}

/// The failure probability of the whole key, as this sum.
pub(super) fn failure(chain: &mut Chain, case: &Case, sum: &str) {
    let Some(finite) = case.finite() else { return };
    let equation = format!(r"\varepsilon = {sum}");
    let says = "Failure probability of the whole key";
    chain.step(says, &equation, finite.statistics.failure, Shown::NUMBER, "definition");
}

fn epsilons(case: &Case) -> Epsilons {
    match case.scenario.key_length {
        KeyLength::Finite(FiniteKey { epsilons, .. }) => epsilons,
        KeyLength::Asymptotic => Epsilons::default(),
    }
}

/// ξ of (19), in the test basis.
pub(super) fn deviation(chain: &mut Chain, case: &Case) {
    chain.parameter(Key::EpsPe, r"\varepsilon_{\mathrm{PE}}", epsilons(case).parameter_estimation);
    chain.find(
        "Statistical deviation of the error rate in the test basis",
        r"\xi = \frac{1}{2} \sqrt{\frac{2 \ln\left(1/\varepsilon_{\mathrm{PE}}\right) + 2 \ln\left(n_X + 1\right)}{n_X}}",
        Shown::NUMBER,
        "Lasota 2025, (19) with d = 2",
    );
}

/// Δ of (20).
pub(super) fn correction(chain: &mut Chain, case: &Case) {
    let epsilons = epsilons(case);
    chain.parameter(Key::EpsSmooth, r"\bar{\varepsilon}", epsilons.smoothing);
    chain.parameter(Key::EpsPa, r"\varepsilon_{\mathrm{PA}}", epsilons.privacy_amplification);
    chain.parameter(Key::EpsEc, r"\varepsilon_{\mathrm{EC}}", epsilons.error_correction);
    chain.find(
        "Finite-key cost per event",
        r"\Delta = 7 \sqrt{\frac{\log_2\left(2/\bar{\varepsilon}\right)}{n_Z}}
          + \frac{2}{n_Z} \log_2\left(1/\varepsilon_{\mathrm{PA}}\right)
          + \frac{1}{n_Z} \log_2\left(2/\varepsilon_{\mathrm{EC}}\right)",
        Shown::Plain("bit"),
        "Lasota 2025, (20)",
    );
    failure(
        chain,
        case,
        r"\varepsilon_{\mathrm{PE}} + \varepsilon_{\mathrm{EC}} + \varepsilon_{\mathrm{PA}} + \bar{\varepsilon}",
    );
}
