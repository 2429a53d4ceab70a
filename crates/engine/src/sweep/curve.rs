//! A curve along the fibre.

use super::outcome::{Outcome, TooLong};
use super::reach::{MAX_LENGTH_KM, Reach, reach};
use super::search::Search;
use crate::scenario::Scenario;
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// A curve from no fibre to the reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurveRequest {
    /// The link.
    pub scenario: Scenario,
    /// Number of points.
    pub points: u16,
}

/// The curve that a [`CurveRequest`] asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// Where it ends.
    pub reach: Reach,
    /// Its points, by distance; none if there is no key anywhere.
    pub points: Vec<Outcome>,
}

/// Points of a curve on the page: enough that no segment is longer than a few pixels where the curve bends.
pub const DRAWN_POINTS: u16 = 200;
/// End of a curve whose reach is unlimited, km.
const UNLIMITED_CURVE_KM: f64 = 400.0;

/// The curve from no fibre to the reach.
///
/// The points lie at L = R (1 − (1 − i/n)⁴): ever denser towards the reach R, where the rate falls to zero within metres and an
/// even spacing would show kinks.
pub fn curve(request: &CurveRequest) -> Curve {
    let reach = reach(&request.scenario);
    let end_km = reach.km().unwrap_or(UNLIMITED_CURVE_KM);
    let last = f64::from(request.points.max(2) - 1);
    let distances = (0..request.points.max(2)).map(|i| match reach {
        Reach::Unlimited => end_km * f64::from(i) / last,
        _ => {
            let left = 1.0 - f64::from(i) / last;
            end_km * (1.0 - (left * left) * (left * left))
        }
    });
    let mut search = Search::new(&request.scenario);
    let points = match reach {
        Reach::Nowhere => Vec::new(),
        _ => match search.of_bandwidth() {
            // Apart, so that an outcome is written where it stays.
            Some(mut search) => distances.map(|length_km| search.outcome(length_km)).collect(),
            None => distances.map(|length_km| search.outcome(length_km)).collect(),
        },
    };
    Curve { reach, points }
}

/// Outcomes at these distances, computed one by one as they are asked for.
///
/// Each search for the best bandwidth starts at the optimum of the distance before. So neighbours in a row are fast; any other
/// order is slower and as right.
///
/// # Errors
/// [`TooLong`] if any distance is above [`MAX_LENGTH_KM`].
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::sweep;
/// use numbers::units::Kilometres;
/// let distances = [90.0, 0.0, 50.0].map(|km| Kilometres::try_from(km).unwrap());
/// let qbers: Vec<f64> = sweep(&Scenario::default(), &distances).unwrap().map(|outcome| outcome.qber).collect();
/// assert!(qbers[1] < qbers[2] && qbers[2] < qbers[0]);
/// ```
pub fn sweep(scenario: &Scenario, distances: &[Kilometres]) -> Result<impl Iterator<Item = Outcome>, TooLong> {
    let lengths_km = distances.iter().map(|length| length.get());
    match lengths_km.clone().find(|&length_km| length_km > MAX_LENGTH_KM) {
        Some(length_km) => Err(TooLong { length_km }),
        None => Ok(along(scenario, lengths_km)),
    }
}

/// Outcomes at these distances, of which none is above [`MAX_LENGTH_KM`].
pub(super) fn along(scenario: &Scenario, distances: impl Iterator<Item = f64>) -> impl Iterator<Item = Outcome> {
    let mut search = Search::new(scenario);
    distances.map(move |length_km| search.outcome(length_km))
}
