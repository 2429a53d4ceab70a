//! What each tool of the page writes to the address and reads from it, and what pointer and keys change, without a browser.

pub mod channels;
pub mod class;
pub mod history;
pub mod tool;
