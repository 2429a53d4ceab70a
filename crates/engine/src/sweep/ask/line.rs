//! The key rate along one parameter.

mod ends;
mod turns;

use super::super::outcome::Outcome;
use super::super::search::Search;
use super::answer::Question;
use super::axis::Axis;
use super::is_enough;
use crate::scenario::{Scenario, Settings};
use crate::sweep::Varied;

/// Interval in samples at which a search starts anew: one that only follows its neighbours could stay at a lower maximum.
const FROM_NOTHING: usize = 8;

/// The key rate along one parameter.
pub(super) struct Line<'a> {
    settings: &'a Settings,
    asked: Varied,
    length_km: f64,
    axis: Axis,
    /// Required key rate, bit/s
    wanted: f64,
    /// Place and number of the parameter now, if it has a number
    now: Option<(f64, f64)>,
    /// Outcomes computed so far
    pub(super) evaluations: u32,
}

/// Starting point of a search.
enum Start<'a> {
    Nothing,
    /// Without a fibre, where a key is easily found, and along it, if none is found from nothing
    NoFibre,
    /// The search for another number
    Neighbour(&'a Search),
}

/// The link with one number for the parameter.
pub(super) struct Sample {
    place: f64,
    /// The outcome, and the search that found it; none where this number does not go together with the other parameters
    found: Option<(Outcome, Search)>,
}

impl Sample {
    fn key_rate(&self) -> Option<f64> {
        self.found.as_ref().and_then(|(outcome, _)| outcome.key_rate_bit_s())
    }

    fn search(&self) -> Option<&Search> {
        self.found.as_ref().map(|(_, search)| search)
    }

    /// The quantity that is compared: the key rate or, where there is none, the secret bits per event, which say how far it is to a key. The
    /// negative rate does not: it is closest to zero where nothing arrives.
    fn height(&self) -> f64 {
        match &self.found {
            None => f64::NEG_INFINITY,
            Some((outcome, _)) => outcome.key_rate_bit_s().unwrap_or_else(|| outcome.secret_fraction.min(0.0)),
        }
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(question: &'a Question, axis: Axis, number_now: Option<f64>) -> Line<'a> {
        let Question { settings, length, wanted, asked } = question;
        let now = number_now.map(|number| (axis.place(number), number));
        Line { settings, asked: *asked, length_km: length.get(), axis, wanted: wanted.get(), now, evaluations: 0 }
    }

    /// The number at a place; at the place of the present value exactly that value.
    fn number(&self, place: f64) -> f64 {
        match self.now {
            Some((there, number)) if there == place => number,
            _ => self.axis.number(place),
        }
    }

    /// The link at a place.
    fn sample(&mut self, place: f64, from: Start) -> Sample {
        let settings = self.asked.set(self.settings, self.number(place));
        let found = Scenario::try_from(&settings).ok().map(|scenario| {
            self.evaluations += 1;
            let mut search = match from {
                Start::Nothing | Start::NoFibre => Search::new(&scenario),
                Start::Neighbour(search) => search.moved_to(&scenario),
            };
            let outcome = match from {
                Start::NoFibre => search.outcome(self.length_km),
                Start::Nothing | Start::Neighbour(_) => search.outcome_from_here(self.length_km),
            };
            (outcome, search)
        });
        Sample { place, found }
    }

    /// Samples over the whole range in ascending order, one of them where the parameter is now, and the tops and bottoms between them.
    pub(super) fn samples(&mut self) -> Vec<Sample> {
        let now = self.now.map(|(place, _)| place);
        let places = self.axis.places(now);
        let mut samples: Vec<Sample> = places.into_iter().map(|place| Sample { place, found: None }).collect();
        for (i, sample) in samples.iter_mut().enumerate() {
            if Some(sample.place) == now {
                *sample = self.sample(sample.place, Start::NoFibre);
            } else if i % FROM_NOTHING == 0 {
                *sample = self.sample(sample.place, Start::Nothing);
            }
        }
        self.spread(&mut samples);
        let missed = samples.iter().all(|sample| sample.key_rate().is_none()) && may_miss_a_key(&samples);
        if missed {
            let nearest = highest(&samples);
            let again = self.sample(samples[nearest].place, Start::NoFibre);
            if again.key_rate().is_some() {
                samples[nearest] = again;
                self.spread(&mut samples);
            }
        }
        self.sharpen(&mut samples);
        samples
    }

    /// Searches each sample from its neighbour below, and from the one above too where the search can miss a key or a higher top;
    /// the better outcome stays.
    fn spread(&mut self, samples: &mut [Sample]) {
        for i in 1..samples.len() {
            self.search_from(samples, i - 1, i);
        }
        if may_miss_a_key(samples) {
            for i in (1..samples.len()).rev() {
                self.search_from(samples, i, i - 1);
            }
        }
    }

    fn search_from(&mut self, samples: &mut [Sample], neighbour: usize, i: usize) {
        // Where there is no key a search starts from nothing anyway.
        if samples[i].found.is_some() && samples[neighbour].key_rate().is_none() {
            return;
        }
        let from = samples[neighbour].search().map_or(Start::Nothing, Start::Neighbour);
        let found = self.sample(samples[i].place, from);
        if samples[i].found.is_none() || found.height() > samples[i].height() {
            samples[i] = found;
        }
    }

    /// The link between samples: searched from one of them and, where that can miss a higher maximum, without a start too.
    fn between(&mut self, place: f64, near: &Sample) -> Sample {
        let followed = self.sample(place, near.search().map_or(Start::Nothing, Start::Neighbour));
        if !near.search().is_some_and(Search::may_miss_a_key) {
            return followed;
        }
        let found = self.sample(place, Start::Nothing);
        if found.height() > followed.height() { found } else { followed }
    }

    fn is_enough(&self, sample: &Sample) -> bool {
        sample.key_rate().is_some_and(|rate| is_enough(rate, self.wanted))
    }
}

fn may_miss_a_key(samples: &[Sample]) -> bool {
    samples.iter().any(|sample| sample.search().is_some_and(Search::may_miss_a_key))
}

/// Index of the highest sample, the first of several.
fn highest(samples: &[Sample]) -> usize {
    let mut highest = 0;
    for (i, sample) in samples.iter().enumerate() {
        if sample.height() > samples[highest].height() {
            highest = i;
        }
    }
    highest
}
