//! Messages between the workspace and the program that learns.

use forecast::{Anomaly, Feature, Forecast, KeyStore, LinkScore, LinkWindows, Outlook, Progress, Recipe};
use serde::{Deserialize, Serialize};

/// Name of the program.
pub const LEARNING: &str = "learning";

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// To keep these links, in place of all before. Not answered.
    Links(Vec<LinkWindows>),
    /// To hold a model against the links.
    Score {
        /// The model; without one, the last that was used.
        model: Option<ModelFiles>,
        /// What if these links had these losses.
        losses: Vec<(String, f64)>,
    },
    /// To train a model.
    Train {
        /// The links to learn from.
        links: Vec<String>,
        /// How.
        recipe: Recipe,
    },
    /// To stop training.
    Cancel,
    /// To forecast the key rate of a link.
    Foresee {
        /// The link.
        link: String,
        /// How far ahead, min.
        horizon_min: u32,
    },
    /// To say what becomes of a store that the link of the last forecast fills.
    Store(KeyStore),
    /// To find the times at which links were not as usual.
    Abnormal,
}

/// What the program says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Say {
    /// The model held against the links, or why it cannot be.
    LinkScore(Result<ScoreReport, String>),
    /// Training is on its way: the epoch that is over, and the share of all.
    Epoch(Progress, f64),
    /// What was learnt, as files.
    Trained(Result<ModelFiles, String>),
    /// Training was stopped.
    Cancelled,
    /// The past is being forecast, to see how well that works: the share that is done.
    Evaluating(f64),
    /// The forecast, without its errors in the past, or why there is none.
    Foreseen(Result<Box<Forecast>, String>),
    /// What becomes of the store, or why that cannot be said.
    Outlook(Result<Outlook, String>),
    /// The abnormal times of each link.
    Abnormal(Vec<(String, Vec<Anomaly>)>),
}

/// A model as files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFiles {
    /// ONNX.
    pub onnx: Vec<u8>,
    /// The card, JSON.
    pub card: Vec<u8>,
}

/// A model held against the links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// What is known of the model.
    pub facts: ModelFacts,
    /// The links that it can predict.
    pub scored: Vec<LinkScore>,
    /// Why it cannot predict the others.
    pub notes: Vec<String>,
    /// How long it took to predict all of their windows and to compare them with what was measured, ms.
    pub milliseconds: f64,
}

/// What is known of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFacts {
    /// Program that made it.
    pub made_by: Option<String>,
    /// What it is told.
    pub features: Vec<Feature>,
    /// Width of its windows, min.
    pub window_min: u32,
    /// The links that it has learnt from, with their losses.
    pub learnt: Vec<(String, Option<f64>)>,
    /// How it was trained.
    pub recipe: Option<Recipe>,
    /// Rows that it has learnt.
    pub rows: u64,
    /// SHA-256 of the file.
    pub fingerprint: Option<String>,
}
