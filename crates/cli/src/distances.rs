//! Lengths as they are written on the command line: `--distances` and `--length`.

use crate::mistake::{Mistake, all};
use engine::sweep::{MAX_LENGTH_KM, TooLong};
use numbers::quantity::{NotAQuantity, Unit, parse_quantity};
use numbers::units::{Kilometres, OutOfDomain};

/// More points than any plot shows; a table of them is a few hundred megabytes.
const MAX_POINTS: usize = 1_000_000;
/// 1 mm, as exact as a reach is known.
const MIN_STEP_KM: f64 = 1e-6;
/// Distances of a range are rounded to 1 µm, so that 3 × 0.1 is 0.3 and not 0.30000000000000004.
const ROUNDING_PER_KM: f64 = 1e9;

/// Why distances were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum DistanceProblem {
    #[error("write distances in km as START:END:STEP, such as 0:140:1, or one by one, such as 0,50,98.2")]
    NotARange,
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    #[error(transparent)]
    TooLong(#[from] TooLong),
    #[error("the end lies before the start")]
    Backwards,
    #[error("a step must be at least {min_km} km, not {step_km}")]
    Step { min_km: f64, step_km: f64 },
    #[error("more than {max} distances; take a larger step")]
    TooMany { max: usize },
}

/// Reads `START:END:STEP`, single distances, or a list of both, separated by commas.
///
/// # Errors
/// The problem with each item of the list.
pub(crate) fn read(text: &str) -> Result<Vec<Kilometres>, Vec<Mistake>> {
    let mut count = 0;
    let items = text.split(',').map(str::trim).map(|item| {
        let read = read_item(item, MAX_POINTS - count);
        count += read.as_ref().map_or(0, Vec::len);
        read.map_err(|problem| Mistake::of_option("--distances", item, problem))
    });
    all(items).map(|distances| distances.concat())
}

/// Reads a single distance.
///
/// # Errors
/// The problem with it.
pub(crate) fn read_one(text: &str) -> Result<Kilometres, Vec<Mistake>> {
    single(text).map_err(|problem| vec![Mistake::of_option("--length", text, problem)])
}

/// Reads a single distance in a cell of a table.
///
/// # Errors
/// The problem with it.
pub(crate) fn single(text: &str) -> Result<Kilometres, DistanceProblem> {
    distance(number(text)?)
}

/// Every kilometre up to the first multiple of 10 km at or beyond `km`, so that a curve is seen to end.
pub(crate) fn covering(km: f64) -> Vec<Kilometres> {
    let end_km = ((km / 10.0).ceil() * 10.0).clamp(10.0, MAX_LENGTH_KM);
    range(0.0, end_km, 1.0, MAX_POINTS).expect("0 to at most 1000 km in steps of 1 km is a range")
}

fn read_item(item: &str, room: usize) -> Result<Vec<Kilometres>, DistanceProblem> {
    match item.split(':').collect::<Vec<_>>()[..] {
        [one] if room > 0 => Ok(vec![distance(number(one)?)?]),
        [_] => Err(DistanceProblem::TooMany { max: MAX_POINTS }),
        [start, end, step] => range(number(start)?, number(end)?, number(step)?, room),
        _ => Err(DistanceProblem::NotARange),
    }
}

fn range(start_km: f64, end_km: f64, step_km: f64, room: usize) -> Result<Vec<Kilometres>, DistanceProblem> {
    distance(start_km)?;
    distance(end_km)?;
    if end_km < start_km {
        return Err(DistanceProblem::Backwards);
    }
    if step_km < MIN_STEP_KM {
        return Err(DistanceProblem::Step { min_km: MIN_STEP_KM, step_km });
    }
    // A step such as 0.1 is not exact: without a margin 0.3 / 0.1 would fall short of 3.
    let steps = ((end_km - start_km) / step_km + 1e-9).floor() as usize;
    if steps >= room {
        return Err(DistanceProblem::TooMany { max: MAX_POINTS });
    }
    (0..=steps)
        .map(|i| {
            let km = start_km + i as f64 * step_km;
            distance(((km * ROUNDING_PER_KM).round() / ROUNDING_PER_KM).min(end_km))
        })
        .collect()
}

fn number(text: &str) -> Result<f64, DistanceProblem> {
    // Adding zero takes the sign from -0.
    Ok(parse_quantity(text, Unit::Kilometres)? + 0.0)
}

fn distance(km: f64) -> Result<Kilometres, DistanceProblem> {
    if km > MAX_LENGTH_KM {
        return Err(TooLong { length_km: km }.into());
    }
    Ok(Kilometres::try_from(km)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn km(text: &str) -> Vec<f64> {
        read(text).unwrap().into_iter().map(Kilometres::get).collect()
    }

    #[test]
    fn a_range_includes_its_end_and_rounds_as_people_do() {
        let tenths = km("0:140:0.1");
        assert_eq!((tenths.len(), tenths[3], tenths[1400]), (1401, 0.3, 140.0));
        assert!(tenths.iter().all(|x| x.to_string().len() <= 5), "a digit of rounding shows");
        assert_eq!(km("0:10:3"), [0.0, 3.0, 6.0, 9.0]);
        assert_eq!(km("98.2:98.203:0.001"), [98.2, 98.201, 98.202, 98.203]);
        assert_eq!(km("7:7:1"), [7.0]);
        assert_eq!(km("0:1000:1000.0000005"), [0.0, 1000.0]);
    }

    #[test]
    fn a_list_keeps_its_order_and_may_hold_ranges() {
        assert_eq!(km("50, 98.22,0"), [50.0, 98.22, 0.0]);
        assert_eq!(km("0:20:10,15,1e2"), [0.0, 10.0, 20.0, 15.0, 100.0]);
        assert!(km("-0")[0].is_sign_positive());
        assert_eq!(km("50 km,0km:2km:1 km,500 m"), [50.0, 0.0, 1.0, 2.0, 0.5]);
        assert!(["5mi", "km", "5 km km", "5 kmh"].iter().all(|text| read(text).is_err()));
    }

    #[test]
    fn as_many_as_allowed_and_not_one_more() {
        assert_eq!(km("0:999.999:0.001").len(), MAX_POINTS);
        assert!(read("0:999.999:0.001,5").is_err());
        assert!(read("0:1000:0.001").is_err());
        assert!(read("0:1000:1e-6").is_err());
    }

    #[test]
    fn a_default_range_covers_the_reach() {
        let last = |km| covering(km).last().unwrap().get();
        assert_eq!([0.0, 98.2, 120.0, 1000.0].map(last), [10.0, 100.0, 120.0, 1000.0]);
    }

    proptest! {
        #[test]
        fn every_range_stays_inside_and_ascends(start in 0.0f64..900.0, length in 0.0f64..100.0, step in 1e-3f64..1e4) {
            let all = km(&format!("{start}:{}:{step}", start + length));
            prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!((all[0] - start).abs() <= 1e-9 && *all.last().unwrap() <= start + length);
        }

        #[test]
        fn no_text_panics(text in "[-0-9:,.einfaN ]{0,20}") {
            let _ = read(&text);
        }
    }
}
