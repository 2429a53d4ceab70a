//! Scaling into [0, 1] by least and most, as scikit-learn's `MinMaxScaler`.

use super::rows::FeatureRows;
use serde::{Deserialize, Serialize};

/// Least and most of some numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64)", into = "(f64, f64)")]
pub struct Extent {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
}

impl From<(f64, f64)> for Extent {
    fn from((least, most): (f64, f64)) -> Extent {
        Extent { least, most }
    }
}

impl From<Extent> for (f64, f64) {
    fn from(extent: Extent) -> (f64, f64) {
        (extent.least, extent.most)
    }
}

impl Extent {
    /// The extent of some numbers; nothing if there are none.
    pub fn of(mut numbers: impl Iterator<Item = f64>) -> Option<Extent> {
        let first = numbers.next()?;
        let wider = |(least, most): (f64, f64), x: f64| (least.min(x), most.max(x));
        Some(numbers.fold((first, first), wider).into())
    }

    /// 0 at the least and 1 at the most, and beyond them further on. Where both are one, the distance from it, as scikit-learn has it.
    ///
    /// ```
    /// let extent = forecast::Extent { least: 10.0, most: 30.0 };
    /// assert_eq!(extent.scale(15.0), 0.25);
    /// assert_eq!(extent.unscale(0.25), 15.0);
    /// ```
    pub fn scale(self, x: f64) -> f64 {
        (x - self.least) / self.width()
    }

    /// The number that is scaled to this one.
    pub fn unscale(self, scaled: f64) -> f64 {
        scaled * self.width() + self.least
    }

    fn width(self) -> f64 {
        if self.most > self.least { self.most - self.least } else { 1.0 }
    }
}

/// How rows are scaled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    /// Extents of the features, in their order.
    pub features: Vec<Extent>,
    /// Extent of the key rate, bit/s.
    pub rate: Extent,
}

impl Scaler {
    /// The scaler of these rows of a table; nothing if there are none.
    pub(super) fn of(rows: &FeatureRows, chosen: &[usize]) -> Option<Scaler> {
        let width = rows.features.len();
        let column = |at: usize| Extent::of(chosen.iter().map(|row| rows.values[row * width + at]));
        let features = (0..width).map(column).collect::<Option<Vec<Extent>>>()?;
        Some(Scaler { features, rate: Extent::of(chosen.iter().map(|row| rows.rates[*row]))? })
    }

    /// All features of the rows, scaled, row after row.
    pub fn scaled(&self, rows: &FeatureRows) -> Vec<f32> {
        let scaled = |row: &[f64]| -> Vec<f32> {
            self.features.iter().zip(row).map(|(extent, x)| extent.scale(*x) as f32).collect()
        };
        rows.iter().flat_map(scaled).collect()
    }
}
