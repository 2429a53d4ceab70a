//! The class: every sentence of every step against the engine, so that none can become false.

use engine::link::fibre::Band;
use engine::link::spectrum::{RamanSpectrum, raman_cross_section};
use engine::protocol::finite_key;
use engine::scenario::{Draft, Figure, Key, Scenario, Settings, Value, View};
use engine::sweep::{Curve, CurveRequest, Outcome, curve, outcome};
use std::collections::BTreeMap;
use view::address::{Address, read_address, write_address};
use view::class::{Found, LESSONS, Lesson, shares};
use view::pin::Pin;

fn scenario_of(text: &str) -> Scenario {
    let (address, notices) = read_address(text);
    assert!(notices.is_empty(), "{text}: {notices:?}");
    Scenario::try_from(&address.settings).unwrap()
}

fn along(text: &str) -> Curve {
    curve(&CurveRequest { scenario: scenario_of(text), points: 200 })
}

fn at(text: &str, km: f64) -> Outcome {
    outcome(&scenario_of(text), km.try_into().unwrap()).unwrap()
}

fn reach(text: &str) -> f64 {
    engine::sweep::reach(&scenario_of(text)).km().unwrap()
}

/// Photons of the classical signals at Bob, 1/s.
fn light(at: &Outcome) -> [f64; 4] {
    [at.raman_forward_hz, at.raman_backward_hz, at.crosstalk_forward_hz, at.crosstalk_backward_hz]
}

fn rises(points: &[Outcome], of: fn(&Outcome) -> f64) -> bool {
    points.windows(2).all(|pair| of(&pair[0]) <= of(&pair[1]))
}

/// A wider spectrum at the same distance.
fn wider(of: fn(&Outcome) -> f64, text: &str) -> bool {
    let sigma = [2e10, 5e10, 1e11, 3e11].map(|sigma| of(&at(&format!("{text}&bandwidth={sigma}"), 50.0)));
    sigma.windows(2).all(|pair| pair[0] < pair[1])
}

/// ρ from the light of the paper's classical channels to a wavelength, 1/(km nm).
fn rho(nm: f64) -> f64 {
    raman_cross_section(1550.0, nm).unwrap()
}

type Check = fn() -> bool;

/// Every sentence with what must hold for it to be true.
const CHECKS: &[(&str, Check)] = &[
    // What distance does
    ("The fibre absorbs half of the light every 15 km: after 50 km one photon in ten is left.", || {
        (at("", 15.0).transmittance - 0.5).abs() < 0.002 && (at("", 50.0).transmittance - 0.1).abs() < 1e-12
    }),
    (
        "The light that leaks in from the classical signals does not fade, because their receivers need the same power at the end of any fibre.",
        || {
            (0..4).all(|i| {
                (0..19).all(|j| light(&at("", 5.0 * f64::from(j)))[i] <= light(&at("", 5.0 * f64::from(j + 1)))[i])
            })
        },
    ),
    (
        "So noise makes up a growing fraction of Bob's clicks, and half of the noise clicks are wrong: the error rate, the QBER, rises.",
        || {
            let points = along("").points;
            // Alone, noise has a QBER of one half, (16).
            let noise_alone = engine::protocol::bb84::qber(0.0, 1e-3, 0.0, 1e-3);
            rises(&points, |p| p.p_noise / p.p_signal) && rises(&points, |p| p.qber) && noise_alone == 0.5
        },
    ),
    (
        "Where error correction and privacy amplification use up everything, there is no key left. That is the reach.",
        || {
            let end = along("").points.last().copied().unwrap();
            end.secret_fraction.abs() < 1e-3 && ((1.0 + 1.2) * end.entropy - 1.0).abs() < 1e-3
        },
    ),
    ("Look: the curve falls steadily with the loss of the fibre, then drops off a cliff.", || {
        let decades =
            |from: f64, to: f64| (at("", from).signed_rate_bit_s / at("", to).signed_rate_bit_s).log10() / (to - from);
        // 0.2 dB/km are 0.02 decades a kilometre.
        (decades(0.0, 25.0) - 0.02).abs() < 0.001
            && (decades(25.0, 50.0) - 0.02).abs() < 0.002
            && decades(97.0, 98.2) > 0.5
    }),
    // Why the detection window shrinks
    (
        "Bob counts only what arrives within a short window around each photon. Stray light and dark counts come at any time: half the window lets in half of them.",
        || {
            let [whole, half] =
                ["window=2e-10", "window=1e-10"].map(|w| at(&format!("{w}&bandwidth=5e10"), 50.0).noise());
            whole.iter().zip(&half).take(5).all(|(whole, half)| (whole.p - 2.0 * half.p).abs() <= 1e-12 * whole.p)
        },
    ),
    (
        "A short photon fits into a short window. But a short photon has a wide spectrum, and the filter of the quantum channel cuts off more of a wide spectrum.",
        || wider(|o| -o.window_s, "v=1") && wider(|o| -o.p_channel, "v=1"),
    ),
    (
        "So each length has its best compromise. The less signal is left, the more it pays to keep the noise out.",
        || {
            let points = along("").points;
            let best = at("", 50.0);
            let worse =
                |factor: f64| at(&format!("bandwidth={}", factor * best.bandwidth_rad_s), 50.0).signed_rate_bit_s;
            rises(&points, |p| p.bandwidth_rad_s) && [0.8, 1.25].into_iter().all(|f| worse(f) < best.signed_rate_bit_s)
        },
    ),
    ("Look: the window for the C band, the solid line, gets shorter all along the fibre.", || {
        rises(&along("").points, |p| -p.window_s)
    }),
    // C band or O band
    (
        "The classical signals are in the C band, at about 1550 nm. The O band, at 1310 nm, is so far away that the paper neglects their Raman scattering there.",
        || {
            let o = at("band=O", 50.0);
            Band::C.wavelength_nm() == 1550.0
                && Band::O.wavelength_nm() == 1310.0
                && o.raman_forward_hz + o.raman_backward_hz == 0.0
                && RamanSpectrum::Measured.cross_section(1550.0, 1310.0).unwrap() < 2e-3 * rho(1549.0)
        },
    ),
    ("But the fibre loses more: 0.35 dB per kilometre instead of 0.2.", || {
        ["", "band=O"].map(|text| read_address(text).0.settings.value(Key::Alpha))
            == [Value::Number(0.2), Value::Number(0.35)]
    }),
    ("And the distance helps only against Raman scattering: crosstalk and dark counts remain.", || {
        let (c, o) = (at("", 50.0), at("band=O", 50.0));
        o.crosstalk_forward_hz == c.crosstalk_forward_hz
            && o.crosstalk_backward_hz >= c.crosstalk_backward_hz
            && o.dark_counts_hz == c.dark_counts_hz
    }),
    ("Look: solid is the C band, dashed the O band, and the C band is ahead all along the fibre.", || {
        (1..98).all(|km| at("", f64::from(km)).signed_rate_bit_s > at("band=O", f64::from(km)).signed_rate_bit_s)
    }),
    // Isolation and the anti-Stokes dip
    (
        "Classical light enters the quantum channel in two ways. Crosstalk is what the demultiplexer lets through: ten times better isolation means ten times less of it.",
        || {
            let [worse, better] = ["1e-7", "1e-8"].map(|z| light(&at(&format!("iso_for={z}&iso_back={z}"), 50.0)));
            (2..4).all(|i| (worse[i] / better[i] - 10.0).abs() < 1e-9) && (0..4).all(|i| worse[i] > 0.0)
        },
    ),
    (
        "Raman scattering shifts light to the wavelength of the quantum channel, so better isolation does not help. What counts is the cross-section ρ.",
        || {
            let [worse, better, other] =
                ["iso_for=1e-7", "iso_for=1e-8&iso_back=1e-9", "raman=3e-9"].map(|text| light(&at(text, 50.0)));
            (0..2).all(|i| worse[i] == better[i] && (other[i] / worse[i] - 2.0).abs() < 1e-9)
        },
    ),
    (
        "Just below the wavelength of a classical signal there is a dip, the anti-Stokes dip: the paper takes ρ = 1.5e-9 /(km nm) there, and 5e-9 where the C band is worst.",
        || {
            // The measured cross-section, with its own dip a few nanometres below the pump and its own worst.
            let c_band = || (1530..1566).map(f64::from).map(|nm| (nm, rho(nm)));
            let dip = c_band().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
            let worst = c_band().map(|(_, rho)| rho).fold(0.0, f64::max);
            (1544.0..1550.0).contains(&dip.0)
                && dip.1 < 2e-9
                && (worst / 5e-9 - 1.0).abs() < 0.05
                && Settings::default().value(Key::Raman) == Value::Number(1.5e-9)
                && Figure::named("9").unwrap().curves[1].changes == [(Key::Raman, Value::Number(5e-9))]
        },
    ),
    ("Look: the areas are the parts of the noise; towards the end most of it is crosstalk.", || {
        let points = along("").points;
        shares(&points[0])[1] < 10.0 && shares(points.last().unwrap())[1] > 50.0
    }),
    // Finite keys
    (
        "So far the key was asymptotic, made from infinitely many detections. A real key block has N detections, and some of them are spent on estimating the error rate.",
        || {
            let p_z = at("key=finite&events=1e6", 50.0).statistics.unwrap().p_z;
            (0.5..0.99).contains(&p_z) && at("", 50.0).statistics.is_none()
        },
    ),
    (
        "An estimate from few detections is uncertain. To be safe, Alice and Bob assume the worst case that is still likely and shorten the key accordingly.",
        || {
            let rate = |text| at(text, 50.0).signed_rate_bit_s;
            let keys = ["key=finite&events=1e5", "key=finite&events=1e6", "key=finite&events=1e8", ""].map(rate);
            keys.windows(2).all(|pair| pair[0] < pair[1])
        },
    ),
    ("More detections make the estimate more precise, but take longer to collect.", || {
        let time = |n| at(&format!("key=finite&events={n}"), 50.0).statistics.unwrap().collected_in_s;
        finite_key::deviation(1e8, 2.0, 1e-5) < finite_key::deviation(1e6, 2.0, 1e-5) && time("1e6") < time("1e8")
    }),
    ("Look: the table of values says how long it takes to collect the detections of one key block.", || {
        at("key=finite&events=1e6", 50.0).statistics.is_some()
    }),
    // What dispersion does to the window
    (
        "In glass every wavelength has its own speed. A short photon has a wide spectrum, so it spreads on its way, the more the wider its spectrum is.",
        // What the fibre adds to the window that is needed.
        || wider(|o| o.window_s / at(&format!("bandwidth={}", o.bandwidth_rad_s), 50.0).window_s, "dispersion=17"),
    ),
    (
        "In the C band standard fibre has a dispersion of 17 ps per nm and km, in the O band almost none. The paper neglects it.",
        || {
            let none = ["", "band=O"].map(|text| read_address(text).0.settings.value(Key::Dispersion));
            none == [Value::Number(0.0); 2]
                && Key::Dispersion
                    .param()
                    .help
                    .contains("17 ps/(nm km) in the C band of standard fibre, near 0 in the O band")
        },
    ),
    (
        "A longer photon needs a longer window, and a longer window lets in more noise: what temporal filtering gains is lost again.",
        || {
            let [without, with] = ["", "dispersion=17"].map(|text| at(text, 60.0));
            with.window_s > without.window_s
                && with.p_noise / with.p_signal > without.p_noise / without.p_signal
                && reach("dispersion=17") < reach("")
        },
    ),
    ("Look: the window for the C band first shrinks with the length, then grows.", || {
        let points = along("dispersion=17").points;
        let least = (0..points.len()).min_by(|a, b| points[*a].window_s.total_cmp(&points[*b].window_s)).unwrap();
        let (left, right) = points.split_at(least);
        left.len() > 5 && right.len() > 5 && rises(left, |p| -p.window_s) && rises(right, |p| p.window_s)
    }),
];

#[test]
fn every_sentence_is_true() {
    let checks: BTreeMap<&str, Check> = CHECKS.iter().copied().collect();
    assert_eq!(checks.len(), CHECKS.len(), "a sentence is there twice");
    let mut said = 0;
    for lesson in &LESSONS {
        let look = format!("Look: {}", lesson.look);
        for sentence in lesson.says.iter().copied().chain([look.as_str()]) {
            let check = checks.get(sentence).unwrap_or_else(|| panic!("nobody checks “{sentence}”"));
            assert!(check(), "“{sentence}” is not true");
            said += 1;
        }
    }
    assert_eq!(said, CHECKS.len(), "a check of a sentence that is not there");
}

fn found(lesson: &Lesson, points: u16) -> Found {
    let spans: Vec<Scenario> =
        lesson.spans.iter().map(|changes| Scenario::try_from(&Settings::default().with(changes)).unwrap()).collect();
    let at = |km: &f64| spans.iter().map(|span| outcome(span, (*km).try_into().unwrap()).unwrap()).collect();
    Found {
        curves: spans.iter().map(|span| curve(&CurveRequest { scenario: span.clone(), points })).collect(),
        places: lesson.places_km.iter().map(at).collect(),
    }
}

#[test]
fn every_answer_states_the_finding() {
    let answers: Vec<String> = LESSONS
        .iter()
        .map(|lesson| {
            let answer = (lesson.answer)(&found(lesson, 2)).unwrap();
            // The page computes only the two ends of a curve: more points must change nothing.
            assert_eq!((lesson.answer)(&found(lesson, 50)), Some(answer.clone()));
            format!("{}\n{}\n{answer}", lesson.title, lesson.question)
        })
        .collect();
    insta::assert_snapshot!(answers.join("\n\n"));
}

#[test]
fn an_answer_without_its_numbers_is_none() {
    assert!(LESSONS.iter().all(|lesson| (lesson.answer)(&Found::default()).is_none()));
    let bare = Found { places: Vec::new(), ..found(&LESSONS[0], 2) };
    assert!((LESSONS[0].answer)(&bare).is_none());
}

/// What the words of the answers claim beyond their numbers.
#[test]
fn the_answers_draw_the_right_conclusions() {
    // The rest is the price of the errors: the rate falls faster than the light.
    let [near, far] = [50.0, 75.0].map(|km| at("", km));
    assert!(far.signed_rate_bit_s / near.signed_rate_bit_s < far.transmittance / near.transmittance);
    assert!(far.qber > near.qber);
    // The adapted window gains about what the paper says.
    let gain = reach("") - reach("window=open");
    assert!((gain - 40.0).abs() < 5.0, "{gain}");
    // Two things at once, neither of them alone.
    let both = "detector=snspd&iso_for=1e-13&iso_back=1e-13";
    let o_ahead = |text: &str| reach(&format!("band=O&{text}")) > reach(text);
    assert!(o_ahead(both) && !o_ahead("detector=snspd") && !o_ahead("iso_for=1e-13&iso_back=1e-13"));
    let end = |text: &str| along(text).points.last().copied().unwrap();
    assert!(shares(&end("band=O&iso_for=1e-13&iso_back=1e-13"))[2] > 50.0);
    assert!(shares(&end(both))[0] > 50.0);
    // The dip matters where there is little crosstalk.
    let lost = |isolation: &str| reach(isolation) - reach(&format!("{isolation}&raman=5e-9"));
    let good = "iso_for=1e-9&iso_back=1e-9";
    assert!(lost(good) > 5.0 * lost("v=1") && (lost("v=1") - 2.0).abs() < 0.5);
    assert!(shares(&end(good))[0] > 50.0 && shares(&end("v=1"))[0] < 10.0);
    // The reach needs fewer detections than the rate.
    let part = |n: &str, of: fn(&str) -> f64| of(&format!("key=finite&events={n}")) / of("v=1");
    let rate = |text: &str| at(text, 50.0).signed_rate_bit_s;
    assert!(
        part("1e6", reach) > 0.98 && part("1e6", rate) < 0.7 && part("1e8", rate) < 0.9 && part("1e10", rate) > 0.9
    );
    // Less than half of the gain, and open detectors keep their reach.
    let left = (reach("dispersion=17") - reach("window=open&dispersion=17")) / gain;
    assert!(left < 0.5, "{left}");
    assert!((reach("window=open&dispersion=17") - reach("window=open")).abs() < 0.05);
}

#[test]
fn every_stage_is_a_state_of_the_page() {
    let pins = vec![Pin::of(&Settings::default(), &[]).unwrap()];
    for lesson in &LESSONS {
        let stages = lesson.tries.iter().map(|one| (one.label, &one.stage)).chain([(lesson.title, &lesson.stage)]);
        for (label, stage) in stages {
            assert!(stage.figure.is_none_or(|id| Figure::named(id).is_some()), "{label}");
            let mut address = Address { pins: pins.clone(), view: View::Noise, ..Address::default() };
            stage.set(&mut address);
            assert!(stage.stands(&address) && address.pins == pins, "{label}");
            assert!(Draft::from(&address.settings).check().is_ok(), "{label}");
            let (back, notices) = read_address(&write_address(&address));
            assert!(notices.is_empty() && back == address, "{label}: {notices:?}");
        }
        // Each thing to try shows something else than the step itself.
        assert!(lesson.tries.iter().all(|one| {
            let mut address = Address::default();
            one.stage.set(&mut address);
            !lesson.stage.stands(&address) || one.stage.at_km != lesson.stage.at_km
        }));
        assert!(lesson.tries.iter().all(|one| one.asks.ends_with('?')));
    }
}
