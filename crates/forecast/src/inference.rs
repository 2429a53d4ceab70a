//! Models out of ONNX files, computed by the crate `rten`.

use super::card::{Card, fingerprint};
use super::features::Feature;
use super::onnx::{Outline, check};
use super::problem::ModelProblem;
use super::rows::{FeatureRows, LinkWindows, RowsProblem};
use super::scaler::Scaler;
use super::score::LinkScore;
use rten::{Model, ModelOptions, NodeId, OpRegistry};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};

/// So many rows are computed at a time.
const CHUNK: usize = 1024;

/// Why a model is not held against a link.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ScoreProblem {
    /// The link has no rows for it.
    #[error(transparent)]
    Rows(#[from] RowsProblem),
    /// It cannot be computed.
    #[error(transparent)]
    Model(#[from] ModelProblem),
}

/// A model that is ready.
pub struct Scorer {
    /// What is known of it.
    card: Card,
    scaler: Scaler,
    model: Model,
    /// The inputs, with the columns that enter each.
    inputs: Vec<(NodeId, std::ops::Range<usize>)>,
    output: NodeId,
}

impl Scorer {
    /// Prepares a model.
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

    /// What is known of it.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// What enters it.
    pub fn features(&self) -> Vec<Feature> {
        self.card.features()
    }

    /// How its numbers are scaled.
    pub fn scaler(&self) -> &Scaler {
        &self.scaler
    }

    /// The key rates that it predicts for some rows with its [`features`](Scorer::features), bit/s.
    ///
    /// # Errors
    /// [`ModelProblem`] if the model cannot be computed.
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

    /// Predicts a link, and holds that against what was measured.
    ///
    /// # Errors
    /// [`ScoreProblem`].
    pub fn score(&self, link: &LinkWindows) -> Result<LinkScore, ScoreProblem> {
        let rows = FeatureRows::of(link, &self.features())?;
        let predicted = self.predict(&rows)?;
        Ok(LinkScore::of(link, self.card.has_learnt(&link.link), rows, predicted, self.scaler.rate)?)
    }
}

/// No more than exports of such networks are made of: each makes the program larger.
fn operators() -> OpRegistry {
    rten::op_registry!(Add, Concat, Flatten, Gemm, Identity, MatMul, Relu, Reshape, Squeeze, Transpose)
}

/// Whether the inputs are those of the card, whatever their order.
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
