//! Models as ONNX files.

mod check;
mod proto;
mod write;

pub use check::{MAX_ONNX_BYTES, Outline, check};
pub use write::write;
