//! The command line tool, started as its users start it.

mod ask;
mod basics;
mod batch;
mod channels;
mod cow;
mod demand;
mod demo_data;
mod devices;
mod explain;
mod export;
mod house;
mod map;
mod models;
mod monitor;
mod output;
mod uncertainty;
mod validate;
