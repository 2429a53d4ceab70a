//! The card of a model, a JSON file beside the ONNX file: inputs and their order, scaling, and origin.

use super::features::Feature;
use super::interval::Intervals;
use super::level::CowLevel;
use super::metrics::Errors;
use super::problem::ModelProblem;
use super::rows::LinkWindows;
use super::scaler::{Extent, Scaler};
use super::score::LinkScore;
use super::train::{Model, NetworkChoice, Recipe};
use monitoring::WindowWidth;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Format and version of a card.
const FORMAT: &str = "keyspan-model";
/// The latest version; those before lack level × COW^β, and are read as well.
const VERSION: u32 = 2;
/// What a card says of level × COW^β, for those who compute it elsewhere.
const FORMULA: &str = "key rate in bit/s = exp(level + beta ln g), 0 where g <= 0; g = 1 - error_correction h(qber) - mean_photons - \
                       (1 - visibility), h the binary entropy; level = sum of memory^k y_k over the k-th windows before (k = 1, 2, ...) \
                       that have a key and g > 0, divided by the sum of their memory^k; y = ln(key rate) - beta ln g. The feature \
                       residual_10min_ago is y of that window minus the level now, 0 where unknown";
/// Largest card that is read, bytes.
pub const MAX_CARD_BYTES: usize = 1 << 20;
/// Name of the key rate in the scaler.
const RATE: &str = "key_rate";

/// Everything needed to use a model, and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// `keyspan-model`.
    pub format: String,
    /// Version of the card: 2 if level × COW^β is part of the model, otherwise 1.
    pub version: u32,
    /// The inputs of the ONNX file, in order, with their features.
    pub inputs: Vec<CardInput>,
    /// Minimum and maximum of each feature and of `key_rate`.
    #[serde(default)]
    pub scaler: BTreeMap<String, Extent>,
    /// Width of the windows, min.
    pub window_min: u32,
    /// Level × COW^β: what the features `baseline` and `residual_…` are, or what the model is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<CardBaseline>,
    /// Prediction intervals: predicted · exp(± factor · s), s the mean of |ln measured − ln predicted| over the windows of the link before,
    /// each with the weight memory^k; `scale` in its place, with the weight of 20 windows, before there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Intervals>,
    /// Program that made the model, with its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<String>,
    /// SHA-256 of the ONNX file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_sha256: Option<String>,
    /// The recipe of its training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<CardTraining>,
    /// Errors of the model, link by link.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<CardErrors>,
}

/// Level × COW^β on a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardBaseline {
    /// Its numbers.
    #[serde(flatten)]
    pub level: CowLevel,
    /// The formula, in words.
    #[serde(default)]
    pub formula: String,
}

/// An input of an ONNX file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardInput {
    /// Its name in the file.
    pub name: String,
    /// The features in its columns.
    pub features: Vec<Feature>,
}

/// The recipe of a training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardTraining {
    /// The links it was trained on, with their losses.
    pub links: Vec<(String, Option<f64>)>,
    /// The recipe.
    pub recipe: Recipe,
    /// Number of training rows.
    pub rows_learnt: u64,
    /// Number of validation rows, or of those to choose by and to calibrate the intervals with.
    pub rows_held_back: u64,
    /// Number of epochs, over all networks.
    pub epochs: u64,
    /// Number of the first and of the last window of each link that was used in any way; what is outside is held out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<(String, i64, i64)>,
    /// Whether a network came to level × COW^β, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<NetworkChoice>,
    /// SHA-256 of the rows: of each link its name, then of each row the number of its window, its features and its key rate, as 64-bit
    /// little-endian numbers.
    pub data_sha256: String,
}

/// Errors of a model on a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CardErrors {
    /// Name of the link.
    pub link: String,
    /// Whether the model was trained on it.
    pub learnt: bool,
    /// Whether none of the windows was used in training.
    #[serde(default)]
    pub held_out: bool,
    /// The errors.
    #[serde(flatten)]
    pub errors: Errors,
    /// MAE of persistence, bit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persistence_mae: Option<f64>,
    /// MAE of the mean of the last three key rates, bit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lags_mae: Option<f64>,
    /// MAE of level × COW^β, bit/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline_mae: Option<f64>,
    /// Fraction of the measured key rates inside their 90 % prediction intervals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<f64>,
}

impl CardErrors {
    /// The errors of a score.
    pub fn of(scored: &LinkScore) -> CardErrors {
        CardErrors {
            link: scored.link.clone(),
            learnt: scored.learnt,
            held_out: scored.held_out,
            errors: scored.errors,
            persistence_mae: scored.persistence_mae,
            lags_mae: scored.lags_mae,
            baseline_mae: scored.baseline_mae,
            covered: scored.covered,
        }
    }
}

impl Card {
    /// The card of a model that was trained with these links.
    pub fn of(
        model: &Model,
        onnx: &[u8],
        links: &[&LinkWindows],
        width: WindowWidth,
        metrics: Vec<CardErrors>,
    ) -> Card {
        let features = model.features();
        let scaler = features.iter().map(|feature| feature.name()).zip(&model.scaler.features);
        let scaler = scaler.chain([(RATE, &model.scaler.rate)]);
        let input =
            |branch: super::Branch| CardInput { name: branch.name().to_owned(), features: branch.features().to_vec() };
        Card {
            format: FORMAT.to_owned(),
            version: if model.recipe.baseline { VERSION } else { 1 },
            inputs: model.branches().into_iter().map(input).collect(),
            scaler: scaler.map(|(name, extent)| (name.to_owned(), *extent)).collect(),
            window_min: width.minutes(),
            baseline: model.baseline.map(|level| CardBaseline { level, formula: FORMULA.to_owned() }),
            intervals: model.intervals,
            made_by: Some(format!("{} {}", numbers::program::NAME, numbers::program::VERSION)),
            model_sha256: Some(fingerprint(onnx)),
            training: Some(CardTraining {
                links: links.iter().map(|link| (link.link.clone(), link.loss)).collect(),
                recipe: model.recipe,
                rows_learnt: model.learnt,
                rows_held_back: model.held_back,
                epochs: model.epochs.len() as u64,
                windows: model.trained_windows.clone(),
                choice: model.choice.clone(),
                data_sha256: data_fingerprint(model, links),
            }),
            metrics,
        }
    }

    /// Reads a card and checks that it is complete.
    ///
    /// # Errors
    /// [`ModelProblem`].
    pub fn read(json: &[u8]) -> Result<Card, ModelProblem> {
        if json.len() > MAX_CARD_BYTES {
            return Err(ModelProblem::Card(format!("it has {} bytes; the limit is {MAX_CARD_BYTES}", json.len())));
        }
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        let card: Card = serde_json::from_slice(json).map_err(|error| ModelProblem::Card(error.to_string()))?;
        if card.format != FORMAT || !(1..=VERSION).contains(&card.version) {
            let (format, version) = (card.format, card.version);
            return Err(ModelProblem::Format { format, version, known: FORMAT.to_owned(), last: VERSION });
        }
        let features = card.features();
        if let Some((_, twice)) = features.iter().enumerate().find(|(i, feature)| features[..*i].contains(feature)) {
            return Err(ModelProblem::Twice(twice.name().to_owned()));
        }
        if let Some(feature) = features.iter().find(|feature| feature.needs_baseline() && card.baseline.is_none()) {
            return Err(ModelProblem::NoBaseline(feature.name().to_owned()));
        }
        card.scaler()?;
        if card.baseline.as_ref().is_some_and(|baseline| !baseline.level.is_valid()) {
            return Err(ModelProblem::Baseline);
        }
        if card.intervals.is_some_and(|intervals| !intervals.is_valid()) {
            return Err(ModelProblem::Intervals);
        }
        Ok(card)
    }

    /// The card as JSON.
    pub fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("a card has only texts and numbers");
        json + "\n"
    }

    /// The features, in the order of the inputs.
    pub fn features(&self) -> Vec<Feature> {
        self.inputs.iter().flat_map(|input| input.features.iter().copied()).collect()
    }

    /// The scaler.
    ///
    /// # Errors
    /// A feature has no extent, or an invalid one.
    pub fn scaler(&self) -> Result<Scaler, ModelProblem> {
        let extent = |name: &str| {
            let extent = *self.scaler.get(name).ok_or_else(|| ModelProblem::NoScaler(name.to_owned()))?;
            let Extent { least, most } = extent;
            let good = least.is_finite() && most.is_finite() && least <= most;
            if good { Ok(extent) } else { Err(ModelProblem::Scaler { name: name.to_owned(), least, most }) }
        };
        let features = self.features().iter().map(|feature| extent(feature.name())).collect::<Result<_, _>>()?;
        Ok(Scaler { features, rate: extent(RATE)? })
    }

    /// Level × COW^β.
    pub fn level(&self) -> Option<&CowLevel> {
        self.baseline.as_ref().map(|baseline| &baseline.level)
    }

    /// First and last window of this link that was used in training, if the card says so.
    pub fn trained_windows(&self, link: &str) -> Option<(i64, i64)> {
        let windows = &self.training.as_ref()?.windows;
        windows.iter().find(|(name, ..)| name == link).map(|(_, first, last)| (*first, *last))
    }

    /// Whether the model was trained on this link.
    pub fn has_learnt(&self, link: &str) -> bool {
        self.training.as_ref().is_some_and(|training| training.links.iter().any(|(name, _)| name == link))
    }
}

/// SHA-256 in hexadecimal digits.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    digits(Sha256::digest(bytes).as_slice())
}

fn digits(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn data_fingerprint(model: &Model, links: &[&LinkWindows]) -> String {
    let mut hash = Sha256::new();
    for link in links {
        // A link without rows was not used in training.
        let Ok(rows) = model.rows(link) else { continue };
        hash.update(link.link.as_bytes());
        for ((number, row), rate) in rows.numbers.iter().zip(rows.iter()).zip(&rows.rates) {
            hash.update(number.to_le_bytes());
            row.iter().chain([rate]).for_each(|x| hash.update(x.to_bits().to_le_bytes()));
        }
    }
    digits(hash.finalize().as_slice())
}
