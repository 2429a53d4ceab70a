//! Exponential and logarithm, on which half of the time of a point is spent, each as fast as it can be had.
//!
//! Natively they are the C library's, which uses what the processor has (fused multiplication and addition). WebAssembly has nothing of
//! the kind, and what Rust puts in their place there takes half as long again as [`portable`]. Both are right to the last place
//! but one.

pub mod portable;

#[cfg(not(target_family = "wasm"))]
pub use native::{exp, exp_m1, ln, ln_1p};
#[cfg(target_family = "wasm")]
pub use portable::{exp, exp_m1, ln, ln_1p};

#[cfg(not(target_family = "wasm"))]
mod native {
    /// The exponential e^x.
    pub fn exp(x: f64) -> f64 {
        x.exp()
    }
    /// e^x − 1, exact near 0.
    pub fn exp_m1(x: f64) -> f64 {
        x.exp_m1()
    }
    /// The natural logarithm.
    pub fn ln(x: f64) -> f64 {
        x.ln()
    }
    /// ln(1 + x), exact near 0.
    pub fn ln_1p(x: f64) -> f64 {
        x.ln_1p()
    }
}
