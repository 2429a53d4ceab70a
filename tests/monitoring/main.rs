//! Monitoring: reading, preparing, looking, fitting.
#![cfg(feature = "monitoring")]

mod cow;
mod demo;
mod look;
mod read;
