//! Uncertain parameters: results known in closed form, invariances, and messages to users.

use engine::scenario::{Key, Scenario, Settings};
use engine::sweep::{
    Block, Distances, Law, LeftOut, LeftOutReason, Optimise, Reach, Spread, SpreadProblem, Study, Uncertainty,
    UncertaintyPlan, UncertaintyProblem, UncertaintyRequest, Width, reach, sample_block, summarise, uncertainty,
};
use numbers::statistics::QUANTILES;
use numbers::units::Kilometres;
use proptest::prelude::*;

/// Standard normal quantiles of [`QUANTILES`], SciPy 1.17.1.
const Z: [f64; 5] = [-1.6448536269514722, -0.6744897501960817, 0.0, 0.6744897501960817, 1.6448536269514722];

fn settings(link: &str) -> Settings {
    let (settings, notices) = Settings::from_query(link);
    assert!(notices.is_empty(), "{notices:?}");
    settings
}

fn request(link: &str, vary: &str, samples: u32) -> UncertaintyRequest {
    let spreads = vary.split_whitespace().map(|text| Spread::read(text).unwrap()).collect();
    UncertaintyRequest { samples, ..UncertaintyRequest::new(settings(link), spreads) }
}

fn of(link: &str, vary: &str, samples: u32) -> Uncertainty {
    uncertainty(request(link, vary, samples)).unwrap_or_else(|problem| panic!("{problem}"))
}

fn km(lengths: &[f64]) -> Distances {
    Distances::At(lengths.iter().map(|length| (*length).try_into().unwrap()).collect())
}

fn reach_with(link: &str, changes: &[(Key, f64)]) -> f64 {
    let changes: Vec<_> = changes.iter().map(|&(key, x)| (key, engine::scenario::Value::Number(x))).collect();
    reach(&Scenario::try_from(&settings(link).with(&changes)).unwrap()).km().unwrap()
}

#[test]
fn a_falling_reach_turns_the_quantiles_of_its_parameter_around() {
    let found = of("v=1", "iso_back:lognormal:1.5", 1024);
    for (i, z) in Z.iter().enumerate() {
        let expected = reach_with("v=1", &[(Key::IsoBack, 1e-7 * 1.5f64.powf(-z))]);
        let quantile = found.reach.quantiles_km[i];
        // A sample more or less below the quantile, where the bell is thinnest: 1 / (1024 × 0.103) standard deviations of 4 km.
        assert!((quantile.value - expected).abs() < 0.04, "{:?}, not {expected}", quantile);
        assert!(quantile.error < 0.2);
    }
    let alone = found.ranking[0].alone;
    for (end, z) in [(alone.low, Z[0]), (alone.high, Z[4])] {
        assert!((end.value / (1e-7 * 1.5f64.powf(z)) - 1.0).abs() < 1e-9);
        let expected = reach_with("v=1", &[(Key::IsoBack, end.value)]);
        assert_eq!(end.reach, Some(Reach::UpTo(expected)));
    }
    let (mean, deviation) = (found.reach.mean_km.unwrap(), found.reach.deviation_km.unwrap());
    assert!(
        (mean - found.reach.quantiles_km[2].value).abs() < 0.1 && (3.5..4.5).contains(&deviation),
        "{mean} {deviation}"
    );
}

#[test]
fn the_key_rate_follows_the_repetition_rate_and_the_reach_does_not() {
    let distances = km(&[0.0, 50.0, 98.0, 98.3]);
    let found = uncertainty(UncertaintyRequest { distances, ..request("v=1", "rate:normal:10%", 1024) }).unwrap();
    for point in &found.band {
        for (quantile, z) in point.quantiles_bit_s.iter().zip(Z) {
            // A sample more or less: 1 / (1024 × 0.103) of 10 %.
            let expected = point.present_bit_s * (1.0 + 0.1 * z);
            assert!((quantile - expected).abs() <= 1.2e-3 * expected, "{point:?}, not {expected}");
        }
    }
    assert!(found.band[2].present_bit_s > 0.0 && found.band[3].present_bit_s == 0.0);
    assert_eq!((found.ranking[0].first_order, found.ranking[0].total), (None, None));
    assert_eq!(found.reach.histogram.as_ref().unwrap().counts.len(), 1);
}

#[test]
fn parts_of_the_variance_are_those_of_the_slopes() {
    // For small widths the reach is linear: each parameter makes the square of its slope times its width.
    let widths = [(Key::Alpha, 0.0002), (Key::Misalign, 0.0002), (Key::Fec, 0.004)];
    let link = "v=1&misalign=0.02";
    let squares = widths.map(|(key, width)| {
        let centre = match settings(link).value(key) {
            engine::scenario::Value::Number(x) => x,
            engine::scenario::Value::Word(word) => panic!("{word}"),
        };
        let [less, more] = [-width, width].map(|change| reach_with(link, &[(key, centre + change)]));
        ((more - less) / 2.0).powi(2)
    });
    let found = of(link, "alpha:normal:0.0002 misalign:normal:0.0002 fec:normal:0.004", 1024);
    let all: f64 = squares.iter().sum();
    for ((key, _), square) in widths.iter().zip(squares) {
        let rank = found.ranking.iter().find(|rank| rank.spread.key == *key).unwrap();
        for index in [rank.first_order.unwrap(), rank.total.unwrap()] {
            assert!(square / all > 0.05, "a test of nothing: {key:?} makes {}", square / all);
            assert!((index.value - square / all).abs() < 0.01, "{key:?}: {index:?}, not {}", square / all);
        }
    }
    assert!((found.reach.deviation_km.unwrap() / all.sqrt() - 1.0).abs() < 0.01);
    assert!(found.ranking.windows(2).all(|pair| pair[0].total.unwrap().value > pair[1].total.unwrap().value));
}

#[test]
fn rejected_samples_are_left_out_and_counted() {
    // 10.594 % of the values of the bell are below the least efficiency, 0.01 % (SciPy 1.17.1), and the points are even.
    let found = of("v=1", "eff:normal:8% dark:lognormal:2", 1024);
    assert_eq!(found.left_out, [LeftOut { key: Key::Eff, reason: LeftOutReason::OutOfRange, samples: 108 }]);
    assert_eq!((found.samples, found.used), (1024, 1024 - 108));
    assert!(found.ranked < found.used && found.ranked > 1024 * 3 / 4 && !found.dependent);
    // Moved to the least efficiency, a tenth of the samples would have next to no key at 0 km.
    assert!(found.band[0].quantiles_bit_s[0] > 0.05 * found.band[0].present_bit_s);
    // The end of the bar is a quantile of what is left.
    let low = found.ranking.iter().find(|rank| rank.spread.key == Key::Eff).unwrap().alone.low;
    assert!((1e-4..0.1 - 0.8 * 0.08).contains(&low.value), "{low:?}");
}

#[test]
fn values_that_do_not_go_together_are_left_out_too() {
    let link = "v=1&source=wcp&mu=0.5&nu1=0.3&nu2=0.1&bandwidth=1e11";
    let found = of(link, "mu:uniform:0.12 nu1:uniform:0.05", 64);
    assert_eq!((found.left_out[0].key, found.left_out[0].reason), (Key::Mu, LeftOutReason::Conflict));
    assert!(found.dependent && found.ranked < found.used);
    assert_eq!(found.left_out.iter().map(|left_out| left_out.samples).sum::<u32>(), found.samples - found.used);
}

#[test]
fn some_without_any_key_and_some_without_an_end() {
    // (1 + f_EC) h(Q) = 1 at Q = 9.9 %: beyond it there is no key even without a fibre.
    let some = of("v=1&misalign=0.085", "misalign:normal:0.5%", 256);
    assert!(some.reach.with_key < some.used && some.reach.with_key > some.used / 2 && some.reach.unlimited == 0);
    assert_eq!(some.reach.quantiles_km[0].value, 0.0);
    // Without classical light and with few dark counts the reach is unlimited.
    let unlimited = of("v=1&bitrate=0&afterpulse=0&dark=0.02&alpha=0.1", "dark:lognormal:10", 256);
    assert!(unlimited.reach.unlimited > 0 && unlimited.reach.unlimited < unlimited.used);
    assert!(unlimited.reach.quantiles_km[0].value.is_finite() && unlimited.reach.quantiles_km[4].value.is_infinite());
    assert_eq!(unlimited.reach.with_key, unlimited.used);
    assert_eq!(
        unlimited.reach.histogram.unwrap().counts.iter().sum::<u32>() + unlimited.reach.unlimited,
        unlimited.used
    );
}

#[test]
fn the_result_in_a_sentence() {
    let messages: Vec<String> = [
        ("v=1", "iso_for:lognormal:1.5 iso_back:lognormal:1.5 dark:normal:2k"),
        ("v=1", "iso_back:lognormal:1.05 raman:lognormal:1.5 alpha:normal:1%"),
        ("v=1", "dark:normal:10%"),
        ("v=1", "rate:normal:10%"),
        ("v=1&misalign=0.085", "misalign:normal:0.5%"),
        ("v=1&misalign=0.085", "misalign:normal:0.5% eff:uniform:5% raman:lognormal:2 iso_back:lognormal:100"),
        ("v=1&misalign=0.12", "misalign:normal:0.5%"),
        ("v=1&misalign=0.099", "misalign:normal:1%"),
        ("v=1&bitrate=0&afterpulse=0&dark=0.02&alpha=0.1", "dark:lognormal:10"),
        ("v=1&bitrate=0&afterpulse=0&dark=1e-6&alpha=0.1", "eff:uniform:1%"),
    ]
    .map(|(link, vary)| format!("{link}, {vary}\n  {}", of(link, vary, 128).sentence()))
    .into();
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn mistakes_are_reported() {
    let messages: Vec<String> = [
        ("v=1", "", 64),
        ("v=1", "dark:normal:2k dark:uniform:1k", 64),
        ("v=1&band=O", "raman:lognormal:2 misalign:normal:1%", 64),
        ("v=1&band=O", "raman:normal:10%", 64),
        ("v=1", "bandwidth:normal:1G window:lognormal:2 pz:normal:1% mu:normal:0.1 nu2:normal:0.01", 64),
        ("v=1&window=open", "pd:normal:1%", 64),
        ("v=1&dispersion=-17", "dispersion:lognormal:1.1", 64),
        ("v=1", "dark:normal:2k", 1000),
        ("v=1", "dark:normal:2k", 32),
        ("v=1", "dark:normal:2k", 1 << 17),
        ("v=1", "misalign:normal:1% fec:normal:1", 64),
        ("v=1&source=wcp&mu=0.5&nu1=0.45&nu2=0.04", "mu:uniform:0.4 nu1:uniform:0.02 nu2:uniform:0.05", 64),
    ]
    .map(|(link, vary, samples)| {
        format!("{link}, {vary}, {samples}\n{}", uncertainty(request(link, vary, samples)).unwrap_err())
    })
    .into();
    let mut settings = settings("v=1&source=wcp&analysis=infinite");
    settings.set(Key::KeyLength, engine::scenario::Value::Word("finite"));
    let conflict = uncertainty(UncertaintyRequest::new(settings, Vec::new())).unwrap_err();
    let at = |distances, samples| UncertaintyRequest { distances, ..request("v=1", "dark:normal:2k", samples) };
    let too_long = uncertainty(at(km(&[50.0, 1001.0]), 64)).unwrap_err();
    let too_many = uncertainty(at(Distances::Fitting(1000), 1 << 16)).unwrap_err();
    insta::assert_snapshot!(format!("{}\n{conflict}\n{too_long}\n{too_many}", messages.join("\n")));
}

#[test]
fn a_law_made_by_hand_has_a_width_too() {
    let none = [0.0, -1.0, f64::NAN, f64::INFINITY];
    let laws = none.iter().flat_map(|&x| {
        let width = |width| [Law::Normal { plus_minus: width }, Law::Uniform { plus_minus: width }];
        [width(Width::Absolute(x)), width(Width::Relative(x))].concat()
    });
    let widths = laws.map(|law| (law, SpreadProblem::NoWidth));
    let factors = none.iter().chain(&[1.0, 0.5]).map(|&factor| (Law::LogNormal { factor }, SpreadProblem::NoFactor));
    for (law, problem) in widths.chain(factors) {
        let request = UncertaintyRequest::new(Settings::default(), vec![Spread { key: Key::Dark, law }]);
        assert_eq!(uncertainty(request), Err(UncertaintyProblem::Spreads(vec![(Key::Dark, problem)])), "{law:?}");
    }
}

fn plan() -> UncertaintyPlan {
    let request = request("v=1", "eff:normal:8% iso_back:lognormal:2", 64);
    UncertaintyPlan::new(UncertaintyRequest { distances: Distances::Fitting(12), ..request }).unwrap()
}

#[test]
fn blocks_must_be_all_samples_once() {
    let plan = plan();
    let [first, second, all] = [0..32, 32..64, 0..64].map(|range| sample_block(&plan, range));
    let incomplete = Err(UncertaintyProblem::Incomplete { samples: 64 });
    for blocks in [vec![], vec![first.clone()], vec![second.clone()], vec![first.clone(), all], vec![first.clone(); 2]]
    {
        assert_eq!(summarise(&plan, &blocks), incomplete);
    }
    // Samples of another plan: of other distances, or with another number of parameters.
    let distances = Distances::Fitting(20);
    let finer = UncertaintyPlan::new(UncertaintyRequest { distances, ..plan.request.clone() }).unwrap();
    let mut fewer = plan.request.clone();
    fewer.spreads.truncate(1);
    let fewer = UncertaintyPlan::new(fewer).unwrap();
    for other in [finer, fewer] {
        assert_eq!(summarise(&plan, &[first.clone(), sample_block(&other, 32..64)]), incomplete);
    }
    assert!(summarise(&plan, &[second, first]).is_ok());
}

/// The same samples, each optimised for itself and with a device that is set once.
fn both_ways(link: &str, vary: &str, samples: u32, seed: u32) -> [(UncertaintyPlan, Block); 2] {
    Optimise::ALL.map(|optimise| {
        let distances = km(&[0.0, 15.0, 40.0, 60.0, 90.0]);
        let request = UncertaintyRequest { optimise, seed, distances, ..request(link, vary, 64) };
        let plan = UncertaintyPlan::new(request).unwrap();
        let block = sample_block(&plan, 0..samples);
        (plan, block)
    })
}

const LINKS: [(&str, &str); 6] = [
    ("jitter=20p&dispersion=17", "jitter:lognormal:1.5 iso_back:lognormal:3dB"),
    ("window=optimal&jitter=20p", "jitter:lognormal:2 dark:lognormal:3 eff:normal:1%"),
    ("key=finite&events=1e7", "dark:lognormal:2 afterpulse:normal:0.5%"),
    ("source=wcp&key=finite&events=1e8", "eff:normal:1% dark:lognormal:3"),
    ("protocol=three_state&key=finite&events=1e8&misalign=2%", "misalign:normal:0.4% iso_for:lognormal:3dB"),
    ("bandwidth=1e11&window=300p", "dark:lognormal:2"),
];

/// What is set once can be set so for each sample, too.
#[test]
fn a_device_set_once_never_makes_more_key() {
    for (link, vary) in LINKS {
        let [(_, anew), (_, once)] = both_ways(link, vary, 4, 3);
        let mut less = 0;
        for (anew, once) in anew.samples.iter().zip(&once.samples) {
            let km = |reach: Option<Reach>| reach.unwrap().km().unwrap();
            assert!(km(once.reach) <= km(anew.reach) + 1e-5, "{link}: {:?} {:?}", once.reach, anew.reach);
            for (a, b) in anew.rates_bit_s.iter().zip(&once.rates_bit_s) {
                assert!(*b <= a * (1.0 + 1e-6), "{link}: {a} {b}");
                less += u32::from(*b < a * (1.0 - 1e-7));
            }
        }
        // But for the link without anything to optimise it does make less.
        assert_eq!(less == 0, Optimise::kept(&settings(link)).is_empty(), "{link}: {less}");
    }
}

#[test]
fn without_spread_a_device_set_once_is_the_optimal_one() {
    for (link, vary) in LINKS {
        let narrow = vary.split(' ').map(|one| format!("{}:lognormal:1.000000000001", one.split_once(':').unwrap().0));
        let [(plan, _), (_, once)] = both_ways(link, &narrow.collect::<Vec<_>>().join(" "), 1, 1);
        for sample in &once.samples {
            let [present, found] = [plan.present, sample.reach.unwrap()].map(|reach| reach.km().unwrap());
            assert!((present - found).abs() < 1e-4, "{link}: {present} {found}");
            for (present, found) in plan.present_bit_s.iter().zip(&sample.rates_bit_s) {
                assert!((present - found).abs() <= 1e-6 * present, "{link}: {present} {found}");
            }
        }
    }
}

#[test]
fn a_device_set_once_says_what_it_keeps() {
    let notes = |link, vary| {
        let request = UncertaintyRequest { optimise: Optimise::Once, ..request(link, vary, 64) };
        uncertainty(request).unwrap().notes().join("\n")
    };
    let kept = Optimise::kept(&settings("protocol=three_state&key=finite&window=optimal&mu=0.5"));
    assert_eq!(kept, [Key::Window, Key::Bandwidth, Key::Nu1, Key::PSignal, Key::Pz]);
    insta::assert_snapshot!(
        [LINKS[0], LINKS[5]].map(|(link, vary)| format!("{link}: {}", notes(link, vary))).join("\n")
    );
    // The other way says nothing.
    assert_eq!(of("v=1", "dark:normal:2k", 64).notes(), Vec::<String>::new());
}

/// Fractions of signals and decoys that were right for the present values and are more than all pulses together for others.
#[test]
fn a_setting_that_is_impossible_makes_no_key() {
    let link = "source=wcp&analysis=two_decoy&key=finite&p_decoy=0.3";
    let [(_, anew), (_, once)] = both_ways(link, "p_decoy:uniform:20%", 8, 1);
    let reaches = |block: &Block| block.samples.iter().filter(|one| one.reach == Some(Reach::Nowhere)).count();
    assert_eq!(reaches(&anew), 0);
    assert!(reaches(&once) > 1);
}

#[test]
fn equal_seeds_give_equal_results() {
    let with = |seed| uncertainty(UncertaintyRequest { seed, ..request("v=1", "dark:normal:2k", 64) }).unwrap();
    assert_eq!(with(1), with(1));
    assert_ne!(with(1).band, with(2).band);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_division_into_blocks_does_not_matter(mut cuts in prop::collection::vec(0u32..65, 0..6), turn: prop::sample::Index) {
        let plan = plan();
        let whole = summarise(&plan, &[sample_block(&plan, 0..64)]).unwrap();
        cuts.extend([0, 64]);
        cuts.sort_unstable();
        let mut blocks: Vec<Block> = cuts.windows(2).map(|pair| sample_block(&plan, pair[0]..pair[1])).collect();
        let middle = turn.index(blocks.len());
        blocks.rotate_left(middle);
        prop_assert_eq!(summarise(&plan, &blocks).unwrap(), whole);
    }

    #[test]
    fn the_division_into_portions_does_not_matter(portions in 1usize..5, size in 1usize..200, turns in 1usize..5) {
        let request = UncertaintyRequest { distances: Distances::Fitting(12), ..request("v=1", "eff:normal:8% dark:lognormal:2", 256) };
        let mut study = Study::new(request.clone()).unwrap();
        let mut progress = 0.0;
        while !study.is_done() {
            let turned = if size > 20 { size / turns } else { size };
            let found: Vec<_> = study.next(portions, turned).iter().map(|portion| portion.run()).collect();
            prop_assert!(found.len() <= portions && found.iter().all(|found| (1..=turned).contains(&found.len())));
            study.add(found.concat());
            prop_assert!(study.progress() > progress);
            progress = study.progress();
            // Before the end it says what fewer samples say.
            if let Some(result) = study.result() {
                let samples = [256, 128, 64].into_iter().find(|samples| *samples <= study.samples()).unwrap();
                let fewer = UncertaintyRequest { samples, ..request.clone() };
                prop_assert_eq!(result, uncertainty(fewer));
            } else {
                prop_assert!(study.samples() < 64);
            }
        }
        prop_assert_eq!((study.progress(), study.samples()), (1.0, 256));
        prop_assert!(study.next(portions, size).is_empty());
    }

    #[test]
    fn bands_are_in_order(seed: u32, dark in 1.1f64..10.0, isolation in 1.1f64..10.0) {
        let vary = format!("dark:lognormal:{dark} iso_back:lognormal:{isolation}");
        let found = uncertainty(UncertaintyRequest { seed, ..request("v=1", &vary, 64) }).unwrap();
        let rises = |quantiles: &[f64; 5]| quantiles.windows(2).all(|pair| pair[0] <= pair[1]);
        prop_assert!(found.band.iter().all(|point| rises(&point.quantiles_bit_s)));
        prop_assert!(rises(&found.reach.quantiles_km.map(|quantile| quantile.value)));
        for i in 0..QUANTILES.len() {
            prop_assert!(found.band.windows(2).all(|pair| pair[0].quantiles_bit_s[i] >= pair[1].quantiles_bit_s[i]));
        }
        // The axis shows where nearly all of the keys end.
        prop_assert_eq!(found.band.last().unwrap().quantiles_bit_s[3], 0.0);
        let _: Kilometres = found.band[0].length_km.try_into().unwrap();
    }
}
