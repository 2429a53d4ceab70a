//! Models as ONNX files.

mod check;
mod proto;
mod write;

pub use check::{LARGEST_FILE, Outline, check};
pub use write::write;
