//! What a protocol makes of signal and noise, one source a file.

pub mod bb84;
pub mod cow;
pub mod decoy;
pub mod finite_key;
