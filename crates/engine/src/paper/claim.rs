//! Conclusions of the paper and how they are checked.

use crate::link::fibre::Band;
use crate::sweep::{self, Outcome, Reach};

/// A conclusion of the paper and how it is checked.
#[derive(Debug)]
pub struct Claim {
    /// The conclusion, in our words.
    pub says: &'static str,
    pub(super) check: fn(&Results) -> Option<Verdict>,
}

/// Whether the computed curves confirm a conclusion.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether they do.
    pub holds: bool,
    /// The computed result.
    pub found: String,
    /// Reason of a difference, where there is one.
    pub why: &'static str,
}

impl Verdict {
    pub(crate) fn new(holds: bool, found: String) -> Verdict {
        Verdict { holds, found, why: "" }
    }

    /// With the reason, if it differs.
    pub(super) fn because(self, why: &'static str) -> Verdict {
        Verdict { why: if self.holds { "" } else { why }, ..self }
    }
}

impl Claim {
    /// Checks the claim against the curves of its figure; none if they are not all there.
    pub fn check(&self, curves: &[((usize, Band), &sweep::Curve)]) -> Option<Verdict> {
        (self.check)(&Results(curves))
    }
}

/// The computed curves of a figure, by index and band.
pub(super) struct Results<'a>(&'a [((usize, Band), &'a sweep::Curve)]);

impl Results<'_> {
    pub(super) fn curve(&self, index: usize, band: Band) -> Option<&sweep::Curve> {
        self.0.iter().find(|(id, _)| *id == (index, band)).map(|(_, curve)| *curve)
    }

    /// Reach in km; infinite where it is unlimited.
    pub(super) fn reach(&self, index: usize, band: Band) -> Option<f64> {
        Some(self.curve(index, band)?.reach.km().unwrap_or(f64::INFINITY))
    }

    pub(super) fn first(&self, index: usize, band: Band) -> Option<&Outcome> {
        self.curve(index, band)?.points.first()
    }

    pub(super) fn last(&self, index: usize, band: Band) -> Option<&Outcome> {
        self.curve(index, band)?.points.last()
    }
}

/// Key rate at a distance between the points of a curve, bit/s; zero beyond its reach.
pub(super) fn rate_at(curve: &sweep::Curve, length_km: f64) -> f64 {
    if matches!(curve.reach, Reach::UpTo(km) if length_km >= km) {
        return 0.0;
    }
    let right = curve.points.partition_point(|p| p.length_km < length_km).clamp(1, curve.points.len().max(2) - 1);
    let (Some(a), Some(b)) = (curve.points.get(right - 1), curve.points.get(right)) else { return 0.0 };
    let t = (length_km - a.length_km) / (b.length_km - a.length_km);
    a.signed_rate_bit_s + t * (b.signed_rate_bit_s - a.signed_rate_bit_s)
}

/// Fractions of Raman scattering and of crosstalk in all noise.
pub(super) fn fractions(at: &Outcome) -> (f64, f64) {
    let noise = at.noise().map(|share| share.p);
    let all: f64 = noise.iter().sum();
    ((noise[0] + noise[1]) / all, (noise[2] + noise[3]) / all)
}
