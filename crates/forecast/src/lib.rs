//! What the key rate of a link is, told by a network from what else its devices report, and what it will be.
//!
//! 1. [`LinkWindows`] are the windows of a link with its loss, and [`Rows`] what a network sees of them.
//! 2. [`Training`] trains a [`Network`] an epoch at a time, and gives a [`Model`].
//! 3. [`write_onnx`] makes a file of it, beside which lies its [`Card`]; [`Scorer`] computes any such file.
//! 4. [`Scored`] holds a model against what was measured.
//! 5. [`plan`] has all networks that the thesis compares, and [`findings`] says which of its findings hold.
//! 6. [`Evaluation`] forecasts from the past and sees how well, and [`forecast`] says what is to come; [`outlook`] what becomes of a
//!    store of keys.
//! 7. [`abnormal`] finds times at which a link is not as usual.
//!
//! The same data and seed give the same weights to the last bit on every machine: all sums have a fixed order, and what is not settled by
//! IEEE 754 is not used. There is no file system here, no clock and no thread.
//!
//! Source of the networks: R. Haiden, master's thesis (2024) on the QKD network Poznań–Sochaczew, sections 3.3 to 4.3.

mod anomaly;
mod card;
mod features;
mod horizon;
mod inference;
mod key_store;
mod metrics;
mod network;
mod onnx;
mod problem;
mod rows;
mod scaler;
mod score;
mod study;
mod train;

pub use anomaly::{Abnormal, Moved, abnormal};
pub use card::{Card, CardErrors, CardInput, CardTraining, LARGEST_CARD};
pub use features::{Branch, Feature, Inputs};
pub use horizon::{
    Ahead, COVERAGE, Evaluation, Forecast, Grid, HORIZONS_MIN, HorizonErrors, HorizonProblem, Method, Standing,
    Verdict, forecast,
};
pub use inference::{ScoreProblem, Scorer};
pub use key_store::{Consumption, FAN, KeyStore, Outlook, SAFE, StoreAhead, StoreProblem, outlook};
pub use metrics::{Errors, errors};
pub use network::{Architecture, Network};
pub use onnx::{LARGEST_FILE, Outline, check as check_onnx, write as write_onnx};
pub use problem::ModelProblem;
pub use rows::{LinkWindows, NoRows, Rows};
pub use scaler::{Extent, Scaler};
pub use score::Scored;
pub use study::{
    Case, Finding, Kind, Parts, Published, StudyProblem, Tried, findings, plan, published, training as case_training,
};
pub use train::{Model, Progress, Recipe, Split, TrainProblem, Training};
