//! The path of a photon: fibre, WDM channel, detection window, detector.

use super::Case;
use super::chain::Chain;
use super::formula::Formula;
use super::noise::GATE;
use super::number::{Shown, significant};
use crate::link::detector::Mode;
use crate::link::filtering::Window;
use crate::link::loss_budget::LossBudget;
use crate::link::raman::SPEED_OF_LIGHT_M_S;
use crate::scenario::{Chosen, Key, Protocol, Scenario};
use crate::sweep::Caution;
use numbers::quantity::Unit;
use numbers::units::Kilometres;
use std::f64::consts::TAU;

const ANGULAR: &str = "$\\sigma$ and $\\sigma_f$ are angular frequencies. The paper prints $\\sigma$ in GHz, without $2 \\pi$: \
                       its 165 GHz are 165 Grad/s.";

pub(super) fn explain(chain: &mut Chain, case: &Case) {
    let (s, o) = (case.scenario, case.outcome);
    chain.section("Signal");
    fibre(chain, case);
    let best = (s.bandwidth == Chosen::Optimal).then(|| case.found());
    chain.searched(Key::Bandwidth, r"\sigma", o.bandwidth_rad_s, best);
    filter(chain, case);
    chain
        .step(
            "Probability that a photon passes the WDM channel",
            r"p_f = \frac{\sigma_f}{\sqrt{\sigma^2 + \sigma_f^2}}",
            o.p_channel,
            Shown::NUMBER,
            "Lasota 2025, (7)",
        )
        .note = Some(ANGULAR.into());
    chain.find(
        "Bandwidth behind the channel",
        r"\sigma_e = \sigma p_f",
        Shown::Prefixed(Unit::RadiansPerSecond),
        "Lasota 2025, (9) with (1) and (6)",
    );
    let sigma = broadened(chain, case);
    window(chain, case, sigma);
    efficiency(chain, case);
}

/// Bandwidth of the WDM channel.
fn filter(chain: &mut Chain, case: &Case) {
    let s = case.scenario;
    let sigma_f = s.filter_bandwidth().get();
    match s.filter_width {
        None => {
            let ghz = significant(sigma_f / TAU / 1e9, 12, false);
            chain.give(Key::Filter.param().label, r"\sigma_f", sigma_f, Formula::two_pi_times(ghz, "GHz"));
        }
        Some(width) => {
            chain.parameter(Key::Filter3db, "B", width.get());
            chain.step(
                "Bandwidth of a Gaussian channel of this 3-dB width",
                r"\sigma_f = \frac{\pi B}{\sqrt{\ln 2}}",
                sigma_f,
                Shown::Prefixed(Unit::RadiansPerSecond),
                "from Lasota 2025, (6)",
            );
        }
    }
}

fn fibre(chain: &mut Chain, case: &Case) {
    let (s, o) = (case.scenario, case.outcome);
    match &s.plan {
        None => chain.parameter(Key::Alpha, r"\alpha", s.attenuation.get()),
        Some(placed) => {
            let alpha = placed.coupling(s.noise_bandwidth()).attenuation_db_km;
            let label = format!("Fibre loss at {} nm", placed.quantum().nm());
            chain.give(&label, r"\alpha", alpha, Shown::of(Unit::DecibelsPerKm).brief(alpha, 4));
        }
    }
    chain.give("Length of the fibre", "L", o.length_km, Shown::Plain("km").brief(o.length_km, 12));
    chain.give(
        "Speed of light",
        "c",
        SPEED_OF_LIGHT_M_S * 1e9,
        Shown::Plain("nm/s").brief(SPEED_OF_LIGHT_M_S * 1e9, 12),
    );
    let wavelength_nm = s.plan.as_ref().map_or(s.band.wavelength_nm(), |placed| placed.quantum().nm());
    chain.give("Wavelength", r"\lambda", wavelength_nm, Shown::Plain("nm").brief(wavelength_nm, 12));
    let (line, alice) = (s.line.line_db(), s.loss_at_alice_db());
    let ends = line > 0.0 || alice > 0.0;
    chain.step(
        "Transmittance of the fibre",
        if ends { r"T_{\mathrm{F}} = 10^{-\alpha L/10}" } else { r"T = 10^{-\alpha L/10}" },
        o.transmittance,
        Shown::NUMBER,
        "Lasota 2025, below (5)",
    );
    if ends {
        let mut losses = Vec::new();
        if line > 0.0 {
            give_line(chain, s);
            losses.push(LINE);
        }
        if alice > 0.0 {
            chain.parameter(Key::MuxLoss, r"A_{\mathrm{mux}}", alice);
            losses.push(r"A_{\mathrm{mux}}");
        }
        let exponent =
            if let [one] = losses[..] { one.to_owned() } else { format!(r"\left({}\right)", losses.join(" + ")) };
        chain.find(
            "Transmittance from Alice to Bob",
            &format!(r"T = T_{{\mathrm{{F}}}} \cdot 10^{{-{exponent}/10}}"),
            Shown::NUMBER,
            "definition",
        );
    }
    if let Ok(length) = Kilometres::try_from(o.length_km) {
        chain.note(format!("{}.", LossBudget::of(s, length)));
    }
}

/// Symbol of the loss of connectors and splices.
pub(super) const LINE: &str = r"A_{\mathrm{line}}";

/// Makes the loss of connectors and splices known.
pub(super) fn give_line(chain: &mut Chain, s: &Scenario) {
    let db = s.line.line_db();
    chain.give("Loss of connectors and splices", LINE, db, Shown::of(Unit::Decibels).brief(db, 12));
}

/// Broadening of the pulse by dispersion and jitter; the symbol of the bandwidth that the window depends on.
fn broadened(chain: &mut Chain, case: &Case) -> &'static str {
    let s = case.scenario;
    let (dispersion, residual) = (s.dispersion.get(), s.dispersion_residual.get());
    let mut broadening = Vec::new();
    if dispersion != 0.0 && residual > 0.0 {
        let label = if dispersion < 0.0 { "Dispersion, absolute value" } else { Key::Dispersion.param().label };
        let quantity = Shown::of(Unit::PsPerNmKm).brief(dispersion.abs(), 12);
        chain.give(label, "D", 1e-12 * dispersion.abs(), quantity);
        let mut factors = "D";
        if residual < 1.0 {
            chain.parameter(Key::DispersionResidual, r"\kappa", residual);
            factors = r"\kappa D";
        }
        chain
            .find(
                "Dispersion of the pulse in the fibre",
                &format!(r"\beta_2 = \frac{{{factors} \lambda^2}}{{2 \pi c}}"),
                Shown::Plain("s²/km"),
                "Agrawal, (1.2.11)",
            )
            .note = Some("$D$ in s/(nm km): 1 ps is $10^{-12}$ s.".into());
        broadening.push(r"\left(\beta_2 L \sigma_e^2\right)^2");
    }
    if s.jitter.get() > 0.0 {
        chain.parameter(Key::Jitter, r"\delta", s.jitter.get());
        broadening.push(r"2 \delta^2 \sigma_e^2");
    }
    if broadening.is_empty() {
        return r"\sigma_e";
    }
    chain
        .find(
            "Bandwidth of an unbroadened pulse of the detected duration",
            &format!(r"\sigma_t = \frac{{\sigma_e}}{{\sqrt{{1 + {}}}}}", broadening.join(" + ")),
            Shown::Prefixed(Unit::RadiansPerSecond),
            "beyond the paper",
        )
        .note = Some(r"It takes the place of $\sigma_e$ in (8).".into());
    r"\sigma_t"
}

fn window(chain: &mut Chain, case: &Case, sigma: &str) {
    const TIME: Shown = Shown::Prefixed(Unit::Seconds);
    let (s, o) = (case.scenario, case.outcome);
    chain.parameter(Key::Rate, "f_q", o.repetition_rate_hz);
    if s.protocol == Protocol::ThreeState {
        let says = "Distance of the two time bins: half a period of the source";
        chain.step(says, r"T_b = \frac{1}{2 f_q}", s.pulse_spacing_s(), TIME, "Boaron 2018");
    }
    if o.window_cut {
        return cut(chain, case, sigma);
    }
    match s.window {
        Window::FixedFraction => {
            chain.parameter(Key::Pd, "p_d", o.p_window);
            chain.step(
                "Window that contains this fraction of the photons",
                &format!(r"\tau = \frac{{2 \operatorname{{erf}}^{{-1}}\left(p_d\right)}}{{{sigma}}}"),
                o.window_s,
                TIME,
                "Lasota 2025, (8) with (9)",
            );
        }
        Window::Optimal => chain.searched(Key::Window, r"\tau", o.window_s, Some(case.found())),
        Window::FixedWidth(_) => chain.parameter(Key::Window, r"\tau", o.window_s),
        Window::Open => {
            let says = format!("Always-open window: {}", spacing_in_words(case));
            chain.step(&says, &format!(r"\tau = {}", spacing(case, 1)), o.window_s, TIME, "Lasota 2025, Fig. 8");
        }
    }
    if s.window != Window::FixedFraction {
        inside(chain, case, sigma);
    }
    if o.cautions().any(|caution| caution == Caution::WindowOverlaps) {
        chain.note(format!("Caution: {}.", Caution::WindowOverlaps.text()));
    }
}

/// This many times the time from a pulse to the next one.
pub(super) fn spacing(case: &Case, times: u32) -> String {
    match (case.scenario.protocol, times) {
        (Protocol::Bb84, _) => format!(r"\frac{{{times}}}{{f_q}}"),
        (Protocol::ThreeState, 1) => "T_b".to_owned(),
        (Protocol::ThreeState, _) => format!("{times} T_b"),
    }
}

/// A time over that from a pulse to the next one.
pub(super) fn per_spacing(case: &Case, time: &str) -> String {
    match case.scenario.protocol {
        Protocol::Bb84 => format!("{time} f_q"),
        Protocol::ThreeState => format!(r"\frac{{{time}}}{{T_b}}"),
    }
}

fn spacing_in_words(case: &Case) -> &'static str {
    match case.scenario.protocol {
        Protocol::Bb84 => "one period of the source",
        Protocol::ThreeState => "one time bin, half a period of the source",
    }
}

/// Probability that the photon falls inside a window of known width.
fn inside(chain: &mut Chain, case: &Case, sigma: &str) {
    chain.step(
        "Probability that the photon falls inside the window",
        &format!(r"p_d = \operatorname{{erf}}\left(\frac{{{sigma} \tau}}{{2}}\right)"),
        case.outcome.p_window,
        Shown::NUMBER,
        "Lasota 2025, (8) with (9)",
    );
}

/// A window that would be longer than one period of the source, or than the gate.
fn cut(chain: &mut Chain, case: &Case, sigma: &str) {
    let (s, o) = (case.scenario, case.outcome);
    let (says, equation) = match s.detector_mode() {
        Mode::Gated(gate) if o.window_s == gate.get() => {
            chain.parameter(Key::Gate, GATE, gate.get());
            ("Window: no longer than the gate".to_owned(), r"\tau = \tau_{\mathrm{gate}}".to_owned())
        }
        _ => {
            let says = format!("Window: no longer than {}", spacing_in_words(case));
            (says, format!(r"\tau = {}", spacing(case, 1)))
        }
    };
    chain.step(&says, &equation, o.window_s, Shown::Prefixed(Unit::Seconds), "beyond the paper");
    inside(chain, case, sigma);
    chain.note(format!("Caution: {}.", Caution::WindowCut.text()));
}

fn efficiency(chain: &mut Chain, case: &Case) {
    let (s, o) = (case.scenario, case.outcome);
    let (bob, demultiplexer) = (s.insertion_loss.get(), s.line.demultiplexer.get());
    if bob + demultiplexer == 0.0 {
        return chain.parameter(Key::Eff, r"\eta", o.efficiency);
    }
    chain.parameter(Key::Eff, r"\eta_{\mathrm{det}}", s.efficiency.get());
    chain.parameter(Key::Loss, "A", bob);
    chain.parameter(Key::DemuxLoss, r"A_{\mathrm{dmx}}", demultiplexer);
    let exponent = match (bob > 0.0, demultiplexer > 0.0) {
        (true, true) => r"\left(A + A_{\mathrm{dmx}}\right)",
        (false, true) => r"A_{\mathrm{dmx}}",
        _ => "A",
    };
    chain.step(
        "Detection efficiency with the insertion loss",
        &format!(r"\eta = \eta_{{\mathrm{{det}}}} \cdot 10^{{-{exponent}/10}}"),
        o.efficiency,
        Shown::NUMBER,
        "Lasota 2025, below (1)",
    );
}
