//! Monitoring: reading, preparing, looking, fitting.
#![cfg(feature = "monitoring")]

mod look;
mod read;
