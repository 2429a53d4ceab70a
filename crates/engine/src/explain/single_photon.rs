//! The ideal source: one photon a pulse.

use super::chain::Chain;
use super::key::{self, Key};
use super::number::Shown;
use super::{Case, finite, noise};
use crate::scenario;

pub(super) fn explain(chain: &mut Chain, case: &Case) {
    let o = case.outcome;
    chain.step(
        "Probability of a signal click",
        r"p_{\mathrm{sign}} = T p_f p_d \eta",
        o.p_signal,
        Shown::NUMBER,
        "Lasota 2025, (5)",
    );
    noise::explain(chain, case, &str::to_owned);
    chain.section("Detections and errors");
    let is_finite = case.finite().is_some();
    let (says, gain) = if is_finite {
        ("Probability of a detection, before sifting", "G")
    } else {
        ("Probability that Bob accepts an event; an asymptotic key loses nothing to sifting", r"p_{\mathrm{acc}}")
    };
    chain.step(
        says,
        &format!(r"{gain} = p_{{\mathrm{{sign}}}} + \left(1 - p_{{\mathrm{{sign}}}}\right) p_{{\mathrm{{noise}}}}"),
        o.gain,
        Shown::NUMBER,
        "Lasota 2025, (4)",
    );
    key::sifted(chain, case, gain);
    let says = "Error rate of the raw key (QBER)";
    let errors = Errors { rate: "Q", p_sign: r"p_{\mathrm{sign}}", noise: NOISE, gain, says };
    errors.explain(chain, case, Some(o.qber));
    let fraction = if is_finite {
        match finite::explain(chain, case) {
            Some(fraction) => fraction,
            None => return,
        }
    } else {
        chain.section("Secret key");
        key::entropy(chain, case, "Q");
        r"1 - \left(1 + f_{\mathrm{EC}}\right) h\left(Q\right)".to_owned()
    };
    let source = if is_finite { "Lasota 2025, (17)" } else { "Lasota 2025, (3)" };
    Key { fraction: &fraction, gain, source }.explain(chain, case);
}

/// Symbol of the probability of a noise click.
pub(super) const NOISE: &str = r"p_{\mathrm{noise}}";

/// An error rate, (16) or (A1).
pub(super) struct Errors<'a> {
    /// Symbols of the error rate, of the signal click, of the noise click and of the gain
    pub(super) rate: &'a str,
    pub(super) p_sign: &'a str,
    pub(super) noise: &'a str,
    pub(super) gain: &'a str,
    pub(super) says: &'a str,
}

impl Errors<'_> {
    pub(super) fn explain(&self, chain: &mut Chain, case: &Case, value: Option<f64>) {
        const SOURCE: &str = "Lasota 2025, (16)";
        let Errors { rate, p_sign, noise, gain, says } = self;
        let misalignment = case.scenario.misalignment.get();
        if chain.value(gain) == 0.0 {
            let step = chain.add(says, &format!(r"{rate} = \frac{{1}}{{2}}"), value, Shown::Share, SOURCE);
            step.note = Some("Nothing arrives: a bit is right only by chance.".into());
            return;
        }
        let by_noise = format!(r"\left(2 - {p_sign}\right) {noise}");
        if misalignment == 0.0 {
            let equation = format!(r"{rate} = \frac{{{by_noise}}}{{4 {gain}}}");
            let first = !chain.cites(SOURCE);
            let step = chain.add(says, &equation, value, Shown::Share, SOURCE);
            let printed = format!("{p_sign} {noise} + 2 \\left(1 - {p_sign}\\right) {noise}");
            step.note = first.then(|| format!("The numerator of (16), ${printed}$, is the same.").into());
            return;
        }
        chain.parameter(scenario::Key::Misalign, "e_d", misalignment);
        let equation = format!(r"{rate} = \frac{{2 e_d {p_sign} \left(2 - {noise}\right) + {by_noise}}}{{4 {gain}}}");
        chain.add(says, &equation, value, Shown::Share, "Lasota 2025, (A1)");
    }
}
