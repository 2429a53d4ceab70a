//! Root finding and maximisation.
//!
//! | function | problem | method |
//! |---|---|---|
//! | [`root`] | sign change of a function in a bracket | Chandrupatla's |
//! | [`maximum_by_bracketing`] | maximum of a function of one variable, from anywhere | bracketing, then [`root`] of the slope |
//! | [`maximum_nearby`] | the same from a good start | secant method on the slope |
//! | [`maximum_by_bfgs`] | maximum of a function of several variables | BFGS with a backtracking line search |
//!
//! Where maxima of a smooth sequence are wanted, [`Extrapolation`] gives the start of the next search, and [`SecondDerivative`] and
//! [`InverseHessian`] carry over what the last one learnt.

mod bracket;
mod extrapolation;
mod quasi_newton;
mod root;
mod secant;

pub use bracket::maximum_by_bracketing;
pub use extrapolation::Extrapolation;
pub use quasi_newton::{InverseHessian, maximum_by_bfgs};
pub use root::root;
pub use secant::{SecondDerivative, maximum_nearby};

/// The number limited to the range; the lower bound for NaN. In place of `f64::clamp`, whose panic message would add to the size of the
/// page, and of `f64::max`, which is a function call in WebAssembly.
pub fn within(x: f64, (low, high): (f64, f64)) -> f64 {
    let x = if x > low { x } else { low };
    if x < high { x } else { high }
}
