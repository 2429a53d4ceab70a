//! Cautions about the results of a fit.

use super::fit::{CowFit, FitParameter};
use std::fmt::{self, Display, Formatter};

/// Correlation coefficient above which a parameter means nothing without the other.
const MAX_CORRELATION: f64 = 0.99;
/// Autocorrelation of the residuals above which a caution is given.
const MAX_AUTOCORRELATION: f64 = 0.3;

/// A caution about the results of a fit.
#[derive(Debug, Clone, PartialEq)]
pub enum FitCaution {
    /// No data can determine these parameters separately.
    Degenerate(Vec<FitParameter>),
    /// These two are hardly distinguishable: one can compensate the other.
    Correlated(FitParameter, FitParameter, f64),
    /// The standard error is more than half of the value.
    Undetermined(FitParameter),
    /// The best fit is at the search limit, so that there is no standard error.
    AtLimit(FitParameter),
    /// Outside the range of the thesis's table 3.2: it makes up for something else in the model.
    Unusual(FitParameter),
    /// The residuals are correlated in time: the model misses something that lasts. The standard errors are enlarged by this factor.
    Autocorrelated(f64),
}

impl CowFit {
    /// Cautions about its results.
    pub fn cautions(&self) -> Vec<FitCaution> {
        let mut cautions = Vec::new();
        let undetermined: Vec<FitParameter> =
            self.values.iter().filter(|v| v.error.is_none() && !v.at_limit).map(|v| v.parameter).collect();
        if !undetermined.is_empty() {
            cautions.push(FitCaution::Degenerate(undetermined));
        }
        for (i, a) in self.values.iter().enumerate() {
            for (j, b) in self.values.iter().enumerate().skip(i + 1) {
                let r = self.correlations[i][j];
                if r.abs() > MAX_CORRELATION && a.error.is_some() && b.error.is_some() {
                    cautions.push(FitCaution::Correlated(a.parameter, b.parameter, r));
                }
            }
        }
        for value in &self.values {
            match value.error {
                _ if value.at_limit => cautions.push(FitCaution::AtLimit(value.parameter)),
                Some(_) if value.is_undetermined() => cautions.push(FitCaution::Undetermined(value.parameter)),
                Some(_) if !value.is_usual() => cautions.push(FitCaution::Unusual(value.parameter)),
                _ => {}
            }
        }
        if self.autocorrelation > MAX_AUTOCORRELATION {
            cautions.push(FitCaution::Autocorrelated(super::certainty::widening(self.autocorrelation)));
        }
        cautions
    }
}

impl Display for FitCaution {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            FitCaution::Degenerate(parameters) => {
                let names: Vec<&str> = parameters.iter().map(|parameter| parameter.symbol()).collect();
                write!(
                    f,
                    "{} cannot be determined separately: the model contains only their product η · 10^(−loss_B/10), and only that is known",
                    names.join(" and ")
                )
            }
            FitCaution::Correlated(a, b, r) => write!(
                f,
                "{} and {} are hardly distinguishable (correlation {r:.4}): many pairs of values fit the data",
                a.symbol(),
                b.symbol()
            ),
            FitCaution::Undetermined(parameter) => {
                write!(f, "{} is undetermined: its standard error is more than half of its value", parameter.symbol())
            }
            FitCaution::AtLimit(parameter) => {
                write!(f, "the best fit of {} is at the search limit", parameter.symbol())
            }
            FitCaution::Unusual(parameter) => {
                let (low, high) = parameter.usual().unwrap_or((f64::NAN, f64::NAN));
                write!(
                    f,
                    "{} is outside {low} to {high}, the range of the thesis's table 3.2: it probably makes up for an effect that the model \
                     leaves out, or for a wrong value of another parameter",
                    parameter.symbol()
                )
            }
            FitCaution::Autocorrelated(factor) => write!(
                f,
                "residuals are correlated from window to window; the standard errors are enlarged by a factor of {factor:.1}"
            ),
        }
    }
}
