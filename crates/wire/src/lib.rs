//! Messages between the page and its workers, and the machines that decide what the workers do: all of it without a browser.
//!
//! | module | holds |
//! |---|---|
//! | [`channel`] | what every channel between the page and a worker has in common: a handshake, and what can go wrong |
//! | [`batch`] | pieces of work, their answers, and what a worker reports |
//! | [`curves`] | what the page itself asks for: all that its own worker knows, which is to be small |
//! | [`questions`] | what the tools ask for |
//! | [`supervisor`] | which worker does what, what becomes of one that fails, and of work that is slow |
//! | [`pending`] | what is to be done with answers that have not come yet |
//! | [`newest`] | which of several requests of a kind counts |
//! | [`portions`] | work that takes seconds to minutes: the newest wins, stop, go on |
//! | [`points`] | what the page hands to the tools |
//! | [`learning`] | what Monitoring asks of the program that learns |
//!
//! Messages are bytes of postcard behind two bytes of version. Page and workers are built from one source, but a browser may hold an
//! old file of one of them: both sides check the version before they believe a message, and a worker says at the start which build
//! it is.

pub mod batch;
pub mod channel;
pub mod curves;
pub mod learning;
pub mod newest;
pub mod pending;
pub mod points;
pub mod portions;
pub mod questions;
pub mod supervisor;

use serde::{Serialize, de::DeserializeOwned};

/// Version of the messages, raised with every change of a type here.
pub const VERSION: u16 = 9;

/// Which build this is: a digest of the sources where the build script sets it.
pub const BUILD: &str = match option_env!("KEYSPAN_BUILD") {
    Some(build) => build,
    None => "development",
};

/// Attribute of the document in which the page keeps its address for the tools.
pub const STATE: &str = "data-state";
/// Name of the program of the Monitoring workspace, and what its addresses begin with.
pub const MONITORING: &str = "monitoring";
/// Name of the program that makes CSV of workbooks.
pub const WORKBOOK: &str = "workbook";
/// Event in which the tools tell the page the address that they want shown.
pub const SHOW: &str = "keyspan-show";

/// A message that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// It has another version than this build.
    #[error("a message of version {0}, not {VERSION}")]
    Version(u16),
    /// Too short, or not what was expected.
    #[error("a damaged message: {0}")]
    Damaged(String),
}

/// The bytes of a message.
///
/// # Errors
/// [`WireError::Damaged`] if the encoder refuses, which no message here makes it do.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, WireError> {
    postcard::to_extend(message, VERSION.to_le_bytes().to_vec()).map_err(|error| WireError::Damaged(error.to_string()))
}

/// The message in some bytes.
///
/// # Errors
/// [`WireError`] if they are of another version or hold no such message.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let (version, body) =
        bytes.split_first_chunk().ok_or_else(|| WireError::Damaged(format!("{} bytes only", bytes.len())))?;
    match u16::from_le_bytes(*version) {
        VERSION => postcard::from_bytes(body).map_err(|error| WireError::Damaged(error.to_string())),
        other => Err(WireError::Version(other)),
    }
}
