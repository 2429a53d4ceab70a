//! Mixing of rows, after H. Zhang et al., *mixup*, ICLR 2018, arXiv 1710.09412.
//!
//! The rates and losses of the links are separate points. Between them a network is free, and errs by 5 to 20 % on unseen links. Training
//! on weighted means of three rows makes it linear from link to link; three, since any three links span a plane of loss and rate.

use numbers::random::Random;

/// Scaled rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scaled {
    /// Length of a row.
    pub(super) width: usize,
    /// The features, row after row.
    pub(super) inputs: Vec<f32>,
    /// The key rates.
    pub(super) rates: Vec<f32>,
}

impl Scaled {
    fn row(&self, row: usize) -> &[f32] {
        &self.inputs[row * self.width..][..self.width]
    }

    /// The features and the key rate of a row or, with mixing, of the weighted mean of it and two random others of these rows; the weights
    /// are uniform over all that sum to 1.
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
        // Folds the unit square into a triangle.
        let (u, v) = if u + v > 1.0 { (1.0 - u, 1.0 - v) } else { (u, v) };
        let mean = |x: f32, y: f32, z: f32| x + u * (y - x) + v * (z - x);
        let rows = self.row(row).iter().zip(self.row(second)).zip(self.row(third));
        rows.enumerate().for_each(|(i, ((x, y), z))| put(i, mean(*x, *y, *z)));
        mean(self.rates[row], self.rates[second], self.rates[third])
    }
}
