//! Two decoys: see [`crate::protocol::decoy::two_decoy`].

use super::super::Case;
use super::super::chain::Chain;
use super::super::number::Shown;
use super::Light;
use super::composable::{Analysis, Basis, Bound, bases, open};
use crate::protocol::decoy::two_decoy::TERMS;

const SIGNAL: usize = 0;
const DECOY: usize = 1;
const WEAKER: usize = 2;

pub(super) fn explain(chain: &mut Chain, case: &Case, light: &Light) -> Option<&'static str> {
    let analysis = Analysis { light, terms: TERMS, source: "Lim 2014, (1) to (5)" };
    let (key, test) = bases(case);
    open(chain, case, &analysis);
    if key != Basis::Asymptotic {
        chain.note("Lim et al. use the names of the two bases the other way round.");
    }
    analysis.emission(chain);
    analysis.deviations(chain, case, key, &["n"]);
    let decoys = light.decoys;
    single_photons(&analysis, chain, key, ("y_0", "y_1"), Some((decoys.vacuum, decoys.single_photon)))?;
    let tested = match test {
        Basis::Asymptotic => "y_1".to_owned(),
        test => {
            chain.section("Counts in the test basis");
            analysis.deviations(chain, case, test, &["n", "m"]);
            let (vacuum, single) = (test.symbol("s", "0"), test.symbol("s", "1"));
            single_photons(&analysis, chain, test, (&vacuum, &single), None)?;
            single
        }
    };
    let most = analysis.count(chain, test, "m", DECOY, Bound::Most);
    let least = analysis.count(chain, test, "m", WEAKER, Bound::Least);
    let errors = test.symbol("v", "1");
    let equation = format!(r"{errors} = \tau_1 \frac{{{most} - {least}}}{{\nu_1 - \nu_2}}");
    chain.find("Errors of single photons, upper bound", &equation, Shown::NUMBER, "Lim 2014, (4)");
    chain.section("Phase errors");
    analysis.phase_error(chain, case, test, (&errors, &tested))?;
    Some("Lim 2014, (1), per event")
}

/// Vacuum and single photons among the events of a basis, at least.
fn single_photons(
    analysis: &Analysis,
    chain: &mut Chain,
    basis: Basis,
    (vacuum, single): (&str, &str),
    engine: Option<(f64, f64)>,
) -> Option<()> {
    let mut count = |i, bound| analysis.count(chain, basis, "n", i, bound);
    let [least_2, most_1] = [count(WEAKER, Bound::Least), count(DECOY, Bound::Most)];
    let [least_1, most_2, most] = [count(DECOY, Bound::Least), count(WEAKER, Bound::Most), count(SIGNAL, Bound::Most)];
    let equation =
        format!(r"{vacuum} = \max\left(0, \tau_0 \frac{{\nu_1 {least_2} - \nu_2 {most_1}}}{{\nu_1 - \nu_2}}\right)");
    let says = "Fraction of vacuum pulses, lower bound";
    chain.add(says, &equation, engine.map(|(vacuum, _)| vacuum), Shown::NUMBER, "Lim 2014, (2)");
    let equation = format!(
        r"{single} = \frac{{\tau_1 \mu}}{{\mu \left(\nu_1 - \nu_2\right) - \nu_1^2 + \nu_2^2}} \left[{least_1} - {most_2} - \frac{{\nu_1^2 - \nu_2^2}}{{\mu^2}} \left({most} - \frac{{{vacuum}}}{{\tau_0}}\right)\right]"
    );
    let says = "Fraction of single photons, lower bound";
    let found = chain.add(says, &equation, engine.map(|(_, single)| single), Shown::NUMBER, "Lim 2014, (3)").value;
    analysis.positive(chain, found)
}
