//! What to know before using the numbers of a fit.

use super::fit::{CowFit, FitParameter};
use std::fmt::{self, Display, Formatter};

/// Of parameters that are more closely correlated than this one digit says nothing without the other.
const CORRELATED: f64 = 0.99;
/// From here on that residuals remember the ones before is told.
const MEMORY: f64 = 0.3;

/// What to know before using the numbers of a fit.
#[derive(Debug, Clone, PartialEq)]
pub enum FitCaution {
    /// These parameters cannot be told from each other by any data.
    Degenerate(Vec<FitParameter>),
    /// These two can, but only just: one may grow if the other does.
    Correlated(FitParameter, FitParameter, f64),
    /// The error is as large as the value.
    Useless(FitParameter),
    /// At an end of the interval that was searched, so that there is no error to give.
    AtEnd(FitParameter),
    /// Outside the range of the thesis's table 3.2: something else in the model is not right.
    Unusual(FitParameter),
    /// The residuals follow each other: the model misses something that lasts. The errors are longer by this factor for it.
    Memory(f64),
}

impl CowFit {
    /// What to know before using the numbers.
    pub fn cautions(&self) -> Vec<FitCaution> {
        let mut cautions = Vec::new();
        let undetermined: Vec<FitParameter> =
            self.values.iter().filter(|v| v.error.is_none() && !v.at_end).map(|v| v.parameter).collect();
        if !undetermined.is_empty() {
            cautions.push(FitCaution::Degenerate(undetermined));
        }
        for (i, a) in self.values.iter().enumerate() {
            for (j, b) in self.values.iter().enumerate().skip(i + 1) {
                let r = self.correlations[i][j];
                if r.abs() > CORRELATED && a.error.is_some() && b.error.is_some() {
                    cautions.push(FitCaution::Correlated(a.parameter, b.parameter, r));
                }
            }
        }
        for value in &self.values {
            match value.error {
                _ if value.at_end => cautions.push(FitCaution::AtEnd(value.parameter)),
                Some(_) if value.is_useless() => cautions.push(FitCaution::Useless(value.parameter)),
                Some(_) if !value.is_usual() => cautions.push(FitCaution::Unusual(value.parameter)),
                _ => {}
            }
        }
        if self.autocorrelation > MEMORY {
            cautions.push(FitCaution::Memory(super::certainty::widening(self.autocorrelation)));
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
                    "{} cannot be told from each other: the model has them only as the product η · 10^(−loss_B/10), which is all that \
                     these digits say",
                    names.join(" and ")
                )
            }
            FitCaution::Correlated(a, b, r) => write!(
                f,
                "{} and {} can hardly be told from each other (correlation {r:.4}): the data allow many pairs of them",
                a.symbol(),
                b.symbol()
            ),
            FitCaution::Useless(parameter) => write!(f, "of {} not even one digit is known", parameter.symbol()),
            FitCaution::AtEnd(parameter) => {
                write!(f, "{} lies at the end of what is searched: the data pull it further", parameter.symbol())
            }
            FitCaution::Unusual(parameter) => {
                let (low, high) = parameter.usual().unwrap_or((f64::NAN, f64::NAN));
                write!(
                    f,
                    "{} lies outside {low} to {high}, the range of the thesis's table 3.2: it stands in for something that the model \
                     leaves out or has with another value",
                    parameter.symbol()
                )
            }
            FitCaution::Memory(factor) => write!(
                f,
                "what the fit leaves over lasts longer than a window; the errors are {factor:.1} times as long for it"
            ),
        }
    }
}
