//! The link between Alice and Bob: one physical effect a file.

pub mod channel_plan;
pub mod crosstalk;
pub mod detector;
pub mod fibre;
pub mod filtering;
pub mod raman;
pub mod spectrum;
