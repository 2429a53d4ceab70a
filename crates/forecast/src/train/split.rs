//! Split into training rows and validation rows, which decide when to stop.

use numbers::random::Random;
use serde::{Deserialize, Serialize};

/// The fifth of the rows that is used for validation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// A random one, as in the thesis.
    Random,
    /// The last one of each link.
    Time,
}

/// The stream of random numbers of the split, which no network uses.
const STREAM: u64 = 0;

impl Split {
    /// Training and validation rows, for links with these numbers of rows, one after the other.
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

/// Number of training rows: four fifths.
pub(super) const fn learnt(rows: usize) -> usize {
    rows * 4 / 5
}

/// Fisher–Yates shuffle, in D. E. Knuth's form.
pub(super) fn shuffle(rows: &mut [usize], random: &mut Random) {
    for i in (1..rows.len()).rev() {
        rows.swap(i, random.below(i as i64 + 1) as usize);
    }
}
