//! Machine learning on monitoring data: neural networks that predict the key rate of a link, forecasts of the coming day, key stores and
//! anomalies.
//!
//! # Predicting the key rate of a window
//!
//! [`LinkWindows`] are the averaged windows of a link, with its loss. [`FeatureRows`] are what a network sees of them: a row of
//! [`Feature`]s for each window, and the key rate measured in it. A [`Training`] follows a [`Recipe`] one epoch at a time and ends in a
//! [`Model`]: one or more [`NeuralNetwork`]s, whose mean it is, with the [`Scaler`] of their numbers.
//!
//! Everything is held against [`CowLevel`], level × COW^β, a prediction by two fitted numbers. By default it is the model, and a network
//! comes to it only where it lowers the error on held-out links ([`NetworkChoice`]); its prediction intervals are [`Intervals`].
//!
//! [`write_onnx`] turns a model into an ONNX file; the [`Card`] beside it says what enters the model, in which order, how it is scaled
//! and how it was trained. A [`Scorer`] runs such files, from here, from PyTorch or from Keras, after [`check_onnx`] has found nothing
//! unexpected in them. A [`LinkScore`] compares predictions with measurements in the four [`Errors`] of the thesis.
//!
//! [`plan`] lists all networks that the thesis compares ([`StudyCase`]), and [`findings`] says which of its findings hold on other data.
//!
//! # Forecasting the coming day
//!
//! An [`Evaluation`] forecasts a [`Grid`] of key rates again and again from times in the past, by every [`Method`], and records the errors.
//! [`forecast`] then looks ahead from the last window with the best method; its prediction intervals come from courses simulated by a block
//! bootstrap and calibrated on those errors. [`outlook`] follows a [`KeyStore`] along these courses: when it may run dry, which consumption
//! is safe within the horizon, and which for ever.
//!
//! # Finding anomalies
//!
//! [`find_anomalies`] finds times at which a parameter of a link lay far from its median for several windows. [`measured_alerts`] and
//! [`forecast_alerts`] are the times at which something is beyond a [`Limit`] that an operator sets.
//!
//! # Reproducible to the last bit
//!
//! Equal data and seeds give equal weights on every machine: sums have a fixed order, and only operations that IEEE 754 defines, and
//! functions of `libm`, are used. There is no file system here, no clock, no threads, and nothing of the rate engine: all data
//! come from [`monitoring`].
//!
//! # References
//!
//! G.-L. Haiden, *Development and Justification of a Physical Layer Model Based on Monitoring Data for Quantum Key Distribution*,
//! bachelor's thesis, Technical University of Munich (2024), sections 3.3 to 4.3. It is called *the thesis* throughout.

mod alert;
mod anomaly;
mod card;
mod features;
mod horizon;
mod inference;
mod interval;
mod key_store;
mod level;
mod metrics;
mod network;
mod onnx;
mod problem;
mod rows;
mod scaler;
mod score;
mod study;
mod train;

pub use alert::{Alert, Evidence, LIKELY, Limit, LimitProblem, POSSIBLE, forecast_alerts, measured_alerts};
pub use anomaly::{Anomaly, Excursion, find_anomalies};
pub use card::{Card, CardBaseline, CardErrors, CardInput, CardTraining, MAX_CARD_BYTES};
pub use features::{Branch, Feature, Inputs};
pub use horizon::{
    COVERAGE, Evaluation, Forecast, Grid, HORIZONS_MIN, HorizonErrors, HorizonProblem, HorizonVerdict, Method,
    MethodComparison, RateForecast, forecast,
};
pub use inference::{ScoreProblem, Scorer};
pub use interval::Intervals;
pub use key_store::{
    CONFIDENCES, Consumption, FAN_QUANTILES, KeyStore, KeySupply, MIN_SUPPLY_DAYS, Outlook, STANDARD_CONFIDENCE,
    StoreForecast, StoreProblem, outlook,
};
pub use level::CowLevel;
pub use metrics::{Errors, errors};
pub use network::{Architecture, NeuralNetwork};
pub use onnx::{MAX_ONNX_BYTES, Outline, check as check_onnx, write as write_onnx};
pub use problem::ModelProblem;
pub use rows::{FeatureRows, LinkWindows, RowsProblem};
pub use scaler::{Extent, Scaler};
pub use score::LinkScore;
pub use study::{
    CaseKind, LinkParts, PublishedErrors, StudyCase, StudyFinding, StudyProblem, StudyResult, findings, plan,
    published, training as case_training,
};
pub use train::{Fold, Model, NetworkChoice, Progress, Recipe, Split, TrainProblem, Training};
