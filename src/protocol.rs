//! What a protocol makes of signal and noise, one source a file.

pub mod bb84;
