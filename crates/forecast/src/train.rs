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
/// Up to this epoch it stays; then each has this share of the one before.
const STEADY: u32 = 15;
const DECAY: f64 = 0.99;
/// So many epochs without a lower loss of the validation end the training.
const PATIENCE: u32 = 15;
/// Fewer rows cannot be split into those that are learnt and those that are held back.
const FEWEST: usize = 20;
/// The stream of random numbers that mixes the rows that are held back.
const HELD_STREAM: u64 = 1;
/// The longest training, and the most networks.
const MOST_EPOCHS: u32 = 1000;
const MOST_NETWORKS: u32 = 16;

/// How a model is trained.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// What the network is told.
    pub inputs: Inputs,
    /// How large it is.
    pub architecture: Architecture,
    /// Equal seeds give equal weights.
    pub seed: u64,
    /// Epochs at most.
    pub epochs: u32,
    /// Networks that are trained from different weights and whose mean the model is; 1 in the thesis.
    pub networks: u32,
    /// Which rows are held back.
    pub split: Split,
    /// Whether means of three rows are learnt instead of the rows. Not in the thesis; it is what carries a network to links that it has not
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

    /// The thesis's network, trained so that it holds on links that it has not seen: rows are mixed, and those that are held back are the
    /// last ones, which are not the neighbours of rows that are learnt. The mean of two networks depends less on the seed.
    pub fn mixed(seed: u64) -> Recipe {
        Recipe { networks: 2, split: Split::Time, mixing: true, ..Recipe::thesis(seed) }
    }
}

/// Why nothing is trained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum TrainProblem {
    /// A link has no rows.
    #[error(transparent)]
    Rows(#[from] RowsProblem),
    /// Too few rows.
    #[error(
        "{0} windows have everything that the network needs; at least {FEWEST} are needed to learn from and to hold some back"
    )]
    TooFew(usize),
    /// A number of epochs that is not trained.
    #[error("from 1 to {MOST_EPOCHS} epochs can be trained, not {0}")]
    Epochs(u32),
    /// A number of networks that is not trained.
    #[error("from 1 to {MOST_NETWORKS} networks can be trained, not {0}")]
    Networks(u32),
}

/// An epoch that is over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Which of the networks, from 1.
    pub network: u32,
    /// Its epoch, from 1.
    pub epoch: u32,
    /// Mean of the square of the error over the rows that are learnt, scaled, while they were.
    pub loss: f64,
    /// The same over the rows that are held back, after the epoch.
    pub validation_loss: f64,
    /// Whether no epoch of this network had less.
    pub best: bool,
}

/// What has been learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// How it was trained.
    pub recipe: Recipe,
    /// How its numbers are scaled.
    pub scaler: Scaler,
    /// The networks, of which it is the mean.
    pub networks: Vec<NeuralNetwork>,
    /// Rows that were learnt.
    pub learnt: u64,
    /// Rows that were held back.
    pub held_back: u64,
    /// The epochs.
    pub epochs: Vec<Progress>,
}

impl Model {
    /// The key rates that it predicts for some rows with its features, bit/s.
    pub fn predict(&self, rows: &FeatureRows) -> Vec<f64> {
        let scaled = self.scaler.scaled(rows);
        let mut sums = vec![0.0; rows.len()];
        for network in &self.networks {
            sums.iter_mut().zip(network.predict(&scaled)).for_each(|(sum, y)| *sum += f64::from(y));
        }
        sums.iter().map(|sum| self.scaler.rate.unscale(sum / self.networks.len() as f64)).collect()
    }

    /// Predicts a link, and holds that against what was measured. `learnt` says whether it has learnt from this link.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn score(&self, link: &LinkWindows, learnt: bool) -> Result<LinkScore, RowsProblem> {
        let rows = FeatureRows::of(link, &self.recipe.inputs.features())?;
        let predicted = self.predict(&rows);
        LinkScore::of(link, learnt, rows, predicted, self.scaler.rate)
    }
}

/// A training on its way.
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
    /// Prepares the training with these links.
    ///
    /// # Errors
    /// [`TrainProblem`].
    pub fn new(links: &[&LinkWindows], recipe: Recipe) -> Result<Training, TrainProblem> {
        let features = recipe.inputs.features();
        let rows: Vec<FeatureRows> =
            links.iter().map(|link| FeatureRows::of(link, &features)).collect::<Result<_, _>>()?;
        Training::with(&rows, recipe)
    }

    /// Prepares the training with rows that have the features of the recipe.
    fn with(links: &[FeatureRows], recipe: Recipe) -> Result<Training, TrainProblem> {
        if !(1..=MOST_EPOCHS).contains(&recipe.epochs) {
            return Err(TrainProblem::Epochs(recipe.epochs));
        }
        if !(1..=MOST_NETWORKS).contains(&recipe.networks) {
            return Err(TrainProblem::Networks(recipe.networks));
        }
        let mut rows = FeatureRows { features: recipe.inputs.features(), ..FeatureRows::default() };
        for link in links {
            rows.values.extend(&link.values);
            rows.rates.extend(&link.rates);
            rows.numbers.extend(&link.numbers);
        }
        let few = TrainProblem::TooFew(rows.len());
        if rows.len() < FEWEST {
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
            // What is straight between links is to be kept: that is not seen on the links themselves.
            let mix = recipe.mixing.then_some(&mut random);
            held_rates.push(scaled.take(*row, &held, mix, |_, x| held_inputs.push(x)));
        }
        let current = Current::new(&recipe, 1);
        let scratch = Scratch::new(&current.network);
        let (done, epochs) = (Vec::new(), Vec::new());
        Ok(Training { recipe, scaler, scaled, learnt, held_inputs, held_rates, current, scratch, done, epochs })
    }

    /// Trains for another epoch and says how it went; nothing when all is done.
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

    /// The share of the epochs that are over, if each network takes them all.
    pub fn share(&self) -> f64 {
        let epochs = f64::from(self.current.number - 1) + f64::from(self.current.epoch) / f64::from(self.recipe.epochs);
        epochs / f64::from(self.recipe.networks)
    }

    /// What has been learnt so far: of each network the weights of its best epoch.
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
