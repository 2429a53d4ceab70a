//! The longest distance with a wanted key rate.

use super::super::outcome::{Outcome, outcome};
use super::super::reach::{MAX_LENGTH_KM, Reach, STEP_KM, noise_may_fade, reach};
use super::text::rate_text;
use crate::scenario::{FiniteKey, KeyLength, Scenario};
use numbers::optimise;
use numbers::units::{KeyRate, Kilometres};

/// The longest distance with at least this key rate, to 1 mm: the key rate falls along the fibre. About 40 outcomes are computed.
///
/// ```
/// use engine::sweep::{Reach, distance_for_rate};
/// let longest = distance_for_rate(&Default::default(), 1e6.try_into().unwrap());
/// assert!((longest.km().unwrap() - 82.8606).abs() < 1e-4);
/// ```
pub fn distance_for_rate(scenario: &Scenario, wanted: KeyRate) -> Reach {
    distance_where(scenario, -wanted.get(), |outcome| outcome.signed_rate_bit_s - wanted.get())
}

/// The longest distance where something that falls along the fibre is not negative; at the reach, where there is no key, it is `no_key`.
pub(in crate::sweep) fn distance_where(scenario: &Scenario, no_key: f64, excess: impl Fn(&Outcome) -> f64) -> Reach {
    let excess = |km: f64| {
        let length = Kilometres::try_from(km).expect("a distance between none and the longest one");
        excess(&outcome(scenario, length).expect("no longer than the longest one"))
    };
    let mut near = (0.0, excess(0.0));
    let fades = noise_may_fade(scenario);
    if near.1 < 0.0 && !fades {
        return Reach::Nowhere;
    }
    let mut far = match reach(scenario) {
        Reach::Nowhere => return Reach::Nowhere,
        Reach::UpTo(km) if blocks_end(scenario) => match (km, excess(km)) {
            // More than enough, where the block takes as long as it may.
            (_, enough) if enough >= 0.0 => return Reach::UpTo(km),
            least => least,
        },
        Reach::UpTo(km) => (km, no_key),
        Reach::Unlimited => (MAX_LENGTH_KM, excess(MAX_LENGTH_KM)),
    };
    // Where the rate may rise with the length, the last stretch on which it falls below what is wanted.
    while fades && far.1 < 0.0 && far.0 > 0.0 {
        let km = (far.0 - STEP_KM).max(0.0);
        near = (km, excess(km));
        if near.1 >= 0.0 {
            break;
        }
        far = near;
    }
    if near.1 < 0.0 {
        return Reach::Nowhere;
    }
    if far.1 >= 0.0 { Reach::Unlimited } else { Reach::UpTo(optimise::root(excess, near, far, 1e-6)) }
}

/// Whether the time of a key block may end the reach.
fn blocks_end(scenario: &Scenario) -> bool {
    matches!(scenario.key_length, KeyLength::Finite(FiniteKey { block_time: None, block_limit: Some(_), .. }))
}

/// The longest distance with at least this key rate in words, rounded down to 10 m: no length is known better.
///
/// ```
/// use engine::sweep::{Reach, longest_distance_text};
/// let text = longest_distance_text(1e6.try_into().unwrap(), Reach::UpTo(82.8606));
/// assert_eq!(text, "1 Mbit/s or more: up to 82.86 km.");
/// ```
pub fn longest_distance_text(wanted: KeyRate, longest: Reach) -> String {
    let wanted = rate_text(wanted.get(), 6);
    match longest {
        Reach::Nowhere => format!("{wanted} or more: at no distance, not even without a fibre."),
        Reach::UpTo(km) => format!("{wanted} or more: up to {} km.", (1e2 * km).floor() / 1e2),
        Reach::Unlimited => {
            format!("{wanted} or more: still at {MAX_LENGTH_KM} km, the longest fibre that is computed.")
        }
    }
}
