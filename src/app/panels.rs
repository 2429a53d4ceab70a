//! What the page shows of the results.

mod chart;
mod claims;
mod header;
mod pointer;
mod points;
mod readout;
mod report;
mod verdict;

pub(super) use chart::ChartPanel;
pub(super) use claims::{Claims, Figures, Views};
pub(super) use header::{Header, Notices};
pub(super) use points::Points;
pub(super) use readout::Readout;
pub(super) use report::PaperReport;
pub(super) use verdict::Verdict;
