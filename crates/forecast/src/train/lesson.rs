//! Training of networks on rows, epoch by epoch.

use super::adam::Adam;
use super::mixing::Scaled;
use super::step::{self, Scratch};
use super::{MAX_EPOCHS, MAX_NETWORKS, MIN_ROWS, Progress, Recipe, TrainProblem, split};
use crate::network::NeuralNetwork;
use crate::rows::FeatureRows;
use crate::scaler::Scaler;
use numbers::random::Random;

/// Learning rate of the first epochs.
const RATE: f64 = 0.001;
/// Number of epochs with this rate, and the factor by which it then falls in each epoch.
const STEADY: u32 = 15;
const DECAY: f64 = 0.99;
/// Number of epochs without a lower validation loss that ends a training.
pub(super) const PATIENCE: u32 = 15;
/// The stream of random numbers that mixes the validation rows.
const HELD_STREAM: u64 = 1;

/// Networks that were trained on rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Learnt {
    pub(super) scaler: Scaler,
    pub(super) networks: Vec<NeuralNetwork>,
    pub(super) learnt: u64,
    pub(super) held_back: u64,
    pub(super) epochs: Vec<Progress>,
}

impl Learnt {
    /// The mean of the networks' predictions, in the unit of the rows' rates.
    pub(super) fn predict(&self, rows: &FeatureRows) -> Vec<f64> {
        mean(&self.networks, &self.scaler.scaled(rows), rows.len())
            .into_iter()
            .map(|scaled| self.scaler.rate.unscale(scaled))
            .collect()
    }
}

/// The mean of the networks' predictions for scaled rows, scaled.
pub(super) fn mean(networks: &[NeuralNetwork], scaled: &[f32], rows: usize) -> Vec<f64> {
    let mut sums = vec![0.0; rows];
    for network in networks {
        sums.iter_mut().zip(network.predict(scaled)).for_each(|(sum, y)| *sum += f64::from(y));
    }
    sums.iter().map(|sum| sum / networks.len() as f64).collect()
}

/// A training of networks on rows, in progress.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lesson {
    recipe: Recipe,
    scaler: Scaler,
    scaled: Scaled,
    learnt: Vec<usize>,
    held_inputs: Vec<f32>,
    held_rates: Vec<f32>,
    current: Current,
    scratch: Scratch,
    done: Vec<NeuralNetwork>,
    epochs: Vec<Progress>,
}

/// The network that is being trained.
#[derive(Debug, Clone, PartialEq)]
struct Current {
    number: u32,
    epoch: u32,
    network: NeuralNetwork,
    adam: Adam,
    order: Random,
    best: Option<(f64, u32, Vec<f32>)>,
}

impl Lesson {
    /// Prepares the training on rows with the features of the recipe.
    pub(super) fn with(links: &[FeatureRows], recipe: Recipe) -> Result<Lesson, TrainProblem> {
        if !(1..=MAX_EPOCHS).contains(&recipe.epochs) {
            return Err(TrainProblem::Epochs(recipe.epochs));
        }
        if !(1..=MAX_NETWORKS).contains(&recipe.networks) {
            return Err(TrainProblem::Networks(recipe.networks));
        }
        let mut rows = FeatureRows { features: recipe.features(), ..FeatureRows::default() };
        for link in links {
            rows.values.extend(&link.values);
            rows.rates.extend(&link.rates);
            rows.numbers.extend(&link.numbers);
        }
        let few = TrainProblem::TooFew(rows.len());
        if rows.len() < MIN_ROWS {
            return Err(few);
        }
        let lengths: Vec<usize> = links.iter().map(FeatureRows::len).collect();
        let (learnt, held) = recipe.split.of(&lengths, recipe.seed);
        let scaler = Scaler::of(&rows, &learnt).ok_or(few)?;
        let scaled = Scaled {
            width: rows.features.len(),
            inputs: scaler.scaled(&rows),
            rates: rows.rates.iter().map(|rate| scaler.rate.scale(*rate) as f32).collect(),
        };
        let mut random = Random::new(recipe.seed, HELD_STREAM);
        let (mut held_inputs, mut held_rates) = (Vec::new(), Vec::new());
        for row in &held {
            // Validation rows are mixed too, for only between links does it show whether the network is linear there.
            let mix = recipe.mixing.then_some(&mut random);
            held_rates.push(scaled.take(*row, &held, mix, |_, x| held_inputs.push(x)));
        }
        let current = Current::new(&recipe, 1);
        let scratch = Scratch::new(&current.network);
        let (done, epochs) = (Vec::new(), Vec::new());
        Ok(Lesson { recipe, scaler, scaled, learnt, held_inputs, held_rates, current, scratch, done, epochs })
    }

    /// Trains for another epoch and returns its losses; `None` when the training is finished.
    pub(super) fn epoch(&mut self) -> Option<Progress> {
        while self.current.is_over(&self.recipe) {
            if self.current.number >= self.recipe.networks {
                return None;
            }
            let next = Current::new(&self.recipe, self.current.number + 1);
            self.done.push(std::mem::replace(&mut self.current, next).finish());
        }
        let Current { epoch, network, adam, order, best, number } = &mut self.current;
        *epoch += 1;
        let rate = (STEADY..*epoch).fold(RATE, |rate, _| rate * DECAY);
        split::shuffle(&mut self.learnt, order);
        let mix = self.recipe.mixing.then_some(order);
        let loss = self.scratch.epoch((network, adam), &self.scaled, &self.learnt, mix, rate);
        let validation_loss = step::loss(&network.predict(&self.held_inputs), &self.held_rates);
        let is_best = best.as_ref().is_none_or(|(least, ..)| validation_loss < *least);
        if is_best {
            *best = Some((validation_loss, *epoch, network.weights.clone()));
        }
        let progress = Progress { network: *number, epoch: *epoch, loss, validation_loss, best: is_best };
        self.epochs.push(progress);
        Some(progress)
    }

    /// Fraction of the epochs that are finished, if every network takes all of them.
    pub(super) fn share(&self) -> f64 {
        let epochs = f64::from(self.current.number - 1) + f64::from(self.current.epoch) / f64::from(self.recipe.epochs);
        epochs / f64::from(self.recipe.networks)
    }

    /// Each network with the weights of its best epoch.
    pub(super) fn finish(self) -> Learnt {
        let mut networks = self.done;
        networks.push(self.current.finish());
        Learnt {
            scaler: self.scaler,
            networks,
            learnt: self.learnt.len() as u64,
            held_back: self.held_rates.len() as u64,
            epochs: self.epochs,
        }
    }
}

impl Current {
    fn new(recipe: &Recipe, number: u32) -> Current {
        let stream = |purpose: u64| Random::new(recipe.seed, 2 * u64::from(number) + purpose);
        let network = NeuralNetwork::new(recipe.architecture, recipe.branches(), &mut stream(0));
        let adam = Adam::new(network.weights.len());
        Current { number, epoch: 0, network, adam, order: stream(1), best: None }
    }

    fn is_over(&self, recipe: &Recipe) -> bool {
        let stale = self.best.as_ref().is_some_and(|(_, at, _)| self.epoch - at >= PATIENCE);
        self.epoch >= recipe.epochs || stale
    }

    fn finish(self) -> NeuralNetwork {
        let weights = self.best.map_or(self.network.weights, |(.., weights)| weights);
        NeuralNetwork { weights, ..self.network }
    }
}
