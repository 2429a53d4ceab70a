//! Everything that page and command line show, without a browser: addresses, plans, figures, tables and files.
//!
//! | module | holds |
//! |---|---|
//! | [`address`] | the address of a page: everything that it shows, as text |
//! | [`class`] | the guided steps |
//! | [`demand`] | what a link delivers of a demand: sentences and rows |
//! | [`pin`] | links that were pinned for comparison |
//! | [`presets`] | starting points and devices: what a link has of them, with sources |
//! | [`plan`] | which curves a page draws |
//! | [`drawn`] | what was computed for a page |
//! | [`figures`] | results as charts |
//! | [`export`] | tables, pictures, QR codes and embed codes |
//! | [`monitoring_address`] | the address of the Monitoring workspace |
//! | [`inputs`] | what a user asks of the tools, as text; what pointer and keys change |
//! | [`map`] | what a map shows: axes, colours, the values at a place |
//! | [`text`] | every text of the page |

pub mod address;
pub mod class;
pub mod demand;
pub mod drawn;
pub mod export;
pub mod figures;
mod fragment;
pub mod inputs;
pub mod map;
pub mod monitoring_address;
pub mod pin;
pub mod plan;
pub mod presets;
pub mod text;
