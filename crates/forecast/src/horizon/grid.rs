//! The key rate at equal intervals of time.

use super::{DAY, HorizonProblem, MIN_DAYS};
use crate::rows::LinkWindows;
use monitoring::{Parameter, WindowWidth};
use serde::{Deserialize, Serialize};

/// Longest series, days.
const MAX_DAYS: usize = 366;
/// Longest gap, in windows, that the last known key rate bridges: three hours.
const MAX_GAP: usize = 18;

/// The key rate of a link, window by window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// Name of the link.
    pub link: String,
    /// Number of the first window.
    pub first: i64,
    /// The key rates, bit/s; `None` in a gap.
    pub rates: Vec<Option<f64>>,
}

impl Grid {
    /// The key rate of a link.
    ///
    /// # Errors
    /// The windows are not 10 min wide, or are too few or too many.
    pub fn of(link: &LinkWindows) -> Result<Grid, HorizonProblem> {
        let width = link.windows.width;
        if width != WindowWidth::STANDARD {
            return Err(HorizonProblem::Width(width.minutes()));
        }
        let rates: Vec<(i64, f64)> = link.windows.of_parameter(Parameter::KeyRate).collect();
        let (first, span) = match (rates.first(), rates.last()) {
            (Some((first, _)), Some((last, _))) => (*first, usize::try_from(last - first + 1).unwrap_or(usize::MAX)),
            _ => (0, 0),
        };
        let short = || {
            let days = span.div_ceil(DAY) as u64;
            HorizonProblem::Short { link: link.link.clone(), windows: rates.len() as u64, days }
        };
        if span > MAX_DAYS * DAY {
            let days = (span / DAY) as u64;
            return Err(HorizonProblem::Long { link: link.link.clone(), days, most: MAX_DAYS as u64 });
        }
        if span < MIN_DAYS * DAY || rates.len() < MIN_DAYS * DAY / 2 {
            return Err(short());
        }
        let mut grid = Grid { link: link.link.clone(), first, rates: vec![None; span] };
        for (number, rate) in &rates {
            grid.rates[(number - first) as usize] = Some(*rate);
        }
        Ok(grid)
    }

    /// The last window, if any window of the last three hours has a key rate.
    pub(super) fn last_origin(&self) -> Option<usize> {
        let last = self.rates.len().checked_sub(1)?;
        self.known(last).map(|_| last)
    }

    /// The key rate of a window or, in a gap, of the last one before it within three hours.
    pub(super) fn known(&self, at: usize) -> Option<f64> {
        self.rates[at.saturating_sub(MAX_GAP)..=at].iter().rev().copied().find_map(|rate| rate)
    }

    /// Start of a window as a fraction of the day, from midnight UTC.
    pub(super) fn fraction_of_day(&self, at: usize) -> f64 {
        (self.first + at as i64).rem_euclid(DAY as i64) as f64 / DAY as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_bridged_for_three_hours() {
        let mut grid = Grid { link: "1".to_owned(), first: 72, rates: vec![None; 30] };
        grid.rates[0] = Some(5.0);
        assert_eq!((grid.known(MAX_GAP), grid.known(MAX_GAP + 1)), (Some(5.0), None));
        assert_eq!((grid.fraction_of_day(0), grid.fraction_of_day(72)), (0.5, 0.0));
        assert_eq!(grid.last_origin(), None);
    }
}
