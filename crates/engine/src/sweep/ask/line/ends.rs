//! The intervals of sufficient values, and the best value, from samples along a parameter.

use super::super::SAME;
use super::super::answer::{Best, Interval};
use super::{Line, Sample, highest};
use numbers::optimise;

impl Line<'_> {
    /// The numbers that suffice.
    pub(in super::super) fn intervals(&mut self, samples: &[Sample]) -> Vec<Interval> {
        let mut intervals = Vec::new();
        let mut low = None;
        let mut before: Option<&Sample> = None;
        for sample in samples {
            match (low, self.is_enough(sample)) {
                (None, true) => {
                    low = Some(before.map_or(self.number(sample.place), |before| self.change(sample, before)))
                }
                (Some(start), false) => {
                    let high = before.map_or(start, |before| self.change(before, sample));
                    intervals.push(Interval { low: start, high });
                    low = None;
                }
                _ => {}
            }
            before = Some(sample);
        }
        if let (Some(low), Some(last)) = (low, before) {
            intervals.push(Interval { low, high: self.number(last.place) });
        }
        intervals
    }

    /// The number between two neighbours where what is enough begins. Between zero and the least number nothing is accepted.
    fn change(&mut self, enough: &Sample, too_little: &Sample) -> f64 {
        let (good, bad) = (enough.place, too_little.place);
        if !good.is_finite() || !bad.is_finite() || self.excess(enough) <= 0.0 {
            return self.number(enough.place);
        }
        let tolerance = self.axis.tolerance(good, bad);
        let ends = [enough, too_little].map(|sample| (sample.place, self.excess(sample)));
        let mut excess = |place: f64| {
            let sample = self.between(place, enough);
            self.excess(&sample)
        };
        let place = optimise::root(&mut excess, ends[0], ends[1], tolerance);
        // Where the rate jumps, because values no longer go together, the place may lie on the far side.
        let is_far = excess(place) < -SAME * self.wanted;
        self.axis.number(if is_far { place + 4.0 * tolerance * (good - bad).signum() } else { place })
    }

    /// Key rate above the wanted one, bit/s. Beyond the reach it continues smoothly below zero, for there the working points of the
    /// largest rate and of the smallest error rate are the same; so an end is found as well for next to no key.
    fn excess(&self, sample: &Sample) -> f64 {
        sample.found.as_ref().map_or(0.0, |(outcome, _)| outcome.signed_rate_bit_s) - self.wanted
    }

    /// The number that gives most key: the roundest of those that give as much, or the one that stands there now if all do.
    pub(in super::super) fn best(&self, samples: &[Sample]) -> Option<Best> {
        let top = samples[highest(samples)].height();
        let as_good = |sample: &&Sample| sample.height() >= top - SAME * top.abs();
        let matters = !samples.iter().all(|sample| as_good(&sample));
        let effort = |sample: &&Sample| {
            let stays = !matters && self.now.is_some_and(|(now, _)| now == sample.place);
            if stays { 0 } else { format!("{:e}", self.number(sample.place)).len() }
        };
        let best = samples.iter().filter(as_good).min_by_key(effort)?;
        let (outcome, _) = best.found.as_ref()?;
        Some(Best { value: self.number(best.place), outcome: *outcome, matters })
    }
}
