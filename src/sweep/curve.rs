//! A curve along the fibre.

use super::outcome::{Outcome, Setup};
use super::reach::{Reach, reach};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// A curve from no fibre to the reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurveRequest {
    /// The span.
    pub scenario: Scenario,
    /// Number of points.
    pub points: u16,
}

/// What a [`CurveRequest`] asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Where it ends.
    pub reach: Reach,
    /// Its points, by distance; none if there is no key anywhere.
    pub points: Vec<Outcome>,
}

/// End of a curve whose reach is unlimited, km.
const UNLIMITED_CURVE_KM: f64 = 400.0;

/// The curve from no fibre to the reach.
///
/// The points lie at L = R (1 − (1 − i/n)⁴): ever denser towards the reach R, where the rate falls to zero within metres and an
/// even spacing would show kinks.
pub fn curve(request: &CurveRequest) -> Curve {
    let reach = reach(&request.scenario);
    let end_km = reach.km().unwrap_or(UNLIMITED_CURVE_KM);
    let setup = Setup::new(&request.scenario);
    let last = f64::from(request.points.max(2) - 1);
    let distances = (0..request.points.max(2)).map(|i| match reach {
        Reach::Unlimited => end_km * f64::from(i) / last,
        _ => end_km * (1.0 - (1.0 - f64::from(i) / last).powi(4)),
    });
    let points = if reach == Reach::Nowhere { Vec::new() } else { along(&setup, distances).collect() };
    Curve { reach, points }
}

/// Outcomes at distances that come in order: each starts its search at the optimum of the one before.
pub(crate) fn along(setup: &Setup, distances: impl Iterator<Item = f64>) -> impl Iterator<Item = Outcome> {
    let mut sigma = setup.first_guess();
    distances.map(move |length_km| {
        let span = setup.span(length_km);
        sigma = span.best_bandwidth(sigma);
        span.outcome(sigma)
    })
}
