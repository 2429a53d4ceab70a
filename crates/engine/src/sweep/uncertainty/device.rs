//! A device that is set once: what is optimised keeps its values while the parameters vary.

use super::super::reach::crossing;
use super::super::search::Search;
use crate::link::filtering::Window;
use crate::scenario::{Chosen, Key, KeyLength, Scenario, Settings, Source, Value, go_together};
use crate::sweep::{MAX_LENGTH_KM, Outcome, Reach, reach};
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// What becomes of the optimised quantities, such as σ, μ and p_Z, while the parameters vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Optimise {
    /// They are optimised anew for every sample, as if each were a device of its own that knows its parameters.
    #[default]
    Anew,
    /// They are optimised once at each length, for the present values of all parameters, and kept. Beyond the reach with these values they
    /// stay as they are there.
    Once,
}

impl Optimise {
    /// Both.
    pub const ALL: [Optimise; 2] = [Optimise::Anew, Optimise::Once];

    /// Its word on the command line and in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Optimise::Anew => "anew",
            Optimise::Once => "once",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Optimise::Anew => "For each sample",
            Optimise::Once => "Once",
        }
    }

    /// The setting with this word.
    ///
    /// ```
    /// use engine::sweep::Optimise;
    /// assert_eq!(Optimise::read("once"), Some(Optimise::Once));
    /// assert_eq!(Optimise::read("twice"), None);
    /// ```
    pub fn read(word: &str) -> Option<Optimise> {
        Optimise::ALL.into_iter().find(|setting| setting.word() == word)
    }

    /// The optimised parameters of this link, which a device that is set once keeps: in the order of the table, without those that follow
    /// from others.
    ///
    /// ```
    /// use engine::scenario::{Key, Settings};
    /// use engine::sweep::Optimise;
    /// let kept = |link| Optimise::kept(&Settings::from_query(link).0);
    /// assert_eq!(kept(""), [Key::Bandwidth]);
    /// assert_eq!(kept("bandwidth=1e11&window=300p"), []);
    /// ```
    pub fn kept(settings: &Settings) -> Vec<Key> {
        let optimised = |key: &Key| settings.applies(*key) && settings.value(*key) == Value::Word("optimal");
        // With an asymptotic key decoys are as good as never sent.
        let rule = |key: &Key| {
            matches!(key, Key::PSignal | Key::PDecoy) && settings.value(Key::KeyLength) == Value::Word("asymptotic")
        };
        Key::all().filter(|key| optimised(key) && !rule(key)).collect()
    }
}

/// A device that is set for the present values of all parameters.
pub(super) struct SetDevice {
    search: Search,
    /// Length beyond which the setting stays as it is, km.
    end_km: f64,
    /// Outcomes with the present values at the distances of the study, or at the end.
    at: Vec<Outcome>,
}

/// Distance from the reach at which there still is a key, km: ten times what a reach is known to.
const INSIDE_KM: f64 = 1e-5;

impl SetDevice {
    pub(super) fn new(present: &Scenario, distances: &[Kilometres]) -> SetDevice {
        let end_km = match reach(present) {
            Reach::Nowhere => 0.0,
            Reach::UpTo(km) => (km - INSIDE_KM).max(0.0),
            Reach::Unlimited => MAX_LENGTH_KM,
        };
        let mut along = Search::new(present);
        let at = distances.iter().map(|length| along.outcome(length.get().min(end_km))).collect();
        SetDevice { search: Search::new(present), end_km, at }
    }

    /// The reach of a link with this device.
    pub(super) fn reach(&self, scenario: &Scenario) -> Reach {
        // Each link by itself: where the search was before has no influence.
        let mut search = self.search.clone();
        let fraction = |length_km: f64| match keeping(scenario, &search.outcome(length_km.min(self.end_km))) {
            Some(kept) => Search::new(&kept).best_fraction(length_km),
            None => -1.0,
        };
        crossing(fraction, scenario, 1e-6)
    }

    /// Its key rates at the distances of the study, bit/s; 0 where there is no key.
    pub(super) fn rates_bit_s(&self, scenario: &Scenario, distances: &[Kilometres]) -> Vec<f64> {
        let rate = |(length, at): (&Kilometres, &Outcome)| {
            let kept = keeping(scenario, at)?;
            Search::new(&kept).outcome_from_here(length.get()).key_rate_bit_s()
        };
        distances.iter().zip(&self.at).map(|at| rate(at).unwrap_or(0.0)).collect()
    }
}

/// The link with all that it optimises as in this outcome; none where that does not go together, as fractions of pulses above 1.
fn keeping(scenario: &Scenario, outcome: &Outcome) -> Option<Scenario> {
    let mut kept = scenario.clone();
    keep(&mut kept.bandwidth, Some(outcome.bandwidth_rad_s));
    if kept.window == Window::Optimal {
        kept.window = Window::FixedWidth(outcome.window_s.try_into().ok()?);
    }
    let finite = matches!(kept.key_length, KeyLength::Finite(_));
    if let (Source::Laser(laser), Some(decoys)) = (&mut kept.source, outcome.decoys) {
        keep(&mut laser.signal, Some(decoys.signal_intensity));
        keep(&mut laser.decoy, decoys.decoy_intensity);
        if finite {
            keep(&mut laser.signal_fraction, decoys.signal_share);
            keep(&mut laser.decoy_fraction, decoys.decoy_share);
        }
    }
    if let (KeyLength::Finite(key), Some(statistics)) = (&mut kept.key_length, outcome.statistics) {
        keep(&mut key.p_z, Some(statistics.p_z));
    }
    go_together(&kept).then_some(kept)
}

/// Fixes what is optimal at this number.
fn keep<T: TryFrom<f64> + PartialEq>(chosen: &mut Chosen<T>, x: Option<f64>) {
    if *chosen == Chosen::Optimal
        && let Some(x) = x.and_then(|x| T::try_from(x).ok())
    {
        *chosen = Chosen::Fixed(x);
    }
}
