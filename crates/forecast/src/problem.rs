//! Why a model cannot be used.

use serde::{Deserialize, Serialize};

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum ModelProblem {
    /// The file is too large.
    #[error("the ONNX file has {size} bytes; the limit is {most}")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        most: u64,
    },
    /// Not an ONNX file, or a truncated one.
    #[error("this is not an ONNX file, or it is damaged")]
    NotOnnx,
    /// Too much of something.
    #[error("the ONNX file has {count} {what}; the limit is {most}")]
    TooMany {
        /// The quantity that is too large.
        what: String,
        /// Its number.
        count: u64,
        /// The limit.
        most: u64,
    },
    /// An unsupported operator.
    #[error("the ONNX file uses the operator {operator}, which is not supported; supported are {known}")]
    Operator {
        /// The operator.
        operator: String,
        /// The supported ones.
        known: String,
    },
    /// Constants that are stored outside the file.
    #[error("the ONNX file stores the values of {0} in another file; export it with the weights inside")]
    ExternalData(String),
    /// A constant with a wrong number of values, or with values of an unsupported type.
    #[error(
        "the ONNX file is damaged: {0} does not have as many values as it declares, or they have an unsupported type"
    )]
    Tensor(String),
    /// An input that is not a table of numbers.
    #[error(
        "the input {0} of the ONNX file is not a table of 32-bit floating-point numbers with a known number of columns"
    )]
    Input(String),
    /// Not exactly one output.
    #[error("the ONNX file has {0} outputs; it should have one, the scaled key rate")]
    Outputs(u64),
    /// The inputs of file and card are not the same.
    #[error(
        "the card does not belong to this ONNX file: the inputs of the file are {wanted}, those of the card {given}"
    )]
    Inputs {
        /// The inputs of the file.
        wanted: String,
        /// The inputs of the card.
        given: String,
    },
    /// The card belongs to another file.
    #[error("the card does not belong to this ONNX file: it is for SHA-256 {wanted}, and the file has {found}")]
    Fingerprint {
        /// The fingerprint on the card.
        wanted: String,
        /// The fingerprint of the file.
        found: String,
    },
    /// The card cannot be read.
    #[error("the card cannot be read: {0}")]
    Card(String),
    /// The card has another format or a later version.
    #[error("the card has the format “{format}”, version {version}; supported is “{known}”, version 1 to {last}")]
    Format {
        /// Its format.
        format: String,
        /// Its version.
        version: u32,
        /// The supported format.
        known: String,
        /// The latest supported version.
        last: u32,
    },
    /// A scaler is missing.
    #[error(
        "the card has no scaler for {0}; under “scaler” it must have the minimum and maximum of every feature and of key_rate"
    )]
    NoScaler(String),
    /// A scaler is invalid.
    #[error("the card's scaler for {name} goes from {least} to {most}; the maximum must not be below the minimum")]
    Scaler {
        /// Its feature.
        name: String,
        /// The minimum.
        least: f64,
        /// The maximum.
        most: f64,
    },
    /// A feature that needs level × COW^β, of which the card says nothing.
    #[error(
        "the card lists the feature {0}, which needs level × COW^β; under “baseline” it must have beta, memory, mean_photons and error_correction"
    )]
    NoBaseline(String),
    /// Level × COW^β with numbers outside their domains.
    #[error(
        "the card's baseline is invalid: beta is at least 0, memory 0 to less than 1, mean_photons at least 0 and error_correction at least 1"
    )]
    Baseline,
    /// Prediction intervals with numbers outside their domains.
    #[error(
        "the card's intervals are invalid: coverage and memory are 0 to less than 1, factor and scale are positive"
    )]
    Intervals,
    /// A feature is listed twice.
    #[error("the card lists the feature {0} twice")]
    Twice(String),
    /// Windows of another width.
    #[error("the model needs windows of {wanted} min; these have {given} min")]
    Window {
        /// Width of the model, min.
        wanted: u32,
        /// Width of the data, min.
        given: u32,
    },
    /// The runtime rejects it.
    #[error("the ONNX file cannot be run: {0}")]
    Runtime(String),
    /// The output has a wrong length or values that are not finite.
    #[error("the model returns {found} values for {rows} rows, or some that are not finite")]
    Output {
        /// Number of values returned.
        found: u64,
        /// Number of rows.
        rows: u64,
    },
}
