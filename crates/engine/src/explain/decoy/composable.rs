//! Steps common to the composable analyses with one and with two decoys: counts of a basis, with their fluctuations.

use super::super::chain::Chain;
use super::super::number::Shown;
use super::super::{Case, finite};
use super::{Light, Pulse, stop};
use crate::protocol::decoy::Composable;
use crate::scenario::{FiniteKey, Key, KeyLength};

/// Events of one basis. With an asymptotic key both bases give the same and nothing fluctuates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Basis {
    Asymptotic,
    Key,
    Test,
}

/// An analysis and its parts.
pub(super) struct Analysis<'a> {
    pub(super) light: &'a Light<'a>,
    /// Number of terms of which ε_sec is composed
    pub(super) terms: f64,
    /// Source of its formulas
    pub(super) source: &'static str,
}

/// A bound of a count: from above or from below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Most,
    Least,
}

impl Basis {
    /// The letter of the basis as an index.
    const fn letter(self) -> &'static str {
        match self {
            Basis::Asymptotic => "",
            Basis::Key => "Z",
            Basis::Test => "X",
        }
    }

    /// A symbol that belongs to the basis: s_X,1.
    pub(super) fn symbol(self, letter: &str, index: &str) -> String {
        match self {
            Basis::Asymptotic => format!("{letter}_{{{index}}}"),
            basis if index.is_empty() => format!("{letter}_{{{}}}", basis.letter()),
            basis => format!("{letter}_{{{},{index}}}", basis.letter()),
        }
    }

    /// Detections n or errors m of an intensity, or their bound.
    pub(super) fn count(self, letter: &str, pulse: &Pulse, bound: Bound) -> String {
        let sign = match (self, bound) {
            (Basis::Asymptotic, _) => "",
            (_, Bound::Most) => "^{+}",
            (_, Bound::Least) => "^{-}",
        };
        self.symbol(letter, pulse.k) + sign
    }

    /// The deviation of detections n or errors m.
    pub(super) fn deviation(self, letter: &str) -> String {
        format!(r"\delta_{{{letter},{}}}", self.letter())
    }
}

impl Analysis<'_> {
    /// The letter of the error rate of all.
    fn error(&self) -> &'static str {
        if self.light.mixed { "E" } else { r"E_{\mu}" }
    }

    pub(super) fn gain(&self) -> &'static str {
        if self.light.mixed { "G" } else { r"Q_{\mu}" }
    }

    /// τ₀ and τ₁: that a pulse has no photon, and one.
    pub(super) fn emission(&self, chain: &mut Chain) {
        let sum = |factors: &str| {
            let sent = self.light.sent();
            let terms: Vec<String> = sent
                .map(|pulse| {
                    let share = if self.light.mixed { pulse.of("p") } else { String::new() };
                    let photons = if factors.is_empty() { "" } else { pulse.k };
                    format!("{share} {photons} e^{{-{}}}", pulse.k)
                })
                .collect();
            terms.join(" + ")
        };
        let source = "Lim 2014, below (2)";
        chain.find("Probability of a pulse without photons", &format!(r"\tau_0 = {}", sum("")), Shown::NUMBER, source);
        chain.find("Probability of a pulse with one photon", &format!(r"\tau_1 = {}", sum("k")), Shown::NUMBER, source);
    }

    /// The beginning of the counts of a basis: their statistical deviations.
    pub(super) fn deviations(&self, chain: &mut Chain, case: &Case, basis: Basis, letters: &[&str]) {
        if basis == Basis::Asymptotic {
            return;
        }
        let composable = composable(case);
        chain.parameter(Key::EpsSec, r"\varepsilon_{\mathrm{sec}}", composable.secrecy);
        for letter in letters {
            let (what, rate) = if *letter == "n" { ("detections", "") } else { ("errors", self.error()) };
            let equation = format!(
                r"{} = \sqrt{{\frac{{{rate} \ln\left({}/\varepsilon_{{\mathrm{{sec}}}}\right)}}{{2 n_{}}}}}",
                basis.deviation(letter),
                self.terms,
                basis.letter(),
            );
            let says = format!("Statistical deviation of the {what} in the {}", basis.words());
            chain.find(&says, &equation, Shown::NUMBER, self.source);
        }
    }

    /// A bound of the detections n or of the errors m of an intensity, per event of the basis.
    pub(super) fn count(&self, chain: &mut Chain, basis: Basis, letter: &str, i: usize, bound: Bound) -> String {
        let pulse = &self.light.pulses[i];
        let symbol = basis.count(letter, pulse, bound);
        if chain.knows(&symbol) {
            return symbol;
        }
        let (what, rate) = if letter == "n" { ("Detections", String::new()) } else { ("Errors", pulse.of("E")) };
        // Where all events come from signals Q/Q is left out.
        let seen = if pulse.of("Q") == self.gain() {
            rate
        } else {
            format!(r"\frac{{{} {rate}}}{{{}}}", pulse.of("Q"), self.gain())
        };
        let (words, sum) = match (basis, bound) {
            (Basis::Asymptotic, _) => ("", seen),
            (basis, bound) => {
                let (words, sign) = if bound == Bound::Most { (", upper bound", "+") } else { (", lower bound", "-") };
                let chance = format!(r"\frac{{{}}}{{{}}}", basis.deviation(letter), pulse.of("p"));
                (words, format!(r"\left({seen} {sign} {chance}\right)"))
            }
        };
        let equation = format!("{symbol} = e^{{{}}} {sum}", pulse.k);
        chain.find(&format!("{what}, {} pulses{words}", pulse.says), &equation, Shown::NUMBER, self.source);
        symbol
    }

    /// The phase error rate e₁ from the errors v₁ of the single photons s₁ that were tested; nothing where the chain ends.
    pub(super) fn phase_error(
        &self,
        chain: &mut Chain,
        case: &Case,
        test: Basis,
        (errors, tested): (&str, &str),
    ) -> Option<()> {
        const SAYS: &str = "Phase error rate of single photons, upper bound";
        let rate = format!(r"\frac{{{errors}}}{{{tested}}}");
        let decoys = self.light.decoys;
        if test == Basis::Asymptotic {
            let engine = Some(decoys.phase_error).filter(|_| chain.compute(&rate) < 0.5);
            let value = chain.add(SAYS, &format!("e_1 = {rate}"), engine, Shown::Share, self.source).value;
            return if value < 0.5 { Some(()) } else { stop(chain, super::HALF) };
        }
        let says = "Error rate of single photons in the test basis, upper bound";
        let tested_rate = chain.find(says, &format!("b = {rate}"), Shown::Share, self.source).value;
        if tested_rate >= 0.5 {
            return stop(chain, super::HALF);
        }
        let deviation = self.sampling(chain, tested, tested_rate)?;
        chain.step(SAYS, &format!("e_1 = b + {deviation}"), decoys.phase_error, Shown::Share, self.source);
        if decoys.phase_error >= 0.5 {
            return stop(chain, super::HALF);
        }
        chain.parameter(Key::EpsCor, r"\varepsilon_{\mathrm{cor}}", composable(case).correctness);
        let terms = self.terms;
        chain.find(
            "Finite-key cost per event",
            &format!(
                r"\Delta = \frac{{1}}{{n_Z}} \left[6 \log_2\left({terms}/\varepsilon_{{\mathrm{{sec}}}}\right) + \log_2\left(2/\varepsilon_{{\mathrm{{cor}}}}\right)\right]"
            ),
            Shown::Plain("bit"),
            self.source,
        );
        finite::failure(chain, case, r"\varepsilon_{\mathrm{sec}} + \varepsilon_{\mathrm{cor}}");
        Some(())
    }

    /// How far the error rate b of a sample can be from that of the rest: the larger one of γ and γ_hyp.
    fn sampling(&self, chain: &mut Chain, tested: &str, b: f64) -> Option<&'static str> {
        for (symbol, basis, number) in [("S_X", "test", format!("n_X {tested}")), ("S_Z", "key", "n_Z y_1".to_owned())]
        {
            // Fewer than one count as one.
            let least = if chain.compute(&number) < 1.0 { format!(r"\max\left(1, {number}\right)") } else { number };
            let says = format!("Single photons in the {basis} basis");
            chain.find(&says, &format!("{symbol} = {least}"), Shown::NUMBER, self.source);
        }
        let gamma = if b > 0.0 { self.many_errors(chain) } else { 0.0 };
        let deviation = self.light.decoys.phase_error - b;
        if deviation > 0.5 {
            return stop(chain, "A deviation of more than 1/2: the test says nothing about the key. No key.");
        }
        if deviation <= gamma * (1.0 + 1e-9) {
            return Some(r"\gamma");
        }
        let errors = b * chain.value("S_X") + self.light.decoys.phase_error * chain.value("S_Z");
        chain.give("Errors of single photons in both bases, upper bound", "M", errors, Shown::NUMBER.brief(errors, 4));
        let says = "The same for few errors, where it is larger";
        let equation = r"\gamma_{\mathrm{hyp}} = \frac{M - b S_X}{S_Z} - b";
        chain.find(says, equation, Shown::NUMBER, "hypergeometric distribution");
        chain.remark(format!(
            r"With $M$ errors in $S_X + S_Z$ events a test of $S_X$ of them finds $b S_X$ or fewer with the probability $\varepsilon_{{\mathrm{{sec}}}}/{}$: from this the engine finds $M$.",
            self.terms
        ));
        Some(r"\gamma_{\mathrm{hyp}}")
    }

    /// γ.
    fn many_errors(&self, chain: &mut Chain) -> f64 {
        let terms = self.terms;
        let logarithm = format!(
            r"\log_2\left(\frac{{\left(S_X + S_Z\right) \cdot {terms}^2}}{{S_X S_Z \left(1 - b\right) b \varepsilon_{{\mathrm{{sec}}}}^2}}\right)"
        );
        let logarithm =
            if chain.compute(&logarithm) < 0.0 { format!(r"\max\left(0, {logarithm}\right)") } else { logarithm };
        let equation = format!(
            r"\gamma = \sqrt{{\frac{{\left(S_X + S_Z\right) \left(1 - b\right) b}}{{S_X S_Z \ln 2}} {logarithm}}}"
        );
        let says = "Deviation between the error rates of key and test basis";
        chain.find(says, &equation, Shown::NUMBER, "Lim 2014, below (5)").value
    }

    /// Ends the chain where no single photon is proven.
    pub(super) fn positive(&self, chain: &mut Chain, single_photon: f64) -> Option<()> {
        if single_photon > 0.0 {
            Some(())
        } else {
            stop(chain, "Not positive: no single-photon events are proven. No key.")
        }
    }
}

impl Basis {
    fn words(self) -> &'static str {
        match self {
            Basis::Asymptotic => "events",
            Basis::Key => "key basis",
            Basis::Test => "test basis",
        }
    }
}

/// The bases with their sections: the one that makes the key, and the one that tests it.
pub(super) fn bases(case: &Case) -> (Basis, Basis) {
    if case.finite().is_some() { (Basis::Key, Basis::Test) } else { (Basis::Asymptotic, Basis::Asymptotic) }
}

/// Opens the section of the counts that make the key.
pub(super) fn open(chain: &mut Chain, case: &Case, analysis: &Analysis) {
    chain.section(if case.finite().is_some() { "Counts in the key basis" } else { "Counts" });
    chain.note("Counts are relative: each is divided by the number of events in its basis.");
    if case.finite().is_some() {
        chain.note(
            "On what was open in proofs for keys of fixed length, such as this one, and on the tests before a key is accepted: J. Wiesemann et al., \
             arXiv:2405.16578.",
        );
    }
    // An asymptotic key has no number of events.
    let _ = finite::bases(chain, case, analysis.gain());
}

fn composable(case: &Case) -> Composable {
    match case.scenario.key_length {
        KeyLength::Finite(FiniteKey { composable, .. }) => composable,
        KeyLength::Asymptotic => Composable::default(),
    }
}
