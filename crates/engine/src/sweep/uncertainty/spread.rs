//! The distribution of a parameter around its value.

use super::problem::SpreadProblem;
use crate::scenario::{Key, Settings, Value};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, LogNormal, Normal, Uniform};

/// An uncertain parameter. The centre of its law is the value that it has in the settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Which parameter.
    pub key: Key,
    /// Its probability distribution.
    pub law: Law,
}

/// A distribution around the value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Law {
    /// A bell: 68 % of the values lie within ± the width.
    Normal {
        /// Standard deviation.
        plus_minus: Width,
    },
    /// A bell of the logarithm, for what is known up to a factor: half of the values lie above the centre, and 68 % between the centre
    /// divided by the factor and multiplied by it.
    LogNormal {
        /// e to the standard deviation of the logarithm, more than 1.
        factor: f64,
    },
    /// All values within ± the width alike, none outside.
    Uniform {
        /// Half of the width.
        plus_minus: Width,
    },
}

/// A width.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Width {
    /// In the unit of the parameter. For a fraction in per cent that means percentage points: 2 % around 10 % is from 8 to 12 %.
    Absolute(f64),
    /// Relative to the centre: 0.1 around 20 kHz is 2 kHz.
    Relative(f64),
}

impl Width {
    fn around(self, centre: f64) -> f64 {
        match self {
            Width::Absolute(width) => width,
            Width::Relative(part) => part * centre.abs(),
        }
    }
}

impl Spread {
    /// The distribution of the parameter's values around the one in these settings.
    ///
    /// # Errors
    /// [`SpreadProblem`] where there is no number to spread, or no such law around it.
    pub(super) fn distribution(&self, settings: &Settings) -> Result<Distribution, SpreadProblem> {
        if self.key.param().domain.range().is_none() {
            return Err(SpreadProblem::WordsOnly);
        }
        if !settings.applies(self.key) {
            return Err(SpreadProblem::DoesNotApply);
        }
        let centre = match settings.value(self.key) {
            Value::Word(word) => return Err(SpreadProblem::IsAWord(word)),
            Value::Number(centre) => centre,
        };
        self.has_width().and_then(|()| self.law.around(centre))
    }

    /// Refuses a law without a width.
    pub(super) fn has_width(&self) -> Result<(), SpreadProblem> {
        let is_positive = |x: f64| x > 0.0 && x.is_finite();
        match self.law {
            Law::Normal { plus_minus: Width::Absolute(x) | Width::Relative(x) }
            | Law::Uniform { plus_minus: Width::Absolute(x) | Width::Relative(x) } => {
                if is_positive(x) {
                    Ok(())
                } else {
                    Err(SpreadProblem::NoWidth)
                }
            }
            Law::LogNormal { factor } => {
                if factor > 1.0 && factor.is_finite() {
                    Ok(())
                } else {
                    Err(SpreadProblem::NoFactor)
                }
            }
        }
    }
}

impl Law {
    fn around(self, centre: f64) -> Result<Distribution, SpreadProblem> {
        match self {
            Law::Normal { plus_minus: Width::Relative(_) } | Law::Uniform { plus_minus: Width::Relative(_) }
                if centre == 0.0 =>
            {
                Err(SpreadProblem::NothingAroundZero)
            }
            Law::Normal { plus_minus } => {
                let normal = Normal::new(centre, plus_minus.around(centre));
                normal.map(Distribution::Normal).map_err(|_| SpreadProblem::NoWidth)
            }
            Law::Uniform { plus_minus } => {
                let half = plus_minus.around(centre);
                let uniform = Uniform::new(centre - half, centre + half);
                uniform.map(Distribution::Uniform).map_err(|_| SpreadProblem::NoWidth)
            }
            Law::LogNormal { .. } if centre == 0.0 => Err(SpreadProblem::NothingAroundZero),
            Law::LogNormal { .. } if centre < 0.0 => Err(SpreadProblem::LogarithmOfNegative),
            Law::LogNormal { factor } => {
                let log_normal = LogNormal::new(centre.ln(), factor.ln());
                log_normal.map(Distribution::LogNormal).map_err(|_| SpreadProblem::NoFactor)
            }
        }
    }
}

/// A law with its centre.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Distribution {
    Normal(Normal),
    LogNormal(LogNormal),
    Uniform(Uniform),
}

impl Distribution {
    /// The quantile `p` of the values, with `p` between 0 and 1.
    pub(super) fn quantile(&self, p: f64) -> f64 {
        match self {
            Distribution::Normal(law) => law.inverse_cdf(p),
            Distribution::LogNormal(law) => law.inverse_cdf(p),
            Distribution::Uniform(law) => law.inverse_cdf(p),
        }
    }

    fn share_below(&self, x: f64) -> f64 {
        match self {
            Distribution::Normal(law) => law.cdf(x),
            Distribution::LogNormal(law) => law.cdf(x),
            Distribution::Uniform(law) => law.cdf(x),
        }
    }

    /// The quantile of the values that the parameter accepts: those outside are left out of the samples as well.
    pub(super) fn accepted_quantile(&self, key: Key, p: f64) -> f64 {
        let Some(range) = key.param().domain.range() else { return f64::NAN };
        let (from, to) = (self.share_below(range.min), self.share_below(range.max));
        // Rounding may carry the ends of the range across them.
        self.quantile(from + p * (to - from)).max(range.min).min(range.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn law(law: Law, centre: f64) -> Distribution {
        law.around(centre).unwrap()
    }

    /// SciPy 1.17.1: norm(20e3, 2e3).ppf, lognorm(s=ln 1.5, scale=1.5e-9).ppf, uniform(0.08, 0.04).ppf.
    #[test]
    fn quantiles_are_those_of_another_program() {
        let normal = law(Law::Normal { plus_minus: Width::Relative(0.1) }, 20e3);
        let log_normal = law(Law::LogNormal { factor: 1.5 }, 1.5e-9);
        let uniform = law(Law::Uniform { plus_minus: Width::Absolute(0.02) }, 0.1);
        let expected = [
            (&normal, [16710.292746097053, 18651.020499607836, 20000.0, 21348.979500392164, 23289.707253902943]),
            (
                &log_normal,
                [7.699223252158492e-10, 1.141088976078499e-9, 1.5e-9, 1.9718006633736998e-9, 2.9223727203509874e-9],
            ),
            (&uniform, [0.082, 0.09, 0.1, 0.11, 0.118]),
        ];
        for (law, expected) in expected {
            for (p, expected) in [0.05, 0.25, 0.5, 0.75, 0.95].into_iter().zip(expected) {
                let x = law.quantile(p);
                assert!((x / expected - 1.0).abs() < 1e-12, "{law:?} {p}: {x}, not {expected}");
                assert!((law.share_below(x) - p).abs() < 1e-11, "{law:?} {p}");
            }
        }
    }

    /// SciPy 1.17.1: truncnorm(-2, 48, 0.02, 0.01).ppf, from 0 to 0.5.
    #[test]
    fn rejected_values_have_no_probability() {
        let afterpulsing = law(Law::Normal { plus_minus: Width::Absolute(0.01) }, 0.02);
        for (p, expected) in [(0.05, 0.00536114554286069), (0.5, 0.020285169265909175), (0.95, 0.036559843567138275)] {
            let x = afterpulsing.accepted_quantile(Key::Afterpulse, p);
            assert!((x / expected - 1.0).abs() < 1e-10, "{p}: {x}, not {expected}");
        }
    }
}
