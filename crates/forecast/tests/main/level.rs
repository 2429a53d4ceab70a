//! Level × COW^β: what it reaches on both physics, its files, and links that it does not apply to.

use super::{network, network_of, trained};
use forecast::{Card, CardErrors, Fold, LinkWindows, Model, Recipe, RowsProblem, Scorer, write_onnx};
use monitoring::{Hints, Parameter, Physics, WindowWidth, links, read, secret_fraction};
use numbers::random::Random;

/// A window of a made link: QBER, visibility, key rate, laser power; `None` for a value that is missing.
type Row = (Option<f64>, Option<f64>, Option<f64>, f64);

/// Number of the first window of a made link: in November 2023.
const FIRST: i64 = 2_833_334;

/// A link of these windows of 10 min.
fn made(name: &str, rows: &[Row]) -> LinkWindows {
    let file = |parameter: Parameter, value: &dyn Fn(&Row) -> Option<f64>| {
        let line = |(i, row): (usize, &Row)| Some(format!("{},{}\n", 600 * (FIRST + i as i64), value(row)?));
        let text: String = rows.iter().enumerate().filter_map(line).collect();
        read(&format!("link{name}_{}.csv", parameter.name()), text.as_bytes(), Hints::default()).expect("measurements")
    };
    let readings = vec![
        file(Parameter::Qber, &|row| row.0),
        file(Parameter::Visibility, &|row| row.1),
        file(Parameter::KeyRate, &|row| row.2),
        file(Parameter::LaserPower, &|row| Some(row.3)),
    ];
    let all = links(readings);
    LinkWindows::of(&all[0], None, WindowWidth::STANDARD)
}

/// A link whose key rate is level · g^β with noise, and in proportion to the laser power if that matters.
fn lawful(name: &str, level: f64, count: usize, power_matters: bool) -> Vec<Row> {
    let mut random = Random::new(5, name.len() as u64 + level as u64);
    let row = |_| {
        let (qber, visibility) = (0.02 + 0.001 * random.normal(), (0.97 + 0.005 * random.normal()).min(1.0));
        let power = 0.1 * (1.0 + 0.2 * (2.0 * random.uniform() - 1.0));
        let by_power = if power_matters { power / 0.1 } else { 1.0 };
        let g = secret_fraction(qber, visibility, 0.5, 1.0);
        let rate = level * g.powf(0.7) * by_power * (1.0 + 0.005 * random.normal());
        (Some(qber), Some(visibility), Some(rate), power)
    };
    (0..count).map(row).collect()
}

/// Without a network: it is not what is tested, and takes long.
fn quick(held_out: f64) -> Recipe {
    Recipe { epochs: 1, held_out, ..Recipe::level(1) }
}

fn refs(links: &[LinkWindows], names: &[&str]) -> Vec<LinkWindows> {
    links.iter().filter(|link| names.contains(&link.link.as_str())).cloned().collect()
}

fn model_of(links: &[LinkWindows], recipe: Recipe) -> Model {
    trained(&links.iter().collect::<Vec<_>>(), recipe)
}

/// The two numbers are found again, whatever the links' levels.
#[test]
fn beta_and_memory_are_found() {
    let links = [made("1", &lawful("1", 900.0, 400, false)), made("2", &lawful("22", 4000.0, 400, false))];
    let model = model_of(&links, quick(0.2));
    let level = model.baseline.unwrap();
    // The level is constant, so that the longest memory is best.
    assert!((level.beta - 0.7).abs() < 0.03 && level.memory > 0.9, "{level:?}");
}

/// Links 3 and 5 are unseen; on 1, 2 and 4 only windows count that training did not use.
#[test]
fn it_is_better_than_persistence_and_than_the_mean_of_three_lags_on_every_link() {
    for (physics, most) in [(Physics::Cow, 0.018), (Physics::Empirical, 0.029)] {
        let links = network_of(physics, 1, 8, &[]);
        let learnt = refs(&links, &["1", "2", "4"]);
        let model = model_of(&learnt, quick(0.2));
        for link in &links {
            let is_learnt = learnt.iter().any(|one| one.link == link.link);
            let scored = model.score(link, is_learnt).unwrap();
            let what = format!("{physics:?}, link {}: {:?}", link.link, scored.errors);
            assert!(scored.errors.relative_mae() < most, "{what}");
            assert!(Some(scored.errors.mae) < scored.lags_mae && scored.lags_mae < scored.persistence_mae, "{what}");
            assert!(scored.held_out, "{what}");
            let last = model.trained_windows.iter().find(|(name, ..)| *name == link.link).map(|(.., last)| *last);
            assert!(scored.numbers.iter().all(|number| Some(*number) > last), "{what}");
            assert!(if is_learnt { scored.errors.rows < 260 } else { scored.errors.rows > 900 }, "{what}");
        }
    }
}

/// The last two of four weeks are held out; nominal is 90 %.
#[test]
fn intervals_hold_on_weeks_held_out() {
    for physics in [Physics::Cow, Physics::Empirical] {
        let links = network_of(physics, 1, 28, &[46.0, 57.0, 42.0, 43.0]);
        let model = model_of(&refs(&links, &["1", "2", "4"]), quick(0.5));
        for link in &links {
            let scored = model.score(link, link.link != "3").unwrap();
            let covered = scored.covered.unwrap();
            assert!(scored.errors.rows > 1500, "{}", scored.errors.rows);
            assert!((0.88..=0.92).contains(&covered), "{physics:?}, link {}: {covered}", link.link);
        }
    }
}

fn files(model: &Model, links: &[LinkWindows]) -> (Vec<u8>, Card) {
    let onnx = write_onnx(model);
    let refs: Vec<&LinkWindows> = links.iter().collect();
    let metrics = links.iter().map(|link| CardErrors::of(&model.score(link, true).unwrap())).collect();
    let card = Card::of(model, &onnx, &refs, WindowWidth::STANDARD, metrics);
    (onnx, card)
}

/// The key rate follows the laser power, which level × COW^β does not know: a network comes to it and the file holds both.
#[test]
fn a_network_is_kept_where_it_helps() {
    let links: Vec<LinkWindows> =
        [("1", 900.0), ("2", 3000.0)].map(|(name, level)| made(name, &lawful(name, level, 600, true))).into();
    let inputs = forecast::Inputs { laser_power: true, ..Recipe::level(1).inputs };
    for networks in [1, 2] {
        let model = model_of(&links, Recipe { epochs: 25, inputs, networks, ..Recipe::level(1) });
        let choice = model.choice.clone().unwrap();
        assert!(choice.kept && model.networks.len() == networks as usize, "{choice:?}");
        let (onnx, card) = files(&model, &links);
        assert_eq!(Card::read(card.json().as_bytes()).unwrap(), card);
        let scorer = Scorer::load(&onnx, card).unwrap();
        for link in &links {
            let (ours, theirs) = (model.score(link, true).unwrap(), scorer.score(link).unwrap());
            assert!(ours.errors.mae < 0.5 * ours.baseline_mae.unwrap(), "{:?}", ours.errors);
            for (a, b) in ours.predicted.iter().zip(&theirs.predicted) {
                assert!((a - b).abs() < 1e-4 * a, "{a} {b}");
            }
            assert_eq!((ours.held_out, ours.numbers), (true, theirs.numbers));
        }
    }
    // Where it does not matter, the two numbers are enough.
    let plain: Vec<LinkWindows> =
        [("1", 900.0), ("2", 3000.0)].map(|(name, level)| made(name, &lawful(name, level, 300, false))).into();
    let model = model_of(&plain, Recipe { epochs: 2, ..Recipe::level(1) });
    assert!(model.networks.is_empty() && !model.choice.unwrap().kept);
}

#[test]
fn files_without_a_network_predict_the_same_to_the_last_bit() {
    let links = network(3, 2, &[46.0, 57.0]);
    let model = model_of(&links, quick(0.2));
    let (onnx, card) = files(&model, &links);
    assert_eq!((write_onnx(&model_of(&links, quick(0.2))), card.version), (onnx.clone(), 2));
    let scorer = Scorer::load(&onnx, card.clone()).unwrap();
    for (link, on_card) in links.iter().zip(&card.metrics) {
        let (ours, theirs) = (model.score(link, true).unwrap(), scorer.score(link).unwrap());
        assert_eq!((ours.numbers, ours.covered), (theirs.numbers, theirs.covered));
        assert!((theirs.errors.mae - on_card.errors.mae).abs() < 1e-3 && theirs.learnt && theirs.held_out);
    }
    // A card of before, without β: the same file cannot be read, and nothing is guessed.
    let mut older = card;
    older.baseline = None;
    assert!(Card::read(older.json().as_bytes()).is_err());
}

/// Where the key stops or the COW model allows none: what is predicted, what is counted, what is said.
#[test]
fn windows_without_a_key_and_links_without_a_secret_fraction() {
    let mut rows = lawful("1", 900.0, 300, false);
    let model = model_of(&[made("1", &rows)], quick(0.2));
    // In held-out windows: no key, a QBER at which the model allows none, QBER and visibility missing.
    rows[280].2 = Some(0.0);
    rows[285].0 = Some(0.2);
    rows[290].0 = None;
    rows[291].1 = None;
    let scored = model.score(&made("1", &rows), true).unwrap();
    let at = |index: i64| Some(scored.predicted[scored.numbers.iter().position(|number| *number == FIRST + index)?]);
    assert_eq!((at(285), at(290), at(291)), (Some(0.0), None, None));
    assert!(at(280) > Some(100.0) && at(239).is_none());
    assert_eq!((scored.errors.without_rate, scored.contradicted), (1, 1));
    assert_eq!(scored.predicted.iter().filter(|rate| **rate == 0.0).count(), 1);
    assert!(scored.note().unwrap().contains("1 of"), "{:?}", scored.note());
    // The level goes on from before.
    let usual = |rate: &f64| *rate == 0.0 || (100.0..1000.0).contains(rate);
    assert!(scored.predicted.iter().all(usual), "{:?}", scored.predicted);
    // A QBER above 11 % in every window would be taken for one in per cent.
    let hopeless: Vec<Row> = rows.iter().map(|row| (Some(0.1), Some(0.6), row.2, row.3)).collect();
    let problem = model.score(&made("1", &hopeless), true).unwrap_err();
    assert!(matches!(problem, RowsProblem::NoSecretFraction { .. }));
    insta::assert_snapshot!(problem.to_string());
    // Only windows that training used.
    let known: Vec<Row> = rows[..200].to_vec();
    assert!(matches!(model.score(&made("1", &known), true), Err(RowsProblem::NothingHeldOut(_))));
}

#[test]
fn a_network_is_compared_on_links_left_out() {
    let links = network(1, 2, &[46.0, 57.0, 43.0]);
    let model = model_of(&links, Recipe { epochs: 1, ..Recipe::level(1) });
    let folds = model.choice.unwrap().folds;
    assert_eq!(folds.iter().map(|fold: &Fold| fold.link.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert!(folds.iter().all(|fold| fold.baseline > 0.005 && fold.network.is_some()), "{folds:?}");
    assert_eq!(model.epochs.iter().map(|epoch| epoch.network).collect::<Vec<_>>(), [1, 2, 3]);
    let refused = |recipe: Recipe| forecast::Training::new(&[&links[0]], recipe).unwrap_err().to_string();
    insta::assert_snapshot!(
        [
            refused(Recipe { held_out: 0.9, ..Recipe::level(1) }),
            refused(Recipe { epochs: 0, ..Recipe::level(1) }),
            refused(Recipe { networks: 99, ..Recipe::level(1) }),
        ]
        .join("\n")
    );
}
