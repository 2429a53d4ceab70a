//! Training, as in the thesis, sections 3.3.2 and 4.2.2.

mod adam;
mod mixing;
mod split;
mod step;

use super::features::Inputs;
use super::network::{Architecture, NeuralNetwork};
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::Scaler;
use super::score::LinkScore;
use adam::Adam;
use mixing::Scaled;
use numbers::random::Random;
use serde::{Deserialize, Serialize};
pub use split::Split;
use step::Scratch;

/// Learning rate of the first epochs.
const RATE: f64 = 0.001;
/// Number of epochs with this rate, and the factor by which it then falls in each epoch.
const STEADY: u32 = 15;
const DECAY: f64 = 0.99;
/// Number of epochs without a lower validation loss that ends a training.
const PATIENCE: u32 = 15;
/// Smallest number of rows that can be split into training and validation.
const MIN_ROWS: usize = 20;
/// The stream of random numbers that mixes the validation rows.
const HELD_STREAM: u64 = 1;
/// Largest numbers of epochs and networks.
const MAX_EPOCHS: u32 = 1000;
const MAX_NETWORKS: u32 = 16;

/// Recipe of a training.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Inputs of the network.
    pub inputs: Inputs,
    /// Sizes of its layers.
    pub architecture: Architecture,
    /// Equal seeds give equal weights.
    pub seed: u64,
    /// Largest number of epochs.
    pub epochs: u32,
    /// Number of networks, trained from different initial weights, whose mean is the model; 1 in the thesis.
    pub networks: u32,
    /// Choice of the validation rows.
    pub split: Split,
    /// Whether it is trained on means of three rows instead of rows. Not in the thesis; it lets a network generalise to links it has not
    /// seen.
    pub mixing: bool,
}

impl Recipe {
    /// The thesis's recipe.
    pub fn thesis(seed: u64) -> Recipe {
        Recipe {
            inputs: Inputs::default(),
            architecture: Architecture::Optimised,
            seed,
            epochs: 50,
            networks: 1,
            split: Split::Random,
            mixing: false,
        }
    }

    /// The thesis's network, trained to generalise to unseen links: rows are mixed, and the validation rows are the last ones, which are not
    /// neighbours of training rows. The mean of two networks depends less on the seed.
    pub fn mixed(seed: u64) -> Recipe {
        Recipe { networks: 2, split: Split::Time, mixing: true, ..Recipe::thesis(seed) }
    }
}

/// Why a training is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TrainProblem {
    /// A link has no rows.
    #[error(transparent)]
    Rows(#[from] RowsProblem),
    /// Too few rows.
    #[error("{0} windows have everything that the network needs; training and validation need at least {MIN_ROWS}")]
    TooFew(usize),
    /// A number of epochs outside the limits.
    #[error("the number of epochs must be 1 to {MAX_EPOCHS}, not {0}")]
    Epochs(u32),
    /// A number of networks outside the limits.
    #[error("the number of networks must be 1 to {MAX_NETWORKS}, not {0}")]
    Networks(u32),
}

/// Progress of a training: a finished epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Number of the network, from 1.
    pub network: u32,
    /// Number of the epoch, from 1.
    pub epoch: u32,
    /// Training loss: the mean squared error over the training rows during the epoch, scaled.
    pub loss: f64,
    /// Validation loss: the mean squared error over the validation rows after the epoch, scaled.
    pub validation_loss: f64,
    /// Whether it is the lowest validation loss of this network so far.
    pub best: bool,
}

/// A trained model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Its recipe.
    pub recipe: Recipe,
    /// Its scaler.
    pub scaler: Scaler,
    /// The networks, whose mean it is.
    pub networks: Vec<NeuralNetwork>,
    /// Number of training rows.
    pub learnt: u64,
    /// Number of validation rows.
    pub held_back: u64,
    /// The epochs.
    pub epochs: Vec<Progress>,
}

impl Model {
    /// Predicts the key rates, bit/s, of rows with its features.
    pub fn predict(&self, rows: &FeatureRows) -> Vec<f64> {
        let scaled = self.scaler.scaled(rows);
        let mut sums = vec![0.0; rows.len()];
        for network in &self.networks {
            sums.iter_mut().zip(network.predict(&scaled)).for_each(|(sum, y)| *sum += f64::from(y));
        }
        sums.iter().map(|sum| self.scaler.rate.unscale(sum / self.networks.len() as f64)).collect()
    }

    /// Predicts a link and compares the prediction with the measurements. `learnt` says whether it was trained on this link.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn score(&self, link: &LinkWindows, learnt: bool) -> Result<LinkScore, RowsProblem> {
        let rows = FeatureRows::of(link, &self.recipe.inputs.features())?;
        let predicted = self.predict(&rows);
        LinkScore::of(link, learnt, rows, predicted, self.scaler.rate)
    }
}

/// A training in progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
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

impl Training {
    /// Prepares the training on these links.
    ///
    /// # Errors
    /// [`TrainProblem`].
    pub fn new(links: &[&LinkWindows], recipe: Recipe) -> Result<Training, TrainProblem> {
        let features = recipe.inputs.features();
        let rows: Vec<FeatureRows> =
            links.iter().map(|link| FeatureRows::of(link, &features)).collect::<Result<_, _>>()?;
        Training::with(&rows, recipe)
    }

    /// Prepares the training on rows with the features of the recipe.
    fn with(links: &[FeatureRows], recipe: Recipe) -> Result<Training, TrainProblem> {
        if !(1..=MAX_EPOCHS).contains(&recipe.epochs) {
            return Err(TrainProblem::Epochs(recipe.epochs));
        }
        if !(1..=MAX_NETWORKS).contains(&recipe.networks) {
            return Err(TrainProblem::Networks(recipe.networks));
        }
        let mut rows = FeatureRows { features: recipe.inputs.features(), ..FeatureRows::default() };
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
        Ok(Training { recipe, scaler, scaled, learnt, held_inputs, held_rates, current, scratch, done, epochs })
    }

    /// Trains for another epoch and returns its losses; `None` when the training is finished.
    pub fn epoch(&mut self) -> Option<Progress> {
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
    pub fn share(&self) -> f64 {
        let epochs = f64::from(self.current.number - 1) + f64::from(self.current.epoch) / f64::from(self.recipe.epochs);
        epochs / f64::from(self.recipe.networks)
    }

    /// The model: each network with the weights of its best epoch.
    pub fn finish(self) -> Model {
        let mut networks = self.done;
        networks.push(self.current.finish());
        Model {
            recipe: self.recipe,
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
        let network = NeuralNetwork::new(recipe.architecture, recipe.inputs.branches(), &mut stream(0));
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

#[cfg(test)]
mod tests;
