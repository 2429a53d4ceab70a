//! Why a model is not used.

use serde::{Deserialize, Serialize};

/// Why a model is not used.
#[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum ModelProblem {
    /// The file is larger than any such model.
    #[error("the ONNX file has {size} bytes; at most {most} are read")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The largest one.
        most: u64,
    },
    /// The file is none, or cut short.
    #[error("this is not an ONNX file, or it is damaged")]
    NotOnnx,
    /// More of something than any such model has.
    #[error("the ONNX file has {count} {what}; at most {most} are read")]
    TooMany {
        /// What there is too much of.
        what: String,
        /// How much there is.
        count: u64,
        /// The most.
        most: u64,
    },
    /// An operator that these models do not have.
    #[error("the ONNX file uses the operator {operator}, which is not known here; known are {known}")]
    Operator {
        /// The operator.
        operator: String,
        /// Those that are known.
        known: String,
    },
    /// Constant numbers that are not in the file.
    #[error("the ONNX file keeps the numbers of {0} in another file; export it with the weights inside")]
    ExternalData(String),
    /// Constant numbers that are not as many as they should be, or not of a kind that is known.
    #[error("the ONNX file is damaged: {0} does not have as many numbers as it says, or they are of an unknown kind")]
    Tensor(String),
    /// An input that is no table of numbers.
    #[error(
        "the input {0} of the ONNX file is not a table of 32-bit floating-point numbers with a known number of columns"
    )]
    Input(String),
    /// Not one output with one column.
    #[error("the ONNX file has {0} outputs; it should have one, the scaled key rate")]
    Outputs(u64),
    /// The inputs of file and card are not the same.
    #[error("the card does not belong to this ONNX file: the file wants {wanted}, the card gives {given}")]
    Inputs {
        /// What the file wants.
        wanted: String,
        /// What the card gives.
        given: String,
    },
    /// The card says that it is of another file.
    #[error(
        "the card does not belong to this ONNX file: it is for a file with the SHA-256 {wanted}, and this one has {found}"
    )]
    Fingerprint {
        /// What the card says.
        wanted: String,
        /// That of the file.
        found: String,
    },
    /// The card cannot be read.
    #[error("the card cannot be read: {0}")]
    Card(String),
    /// The card is of another program, or of a later version.
    #[error("the card is of format “{format}”, version {version}; read is “{known}”, version {last}")]
    Format {
        /// What it says.
        format: String,
        /// Its version.
        version: u32,
        /// The format that is read.
        known: String,
        /// The last version that is read.
        last: u32,
    },
    /// The scaler lacks something.
    #[error(
        "the card has no scaler for {0}; under “scaler” it must give the minimum and the maximum of every feature and of key_rate"
    )]
    NoScaler(String),
    /// The scaler makes no sense.
    #[error(
        "the card's scaler for {name} runs from {least} to {most}; it must run from a number to one that is not smaller"
    )]
    Scaler {
        /// Of what.
        name: String,
        /// The minimum.
        least: f64,
        /// The maximum.
        most: f64,
    },
    /// A feature that is there twice.
    #[error("the card has the feature {0} twice")]
    Twice(String),
    /// Windows of another width.
    #[error("the model is for windows of {wanted} min, and these are of {given} min")]
    Window {
        /// Width that the model needs, min.
        wanted: u32,
        /// Width that there is, min.
        given: u32,
    },
    /// The runtime refuses it.
    #[error("the ONNX file cannot be computed: {0}")]
    Runtime(String),
    /// Numbers came out that are none.
    #[error("the model gives {found} numbers for {rows} rows, or some that are not finite")]
    Output {
        /// How many came out.
        found: u64,
        /// How many were wanted.
        rows: u64,
    },
}
