//! Monitoring: reading, preparing, looking, fitting.

mod bad;
mod cow;
mod demo;
mod look;
mod read;
