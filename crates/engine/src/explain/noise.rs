//! Noise clicks: light of the classical channels, dark counts, afterpulses.

mod planned;

use super::Case;
use super::chain::Chain;
use super::number::Shown;
use super::signal::{LINE, give_line, per_spacing, spacing};
use crate::link::channel_plan::{Direction, Power};
use crate::link::detector::Mode;
use crate::link::filtering::{Overlap, overlapping};
use crate::scenario::{Key, Protocol, Scenario};
use crate::sweep::Caution;
use numbers::units::Kilometres;

/// Symbols of what is not zero: of light that was scattered, of light that leaked, and of what else there is.
#[derive(Default)]
struct Light {
    raman: Option<&'static str>,
    crosstalk: Option<&'static str>,
    more: Vec<&'static str>,
}

const RAMAN: [&str; 2] = [r"n_{\mathrm{Ram}}^{\mathrm{for}}", r"n_{\mathrm{Ram}}^{\mathrm{back}}"];
const CROSSTALK: [&str; 2] = [r"n_{\mathrm{ct}}^{\mathrm{for}}", r"n_{\mathrm{ct}}^{\mathrm{back}}"];

/// Symbol of the width of the gate.
pub(super) const GATE: &str = r"\tau_{\mathrm{gate}}";

/// The probability of a click, over all intensities, as a formula of that by one photon.
pub(super) type Clicks<'a> = &'a dyn Fn(&str) -> String;

/// Symbol of the bandwidth that the window depends on.
fn seen(s: &Scenario) -> &'static str {
    let dispersed = s.dispersion.get() != 0.0 && s.dispersion_residual.get() > 0.0;
    if dispersed || s.jitter.get() > 0.0 { r"\sigma_t" } else { r"\sigma_e" }
}

/// From the probability p_sign of a signal click, which is known already.
pub(super) fn explain(chain: &mut Chain, case: &Case, clicks: Clicks) {
    let (s, o) = (case.scenario, case.outcome);
    chain.section("Noise");
    let light = match &s.plan {
        None => uniform(chain, case),
        Some(placed) => planned::explain(chain, case, placed),
    };
    let shares = shares(case);
    let dark = s.dark_count_rate.get() > 0.0;
    if dark {
        match s.detector_mode() {
            Mode::Gated(gate) if s.dark_clocked => {
                chain.parameter(Key::Dark, r"d_{\mathrm{clk}}", s.dark_count_rate.get());
                chain.parameter(Key::Gate, GATE, gate.get().min(1.0 / o.repetition_rate_hz));
                chain.step(
                    "Dark counts per second of open gate, from those per second of the clock",
                    &format!(r"d = \frac{{d_{{\mathrm{{clk}}}}}}{{{GATE} f_q}}"),
                    s.open_dark_count_rate(),
                    Shown::RATE,
                    "definition",
                );
            }
            _ => chain.parameter(Key::Dark, "d", s.dark_count_rate.get()),
        }
        let says = "Dark counts of both detectors";
        let step =
            chain.step(says, r"n_{\mathrm{dark}} = 2 d", o.dark_counts_hz, Shown::RATE, "Lasota 2025, part of (15)");
        step.share = shares[4];
    } else {
        chain.note("No dark counts: $d = 0$.");
    }
    let afterpulses = o.afterpulsing > 0.0;
    let dead = s.dead_time.get() > 0.0;
    let rate = noise_rate(&light, dark);
    if afterpulses || (dead && s.detector_mode() != Mode::GatedByWindow) {
        all_clicks(chain, case, &rate, clicks);
    }
    if afterpulses {
        after(chain, case);
    } else {
        chain.note(r"No afterpulses: $p_{\mathrm{aft}} = 0$.");
    }
    let overlap = neighbours(chain, case, clicks);
    click(chain, case, &rate, afterpulses, overlap);
}

/// The parts of the sources in p_noise.
fn shares(case: &Case) -> [Option<f64>; 10] {
    let parts = case.outcome.noise();
    let all: f64 = parts.iter().map(|part| part.p).sum();
    parts.map(|part| Some(part.p / all).filter(|share| share.is_finite()))
}

/// Noise clicks per second without afterpulses, of the terms that are not zero.
fn noise_rate(light: &Light, dark: bool) -> Option<String> {
    let light: Vec<&str> = light.raman.into_iter().chain(light.crosstalk).chain(light.more.iter().copied()).collect();
    let light = match light.as_slice() {
        [] => None,
        [one] => Some(format!(r"\eta {one}")),
        several => Some(format!(r"\eta \left({}\right)", several.join(" + "))),
    };
    match (light, dark) {
        (Some(light), true) => Some(format!(r"\left[{light} + n_{{\mathrm{{dark}}}}\right]")),
        (Some(light), false) => Some(light),
        (None, true) => Some(r"n_{\mathrm{dark}}".to_owned()),
        (None, false) => None,
    }
}

/// Clicks of a detector that is not gated by the window, with their afterpulses: they blind it, and afterpulses follow them.
fn all_clicks(chain: &mut Chain, case: &Case, rate: &Option<String>, clicks: Clicks) {
    let (s, o) = (case.scenario, case.outcome);
    let sum = |signal: String, noise: Option<String>| match noise {
        Some(noise) => format!(r"\frac{{{signal} + {noise}}}{{1 - p_{{\mathrm{{aft}}}}}}"),
        None => format!(r"\frac{{{signal}}}{{1 - p_{{\mathrm{{aft}}}}}}"),
    };
    match s.detector_mode() {
        Mode::GatedByWindow => {}
        Mode::Gated(gate) => {
            chain.parameter(Key::Afterpulse, r"p_{\mathrm{aft}}", o.afterpulsing);
            chain.parameter(Key::Gate, GATE, gate.get().min(s.pulse_spacing_s()));
            chain.find(
                "Probability that the photon falls inside the gate",
                &format!(r"p_{{\mathrm{{gate}}}} = \operatorname{{erf}}\left(\frac{{{} {GATE}}}{{2}}\right)", seen(s)),
                Shown::NUMBER,
                "Lasota 2025, (8) with (9)",
            );
            let mut signal = clicks(r"T p_f p_{\mathrm{gate}} \eta");
            if let Some(stray) = stray(chain, case, GATE, gate.get().min(s.pulse_spacing_s()), r"S_{\mathrm{gate}}") {
                signal = format!("{signal} + {}", clicks(&stray_chance(case, stray)));
            }
            let equation =
                format!(r"c_{{\mathrm{{gate}}}} = {}", sum(signal, rate.as_ref().map(|rate| format!("{GATE} {rate}"))));
            chain.find("Clicks in one gate, with their afterpulses", &equation, Shown::NUMBER, "beyond the paper");
        }
        Mode::FreeRunning => {
            chain.parameter(Key::Afterpulse, r"p_{\mathrm{aft}}", o.afterpulsing);
            let one = clicks(r"T p_f \eta");
            let signal = if one.contains(" - ") { format!(r"f_q \left({one}\right)") } else { format!("f_q {one}") };
            let equation = format!(r"R_{{\mathrm{{click}}}} = {}", sum(signal, rate.clone()));
            let says = "All clicks of the detectors, with their afterpulses";
            chain.find(says, &equation, Shown::RATE, "beyond the paper");
        }
    }
}

/// Afterpulses in one window.
fn after(chain: &mut Chain, case: &Case) {
    let (s, o) = (case.scenario, case.outcome);
    chain.parameter(Key::Afterpulse, r"p_{\mathrm{aft}}", o.afterpulsing);
    let (formula, source) = match s.detector_mode() {
        Mode::GatedByWindow => (r"p_{\mathrm{sign}} p_{\mathrm{aft}}", "Lasota 2025, part of (15)"),
        Mode::Gated(_) => (r"p_{\mathrm{aft}} \frac{\tau}{\tau_{\mathrm{gate}}} c_{\mathrm{gate}}", "beyond the paper"),
        Mode::FreeRunning => (r"\tau p_{\mathrm{aft}} R_{\mathrm{click}}", "beyond the paper"),
    };
    let equation = format!(r"p_{{\mathrm{{after}}}} = {formula}");
    chain.step("Afterpulses", &equation, o.p_after, Shown::NUMBER, source).share = shares(case)[5];
}

/// Part of each neighbouring pulse inside a window of this width, summed over all; its symbol, where it is not zero.
fn stray<'a>(chain: &mut Chain, case: &Case, width: &str, width_s: f64, symbol: &'a str) -> Option<&'a str> {
    let s = case.scenario;
    let sigma = seen(s);
    let (sigma_t, period) = (chain.value(sigma), s.pulse_spacing_s());
    let sum = overlapping(sigma_t, width_s, period);
    if s.overlap == Overlap::Ignored || sum <= 0.0 {
        return None;
    }
    let says = "Neighbouring photons inside it, as a fraction of one";
    if sigma_t * period < 0.5 {
        let own = format!(r"\operatorname{{erf}}\left(\frac{{{sigma} {width}}}{{2}}\right)");
        chain
            .step(
                says,
                &format!("{symbol} = {} - {own}", per_spacing(case, width)),
                sum,
                Shown::NUMBER,
                "beyond the paper",
            )
            .note = Some("Pulses that overlap so much make a steady stream.".into());
        return Some(symbol);
    }
    // As many as matter.
    let part = |k: f64| {
        let erf = |x: f64| numbers::dual::Real::error_function(x);
        erf(sigma_t * (k * period + width_s / 2.0)) - erf(sigma_t * (k * period - width_s / 2.0))
    };
    let count = (1..40).find(|&n| (1..=n).map(|k| part(f64::from(k))).sum::<f64>() > (1.0 - 1e-13) * sum).unwrap_or(40);
    let term = |k: u32| {
        let of = |sign: &str| {
            format!(
                r"\operatorname{{erf}}\left[{sigma} \left({} {sign} \frac{{{width}}}{{2}}\right)\right]",
                spacing(case, k)
            )
        };
        format!("{} - {}", of("+"), of("-"))
    };
    let terms: Vec<String> = (1..=count).map(term).collect();
    let equation = format!("{symbol} = {}", terms.join(" + "));
    chain.step(says, &equation, sum, Shown::NUMBER, "beyond the paper");
    Some(symbol)
}

/// Probability that a photon of a neighbouring pulse makes a click, of the part with this symbol.
fn stray_chance(case: &Case, stray: &str) -> String {
    match case.scenario.protocol {
        Protocol::Bb84 => format!(r"T p_f {stray} \eta"),
        Protocol::ThreeState => format!(r"\frac{{3}}{{2}} T p_f {stray} \eta"),
    }
}

/// Clicks of photons from neighbouring pulses; whether there are any.
fn neighbours(chain: &mut Chain, case: &Case, clicks: Clicks) -> bool {
    let o = case.outcome;
    if o.p_overlap <= 0.0 {
        return false;
    }
    let Some(stray) = stray(chain, case, r"\tau", o.window_s, "S") else { return false };
    let equation = format!(r"p_{{\mathrm{{isi}}}} = {}", clicks(&stray_chance(case, stray)));
    let step = chain.step("Clicks of neighbouring pulses", &equation, o.p_overlap, Shown::NUMBER, "beyond the paper");
    step.share = shares(case)[9];
    if case.scenario.protocol == Protocol::ThreeState {
        step.note = Some(
            "Half of the noise is wrong, but three quarters of the light in a wrong time bin: in the other bin of its own pulse all of it.".into(),
        );
    }
    true
}

/// p_noise, (15), of the terms that are not zero.
fn click(chain: &mut Chain, case: &Case, rate: &Option<String>, afterpulses: bool, overlap: bool) {
    let o = case.outcome;
    let in_window = rate.as_ref().map(|rate| format!(r"\tau {rate}"));
    let after = afterpulses.then(|| r"p_{\mathrm{after}}".to_owned());
    let overlap = overlap.then(|| r"p_{\mathrm{isi}}".to_owned());
    let terms: Vec<String> = in_window.into_iter().chain(after).chain(overlap).collect();
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
    let fixed = s.classical_light();
    if fixed.hz == 0.0 {
        chain.note(r"No classical light: $n_{\mathrm{CC}} f_b = 0$.");
        return Light::default();
    }
    let n = match s.classical_power() {
        Power::PhotonsPerBit(photons) => {
            chain.parameter(Key::Ncc, r"n_{\mathrm{CC}}", photons.get());
            chain.parameter(Key::Bitrate, "f_b", s.bit_rate.get());
            r"n_{\mathrm{CC}} f_b"
        }
        Power::Received(dbm) => photons_of(chain, "Received", dbm.get(), fixed.hz),
        Power::Launched(dbm) => photons_of(chain, "Launched", dbm.get(), fixed.hz),
    };
    let alpha = s.classical_attenuation_db_km();
    let other = alpha != s.attenuation.get();
    if other {
        chain.parameter(Key::AlphaClassical, r"\alpha_c", alpha);
    }
    if let Ok(length) = Kilometres::try_from(o.length_km) {
        chain.note(format!("Power of each classical signal: {}.", s.powers(length)));
    }
    let line = s.line.line_db() > 0.0;
    if line {
        give_line(chain, s);
    }
    let way = Way { alpha: if other { r"\alpha_c" } else { r"\alpha" }, equal: !other, launched: fixed.launched, line };
    let shares = shares(case);
    let mut light = Light::default();
    if s.raman.get() > 0.0 {
        chain.parameter(Key::Raman, r"\rho", s.raman.get());
        width(chain, s);
        let (length, source) = way.length(Direction::Forward);
        let step = chain.step(
            "Raman scattering of the co-propagating signal, photons at Bob",
            &format!(r"{} = {n} {length} \rho \Delta\lambda", RAMAN[0]),
            o.raman_forward_hz,
            Shown::RATE,
            source,
        );
        step.share = shares[0];
        let (length, source) = way.length(Direction::Backward);
        let step = chain.step(
            "Raman scattering of the counter-propagating signal",
            &format!(r"{} = {n} {length} \rho \Delta\lambda", RAMAN[1]),
            o.raman_backward_hz,
            Shown::RATE,
            source,
        );
        step.share = shares[1];
        light.raman = Some(both(chain, "Raman scattering", RAMAN, r"n_{\mathrm{Ram}}"));
    } else if o.raman_unknown {
        chain.note(format!("Caution: {}.", Caution::RamanUnknown.text()));
    } else {
        chain.note(r"No Raman scattering: $\rho = 0$.");
    }
    let isolations = [s.isolation_forward.get(), s.isolation_backward.get()];
    if isolations[0] > 0.0 {
        chain.parameter(Key::IsoFor, r"\zeta_{\mathrm{for}}", isolations[0]);
        let step = chain.step(
            "Crosstalk of the co-propagating signal",
            &format!(r"{} = \zeta_{{\mathrm{{for}}}} {n}{}", CROSSTALK[0], way.at_bob(Direction::Forward)),
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
            &format!(r"{} = \zeta_{{\mathrm{{back}}}} {n}{}", CROSSTALK[1], way.at_bob(Direction::Backward)),
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

/// Gives the photons per second of a power in dBm; their symbol.
fn photons_of(chain: &mut Chain, end: &str, dbm: f64, hz: f64) -> &'static str {
    chain.give(&format!("{end} photons ({dbm} dBm)"), r"N_{\mathrm{CC}}", hz, Shown::RATE.brief(hz, 4));
    r"N_{\mathrm{CC}}"
}

/// The way of classical light to Bob, in formulas.
struct Way<'a> {
    /// Symbol of its attenuation
    alpha: &'a str,
    /// Whether that is the one of the quantum light
    equal: bool,
    /// Whether its power is fixed where it is launched
    launched: bool,
    /// Whether there are connectors or splices
    line: bool,
}

impl Way<'_> {
    /// Length of fibre whose scattering, undiminished, makes the same noise, and its source.
    fn length(&self, direction: Direction) -> (String, &'static str) {
        let alpha = self.alpha;
        let (length, source) = match (direction, self.equal, self.launched) {
            (Direction::Forward, true, false) => ("L".to_owned(), "Lasota 2025, (10)"),
            (Direction::Forward, false, false) => (
                format!(
                    r"\frac{{10^{{\left({alpha} - \alpha\right) L/10}} - 1}}{{\left({alpha} - \alpha\right) \ln 10/10}}"
                ),
                "Lasota 2025, (10), for unequal losses",
            ),
            (Direction::Backward, true, false) if alpha == r"\alpha" => {
                (r"\frac{\sinh\left(\alpha L \ln 10/10\right)}{\alpha \ln 10/10}".to_owned(), "Lasota 2025, (11)")
            }
            (Direction::Backward, _, false) => (
                format!(
                    r"\frac{{10^{{{alpha} L/10}} - 10^{{-\alpha L/10}}}}{{\left({alpha} + \alpha\right) \ln 10/10}}"
                ),
                if self.equal { "Lasota 2025, (11)" } else { "Lasota 2025, (11), for unequal losses" },
            ),
            (Direction::Forward, true, true) => {
                (format!(r"L \cdot 10^{{-{alpha} L/10}}"), "Lasota 2025, (10), for launched light")
            }
            (Direction::Forward, false, true) => (
                format!(
                    r"\frac{{10^{{-{alpha} L/10}} - 10^{{-\alpha L/10}}}}{{\left(\alpha - {alpha}\right) \ln 10/10}}"
                ),
                "Lasota 2025, (10), for launched light",
            ),
            (Direction::Backward, _, true) => (
                format!(
                    r"\frac{{1 - 10^{{-\left({alpha} + \alpha\right) L/10}}}}{{\left({alpha} + \alpha\right) \ln 10/10}}"
                ),
                "Lasota 2025, (11), for launched light",
            ),
        };
        // Received light has passed the connectors already.
        if self.line && self.launched {
            (format!(r"{length} \cdot 10^{{-{LINE}/10}}"), source)
        } else {
            (length, source)
        }
    }

    /// Factor from where the power is fixed to Bob's demultiplexer: with the signal the end of the line, against it its start.
    fn at_bob(&self, direction: Direction) -> String {
        match (direction, self.launched) {
            (Direction::Forward, false) | (Direction::Backward, true) => String::new(),
            (Direction::Forward, true) => format!(r" \cdot 10^{{-{}/10}}", self.loss()),
            (Direction::Backward, false) => self.growth(),
        }
    }

    /// Factor from where the power is fixed to where it is launched.
    fn growth(&self) -> String {
        if self.launched { String::new() } else { format!(r" \cdot 10^{{{}/10}}", self.loss()) }
    }

    /// Loss of the line.
    fn loss(&self) -> String {
        let alpha = self.alpha;
        if self.line { format!(r"\left({alpha} L + {LINE}\right)") } else { format!("{alpha} L") }
    }
}

fn width(chain: &mut Chain, s: &Scenario) {
    let (equation, source) = match s.filter_width {
        None => (r"\Delta\lambda = \frac{\lambda^2 \sigma_f}{2 \pi c}", "Lasota 2025, (12)"),
        Some(_) => (
            r"\Delta\lambda = \frac{\lambda^2}{c} \cdot \frac{B}{2} \sqrt{\frac{\pi}{\ln 2}}",
            "noise width of the Gaussian channel",
        ),
    };
    chain.find("Width of the quantum channel", equation, Shown::Plain("nm"), source);
}

/// The sum of both directions; its symbol.
fn both(chain: &mut Chain, what: &str, [forward, backward]: [&str; 2], symbol: &'static str) -> &'static str {
    let equation = format!("{symbol} = {forward} + {backward}");
    chain.find(&format!("{what}, both directions"), &equation, Shown::RATE, "Lasota 2025, part of (15)");
    symbol
}
