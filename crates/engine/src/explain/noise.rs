//! Noise clicks: light of the classical channels, dark counts, afterpulses.

mod planned;

use super::Case;
use super::chain::Chain;
use super::number::Shown;
use crate::scenario::Key;
use crate::sweep::Caution;

/// Symbols of what is not zero: of light that was scattered, of light that leaked, and of what else there is.
#[derive(Default)]
struct Light {
    raman: Option<&'static str>,
    crosstalk: Option<&'static str>,
    more: Vec<&'static str>,
}

const RAMAN: [&str; 2] = [r"n_{\mathrm{Ram}}^{\mathrm{for}}", r"n_{\mathrm{Ram}}^{\mathrm{back}}"];
const CROSSTALK: [&str; 2] = [r"n_{\mathrm{ct}}^{\mathrm{for}}", r"n_{\mathrm{ct}}^{\mathrm{back}}"];

/// From the probability p_sign of a signal click, which is known already.
pub(super) fn explain(chain: &mut Chain, case: &Case) {
    let (s, o) = (case.scenario, case.outcome);
    chain.section("Noise");
    let light = match &s.plan {
        None => uniform(chain, case),
        Some(placed) => planned::explain(chain, case, placed),
    };
    let shares = shares(case);
    let dark = s.dark_count_rate.get() > 0.0;
    if dark {
        chain.parameter(Key::Dark, "d", s.dark_count_rate.get());
        let says = "Dark counts of both detectors";
        let step =
            chain.step(says, r"n_{\mathrm{dark}} = 2 d", o.dark_counts_hz, Shown::RATE, "Lasota 2025, part of (15)");
        step.share = shares[4];
    } else {
        chain.note("No dark counts: $d = 0$.");
    }
    let afterpulses = o.afterpulsing > 0.0;
    if afterpulses {
        chain.parameter(Key::Afterpulse, r"p_{\mathrm{aft}}", o.afterpulsing);
        let step = chain.step(
            "Afterpulses",
            r"p_{\mathrm{after}} = p_{\mathrm{sign}} p_{\mathrm{aft}}",
            o.noise()[5].p,
            Shown::NUMBER,
            "Lasota 2025, part of (15)",
        );
        step.share = shares[5];
    } else {
        chain.note(r"No afterpulses: $p_{\mathrm{aft}} = 0$.");
    }
    click(chain, case, &light, dark, afterpulses);
}

/// The parts of the sources in p_noise.
fn shares(case: &Case) -> [Option<f64>; 9] {
    let parts = case.outcome.noise();
    let all: f64 = parts.iter().map(|part| part.p).sum();
    parts.map(|part| Some(part.p / all).filter(|share| share.is_finite()))
}

/// p_noise, (15), of the terms that are not zero.
fn click(chain: &mut Chain, case: &Case, light: &Light, dark: bool, afterpulses: bool) {
    let o = case.outcome;
    let light: Vec<&str> = light.raman.into_iter().chain(light.crosstalk).chain(light.more.iter().copied()).collect();
    let light = match light.as_slice() {
        [] => None,
        [one] => Some(format!(r"\eta {one}")),
        several => Some(format!(r"\eta \left({}\right)", several.join(" + "))),
    };
    let in_window = match (light, dark) {
        (Some(light), true) => Some(format!(r"\tau \left[{light} + n_{{\mathrm{{dark}}}}\right]")),
        (Some(light), false) => Some(format!(r"\tau {light}")),
        (None, true) => Some(r"\tau n_{\mathrm{dark}}".to_owned()),
        (None, false) => None,
    };
    let after = afterpulses.then(|| r"p_{\mathrm{after}}".to_owned());
    let terms: Vec<String> = in_window.into_iter().chain(after).collect();
    let mut sum = if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") };
    if o.noise().iter().map(|part| part.p).sum::<f64>() > 1.0 {
        sum = format!(r"\min\left(1, {sum}\right)");
    }
    let says = "Probability of a noise click in one window";
    let step =
        chain.step(says, &format!(r"p_{{\mathrm{{noise}}}} = {sum}"), o.p_noise, Shown::NUMBER, "Lasota 2025, (15)");
    if o.cautions().any(|caution| caution == Caution::NoiseNotSmall) {
        step.note = Some(format!("Caution: {}.", Caution::NoiseNotSmall.text()).into());
    }
}

/// One classical signal in each direction, both alike.
fn uniform(chain: &mut Chain, case: &Case) -> Light {
    let (s, o) = (case.scenario, case.outcome);
    if s.photons_per_bit.get() * s.bit_rate.get() == 0.0 {
        chain.note(r"No classical light: $n_{\mathrm{CC}} f_b = 0$.");
        return Light::default();
    }
    chain.parameter(Key::Ncc, r"n_{\mathrm{CC}}", s.photons_per_bit.get());
    chain.parameter(Key::Bitrate, "f_b", s.bit_rate.get());
    let shares = shares(case);
    let mut light = Light::default();
    if s.raman.get() > 0.0 {
        chain.parameter(Key::Raman, r"\rho", s.raman.get());
        width(chain);
        let step = chain.step(
            "Raman scattering of the co-propagating signal, photons at Bob",
            &format!(r"{} = n_{{\mathrm{{CC}}}} f_b L \rho \Delta\lambda", RAMAN[0]),
            o.raman_forward_hz,
            Shown::RATE,
            "Lasota 2025, (10)",
        );
        step.share = shares[0];
        let step = chain.step(
            "Raman scattering of the counter-propagating signal",
            &format!(
                r"{} = n_{{\mathrm{{CC}}}} f_b \frac{{\sinh\left(\alpha L \ln 10/10\right)}}{{\alpha \ln 10/10}} \rho \Delta\lambda",
                RAMAN[1]
            ),
            o.raman_backward_hz,
            Shown::RATE,
            "Lasota 2025, (11)",
        );
        step.share = shares[1];
        light.raman = Some(both(chain, "Raman scattering", RAMAN, r"n_{\mathrm{Ram}}"));
    } else {
        chain.note(r"No Raman scattering: $\rho = 0$.");
    }
    let isolations = [s.isolation_forward.get(), s.isolation_backward.get()];
    if isolations[0] > 0.0 {
        chain.parameter(Key::IsoFor, r"\zeta_{\mathrm{for}}", isolations[0]);
        let step = chain.step(
            "Crosstalk of the co-propagating signal",
            &format!(r"{} = \zeta_{{\mathrm{{for}}}} n_{{\mathrm{{CC}}}} f_b", CROSSTALK[0]),
            o.crosstalk_forward_hz,
            Shown::RATE,
            "Lasota 2025, (13)",
        );
        step.share = shares[2];
    } else {
        chain.note(r"No crosstalk of the co-propagating signal: $\zeta_{\mathrm{for}} = 0$.");
    }
    if isolations[1] > 0.0 {
        chain.parameter(Key::IsoBack, r"\zeta_{\mathrm{back}}", isolations[1]);
        let step = chain.step(
            "Crosstalk of the counter-propagating signal, as launched beside Bob",
            &format!(r"{} = \zeta_{{\mathrm{{back}}}} n_{{\mathrm{{CC}}}} f_b \cdot 10^{{\alpha L/10}}", CROSSTALK[1]),
            o.crosstalk_backward_hz,
            Shown::RATE,
            "Lasota 2025, (14)",
        );
        step.share = shares[3];
    } else {
        chain.note(r"No crosstalk of the counter-propagating signal: $\zeta_{\mathrm{back}} = 0$.");
    }
    light.crosstalk = match isolations.map(|isolation| isolation > 0.0) {
        [true, true] => Some(both(chain, "Crosstalk", CROSSTALK, r"n_{\mathrm{ct}}")),
        [true, false] => Some(CROSSTALK[0]),
        [false, true] => Some(CROSSTALK[1]),
        [false, false] => None,
    };
    light
}

fn width(chain: &mut Chain) {
    chain.find(
        "Width of the quantum channel",
        r"\Delta\lambda = \frac{\lambda^2 \sigma_f}{2 \pi c}",
        Shown::Plain("nm"),
        "Lasota 2025, (12)",
    );
}

/// The sum of both directions; its symbol.
fn both(chain: &mut Chain, what: &str, [forward, backward]: [&str; 2], symbol: &'static str) -> &'static str {
    let equation = format!("{symbol} = {forward} + {backward}");
    chain.find(&format!("{what}, both directions"), &equation, Shown::RATE, "Lasota 2025, part of (15)");
    symbol
}
