//! Golden numbers, properties and answers of the engine.

mod ask;
mod channel_plan;
mod cow;
mod decoy;
mod demand;
mod explain;
mod golden;
mod map;
mod optimum;
mod properties;
mod real_links;
mod spans;
mod survey;
mod uncertainty;
mod validation;
