//! Protocols: from signal and noise to a key. One source a file.

pub mod bb84;
pub mod cow;
pub mod decoy;
pub mod finite_key;
