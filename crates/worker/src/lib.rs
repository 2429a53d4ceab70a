//! What the workers of the page have in common: their end of the channel to the page, and the loop of those that compute batches.

mod page;
mod serve;

pub use page::Page;
pub use serve::serve;
