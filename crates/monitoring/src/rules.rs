//! Which values cannot be what they are called.

use super::parameter::Parameter;
use super::rejection::Reason;

/// Above this nothing is measured, and sums of such values would lose all others.
const LARGEST: f64 = 1e15;

/// The value, if it can be one of this parameter.
///
/// # Errors
/// [`Reason`]: a visibility above 1 is none by definition, and a QBER above one half is a mistake in the sign of the bits.
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
        _ if !inside(-LARGEST, LARGEST) => Err(Reason::TooLarge),
        Parameter::KeyRate if value < 0.0 => Err(Reason::NegativeKeyRate),
        Parameter::Qber | Parameter::CheckQber if !inside(0.0, 0.5) => Err(Reason::QberOutOfRange),
        Parameter::Visibility if !inside(0.0, 1.0) => Err(Reason::VisibilityOutOfRange),
        _ => Ok(value),
    }
}
