//! One decoy: see [`crate::protocol::decoy::one_decoy`].

use super::super::Case;
use super::super::chain::Chain;
use super::super::number::Shown;
use super::composable::{Analysis, Basis, Bound, bases, open};
use super::{Light, three_state};
use crate::protocol::decoy::one_decoy::TERMS;
use crate::scenario::Protocol;

pub(super) const SIGNAL: usize = 0;
pub(super) const DECOY: usize = 1;
pub(super) const RUSCA: &str = "Rusca 2018, appendix A";
const PER_EVENT: &str = "Rusca 2018, appendix A, per event";

pub(super) fn explain(chain: &mut Chain, case: &Case, light: &Light) -> Option<&'static str> {
    let analysis = Analysis { light, terms: TERMS, source: RUSCA };
    let (key, test) = bases(case);
    let decoys = light.decoys;
    open(chain, case, &analysis);
    analysis.emission(chain);
    analysis.deviations(chain, case, key, &["n", "m"]);
    let (most, least) = detections(&analysis, chain, key);
    let equation = format!(r"y_0 = \max\left(0, \tau_0 \frac{{\mu {least} - \nu_1 {most}}}{{\mu - \nu_1}}\right)");
    chain.step("Fraction of vacuum pulses, lower bound", &equation, decoys.vacuum, Shown::NUMBER, RUSCA);
    single_photons(&analysis, chain, key, "y_1", Some(decoys.single_photon))?;
    if case.scenario.protocol == Protocol::ThreeState {
        let (errors, tested) = three_state::tested(&analysis, chain, case, test)?;
        chain.section("Phase errors");
        analysis.phase_error(chain, case, test, (&errors, &tested))?;
        return Some(PER_EVENT);
    }
    let tested = match test {
        Basis::Asymptotic => "y_1".to_owned(),
        test => {
            chain.section("Counts in the test basis");
            analysis.deviations(chain, case, test, &["n", "m"]);
            let single = test.symbol("s", "1");
            single_photons(&analysis, chain, test, &single, None)?;
            single
        }
    };
    let most = analysis.count(chain, test, "m", SIGNAL, Bound::Most);
    let least = analysis.count(chain, test, "m", DECOY, Bound::Least);
    let errors = test.symbol("v", "1");
    let equation = format!(r"{errors} = \tau_1 \frac{{{most} - {least}}}{{\mu - \nu_1}}");
    chain.find("Errors of single photons, upper bound", &equation, Shown::NUMBER, RUSCA);
    chain.section("Phase errors");
    analysis.phase_error(chain, case, test, (&errors, &tested))?;
    Some(PER_EVENT)
}

/// Detections of signals at most and of decoys at least.
fn detections(analysis: &Analysis, chain: &mut Chain, basis: Basis) -> (String, String) {
    let mut count = |i, bound| analysis.count(chain, basis, "n", i, bound);
    (count(SIGNAL, Bound::Most), count(DECOY, Bound::Least))
}

/// Single photons among the events of a basis, at least.
fn single_photons(
    analysis: &Analysis,
    chain: &mut Chain,
    basis: Basis,
    single: &str,
    engine: Option<f64>,
) -> Option<()> {
    let (most, least) = detections(analysis, chain, basis);
    let wrong = [SIGNAL, DECOY].map(|i| analysis.count(chain, basis, "m", i, Bound::Most));
    let (vacuum, chance) = match basis {
        Basis::Asymptotic => ("u".to_owned(), String::new()),
        basis => (basis.symbol("u", ""), format!(r" + \frac{{{}}}{{\tau_0}}", basis.deviation("n"))),
    };
    chain.find(
        r"Vacuum events over their probability, upper bound: half of them are errors",
        &format!(r"{vacuum} = 2 \left[\min\left({}, {}\right){chance}\right]", wrong[0], wrong[1]),
        Shown::NUMBER,
        RUSCA,
    );
    let equation = format!(
        r"{single} = \frac{{\tau_1 \mu}}{{\nu_1 \left(\mu - \nu_1\right)}} \left[{least} - \frac{{\nu_1^2}}{{\mu^2}} {most} - \frac{{\mu^2 - \nu_1^2}}{{\mu^2}} {vacuum}\right]"
    );
    let found = chain.add("Fraction of single photons, lower bound", &equation, engine, Shown::NUMBER, RUSCA).value;
    analysis.positive(chain, found)
}
