//! The link between Alice and Bob: one physical effect a file.

pub mod ase;
pub mod channel_plan;
pub mod crosstalk;
pub mod detector;
pub mod effective_length;
pub mod fibre;
pub mod filtering;
pub mod four_wave_mixing;
pub mod loss_budget;
pub mod raman;
pub mod raman_gain;
pub mod rayleigh;
pub mod spectrum;
