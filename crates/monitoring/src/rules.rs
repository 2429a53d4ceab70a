//! Domains of the parameters.

use super::parameter::Parameter;
use super::rejection::Reason;

/// Largest absolute value of any parameter: larger ones would drown all others in a sum.
const MAX_VALUE: f64 = 1e15;

/// The value, if it lies in the domain of the parameter.
///
/// # Errors
/// [`Reason`]: a visibility above 1 is impossible by definition, and a QBER above one half means inverted bits.
///
/// ```
/// use monitoring::{Parameter, Reason, plausible};
/// assert_eq!(plausible(Parameter::Visibility, 0.98), Ok(0.98));
/// assert_eq!(plausible(Parameter::Visibility, 1.003), Err(Reason::VisibilityOutOfRange));
/// assert_eq!(plausible(Parameter::KeyRate, 0.0), Ok(0.0));
/// ```
pub fn plausible(parameter: Parameter, value: f64) -> Result<f64, Reason> {
    let inside = |low: f64, high: f64| low <= value && value <= high;
    match parameter {
        _ if value.is_nan() => Err(Reason::Missing),
        _ if !inside(-MAX_VALUE, MAX_VALUE) => Err(Reason::TooLarge),
        Parameter::KeyRate if value < 0.0 => Err(Reason::NegativeKeyRate),
        Parameter::Qber | Parameter::CheckQber if !inside(0.0, 0.5) => Err(Reason::QberOutOfRange),
        Parameter::Visibility if !inside(0.0, 1.0) => Err(Reason::VisibilityOutOfRange),
        _ => Ok(value),
    }
}
