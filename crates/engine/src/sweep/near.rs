//! Reach and key rate of a sequence of scenarios, each of which differs little from the previous one.

use super::reach::{MAX_LENGTH_KM, Reach, reach_by};
use super::search::Search;
use crate::scenario::Scenario;
use numbers::optimise::{self, Extrapolation};

/// Tolerance of a reach, km.
const TOLERANCE_KM: f64 = 1e-4;
/// Largest first distance from the predicted reach at which the other end of the bracket is looked for, km.
const ASIDE_KM: f64 = 0.5;
/// Error of a prediction beyond which the search starts anew, km.
const FAR_KM: f64 = 30.0;

/// Results for the scenarios before, which shorten the search for the next one.
///
/// They never change the result: they are used only where the key rate has a single maximum, which is found from anywhere. Where it may
/// have several, as with decoys, each scenario is searched by itself.
#[derive(Clone, Default)]
pub(super) struct Neighbours(Option<Known>);

#[derive(Clone)]
struct Known {
    search: Search,
    last: Reach,
    reach: Extrapolation,
}

impl Neighbours {
    /// The reach, to 1 m. `worse` means that the scenario is the last one with more of something that only harms the key.
    pub(super) fn reach(&mut self, scenario: &Scenario, worse: bool) -> Reach {
        // More noise makes a block shorter: what is worse for the key may be better for its limit.
        let only_key = |known: &Known| known.search.block_limit_s().is_none();
        if worse && self.0.as_ref().is_some_and(|known| known.last == Reach::Nowhere && only_key(known)) {
            return Reach::Nowhere;
        }
        let near =
            self.0.as_mut().filter(|known| known.search.has_one_maximum()).and_then(|known| known.near(scenario));
        if let Some(reach) = near {
            return reach;
        }
        let mut search = Search::new(scenario);
        let last = reach_by(&mut search, TOLERANCE_KM);
        self.0 = Some(Known { search, last, reach: started(last) });
        last
    }

    /// Forgets the trend of the sequence: the next scenario is close to the last one, in another direction.
    pub(super) fn turn(&mut self) {
        if let Some(known) = &mut self.0 {
            known.reach = started(known.last);
        }
    }

    /// Key rate at a distance, bit/s; nothing where there is no key.
    pub(super) fn rate(&mut self, scenario: &Scenario, length_km: f64) -> Option<f64> {
        match self.0.as_mut().filter(|known| known.search.has_one_maximum()) {
            Some(known) => {
                known.search.change(scenario);
                known.search.outcome(length_km).key_rate_bit_s()
            }
            None => {
                let mut search = Search::new(scenario);
                let rate = search.outcome(length_km).key_rate_bit_s();
                self.0 = Some(Known { search, last: Reach::Nowhere, reach: started(Reach::Nowhere) });
                rate
            }
        }
    }
}

fn started(reach: Reach) -> Extrapolation {
    let km = reach.km().unwrap_or(MAX_LENGTH_KM);
    let mut prediction = Extrapolation::new(km, ASIDE_KM);
    prediction.record(km);
    prediction
}

impl Known {
    /// The reach, if it is where the sequence predicts it.
    fn near(&mut self, scenario: &Scenario) -> Option<Reach> {
        self.search.change(scenario);
        if self.search.noise_may_fade() || self.search.block_limit_s().is_some() {
            return None;
        }
        let reach = match self.last {
            Reach::Nowhere => (self.search.best_fraction(0.0) <= 0.0).then_some(Reach::Nowhere),
            Reach::Unlimited => (self.search.best_fraction(MAX_LENGTH_KM) > 0.0).then_some(Reach::Unlimited),
            Reach::UpTo(_) => self.around(),
        }?;
        self.last = reach;
        if let Reach::UpTo(km) = reach {
            self.reach.record(km);
        }
        Some(reach)
    }

    /// The zero between the predicted reach and a point beyond the crossing, which is looked for at growing distances.
    fn around(&mut self) -> Option<Reach> {
        let search = &mut self.search;
        let mut fraction = |km: f64| search.best_fraction(km);
        let start_km = self.reach.next.clamp(0.0, MAX_LENGTH_KM);
        let start = (start_km, fraction(start_km));
        let towards = if start.1 > 0.0 { 1.0 } else { -1.0 };
        let mut near = start;
        let mut aside_km = (2.0 * self.reach.error).clamp(10.0 * TOLERANCE_KM, ASIDE_KM);
        while aside_km <= FAR_KM {
            let km = start_km + towards * aside_km;
            if !(0.0..=MAX_LENGTH_KM).contains(&km) {
                return None;
            }
            let far = (km, fraction(km));
            if (far.1 > 0.0) != (start.1 > 0.0) {
                return Some(Reach::UpTo(optimise::root(fraction, near, far, TOLERANCE_KM)));
            }
            near = far;
            aside_km *= 4.0;
        }
        None
    }
}
