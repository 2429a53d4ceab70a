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

/// The distance where the optimised key rate crosses zero, to 1 mm.
///
/// The rate f_q p_acc (1 − (1 + f_EC) h(Q)) has the sign of its last factor, which falls with Q; and the smallest Q that the
/// bandwidth allows rises with the distance, for the signal shrinks and no noise does. So there is one crossing.
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::reach;
/// assert!((reach(&Scenario::default()).km().unwrap() - 98.22).abs() < 0.005);
/// ```
pub fn reach(scenario: &Scenario) -> Reach {
    reach_by(&mut Search::new(scenario), 1e-6)
}

/// The same by a search that continues to this tolerance, km.
pub(super) fn reach_by(search: &mut Search, tolerance_km: f64) -> Reach {
    let mut fraction = |length_km: f64| search.best_fraction(length_km);
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
