//! The distance where the key ends.

use super::search::Search;
use crate::scenario::Scenario;
use numbers::optimise;
use serde::{Deserialize, Serialize};

/// Longest fibre that is computed, km. Far beyond any reach of a passive fibre (at 0.15 dB/km it transmits 1e-15).
pub const MAX_LENGTH_KM: f64 = 1000.0;

/// The distance up to which there is a key.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Reach {
    /// No key even without a fibre.
    Nowhere,
    /// Up to this distance, km.
    UpTo(f64),
    /// Still a key at [`MAX_LENGTH_KM`].
    Unlimited,
}

impl Reach {
    /// The reach in km: 0 without any key, none where it is unlimited.
    pub fn km(self) -> Option<f64> {
        match self {
            Reach::Nowhere => Some(0.0),
            Reach::UpTo(km) => Some(km),
            Reach::Unlimited => None,
        }
    }
}

/// Interval at which a key is looked for where it may come and go with the length, km.
pub(super) const STEP_KM: f64 = 5.0;

/// Whether a longer fibre may weaken the noise more than the signal.
pub(super) fn noise_may_fade(scenario: &Scenario) -> bool {
    Search::new(scenario).noise_may_fade()
}

/// The distance where the optimised key rate crosses zero, to 1 mm; or before, where a finite key's block takes longer to collect than its
/// limit ([`FiniteKey::block_limit`](crate::scenario::FiniteKey::block_limit)): what no device waits for is no reach.
///
/// The rate f_q p_acc (1 − (1 + f_EC) h(Q)) has the sign of its last factor, which falls with Q; and the smallest Q that the
/// bandwidth allows rises with the distance, for the signal shrinks and no noise does. So there is one crossing.
///
/// In a channel plan light that is launched with a fixed power may leak less on a longer fibre, and four-wave mixing goes in and out of
/// step: then it is the last crossing, found from samples every 5 km, and there may be shorter fibres without a key.
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::reach;
/// assert!((reach(&Scenario::default()).km().unwrap() - 98.22).abs() < 0.005);
/// ```
pub fn reach(scenario: &Scenario) -> Reach {
    reach_by(&mut Search::new(scenario), 1e-6)
}

/// The reach with blocks that take any time, where their limit makes it shorter; none elsewhere.
///
/// ```
/// use engine::scenario::{Scenario, Settings};
/// use engine::sweep::{reach, reach_without_block_limit};
/// let of = |link| Scenario::try_from(&Settings::from_query(link).0).unwrap();
/// assert_eq!(reach_without_block_limit(&Scenario::default()), None);
/// let slow = of("detector=snspd&dark=1&bitrate=0&key=finite&events=1e10");
/// assert!(reach(&slow).km().unwrap() + 50.0 < reach_without_block_limit(&slow).unwrap().km().unwrap());
/// ```
pub fn reach_without_block_limit(scenario: &Scenario) -> Option<Reach> {
    let mut search = Search::new(scenario);
    search.block_limit_s()?;
    let key = key_reach(&mut search, 1e-6);
    (within_limit(&mut search, key, 1e-6) != key).then_some(key)
}

/// The reach by a search that continues to this tolerance, km.
pub(super) fn reach_by(search: &mut Search, tolerance_km: f64) -> Reach {
    let key = key_reach(search, tolerance_km);
    within_limit(search, key, tolerance_km)
}

/// The part of a reach in which a key block is collected within its limit.
fn within_limit(search: &mut Search, key: Reach, tolerance_km: f64) -> Reach {
    let Some(limit_s) = search.block_limit_s() else { return key };
    if key == Reach::Nowhere {
        return key;
    }
    // The logarithm, which is nearly linear in the length.
    let mut left = |km: f64| {
        let block = search.outcome(km).statistics;
        block.map_or(f64::INFINITY, |block| (limit_s / block.collected_in_s).ln())
    };
    let far_km = key.km().unwrap_or(MAX_LENGTH_KM);
    let far = (far_km, left(far_km));
    if far.1 >= 0.0 {
        return key;
    }
    let near = (0.0, left(0.0));
    if near.1 < 0.0 { Reach::Nowhere } else { Reach::UpTo(optimise::root(left, near, far, tolerance_km)) }
}

/// The last distance with a key, however long its block takes.
fn key_reach(search: &mut Search, tolerance_km: f64) -> Reach {
    let may_fade = search.noise_may_fade();
    crossing_of(|length_km| search.best_fraction(length_km), may_fade, tolerance_km)
}

/// The distance where the fraction of secret bits crosses zero, of a link whose working point something else decides.
pub(super) fn crossing(fraction: impl FnMut(f64) -> f64, scenario: &Scenario, tolerance_km: f64) -> Reach {
    crossing_of(fraction, noise_may_fade(scenario), tolerance_km)
}

fn crossing_of(mut fraction: impl FnMut(f64) -> f64, may_fade: bool, tolerance_km: f64) -> Reach {
    if may_fade {
        return last_key(fraction, tolerance_km);
    }
    let mut near = (0.0, fraction(0.0));
    if near.1 <= 0.0 {
        return Reach::Nowhere;
    }
    let mut far_km: f64 = 64.0;
    loop {
        let far = (far_km, fraction(far_km));
        if far.1 <= 0.0 {
            return Reach::UpTo(optimise::root(fraction, near, far, tolerance_km));
        }
        if far_km == MAX_LENGTH_KM {
            return Reach::Unlimited;
        }
        near = far;
        far_km = (2.0 * far_km).min(MAX_LENGTH_KM);
    }
}

/// The last distance with a key, wherever it begins.
fn last_key(mut fraction: impl FnMut(f64) -> f64, tolerance_km: f64) -> Reach {
    let steps = (MAX_LENGTH_KM / STEP_KM) as u32;
    let mut beyond = (MAX_LENGTH_KM, fraction(MAX_LENGTH_KM));
    if beyond.1 > 0.0 {
        return Reach::Unlimited;
    }
    for step in (0..steps).rev() {
        let length_km = f64::from(step) * STEP_KM;
        let here = (length_km, fraction(length_km));
        if here.1 > 0.0 {
            return Reach::UpTo(optimise::root(fraction, here, beyond, tolerance_km));
        }
        beyond = here;
    }
    Reach::Nowhere
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Settings;
    use crate::sweep::{distance_for_rate, outcome};

    fn scenario(link: &str) -> Scenario {
        let (settings, notices) = Settings::from_query(link);
        assert_eq!(notices, []);
        Scenario::try_from(&settings).unwrap()
    }

    /// 0 dBm at 1310 nm, 0.317 dB/km, that leaks into a quantum channel of 0.184 dB/km: after 50 km 6.6 dB less of it.
    #[test]
    fn a_key_may_begin_behind_the_start() {
        let link = |isolation| {
            format!("channels=1310f10G@0dBm&quantum=C34&fibre=measured&raman_spectrum=gain&iso_for={isolation}")
        };
        let rate = |scenario: &Scenario, km: f64| outcome(scenario, km.try_into().unwrap()).unwrap().key_rate_bit_s();
        let leaky = scenario(&link("3e-6"));
        assert_eq!(rate(&leaky, 0.0), None);
        let Reach::UpTo(km) = reach(&leaky) else { panic!("{:?}", reach(&leaky)) };
        let wanted = 1e4.try_into().unwrap();
        let Reach::UpTo(wanted_km) = distance_for_rate(&leaky, wanted) else { panic!() };
        assert!((rate(&leaky, wanted_km).unwrap() / 1e4 - 1.0).abs() < 1e-3 && wanted_km < km, "{wanted_km}");
        assert!(rate(&leaky, km - 0.01).is_some() && rate(&leaky, km + 0.01).is_none() && km > 20.0, "{km}");
        // Where there is a key from the start on, both searches find the same end.
        let Reach::UpTo(good) = reach(&scenario(&link("1e-9"))) else { panic!() };
        assert!(good > km && good < 300.0, "{good} {km}");
    }
}
