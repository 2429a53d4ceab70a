//! Where several things are optimised together: finite keys, decoy states, window and bandwidth.
//!
//! The best working point that the search finds is compared with the best of thousands of random ones, sharpened around the best of
//! them. Each random point is computed with everything fixed, so that the comparison uses no part of the search.

use engine::scenario::{Key, Scenario, Settings, Value};
use engine::sweep::{CurveRequest, Outcome, Reach, curve, outcome, reach, sweep};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRng, TestRunner};
use rand::RngExt;

fn scenario(settings: &Settings) -> Scenario {
    Scenario::try_from(settings).expect("values that go together")
}

fn at(settings: &Settings, km: f64) -> Outcome {
    outcome(&scenario(settings), km.try_into().unwrap()).unwrap()
}

/// What is searched for a source and an analysis: parameter, lower and upper bound of the random points; logarithmic.
fn searched(settings: &Settings) -> Vec<(Key, f64, f64)> {
    let laser = settings.value(Key::Source) == Value::Word("wcp");
    let analysis = settings.value(Key::Analysis);
    let mut searched = vec![(Key::Bandwidth, 1e9, 3e12)];
    if settings.value(Key::KeyLength) == Value::Word("finite") {
        // Logarithmic in the other basis, of which there is little.
        searched.push((Key::Pz, 0.001, 0.9));
    }
    if settings.value(Key::Window) == Value::Word("optimal") {
        searched.push((Key::Window, 1e-12, 3e-9));
    }
    if laser {
        searched.push((Key::Mu, 0.01, 2.0));
        // Without statistics decoys cost nothing, and the best ones would be infinitely weak and rare.
        let finite = settings.value(Key::KeyLength) == Value::Word("finite");
        if analysis == Value::Word("one_decoy") || (analysis == Value::Word("two_decoy") && finite) {
            searched.push((Key::Nu1, 0.001, 1.0));
        }
        if matches!(analysis, Value::Word("two_decoy" | "one_decoy")) && finite {
            searched.push((Key::PSignal, 0.05, 0.99));
        }
        if analysis == Value::Word("two_decoy") && finite {
            searched.push((Key::PDecoy, 0.005, 0.9));
        }
    }
    searched
}

/// Largest key rate of random working points, bit/s.
fn brute_force(settings: &Settings, km: f64, seed: u64) -> f64 {
    let mut rng = TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &{
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        bytes
    });
    let searched = searched(settings);
    let mut best: (f64, Vec<f64>) = (f64::NEG_INFINITY, vec![0.5; searched.len()]);
    for round in 0..6 {
        let width = 0.5f64.powi(round);
        let centre = best.1.clone();
        for _ in 0..1500 {
            let place: Vec<f64> = centre
                .iter()
                .map(|c| {
                    if round == 0 {
                        rng.random_range(0.0..1.0)
                    } else {
                        (c + width * rng.random_range(-0.5..0.5f64)).clamp(0.0, 1.0)
                    }
                })
                .collect();
            let mut fixed = settings.clone();
            for ((key, low, high), x) in searched.iter().zip(&place) {
                let value = low * (high / low).powf(*x);
                fixed.set(*key, Value::Number(if *key == Key::Pz { 1.0 - value } else { value }));
            }
            let Ok(scenario) = Scenario::try_from(&fixed) else { continue };
            let found =
                outcome(&scenario, km.try_into().unwrap()).unwrap().key_rate_bit_s().unwrap_or(f64::NEG_INFINITY);
            if found > best.0 {
                best = (found, place);
            }
        }
    }
    best.0
}

/// Spans with everything to be found that can be.
fn settings() -> impl Strategy<Value = Settings> {
    let word =
        |key, words: &'static [&'static str]| prop::sample::select(words).prop_map(move |w| (key, Value::Word(w)));
    let log =
        |key, low: f64, high: f64| (0.0f64..1.0).prop_map(move |x| (key, Value::Number(low * (high / low).powf(x))));
    (
        word(Key::Source, &["single", "wcp", "wcp", "wcp"]),
        word(Key::Analysis, &["infinite_decoys", "vacuum_weak", "two_decoy", "one_decoy"]),
        word(Key::KeyLength, &["asymptotic", "finite", "finite"]),
        word(Key::Window, &["fixed", "optimal", "open"]),
        word(Key::Detector, &["spad", "snspd"]),
        log(Key::Events, 1e6, 1e12),
        log(Key::Bitrate, 1e8, 1e12),
        log(Key::Dark, 1.0, 1e5),
        log(Key::Misalign, 1e-4, 0.04),
        log(Key::Jitter, 1e-13, 1e-10),
    )
        // What is compared is the key, and where that ends.
        .prop_map(|(a, b, c, d, e, f, g, h, i, j)| {
            Settings::default().with(&[a, b, c, d, e, f, g, h, i, j, (Key::BlockLimit, Value::Word("none"))])
        })
        .prop_filter("values that go together", |settings| Scenario::try_from(settings).is_ok())
}

/// The same with corners: no noise of a kind or of any, keys of very few and of very many detections, and blocks by time.
fn extreme() -> impl Strategy<Value = Settings> {
    let sometimes = |key, x: f64| prop_oneof![2 => Just(None), 1 => Just(Some((key, Value::Number(x))))];
    let events = prop_oneof![
        1 => Just(None),
        2 => (4.0f64..15.0).prop_map(|digits| Some((Key::Events, Value::Number(10f64.powf(digits))))),
    ];
    let corners = (
        sometimes(Key::Bitrate, 0.0),
        sometimes(Key::Dark, 0.0),
        sometimes(Key::Misalign, 0.0),
        sometimes(Key::Afterpulse, 0.0),
        sometimes(Key::Jitter, 0.0),
        events,
        prop_oneof![3 => Just(None), 1 => (0.0f64..6.0).prop_map(|digits| Some((Key::BlockTime, Value::Number(10f64.powf(digits)))))],
    );
    (settings(), corners).prop_map(|(settings, (a, b, c, d, e, f, g))| {
        let corners: Vec<_> = [a, b, c, d, e, f, g].into_iter().flatten().collect();
        settings.with(&corners)
    })
}

/// A part of the reach: anywhere, close to it, or beyond.
fn part() -> impl Strategy<Value = f64> {
    let close = (-4.0f64..-1.0).prop_map(|digits| 10f64.powf(digits));
    prop_oneof![4 => 0.0f64..1.0, 2 => close.clone().prop_map(|x| 1.0 - x), 1 => close.prop_map(|x| 1.0 + x)]
}

/// Compares the optimum at a part of the reach with brute force to a relative tolerance, and the distance alone with the same in a row.
fn compare(settings: &Settings, part: f64, seed: u64, tolerance: f64) -> Result<(), String> {
    let scenario = scenario(settings);
    let km = part * reach(&scenario).km().unwrap_or(200.0);
    let found = at(settings, km).key_rate_bit_s().unwrap_or(f64::NEG_INFINITY);
    let brute = brute_force(settings, km, seed);
    let link = settings.to_query();
    if found < brute * (1.0 - tolerance) {
        return Err(format!("{found} < {brute} at {km} km of {link}"));
    }
    let row = [0.0, 0.4 * km, km].map(|km| km.try_into().unwrap());
    let last = sweep(&scenario, &row).unwrap().last().and_then(|outcome| outcome.key_rate_bit_s());
    let in_row = last.unwrap_or(f64::NEG_INFINITY);
    // Close to the reach the optimum is flat: a rate of almost nothing keeps fewer digits.
    if found != in_row && (found / in_row - 1.0).abs() > tolerance {
        return Err(format!("{found} alone and {in_row} in a row at {km} km of {link}"));
    }
    Ok(())
}

#[test]
fn finite_decoy_keys_without_noise_and_next_to_the_reach() {
    // Source of the rates: an independent program (differential evolution), to its digits.
    let noiseless = "source=wcp&analysis=two_decoy&key=finite&events=1e8&bitrate=0&dark=0&detector=snspd";
    let near = "bitrate=0&ncc=49.5514&detector=snspd&dark=20668.7&eff=0.322423&rate=61776500&fec=1.02663&window=optimal&source=wcp\
        &analysis=two_decoy&key=finite&events=3.04233e10&loss=2.37459";
    for (link, row, expected) in [
        (noiseless, &[25.0][..], 69.59e6),
        (noiseless, &[50.0], 21.27e6),
        (noiseless, &[25.0, 50.0], 21.27e6),
        (noiseless, &[50.0, 25.0], 69.59e6),
        (near, &[230.0], 0.574),
        (near, &[100.0, 230.0], 0.574),
    ] {
        let (settings, notices) = Settings::from_query(link);
        assert_eq!(notices, []);
        let row: Vec<_> = row.iter().map(|&km| km.try_into().unwrap()).collect();
        let last = sweep(&scenario(&settings), &row).unwrap().last().and_then(|outcome| outcome.key_rate_bit_s());
        assert!((last.unwrap_or(0.0) / expected - 1.0).abs() < 1e-3, "{row:?} km of {link}: {last:?}");
    }
}

/// Next to the longest window a search hardly feels that a far shorter one is better; and without noise the most bits per event are where
/// hardly any event is. Source of the rates: the best of 9000 random working points, which is below the best one.
#[test]
fn far_optima_are_found_from_the_longest_window_and_from_the_fewest_events() {
    let quiet = "detector=snspd&afterpulse=0&window=optimal&key=finite&block_limit=none";
    let few = "bitrate=0&detector=spad&dark=0&afterpulse=0&misalign=0&window=open&source=wcp&analysis=two_decoy&key=finite&events=14963.14\
        &block_limit=none&jitter=4.566e-11";
    for (link, row, least) in [
        (&*format!("{quiet}&bitrate=1.7734e9&dark=0&misalign=0.02899&events=7.4335e13"), &[1.744][..], 481.11e6),
        (
            &*format!("{quiet}&bitrate=2.0414e8&dark=589.8&misalign=0&events=2.2922e14&jitter=4.745e-13"),
            &[11.156],
            534.92e6,
        ),
        (
            "detector=snspd&window=optimal&block_limit=none&key=finite&bitrate=2.0581e9&dark=1425.6&misalign=0.0016532\
            &events=1.9964e9&block_time=36483.9&jitter=2.1858e-12",
            &[0.0, 5.2, 13.004],
            469.37e6,
        ),
        (few, &[82.491], 36.98e3),
    ] {
        let (settings, notices) = Settings::from_query(link);
        assert_eq!(notices, []);
        let row: Vec<_> = row.iter().map(|&km| km.try_into().unwrap()).collect();
        let last = sweep(&scenario(&settings), &row).unwrap().last().and_then(|outcome| outcome.key_rate_bit_s());
        assert!(last.unwrap_or(0.0) > least * (1.0 - 1e-4), "{link}: {last:?}");
    }
}

#[test]
fn a_block_by_time_is_that_of_as_many_detections() {
    for (link, km) in [
        ("source=wcp&analysis=two_decoy&key=finite&block_time=10min&deadtime=50ns", 50.0),
        ("source=wcp&analysis=one_decoy&key=finite&block_time=1h&misalign=1%", 40.0),
        ("source=wcp&analysis=vacuum_weak&key=finite&block_time=10min", 40.0),
        ("key=finite&block_time=10min&deadtime=1us", 60.0),
    ] {
        let (mut settings, notices) = Settings::from_query(link);
        assert_eq!(notices, []);
        let by_time = at(&settings, km);
        let statistics = by_time.statistics.unwrap();
        let clicks_hz = by_time.repetition_rate_hz * by_time.gain * by_time.awake;
        let Value::Number(seconds) = settings.value(Key::BlockTime) else { panic!("a time") };
        assert!((statistics.events / (clicks_hz * seconds) - 1.0).abs() < 1e-12);
        assert_eq!(statistics.collected_in_s, seconds);

        settings.reset(Key::BlockTime);
        let decoys = by_time.decoys;
        let fixed = [
            (Key::Events, Some(statistics.events)),
            (Key::Pz, Some(statistics.p_z)),
            (Key::Bandwidth, Some(by_time.bandwidth_rad_s)),
            (Key::Mu, decoys.map(|d| d.signal_intensity)),
            (Key::Nu1, decoys.and_then(|d| d.decoy_intensity)),
            (Key::PSignal, decoys.and_then(|d| d.signal_share)),
            (Key::PDecoy, decoys.and_then(|d| d.decoy_share)),
        ];
        for (key, x) in fixed {
            if settings.applies(key) {
                settings.set(key, Value::Number(x.unwrap()));
            }
        }
        let by_detections = at(&settings, km);
        let rates = [by_time, by_detections].map(|outcome| outcome.key_rate_bit_s().unwrap());
        assert!((rates[0] / rates[1] - 1.0).abs() < 1e-9, "{rates:?}: {link}");
        assert!((by_detections.statistics.unwrap().collected_in_s / seconds - 1.0).abs() < 1e-9);
    }
}

#[test]
fn no_random_working_point_of_three_states_beats_the_best_one() {
    for (link, part) in [
        ("key=finite&events=1e7&detector=snspd&bitrate=0&misalign=1%", 0.5),
        ("key=finite&events=1e9&misalign=0.5%&jitter=20ps&window=optimal", 0.7),
        ("key=finite&block_time=10min&detector=snspd&deadtime=50ns&rate=2.5G&jitter=11ps", 0.9),
        ("key=finite&events=1e8&dark=0&bitrate=0&misalign=0", 0.6),
        ("misalign=1%", 0.8),
    ] {
        let (settings, notices) = Settings::from_query(&format!("protocol=three_state&{link}"));
        assert_eq!(notices, []);
        assert_eq!(compare(&settings, part, 7, 1e-5), Ok(()));
    }
}

/// What BB84 with four states makes under the same conditions is more, but not much.
#[test]
fn three_states_make_a_little_less_key_than_four() {
    for (link, km, least) in [
        ("key=finite&events=1e10&misalign=1%", 40.0, 0.9),
        ("key=finite&events=1e7&detector=snspd&bitrate=0&misalign=1%", 100.0, 0.7),
        ("misalign=1%", 60.0, 0.9),
        ("detector=snspd&bitrate=0&dark=100", 150.0, 0.97),
    ] {
        let rate = |protocol: &str| {
            let link = format!("protocol={protocol}&source=wcp&analysis=one_decoy&{link}");
            at(&Settings::from_query(&link).0, km).key_rate_bit_s().unwrap()
        };
        let ratio = rate("three_state") / rate("bb84");
        assert!((least..1.0).contains(&ratio), "{link}: {ratio}");
    }
}

/// Many more spans than every run can afford: `OPTIMUM_SEEDS=0..2000 cargo test --release -p engine many_seeds -- --ignored --nocapture`.
#[test]
#[ignore = "takes minutes"]
fn no_random_working_point_beats_the_best_one_of_many_seeds() {
    let seeds = std::env::var("OPTIMUM_SEEDS").unwrap_or_else(|_| "0..2000".to_owned());
    let (first, end) = seeds.split_once("..").expect("OPTIMUM_SEEDS=first..end");
    let mut wrong = Vec::new();
    for seed in first.parse::<u64>().unwrap()..end.parse().unwrap() {
        let config = ProptestConfig { rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() };
        let mut runner = TestRunner::new(config);
        let (settings, part) = (extreme(), part()).new_tree(&mut runner).unwrap().current();
        if let Err(message) = compare(&settings, part, seed, 1e-4) {
            println!("seed {seed}: {message}");
            wrong.push(message);
        }
    }
    assert!(wrong.is_empty(), "{} of the seeds {seeds}:\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    // The same spans in every run, for a search in seven dimensions has corners; a larger number of cases visits others.
    #![proptest_config(ProptestConfig {
        cases: 100,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_251_122),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_random_working_point_beats_the_best_one(settings in extreme(), part in part(), seed in any::<u64>()) {
        prop_assert_eq!(compare(&settings, part, seed, 1e-6), Ok(()));
    }

    #[test]
    fn a_curve_has_no_jumps_and_ends_at_its_reach(settings in settings()) {
        let c = curve(&CurveRequest { scenario: scenario(&settings), points: 80 });
        // Within millimetres of the reach the rate is the rounding of its terms.
        let nothing = 1e-8 * c.points.first().map_or(0.0, |first| first.signed_rate_bit_s);
        for pair in c.points.windows(2) {
            let (a, b) = (pair[0].signed_rate_bit_s, pair[1].signed_rate_bit_s);
            prop_assert!(b <= a * (1.0 + 1e-6) + nothing, "the rate rises from {a} to {b} at {} km of {}", pair[1].length_km, settings.to_query());
        }
        // So close to the reach the key is a needle in several dimensions, which a search from nothing may miss.
        const CLOSE_KM: f64 = 0.1;
        if let Reach::UpTo(km) = c.reach && km > CLOSE_KM {
            prop_assert!(at(&settings, km - CLOSE_KM).key_rate_bit_s().is_some(), "no key just before {km} km of {}", settings.to_query());
            prop_assert!(at(&settings, km + CLOSE_KM).key_rate_bit_s().is_none(), "a key beyond {km} km of {}", settings.to_query());
        }
    }

    #[test]
    fn every_number_is_one(settings in settings(), km in 0.0f64..300.0) {
        let o = at(&settings, km);
        for x in [o.p_signal, o.p_noise, o.gain, o.p_accept, o.qber, o.secret_fraction, o.signed_rate_bit_s, o.window_s] {
            prop_assert!(x.is_finite(), "{o:?}");
        }
        for p in [o.p_signal, o.p_noise, o.gain, o.p_accept, o.qber, o.awake] {
            prop_assert!((0.0..=1.0).contains(&p), "{o:?}");
        }
    }
}
