//! Models that are refused, in words.

use super::models::bytes;
use super::{network, trained};
use forecast::{
    Card, FeatureRows, Inputs, LinkWindows, MAX_CARD_BYTES, MAX_ONNX_BYTES, ModelProblem, Recipe, Scorer, check_onnx,
};
use monitoring::Parameter;
use serde_json::{Value, json};

/// Why the model of PyTorch is refused with another file or another card.
fn refusal(change: impl FnOnce(&mut Vec<u8>, &mut Value)) -> String {
    let mut onnx = bytes("pytorch.onnx");
    let mut card: Value = serde_json::from_slice(&bytes("pytorch.json")).unwrap();
    change(&mut onnx, &mut card);
    let card = Card::read(card.to_string().as_bytes());
    match card.and_then(|card| Scorer::load(&onnx, card)) {
        Ok(_) => panic!("nothing is refused"),
        Err(problem) => problem.to_string(),
    }
}

/// Another text of the same length in a file.
fn replace(bytes: &mut [u8], from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        (0..bytes.len() - from.len()).filter(|i| bytes[*i..].starts_with(from.as_bytes())).collect();
    assert!(!places.is_empty(), "no {from} in the file");
    places.into_iter().for_each(|i| bytes[i..i + to.len()].copy_from_slice(to.as_bytes()));
}

#[test]
fn a_model_that_does_not_fit_is_refused_in_words() {
    let report = [
        ("no ONNX", refusal(|onnx, _| *onnx = b"time,value\n1,2\n".to_vec())),
        ("empty", refusal(|onnx, _| onnx.clear())),
        ("cut short", refusal(|onnx, _| onnx.truncate(60_000))),
        ("an unknown operator", refusal(|onnx, _| replace(onnx, "Relu", "Tanh"))),
        ("too large", refusal(|onnx, _| onnx.resize(MAX_ONNX_BYTES + 1, 0))),
        ("an input more in the file", refusal(|_, card| drop(card["inputs"].as_array_mut().unwrap().pop()))),
        ("an input of another name", refusal(|_, card| card["inputs"][0]["name"] = json!("error_rate"))),
        (
            "an input of another width",
            refusal(|_, card| drop(card["inputs"][3]["features"].as_array_mut().unwrap().pop())),
        ),
        ("the card of another file", refusal(|_, card| card["model_sha256"] = json!("ab".repeat(32)))),
        ("no scaler", refusal(|_, card| drop(card.as_object_mut().unwrap().remove("scaler")))),
        (
            "no scaler of the key rate",
            refusal(|_, card| drop(card["scaler"].as_object_mut().unwrap().remove("key_rate"))),
        ),
        ("a scaler upside down", refusal(|_, card| card["scaler"]["qber"] = json!([0.4, 0.1]))),
        ("an unknown feature", refusal(|_, card| card["inputs"][0]["features"][0] = json!("temperature"))),
        ("a feature twice", refusal(|_, card| card["inputs"][0]["features"][0] = json!("visibility"))),
        ("another format", refusal(|_, card| card["format"] = json!("recipe"))),
        ("a later version", refusal(|_, card| card["version"] = json!(3))),
        ("level × COW^β missing", refusal(|_, card| card["inputs"][0]["features"][0] = json!("residual_10min_ago"))),
        (
            "level × COW^β invalid",
            refusal(|_, card| {
                card["baseline"] = json!({"beta": 0.5, "memory": 1.0, "mean_photons": 0.5, "error_correction": 1.0});
            }),
        ),
        (
            "intervals invalid",
            refusal(|_, card| {
                card["intervals"] = json!({"coverage": 0.9, "factor": -2.0, "scale": 0.02, "memory": 0.98});
            }),
        ),
        ("no width of windows", refusal(|_, card| drop(card.as_object_mut().unwrap().remove("window_min")))),
        ("no JSON", Card::read(b"learning_rate: 1").unwrap_err().to_string()),
        ("a large card", Card::read(&vec![b' '; MAX_CARD_BYTES + 1]).unwrap_err().to_string()),
        ("windows", ModelProblem::Window { wanted: 10, given: 5 }.to_string()),
    ];
    insta::assert_snapshot!(report.map(|(what, refusal)| format!("{what}: {refusal}")).join("\n"));
}

#[test]
fn a_link_without_required_inputs_is_refused() {
    let mut links = network(5, 1, &[46.0]);
    let features = Inputs { laser_power: true, ..Inputs::default() }.features();
    let link = links.remove(0);
    let refusal = |change: fn(&mut LinkWindows)| {
        let mut link = link.clone();
        change(&mut link);
        FeatureRows::of(&link, &features).unwrap_err().to_string()
    };
    let report = [
        refusal(|link| link.loss = None),
        refusal(|link| link.windows.width = 4.try_into().unwrap()),
        refusal(|link| link.windows.rows.retain(|window| window.mean(Parameter::LaserPower).is_none())),
        refusal(|link| link.windows.rows.retain(|window| window.number % 2 == 0)),
    ];
    insta::assert_snapshot!(report.join("\n"));
}

/// Whatever is in a file, nothing panics, and memory is not allotted for what is not there.
#[test]
fn damaged_files_are_refused_or_computed() {
    let onnx = bytes("own.onnx");
    let links = network(5, 1, &[46.0]);
    let model = trained(&[&links[0]], Recipe { epochs: 1, ..Recipe::thesis(1) });
    let rows = FeatureRows::of(&links[0], &model.recipe.inputs.features()).unwrap();
    let mut card = Card::read(&bytes("own.json")).unwrap();
    card.model_sha256 = None;
    // What is not weights: the first bytes and the last.
    let places = (0..400).chain(onnx.len() - 400..onnx.len());
    let mut computed = 0;
    for place in places.step_by(3) {
        for byte in [0, 1, 127, 255] {
            let mut damaged = onnx.clone();
            damaged[place] = byte;
            if check_onnx(&damaged).is_ok()
                && let Ok(scorer) = Scorer::load(&damaged, card.clone())
            {
                computed += u32::from(scorer.predict(&rows).is_ok());
            }
        }
    }
    assert!(computed > 100, "{computed}");
}
