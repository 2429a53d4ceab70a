//! What page and command line show, without a browser: addresses, plans, figures, tables and files.
//!
//! | module | holds |
//! |---|---|
//! | [`address`] | the address of a page: everything that it shows, as text |
//! | [`class`] | the guided steps |
//! | [`pin`] | spans that were pinned to be compared |
//! | [`plan`] | which curves a page draws |
//! | [`figures`] | results as charts |
//! | [`inputs`] | what is asked of the tools, as text |
//! | [`export`] | tables, pictures, QR codes and embed codes |
//! | [`monitoring_address`] | the address of the Monitoring workspace |

pub mod address;
pub mod class;
pub mod export;
pub mod figures;
pub mod inputs;
pub mod monitoring_address;
pub mod pin;
pub mod plan;
