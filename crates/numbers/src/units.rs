//! Quantities that carry their unit and their domain.
//!
//! A value of one of these types is finite and inside its domain; [`TryFrom`] is the only way in, for messages and links too.

use serde::{Deserialize, Serialize};

/// A number outside the domain of its quantity.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{quantity} must be {domain}, not {value}")]
pub struct OutOfDomain {
    /// The quantity, with its unit.
    pub quantity: &'static str,
    /// Its domain, in words.
    pub domain: &'static str,
    /// The number itself.
    pub value: f64,
}

macro_rules! quantities {
    ($($(#[$doc:meta])* $name:ident: $quantity:literal, $domain:literal, |$x:ident| $inside:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);

        impl $name {
            /// The bare number, in the unit of the type.
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = OutOfDomain;
            fn try_from($x: f64) -> Result<Self, OutOfDomain> {
                if $x.is_finite() && $inside {
                    Ok(Self($x))
                } else {
                    Err(OutOfDomain { quantity: $quantity, domain: $domain, value: $x })
                }
            }
        }

        impl From<$name> for f64 {
            fn from(x: $name) -> f64 {
                x.0
            }
        }
    )*};
}

quantities! {
    /// Length of fibre, km.
    Kilometres: "a fibre length in km", "zero or more", |x| x >= 0.0;
    /// Attenuation coefficient of a fibre, dB/km.
    DecibelsPerKilometre: "an attenuation in dB/km", "more than zero", |x| x > 0.0;
    /// A rate of events or a frequency, 1/s. Not an angular frequency: see [`RadiansPerSecond`].
    Hertz: "a rate in Hz", "zero or more", |x| x >= 0.0;
    /// An angular frequency, rad/s. Not a rate: see [`Hertz`].
    RadiansPerSecond: "a bandwidth in rad/s", "more than zero", |x| x > 0.0;
    /// A number of parts, dimensionless; a mean need not be whole.
    Count: "a number of parts", "zero or more", |x| x >= 0.0;
    /// A duration, s.
    Seconds: "a duration in s", "more than zero", |x| x > 0.0;
    /// A duration that may be none, s.
    Delay: "a duration in s", "zero or more", |x| x >= 0.0;
    /// A loss, dB. Not per length: see [`DecibelsPerKilometre`].
    Decibels: "a loss in dB", "zero or more", |x| x >= 0.0;
    /// A power, dBm: decibels above a milliwatt.
    DecibelMilliwatts: "a power in dBm", "between -200 and 60", |x| (-200.0..=60.0).contains(&x);
    /// Nonlinear coefficient of a fibre, 1/(W km).
    PerWattKilometre: "a nonlinear coefficient in 1/(W km)", "zero or more", |x| x >= 0.0;
    /// Scattering along a fibre, 1/km.
    PerKilometre: "a scattering in 1/km", "zero or more", |x| x >= 0.0;
    /// Slope of the dispersion of a fibre, ps/(nm² km).
    DispersionSlope: "a dispersion slope in ps/(nm² km)", "any number", |x| x.is_finite();
    /// Chromatic dispersion of a fibre, ps/(nm km).
    Dispersion: "a dispersion in ps/(nm km)", "any number", |x| x.is_finite();
    /// Number of detections, dimensionless.
    Events: "a number of detections", "1 or more", |x| x >= 1.0;
    /// A bit rate, bit/s.
    BitsPerSecond: "a bit rate in bit/s", "zero or more", |x| x >= 0.0;
    /// A wanted secret key rate, bit/s, and so never zero; see [`BitsPerSecond`].
    KeyRate: "a key rate in bit/s", "more than zero", |x| x > 0.0;
    /// A probability, dimensionless.
    Probability: "a probability", "between 0 and 1", |x| (0.0..=1.0).contains(&x);
    /// Linear ratio of what leaks into a channel to what was sent, dimensionless. Not in dB.
    Isolation: "an isolation factor", "between 0 and 1", |x| (0.0..=1.0).contains(&x);
    /// Mean number of photons, dimensionless.
    Photons: "a number of photons", "zero or more", |x| x >= 0.0;
    /// Raman scattering cross-section, 1/(km nm).
    RamanCrossSection: "a Raman cross-section in 1/(km nm)", "zero or more", |x| x >= 0.0;
    /// Bits disclosed by error correction over the Shannon limit, dimensionless.
    ErrorCorrectionEfficiency: "an error correction efficiency", "1 or more", |x| x >= 1.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_the_domain_are_refused() {
        assert_eq!(Probability::try_from(0.25).unwrap().get(), 0.25);
        assert!(Probability::try_from(1.0 + 1e-12).is_err());
        assert!(Hertz::try_from(f64::INFINITY).is_err());
        assert!(Seconds::try_from(0.0).is_err());
        assert_eq!(Probability::try_from(2.0).unwrap_err().to_string(), "a probability must be between 0 and 1, not 2");
    }
}
