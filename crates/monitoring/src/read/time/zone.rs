//! Zones of times that name none.

use super::offset_of;
use super::stamp::micros;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// The zone of times that name none.
#[derive(Debug, Clone, Default)]
pub(in crate::read) enum Zone {
    /// UTC, which nobody said.
    #[default]
    Assumed,
    /// One that the user or a name said.
    Said(String, Rules),
}

/// How the offset of a zone follows from a time.
#[derive(Debug, Clone)]
pub(in crate::read) enum Rules {
    /// As the system knows it.
    Known(TimeZone),
    /// As it was found elsewhere.
    Found(ZoneRules),
}

impl Rules {
    /// The offset of a time on a wall clock.
    pub(in crate::read) fn at(&self, wall: DateTime) -> AmbiguousOffset {
        match self {
            Rules::Known(zone) => zone.to_ambiguous_timestamp(wall).offset(),
            Rules::Found(rules) => rules.at(wall),
        }
    }
}

impl Zone {
    /// The zone of this name: an offset, an abbreviation that means one offset, or a name such as `Europe/Vienna`, which is looked for
    /// where the system does not know it.
    pub(in crate::read) fn named(name: &str, find: FindZone) -> Option<Zone> {
        let name = name.trim();
        let rules = match offset_of(name) {
            Some(offset) => Rules::Known(TimeZone::fixed(Offset::from_seconds(offset).ok()?)),
            None => TimeZone::get(name).ok().map(Rules::Known).or_else(|| find(name).map(Rules::Found))?,
        };
        Some(Zone::Said(name.to_owned(), rules))
    }
}

/// Whether a time zone of this name is known: `Europe/Vienna`, `CET`, `+01:00`.
pub fn is_zone(name: &str) -> bool {
    Zone::named(name, |_| None).is_some()
}

/// Finds a zone that the system does not know.
pub type FindZone = fn(&str) -> Option<ZoneRules>;

/// A zone by the changes of its offset, as a browser knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ZoneRules {
    /// Times, s since 1970, in rising order, and the offset from UTC, s, from each on; the first one holds before it too.
    pub offsets: Vec<(i64, i32)>,
}

impl ZoneRules {
    /// The offset of a time on a wall clock.
    fn at(&self, wall: DateTime) -> AmbiguousOffset {
        let offset = |s: i32| Offset::from_seconds(s).unwrap_or(Offset::UTC);
        let seconds = micros(wall).unwrap_or_default().div_euclid(1_000_000);
        let mut changes = self.offsets.windows(2).map(|pair| (pair[0].1, pair[1].0, pair[1].1));
        // The first change after which, by the clock before it or by that behind it, this time comes.
        let near = changes.find(|(before, at, after)| seconds < at + i64::from(*before.max(after)));
        let Some((before, at, after)) = near else {
            let last = self.offsets.last().map_or(0, |(_, last)| *last);
            return AmbiguousOffset::Unambiguous { offset: offset(last) };
        };
        let ends = [before, after].map(|offset| at + i64::from(offset));
        match () {
            () if seconds < ends[0].min(ends[1]) => AmbiguousOffset::Unambiguous { offset: offset(before) },
            () if before < after => AmbiguousOffset::Gap { before: offset(before), after: offset(after) },
            () => AmbiguousOffset::Fold { before: offset(before), after: offset(after) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn rules_give_the_zone_that_they_are_of() {
        for name in ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"] {
            let zone = TimeZone::get(name).unwrap();
            let at = |s: i64| zone.to_offset(Timestamp::from_second(s).unwrap()).seconds();
            let (start, end) = (946_684_800, 2_524_608_000);
            let changes = zone.following(Timestamp::from_second(start).unwrap());
            let changes = changes.map(|change| change.timestamp().as_second()).take_while(|s| *s < end);
            let offsets = std::iter::once(start).chain(changes).map(|s| (s, at(s))).collect();
            let rules = ZoneRules { offsets };
            // Every change, and hours around it.
            let near = rules.offsets.iter().flat_map(|(s, _)| (-8..8).map(move |quarters| s + 900 * quarters));
            for s in near.chain((start..end).step_by(86_400 * 3 + 1001)) {
                let wall = zone.to_datetime(Timestamp::from_second(s).unwrap());
                assert_eq!(rules.at(wall), zone.to_ambiguous_timestamp(wall).offset(), "{name} {wall}");
                // A time that is skipped on the wall.
                let skipped = wall.checked_add(SignedDuration::from_mins(45)).unwrap();
                assert_eq!(rules.at(skipped), zone.to_ambiguous_timestamp(skipped).offset(), "{name} {skipped}");
            }
        }
    }
}
