//! Which rows are learnt, and which are held back to see when to stop.

use numbers::random::Random;
use serde::{Deserialize, Serialize};

/// Which fifth of the rows is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// Any of them, as in the thesis.
    Random,
    /// The last of each link.
    Time,
}

/// The stream of random numbers that splits: none of a network has this number.
const STREAM: u64 = 0;

impl Split {
    /// The rows that are learnt, and those that are held back, of links with so many rows that stand behind each other.
    pub(super) fn of(self, lengths: &[usize], seed: u64) -> (Vec<usize>, Vec<usize>) {
        match self {
            Split::Random => {
                let mut rows: Vec<usize> = (0..lengths.iter().sum()).collect();
                shuffle(&mut rows, &mut Random::new(seed, STREAM));
                let held = rows.split_off(learnt(rows.len()));
                (rows, held)
            }
            Split::Time => {
                let (mut rows, mut held, mut start) = (Vec::new(), Vec::new(), 0);
                for length in lengths {
                    let middle = start + learnt(*length);
                    rows.extend(start..middle);
                    held.extend(middle..start + length);
                    start += length;
                }
                (rows, held)
            }
        }
    }
}

/// Four of five.
const fn learnt(rows: usize) -> usize {
    rows * 4 / 5
}

/// Puts the rows into another order: R. A. Fisher and F. Yates, as D. E. Knuth gives it.
pub(super) fn shuffle(rows: &mut [usize], random: &mut Random) {
    for i in (1..rows.len()).rev() {
        rows.swap(i, random.below(i as i64 + 1) as usize);
    }
}
