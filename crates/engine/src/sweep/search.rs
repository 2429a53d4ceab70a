//! Search for the optimal working point at a distance, from those at the distances before.

use super::bandwidth::Bandwidth;
use super::coordinates::{Coordinate, MOST, Place, WorkingPoint};
use super::outcome::Outcome;
use super::pulse;
use super::setup::{Setup, Span};
use crate::scenario::Scenario;
use numbers::dual::Real;
use numbers::optimise::{Extrapolation, InverseHessian, maximum_by_bfgs};

/// Predicted rise of the logarithm of the key rate at which a search of several coordinates ends.
const RISE: f64 = 1e-10;
/// Largest number of steps of a search; those that would take more move within the rounding error of a rate close to zero.
const MOST_STEPS: u32 = 200;
/// Largest error of the prediction of a coordinate.
const LARGEST_ERROR: f64 = 0.03;
/// Secret bits per event below which a search also starts from where their number is largest.
const NARROW: f64 = 0.03;
/// Secret bits per event below which a search may end too early,
const NEEDLE: f64 = 1e-2;
/// and how often it is started again at most.
const MOST_RESTARTS: usize = 10;
/// Logit beyond which hardly any slope is left: 1e-4 of the range lies beyond.
const FLAT: f64 = 9.0;
/// Logit up to which a quantity has a good slope.
const STEEP: f64 = 5.0;
/// Number of distances at which a key is followed along the fibre to one where it was not found.
const STEPS: u32 = 16;
/// Number of starting points of a first search.
const FOLLOWED: usize = 8;
/// Number of starting points where there may be several maxima.
const FOLLOWED_TO_SEVERAL: usize = 60;
/// Largest number of maxima that are followed along the fibre.
const MOST_TOPS: usize = 3;

/// Finds the optimal working points of a scenario at one distance after the other.
#[derive(Clone)]
pub(super) struct Search {
    setup: Setup,
    method: Method,
    /// Length to which a key was followed in vain, km: to go there again, and further, would take long and find nothing.
    lost_km: f64,
}

#[derive(Clone)]
enum Method {
    /// Every coordinate is fixed.
    Nothing,
    /// Only the bandwidth is optimised, and the key is lost to errors alone: there is a single maximum, which is always found.
    Bandwidth(Bandwidth),
    /// Several coordinates are optimised together. The derivatives of fixed ones are carried along: a search compiled for each number of
    /// free coordinates would be faster, but the program several times as large.
    Together(Climber<MOST>),
}

impl Search {
    pub(super) fn new(scenario: &Scenario) -> Search {
        let setup = Setup::new(scenario);
        Search { method: Method::of(&setup), setup, lost_km: f64::INFINITY }
    }

    /// Goes on with another scenario with the same free coordinates, starting from the optimum of this one.
    pub(super) fn change(&mut self, scenario: &Scenario) {
        *self = self.moved_to(scenario);
    }

    /// Whether there is a single maximum that is found from anywhere, so that the start never changes the result.
    pub(super) fn has_one_maximum(&self) -> bool {
        // Where the bandwidth may have several, all are looked for at each distance.
        !matches!(self.method, Method::Together(_))
    }

    /// Longest time of a key block that counts, s.
    pub(super) fn block_limit_s(&self) -> Option<f64> {
        self.setup.block_limit_s()
    }

    /// Whether a longer fibre may weaken the noise more than the signal.
    pub(super) fn noise_may_fade(&self) -> bool {
        self.setup.noise_may_fade()
    }

    /// The outcome at the working point with the largest key rate; where there is no key, at the one that comes closest to a key.
    ///
    /// Close to the reach the region with a key is tiny in several dimensions, and a search that starts there may miss it. At 0 km it
    /// is found easily, and from there it can be followed.
    pub(super) fn outcome(&mut self, length_km: f64) -> Outcome {
        let found = self.outcome_from_here(length_km);
        if found.key_rate_bit_s().is_some() || !self.may_miss_a_key() || length_km >= self.lost_km {
            return found;
        }
        let lost = std::mem::replace(&mut self.method, Method::of(&self.setup));
        let steps = (0..=STEPS).map(|i| self.outcome_from_here(length_km * f64::from(i) / f64::from(STEPS)));
        steps.last().filter(|followed| followed.key_rate_bit_s().is_some()).unwrap_or_else(|| {
            (self.method, self.lost_km) = (lost, length_km);
            found
        })
    }

    /// The same without going back to 0 km where no key is found: faster, for one sample of many.
    pub(super) fn outcome_from_here(&mut self, length_km: f64) -> Outcome {
        let span = self.setup.span(length_km);
        let best = self.method.best(&span, Goal::Rate);
        pulse::beat();
        span.outcome(&best)
    }

    /// The same search where only the bandwidth of an ideal source is optimised.
    pub(super) fn of_bandwidth(&mut self) -> Option<SearchOfBandwidth<'_>> {
        match &mut self.method {
            Method::Bandwidth(bandwidth) => Some(SearchOfBandwidth { setup: &self.setup, bandwidth }),
            _ => None,
        }
    }

    /// The same search in a scenario that differs in its numbers only: it starts from the optimum found here.
    pub(super) fn moved_to(&self, scenario: &Scenario) -> Search {
        let setup = Setup::new(scenario);
        Search { method: self.method.moved_to(&setup), setup, lost_km: f64::INFINITY }
    }

    /// Whether a search can miss a key that exists: where several coordinates are optimised together.
    pub(super) fn may_miss_a_key(&self) -> bool {
        matches!(self.method, Method::Together(_))
    }

    /// Largest number of secret bits per event; its sign says whether there is a key.
    pub(super) fn best_fraction(&mut self, length_km: f64) -> f64 {
        let span = self.setup.span(length_km);
        let terms = span.terms(&self.method.best(&span, Goal::Fraction));
        pulse::beat();
        if terms.has_key() { terms.fraction() } else { terms.fraction().min(-f64::MIN_POSITIVE) }
    }
}

/// Finds the optimal bandwidths of an ideal source.
pub(super) struct SearchOfBandwidth<'a> {
    setup: &'a Setup,
    bandwidth: &'a mut Bandwidth,
}

impl SearchOfBandwidth<'_> {
    /// The outcome at the bandwidth with the largest key rate, as by [`Search::outcome`].
    #[inline(always)]
    pub(super) fn outcome(&mut self, length_km: f64) -> Outcome {
        let span = self.setup.span(length_km);
        let best = self.bandwidth.best(&span, Goal::Rate);
        pulse::beat();
        span.single_photon_outcome(&best)
    }
}

impl Method {
    fn of(setup: &Setup) -> Method {
        match setup.coordinates.free.as_slice() {
            [] => Method::Nothing,
            [Coordinate::Bandwidth] if setup.depends_on_bandwidth_only() => Method::Bandwidth(Bandwidth::new(setup)),
            _ => Method::Together(Climber::default()),
        }
    }

    /// The same method with its start kept, within the bounds of another setup.
    fn moved_to(&self, setup: &Setup) -> Method {
        match (self, Method::of(setup)) {
            (Method::Bandwidth(found), Method::Bandwidth(_)) => Method::Bandwidth(found.moved_to(setup)),
            (Method::Together(climber), Method::Together(_)) => Method::Together(climber.clone()),
            (_, new) => new,
        }
    }

    /// The optimal working point.
    fn best(&mut self, span: &Span, goal: Goal) -> WorkingPoint<f64> {
        match self {
            Method::Nothing => span.setup.coordinates.at(&[0.0; MOST]),
            Method::Bandwidth(bandwidth) => bandwidth.best(span, goal),
            Method::Together(climber) => span.setup.coordinates.at(&climber.place(span, goal)),
        }
    }
}

/// Quantity that is maximised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// The key rate, where there is a key.
    Rate,
    /// Secret bits per event. At the reach both have the same optimum.
    Fraction,
}

impl Goal {
    /// Records the optimum of a coordinate. Curves follow the fibre, so that their next optimum can be predicted; the search for the
    /// reach, which maximises the fraction, jumps.
    pub(super) fn record(self, prediction: &mut Extrapolation, value: f64, largest_error: f64) {
        match self {
            Goal::Rate => prediction.record(value),
            Goal::Fraction => *prediction = Extrapolation::new(value, largest_error),
        }
    }
}

/// Optimises several coordinates together, from the maxima of the search before.
///
/// There may be several local maxima (as with one decoy), and which of them is the highest changes along the fibre: all are followed as
/// long as they stay apart.
#[derive(Clone)]
struct Climber<const N: usize> {
    tops: Vec<Top<N>>,
}

/// A local maximum, and its prediction along the fibre.
#[derive(Clone)]
struct Top<const N: usize> {
    place: Place,
    predictions: [Extrapolation; N],
    rate: InverseHessian<N>,
    fraction: InverseHessian<N>,
}

impl<const N: usize> Default for Climber<N> {
    fn default() -> Climber<N> {
        Climber { tops: Vec::new() }
    }
}

impl<const N: usize> Climber<N> {
    /// Whether a window is as long as it can be, or nearly: a search does not feel which way is better there.
    fn is_nearly_cut(&self, span: &Span) -> bool {
        let tau = |top: &Top<N>| span.terms(&span.setup.coordinates.at(&top.place)).tau;
        self.tops.iter().any(|top| span.setup.is_nearly_cut(tau(top)))
    }

    fn place(&mut self, span: &Span, goal: Goal) -> Place {
        let mut smooth = true;
        for top in &mut self.tops {
            smooth &= top.follow(span, goal);
        }
        let lost = self.is_lost(span, goal, smooth);
        if lost {
            let mut seeds = sorted_seeds(span, goal);
            seeds.truncate(if span.setup.has_several_tops() { FOLLOWED_TO_SEVERAL } else { FOLLOWED });
            self.tops.extend(seeds.into_iter().map(|seed| Top::above(seed, span, goal)));
        } else if span.setup.has_several_tops() || self.is_nearly_cut(span) {
            // A higher maximum may appear anywhere. The maxima of one decoy differ in its intensity: one start for each.
            let decoy = Coordinate::Decoy as usize;
            let mut starts: Vec<Place> = Vec::new();
            for seed in sorted_seeds(span, goal) {
                if starts.iter().all(|start| start[decoy] != seed[decoy]) {
                    starts.push(seed);
                }
            }
            self.tops.extend(starts.into_iter().map(|seed| Top::above(seed, span, goal)));
        }
        if goal == Goal::Rate && (lost || !smooth) {
            self.tops.iter_mut().for_each(|top| top.sharpen(span));
        }
        let coordinates = &span.setup.coordinates.free;
        for top in best_first(std::mem::take(&mut self.tops), |top| merit(span, goal, &top.place)) {
            let near = |other: &Top<N>| {
                coordinates.iter().all(|&c| (other.place[c as usize] - top.place[c as usize]).abs() < 0.02)
            };
            if self.tops.len() < MOST_TOPS && !self.tops.iter().any(near) {
                self.tops.push(top);
            }
        }
        // Near the longest window a climb hardly feels that another one, perhaps far shorter, is better.
        if goal == Goal::Rate
            && let Some(shorter) = self.tops[0].with_shorter_window(span)
        {
            let top = Top::above(shorter, span, goal);
            if merit(span, goal, &top.place) > merit(span, goal, &self.tops[0].place) {
                self.tops.insert(0, top);
                self.tops.truncate(MOST_TOPS);
            }
        }
        self.tops[0].place
    }

    /// Whether to search as if nothing were known: at first, where the maximum was lost because the bounds fail, and where it was followed so
    /// far that it may have been lost, if a mere seed is better.
    fn is_lost(&self, span: &Span, goal: Goal, smooth: bool) -> bool {
        let has_key = |top: &Top<N>| span.terms(&span.setup.coordinates.at(&top.place)).has_key();
        if !self.tops.iter().any(has_key) {
            return true;
        }
        if smooth {
            return false;
        }
        let best = self.tops.iter().map(|top| merit(span, goal, &top.place)).fold(f64::NEG_INFINITY, f64::max);
        span.setup.coordinates.seeds().iter().any(|seed| merit(span, goal, seed) > best)
    }
}

/// Sorted by merit, the best first; each merit is computed once. They are few, and inserting them one by one keeps the program small.
fn best_first<T>(items: Vec<T>, merit: impl Fn(&T) -> f64) -> Vec<T> {
    let (mut merits, mut sorted) = (Vec::new(), Vec::new());
    for item in items {
        let merit = merit(&item);
        let place = merits.iter().take_while(|other| **other >= merit).count();
        merits.insert(place, merit);
        sorted.insert(place, item);
    }
    sorted
}

/// Starting points of a first search, the best first.
fn sorted_seeds(span: &Span, goal: Goal) -> Vec<Place> {
    best_first(span.setup.coordinates.seeds(), |seed| merit(span, goal, seed))
}

impl<const N: usize> Top<N> {
    fn above(seed: Place, span: &Span, goal: Goal) -> Top<N> {
        let mut top = Top {
            place: seed,
            predictions: std::array::from_fn(|_| Extrapolation::new(0.0, LARGEST_ERROR)),
            rate: InverseHessian::default(),
            fraction: InverseHessian::default(),
        };
        top.climb(span, goal);
        top.record(span, goal);
        top
    }

    /// Moves to the maximum at this distance. Whether it is about where it was expected; where the fraction is maximised nothing is expected.
    fn follow(&mut self, span: &Span, goal: Goal) -> bool {
        let coordinates = &span.setup.coordinates;
        let mut predicted = self.place;
        for (coordinate, prediction) in coordinates.free.iter().zip(&self.predictions) {
            predicted[*coordinate as usize] = prediction.next;
        }
        coordinates.limit(&mut predicted, FLAT);
        // A polynomial can extrapolate to anywhere.
        if merit(span, goal, &predicted) >= merit(span, goal, &self.place) {
            self.place = predicted;
        }
        self.climb(span, goal);
        self.record(span, goal);
        let mut arrived = self.place;
        coordinates.limit(&mut arrived, FLAT);
        goal == Goal::Fraction
            || coordinates.free.iter().all(|&c| (arrived[c as usize] - predicted[c as usize]).abs() < LARGEST_ERROR)
    }

    /// Climbs on where a search of the largest rate may have ended too early: next to the reach, where the region with a key is a needle, and
    /// where the bandwidth left its bounds, beyond which it has no slope. It starts again, without what it learnt of the curvature, as
    /// long as that helps.
    fn sharpen(&mut self, span: &Span) {
        for _ in 0..MOST_RESTARTS {
            let mut inside = self.place;
            span.setup.coordinates.limit(&mut inside, FLAT);
            let terms = span.terms(&span.setup.coordinates.at(&self.place));
            let strayed = inside[Coordinate::Bandwidth as usize] != self.place[Coordinate::Bandwidth as usize];
            if !terms.has_key() || (terms.fraction() >= NEEDLE && !strayed) {
                return;
            }
            let again = Top::above(inside, span, Goal::Rate);
            let rise = merit(span, Goal::Rate, &again.place) - merit(span, Goal::Rate, &self.place);
            if rise <= 0.0 {
                return;
            }
            *self = again;
            if rise < 1e-6 {
                return;
            }
        }
    }

    /// The same place with half of the longest window, if its own is longer.
    fn with_shorter_window(&self, span: &Span) -> Option<Place> {
        let terms = span.terms(&span.setup.coordinates.at(&self.place));
        let factor = span.setup.to_half_the_longest_window(terms.tau)?;
        span.setup.coordinates.with_window(&self.place, factor)
    }

    fn record(&mut self, span: &Span, goal: Goal) {
        for (coordinate, prediction) in span.setup.coordinates.free.iter().zip(&mut self.predictions) {
            goal.record(prediction, self.place[*coordinate as usize], LARGEST_ERROR);
        }
    }

    /// Climbs to the local maximum.
    fn climb(&mut self, span: &Span, goal: Goal) {
        let terms = span.terms(&span.setup.coordinates.at(&self.place));
        let narrow = !terms.has_key() || terms.fraction() < NARROW;
        if goal == Goal::Rate && !narrow {
            self.place = self.climb_rate(span, self.place);
            return;
        }
        // Where hardly any key is left, the region with a key is tiny; it may be found only from the largest number of bits per event.
        let mut places = Vec::new();
        if goal == Goal::Rate && terms.has_key() {
            places.push(self.climb_rate(span, self.place));
        }
        let mut first = None;
        let most = ascend(span, Goal::Fraction, self.place, &mut self.fraction, &mut first);
        let has_key = span.terms(&span.setup.coordinates.at(&most)).has_key();
        places.push(if goal == Goal::Rate && has_key { self.climb_rate(span, unstuck(span, most)) } else { most });
        // Without noise the most bits per event are where hardly any event is: the way there has passed a key.
        if let Some(first) = first.filter(|_| goal == Goal::Rate && !terms.has_key()) {
            places.push(self.climb_rate(span, first));
        }
        let best = best_first(places, |place| merit(span, goal, place)).into_iter().next();
        self.place = best.unwrap_or(self.place);
    }

    fn climb_rate(&mut self, span: &Span, from: Place) -> Place {
        ascend(span, Goal::Rate, from, &mut self.rate, &mut None)
    }
}

/// The place, or one nearby with a key from which a search of the largest rate can leave a coordinate that is as good as infinite: the fraction
/// is largest in the shortest window, where hardly anything arrives.
fn unstuck(span: &Span, place: Place) -> Place {
    let mut limited = place;
    span.setup.coordinates.limit(&mut limited, STEEP);
    if span.terms(&span.setup.coordinates.at(&limited)).has_key() { limited } else { place }
}

/// Climbs from a place to the local maximum; `first` becomes the first place on the way that has a key.
fn ascend<const N: usize>(
    span: &Span,
    goal: Goal,
    place: Place,
    curvature: &mut InverseHessian<N>,
    first: &mut Option<Place>,
) -> Place {
    let coordinates = &span.setup.coordinates;
    let with = |free: &[f64; N]| {
        let mut place = place;
        for (coordinate, x) in coordinates.free.iter().zip(free) {
            place[*coordinate as usize] = *x;
        }
        place
    };
    let mut start = [0.0; N];
    for (x, coordinate) in start.iter_mut().zip(&coordinates.free) {
        *x = place[*coordinate as usize];
    }
    let value = |free: &[f64; N]| {
        let here = with(free);
        let terms = span.terms(&coordinates.with_derivatives::<N>(&here));
        if first.is_none() && terms.has_key() {
            *first = Some(here);
        }
        let height = height(&terms, goal)?;
        (height.value.is_finite() && height.slope.iter().all(|x| x.is_finite())).then_some((height.value, height.slope))
    };
    let (top, _) = maximum_by_bfgs(value, start, curvature, RISE, MOST_STEPS);
    with(&top)
}

/// The objective: the logarithm of the key rate, which exists only where there is a key, or the secret bits per event.
fn height<R: Real>(terms: &super::setup::Terms<R>, goal: Goal) -> Option<R> {
    match goal {
        Goal::Rate => terms.has_key().then(|| terms.bits_per_pulse().ln()),
        // Where noise clicks in every window no bound is valid; far below all other values, more signal for the same noise is better.
        Goal::Fraction if terms.unlimited_noise.value() >= 1.0 => {
            Some((terms.p_sign / terms.unlimited_noise).ln() - 1e6)
        }
        Goal::Fraction => Some(terms.fraction()),
    }
}

/// Merit of a place in comparison with others: any key is better than none.
fn merit(span: &Span, goal: Goal, place: &Place) -> f64 {
    let terms = span.terms(&span.setup.coordinates.at(place));
    match (goal, height(&terms, goal)) {
        (Goal::Rate, Some(ln_rate)) => 1e9 + ln_rate,
        (_, Some(fraction)) => fraction,
        (_, None) => height(&terms, Goal::Fraction).unwrap_or(f64::NEG_INFINITY),
    }
}
