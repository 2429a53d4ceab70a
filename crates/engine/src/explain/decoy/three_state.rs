//! Test basis of three states: see [`crate::protocol::decoy::three_state`].

use super::super::Case;
use super::super::chain::Chain;
use super::super::number::Shown;
use super::super::single_photon::Errors;
use super::Pulse;
use super::composable::{Analysis, Basis};
use super::one_decoy::{DECOY, RUSCA, SIGNAL};

const RECEIVER: &str = "Boaron 2018";
const BEYOND: &str = "beyond the paper";
const NOISE: &str = r"p_{\mathrm{noise},X}";

/// Symbols of the errors of single photons in the test basis, at most, and of the single photons there, at least.
pub(super) fn tested(analysis: &Analysis, chain: &mut Chain, case: &Case, test: Basis) -> Option<(String, String)> {
    middle_slot(analysis, chain, case);
    chain.section("Counts in the test basis");
    chain.note(
        "Counted are the clicks of the monitored port in the middle slot: $m$ where the test state was sent, a pulse in both bins, all of them errors; and \
         $r$ where a key state was.",
    );
    let counts = Counts { analysis, finite: test != Basis::Asymptotic };
    counts.deviations(chain);
    let most = counts.bound(chain, "m", SIGNAL, "+");
    let fewest = format!(r"\min\left({most}, {}\right)", counts.bound(chain, "m", DECOY, "+"));
    let vacuum = counts.vacuum(chain, &fewest);
    let [least, most] = [(DECOY, "-"), (SIGNAL, "+")].map(|(i, sign)| counts.bound(chain, "r", i, sign));
    let says = "Single photons of the middle slot, lower bound: twice those of the monitored port";
    let equation = format!(
        r"s_{{X,1}} = \frac{{2 \tau_1 \mu}}{{\nu_1 \left(\mu - \nu_1\right)}} \left[{least} - \frac{{\nu_1^2}}{{\mu^2}} {most} - \frac{{\mu^2 - \nu_1^2}}{{\mu^2}} {vacuum}\right]"
    );
    let found = chain.find(says, &equation, Shown::NUMBER, RUSCA).value;
    analysis.positive(chain, found)?;
    let [most, least] = [(SIGNAL, "+"), (DECOY, "-")].map(|(i, sign)| counts.bound(chain, "m", i, sign));
    let equation = format!(r"v_{{X,1}} = \tau_1 \frac{{{most} - {least}}}{{\mu - \nu_1}}");
    chain.find("Errors of single photons, upper bound", &equation, Shown::NUMBER, RUSCA);
    Some(("v_{X,1}".to_owned(), "s_{X,1}".to_owned()))
}

/// Gains and error rates of the middle slot, both ports together.
fn middle_slot(analysis: &Analysis, chain: &mut Chain, case: &Case) {
    chain.section("Middle slot of the test basis");
    chain.note(
        "Bob's interferometer spreads each pulse over three time slots; early and late light meet in the middle one. The key of the three states is secret \
         if both ports of the interferometer and the detectors of both bases are equally efficient, and if the port that is not monitored would have \
         shown errors as often as the one that is.",
    );
    let says = "Probability of a click by one photon: half of the light leaves in the other slots";
    chain.find(says, r"t_X = \frac{t}{2}", Shown::NUMBER, RECEIVER);
    let dark = r"n_{\mathrm{dark}}";
    let noise = if chain.knows(dark) {
        format!(r"\frac{{p_{{\mathrm{{noise}}}} + \tau {dark}}}{{2}}")
    } else {
        r"\frac{p_{\mathrm{noise}}}{2}".to_owned()
    };
    let noise = if chain.compute(&noise) > 1.0 { format!(r"\min\left(1, {noise}\right)") } else { noise };
    let says = "Probability of a noise click: half of the stray light, and dark counts of one detector at each port";
    chain.find(says, &format!("{NOISE} = {noise}"), Shown::NUMBER, BEYOND);
    for pulse in &analysis.light.pulses {
        let p_sign = format!(r"p_{{\mathrm{{sign}},X,{}}}", pulse.k);
        let says = format!("Probability of a signal click, {} pulses", pulse.says);
        chain.find(&says, &format!("{p_sign} = 1 - e^{{-{} t_X}}", pulse.k), Shown::NUMBER, "Lasota 2025, (21)");
        let (gain, rate) = (of_test(pulse, "Q"), of_test(pulse, "E"));
        let equation = format!(r"{gain} = {p_sign} + \left(1 - {p_sign}\right) {NOISE}");
        chain.find(&format!("Gain, {} pulses", pulse.says), &equation, Shown::NUMBER, "Lasota 2025, (4)");
        let says = format!("Error rate, {} pulses", pulse.says);
        Errors { rate: &rate, p_sign: &p_sign, noise: NOISE, gain: &gain, says: &says }.explain(chain, case, None);
    }
}

/// A symbol of pulses in the test basis.
fn of_test(pulse: &Pulse, letter: &str) -> String {
    format!("{letter}_{{X,{}}}", pulse.k)
}

/// Counts of the monitored port, each over the number of its events.
struct Counts<'a> {
    analysis: &'a Analysis<'a>,
    /// Whether they fluctuate
    finite: bool,
}

impl Counts<'_> {
    /// Clicks per event, by intensity: m or r.
    fn rate(&self, letter: &str, pulse: &Pulse) -> String {
        let (gain, error, all) = (of_test(pulse, "Q"), of_test(pulse, "E"), self.analysis.gain());
        if letter == "m" {
            format!(r"\frac{{{gain} {error}}}{{{all}}}")
        } else {
            format!(r"\frac{{{gain}}}{{2 {all}}}")
        }
    }

    fn deviations(&self, chain: &mut Chain) {
        if !self.finite {
            return;
        }
        let says = "Events with a key state sent and the test basis measured";
        chain.find(says, r"n_R = N p_Z \left(1 - p_Z\right)", Shown::NUMBER, "definition");
        for (letter, events, what) in [("m", "n_X", "errors"), ("r", "n_R", "clicks of key states")] {
            let terms: Vec<String> = self
                .analysis
                .light
                .sent()
                .map(|pulse| format!("{} {}", pulse.of("p"), self.rate(letter, pulse)))
                .collect();
            let says = format!("All {what}, per event");
            chain.find(&says, &format!("{letter}_X = {}", terms.join(" + ")), Shown::NUMBER, "definition");
            let equation = format!(
                r"\delta_{{{letter},X}} = \sqrt{{\frac{{{letter}_X \ln\left({}/\varepsilon_{{\mathrm{{sec}}}}\right)}}{{2 {events}}}}}",
                self.analysis.terms
            );
            chain.find(&format!("Statistical deviation of the {what}"), &equation, Shown::NUMBER, RUSCA);
        }
    }

    /// A bound of m or r of an intensity; its symbol.
    fn bound(&self, chain: &mut Chain, letter: &str, i: usize, sign: &str) -> String {
        let pulse = &self.analysis.light.pulses[i];
        let rate = self.rate(letter, pulse);
        let (symbol, sum, words) = if self.finite {
            let chance = format!(r"\frac{{\delta_{{{letter},X}}}}{{{}}}", pulse.of("p"));
            let words = if sign == "+" { ", upper bound" } else { ", lower bound" };
            (format!("{}^{{{sign}}}", of_test(pulse, letter)), format!(r"\left({rate} {sign} {chance}\right)"), words)
        } else {
            (of_test(pulse, letter), rate, "")
        };
        if !chain.knows(&symbol) {
            let what = if letter == "m" { "Errors" } else { "Clicks of key states" };
            let says = format!("{what}, {} pulses{words}", pulse.says);
            chain.find(&says, &format!("{symbol} = e^{{{}}} {sum}", pulse.k), Shown::NUMBER, RUSCA);
        }
        symbol
    }

    /// Clicks of pulses without photons among the r, over τ₀, at most; the symbol.
    fn vacuum(&self, chain: &mut Chain, fewest: &str) -> &'static str {
        let says = "Clicks of key states without photons over their probability, upper bound: as many as errors";
        if !self.finite {
            chain.find(says, &format!("u_X = {fewest}"), Shown::NUMBER, BEYOND);
            return "u_X";
        }
        let terms = self.analysis.terms;
        let equation = format!(r"m_0 = n_X \tau_0 {fewest}");
        chain.find("Errors of pulses without photons, upper bound", &equation, Shown::NUMBER, RUSCA);
        let equation = format!(r"l = \ln\left({terms}/\varepsilon_{{\mathrm{{sec}}}}\right)");
        chain.find("Logarithm of the failure probability of one term", &equation, Shown::NUMBER, RUSCA);
        let says_excess = "What their mean may be above that: the larger of the bounds of Chernoff and Hoeffding";
        let equation = r"\delta_0 = \max\left(l + \sqrt{l^2 + 2 l m_0}, \sqrt{l n_X r_X}\right)";
        chain.find(says_excess, equation, Shown::NUMBER, BEYOND);
        let equation = r"u_X = \frac{1}{n_X \tau_0} \left(m_0 + \frac{\delta_0}{p_Z}\right)";
        chain.find(says, equation, Shown::NUMBER, BEYOND);
        "u_X"
    }
}
