//! Items of an address that could not be used, with the reasons.

use std::fmt;

/// An item of an address that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    item: String,
    reason: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item, self.reason)
    }
}

/// Largest number of characters of an item that are shown.
const SHOWN: usize = 40;

impl Notice {
    /// A notice on an item of an address, which is shortened to what can be shown.
    pub fn new(item: &str, reason: impl fmt::Display) -> Notice {
        let mut shown: String = item.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        if item.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Notice { item: shown, reason: reason.to_string() }
    }
}
