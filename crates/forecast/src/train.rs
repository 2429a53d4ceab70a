//! Training, as in the thesis, sections 3.3.2 and 4.2.2.

mod adam;
mod leftover;
mod lesson;
mod mixing;
mod split;
mod step;

use super::features::{Branch, Feature, Inputs};
use super::interval::Intervals;
use super::level::{CowLevel, FitLink, fit};
use super::network::{Architecture, NeuralNetwork};
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::{Extent, Scaler};
use super::score::{LinkScore, Scored};
use leftover::Leftover;
pub use leftover::{Fold, NetworkChoice};
use lesson::{Learnt, Lesson};
use serde::{Deserialize, Serialize};
pub use split::Split;

/// Smallest number of rows that can be split into training and validation.
const MIN_ROWS: usize = 20;
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
    /// Whether the model is level × COW^β ([`CowLevel`]), with a network only for what that leaves over, and only if it helps on held-out
    /// links.
    #[serde(default)]
    pub baseline: bool,
    /// Fraction of the windows of each link, the last ones, that level × COW^β and its network do not see at all.
    #[serde(default = "fifth")]
    pub held_out: f64,
}

/// The usual fraction of windows to hold out.
const fn fifth() -> f64 {
    0.2
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
            baseline: false,
            held_out: fifth(),
        }
    }

    /// Level × COW^β, the default: two numbers, and the thesis's network for what they leave over if that is better on held-out links.
    pub fn level(seed: u64) -> Recipe {
        let inputs = Inputs { link_loss: false, ..Inputs::default() };
        Recipe { inputs, baseline: true, networks: 1, ..Recipe::mixed(seed) }
    }

    /// The thesis's network, trained to generalise to unseen links: rows are mixed, and the validation rows are the last ones, which are not
    /// neighbours of training rows. The mean of two networks depends less on the seed.
    pub fn mixed(seed: u64) -> Recipe {
        Recipe { networks: 2, split: Split::Time, mixing: true, ..Recipe::thesis(seed) }
    }

    /// The branches of the network.
    pub fn branches(&self) -> Vec<Branch> {
        if self.baseline { self.inputs.residual_branches() } else { self.inputs.branches() }
    }

    /// The features of the network.
    pub fn features(&self) -> Vec<Feature> {
        self.branches().iter().flat_map(|branch| branch.features()).copied().collect()
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
    /// A fraction of windows to hold out outside the limits.
    #[error("the fraction of windows to hold out must be 0.05 to 0.8, not {0}")]
    HeldOut(String),
    /// No key in the windows to fit to.
    #[error("link {0}: there is no key in any of the windows to fit level × COW^β to")]
    NoKey(String),
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
    /// The networks, whose mean it is; none if it is level × COW^β alone.
    pub networks: Vec<NeuralNetwork>,
    /// Level × COW^β for these links: part of the model if the recipe says so, otherwise what the model is held against. `None` if it
    /// does not apply to them.
    pub baseline: Option<CowLevel>,
    /// Extent of the networks' output if it is a factor for level × COW^β.
    pub factor: Option<Extent>,
    /// Prediction intervals.
    pub intervals: Option<Intervals>,
    /// Whether a network came to level × COW^β, and why.
    pub choice: Option<NetworkChoice>,
    /// Number of training rows.
    pub learnt: u64,
    /// Number of validation rows, or of those to choose by and to calibrate the intervals with.
    pub held_back: u64,
    /// The epochs.
    pub epochs: Vec<Progress>,
    /// Name of each training link, with its first and last window used in any way; none if validation rows lie among training rows.
    pub trained_windows: Vec<(String, i64, i64)>,
}

impl Model {
    /// Its branches.
    pub fn branches(&self) -> Vec<Branch> {
        if !self.recipe.baseline {
            return self.recipe.branches();
        }
        let network = if self.networks.is_empty() { Vec::new() } else { self.recipe.branches() };
        network.into_iter().chain([Branch::Baseline]).collect()
    }

    /// Its features.
    pub fn features(&self) -> Vec<Feature> {
        self.branches().iter().flat_map(|branch| branch.features()).copied().collect()
    }

    /// The rows of a link for it.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn rows(&self, link: &LinkWindows) -> Result<FeatureRows, RowsProblem> {
        FeatureRows::with(link, &self.features(), self.baseline.as_ref())
    }

    /// Predicts the key rates, bit/s, of rows with its features.
    pub fn predict(&self, rows: &FeatureRows) -> Vec<f64> {
        if !self.recipe.baseline {
            let scaled = lesson::mean(&self.networks, &self.scaler.scaled(rows), rows.len());
            return scaled.iter().map(|scaled| self.scaler.rate.unscale(*scaled)).collect();
        }
        let (rows, level) = rows.split_off(Feature::Baseline);
        let Some(factor) = self.factor else { return level };
        let scaler = Scaler { features: self.scaler.features[..rows.features.len()].to_vec(), rate: factor };
        let scaled = lesson::mean(&self.networks, &scaler.scaled(&rows), rows.len());
        // A key rate is not negative.
        level.iter().zip(scaled).map(|(level, scaled)| (level * factor.unscale(scaled)).max(0.0)).collect()
    }

    /// Predicts a link and compares the prediction with the measurements. `learnt` says whether it was trained on this link; the windows
    /// of the training are left out then.
    ///
    /// # Errors
    /// [`RowsProblem`].
    pub fn score(&self, link: &LinkWindows, learnt: bool) -> Result<LinkScore, RowsProblem> {
        let rows = self.rows(link)?;
        let predicted = self.predict(&rows);
        let trained = self.trained_windows.iter().find(|(name, ..)| *name == link.link);
        let model = Scored {
            learnt,
            trained: trained.map(|(_, first, last)| (*first, *last)),
            rate: self.scaler.rate,
            baseline: self.baseline.as_ref(),
            intervals: self.intervals.as_ref(),
        };
        LinkScore::of(link, model, rows, predicted)
    }
}

/// A training in progress.
#[derive(Debug, Clone, PartialEq)]
pub struct Training(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// A network alone.
    Network {
        recipe: Recipe,
        lesson: Box<Lesson>,
        baseline: Option<CowLevel>,
        trained_windows: Vec<(String, i64, i64)>,
    },
    /// Level × COW^β, and a network for what it leaves over.
    Level(Box<Leftover>),
}

impl Training {
    /// Prepares the training on these links.
    ///
    /// # Errors
    /// [`TrainProblem`].
    pub fn new(links: &[&LinkWindows], recipe: Recipe) -> Result<Training, TrainProblem> {
        if recipe.baseline {
            return Ok(Training(Kind::Level(Box::new(Leftover::new(links, recipe)?))));
        }
        let features = recipe.features();
        let rows: Vec<FeatureRows> =
            links.iter().map(|link| FeatureRows::of(link, &features)).collect::<Result<_, _>>()?;
        let lesson = Box::new(Lesson::with(&rows, recipe)?);
        let mut trained_windows = Vec::new();
        let mut fitted = Vec::new();
        for (link, rows) in links.iter().zip(&rows) {
            let learnt = split::learnt(rows.len());
            let (Some(first), Some(last)) = (rows.numbers.first(), rows.numbers[..learnt].last()) else { continue };
            if recipe.split == Split::Time {
                trained_windows.push((link.link.clone(), *first, *last));
            }
            let all = FeatureRows::with(link, &[Feature::Baseline], Some(&CowLevel::new(1.0, 0.5)));
            fitted.extend(all.ok().and_then(|all| {
                FitLink::new(CowLevel::new(1.0, 0.5).points(&link.windows), &all.between(*first..last + 1))
            }));
        }
        let baseline = (fitted.len() == links.len()).then(|| fit(&fitted.iter().collect::<Vec<_>>()));
        Ok(Training(Kind::Network { recipe, lesson, baseline, trained_windows }))
    }

    /// Trains for another epoch and returns its losses; `None` when the training is finished.
    pub fn epoch(&mut self) -> Option<Progress> {
        match &mut self.0 {
            Kind::Network { lesson, .. } => lesson.epoch(),
            Kind::Level(leftover) => leftover.epoch(),
        }
    }

    /// Fraction of the epochs that are finished, if every network takes all of them.
    pub fn share(&self) -> f64 {
        match &self.0 {
            Kind::Network { lesson, .. } => lesson.share(),
            Kind::Level(leftover) => leftover.share(),
        }
    }

    /// The model: each network with the weights of its best epoch.
    pub fn finish(self) -> Model {
        match self.0 {
            Kind::Network { recipe, lesson, baseline, trained_windows } => {
                let Learnt { scaler, networks, learnt, held_back, epochs } = lesson.finish();
                Model {
                    recipe,
                    scaler,
                    networks,
                    baseline,
                    factor: None,
                    intervals: None,
                    choice: None,
                    learnt,
                    held_back,
                    epochs,
                    trained_windows,
                }
            }
            Kind::Level(leftover) => leftover.finish(),
        }
    }
}

#[cfg(test)]
mod tests;
