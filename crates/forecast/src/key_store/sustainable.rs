//! The consumption that a store can give for ever.
//!
//! No forecast of a day says what lasts: within a day a full store can give more than its link makes. What lasts follows from the whole
//! past: the measured key rates are drawn again in blocks of a day, as often as they were measured, and each such past is repeated for
//! ever, as in the sequent peak method for reservoirs (H. A. Thomas, R. P. Burden, Operations Research in Water Quality Management,
//! Harvard Water Resources Group (1963)). A consumption is sustainable at 99 % if 99 % of these pasts never empty the store.

use super::{KeyStore, WINDOW_S};
use numbers::random::Random;
use serde::{Deserialize, Serialize};

/// Windows of a block: a day, so that seasons of a day and most outages stay whole.
const BLOCK: usize = 144;
/// Number of pasts that are drawn.
const PASTS: usize = 400;
/// Shortest past from which a consumption follows, days. On synthetic links a week gave too much in 7 cases of 100 that should have been one.
pub const MIN_SUPPLY_DAYS: f64 = 14.0;
/// Bisections: to 1 part in 10⁶.
const BISECTIONS: u32 = 20;
/// Stream of the random numbers.
const STREAM: u64 = 1;

/// What the link has supplied so far.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KeySupply {
    /// Mean key rate, bit/s; windows without one count as no key.
    pub mean_bit_s: f64,
    /// Fraction of the windows without a key rate.
    pub missing: f64,
    /// Length of the series, days.
    pub days: f64,
}

impl KeySupply {
    /// The supply of a series of key rates, bit/s.
    pub(super) fn of(rates: &[Option<f64>]) -> KeySupply {
        let windows = rates.len().max(1) as f64;
        KeySupply {
            mean_bit_s: rates.iter().flatten().sum::<f64>() / windows,
            missing: rates.iter().filter(|rate| rate.is_none()).count() as f64 / windows,
            days: rates.len() as f64 / BLOCK as f64,
        }
    }
}

/// The largest consumption that a store can give for ever, bit/s, with this probability; never more than the mean supply. `None` if the
/// past is shorter than [`MIN_SUPPLY_DAYS`].
pub(super) fn sustainable(store: &KeyStore, rates: &[Option<f64>], seed: u64) -> Option<f64> {
    let supply = KeySupply::of(rates);
    if supply.days < MIN_SUPPLY_DAYS {
        return None;
    }
    let mut random = Random::new(seed, STREAM);
    let count = rates.len();
    // The spread of n blocks is known from these blocks only: √(n / (n − 1)) of the variance and the width of Student's distribution with
    // n − 1 degrees of freedom, √((n − 1) / (n − 3)).
    let blocks = supply.days.floor();
    let widened = (blocks / (blocks - 3.0)).sqrt();
    let past = |_| {
        let mut drawn: Vec<f64> = Vec::with_capacity(count);
        while drawn.len() < count {
            let start = random.below(count as i64) as usize;
            let of_block = (start..start + BLOCK).map(|at| rates[at % count].unwrap_or(0.0));
            drawn.extend(of_block.take(count - drawn.len()));
        }
        let mean = drawn.iter().sum::<f64>() / count as f64;
        let shift = (widened - 1.0) * (mean - supply.mean_bit_s);
        drawn.iter_mut().for_each(|rate| *rate = (*rate + shift).max(0.0));
        drawn
    };
    let pasts: Vec<Vec<f64>> = (0..PASTS).map(past).collect();
    let allowed = ((1.0 - store.confidence) * PASTS as f64 + 1e-9).floor() as usize;
    let lasts = |bit_s: f64| {
        pasts.iter().filter(|past| !lasts_for_ever(store, past, bit_s)).take(allowed + 1).count() <= allowed
    };
    let (mut low, mut high) = (0.0, supply.mean_bit_s);
    if lasts(high) {
        return Some(high);
    }
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if lasts(middle) { low = middle } else { high = middle }
    }
    Some(low)
}

/// Whether a store never runs dry when these key rates come again and again. After the first time it holds as much as after each later
/// one or, if more is consumed than supplied, less and less.
fn lasts_for_ever(store: &KeyStore, rates: &[f64], bit_s: f64) -> bool {
    if rates.iter().sum::<f64>() < bit_s * rates.len() as f64 {
        return false;
    }
    let mut fill = store.fill_bits;
    rates.iter().chain(rates).all(|rate| {
        fill = (fill + (rate - bit_s) * WINDOW_S).min(store.size_bits);
        fill >= 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::super::Consumption;
    use super::*;

    fn store(size_bits: f64) -> KeyStore {
        KeyStore {
            size_bits,
            fill_bits: size_bits,
            consumption: Consumption::OneTimePad { bit_s: 1.0 },
            confidence: 0.99,
        }
    }

    #[test]
    fn a_steady_link_sustains_its_rate_and_no_more() {
        let steady = vec![Some(1000.0); 28 * BLOCK];
        assert_eq!(sustainable(&store(1e9), &steady, 1), Some(1000.0));
        assert_eq!(sustainable(&store(1e9), &steady[..13 * BLOCK], 1), None);
        // Gaps are no key, and a link that is down gives none.
        let half: Vec<Option<f64>> = (0..28 * BLOCK).map(|at| (at % 2 == 0).then_some(1000.0)).collect();
        let found = sustainable(&store(1e9), &half, 1).unwrap();
        assert!((499.0..=500.0).contains(&found), "{found}");
        assert_eq!(sustainable(&store(1e9), &vec![Some(0.0); 28 * BLOCK], 1), Some(0.0));
    }

    /// 2000 bit/s by day, nothing for the twelve hours of night: a store of 1 Mbit gives 10⁶ / 43 200 s = 23.15 bit/s through a night.
    #[test]
    fn a_small_store_cannot_bridge_the_night() {
        let rates: Vec<Option<f64>> =
            (0..28 * BLOCK).map(|at| Some(if at % BLOCK < BLOCK / 2 { 2000.0 } else { 0.0 })).collect();
        let found = sustainable(&store(1e6), &rates, 1).unwrap();
        // Where two blocks meet, a night can be longer.
        assert!(found <= 23.15 && found > 8.0, "{found}");
        // Large enough for everything: the mean supply, but for the chance that a past has more nights than days.
        let large = sustainable(&store(1e10), &rates, 1).unwrap();
        assert!(large <= 1000.0 && large > 850.0, "{large}");
    }

    #[test]
    fn more_confidence_is_less_key_and_equal_seeds_are_equal() {
        let mut random = Random::new(5, 0);
        let rates: Vec<Option<f64>> =
            (0..28).flat_map(|_| vec![Some(1000.0 + 100.0 * random.normal()); BLOCK]).collect();
        let at = |confidence: f64| sustainable(&KeyStore { confidence, ..store(1e9) }, &rates, 7).unwrap();
        assert_eq!(at(0.99), at(0.99));
        // The mean of 28 days has a standard error of 100 / √28 = 18.9 bit/s.
        let mean = KeySupply::of(&rates).mean_bit_s;
        assert!(at(0.99) < at(0.9) && at(0.9) < mean);
        assert!((25.0..70.0).contains(&(mean - at(0.99))), "{}", mean - at(0.99));
    }
}
