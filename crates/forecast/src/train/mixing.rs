//! Rows between rows: after H. Zhang et al., *mixup*, ICLR 2018, arXiv 1710.09412.
//!
//! Links have rates and losses of their own, with nothing between. A network that sees only them may do there what it likes, and it does: it
//! is off by 5 to 20 % on links that it has not seen. Where it learns means of three rows instead, it is straight from link to link: three, for the
//! rate and the loss of any three links make a plane.

use numbers::random::Random;

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

    /// The numbers of a row and its key rate; if they are to be mixed, the means of it and of any two others among these rows, with weights
    /// that are uniform over all that make 1.
    pub(super) fn take(
        &self,
        row: usize,
        among: &[usize],
        mix: Option<&mut Random>,
        mut put: impl FnMut(usize, f32),
    ) -> f32 {
        let Some(random) = mix else {
            self.row(row).iter().enumerate().for_each(|(i, x)| put(i, *x));
            return self.rates[row];
        };
        let mut any = || among[random.below(among.len() as i64) as usize];
        let (second, third) = (any(), any());
        let (u, v) = (random.uniform() as f32, random.uniform() as f32);
        // The square folded into a triangle.
        let (u, v) = if u + v > 1.0 { (1.0 - u, 1.0 - v) } else { (u, v) };
        let mean = |x: f32, y: f32, z: f32| x + u * (y - x) + v * (z - x);
        let rows = self.row(row).iter().zip(self.row(second)).zip(self.row(third));
        rows.enumerate().for_each(|(i, ((x, y), z))| put(i, mean(*x, *y, *z)));
        mean(self.rates[row], self.rates[second], self.rates[third])
    }
}
