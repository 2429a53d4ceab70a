//! Name and version of the program, for everything that it writes.

/// Name of the program.
pub const NAME: &str = "keyspan";

/// Version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
