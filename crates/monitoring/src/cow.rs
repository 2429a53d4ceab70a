//! The COW model compared with measurements. [`engine::protocol::cow::SECURITY_WARNING`] belongs beside every number of it.

mod bounds;
mod caution;
mod certainty;
mod fit;
mod fraction;
mod solve;

use super::parameter::Parameter;
use super::windows::Windows;
pub use caution::FitCaution;
pub use certainty::UncertainValue;
use engine::protocol::cow::Parameters;
pub use fit::{CowFit, FitParameter, FitProblem, FittedValue, FreeParameters, fit};
pub use fraction::secret_fraction;
use numbers::units::Probability;
pub use solve::{SolvedParameter, solve_each};

/// The inputs of the COW model from a window, and the measured key rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Number of the window.
    pub window: i64,
    /// Measured error rate.
    pub qber: Probability,
    /// Measured visibility.
    pub visibility: Probability,
    /// Measured key rate, bit/s.
    pub key_rate_bit_s: f64,
}

/// The windows that have everything the model needs.
pub fn observations(windows: &Windows) -> Vec<Observation> {
    let of = |window: &super::TimeWindow| {
        Some(Observation {
            window: window.number,
            // The mean of fractions can exceed 1 by rounding.
            qber: window.mean(Parameter::Qber)?.min(1.0).try_into().ok()?,
            visibility: window.mean(Parameter::Visibility)?.min(1.0).try_into().ok()?,
            key_rate_bit_s: window.mean(Parameter::KeyRate)?,
        })
    };
    windows.complete().filter_map(of).collect()
}

/// The key rate that the model gives for each observation, bit/s: figures 4.1 to 4.3 of the thesis.
pub fn calculated(link: &Parameters, observations: &[Observation]) -> Vec<f64> {
    observations.iter().map(|o| link.terms(o.qber, o.visibility).key_rate_bit_s).collect()
}
