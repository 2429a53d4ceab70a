//! Rows between rows: H. Zhang et al., *mixup*, ICLR 2018, arXiv 1710.09412.
//!
//! Links have rates and losses of their own, with nothing between. A network that sees only them may do there what it likes, and it does: it
//! is off by 5 to 20 % on links that it has not seen. Where it learns means of two rows instead, it is straight from link to link.

use crate::monitoring::Random;

/// Scaled rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scaled {
    /// How many numbers each has.
    pub(super) width: usize,
    /// The numbers, row after row.
    pub(super) inputs: Vec<f32>,
    /// The key rates.
    pub(super) rates: Vec<f32>,
}

impl Scaled {
    fn row(&self, row: usize) -> &[f32] {
        &self.inputs[row * self.width..][..self.width]
    }

    /// The numbers of a row and its key rate; if they are to be mixed, the means of it and of any other among these rows, with weights
    /// that are uniform.
    pub(super) fn take(
        &self,
        row: usize,
        among: &[usize],
        mix: Option<&mut Random>,
        mut put: impl FnMut(usize, f32),
    ) -> f32 {
        let (other, share) = match mix {
            Some(random) => (among[random.below(among.len() as i64) as usize], random.uniform() as f32),
            None => (row, 0.0),
        };
        let mixed = |x: f32, other: f32| x + share * (other - x);
        for (i, (x, other)) in self.row(row).iter().zip(self.row(other)).enumerate() {
            put(i, mixed(*x, *other));
        }
        mixed(self.rates[row], self.rates[other])
    }
}
