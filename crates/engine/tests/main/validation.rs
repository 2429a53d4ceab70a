//! Published runs beside the model.

use engine::scenario::{Key, Scenario, Settings};
use engine::sweep::outcome;
use engine::validation::{RUNS, RunModel, Validated, validated};

/// Names of parameters in `name=value` joined by `&`.
fn names(parameters: &str) -> Vec<&str> {
    parameters.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name).collect()
}

#[test]
fn every_parameter_is_given_or_chosen_and_none_is_lost() {
    for run in &RUNS {
        let (given, chosen) = (names(run.given), names(run.chosen));
        assert!(given.iter().all(|name| !chosen.contains(name)), "{}", run.name);
        if let RunModel::Link { .. } = run.model {
            let query = [run.given, run.chosen].join("&");
            assert_eq!(Settings::from_query(&query).1, [], "{}", run.name);
            let settings = run.settings().unwrap();
            for name in given.iter().chain(&chosen) {
                assert!(Key::named(name).is_none_or(|key| settings.applies(key)), "{}: {name}", run.name);
            }
        }
    }
}

/// Brackets that a doubled or halved rate leaves.
#[test]
fn the_ratios_are_as_they_were() {
    let computed: Vec<Validated> = RUNS.iter().map(validated).collect();
    let brackets = [
        ("Lucamarini 2013, 35 km", 0.5, 1.0),
        ("Lucamarini 2013, 50 km", 0.5, 1.0),
        ("Lucamarini 2013, 65 km", 0.6, 1.2),
        ("Lucamarini 2013, 80 km", 0.7, 1.6),
        ("Mao 2018, co-propagating", 5.0, 10.0),
        ("Mao 2018, counter-propagating", 4.5, 9.0),
        ("One-decoy program, 1e7 sifted bits", 0.99, 1.01),
        ("One-decoy program, 1e9 sifted bits", 0.999, 1.001),
        ("Boaron 2018, 200 km", 0.16, 0.36),
        ("Korzh 2014", 6.0, 14.0),
        ("Cerberis3", 250.0, 500.0),
    ];
    assert_eq!(computed.len(), brackets.len());
    for (run, (name, low, high)) in computed.iter().zip(brackets) {
        assert_eq!(run.name, name);
        assert!((low..high).contains(&run.ratio), "{name}: {} bit/s, ratio {}", run.computed_bit_s, run.ratio);
        assert_eq!(run.ratio, run.computed_bit_s / run.published_bit_s);
    }
}

/// What the remark on the runs of Lucamarini et al. says.
#[test]
fn the_authors_intensities_give_no_key_here() {
    let run = RUNS.iter().find(|run| run.name == "Lucamarini 2013, 50 km").unwrap();
    let theirs = "mu=0.425&nu1=0.044&p_signal=0.98828125&p_decoy=0.0078125&pz=0.9375";
    let at_50_km = |query: &str| {
        let scenario = Scenario::try_from(&Settings::from_query(query).0).unwrap();
        outcome(&scenario, 50.0.try_into().unwrap()).unwrap()
    };
    let ours = [run.given, run.chosen].join("&");
    assert!((at_50_km(&ours).qber - 0.0426).abs() < 0.0005);
    assert_eq!(at_50_km(&[&ours, theirs].join("&")).key_rate_bit_s(), None);
}
