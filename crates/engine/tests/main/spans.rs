//! What a planner has in hand: power in dBm, losses by part, kinds of fibre, isolation by distance, dark counts by unit, and blocks that are
//! done in time. Numbers are by hand, by an independent program, or from a channel plan of the same light.

use engine::link::fibre::Fibre;
use engine::link::loss_budget::LossBudget;
use engine::scenario::{Key, Scenario, Settings, Value};
use engine::sweep::{Caution, Outcome, Reach, distance_for_rate, outcome, reach, reach_without_block_limit};

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

/// Raman scattering forward and backward, crosstalk forward and backward.
fn light(o: &Outcome) -> [f64; 4] {
    [o.raman_forward_hz, o.raman_backward_hz, o.crosstalk_forward_hz, o.crosstalk_backward_hz]
}

#[test]
fn ten_gigabits_with_a_thousand_photons_are_minus_28_9_dbm() {
    // 1e13 photons of 1550 nm a second: by hand 1.281578e-6 W.
    let dbm = 10.0 * (1.281_578e-6f64 * 1e3).log10();
    assert!((dbm + 28.922_6).abs() < 1e-4);
    let (papers, received) = (at("", 50.0), at(&format!("power=received&power_dbm={dbm}"), 50.0));
    for (a, b) in light(&papers).into_iter().zip(light(&received)) {
        near(b, a, 1e-6);
    }
    assert_eq!(scenario("").powers(0.0.try_into().unwrap()).received_dbm.to_string().get(..7), Some("-28.922"));
}

#[test]
fn a_fixed_launch_makes_a_short_link_noisier() {
    // 28.9 dB − αL more of every kind of light.
    for km in [5.0, 50.0, 100.0] {
        let more = 10f64.powf((28.922_553 - 0.2 * km) / 10.0);
        for (a, b) in light(&at("", km)).into_iter().zip(light(&at("power=launched", km))) {
            near(b / a, more, 1e-6);
        }
    }
    // Where both launch the same, both are the same link.
    let km = 28.922_553 / 0.2;
    near(at("power=launched", km).qber, at("", km).qber, 1e-6);
}

#[test]
fn launched_light_by_an_integral_along_the_fibre() {
    // By hand in Python: 3 dBm at 1550 nm, 0.2 and 0.35 dB/km, 40 km, sums over 400,000 pieces of fibre.
    let o = at("band=O&power=launched&power_dbm=3&raman=1e-12&isolation=90dB", 40.0);
    for (found, expected) in light(&o).into_iter().zip([15311.309428, 34963.877187, 2467487.5258, 15568793.7684]) {
        near(found, expected, 1e-8);
    }
}

#[test]
fn two_equal_signals_are_a_plan_of_two_channels() {
    let plan = "band=O&quantum=1310&iso_for=1e-10&iso_back=3e-10";
    let spans = [
        ("@0dBm", "power=launched", "mux_loss=0"),
        ("@-20dBm:rx", "power=received&power_dbm=-20", "mux_loss=0"),
        ("@0dBm", "power=launched", "connectors=6&splices=20"),
        ("@-20dBm:rx", "power=received&power_dbm=-20", "connectors=6&splices=20"),
        ("", "power=photons", "connectors=6&mux_loss=2&demux_loss=1.5"),
    ];
    for (of_channel, power, losses) in spans {
        let planned = format!("channels=1550f10G{of_channel},1550b10G{of_channel}&{plan}&{losses}");
        for km in [1.0, 30.0, 60.0] {
            let planned = at(&planned, km);
            // The plan takes ρ from the Raman gain: the same for both.
            let placed = scenario(&format!("channels=1550f10G&{plan}"));
            let placed = placed.plan.as_ref().unwrap().coupling(scenario("").noise_bandwidth());
            let rho = placed.contributions(km.try_into().unwrap()).next().unwrap().rho.unwrap();
            let uniform = at(&format!("band=O&iso_for=1e-10&iso_back=3e-10&raman={rho:e}&{power}&{losses}"), km);
            for (a, b) in light(&planned).into_iter().zip(light(&uniform)) {
                near(b, a, 1e-9);
            }
            near(uniform.qber, planned.qber, 1e-9);
            near(uniform.signed_rate_bit_s, planned.signed_rate_bit_s, 1e-8);
        }
    }
}

#[test]
fn launched_light_that_fades_may_give_a_key_behind_the_start() {
    // 1 dB/km for classical light, 0.2 for quantum light: after 30 km 24 dB less of it leaks.
    let link = "power=launched&alpha_classical=1&raman=0&iso_back=0&iso_for=1e-5";
    assert!(at(link, 0.0).key_rate_bit_s().is_none());
    let km = reach_km(link);
    assert!(
        km > 50.0 && at(link, km - 0.01).key_rate_bit_s().is_some() && at(link, km + 0.01).key_rate_bit_s().is_none()
    );
}

#[test]
fn each_part_damps_what_passes_it() {
    let fixed = "bandwidth=1e11&window=300ps&";
    let of = |link: &str| at(&format!("{fixed}{link}"), 40.0);
    let half = 10f64.powf(-0.3);
    let (plain, mux, demux) = (of(""), of("mux_loss=3"), of("demux_loss=3"));
    // Alice's multiplexer damps the signal alone.
    near(mux.p_signal / plain.p_signal, half, 1e-12);
    assert_eq!((light(&mux), mux.efficiency), (light(&plain), plain.efficiency));
    // The demultiplexer and Bob damp both.
    assert_eq!(demux, of("loss=3"));
    near(of("demux_loss=1&loss=2").p_noise, demux.p_noise, 1e-12);
    near(demux.efficiency / plain.efficiency, half, 1e-12);
    // Connectors and splices: with received power the scattered light is as before; what is launched beside Bob is stronger.
    let line = "connectors=2&connector_loss=0.5&splices=20&splice_loss=0.1";
    let received = of(line);
    near(received.p_signal / plain.p_signal, half, 1e-12);
    for (found, expected) in
        light(&received).into_iter().zip([1.0, 1.0, 1.0, 1.0 / half]).zip(light(&plain)).map(|((a, x), b)| (a / b, x))
    {
        near(found, expected, 1e-12);
    }
    // With launched power all that passes the line is weaker, and what is launched beside Bob as strong.
    let (plain, launched) = (of("power=launched"), of(&format!("power=launched&{line}")));
    for (found, expected) in
        light(&launched).into_iter().zip([half, half, half, 1.0]).zip(light(&plain)).map(|((a, x), b)| (a / b, x))
    {
        near(found, expected, 1e-12);
    }
    // Both ends by themselves: half of the line on either side of the fibre.
    let end = half.sqrt();
    let forward = end * plain.raman_forward_hz * end;
    near(launched.raman_forward_hz, forward, 1e-12);
}

#[test]
fn a_loss_budget_is_what_the_signal_loses() {
    let link =
        "bandwidth=1e11&window=300ps&connectors=4&splices=10&splice_loss=0.05&mux_loss=1.2&demux_loss=2.5&loss=3";
    let o = at(link, 40.0);
    let budget = LossBudget::of(&scenario(link), 40.0.try_into().unwrap());
    near(budget.sum_db(), 8.0 + 1.2 + 0.5 + 1.2 + 2.5 + 3.0, 1e-12);
    near(o.p_signal, o.p_channel * o.p_window * 0.1 * budget.transmittance(), 1e-12);
    let (names, sum) = (budget.parts.iter().map(|part| part.to_string()).collect::<Vec<_>>(), budget.to_string());
    insta::assert_snapshot!(format!("{}\n\n{sum}", names.join("\n")));
    // The plan has its own attenuation.
    let planned = scenario("channels=C32f10G&quantum=C34&fibre=measured");
    near(LossBudget::of(&planned, 50.0.try_into().unwrap()).sum_db(), 50.0 * 0.184, 1e-2);
}

#[test]
fn hollow_core_keeps_nothing_of_silica() {
    let hollow = scenario("fibre_type=hollow_core");
    assert_eq!((hollow.fibre, hollow.attenuation.get(), hollow.raman.get()), (Fibre::HollowCore, 0.091, 0.0));
    assert_eq!((hollow.dispersion.get(), hollow.classical_attenuation_db_km()), (2.4, 0.091));
    assert_eq!(scenario("fibre_type=hollow_core&band=O").classical_attenuation_db_km(), 0.091);
    // Its Raman scattering is not known, and that is said: of two signals and of a plan.
    let plan = "&channels=C32f10G&quantum=C36";
    for link in ["fibre_type=hollow_core".to_owned(), format!("fibre_type=hollow_core{plan}")] {
        let o = at(&link, 50.0);
        assert!(o.raman_unknown && o.cautions().any(|caution| caution == Caution::RamanUnknown), "{link}");
        assert_eq!((o.raman_forward_hz, o.raman_backward_hz), (0.0, 0.0));
    }
    assert!(!at("fibre_type=hollow_core&bitrate=0", 50.0).raman_unknown);
    assert!(!at("fibre_type=hollow_core&raman=1e-12", 50.0).raman_unknown);
    // What is typed stays.
    assert_eq!(scenario("fibre_type=hollow_core&alpha=0.3&dispersion=4").attenuation.get(), 0.3);
    // But for what is of silica by its name.
    for (link, name) in [
        ("fibre_type=hollow_core&raman_spectrum=gain", "raman_spectrum"),
        ("fibre_type=hollow_core&fibre=measured&channels=C32f10G&quantum=C36", "fibre_type"),
    ] {
        let notices = Settings::from_query(link).1;
        assert!(notices.iter().any(|notice| notice.to_string().starts_with(name)), "{notices:?}");
    }
    // A link that is turned into one of hollow core loses the values of silica, and keeps the others.
    let silica = Settings::from_query("dispersion=17&alpha=0.19&dark=500").0;
    let turned = silica.with(&[(Key::FibreType, Value::Word("hollow_core"))]);
    assert_eq!(turned.to_query(), "fibre_type=hollow_core&dark=500");
}

#[test]
fn hollow_core_reaches_further_the_less_it_loses() {
    let link = |alpha: f64| format!("fibre_type=hollow_core&alpha={alpha}&isolation=0");
    let reaches = [0.2, 0.1, 0.091, 0.05, 0.01].map(|alpha| reach(&scenario(&link(alpha))).km().unwrap_or(1000.0));
    assert!(reaches.is_sorted() && reaches[0] > 80.0 && reaches[4] == 1000.0, "{reaches:?}");
    // Without light and dispersion only the loss counts: as many dB.
    let dark = |alpha: f64| alpha * reach_km(&format!("fibre_type=hollow_core&alpha={alpha}&bitrate=0&dispersion=0"));
    near(dark(0.091), dark(0.2), 1e-6);
}

#[test]
fn isolation_goes_by_the_distance_in_slots() {
    let of = |quantum: &str| {
        let link = format!(
            "channels=C32f10G,C32b10G&quantum={quantum}&neighbour_for=30dB&neighbour_back=-35dB&second_for=-50dB&second_back=55dB&isolation=80dB"
        );
        let o = at(&link, 0.0);
        [o.crosstalk_forward_hz, o.crosstalk_backward_hz].map(|hz| hz / 1e13)
    };
    for (quantum, [forward, backward]) in [
        ("C33", [1e-3, 10f64.powf(-3.5)]),
        ("C31", [1e-3, 10f64.powf(-3.5)]),
        ("C34", [1e-5, 10f64.powf(-5.5)]),
        ("C30", [1e-5, 10f64.powf(-5.5)]),
        ("C35", [1e-8, 1e-8]),
        ("C40", [1e-8, 1e-8]),
    ] {
        let found = of(quantum);
        near(found[0], forward, 1e-9);
        near(found[1], backward, 1e-9);
    }
}

#[test]
fn dark_counts_of_the_clock_fall_into_the_gates() {
    // 200 ps at 1 GHz: open a fifth of the time, so that 1 kHz of the clock is 5 kHz while open.
    let gate = "gate=200ps&rate=1G";
    assert_eq!(at(&format!("{gate}&dark=1kHz&dark_per=clocked"), 50.0), at(&format!("{gate}&dark=5kHz"), 50.0));
    // A gate of a period is always open; free-running detectors have no gate.
    assert_eq!(at("gate=1ns&dark=1kHz&dark_per=clocked", 50.0), at("gate=1ns&dark=1kHz", 50.0));
    assert_eq!(
        at("detector_mode=free_running&gate=200ps&dark_per=clocked", 50.0),
        at("detector_mode=free_running", 50.0)
    );
    let notices = Settings::from_query("dark_per=clocked").1;
    assert_eq!(notices.len(), 1);
    assert!(notices[0].to_string().contains("give gate"), "{}", notices[0]);
    near(scenario("jitter=118ps FWHM").jitter.get(), 118e-12 / (8.0 * std::f64::consts::LN_2).sqrt(), 1e-12);
}

#[test]
fn the_reach_ends_where_a_block_takes_too_long() {
    let dark = "detector=snspd&dark=1&bitrate=0&source=wcp&analysis=two_decoy&key=finite&events=1e10";
    let limited = reach_km(dark);
    let all = reach_km(&format!("{dark}&block_limit=none"));
    // Without the limit it says 461 km, where a block takes more than a thousand years.
    assert!(all > 440.0 && limited < 380.0, "{limited} {all}");
    assert_eq!(
        reach_without_block_limit(&scenario(dark)).and_then(Reach::km).map(|km| (km - all).abs() < 1e-3),
        Some(true)
    );
    let block = |km: f64| at(dark, km).statistics.unwrap().collected_in_s;
    near(block(limited), 30.0 * 86_400.0, 1e-4);
    assert!(block(all - 1.0) > 3e10);
    let long = |km: f64| at(dark, km).cautions().any(|caution| caution == Caution::BlockTakesLong);
    assert!(!long(limited - 0.1) && !long(limited) && long(limited + 0.1));
    // A longer limit reaches further; a rate that is had everywhere, as far.
    assert!(reach_km(&format!("{dark}&block_limit=1e8")) > limited + 50.0);
    near(distance_for_rate(&scenario(dark), 1e-3.try_into().unwrap()).km().unwrap(), limited, 1e-6);
    // Too many detections for any fibre.
    assert_eq!(reach(&scenario("key=finite&events=1e17")), Reach::Nowhere);
    // A block that time ends has no limit, nor has an asymptotic key, nor the paper.
    assert_eq!(reach_without_block_limit(&scenario(&dark.replace("events=1e10", "block_time=1e6"))), None);
    assert_eq!(
        scenario("v=1&key=finite&events=1e17"),
        scenario("key=finite&events=1e17&alpha_classical=paper&overlap=ignored&block_limit=none")
    );
}
