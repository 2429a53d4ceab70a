//! Exponential and logarithm, on which half of the time of a point is spent, each as fast as it can be had.
//!
//! Natively they are the C library's, which uses what the processor has (fused multiplication and addition). WebAssembly has nothing of
//! the kind, and what Rust puts in their place there takes half as long again as [`portable`]. Both are right to the last place
//! but one.

pub mod portable;

#[cfg(not(target_family = "wasm"))]
pub(crate) use native::{exp, exp_m1, ln, ln_1p};
#[cfg(target_family = "wasm")]
pub(crate) use portable::{exp, exp_m1, ln, ln_1p};

#[cfg(not(target_family = "wasm"))]
mod native {
    pub(crate) fn exp(x: f64) -> f64 {
        x.exp()
    }
    pub(crate) fn exp_m1(x: f64) -> f64 {
        x.exp_m1()
    }
    pub(crate) fn ln(x: f64) -> f64 {
        x.ln()
    }
    pub(crate) fn ln_1p(x: f64) -> f64 {
        x.ln_1p()
    }
}
