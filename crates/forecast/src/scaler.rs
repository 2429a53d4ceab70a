//! Min-max scaling to [0, 1], as by scikit-learn's `MinMaxScaler`.

use super::rows::FeatureRows;
use serde::{Deserialize, Serialize};

/// Minimum and maximum of a set of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64)", into = "(f64, f64)")]
pub struct Extent {
    /// The minimum.
    pub least: f64,
    /// The maximum.
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
    /// The extent of numbers; `None` if there are none.
    pub fn of(mut numbers: impl Iterator<Item = f64>) -> Option<Extent> {
        let first = numbers.next()?;
        let wider = |(least, most): (f64, f64), x: f64| (least.min(x), most.max(x));
        Some(numbers.fold((first, first), wider).into())
    }

    /// Scales the minimum to 0 and the maximum to 1, and linearly beyond them. Where both are equal, only subtracts them, as scikit-learn does.
    ///
    /// ```
    /// let extent = forecast::Extent { least: 10.0, most: 30.0 };
    /// assert_eq!(extent.scale(15.0), 0.25);
    /// assert_eq!(extent.unscale(0.25), 15.0);
    /// ```
    pub fn scale(self, x: f64) -> f64 {
        (x - self.least) / self.width()
    }

    /// Inverts [`scale`](Extent::scale).
    pub fn unscale(self, scaled: f64) -> f64 {
        scaled * self.width() + self.least
    }

    fn width(self) -> f64 {
        if self.most > self.least { self.most - self.least } else { 1.0 }
    }
}

/// Scaling of rows and key rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scaler {
    /// Extents of the features, in their order.
    pub features: Vec<Extent>,
    /// Extent of the key rate, bit/s.
    pub rate: Extent,
}

impl Scaler {
    /// The scaler of these rows of a table; `None` without rows.
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
