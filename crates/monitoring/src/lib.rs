//! Monitoring data of QKD devices: key rate, QBER, visibility and laser power over time, read, averaged, and compared with the COW model.
//!
//! # From files to links
//!
//! A [`Reader`] takes a file in slices of bytes of any size and finds out its layout, its time stamps, its [`Parameter`]s and the
//! units ([`FileUnit`]) they are written in; [`Hints`] overrule what it finds, and answer what it leaves open ([`Description`]). The result, a [`Reading`], has a [`Series`] for each
//! parameter of each link. Every line and value that is not used is counted under a [`Reason`], with [`Example`]s: nothing is dropped
//! silently. A file of which nothing can be used gives a [`ReadProblem`].
//!
//! [`links`] merges the readings of all files into one [`Link`] for each name. [`read_links`] reads `links.csv`, the table of their
//! lengths and losses. A [`Session`] keeps both, so that one set of files can be looked at in many ways.
//!
//! # From links to numbers
//!
//! [`Windows::of`] averages a link over windows aligned to the clock, 10 min wide by default ([`WindowWidth`]); from here on a
//! [`TimeWindow`] is the unit of everything. [`summary`] and [`distribution`] describe one parameter; [`between_parameters`] and
//! [`with_past`] correlate parameters with each other and the key rate with its own past.
//!
//! # The COW model
//!
//! [`observations`] are the windows that have everything the model needs. [`calculated`] gives the model's key rate for each of them,
//! [`fit`] fits up to three parameters ([`FreeParameters`]) and returns a [`CowFit`] with standard errors and [`FitCaution`]s, and
//! [`solve_each`] solves the model for one parameter, window by window. A [`ModelReport`] is all of this for one link, as both the page
//! and the command line show it.
//!
//! # Data to try it on
//!
//! The data of the thesis that this crate follows are not public. [`DemoNetwork`] makes a synthetic network of the same shape, with
//! known parameters, known faults, and the same bytes on every machine.
//!
//! # What it may know
//!
//! Bytes come in and values go out: no file system, no clock, no threads. Of the rate engine this crate uses the model in
//! [`engine::protocol::cow`] and the table of its parameters in [`engine::scenario`] (`DEVICE` and the names in it), and nothing else.
//!
//! # References
//!
//! G.-L. Haiden, *Development and Justification of a Physical Layer Model Based on Monitoring Data for Quantum Key Distribution*,
//! bachelor's thesis, Technical University of Munich (2024), on a QKD network between Poznań and Sochaczew: sections 3.1 to 3.3. It is
//! called *the thesis* throughout.

mod correlation;
mod cow;
mod demo;
mod forms;
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
mod units;
mod windows;
mod words;

pub use correlation::{Correlations, PAST_MIN, between_parameters, pearson, with_past};
pub use cow::{
    CowFit, FitCaution, FitParameter, FitProblem, FittedValue, FreeParameters, Observation, SolvedParameter,
    UncertainValue, calculated, fit, observations, secret_fraction, solve_each,
};
pub use demo::{DemoFile, DemoLink, DemoNetwork, DemoProblem, MAX_DAYS, MAX_LINKS, Physics};
pub use forms::{Cells, Encoding, FileRows, Heading, Line, Row, Told};
pub use links::{Link, LinkRow, LinksProblem, MeasuredParameter, links, read_links};
pub use names::{LINKS_FILE, Recognised, endings, is_measurement, recognise, with_folder};
pub use parameter::{FileUnit, Parameter};
pub use read::delimiter_of;
pub use read::{
    ColumnDescription, ColumnRole, Description, FileAnswer, FindZone, FreeAnswer, Hints, OfferedChoice, OpenQuestion,
    Origin, ReadProblem, Reader, Reading, Series, TimeChoice, TimeReading, TimeUnit, Usage, ZoneRules, is_zone, read,
};
pub use rejection::{Example, MAX_EXAMPLES, Reason, Rejected, Rejections};
pub use report::{FileReport, LinkReport, ModelReport, SeriesReport, model};
pub use rules::plausible;
pub use samples::{Minute, SampleCounts, Samples};
pub use session::Session;
pub use summary::{Summary, distribution, distribution_of, summary};
pub use windows::{TimeWindow, WidthProblem, WindowWidth, Windows};
pub use words::{time_stamp, time_text, with_error, with_spread};
