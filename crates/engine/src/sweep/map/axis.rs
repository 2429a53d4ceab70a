//! An axis of a map: a parameter or the length, and its range.

use crate::scenario::{Problem, Scale, Value};
use crate::sweep::Varied;
use numbers::quantity::format_quantity;
use serde::{Deserialize, Serialize};

/// Spacing of the numbers along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AxisScale {
    /// In equal differences.
    Linear,
    /// In equal ratios.
    Log,
}

/// Why numbers do not make an axis.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AxisProblem {
    /// A parameter without numbers.
    #[error("{name} takes words only; an axis needs a parameter that takes numbers")]
    WordsOnly {
        /// Its name.
        name: &'static str,
    },
    /// An end that the parameter does not take.
    #[error(transparent)]
    End(#[from] Problem),
    /// No room between the ends.
    #[error("an axis runs from a smaller number to a larger one, not from {low} to {high}")]
    Backwards {
        /// The requested start.
        low: String,
        /// The requested end.
        high: String,
    },
    /// A logarithm of nothing.
    #[error("a logarithmic axis cannot start at {low}: start above 0, or take a linear axis")]
    NoLogarithm {
        /// The requested start.
        low: String,
    },
}

/// A side of a map: what runs along it, between which numbers, in which spacing. Checked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(Varied, f64, f64, AxisScale)", into = "(Varied, f64, f64, AxisScale)")]
pub struct MapAxis {
    varied: Varied,
    low: f64,
    high: f64,
    scale: AxisScale,
}

impl MapAxis {
    /// An axis from `low` to `high`, both in the unit of the parameter and both included.
    ///
    /// # Errors
    /// [`AxisProblem`]: the parameter takes no numbers or not these, they do not ascend, or have no logarithms.
    ///
    /// ```
    /// use engine::scenario::Key;
    /// use engine::sweep::{AxisScale, MapAxis, Varied};
    /// let axis = MapAxis::new(Varied::Parameter(Key::Bitrate), 1e9, 1e12, AxisScale::Log).unwrap();
    /// assert!((axis.at(1, 4) / 1e10 - 1.0).abs() < 1e-12);
    /// assert!(MapAxis::new(Varied::Isolation, 0.0, 1e-5, AxisScale::Log).is_err());
    /// ```
    pub fn new(varied: Varied, low: f64, high: f64, scale: AxisScale) -> Result<MapAxis, AxisProblem> {
        let param = varied.param();
        if param.domain.range().is_none() {
            return Err(AxisProblem::WordsOnly { name: param.name });
        }
        let text = |x| format_quantity(x, param.unit, 6);
        for end in [low, high] {
            Value::number(param.key, end)?;
        }
        if low >= high {
            return Err(AxisProblem::Backwards { low: text(low), high: text(high) });
        }
        if scale == AxisScale::Log && low <= 0.0 {
            return Err(AxisProblem::NoLogarithm { low: text(low) });
        }
        Ok(MapAxis { varied, low, high, scale })
    }

    /// The axis over all that the slider of the parameter covers, spaced as the slider is; zero, where a slider has it, is no part.
    ///
    /// # Errors
    /// [`AxisProblem::WordsOnly`].
    pub fn of_slider(varied: Varied) -> Result<MapAxis, AxisProblem> {
        let param = varied.param();
        let range = param.domain.range().ok_or(AxisProblem::WordsOnly { name: param.name })?;
        MapAxis::new(varied, range.slider.0, range.slider.1, AxisScale::of(range.scale))
    }

    /// The quantity along it.
    pub const fn varied(&self) -> Varied {
        self.varied
    }

    /// Its ends, the smaller number first.
    pub const fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Its spacing.
    pub const fn scale(&self) -> AxisScale {
        self.scale
    }

    /// The number of node `i` of `nodes`: the first and the last are the ends.
    pub fn at(&self, i: u16, nodes: u16) -> f64 {
        let last = nodes.max(2) - 1;
        if i >= last {
            return self.high;
        }
        let place = f64::from(i) / f64::from(last);
        match self.scale {
            AxisScale::Linear => self.low + place * (self.high - self.low),
            AxisScale::Log => self.low * (self.high / self.low).powf(place),
        }
    }
}

impl TryFrom<(Varied, f64, f64, AxisScale)> for MapAxis {
    type Error = AxisProblem;
    fn try_from((varied, low, high, scale): (Varied, f64, f64, AxisScale)) -> Result<MapAxis, AxisProblem> {
        MapAxis::new(varied, low, high, scale)
    }
}

impl From<MapAxis> for (Varied, f64, f64, AxisScale) {
    fn from(MapAxis { varied, low, high, scale }: MapAxis) -> (Varied, f64, f64, AxisScale) {
        (varied, low, high, scale)
    }
}

impl AxisScale {
    /// The spacing of a slider.
    pub const fn of(scale: Scale) -> AxisScale {
        match scale {
            Scale::Linear { .. } => AxisScale::Linear,
            Scale::Log | Scale::LogOrZero => AxisScale::Log,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Key;

    #[test]
    fn every_slider_makes_an_axis_and_every_name_leads_back() {
        for varied in Varied::all() {
            let axis = MapAxis::of_slider(varied).unwrap();
            assert_eq!(Varied::named(varied.name()), Some(varied));
            let (low, high) = axis.ends();
            assert_eq!((axis.at(0, 7), axis.at(6, 7)), (low, high), "{}", varied.name());
            let nodes: Vec<f64> = (0..1000).map(|i| axis.at(i, 1000)).collect();
            assert!(nodes.windows(2).all(|pair| pair[0] < pair[1]), "{}", varied.name());
            assert!(varied.keys().all(|key| nodes.iter().all(|x| Value::number(key, *x).is_ok())), "{}", varied.name());
        }
        assert_eq!(Key::named(Varied::Isolation.name()), None);
    }

    #[test]
    fn the_middle_of_an_axis_is_the_mean() {
        let axis = |scale| MapAxis::new(Varied::Parameter(Key::Dark), 10.0, 1e5, scale).unwrap();
        assert_eq!(axis(AxisScale::Linear).at(1, 3), 50_005.0);
        assert!((axis(AxisScale::Log).at(1, 3) - 1e3).abs() < 1e-9);
    }

    #[test]
    fn invalid_axes_give_a_reason() {
        let report = [
            (Varied::Parameter(Key::Band), 0.0, 1.0, AxisScale::Linear),
            (Varied::Parameter(Key::Eff), 0.1, 50.0, AxisScale::Linear),
            (Varied::Parameter(Key::Bitrate), 1e12, 1e9, AxisScale::Log),
            (Varied::Parameter(Key::Rate), 1e9, 1e9, AxisScale::Log),
            (Varied::Parameter(Key::Rate), f64::NAN, 1e9, AxisScale::Log),
            (Varied::Isolation, 0.0, 1e-5, AxisScale::Log),
            (Varied::Isolation, 1e-5, 10.0, AxisScale::Log),
            (Varied::Parameter(Key::Dispersion), -20.0, 20.0, AxisScale::Log),
        ]
        .map(|(varied, low, high, scale)| {
            format!("{} {low}:{high} {scale:?}: {}", varied.name(), MapAxis::new(varied, low, high, scale).unwrap_err())
        });
        insta::assert_snapshot!(report.join("\n"));
    }
}
