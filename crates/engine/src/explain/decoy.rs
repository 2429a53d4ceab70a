//! Laser pulses with decoy states.

mod composable;
mod one_decoy;
mod three_state;
mod two_decoy;
mod unlimited;
mod vacuum_weak;

use super::chain::Chain;
use super::key::{self, Key};
use super::number::Shown;
use super::single_photon::{Errors, NOISE};
use super::{Case, noise};
use crate::protocol::decoy::are_distinct;
use crate::scenario::{self, Analysis, Chosen, Laser};
use crate::sweep::Decoys;

/// Pulses of one intensity.
#[derive(Debug, Clone, Copy)]
struct Pulse {
    /// Symbol of the intensity
    k: &'static str,
    says: &'static str,
    /// Mean photon number
    photons: f64,
    /// Part of all pulses
    share: f64,
}

impl Pulse {
    /// A symbol with this intensity as its index.
    fn of(&self, letter: &str) -> String {
        format!("{letter}_{{{}}}", self.k)
    }

    fn p_sign(&self) -> String {
        format!(r"p_{{\mathrm{{sign}},{}}}", self.k)
    }
}

/// All that is said of a laser.
struct Light<'a> {
    laser: &'a Laser,
    decoys: &'a Decoys,
    /// Signal, decoy, weaker decoy, as far as the analysis has them
    pulses: Vec<Pulse>,
    /// Whether the key comes from several intensities, each with its fraction of the pulses
    mixed: bool,
}

pub(super) fn explain(chain: &mut Chain, case: &Case, laser: &Laser, decoys: &Decoys) {
    let light = Light::new(case, laser, decoys);
    chain.find("Probability of a click by one photon", r"t = T p_f p_d \eta", Shown::NUMBER, "Lasota 2025, (5)");
    light.clicks(chain, case);
    noise::explain(chain, case, &|chance| light.all_clicks(chance));
    let gain = light.gains(chain, case);
    let Some(secret) = light.bounds(chain, case) else { return };
    let error = if light.mixed { "E" } else { r"E_{\mu}" };
    chain.section("Secret key");
    key::entropy(chain, case, error);
    let cost = if case.finite().is_some() { r" - \Delta" } else { "" };
    let vacuum = if laser.vacuum_term { "y_0 + " } else { "" };
    let fraction =
        format!(r"{vacuum}y_1 \left[1 - h\left(e_1\right)\right] - f_{{\mathrm{{EC}}}} h\left({error}\right){cost}");
    Key { fraction: &fraction, gain: &gain, source: secret }.explain(chain, case);
}

impl Light<'_> {
    fn new<'a>(case: &Case, laser: &'a Laser, decoys: &'a Decoys) -> Light<'a> {
        let several = matches!(laser.analysis, Analysis::TwoDecoy | Analysis::OneDecoy);
        let signal_share = decoys.signal_share.unwrap_or(1.0);
        let mixed = several && (signal_share < 1.0 || case.finite().is_some());
        let rest = 1.0 - signal_share - decoys.decoy_share.unwrap_or(0.0);
        // Zero except for rounding.
        let rest = if rest < 1e-12 { 0.0 } else { rest };
        let pulse = |k, says, photons: Option<f64>, share| Some(Pulse { k, says, photons: photons?, share });
        let pulses = [
            pulse(r"\mu", "signal", Some(decoys.signal_intensity), signal_share),
            pulse(r"\nu_1", "decoy", decoys.decoy_intensity, decoys.decoy_share.unwrap_or(0.0)),
            pulse(r"\nu_2", "weaker decoy", decoys.weaker_decoy_intensity, rest),
        ];
        Light { laser, decoys, pulses: pulses.into_iter().flatten().collect(), mixed }
    }

    /// Signal clicks by intensity, and all together: afterpulses follow them.
    fn clicks(&self, chain: &mut Chain, case: &Case) {
        const SOURCE: &str = "Lasota 2025, (21)";
        chain.section("Pulses");
        self.give(chain, case);
        for pulse in &self.pulses {
            // Where the key comes from the signals alone all pulses count as signals.
            let all = !self.mixed && pulse.k == r"\mu";
            let symbol = if all { r"p_{\mathrm{sign}}".to_owned() } else { pulse.p_sign() };
            let step = chain.add(
                &format!("Probability of a signal click, {} pulses", pulse.says),
                &format!("{symbol} = 1 - e^{{-{} t}}", pulse.k),
                all.then_some(case.outcome.p_signal),
                Shown::NUMBER,
                SOURCE,
            );
            if pulse.k == r"\mu" {
                step.note = Some("The sum of (21) in closed form.".into());
            }
        }
        if self.mixed {
            let sum = self.weighted(|pulse| pulse.p_sign());
            chain.step(
                "Probability of a signal click, all pulses",
                &format!(r"p_{{\mathrm{{sign}}}} = {sum}"),
                case.outcome.p_signal,
                Shown::NUMBER,
                SOURCE,
            );
        }
    }

    fn give(&self, chain: &mut Chain, case: &Case) {
        let (laser, decoys) = (self.laser, self.decoys);
        let found = |best: bool| best.then(|| case.found());
        chain.searched(scenario::Key::Mu, r"\mu", decoys.signal_intensity, found(laser.signal == Chosen::Optimal));
        if let Some(photons) = decoys.decoy_intensity {
            // The analyses that put no price on a weak decoy get one that a device could make.
            let free = laser.analysis == Analysis::VacuumWeak
                || (laser.analysis == Analysis::TwoDecoy && case.finite().is_none());
            let found = if free { ", a fixed fraction of the signal by convention" } else { case.found() };
            let found = (laser.decoy == Chosen::Optimal).then_some(found);
            chain.searched(scenario::Key::Nu1, r"\nu_1", photons, found);
        }
        if let Some(photons) = decoys.weaker_decoy_intensity {
            chain.parameter(scenario::Key::Nu2, r"\nu_2", photons);
        }
        if !self.mixed {
            return;
        }
        let of = |share: Option<f64>| share.unwrap_or(0.0);
        let best = found(laser.signal_fraction == Chosen::Optimal);
        chain.searched(scenario::Key::PSignal, r"p_{\mu}", of(decoys.signal_share), best);
        if laser.analysis == Analysis::TwoDecoy {
            let best = found(laser.decoy_fraction == Chosen::Optimal);
            chain.searched(scenario::Key::PDecoy, r"p_{\nu_1}", of(decoys.decoy_share), best);
            if self.pulses.iter().any(|pulse| pulse.k == r"\nu_2" && pulse.share > 0.0) {
                let rest = r"p_{\nu_2} = 1 - p_{\mu} - p_{\nu_1}";
                chain.find("Fraction of weaker decoy pulses", rest, Shown::NUMBER, "definition");
            }
        } else {
            chain.find("Fraction of decoy pulses", r"p_{\nu_1} = 1 - p_{\mu}", Shown::NUMBER, "definition");
        }
    }

    /// Pulses that are sent at all.
    fn sent(&self) -> impl Iterator<Item = &Pulse> {
        self.pulses.iter().filter(|pulse| pulse.share > 0.0)
    }

    /// Σ p_k times something, over the pulses.
    fn weighted(&self, of: impl Fn(&Pulse) -> String) -> String {
        let terms: Vec<String> = self.sent().map(|pulse| format!("{} {}", pulse.of("p"), of(pulse))).collect();
        terms.join(" + ")
    }

    /// Probability of a click, over all pulses, from that of a single photon.
    fn all_clicks(&self, chance: &str) -> String {
        if self.mixed {
            self.weighted(|pulse| format!(r"\left(1 - e^{{-{} {chance}}}\right)", pulse.k))
        } else {
            // Where the key comes from the signals alone all pulses count as signals.
            format!(r"1 - e^{{-\mu {chance}}}")
        }
    }

    /// Gains and error rates by intensity, and those of the key; the symbol of the gain.
    fn gains(&self, chain: &mut Chain, case: &Case) -> String {
        let o = case.outcome;
        chain.section("Detections and errors");
        chain.note(r"$Q_{\mu}$ is a gain here, as in the literature on decoy states, and $E_{\mu}$ an error rate.");
        for pulse in &self.pulses {
            let signal = !self.mixed && pulse.k == r"\mu";
            let p_sign = if signal { r"p_{\mathrm{sign}}".to_owned() } else { pulse.p_sign() };
            let (gain, rate) = (pulse.of("Q"), pulse.of("E"));
            chain.add(
                &format!("Gain, {} pulses", pulse.says),
                &format!(r"{gain} = {p_sign} + \left(1 - {p_sign}\right) p_{{\mathrm{{noise}}}}"),
                signal.then_some(o.gain),
                Shown::NUMBER,
                "Lasota 2025, (4)",
            );
            let says = format!("Error rate, {} pulses", pulse.says);
            let errors = Errors { rate: &rate, p_sign: &p_sign, noise: NOISE, gain: &gain, says: &says };
            errors.explain(chain, case, signal.then_some(o.qber));
        }
        if !self.mixed {
            key::sifted(chain, case, r"Q_{\mu}");
            return r"Q_{\mu}".to_owned();
        }
        let sum = self.weighted(|pulse| pulse.of("Q"));
        chain.step("Gain of all pulses", &format!("G = {sum}"), o.gain, Shown::NUMBER, "definition");
        let sum = self.weighted(|pulse| format!("{} {}", pulse.of("Q"), pulse.of("E")));
        let says = "Error rate of the raw key (QBER)";
        chain.step(says, &format!(r"E = \frac{{{sum}}}{{G}}"), o.qber, Shown::Share, "definition");
        key::sifted(chain, case, "G");
        "G".to_owned()
    }

    /// Why nothing is known of single photons, where that is so before any bound is computed.
    fn blind(&self, case: &Case) -> Option<&'static str> {
        // A search that finds no key may end where one intensity takes all.
        let lost = case.finite().is_some() && case.outcome.key_rate_bit_s().is_none();
        if self.mixed && lost && self.pulses.iter().any(|pulse| pulse.share < 1e-12) {
            Some(
                "One of the intensities is practically never sent, so that nothing is known about single photons: no key.",
            )
        } else if self.are_alike(case) {
            Some("The intensities are too similar to be distinguished: no key.")
        } else {
            None
        }
    }

    /// The bounds of the analysis on y₀, y₁ and e₁. The source of the secret fraction, or none where the bounds fail and the chain ends.
    fn bounds(&self, chain: &mut Chain, case: &Case) -> Option<&'static str> {
        if let Some(why) = self.blind(case) {
            chain.section("Secret key");
            chain.note(why);
            return None;
        }
        match self.laser.analysis {
            Analysis::InfiniteDecoys => unlimited::explain(chain, case, self.decoys),
            Analysis::VacuumWeak => vacuum_weak::explain(chain, case, self.decoys),
            Analysis::TwoDecoy => two_decoy::explain(chain, case, self),
            Analysis::OneDecoy => one_decoy::explain(chain, case, self),
        }
    }

    /// Whether the engine takes intensities for equal, of which then nothing is known; without a key also those so near to each other
    /// that formulas of their differences would show nothing but rounding.
    fn are_alike(&self, case: &Case) -> bool {
        let photons = |i: usize| self.pulses.get(i).map_or(0.0, |pulse| pulse.photons);
        let differences = match self.laser.analysis {
            Analysis::InfiniteDecoys => return false,
            Analysis::OneDecoy => [photons(0) - photons(1), photons(1)],
            Analysis::VacuumWeak | Analysis::TwoDecoy => {
                [photons(1) - photons(2), photons(0) - photons(1) - photons(2)]
            }
        };
        let near = differences.iter().any(|difference| *difference <= 1e-6 * photons(0));
        !are_distinct(differences, photons(0)) || (near && case.outcome.key_rate_bit_s().is_none())
    }
}

const HALF: &str = "1/2 or more: an eavesdropper may know every bit. No key.";

/// Ends the chain: its last step says why there is no key.
fn stop<T>(chain: &mut Chain, why: &str) -> Option<T> {
    chain.remark(why);
    None
}
