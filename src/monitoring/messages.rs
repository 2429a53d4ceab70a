//! Messages between the workspace and its worker: postcard behind a version, as everywhere on the page. Files travel beside them.

use engine::protocol::cow::Parameters;
use forecast::LinkWindows;
use monitoring::{FileReport, FitParameter, Hints, LinkReport, ModelReport, Parameter, WindowWidth};
use serde::{Deserialize, Serialize};

/// Number of a question, of the page's choosing.
pub(super) type Id = u32;

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Ask {
    /// To read the files that travel with the message, in place of all read before.
    Read {
        /// Their names, with folders, and what a person says of them.
        files: Vec<(String, Hints)>,
        /// Width of the windows.
        width: WindowWidth,
    },
    /// To make the demo network and read it, in place of all read before.
    Demo {
        /// Width of the windows.
        width: WindowWidth,
    },
    /// To stop reading.
    Cancel,
    /// Other windows.
    Average(WindowWidth),
    /// What there was before windows were made.
    Minutes {
        /// The link.
        link: String,
        /// The parameter.
        parameter: Parameter,
    },
    /// The COW model held against a link.
    Model {
        /// The link.
        link: String,
        /// Width of the windows.
        width: WindowWidth,
        /// The device.
        device: Parameters,
        /// What is solved for.
        solve: Option<FitParameter>,
    },
    /// The links as networks see them: in windows of 10 min.
    Windows,
    /// Everything as a file.
    Table {
        /// Whether JSON, which has everything, or CSV, a row a link.
        json: bool,
        /// Width of the windows.
        width: WindowWidth,
        /// What a person typed for parameters of the device.
        device: Vec<(String, String)>,
        /// What is solved for.
        solve: Option<FitParameter>,
    },
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Say {
    /// So far it is.
    Progress {
        /// Bytes read.
        bytes: f64,
        /// Bytes of all files.
        of: f64,
        /// What is being read.
        name: String,
    },
    /// All is read.
    Read {
        /// What came of each file.
        files: Vec<FileOutcome>,
        /// The links, or why there are none.
        links: Result<Vec<LinkReport>, String>,
        /// What else is to be known.
        notes: Vec<String>,
    },
    /// Reading was stopped. What was read before is still there.
    Cancelled,
    /// The links in other windows.
    Averaged(Vec<LinkReport>),
    /// Time, s, and mean of each minute.
    Minutes(Vec<(f64, f64)>),
    /// The model; nothing without a window that it could be held against.
    Model(Option<Box<ModelReport>>),
    /// The links as networks see them.
    Windows(Vec<LinkWindows>),
    /// The file.
    Table(Vec<u8>),
}

/// What came of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FileOutcome {
    /// Its name.
    pub(super) name: String,
    /// What it held, or why nothing of it can be used.
    pub(super) report: Result<Held, String>,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Held {
    /// Measurements.
    Measurements(FileReport),
    /// The table of links, with so many of them.
    Links(u32),
    /// Nothing that is read.
    Nothing,
}
