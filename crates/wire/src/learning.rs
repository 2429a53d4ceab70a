//! Messages between the workspace and the program that learns.

use forecast::{Anomaly, CowLevel, Feature, Forecast, KeyStore, LinkScore, LinkWindows, Outlook, Progress, Recipe};
use serde::{Deserialize, Serialize};

/// Name of the program.
pub const LEARNING: &str = "learning";

/// A request of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Keep these links, in place of all before. There is no response.
    Links(Vec<LinkWindows>),
    /// Score a model on the links.
    Score {
        /// The model; none for the last one that was used.
        model: Option<ModelFiles>,
        /// Losses that links are to have in place of their own, dB.
        losses: Vec<(String, f64)>,
    },
    /// Train a model.
    Train {
        /// The links to learn from.
        links: Vec<String>,
        /// The recipe of the training.
        recipe: Recipe,
    },
    /// Stop training.
    Cancel,
    /// Forecast the key rate of a link.
    Forecast {
        /// The link.
        link: String,
        /// Horizon of the forecast, min.
        horizon_min: u32,
    },
    /// Forecast a key store that the link of the last forecast fills.
    Store(KeyStore),
    /// Find the anomalies of the links.
    Abnormal,
}

/// A response of the program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// The score of the model, or why it has none.
    Scored(Result<ScoreReport, LearningError>),
    /// An epoch of the training is over; the fraction of all.
    Epoch(Progress, f64),
    /// The trained model, or why there is none.
    Trained(Result<ModelFiles, LearningError>),
    /// This training was stopped.
    Cancelled,
    /// The past is being forecast, to see how well that works: the fraction that is done.
    Evaluating(f64),
    /// The forecast, without its courses and its past, or why there is none.
    Forecast(Result<Box<Forecast>, LearningError>),
    /// The forecast of the store, or why there is none.
    Outlook(Result<Outlook, LearningError>),
    /// The anomalies of each link.
    Abnormal(Vec<(String, Vec<Anomaly>)>),
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum LearningError {
    /// A score is asked for before there was a model.
    #[error("there is no model yet")]
    NoModel,
    /// A key store is asked for before there was a forecast.
    #[error("there is no forecast yet")]
    NoForecast,
    /// The link was not among those that were sent.
    #[error("there is no link {0}")]
    NoLink(String),
    /// The links are in windows of another width than the model's, which is this one, min.
    #[error("the model takes windows of {0} min")]
    OtherWindows(u32),
    /// An error of the forecasting itself.
    #[error("{0}")]
    Refused(String),
}

impl LearningError {
    /// The message of an error of the forecasting; the error itself stays in the worker.
    pub fn refused(error: impl std::fmt::Display) -> LearningError {
        LearningError::Refused(error.to_string())
    }
}

/// A model as files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFiles {
    /// ONNX.
    pub onnx: Vec<u8>,
    /// The card, JSON.
    pub card: Vec<u8>,
}

/// The score of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreReport {
    /// Facts about the model.
    pub facts: ModelFacts,
    /// The links that it can predict.
    pub scored: Vec<LinkScore>,
    /// Why it cannot predict the others.
    pub notes: Vec<String>,
    /// Time taken to predict all their windows and to compare them with the measurements, ms.
    pub milliseconds: f64,
}

/// Facts about a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFacts {
    /// Program that made it.
    pub made_by: Option<String>,
    /// Its inputs.
    pub features: Vec<Feature>,
    /// Level × COW^β, if it is part of the model.
    pub level: Option<CowLevel>,
    /// Width of its windows, min.
    pub window_min: u32,
    /// The links that it was trained on, with their losses.
    pub learnt: Vec<(String, Option<f64>)>,
    /// The recipe of its training.
    pub recipe: Option<Recipe>,
    /// Number of rows that it was trained on.
    pub rows: u64,
    /// SHA-256 of the file.
    pub fingerprint: Option<String>,
}
