//! The page: three programs for the browser, [`page`], [`tools`] and [`monitoring`], on top of one [`kit`].

pub mod kit;
pub mod monitoring;
pub mod page;
pub mod tools;
