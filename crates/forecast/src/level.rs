//! Level × COW^β: the key rate from QBER, visibility and the link's own past, with two fitted numbers.

mod fit;

use monitoring::{Parameter, Windows, secret_fraction};
use serde::{Deserialize, Serialize};

pub(super) use fit::{FitLink, fit};

/// A prediction of the key rate by two numbers, against which every network is held.
///
/// $$ \ln \hat r_n = \beta \ln g_n + \frac{\sum_{k\ge1} \lambda^k y_{n-k}}{\sum_{k\ge1} \lambda^k}, \qquad y = \ln r - \beta \ln g $$
/// r \[bit/s\] the key rate, g = 1 − η_EC h(Q) − μ − (1 − V) the secret fraction of the COW model over a long fibre
/// ([`secret_fraction`]), β the exponent, λ the memory: its mean age is λ/(1 − λ) windows. The sums are over the windows before that
/// have a key and g > 0; a window without them adds nothing, and the memory still ages. The link loss cancels. Source: Keyspan's own.
///
/// Validity: β belongs to the μ and η_EC it was fitted with. Where g ≤ 0 the model allows no key, and the prediction is 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CowLevel {
    /// The exponent β, dimensionless.
    pub beta: f64,
    /// The memory λ for each window, dimensionless, 0 to 1 (excluded).
    pub memory: f64,
    /// Mean number μ of photons in a pulse.
    pub mean_photons: f64,
    /// Efficiency η_EC of the error correction, at least 1.
    pub error_correction: f64,
}

/// μ and η_EC with which β is fitted: those of the COW model's default device.
const MEAN_PHOTONS: f64 = 0.5;
const ERROR_CORRECTION: f64 = 1.0;
/// Number of windows after which a gap in the data has certainly ended the memory.
const FORGOTTEN: i64 = 10_000;

/// A window: number, ln g and ln r; NaN where they are unknown, −∞ where there is no key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) number: i64,
    pub(super) ln_g: f64,
    pub(super) ln_rate: f64,
}

impl Point {
    fn y(&self, beta: f64) -> Option<f64> {
        (self.ln_g.is_finite() && self.ln_rate.is_finite()).then_some(self.ln_rate - beta * self.ln_g)
    }
}

/// What the past of a link says of one of its windows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    /// Mean of y over the windows before; `None` before the first one.
    pub(super) level: Option<f64>,
    /// y of the window itself.
    pub(super) y: Option<f64>,
    /// The predicted key rate, bit/s; `None` where level, QBER or visibility are unknown.
    pub(super) key_rate: Option<f64>,
}

impl CowLevel {
    /// With the μ and η_EC of the default device.
    pub fn new(beta: f64, memory: f64) -> CowLevel {
        CowLevel { beta, memory, mean_photons: MEAN_PHOTONS, error_correction: ERROR_CORRECTION }
    }

    /// Mean age of the level, windows: λ/(1 − λ).
    ///
    /// ```
    /// assert!((forecast::CowLevel::new(0.5, 0.75).mean_age() - 3.0).abs() < 1e-12);
    /// ```
    pub fn mean_age(&self) -> f64 {
        self.memory / (1.0 - self.memory)
    }

    /// Whether all four numbers are in their domains.
    pub(super) fn is_valid(&self) -> bool {
        (0.0..=100.0).contains(&self.beta)
            && (0.0..1.0).contains(&self.memory)
            && (0.0..=100.0).contains(&self.mean_photons)
            && (1.0..=100.0).contains(&self.error_correction)
    }

    /// The windows as the model sees them.
    pub(super) fn points(&self, windows: &Windows) -> Vec<Point> {
        let point = |window: &monitoring::TimeWindow| {
            // The mean of fractions can exceed 1 by rounding.
            let [qber, visibility] =
                [Parameter::Qber, Parameter::Visibility].map(|parameter| window.mean(parameter).map(|x| x.min(1.0)));
            let g = qber.zip(visibility).map(|(q, v)| secret_fraction(q, v, self.mean_photons, self.error_correction));
            let ln = |x: Option<f64>| x.map_or(f64::NAN, |x| if x > 0.0 { libm::log(x) } else { f64::NEG_INFINITY });
            Point { number: window.number, ln_g: ln(g), ln_rate: ln(window.mean(Parameter::KeyRate)) }
        };
        windows.rows.iter().map(point).collect()
    }

    /// Predicts every window from those before it.
    pub(super) fn follow(&self, points: &[Point], mut each: impl FnMut(Step)) {
        let (mut level, mut weight, mut last) = (None::<f64>, 0.0, None::<i64>);
        for point in points {
            if let Some(last) = last {
                (last..point.number).take(FORGOTTEN as usize).for_each(|_| weight *= self.memory);
            }
            last = Some(point.number);
            let key_rate = level.filter(|_| !point.ln_g.is_nan()).map(|level| {
                // 0^β, also for β = 0: where the model allows no key, none is predicted.
                if point.ln_g.is_finite() { libm::exp(level + self.beta * point.ln_g) } else { 0.0 }
            });
            let y = point.y(self.beta);
            each(Step { level, y, key_rate });
            if let Some(y) = y {
                level = Some(level.map_or(y, |level| (weight * level + y) / (weight + 1.0)));
                weight += 1.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(model: CowLevel, points: &[(i64, f64, f64)]) -> Vec<Step> {
        let points: Vec<Point> = points
            .iter()
            .map(|(number, g, rate)| Point { number: *number, ln_g: g.ln(), ln_rate: rate.ln() })
            .collect();
        let mut steps = Vec::new();
        model.follow(&points, |step| steps.push(step));
        steps
    }

    fn rates(model: CowLevel, points: &[(i64, f64, f64)]) -> Vec<Option<f64>> {
        steps(model, points).iter().map(|step| step.key_rate).collect()
    }

    /// By hand: r = 100 and 400 at g = 0.25, two windows apart, then g = 0.16 with β = ½ and λ = ½.
    #[test]
    fn the_level_is_the_forgetting_mean() {
        let found = rates(CowLevel::new(0.5, 0.5), &[(0, 0.25, 100.0), (2, 0.25, 400.0), (3, 0.16, 1.0)]);
        // Weights λ³ and λ: y = ln 200 and ln 800; r̂ = 0.4 · 200^(1/5) · 800^(4/5).
        let expected = 0.4 * 200f64.powf(0.2) * 800f64.powf(0.8);
        assert_eq!(found[0], None);
        assert!((found[1].unwrap() - 100.0).abs() < 1e-9 && (found[2].unwrap() / expected - 1.0).abs() < 1e-12);
    }

    #[test]
    fn windows_without_a_key_add_nothing() {
        let model = CowLevel::new(1.0, 0.8);
        let plain = [(0, 0.3, 100.0), (1, 0.3, 110.0), (5, 0.3, 90.0)];
        // No key, no QBER, no key in the model, no key rate: the last prediction stays what it was.
        let more = [plain[0], plain[1], (2, 0.3, 0.0), (3, f64::NAN, 95.0), (4, 0.0, 95.0), plain[2]];
        let (few, all) = (rates(model, &plain), rates(model, &more));
        assert!((few[2].unwrap() - all[5].unwrap()).abs() < 1e-9);
        assert_eq!((all[3], all[4]), (None, Some(0.0)));
        assert!(all[2].unwrap() > 99.0);
        // A link with g ≤ 0 has no level, ever.
        assert!(rates(model, &[(0, 0.0, 100.0), (1, 0.0, 100.0), (2, 0.3, 100.0)]).iter().all(Option::is_none));
    }

    #[test]
    fn a_long_gap_keeps_the_level_and_new_data_replace_it() {
        let model = CowLevel::new(1.0, 0.9);
        let found = rates(model, &[(0, 0.3, 100.0), (1_000_000_000, 0.3, 500.0), (1_000_000_001, 0.3, 1.0)]);
        assert!((found[1].unwrap() - 100.0).abs() < 1e-9 && (found[2].unwrap() - 500.0).abs() < 1e-9);
        // Without memory it is persistence, corrected for g.
        let found = rates(CowLevel::new(1.0, 0.0), &[(0, 0.2, 100.0), (1, 0.3, 120.0), (2, 0.15, 1.0)]);
        assert!((found[1].unwrap() - 150.0).abs() < 1e-9 && (found[2].unwrap() - 60.0).abs() < 1e-9);
    }
}
