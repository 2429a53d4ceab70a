//! The commands, each with its options, what it does, and the columns of its table.

pub(crate) mod anomalies;
pub(crate) mod ask;
pub(crate) mod batch;
pub(crate) mod channels;
pub(crate) mod cow;
pub(crate) mod demand;
pub(crate) mod demo_data;
pub(crate) mod devices;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod figure;
pub(crate) mod forecast;
pub(crate) mod map;
pub(crate) mod monitor;
pub(crate) mod paper;
pub(crate) mod reach;
pub(crate) mod score;
pub(crate) mod study;
pub(crate) mod sweep;
pub(crate) mod train;
pub(crate) mod uncertainty;
pub(crate) mod validate;
