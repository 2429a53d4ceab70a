//! Monitoring: reading, preparing, looking, fitting.

mod bad;
mod cow;
mod demo;
mod files;
mod look;
mod read;
