//! ONNX files: from PyTorch and Keras, and our own.

use super::{network, trained};
use forecast::{Card, FeatureRows, Model, Recipe, Scorer, errors, write_onnx};
use monitoring::WindowWidth;
use std::path::PathBuf;

fn fixture(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/main/fixtures").join(file)
}

pub(super) fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(fixture(file)).expect("a fixture")
}

/// Rows of a table, and what the model should make of them.
fn table(name: &str, scorer: &Scorer) -> (FeatureRows, Vec<f64>) {
    let mut csv = csv::Reader::from_path(fixture(&format!("{name}.csv"))).expect("a fixture");
    let columns = scorer.features().len();
    let mut rows = FeatureRows { features: scorer.features(), ..FeatureRows::default() };
    let mut expected = Vec::new();
    let heads = csv.headers().expect("a header").clone();
    assert!(heads.iter().zip(&rows.features).all(|(head, feature)| head == feature.name()), "{heads:?}");
    for (number, record) in (0..).zip(csv.records()) {
        let numbers: Vec<f64> = record.expect("a line").iter().map(|x| x.parse().expect("a number")).collect();
        rows.values.extend(&numbers[..columns]);
        rows.rates.push(numbers[columns + 1]);
        rows.numbers.push(number);
        expected.push(numbers[columns]);
    }
    (rows, expected)
}

fn scorer(name: &str) -> Scorer {
    let card = Card::read(&bytes(&format!("{name}.json"))).expect("a card");
    Scorer::load(&bytes(&format!("{name}.onnx")), card).expect("a model")
}

/// Reference: onnxruntime 1.32.0 for models of PyTorch and Keras (fixtures.py), and our own arithmetic for ours.
#[test]
fn models_from_elsewhere_give_the_same_numbers() {
    for name in ["pytorch", "keras", "own"] {
        let scorer = scorer(name);
        let (rows, expected) = table(name, &scorer);
        let predicted = scorer.predict(&rows).unwrap();
        assert_eq!(predicted.len(), 40);
        for (p, y) in predicted.iter().zip(&expected) {
            let scaled = scorer.scaler().rate.scale(*p);
            assert!((scaled - y).abs() < 1e-5, "{name}: {scaled} is not {y}");
        }
        let spread =
            expected.iter().fold(f64::MIN, |a, b| a.max(*b)) - expected.iter().fold(f64::MAX, |a, b| a.min(*b));
        assert!(spread > 0.005, "{name}: all alike");
    }
}

/// More rows than are computed at once.
#[test]
fn chunks_do_not_show() {
    let scorer = scorer("keras");
    let (one, _) = table("keras", &scorer);
    let mut many = one.clone();
    for _ in 0..60 {
        many.values.extend(&one.values);
        many.rates.extend(&one.rates);
        many.numbers.extend(&one.numbers);
    }
    let (few, all) = (scorer.predict(&one).unwrap(), scorer.predict(&many).unwrap());
    let far = all.chunks(40).flat_map(|part| part.iter().zip(&few)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert!(all.len() == 61 * 40 && far < 1e-3, "{far} bit/s");
}

/// Two days of three links, two networks.
fn own() -> (Model, Vec<u8>, Card, FeatureRows) {
    let links = network(5, 2, &[46.0, 57.0, 43.0]);
    let links: Vec<_> = links.iter().collect();
    let recipe = Recipe { epochs: 2, networks: 2, ..Recipe::mixed(3) };
    let model = trained(&links, recipe);
    let rows = FeatureRows::of(links[1], &recipe.inputs.features()).unwrap();
    let onnx = write_onnx(&model);
    let card = Card::of(&model, &onnx, &links, WindowWidth::STANDARD, Vec::new());
    (model, onnx, card, rows)
}

/// The file that onnxruntime computes too (onnxruntime.test.mjs): made here, and the same to the last bit on any machine.
#[test]
fn our_own_file_is_the_same_everywhere() {
    let (_, onnx, card, _) = own();
    assert_eq!(onnx, bytes("own.onnx"));
    assert_eq!(card.json().into_bytes(), bytes("own.json"));
    assert_eq!(Card::read(card.json().as_bytes()).unwrap(), card);
}

#[test]
#[ignore = "writes the fixture"]
fn write_our_own_file() {
    let (model, onnx, card, mut rows) = own();
    rows.values.truncate(40 * rows.features.len());
    rows.rates.truncate(40);
    let predicted = model.predict(&rows);
    let heads: Vec<&str> = rows.features.iter().map(|feature| feature.name()).collect();
    let mut text = format!("{},scaled,key_rate\n", heads.join(","));
    for (row, rate) in rows.iter().zip(&predicted) {
        let scaled = model.scaler.rate.scale(*rate);
        let numbers = row.iter().chain([&scaled, rate]).map(f64::to_string);
        text += &(numbers.collect::<Vec<_>>().join(",") + "\n");
    }
    std::fs::write(fixture("own.onnx"), onnx).unwrap();
    std::fs::write(fixture("own.json"), card.json()).unwrap();
    std::fs::write(fixture("own.csv"), text).unwrap();
}

/// Of either architecture, and of other inputs.
#[test]
fn written_models_predict_like_trained_ones() {
    let links = network(5, 1, &[46.0, 57.0]);
    let links: Vec<_> = links.iter().collect();
    let thesis = Recipe { epochs: 1, ..Recipe::thesis(1) };
    let inputs = forecast::Inputs { laser_power: true, link_loss: false, history: false };
    for recipe in [
        thesis,
        Recipe { inputs, ..thesis },
        Recipe { architecture: forecast::Architecture::Simplified, networks: 3, ..thesis },
    ] {
        let model = trained(&links, recipe);
        let onnx = write_onnx(&model);
        let card = Card::of(&model, &onnx, &links, WindowWidth::STANDARD, Vec::new());
        let scorer = Scorer::load(&onnx, card).unwrap();
        let rows = FeatureRows::of(links[0], &recipe.inputs.features()).unwrap();
        let (ours, theirs) = (model.predict(&rows), scorer.predict(&rows).unwrap());
        let mse = errors(&ours, &theirs, model.scaler.rate).unwrap().mse;
        assert!(ours.len() > 50 && mse < 1e-12, "{mse}");
    }
}

/// The model of the page (scripts/model), on the network it was trained on; links 3 and 5 are unseen.
#[test]
fn the_model_of_the_page_is_better_than_persistence() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../public/model");
    let file = |name: &str| std::fs::read(folder.join(name)).expect("a file of the page");
    let scorer = Scorer::load(&file("keyspan.onnx"), Card::read(&file("keyspan.json")).unwrap()).unwrap();
    for (link, of_card) in network(1, 8, &[]).iter().zip(&scorer.card().metrics) {
        let scored = scorer.score(link).unwrap();
        assert_eq!((&of_card.link, of_card.learnt), (&link.link, ["1", "2", "4"].contains(&link.link.as_str())));
        assert_eq!(scored.learnt, of_card.learnt);
        assert!((scored.errors.mae - of_card.errors.mae).abs() < 1e-2, "{scored:?}");
        assert!(Some(scored.errors.mae) < scored.persistence_mae, "link {}: {:?}", link.link, scored.errors);
    }
}
