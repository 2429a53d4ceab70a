//! The best bandwidth where it alone is searched.

use super::coordinates::WorkingPoint;
use super::search::Goal;
use super::setup::{Setup, Span};
use numbers::dual::Dual;
use numbers::elementary::{exp, ln};
use numbers::optimise::{self, Bend, Forecast, within};

/// How well the best bandwidth is known, as a part of it. The rate is flat there: it is known to the square of this, but close to the
/// reach, where hardly any of it is left.
const TOLERANCE: f64 = 2e-9;
/// First step when nothing is known, and largest error of a forecast, as parts of the bandwidth.
const FIRST_STEP: f64 = 0.03;

/// Where forecasts are worse than this the sequence is not smooth.
const SMOOTH: f64 = 1e-4;
/// A QBER whose entropy, 0.9, is close to the largest.
const HARDLY_ANY: f64 = 0.316;

/// Finds the best bandwidth, one distance after the other.
#[derive(Clone)]
pub(super) struct Bandwidth {
    /// Of σ, rad/s
    forecast: Forecast,
    /// Of what is as large as possible, over ln σ
    bend: Bend,
    /// Of σ, rad/s
    bounds: (f64, f64),
}

impl Bandwidth {
    pub(super) fn new(setup: &Setup) -> Bandwidth {
        let start = 0.1 * setup.sigma_f;
        Bandwidth { forecast: Forecast::new(start, FIRST_STEP * start), bend: Bend::UNKNOWN, bounds: bounds(setup) }
    }

    /// With what was found, and the bounds of another setup.
    pub(super) fn moved_to(&self, setup: &Setup) -> Bandwidth {
        let mut moved = Bandwidth { bounds: bounds(setup), ..self.clone() };
        moved.bend.distrust();
        moved
    }

    /// The working point with the best bandwidth.
    ///
    /// Close to where it is foretold it is found without leaving σ, for its exponential and logarithm would cost a quarter of all. Else
    /// it is searched over ln σ.
    pub(super) fn best(&mut self, span: &Span, goal: Goal) -> WorkingPoint<f64> {
        let Bandwidth { forecast, bend, bounds } = self;
        // Five numbers can foretell anything.
        forecast.next = within(forecast.next, *bounds);
        if forecast.error > SMOOTH * forecast.next {
            bend.distrust();
        }
        let sigma = optimise::close_in(|sigma| uphill(span, sigma), forecast.next, bend, TOLERANCE)
            .filter(|&sigma| sigma > bounds.0 && sigma < bounds.1)
            .unwrap_or_else(|| {
                let uphill = |ln_sigma: f64| uphill(span, exp(ln_sigma));
                exp(optimise::climb(uphill, ln(forecast.next), FIRST_STEP, (ln(bounds.0), ln(bounds.1)), TOLERANCE))
            });
        goal.record(forecast, sigma, FIRST_STEP * sigma);
        WorkingPoint::of_bandwidth(sigma)
    }
}

fn bounds(setup: &Setup) -> (f64, f64) {
    let (low, high) = setup.coordinates.bandwidths;
    (exp(low), exp(high))
}

/// Positive where a larger bandwidth is better, negative where a smaller one is.
///
/// Where there is a key that is the slope of the key rate, per event. Elsewhere the rate says nothing (it is largest where nothing
/// arrives), and fewer errors are better: their entropy, with which the slope goes on as it is where the key ends, and the QBER where the
/// entropy is close to its top. Where noise clicks in every window the QBER says nothing either, and more signal for the same
/// noise is better. All agree in sign where they meet, so the whole changes its sign once, and in size, so that a step can be
/// foretold across.
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
