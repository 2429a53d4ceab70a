//! From the secret bits per event to the key rate: the steps common to all protocols.

use super::Case;
use super::chain::Chain;
use super::number::Shown;
use crate::link::detector::Mode;
use crate::scenario::{self, Chosen, FiniteKey, KeyLength};
use numbers::quantity::Unit;

/// The secret key from the events.
pub(super) struct Key<'a> {
    /// Secret bits per event that makes the key
    pub(super) fraction: &'a str,
    /// Symbol of the probability of a detection
    pub(super) gain: &'a str,
    /// Source of the fraction
    pub(super) source: &'static str,
}

const BITS: Shown = Shown::Plain("bit");

/// The events that sifting leaves, p_acc; nothing where it leaves all.
pub(super) fn sifted(chain: &mut Chain, case: &Case, gain: &str) {
    let Some(finite) = case.finite() else { return };
    let best = matches!(case.scenario.key_length, KeyLength::Finite(FiniteKey { p_z: Chosen::Optimal, .. }));
    chain.searched(scenario::Key::Pz, "p_Z", finite.statistics.p_z, best.then(|| case.found()));
    chain.step(
        "Accepted events: both Alice and Bob have chosen the key basis",
        &format!(r"p_{{\mathrm{{acc}}}} = p_Z^2 {gain}"),
        case.outcome.p_accept,
        Shown::NUMBER,
        "Lasota 2025, (4), below (20)",
    );
}

/// The binary entropy of the error rate with this symbol.
pub(super) fn entropy(chain: &mut Chain, case: &Case, rate: &str) {
    let o = case.outcome;
    let says = "Binary entropy of the errors: bits disclosed by ideal error correction";
    // 0 log 0 counts as nothing.
    let equation = if o.qber > 0.0 && o.qber < 1.0 {
        format!(r"h\left({rate}\right) = -{rate} \log_2 {rate} - \left(1 - {rate}\right) \log_2\left(1 - {rate}\right)")
    } else {
        format!(r"h\left({rate}\right) = 0")
    };
    chain.step(says, &equation, o.entropy, BITS, "Lasota 2025, below (3)");
    chain.parameter(scenario::Key::Fec, r"f_{\mathrm{EC}}", case.scenario.error_correction.get());
}

/// Fraction of the clicks that the dead time leaves, as a factor; nothing where there is none. It is found where it is first needed.
pub(super) fn awake(chain: &mut Chain, case: &Case, gain: &str) -> &'static str {
    const SYMBOL: &str = r" \eta_{\mathrm{dead}}";
    let dead_time = case.scenario.dead_time.get();
    if dead_time == 0.0 {
        return "";
    }
    if !chain.knows(SYMBOL) {
        let blinding = match case.scenario.detector_mode() {
            Mode::GatedByWindow => format!("f_q {gain}"),
            Mode::Gated(_) => r"f_q c_{\mathrm{gate}}".to_owned(),
            Mode::FreeRunning => r"R_{\mathrm{click}}".to_owned(),
        };
        chain.parameter(scenario::Key::DeadTime, r"\tau_{\mathrm{dead}}", dead_time);
        chain.step(
            "Fraction of the clicks registered in spite of the dead time",
            &format!(r"\eta_{{\mathrm{{dead}}}} = \frac{{1}}{{1 + \tau_{{\mathrm{{dead}}}} {blinding}}}"),
            case.outcome.awake,
            Shown::NUMBER,
            "beyond the paper",
        );
    }
    SYMBOL
}

impl Key<'_> {
    pub(super) fn explain(&self, chain: &mut Chain, case: &Case) {
        let o = case.outcome;
        let Key { fraction, gain, source } = *self;
        let has_key = o.key_rate_bit_s().is_some();
        let step = chain.step("Secret bits per key event", &format!("r = {fraction}"), o.secret_fraction, BITS, source);
        if !has_key {
            let what = if o.secret_fraction < 0.0 { "negative" } else { "not positive" };
            step.note = Some(format!("${fraction}$ is {what}: no key.").into());
        }
        let awake = awake(chain, case, gain);
        let accepted = if case.finite().is_some() { r"p_{\mathrm{acc}}" } else { gain };
        let step = chain.step(
            "Secret key rate",
            &format!("K = f_q {accepted} r{awake}"),
            o.signed_rate_bit_s,
            Shown::Prefixed(Unit::BitsPerSecond),
            "Lasota 2025, (2)",
        );
        if !has_key {
            step.note = Some("Not positive: no key.".into());
        }
        if let Some(finite) = case.finite().filter(|finite| finite.block_time.is_none()) {
            chain.step(
                "Time to collect the detections of one key block",
                &format!(r"t_N = \frac{{N}}{{f_q {gain}{awake}}}"),
                finite.statistics.collected_in_s,
                Shown::Plain("s"),
                "definition",
            );
        }
    }
}
