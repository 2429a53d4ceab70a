//! Models from ONNX files, run by `rten`.

use super::card::{Card, fingerprint};
use super::features::Feature;
use super::onnx::{Outline, check};
use super::problem::ModelProblem;
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::Scaler;
use super::score::{LinkScore, Scored};
use rten::{Model, ModelOptions, NodeId, OpRegistry};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

/// Rows of a batch, which limits the memory needed.
const CHUNK: usize = 1024;

/// Why a link cannot be scored.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScoreProblem {
    /// The link has no rows for the model.
    #[error(transparent)]
    Rows(#[from] RowsProblem),
    /// The model cannot be run.
    #[error(transparent)]
    Model(#[from] ModelProblem),
}

/// A model that is ready to predict.
pub struct Scorer {
    /// Its card.
    card: Card,
    scaler: Scaler,
    model: Model,
    /// The inputs, with the columns of each.
    inputs: Vec<(NodeId, std::ops::Range<usize>)>,
    output: NodeId,
}

impl Scorer {
    /// Loads a model.
    ///
    /// # Errors
    /// [`ModelProblem`] says why file and card cannot be used.
    pub fn load(onnx: &[u8], card: Card) -> Result<Scorer, ModelProblem> {
        let outline = check(onnx)?;
        fits(&outline, &card)?;
        if let Some(wanted) = &card.model_sha256 {
            let found = fingerprint(onnx);
            if !wanted.eq_ignore_ascii_case(&found) {
                return Err(ModelProblem::Fingerprint { wanted: wanted.clone(), found });
            }
        }
        let refused = |error: &dyn std::fmt::Display| ModelProblem::Runtime(error.to_string());
        let model = ModelOptions::with_ops(operators()).load(onnx.to_vec()).map_err(|error| refused(&error))?;
        let node = |name: &str| model.node_id(name).map_err(|error| refused(&error));
        let (mut inputs, mut start) = (Vec::new(), 0);
        for input in &card.inputs {
            let end = start + input.features.len();
            inputs.push((node(&input.name)?, start..end));
            start = end;
        }
        let (scaler, output) = (card.scaler()?, node(&outline.output)?);
        Ok(Scorer { card, scaler, model, inputs, output })
    }

    /// Its card.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// Its features.
    pub fn features(&self) -> Vec<Feature> {
        self.card.features()
    }

    /// Its scaler.
    pub fn scaler(&self) -> &Scaler {
        &self.scaler
    }

    /// Predicts the key rates, bit/s, of rows with its [`features`](Scorer::features).
    ///
    /// # Errors
    /// [`ModelProblem`] if the model cannot be run.
    pub fn predict(&self, rows: &FeatureRows) -> Result<Vec<f64>, ModelProblem> {
        let width = self.scaler.features.len();
        let scaled = self.scaler.scaled(rows);
        let mut predicted = Vec::with_capacity(rows.len());
        for chunk in scaled.chunks(CHUNK * width) {
            let count = chunk.len() / width;
            let entering = self.inputs.iter().map(|(id, columns)| {
                let numbers: Vec<f32> =
                    chunk.chunks_exact(width).flat_map(|row| &row[columns.clone()]).copied().collect();
                (*id, NdTensor::from_data([count, columns.len()], numbers).into())
            });
            let refused = |error: &dyn std::fmt::Display| ModelProblem::Runtime(error.to_string());
            let [output] =
                self.model.run_n(entering.collect(), [self.output], None).map_err(|error| refused(&error))?;
            let output: Tensor<f32> = output.try_into().map_err(|error| refused(&error))?;
            let before = predicted.len();
            predicted.extend(output.iter().map(|y| self.scaler.rate.unscale(f64::from(*y))));
            let found = predicted.len() - before;
            if found != count || predicted[before..].iter().any(|y| !y.is_finite()) {
                return Err(ModelProblem::Output { found: found as u64, rows: count as u64 });
            }
        }
        Ok(predicted)
    }

    /// Predicts a link and compares the prediction with the measurements.
    ///
    /// # Errors
    /// [`ScoreProblem`].
    pub fn score(&self, link: &LinkWindows) -> Result<LinkScore, ScoreProblem> {
        let rows = FeatureRows::with(link, &self.features(), self.card.level())?;
        let predicted = self.predict(&rows)?;
        let model = Scored {
            learnt: self.card.has_learnt(&link.link),
            trained: self.card.trained_windows(&link.link),
            rate: self.scaler.rate,
            baseline: self.card.level(),
            intervals: self.card.intervals.as_ref(),
        };
        Ok(LinkScore::of(link, model, rows, predicted)?)
    }
}

/// The operators that exports of such networks use; each further one would make the program larger.
fn operators() -> OpRegistry {
    rten::op_registry!(Add, Concat, Flatten, Gemm, Identity, MatMul, Mul, Relu, Reshape, Squeeze, Transpose)
}

/// Checks that the inputs are those of the card, in any order.
fn fits(outline: &Outline, card: &Card) -> Result<(), ModelProblem> {
    let mut wanted = outline.inputs.clone();
    let mut given: Vec<(String, usize)> =
        card.inputs.iter().map(|input| (input.name.clone(), input.features.len())).collect();
    wanted.sort_unstable();
    given.sort_unstable();
    if wanted == given {
        return Ok(());
    }
    let words = |inputs: &[(String, usize)]| {
        let words: Vec<String> = inputs.iter().map(|(name, columns)| format!("{name} [{columns}]")).collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
    };
    Err(ModelProblem::Inputs { wanted: words(&wanted), given: words(&given) })
}
