//! What a user asks of a tool, read and written in one place for the address, the fields of the page and the command line; and what
//! pointer and keys change.

pub mod ask;
pub mod channels;
pub mod class;
pub mod demand;
pub mod history;
pub mod map;
pub mod pointer;
pub mod tool;

use numbers::quantity::{Unit, parse_quantity};
use numbers::units::{Kilometres, OutOfDomain};

/// Between the parts of a text in an address: a character that addresses leave as it is.
const BETWEEN: char = '*';

/// A length as typed, in km, with or without the unit.
///
/// # Errors
/// Why it is none, in words.
///
/// ```
/// use view::inputs::read_length;
/// assert_eq!(read_length(" 63 km").unwrap().get(), 63.0);
/// assert!(read_length("far").is_err());
/// ```
pub fn read_length(typed: &str) -> Result<Kilometres, String> {
    let km = parse_quantity(typed, Unit::Kilometres).map_err(|problem| problem.to_string())?;
    Kilometres::try_from(km).map_err(|problem: OutOfDomain| problem.to_string())
}
