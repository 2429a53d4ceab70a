//! Every text of the page that does not belong to a parameter, a figure or an error: constants, and sentences made from results.
//!
//! | module | holds |
//! |---|---|
//! | [`page`] | the Link workspace: header, answer, chart |
//! | [`tools`] | the tools below the chart |
//! | [`monitoring`] | the Monitoring workspace |
//!
//! The page's first program links [`page`] alone; what the others say costs it nothing.

// A constant is the text that it names.
#[allow(missing_docs)]
pub mod monitoring;
#[allow(missing_docs)]
pub mod page;
#[allow(missing_docs)]
pub mod tools;
