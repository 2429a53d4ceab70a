//! Lengths of fibre whose scattering, undiminished, makes the noise of the whole fibre, where classical and quantum light are attenuated
//! differently.
//!
//! Everywhere a \[1/km\] > 0 is the attenuation of the classical light, b \[1/km\] > 0 that of the quantum light (dB/km times ln 10/10), and
//! L \[km\] ≥ 0 the length. Photons per second at Bob are the classical photons per second (at the end at which they are fixed) times the
//! effective length, ρ and Δλ.

use numbers::elementary;

/// With the power that the classical receiver gets fixed, as in the paper: the launched power grows with the length.
pub mod received {
    use super::ratio_of_growth;

    /// Effective length of co-propagating light, km.
    ///
    /// $$ e^{aL} \int_0^L e^{-az} e^{-b(L-z)} dz = \frac{1 - e^{-(b-a)L}}{b - a} $$
    /// For a = b it is L: (10) of the paper. Source: the derivation above.
    ///
    /// ```
    /// use engine::link::effective_length::received::forward;
    /// assert_eq!(forward(0.046, 0.046, 50.0), 50.0);
    /// assert!((forward(0.046, 0.08, 50.0) - 24.0387).abs() < 1e-4);
    /// ```
    pub fn forward(a: f64, b: f64, length_km: f64) -> f64 {
        length_km * ratio_of_growth((a - b) * length_km)
    }

    /// Effective length of counter-propagating light, km.
    ///
    /// $$ e^{aL} \int_0^L e^{-(a+b)z} dz = \frac{e^{aL} - e^{-bL}}{a + b} $$
    /// z from Bob. For a = b it is the hyperbolic sine of (11) of the paper. Source: the derivation above.
    ///
    /// ```
    /// use engine::link::effective_length::received::backward;
    /// assert!((backward(0.046, 0.046, 50.0) / (2.3f64.sinh() / 0.046) - 1.0).abs() < 1e-14);
    /// ```
    pub fn backward(a: f64, b: f64, length_km: f64) -> f64 {
        // e^x - 1 and 1 - e^-x are both positive: nothing cancels, and a short fibre keeps its digits.
        ((a * length_km).exp_m1() - (-b * length_km).exp_m1()) / (a + b)
    }
}

/// With the launched power fixed, as transceivers have it: what the receiver gets falls with the length.
pub mod launched {
    use super::{elementary, received};

    /// Effective length of co-propagating light, km.
    ///
    /// $$ \int_0^L e^{-az} e^{-b(L-z)} dz = \frac{e^{-aL} - e^{-bL}}{b - a} $$
    /// For a = b it is L e^(−aL). Source: the derivation above.
    ///
    /// ```
    /// use engine::link::effective_length::launched::forward;
    /// assert!((forward(0.046, 0.046, 50.0) / (50.0 * (-2.3f64).exp()) - 1.0).abs() < 1e-14);
    /// ```
    pub fn forward(a: f64, b: f64, length_km: f64) -> f64 {
        // Of the weaker attenuation, for a growth could overflow where a decay cannot; the integral is the same for a and b exchanged.
        let (less, more) = if a < b { (a, b) } else { (b, a) };
        elementary::exp(-less * length_km) * received::forward(less, more, length_km)
    }

    /// Effective length of counter-propagating light, km.
    ///
    /// $$ \int_0^L e^{-(a+b)z} dz = \frac{1 - e^{-(a+b)L}}{a + b} $$
    /// z from Bob. Source: the derivation above.
    ///
    /// ```
    /// use engine::link::effective_length::launched::backward;
    /// assert!((backward(0.046, 0.08, 50.0) - 7.92193).abs() < 1e-5);
    /// // However long the fibre, it scatters back no more than its first kilometres.
    /// assert!((backward(0.046, 0.046, 1e3) * 0.092 - 1.0).abs() < 1e-12);
    /// ```
    pub fn backward(a: f64, b: f64, length_km: f64) -> f64 {
        -elementary::exp_m1(-(a + b) * length_km) / (a + b)
    }
}

/// (e^x − 1)/x, 1 at 0.
fn ratio_of_growth(x: f64) -> f64 {
    // exp_m1 keeps the digits where both attenuations are nearly equal; beyond 709 it overflows, and ∞/∞ is no number.
    match x {
        0.0 => 1.0,
        x if x > 709.0 => f64::INFINITY,
        x => x.exp_m1() / x,
    }
}
