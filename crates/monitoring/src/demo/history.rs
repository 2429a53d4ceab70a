//! The true values of a link, minute by minute.

use super::DemoLink;
use super::physics::{Physics, Rates};
use numbers::optimise::within;
use numbers::random::Random;
use std::f64::consts::TAU;

/// Minutes of a day.
pub(super) const DAY_MIN: i64 = 24 * 60;
/// Correlation time of a drift, min: that of the key rate of link 1 in the thesis's table 3.5.
const DRIFT_MIN: f64 = 180.0;
/// Amplitudes of the daily wave and standard deviations of the drift, of visibility and QBER.
const VISIBILITY_DAY: f64 = 0.004;
const VISIBILITY_DRIFT: f64 = 0.008;
const QBER_DAY: f64 = 0.0004;
const QBER_DRIFT: f64 = 0.0008;
/// Laser power, photons per pulse, and its drift, which does not affect the key rate.
const POWER: f64 = 0.1;
const POWER_DRIFT: f64 = 0.0001;

/// The breakdown of the first link, in minutes from the start: within day 5, with ramps at both ends.
const BREAKDOWN_MIN: std::ops::Range<i64> = 4 * DAY_MIN + 400..4 * DAY_MIN + 1250;
const RAMP_MIN: i64 = 60;
/// Its effect at the worst: on visibility and QBER, and the fraction of the key rate that is left beyond what these two explain.
const BROKEN_VISIBILITY: f64 = -0.065;
const BROKEN_QBER: f64 = 0.002;
const BROKEN_RATE: f64 = 0.3;

/// The link in a minute, without measurement noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct State {
    pub(super) key_rate_bit_s: f64,
    pub(super) qber: f64,
    pub(super) visibility: f64,
    pub(super) laser_power: f64,
}

/// A drift: an autoregressive series of first order with the standard deviation 1.
struct Drift {
    value: f64,
    memory: f64,
    random: Random,
}

impl Drift {
    fn new(mut random: Random) -> Drift {
        Drift { value: random.normal(), memory: libm::exp(-1.0 / DRIFT_MIN), random }
    }

    fn step(&mut self) -> f64 {
        let fresh = (1.0 - self.memory * self.memory).sqrt() * self.random.normal();
        self.value = self.memory * self.value + fresh;
        self.value
    }
}

/// The breakdown, if the network runs long enough for it.
pub(super) fn breakdown(minutes: i64) -> Option<std::ops::Range<i64>> {
    (BREAKDOWN_MIN.end <= minutes).then_some(BREAKDOWN_MIN)
}

/// The states of a link, a minute apart.
///
/// QBER and visibility are a mean, a daily wave and a drift; the key rate is what the physics makes of them.
pub(super) fn history(
    link: &DemoLink,
    breaks_down: bool,
    minutes: i64,
    streams: [Random; 3],
    (physics, jumps): (Physics, Random),
) -> Vec<State> {
    let mut rates = Rates::new(link, physics, jumps);
    let [mut visibility_drift, mut qber_drift, mut power_drift] = streams.map(Drift::new);
    let state = |minute: i64| {
        // Warmest at 15 h: the network starts at 18:50.
        let day = libm::cos(TAU * (minute + 230) as f64 / DAY_MIN as f64);
        let broken = if breaks_down { severity(minute) } else { 0.0 };
        let visibility = link.visibility - VISIBILITY_DAY * day
            + VISIBILITY_DRIFT * visibility_drift.step()
            + BROKEN_VISIBILITY * broken;
        let qber = link.qber + QBER_DAY * day + QBER_DRIFT * qber_drift.step() + BROKEN_QBER * broken;
        let (visibility, qber) = (within(visibility, (0.5, 0.9995)), within(qber, (0.001, 0.2)));
        let left = 1.0 - (1.0 - BROKEN_RATE) * broken;
        let laser_power = POWER + POWER_DRIFT * power_drift.step();
        State { key_rate_bit_s: left * rates.next(minute, qber, visibility), qber, visibility, laser_power }
    };
    (0..minutes).map(state).collect()
}

/// Severity of the breakdown, from 0 to 1.
fn severity(minute: i64) -> f64 {
    let into = (minute - BREAKDOWN_MIN.start).min(BREAKDOWN_MIN.end - minute);
    within(into as f64 / RAMP_MIN as f64, (0.0, 1.0))
}
