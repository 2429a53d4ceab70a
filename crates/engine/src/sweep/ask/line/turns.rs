//! Tops and bottoms between samples.

use super::super::SAME;
use super::{Line, Sample, highest};

/// Largest number of extrema between samples that are refined, the most promising first.
const MOST_TURNS: usize = 12;
/// Steps of a golden-section search that refines an extremum: its place is then known to 1e-8 of the distance between samples.
const GOLDEN_STEPS: u32 = 40;

impl Line<'_> {
    /// Adds the tops and bottoms between samples that may change the answer, and the highest top.
    pub(super) fn sharpen(&mut self, samples: &mut Vec<Sample>) {
        let highest = highest(samples);
        let mut turns: Vec<(f64, usize, f64)> = Vec::new();
        for i in 0..samples.len() {
            let here = samples[i].height();
            let neighbours = [i.wrapping_sub(1), i + 1];
            let others = || neighbours.iter().filter_map(|&j| samples.get(j)).map(Sample::height);
            // 1 for a top, -1 for a bottom
            for sign in [1.0, -1.0] {
                let turns_here = others().all(|other| sign * other <= sign * here);
                let step = others().map(|other| (here - other).abs()).fold(0.0, f64::max);
                // A top or bottom that the samples stand for differs from the nearest of them by less than that does from the next.
                let may_matter = (sign > 0.0) != self.is_enough(&samples[i])
                    && if here > 0.0 { sign * (self.wanted - here) <= step } else { here + step >= 0.0 };
                if turns_here && step > SAME * here.abs() && (may_matter || (sign > 0.0 && i == highest)) {
                    let missing = if i == highest { 0.0 } else { (self.wanted - here).abs() / step };
                    turns.push((missing, i, sign));
                }
            }
        }
        turns.sort_by(|a, b| a.0.total_cmp(&b.0));
        turns.truncate(MOST_TURNS);
        let mut found = Vec::new();
        for (_, i, sign) in turns {
            found.extend(self.turn(samples, i, sign));
        }
        samples.extend(found);
        samples.sort_by(|a, b| a.place.total_cmp(&b.place));
    }

    /// The top (or bottom, with a negative sign) between the neighbours of a sample, by golden-section search.
    fn turn(&mut self, samples: &[Sample], i: usize, sign: f64) -> Option<Sample> {
        let finite = |j: usize| samples.get(j).map(|sample| sample.place).filter(|place| place.is_finite());
        let here = finite(i)?;
        let (mut a, mut d) = (finite(i.wrapping_sub(1)).unwrap_or(here), finite(i + 1).unwrap_or(here));
        let from = &samples[i];
        let golden = (5f64.sqrt() - 1.0) / 2.0;
        let mut b = self.between(d - golden * (d - a), from);
        let mut c = self.between(a + golden * (d - a), from);
        for _ in 0..GOLDEN_STEPS {
            if sign * b.height() > sign * c.height() {
                (d, c) = (c.place, b);
                b = self.between(d - golden * (d - a), from);
            } else {
                (a, b) = (b.place, c);
                c = self.between(a + golden * (d - a), from);
            }
        }
        Some(if sign * b.height() > sign * c.height() { b } else { c })
    }
}
