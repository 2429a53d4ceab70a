//! Items of an address that could not be used as they were, with the reasons.

use std::fmt;

/// An item of an address that was left out or mended, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    item: String,
    reason: String,
    mended: bool,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}{}", self.item, if self.mended { "mended, " } else { "" }, self.reason)
    }
}

/// Why the second of two parts with one meaning is left out.
pub const GIVEN_TWICE: &str = "given twice; the first one counts";

/// Largest number of characters of an item that are shown.
const SHOWN: usize = 40;

impl Notice {
    /// A notice on an item of an address that was left out, which is shortened to what can be shown.
    pub fn new(item: &str, reason: impl fmt::Display) -> Notice {
        let mut shown: String = item.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
        if item.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Notice { item: shown, reason: reason.to_string(), mended: false }
    }

    /// A notice on an item that was damaged on the way, and has been mended: it has its meaning again.
    ///
    /// ```
    /// use engine::scenario::Notice;
    /// assert_eq!(Notice::mended("“&amp;”", "read as “&”").to_string(), "“&amp;”: mended, read as “&”");
    /// ```
    pub fn mended(item: &str, what: &str) -> Notice {
        Notice { mended: true, ..Notice::new(item, what) }
    }

    /// Whether the item was mended, and not left out.
    pub const fn is_mended(&self) -> bool {
        self.mended
    }
}
