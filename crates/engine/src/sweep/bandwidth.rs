//! Search for the optimal bandwidth where nothing else is optimised.

use super::coordinates::WorkingPoint;
use super::search::Goal;
use super::setup::{Setup, Span};
use numbers::dual::Dual;
use numbers::elementary::{exp, ln};
use numbers::optimise::{Extrapolation, SecondDerivative, maximum_by_bracketing, maximum_nearby, within};

/// Relative tolerance of the optimal bandwidth. At the maximum the rate is stationary, so its relative error is about the square of
/// this, except close to the reach, where hardly any of it is left.
const TOLERANCE: f64 = 2e-9;
/// First step of a search without a start, and largest error of a prediction, relative to the bandwidth.
const FIRST_STEP: f64 = 0.03;

/// Relative error of a prediction above which the sequence does not count as smooth.
const SMOOTH: f64 = 1e-4;
/// A QBER whose binary entropy, 0.9, is close to its maximum.
const HARDLY_ANY: f64 = 0.316;

/// Finds the optimal bandwidth at one distance after the other.
#[derive(Clone)]
pub(super) struct Bandwidth {
    /// The next optimum, σ \[rad/s\].
    prediction: Extrapolation,
    /// Derivatives of the objective with respect to ln σ.
    second: SecondDerivative,
    /// Bounds of σ, rad/s.
    bounds: (f64, f64),
    /// Whether there may be several maxima.
    several: bool,
}

impl Bandwidth {
    pub(super) fn new(setup: &Setup) -> Bandwidth {
        let start = 0.1 * setup.sigma_f;
        Bandwidth {
            prediction: Extrapolation::new(start, FIRST_STEP * start),
            second: SecondDerivative::UNKNOWN,
            bounds: bounds(setup),
            several: !setup.has_one_maximum(),
        }
    }

    /// The same search, with its start kept, within the bounds of another setup.
    pub(super) fn moved_to(&self, setup: &Setup) -> Bandwidth {
        let several = !setup.has_one_maximum();
        let mut moved = Bandwidth { bounds: bounds(setup), several, ..self.clone() };
        moved.second.distrust();
        moved
    }

    /// The working point with the optimal bandwidth.
    ///
    /// Close to its prediction the optimum is found without taking exponential and logarithm of σ, which would cost a quarter of the
    /// time. Otherwise it is bracketed in ln σ.
    pub(super) fn best(&mut self, span: &Span, goal: Goal) -> WorkingPoint<f64> {
        if self.several {
            return self.best_of_several(span, goal);
        }
        let Bandwidth { prediction, second, bounds, .. } = self;
        // A polynomial of fourth degree can extrapolate to anywhere.
        prediction.next = within(prediction.next, *bounds);
        if prediction.error > SMOOTH * prediction.next {
            second.distrust();
        }
        let sigma = maximum_nearby(|sigma| uphill(span, sigma), prediction.next, second, TOLERANCE)
            .filter(|&sigma| sigma > bounds.0 && sigma < bounds.1)
            .unwrap_or_else(|| {
                let uphill = |ln_sigma: f64| uphill(span, exp(ln_sigma));
                let bounds = (ln(bounds.0), ln(bounds.1));
                exp(maximum_by_bracketing(uphill, ln(prediction.next), FIRST_STEP, bounds, TOLERANCE))
            });
        goal.record(prediction, sigma, FIRST_STEP * sigma);
        WorkingPoint::of_bandwidth(sigma)
    }
}

impl Bandwidth {
    /// The working point with the optimal bandwidth, where there may be several maxima: the best of a grid, then of the climb from
    /// there. What was found at other distances plays no part.
    fn best_of_several(&self, span: &Span, goal: Goal) -> WorkingPoint<f64> {
        let (low, high) = (ln(self.bounds.0), ln(self.bounds.1));
        let place = |i: u32| low + (high - low) * f64::from(i) / f64::from(GRID);
        let merit = |ln_sigma: f64| merit(span, goal, exp(ln_sigma));
        let best = |a: f64, b: f64| if merit(b) > merit(a) { b } else { a };
        let start = (0..=GRID).map(place).fold(low, best);
        let step = (high - low) / f64::from(GRID);
        let near = ((start - step).max(low), (start + step).min(high));
        let uphill = |ln_sigma: f64| uphill(span, exp(ln_sigma));
        let climbed = maximum_by_bracketing(uphill, start, 0.5 * step, near, TOLERANCE);
        WorkingPoint::of_bandwidth(exp(best(start, climbed)))
    }
}

/// Steps of the grid between the bounds of the bandwidth, nine decades.
const GRID: u32 = 180;

/// What makes one bandwidth better than another: any key is better than none.
fn merit(span: &Span, goal: Goal, sigma: f64) -> f64 {
    let terms = span.single_photon_terms(&WorkingPoint::of_bandwidth(sigma));
    if terms.unlimited_noise >= 1.0 {
        ln(terms.p_sign / terms.unlimited_noise) - 1e6
    } else if terms.has_key() && goal == Goal::Rate {
        1e9 + ln(terms.bits_per_pulse())
    } else {
        terms.fraction()
    }
}

fn bounds(setup: &Setup) -> (f64, f64) {
    let (low, high) = setup.coordinates.bandwidths;
    (exp(low), exp(high))
}

/// Slope of the objective with respect to ln σ: positive where a larger bandwidth is better, negative where a smaller one is.
///
/// Where there is a key, it is the slope of the key rate, per event. Elsewhere the rate is no guide (it is largest where nothing
/// arrives), and fewer errors are better: a smaller binary entropy, which continues the slope smoothly across the end of the key, or a
/// smaller QBER where the entropy is close to its maximum. Where noise clicks in every window the QBER is no guide either, and more
/// signal for the same noise is better. All these slopes agree in sign where they meet, so that the sign changes only once, and in
/// size, so that a step can be predicted across.
fn uphill(span: &Span, sigma: f64) -> f64 {
    let terms = span.single_photon_terms(&WorkingPoint::of_bandwidth(Dual::<1>::variable(0, sigma, sigma)));
    if terms.unlimited_noise.value >= 1.0 {
        let clear = terms.p_sign / terms.unlimited_noise;
        clear.slope[0] / clear.value
    } else if terms.has_key() {
        let (fraction, events) = (terms.fraction(), terms.events_per_pulse());
        fraction.slope[0] + fraction.value * (events.slope[0] / events.value)
    } else if terms.qber.value < HARDLY_ANY {
        terms.fraction().slope[0]
    } else {
        -terms.qber.slope[0]
    }
}
