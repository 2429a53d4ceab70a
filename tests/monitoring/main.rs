//! Monitoring: reading, preparing, looking, fitting.
#![cfg(feature = "monitoring")]

mod read;
