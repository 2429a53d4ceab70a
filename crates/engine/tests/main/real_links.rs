//! Links as they are, where the paper simplifies: values found by hand or by an independent program.

use engine::scenario::{Scenario, Settings};
use engine::sweep::{Caution, Outcome, outcome, reach};
use numbers::dual::Real;

fn scenario(link: &str) -> Scenario {
    let (settings, notices) = Settings::from_query(link);
    assert_eq!(notices, [], "{link}");
    Scenario::try_from(&settings).unwrap()
}

fn at(link: &str, km: f64) -> Outcome {
    outcome(&scenario(link), km.try_into().unwrap()).unwrap()
}

fn reach_km(link: &str) -> f64 {
    reach(&scenario(link)).km().unwrap()
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() < tolerance, "{found} instead of {expected}");
}

#[test]
fn photons_of_neighbouring_pulses_are_noise() {
    // A jitter of a whole period: a third of what the window catches is noise, at the least.
    for km in [0.0, 20.0] {
        let wide = at("jitter=1ns&window=300ps", km);
        assert!(wide.key_rate_bit_s().is_none() && wide.qber > 0.3, "{}", wide.qber);
        assert_eq!(wide.main_noise().unwrap().0, "neighbouring pulses");
    }
    let fast = at("rate=1T", 10.0);
    assert!(fast.key_rate_bit_s().is_none() && fast.qber > 0.41, "{}", fast.qber);
    // The paper counts them as lost only.
    near(at("v=1&jitter=1ns&window=300ps", 0.0).key_rate_bit_s().unwrap(), 9.58e6, 1e-3);
    near(at("v=1&jitter=1ns&window=300ps", 20.0).key_rate_bit_s().unwrap(), 3.28e6, 2e-3);
    near(reach_km("v=1&jitter=1ns&window=300ps"), 45.752, 2e-5);
}

#[test]
fn neighbouring_pulses_by_hand() {
    // The sum of erf over twenty neighbours on either side.
    let o = at("jitter=0.3ns&window=200ps&bandwidth=1e11&bitrate=0&dark=0&afterpulse=0", 20.0);
    let sigma_f = std::f64::consts::TAU * 50e9;
    let p_f = sigma_f / (1e11f64.powi(2) + sigma_f * sigma_f).sqrt();
    let s = (0.5 / (1e11 * p_f).powi(2) + 0.3e-9f64.powi(2)).sqrt();
    let below = |t: f64| 0.5 * (1.0 + (t / (s * 2f64.sqrt())).error_function());
    let inside: f64 =
        (1..=20).map(|k| 2.0 * (below(1e-9 * f64::from(k) + 1e-10) - below(1e-9 * f64::from(k) - 1e-10))).sum();
    near(o.p_overlap, 10f64.powf(-0.4) * p_f * 0.1 * inside, 1e-9);
    near(o.p_noise, o.p_overlap, 1e-12);
    // Half of it is wrong.
    near(o.qber, 0.5 * (2.0 - o.p_signal) * o.p_noise / (2.0 * o.gain), 1e-9);
}

#[test]
fn no_window_is_longer_than_a_period() {
    for (link, tau) in [("window=3ns", 1e-9), ("jitter=1ns&pd=0.99", 1e-9), ("window=1ns&gate=400ps", 4e-10)] {
        let o = at(link, 20.0);
        near(o.window_s, tau, 1e-12);
        assert_eq!(o.cautions().filter(|caution| *caution == Caution::WindowCut).count(), 1, "{link}");
    }
    assert_eq!(at("window=open", 20.0).cautions().count(), 0);
    assert_eq!(at("v=1&window=3ns", 20.0).cautions().collect::<Vec<_>>(), [Caution::WindowOverlaps]);
}

#[test]
fn classical_light_has_the_loss_of_its_own_band() {
    for (link, paper, right) in [
        ("band=O&raman=0", 56.55, 71.69),
        ("band=O&raman=0&bitrate=1T", 27.44, 34.25),
        ("band=O&raman=0&detector=snspd&iso_for=1e-13&iso_back=1e-13", 142.77, 178.13),
    ] {
        near(reach_km(&format!("{link}&alpha_classical=paper")), paper, 2e-4);
        near(reach_km(link), right, 2e-4);
        assert_eq!(reach_km(&format!("v=1&{link}")), reach_km(&format!("{link}&alpha_classical=paper")));
        near(reach_km(&format!("{link}&alpha_classical=0.2")), right, 2e-4);
    }
    near(reach_km("band=O&raman=1e-12&detector=snspd&iso_for=1e-13&iso_back=1e-13"), 156.0, 3e-3);
    // Beside a quantum channel in the C band it is that of the quantum channel.
    assert_eq!(reach_km("alpha=0.25"), reach_km("alpha=0.25&alpha_classical=0.25"));
}

#[test]
fn a_free_running_detector_clicks_outside_the_window_too() {
    let o = at("detector_mode=free_running", 50.0);
    near(o.key_rate_bit_s().unwrap(), 8.94e6, 1e-3);
    near(o.p_after / o.p_noise, 0.15, 0.03);
    near(reach_km("detector_mode=free_running"), 98.95, 1e-4);
    near(at("deadtime=10us", 80.0).key_rate_bit_s().unwrap(), 55.6e3, 1e-3);
    near(at("detector_mode=free_running&deadtime=10us", 80.0).key_rate_bit_s().unwrap(), 21.4e3, 2e-3);
}

#[test]
fn a_gate_wider_than_the_window_has_more_clicks() {
    let [window, narrow, wide] =
        ["gate=window", "gate=100ps", "gate=1ns"].map(|gate| at(&format!("{gate}&bandwidth=7e10&deadtime=1us"), 50.0));
    assert!(wide.awake < narrow.awake && narrow.awake < window.awake);
    // By hand: signal, light and dark counts of a nanosecond, with their afterpulses, of which τ/G falls into the window.
    let light =
        0.1 * (wide.raman_forward_hz + wide.raman_backward_hz + wide.crosstalk_forward_hz + wide.crosstalk_backward_hz);
    let clicks = (wide.p_signal / wide.p_window + 1e-9 * (light + 40e3)) / 0.98;
    near(wide.p_after, 0.02 * wide.window_s / 1e-9 * clicks, 1e-9);
    near(wide.awake, 1.0 / (1.0 + 1e-6 * 1e9 * clicks), 1e-9);
    let [longer, period] = ["gate=2ns", "gate=1ns"].map(|gate| at(gate, 50.0));
    assert_eq!((longer.p_after, longer.awake), (period.p_after, period.awake));
    assert!(longer.cautions().any(|caution| caution == Caution::GateCut) && period.cautions().count() == 0);
}

#[test]
fn a_jitter_may_be_given_by_its_full_width() {
    let jitter = |typed: &str| scenario(&format!("jitter={typed}")).jitter.get();
    near(jitter("50ps%20FWHM"), 50e-12 / (2.0 * (2.0 * 2f64.ln()).sqrt()), 1e-12);
    assert_eq!(jitter("50psfwhm"), jitter("50 ps FWHM"));
    assert_eq!(Settings::from_query("deadtime=50ps%20FWHM").1.len(), 1);
}

#[test]
fn a_filter_has_the_width_of_its_data_sheet() {
    near(reach_km(""), 98.22, 1e-4);
    // 2 √ln 2 × 50 GHz, the 3-dB width of the paper's channel.
    near(reach_km("filter_3db=83.25546G"), 97.68, 1e-4);
    near(reach_km("filter_3db=83.25546G&iso_for=1e-9&iso_back=1e-9"), 121.10, 1e-4);
    near(reach_km("iso_for=1e-9&iso_back=1e-9"), 126.73, 1e-4);
    near(reach_km("filter_3db=50G"), 92.58, 1e-4);
}
