//! Monitoring: reading, preparing, looking, fitting.
#![cfg(feature = "monitoring")]

mod cow;
mod look;
mod read;
