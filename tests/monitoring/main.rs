//! Monitoring: reading, preparing, looking, fitting.
#![cfg(feature = "monitoring")]

mod bad;
mod cow;
mod demo;
mod look;
mod read;
