//! Panels of results on the page.

mod chart;
mod figures;
mod header;
mod pointer;
mod verdict;

pub(super) use chart::ChartPanel;
pub(super) use figures::{Figures, Views};
pub(super) use header::{Header, Notices};
pub(super) use verdict::Verdict;
