//! What must hold for every span that the page can make.

use engine::scenario::{Domain, GivenPower, Key, Scenario, Settings, TABLE, Value};
use engine::sweep::{CurveRequest, Outcome, Reach, curve, outcome, reach};
use proptest::prelude::*;

/// Any combination of the sliders. `x` says for each parameter where its slider stands; a quarter keep their defaults.
fn settings() -> impl Strategy<Value = Settings> {
    prop::collection::vec((0u8..4, 0.0f64..=1.0), TABLE.len())
        .prop_map(|draws| {
            let mut settings = Settings::default();
            for (param, (choice, x)) in TABLE.iter().zip(draws) {
                let words = param.domain.words();
                let number = |range: &engine::scenario::Range| {
                    use engine::scenario::Scale;
                    let (low, high) = range.slider;
                    Value::Number(match range.scale {
                        Scale::Linear { .. } => low + x * (high - low),
                        Scale::LogOrZero if x < 0.1 => 0.0,
                        Scale::Log | Scale::LogOrZero => low * (high / low).powf(x),
                    })
                };
                let value = match (&param.domain, choice) {
                    (_, 0) => continue,
                    (Domain::Words(_), _) | (Domain::WordsOrNumber { .. }, 1 | 2) => {
                        Value::Word(words[(x * 0.999 * words.len() as f64) as usize].word)
                    }
                    (Domain::Number(range) | Domain::WordsOrNumber { range, .. }, _) => number(range),
                };
                settings.set(param.key, value);
            }
            settings
        })
        // Intensities that do not go together are refused.
        .prop_filter("values that go together", |settings| Scenario::try_from(settings).is_ok())
}

/// The links of the paper's main part: an ideal source, an asymptotic key, and only the bandwidth to optimise.
fn simple() -> impl Strategy<Value = Settings> {
    settings().prop_map(|settings| {
        settings.with(&[
            (Key::Protocol, Value::Word("bb84")),
            (Key::Source, Value::Word("single")),
            (Key::KeyLength, Value::Word("asymptotic")),
            // Of the clock only with a gate, which some of the tests change.
            (Key::DarkPer, Value::Word("open")),
            (
                Key::Window,
                match settings.value(Key::Window) {
                    Value::Word("optimal") => Value::Word("fixed"),
                    other => other,
                },
            ),
        ])
    })
}

fn scenario(settings: &Settings) -> Scenario {
    Scenario::try_from(settings).expect("every slider position is valid")
}

fn at(scenario: &Scenario, km: f64) -> Outcome {
    outcome(scenario, km.try_into().unwrap()).unwrap()
}

/// Largest key rate over a fine grid of bandwidths, bit/s: slow, and cannot miss a second maximum.
fn brute_force(settings: &Settings, km: f64) -> f64 {
    (0..=1200)
        .map(|i| {
            let mut fixed = settings.clone();
            let filter = match settings.value(Key::Filter) {
                Value::Number(hz) => hz,
                Value::Word(_) => unreachable!("the filter is a number"),
            };
            let sigma = filter * 10f64.powf(-5.0 + 8.0 * f64::from(i) / 1200.0);
            fixed.set(Key::Bandwidth, Value::Number(sigma));
            let o = at(&scenario(&fixed), km);
            if o.qber < 0.5 { o.signed_rate_bit_s } else { f64::NEG_INFINITY }
        })
        .fold(f64::NEG_INFINITY, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bandwidth_beats_the_best_one(settings in simple(), part in 0.0f64..1.2) {
        let mut settings = settings;
        settings.set(Key::Bandwidth, Value::Word("optimal"));
        let s = scenario(&settings);
        let km = (part * reach(&s).km().unwrap_or(300.0)).max(part);
        let best = at(&s, km);
        let brute = brute_force(&settings, km);
        match best.key_rate_bit_s() {
            Some(rate) => prop_assert!(rate >= brute * (1.0 - 1e-6), "{rate} < {brute} at {km} km"),
            None => prop_assert!(brute <= 0.0, "no key found, but {brute} at {km} km"),
        }
    }

    #[test]
    fn every_term_stays_in_its_bounds(settings in simple(), km in 0.0f64..=1000.0) {
        let o = at(&scenario(&settings), km);
        for p in [o.transmittance, o.p_channel, o.p_window, o.p_signal, o.p_noise, o.p_accept, o.qber, o.entropy] {
            prop_assert!((0.0..=1.0).contains(&p), "{o:?}");
        }
        prop_assert!(o.window_s > 0.0 && o.bandwidth_rad_s > 0.0);
        prop_assert!(o.signed_rate_bit_s.is_finite() && o.signed_rate_bit_s <= o.repetition_rate_hz);
        let parts: f64 = o.noise().iter().map(|share| share.p).sum();
        prop_assert!((parts.min(1.0) - o.p_noise).abs() <= 1e-12 * parts.min(1.0), "{parts} {}", o.p_noise);
    }

    #[test]
    fn the_rate_falls_along_the_fibre_and_ends_at_the_reach(settings in simple()) {
        let s = scenario(&settings);
        // Launched light that leaks may fade faster than the signal.
        prop_assume!(s.power != GivenPower::Launched || s.classical_attenuation_db_km() <= s.attenuation.get());
        let c = curve(&CurveRequest { scenario: s.clone(), points: 60 });
        for pair in c.points.windows(2) {
            prop_assert!(pair[1].length_km > pair[0].length_km);
            prop_assert!(pair[1].signed_rate_bit_s <= pair[0].signed_rate_bit_s * (1.0 + 1e-9));
        }
        if let Reach::UpTo(km) = c.reach {
            prop_assert!(at(&s, (km - 1e-3).max(0.0)).key_rate_bit_s().is_some());
            prop_assert!(at(&s, km + 1e-3).key_rate_bit_s().is_none());
        }
    }

    #[test]
    fn a_curve_does_not_depend_on_where_the_search_started(settings in simple()) {
        let s = scenario(&settings);
        let c = curve(&CurveRequest { scenario: s.clone(), points: 40 });
        for point in c.points.iter().take(39) {
            let alone = at(&s, point.length_km);
            let (a, b) = (point.signed_rate_bit_s, alone.signed_rate_bit_s);
            // Close to the reach the rate is a small difference: its digits are those of the rate before the subtraction.
            let rounding = 1e-14 * alone.repetition_rate_hz * alone.p_accept;
            prop_assert!((a - b).abs() <= 1e-7 * a.abs() + rounding, "{a} {b} at {} km", point.length_km);
        }
    }

    #[test]
    fn the_optimum_is_continuous(settings in simple()) {
        let mut settings = settings;
        settings.set(Key::Bandwidth, Value::Word("optimal"));
        // On either side of where a gate cuts the window there may be an optimum.
        settings.set(Key::Gate, Value::Word("window"));
        let s = scenario(&settings);
        let end = reach(&s).km().unwrap_or(300.0) * 1.1;
        // If Raman scattering is the only noise, a fibre of zero length has none, and the best pulse is infinitely long.
        let points: Vec<Outcome> = (20..=400).map(|i| at(&s, end * f64::from(i) / 400.0)).collect();
        for pair in points.windows(2) {
            let jump = (pair[1].bandwidth_rad_s / pair[0].bandwidth_rad_s).ln().abs();
            prop_assert!(jump < 0.5, "σ jumps from {:e} to {:e} at {} km of {end} km",
                pair[0].bandwidth_rad_s, pair[1].bandwidth_rad_s, pair[1].length_km);
        }
    }

    #[test]
    fn only_the_product_of_photons_per_bit_and_bit_rate_matters(settings in simple(), factor in 0.01f64..100.0) {
        let number = |key| match settings.value(key) { Value::Number(x) => x, Value::Word(_) => unreachable!() };
        let scaled = settings.with(&[
            (Key::Ncc, Value::Number(number(Key::Ncc) * factor)),
            (Key::Bitrate, Value::Number(number(Key::Bitrate) / factor)),
        ]);
        let (a, b) = (at(&scenario(&settings), 20.0), at(&scenario(&scaled), 20.0));
        prop_assert!((a.signed_rate_bit_s - b.signed_rate_bit_s).abs() <= 1e-6 * a.signed_rate_bit_s.abs());
    }

    #[test]
    fn more_of_anything_bad_never_gives_more_key(settings in simple(), km in 0.0f64..120.0, worse in 1.01f64..10.0) {
        let before = at(&scenario(&settings), km);
        prop_assume!(before.p_noise < 0.5);
        for key in [Key::Bitrate, Key::IsoFor, Key::IsoBack, Key::Raman, Key::Dark, Key::Alpha] {
            let Value::Number(x) = settings.value(key) else { unreachable!() };
            let max = key.param().domain.range().unwrap().max;
            let after = at(&scenario(&settings.with(&[(key, Value::Number((x * worse).min(max)))])), km);
            let (a, b) = (before.key_rate_bit_s().unwrap_or(0.0), after.key_rate_bit_s().unwrap_or(0.0));
            prop_assert!(b <= a * (1.0 + 1e-9), "{}: {a} -> {b}", key.param().name);
        }
    }
}

#[test]
fn the_optimum_of_fig_7_has_no_jump_at_all() {
    for (_, band, s) in engine::scenario::Figure::named("7a").unwrap().scenarios(&Settings::default()).unwrap() {
        let c = curve(&CurveRequest { scenario: s, points: 2000 });
        for pair in c.points.windows(2) {
            let jump = (pair[1].bandwidth_rad_s / pair[0].bandwidth_rad_s).ln().abs();
            assert!(jump < 0.01, "{band:?}: {jump} at {} km", pair[1].length_km);
        }
    }
}
