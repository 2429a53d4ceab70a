//! Monitoring: reading, preparing, looking, fitting.

mod bad;
mod cow;
mod demo;
mod files;
mod forms;
mod look;
mod read;
