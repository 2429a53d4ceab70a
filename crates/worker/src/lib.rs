//! What the workers of the page have in common: a worker that computes batches, and one that keeps something between questions.

mod keeper;
mod serve;

pub use keeper::Keeper;
pub use serve::serve;
