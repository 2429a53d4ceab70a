//! Messages between the workspace and its worker: postcard behind a version, as everywhere on the page. Files travel beside them.

use engine::protocol::cow::Parameters;
use forecast::LinkWindows;
use monitoring::{FileReport, FitParameter, Hints, LinkReport, ModelReport, Parameter, ReadProblem, WindowWidth};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Request {
    /// Read the files that travel with the message, for [`Request::Use`]: their names, with folders, and what a person says of them.
    Read(Vec<(String, Hints)>),
    /// Compute with the files that were read last, in place of all before, in windows of this width.
    Use(WindowWidth),
    /// Make the demo network and read it, in place of all read before.
    Demo {
        /// Width of the windows.
        width: WindowWidth,
    },
    /// Stop reading.
    Cancel,
    /// Average over other windows.
    Average(WindowWidth),
    /// The 1-minute means of a parameter.
    Minutes {
        /// The link.
        link: String,
        /// The parameter.
        parameter: Parameter,
    },
    /// Compare the COW model with a link.
    Model {
        /// The link.
        link: String,
        /// Width of the windows.
        width: WindowWidth,
        /// The device.
        device: Parameters,
        /// The parameter to solve for.
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
        /// The user's texts for parameters of the device.
        device: Vec<(String, String)>,
        /// The parameter to solve for.
        solve: Option<FitParameter>,
    },
}

/// A response of the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Response {
    /// Progress of reading.
    Progress {
        /// Bytes read.
        bytes: f64,
        /// Bytes of all files.
        of: f64,
        /// Name of the file that is being read.
        name: String,
    },
    /// Everything is read: the result of each file.
    Read(Vec<FileOutcome>),
    /// Everything is computed.
    Used {
        /// The links.
        links: Vec<LinkReport>,
        /// Further notes.
        notes: Vec<String>,
    },
    /// This reading was stopped. What was read before is still there.
    Cancelled,
    /// The links in other windows.
    Averaged(Vec<LinkReport>),
    /// Time, s, and mean of each minute.
    Minutes(Vec<(f64, f64)>),
    /// The comparison; none without a window to compare with.
    Model(Option<Box<ModelReport>>),
    /// The links as networks see them.
    Windows(Vec<LinkWindows>),
    /// The file.
    Table(Vec<u8>),
}

/// The result of reading a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FileOutcome {
    /// Its name.
    pub(super) name: String,
    /// Its contents, or the reason why nothing in it can be used.
    pub(super) report: Result<Held, FileError>,
}

impl FileOutcome {
    /// The report on its measurements, if it has any.
    pub(super) fn measured(&self) -> Option<&FileReport> {
        match &self.report {
            Ok(Held::Measurements(report)) => Some(report),
            _ => None,
        }
    }

    /// What equal files have in common, as far as it is to be confirmed: how they are understood. None for the table of links, and for what
    /// is not read.
    pub(super) fn kind(&self) -> Option<String> {
        self.measured().map(|report| report.description.kind())
    }
}

/// Why nothing of a file can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FileError {
    /// The browser does not give it any more.
    Gone,
    /// A table of links that is none.
    LongLinks,
    /// The report of the reader.
    Refused(String),
}

impl FileError {
    /// The message of an error of reading; the error itself stays in the worker.
    pub(super) fn refused(error: impl fmt::Display) -> FileError {
        FileError::Refused(error.to_string())
    }
}

impl From<ReadProblem> for FileError {
    fn from(problem: ReadProblem) -> FileError {
        FileError::refused(problem)
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FileError::Gone => {
                f.write_str("the browser cannot read it any more; was it moved or changed? Choose it again")
            }
            FileError::LongLinks => {
                f.write_str("it is too long for a table of links; give files of measurements another name")
            }
            FileError::Refused(reason) => f.write_str(reason),
        }
    }
}

/// The contents of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Held {
    /// Measurements.
    Measurements(FileReport),
    /// The table of links, and their number.
    Links(u32),
    /// Nothing that can be read here.
    Nothing,
}
