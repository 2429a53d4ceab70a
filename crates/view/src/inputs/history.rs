//! When a change of the page becomes an entry of the browser's history.

use crate::address::{Address, write_address};

/// An update of the browser's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryEntry {
    /// In place of the current entry.
    Replace(String),
    /// A new entry, so that the browser's Back button undoes it.
    Push(String),
}

impl HistoryEntry {
    /// How to write `now` after `before`; nothing where both have the same text.
    ///
    /// The cursor alone makes no entry, and neither does a page in another page, whose history is not ours to fill.
    pub fn new(before: &Address, now: &Address) -> Option<HistoryEntry> {
        let text = write_address(now);
        if text == write_address(before) {
            return None;
        }
        let moved = Address { cursor_km: now.cursor_km, ..before.clone() };
        Some(if now.embed || text == write_address(&moved) {
            HistoryEntry::Replace(text)
        } else {
            HistoryEntry::Push(text)
        })
    }
}

/// Whether a change may be a part of a drag or of typing, which go on: only settings, cursor and zoom differ. Any other change is a
/// step by itself.
pub fn goes_on(last: &Address, now: &Address) -> bool {
    let Address { settings, cursor_km, zoom, .. } = last.clone();
    Address { settings, cursor_km, zoom, ..now.clone() } == *last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::read_address;

    fn address(text: &str) -> Address {
        read_address(text).0
    }

    #[test]
    fn only_steps_fill_the_history() {
        let entry = |before, now| HistoryEntry::new(&address(before), &address(now));
        let push = |text: &str| Some(HistoryEntry::Push(text.to_owned()));
        let replace = |text: &str| Some(HistoryEntry::Replace(text.to_owned()));
        assert_eq!(entry("v=1&bitrate=5e10", "v=1&bitrate=50G"), None);
        let moved = write_address(&address("v=1&at=60"));
        assert_eq!(entry("v=1", &moved), replace(&moved));
        assert_eq!(entry("v=1", "v=1&bitrate=5e10"), push("v=1&bitrate=5e10"));
        assert_eq!(entry("v=1", "v=1&tool=map"), push("v=1&tool=map"));
        assert_eq!(entry("v=1&embed=1", "v=1&bitrate=5e10&embed=1"), replace("v=1&bitrate=5e10&embed=1"));
        // A cursor that moves with something else is a part of that step.
        let both = write_address(&address("v=1&at=60&bitrate=50G"));
        assert_eq!(entry("v=1", &both), push(&both));
    }

    #[test]
    fn drags_go_on_and_clicks_do_not() {
        for (now, on) in [
            ("", true),
            ("bitrate=50G", true),
            ("at=60", true),
            ("zoom=10:60:1e3:1e6", true),
            ("figure=8", false),
            ("view=qber", false),
            ("pin=a*0", false),
            ("tool=map", false),
            ("embed=1", false),
        ] {
            assert_eq!(goes_on(&address("v=1"), &address(&format!("v=1&{now}"))), on, "{now}");
        }
    }
}
