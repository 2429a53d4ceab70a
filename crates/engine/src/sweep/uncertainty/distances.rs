//! The lengths at which the band is computed.

use crate::scenario::Scenario;
use crate::sweep::curve::along;
use crate::sweep::{MAX_LENGTH_KM, Reach};
use numbers::units::Kilometres;

/// Without any key a chart still has an axis, km.
const LEAST_END_KM: f64 = 10.0;
/// The end of a band of unlimited reach, km.
const UNLIMITED_BAND_KM: f64 = 400.0;

/// Distances of the band.
#[derive(Debug, Clone, PartialEq)]
pub enum Distances {
    /// About as many as this and not more, 2 at least, evenly spaced by a round step, from no fibre to a little beyond the reach of most
    /// samples.
    Fitting(u16),
    /// These.
    At(Vec<Kilometres>),
}

/// At most `points` distances from 0 to at least `end_km`, or the longest fibre, in steps of 1, 2, 2.5 or 5 times a power of ten.
pub(super) fn fitting(points: u16, end_km: f64) -> Vec<Kilometres> {
    let least_step = end_km / f64::from(points.max(2) - 1);
    let power = 10f64.powf(least_step.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().map(|x| x * power).find(|step| *step >= least_step);
    let step = step.unwrap_or(10.0 * power);
    // Rounded to 1 µm, so that 3 × 0.1 is 0.3.
    let km = |i: u16| (f64::from(i) * step * 1e9).round() / 1e9;
    let before_end = (0..points).take_while(|&i| i == 0 || km(i - 1) < end_km).map(km);
    before_end.filter(|km| *km <= MAX_LENGTH_KM).filter_map(|km| km.try_into().ok()).collect()
}

/// A little beyond the reach of most samples, km.
///
/// `longer` are the longer reaches of the parameters when each varies alone. Independent parameters that each add their part go together
/// as the root of the sum of squares.
pub(super) fn end_km(present: Reach, longer: impl Iterator<Item = Reach>) -> f64 {
    let km = |reach: Reach| reach.km().unwrap_or(UNLIMITED_BAND_KM);
    let squares: f64 = longer.map(|reach| (km(reach) - km(present)).max(0.0).powi(2)).sum();
    (1.1 * (km(present) + squares.sqrt())).clamp(LEAST_END_KM, MAX_LENGTH_KM)
}

/// Key rates at these distances, bit/s; 0 where there is no key.
pub(super) fn rates_bit_s(scenario: &Scenario, reach: Reach, distances: &[Kilometres]) -> Vec<f64> {
    // Behind the reach every point would cost a search from nothing.
    let has_key = |length_km: f64| reach.km().is_none_or(|km| length_km < km);
    let lengths_km = distances.iter().map(|length| length.get());
    let mut rates = along(scenario, lengths_km.clone().filter(|&length_km| has_key(length_km)))
        .map(|outcome| outcome.key_rate_bit_s().unwrap_or(0.0));
    lengths_km.map(|length_km| if has_key(length_km) { rates.next().unwrap_or(0.0) } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn steps_are_round() {
        let km = |points, end_km| fitting(points, end_km).iter().map(|x| x.get()).collect::<Vec<_>>();
        assert_eq!(km(6, 98.2), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(km(2, 98.2), [0.0, 100.0]);
        assert_eq!(km(60, 110.0).len(), 56);
        assert_eq!(km(41, 10.0)[39..], [9.75, 10.0]);
        assert_eq!(km(5, 1000.0), [0.0, 250.0, 500.0, 750.0, 1000.0]);
    }

    #[test]
    fn a_band_ends_behind_the_reaches() {
        let end = |present, longer: &[Reach]| end_km(present, longer.iter().copied());
        let up_to = Reach::UpTo;
        assert_eq!(end(up_to(100.0), &[up_to(103.0), up_to(104.0), up_to(90.0)]), 1.1 * 105.0);
        assert_eq!(end(Reach::Nowhere, &[Reach::Nowhere]), LEAST_END_KM);
        assert_eq!(end(up_to(990.0), &[]), MAX_LENGTH_KM);
        assert_eq!(end(Reach::Unlimited, &[]), 1.1 * UNLIMITED_BAND_KM);
    }

    proptest! {
        #[test]
        fn as_many_as_asked_for_and_to_the_end(points in 2u16..500, end_km in 10.0f64..1000.0) {
            let distances = fitting(points, end_km);
            prop_assert!(distances.len() <= points as usize);
            // A step is at most 2.5 times as long as the shortest one that would do.
            prop_assert!(distances.len() as f64 >= f64::from(points - 1) / 2.5);
            let end = distances.last().unwrap().get();
            prop_assert!(end >= end_km || end + (distances[1].get() - distances[0].get()) > MAX_LENGTH_KM);
        }
    }
}
