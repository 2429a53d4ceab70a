//! Prediction intervals of the next window: conformal, scaled by how far off the link was of late.

use super::horizon::COVERAGE;
use serde::{Deserialize, Serialize};

/// Memory of the scale for each window: a mean age of 49 windows, 8 h.
const MEMORY: f64 = 0.98;
/// Weight of the scale before a link has errors of its own, windows.
const PRIOR: f64 = 20.0;
/// Number of windows after which a gap has certainly ended the memory.
const FORGOTTEN: i64 = 10_000;

/// Prediction intervals of a model.
///
/// $$ \hat r\,e^{\pm q s_n} $$
/// s the forgetting mean of |ln r − ln r̂| over the windows of the link before, q the quantile of |ln r − ln r̂|/s over windows that the
/// model was not fitted to. Source: split conformal prediction with normalised residuals, J. Lei et al., *Distribution-free predictive
/// inference for regression*, J. Am. Stat. Assoc. 113, 1094 (2018), sections 2.2 and 5.2. Validity: the guarantee holds for windows
/// that are exchangeable with those of the calibration; of time series it has to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Nominal coverage.
    pub coverage: f64,
    /// The quantile q, dimensionless.
    pub factor: f64,
    /// s before a link has errors of its own, dimensionless.
    pub scale: f64,
    /// Memory of s for each window.
    pub memory: f64,
}

impl Intervals {
    /// Calibrates on links: predicted and measured key rates of windows with these numbers, of which those from `from` on count. `None`
    /// if too few do.
    pub(super) fn calibrated(links: &[Calibration<'_>]) -> Option<Intervals> {
        let counted = |link: &Calibration<'_>| -> Vec<f64> {
            let pairs = link.numbers.iter().zip(link.predicted.iter().zip(link.measured));
            pairs.filter(|(number, _)| **number >= link.from).map(|(_, (p, m))| error(*p, *m)).collect()
        };
        let mean = |errors: Vec<f64>| {
            let finite: Vec<f64> = errors.into_iter().filter(|e| e.is_finite()).collect();
            (!finite.is_empty()).then(|| finite.iter().sum::<f64>() / finite.len() as f64)
        };
        let means: Vec<f64> = links.iter().filter_map(|link| mean(counted(link))).collect();
        let scale = means.iter().sum::<f64>() / means.len() as f64;
        let raw = Intervals { coverage: COVERAGE, factor: 1.0, scale, memory: MEMORY };
        let mut scores = Vec::new();
        for link in links {
            let scales = raw.scales(link.numbers, link.predicted, link.measured);
            for (i, scale) in scales.into_iter().enumerate() {
                if link.numbers[i] >= link.from {
                    scores.push(error(link.predicted[i], link.measured[i]) / scale);
                }
            }
        }
        scores.sort_by(f64::total_cmp);
        let rank = (COVERAGE * (scores.len() + 1) as f64).ceil() as usize;
        let factor = scores.get(rank.checked_sub(1)?).copied()?;
        (factor.is_finite() && scale > 0.0).then_some(Intervals { factor, ..raw })
    }

    /// The intervals of predictions, bit/s.
    pub fn of(&self, numbers: &[i64], predicted: &[f64], measured: &[f64]) -> Vec<(f64, f64)> {
        let scales = self.scales(numbers, predicted, measured);
        let interval = |(p, scale): (&f64, f64)| {
            let factor = libm::exp(self.factor * scale);
            (p / factor, p * factor)
        };
        predicted.iter().zip(scales).map(interval).collect()
    }

    /// s at each window, from those before it.
    fn scales(&self, numbers: &[i64], predicted: &[f64], measured: &[f64]) -> Vec<f64> {
        let (mut scale, mut weight, mut last) = (self.scale, PRIOR, None::<i64>);
        let mut scales = Vec::with_capacity(numbers.len());
        for (number, (p, m)) in numbers.iter().zip(predicted.iter().zip(measured)) {
            if let Some(last) = last {
                (last..*number).take(FORGOTTEN as usize).for_each(|_| weight *= self.memory);
            }
            last = Some(*number);
            scales.push(scale);
            let error = error(*p, *m);
            if error.is_finite() {
                scale = (weight * scale + error) / (weight + 1.0);
                weight += 1.0;
            }
        }
        scales
    }

    pub(super) fn is_valid(&self) -> bool {
        let positive = |x: f64| x.is_finite() && x > 0.0;
        (0.0..1.0).contains(&self.coverage)
            && (0.0..1.0).contains(&self.memory)
            && positive(self.factor)
            && positive(self.scale)
    }
}

/// Predictions of a link to calibrate on.
pub(super) struct Calibration<'a> {
    pub(super) numbers: &'a [i64],
    pub(super) predicted: &'a [f64],
    pub(super) measured: &'a [f64],
    /// The first window that counts.
    pub(super) from: i64,
}

/// |ln m − ln p|: infinite if only one of them is 0, 0 if both are.
fn error(predicted: f64, measured: f64) -> f64 {
    match (predicted > 0.0, measured > 0.0) {
        (true, true) => (libm::log(measured) - libm::log(predicted)).abs(),
        (false, false) => 0.0,
        _ => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numbers::random::Random;

    /// Two links of other noise, the second with errors three times as large.
    fn link(noise: f64, count: i64, stream: u64) -> (Vec<i64>, Vec<f64>, Vec<f64>) {
        let mut random = Random::new(3, stream);
        let measured = (0..count).map(|_| 1000.0 * libm::exp(noise * random.normal())).collect();
        ((0..count).collect(), vec![1000.0; count as usize], measured)
    }

    #[test]
    fn intervals_hold_on_links_of_any_noise() {
        let links = [link(0.02, 2000, 0), link(0.06, 2000, 1)];
        let calibration: Vec<Calibration<'_>> = links
            .iter()
            .map(|(numbers, predicted, measured)| Calibration { numbers, predicted, measured, from: 300 })
            .collect();
        let intervals = Intervals::calibrated(&calibration).unwrap();
        for (noise, stream) in [(0.02, 7), (0.06, 8), (0.04, 9)] {
            let (numbers, predicted, measured) = link(noise, 4000, stream);
            let found = intervals.of(&numbers, &predicted, &measured);
            let inside = found.iter().zip(&measured).filter(|((low, high), m)| low <= m && *m <= high).count();
            let coverage = inside as f64 / 4000.0;
            assert!((0.885..0.915).contains(&coverage), "{noise}: {coverage}");
        }
    }

    #[test]
    fn a_window_without_a_key_is_outside() {
        assert_eq!((error(0.0, 0.0), error(0.0, 5.0), error(5.0, 0.0)), (0.0, f64::INFINITY, f64::INFINITY));
        // Too few windows say nothing of 90 %.
        let (numbers, predicted, measured) = link(0.02, 8, 0);
        let few = [Calibration { numbers: &numbers, predicted: &predicted, measured: &measured, from: 0 }];
        assert_eq!(Intervals::calibrated(&few), None);
    }
}
