use super::*;
use lesson::PATIENCE;
use mixing::Scaled;
use numbers::random::Random;
use sha2::{Digest, Sha256};
use step::Scratch;

/// Rows that follow a law, with some noise.
fn rows(inputs: Inputs, count: usize, stream: u64) -> FeatureRows {
    let mut random = Random::new(7, stream);
    let features = inputs.features();
    let mut rows = FeatureRows { features: features.clone(), ..FeatureRows::default() };
    for number in 0..count {
        let row: Vec<f64> = features.iter().map(|_| random.uniform()).collect();
        let last = row[row.len() - 1];
        rows.rates.push(900.0 + 300.0 * row[0] * row[1] - 200.0 * last + 5.0 * random.normal());
        rows.values.extend(row);
        rows.numbers.push(number as i64);
    }
    rows
}

fn trained(recipe: Recipe, rows: &[FeatureRows]) -> Learnt {
    let mut training = Lesson::with(rows, recipe).unwrap();
    while training.epoch().is_some() {}
    training.finish()
}

/// The network once more, in f64 and one row at a time: for the differences.
fn loss_in_f64(network: &NeuralNetwork, weights: &[f64], rows: &[(Vec<f64>, f64)]) -> f64 {
    let layers = network.layers();
    let of_row = |(inputs, rate): &(Vec<f64>, f64)| {
        let mut units = inputs.clone();
        for layer in &layers {
            units.resize(layer.to.end, 0.0);
            for (o, to) in layer.to.clone().enumerate() {
                let weight = |i: usize| weights[layer.weights + o * layer.inputs() + i];
                let bias = weights[layer.weights + layer.inputs() * layer.outputs() + o];
                let sum: f64 = layer.from.clone().enumerate().map(|(i, from)| weight(i) * units[from]).sum();
                units[to] = if layer.relu { (sum + bias).max(0.0) } else { sum + bias };
            }
        }
        (units[units.len() - 1] - rate).powi(2)
    };
    rows.iter().map(of_row).sum::<f64>() / rows.len() as f64
}

#[test]
fn the_gradient_is_that_of_finite_differences() {
    for (architecture, count) in
        [(Architecture::Optimised, 8), (Architecture::Optimised, 5), (Architecture::Simplified, 8)]
    {
        let mut random = Random::new(3, 1);
        let mut network = NeuralNetwork::new(architecture, Branch::ALL[..5].to_vec(), &mut random);
        // Biases of their own, so that no unit sits at the kink.
        network.weights.iter_mut().for_each(|w| *w += 0.02 * (random.uniform() as f32 - 0.3));
        let inputs: Vec<f32> = (0..count * 7).map(|_| random.uniform() as f32).collect();
        let rates: Vec<f32> = (0..count).map(|_| random.uniform() as f32).collect();
        let mut scratch = Scratch::new(&network);
        let scaled = Scaled { width: 7, inputs: inputs.clone(), rates: rates.clone() };
        scratch.fill(&scaled);
        scratch.batch(&network, count);
        let exact: Vec<(Vec<f64>, f64)> = inputs
            .chunks(7)
            .zip(&rates)
            .map(|(row, rate)| (row.iter().copied().map(f64::from).collect(), f64::from(*rate)))
            .collect();
        let mut weights: Vec<f64> = network.weights.iter().copied().map(f64::from).collect();
        let scale = scratch.gradient().iter().fold(0.0f32, |most, g| most.max(g.abs()));
        assert!(scale > 1e-3);
        let step = if weights.len() > 1000 { 131 } else { 1 };
        for i in (0..weights.len()).step_by(step) {
            let at = weights[i];
            let mut loss = |x: f64| {
                weights[i] = x;
                loss_in_f64(&network, &weights, &exact)
            };
            let slope = (loss(at + 1e-6) - loss(at - 1e-6)) / 2e-6;
            weights[i] = at;
            let own = f64::from(scratch.gradient()[i]);
            assert!((own - slope).abs() < 2e-5 * f64::from(scale) + 1e-3 * slope.abs(), "{i}: {own} and not {slope}");
        }
    }
}

#[test]
fn predictions_agree_with_the_network_in_f64() {
    let inputs = Inputs::default();
    let network = NeuralNetwork::new(Architecture::Optimised, inputs.branches(), &mut Random::new(5, 0));
    let weights: Vec<f64> = network.weights.iter().copied().map(f64::from).collect();
    let rows = rows(inputs, 13, 1);
    let scaled: Vec<f32> = rows.values.iter().map(|x| *x as f32).collect();
    for (row, predicted) in scaled.chunks(6).zip(network.predict(&scaled)) {
        let row: Vec<f64> = row.iter().copied().map(f64::from).collect();
        let error = loss_in_f64(&network, &weights, &[(row, f64::from(predicted))]).sqrt();
        assert!(error < 1e-6, "{error}");
    }
}

fn hash(model: &Learnt) -> String {
    let mut hash = Sha256::new();
    for weight in model.networks.iter().flat_map(|network| network.weights()) {
        hash.update(weight.to_bits().to_le_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The weights are part of what is promised: if they change, models trained before cannot be made again.
#[test]
fn the_weights_are_the_same_everywhere() {
    let recipe = Recipe { epochs: 3, networks: 2, ..Recipe::thesis(1) };
    let rows = [rows(recipe.inputs, 150, 1), rows(recipe.inputs, 99, 2)];
    let model = trained(recipe, &rows);
    assert_eq!(hash(&model), "b3dbb4a232e6053700740465c69d2623173a3d07ed894c2fceae7d83885ea5c1");
    assert_eq!(model, trained(recipe, &rows));
    let mixed = trained(Recipe { epochs: 3, ..Recipe::mixed(2) }, &rows);
    assert_eq!(hash(&mixed), "a3f9c7e9a5822baf99bb847e9857eb95255466ec13f725a602bd0da01a642422");
}

/// Two links far from each other, and one between them that is not learnt: what mixing is for.
#[test]
fn mixing_carries_to_links_that_were_not_seen() {
    let inputs = Inputs { link_loss: true, history: false, laser_power: false };
    let link = |loss: f64, stream: u64| {
        let mut rows = rows(inputs, 120, stream);
        for (row, rate) in rows.values.chunks_exact_mut(3).zip(&mut rows.rates) {
            (row[2], *rate) = (loss, 3000.0 - 40.0 * loss + 100.0 * row[0]);
        }
        rows
    };
    let unseen = link(40.0, 3);
    let mae = |recipe: Recipe| {
        let model = trained(Recipe { inputs, ..recipe }, &[link(20.0, 1), link(55.0, 2)]);
        crate::errors(&model.predict(&unseen), &unseen.rates, model.scaler.rate).unwrap().mae
    };
    let (mixed, thesis) = (mae(Recipe::mixed(1)), mae(Recipe::thesis(1)));
    assert!(mixed < 25.0 && mixed < thesis, "{mixed} {thesis}");
}

#[test]
fn it_learns_the_law() {
    for split in [Split::Random, Split::Time] {
        let recipe = Recipe { epochs: 25, split, ..Recipe::thesis(1) };
        let model = trained(recipe, &[rows(recipe.inputs, 600, 1)]);
        let unseen = rows(recipe.inputs, 200, 9);
        let errors = crate::errors(&model.predict(&unseen), &unseen.rates, model.scaler.rate).unwrap();
        // The noise alone makes 4 bit/s; a mean makes 65.
        assert!(errors.mae < 15.0, "{errors:?}");
        assert_eq!((model.learnt, model.held_back), (480, 120));
    }
}

#[test]
fn it_stops_when_nothing_gets_better_and_keeps_the_best() {
    let inputs = Inputs { history: false, ..Inputs::default() };
    let mut noise = rows(inputs, 40, 1);
    let mut random = Random::new(1, 1);
    noise.rates.iter_mut().for_each(|rate| *rate = random.normal());
    let model = trained(Recipe { inputs, epochs: 400, ..Recipe::thesis(1) }, &[noise]);
    let best = model.epochs.iter().rposition(|epoch| epoch.best).unwrap();
    assert_eq!(model.epochs.len(), best + 1 + PATIENCE as usize);
    assert!(model.epochs.iter().all(|epoch| epoch.validation_loss >= model.epochs[best].validation_loss));
}

#[test]
fn unusable_training_data_is_reported() {
    let recipe = Recipe::thesis(1);
    let few = [rows(recipe.inputs, 19, 1)];
    let messages = [
        Lesson::with(&few, recipe).unwrap_err(),
        Lesson::with(&few, Recipe { epochs: 0, ..recipe }).unwrap_err(),
        Lesson::with(&few, Recipe { networks: 17, ..recipe }).unwrap_err(),
    ];
    insta::assert_snapshot!(messages.map(|problem| problem.to_string()).join("\n"));
}
