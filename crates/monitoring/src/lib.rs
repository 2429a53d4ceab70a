//! What QKD devices report: read, averaged, looked at and held against the COW model.
//!
//! 1. [`Reader`] takes a file in slices and gives a [`Reading`]: the samples of each parameter of each link, and every line that was not
//!    used, under its reason.
//! 2. [`links`] puts the files of each [`Link`] together, and [`Windows::of`] averages them over windows of time.
//! 3. [`summary`], [`distribution`], [`between_parameters`] and [`with_past`] look at them.
//! 4. [`calculated`] holds the COW model against them, [`fit`] fits it to them and [`solve_each`] solves it for one parameter a window.
//!
//! [`DemoNetwork`] makes files to try all this on.
//!
//! Bytes come in and values go out: there is no file system here, no clock and no thread. Source of the procedure: R. Haiden,
//! master's thesis (2024) on the QKD network Poznań–Sochaczew, sections 3.1 to 3.3.

mod correlation;
mod cow;
mod demo;
mod links;
mod names;
mod parameter;
mod read;
mod rejection;
mod report;
mod rules;
mod samples;
mod session;
mod summary;
mod windows;
mod words;

pub use correlation::{Correlations, PAST_MIN, between_parameters, pearson, with_past};
pub use cow::{
    Caution, Estimate, Fit, FitParameter, FitProblem, FittedValue, Freedom, Observation, Solved, calculated, fit,
    observations, solve_each,
};
pub use demo::{DemoFile, DemoLink, DemoNetwork, DemoProblem, MOST_DAYS, MOST_LINKS};
pub use links::{Link, LinkRow, LinksProblem, Measured, MixedOrigins, links, read_links};
pub use names::{LINKS_FILE, Recognised, is_measurement, recognise, with_folder};
pub use parameter::{Parameter, WrittenIn};
pub use read::{Hints, Origin, ReadProblem, Reader, Reading, Role, Series, TimeUnit, read};
pub use rejection::{EXAMPLES, Example, Reason, Rejected, Rejections};
pub use report::{FileReport, LinkReport, ModelReport, SeriesReport, model};
pub use rules::plausible;
pub use samples::{Minute, Order, Samples};
pub use session::Session;
pub use summary::{Summary, distribution, distribution_of, summary};
pub use windows::{NoWidth, Window, WindowWidth, Windows};
pub use words::{time_stamp, time_text, with_error, with_spread};
