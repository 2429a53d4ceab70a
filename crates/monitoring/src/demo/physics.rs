//! How the key rate of a synthetic network comes about.

use super::DemoLink;
use super::cow_model::cow_key_rate;
use super::history::DAY_MIN;
use numbers::random::Random;
use std::f64::consts::TAU;

/// How the key rate of a synthetic network comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Physics {
    /// By the COW model, from QBER and visibility alone.
    #[default]
    Cow,
    /// By a law of its own, invented so that no model here has its form: r ∝ (1 − Q/0.09)² √V, with a level that jumps every few days and
    /// moves with the seasons, noise that differs from link to link, and parameters that are missing for hours.
    Empirical,
}

/// QBER at which the second law gives no key.
const QBER_LIMIT: f64 = 0.09;
/// Mean time between two jumps of the level, min, and the standard deviation of its logarithm.
const JUMP_MIN: f64 = 3.0 * DAY_MIN as f64;
const JUMP: f64 = 0.05;
/// Amplitude of the level over the year, and the year, min.
const SEASON: f64 = 0.08;
const YEAR_MIN: f64 = 365.0 * DAY_MIN as f64;
/// Noise of a measured key rate, relative to it, of each link in turn.
const RATE_NOISE: [f64; 5] = [0.03, 0.075, 0.045, 0.06, 0.09];
/// Days per long outage of QBER and of visibility, and the range of its duration, min.
pub(super) const GAP_DAYS: i64 = 5;
pub(super) const GAP_MIN: std::ops::Range<i64> = 4 * 60..14 * 60;

impl Physics {
    /// Standard deviation of a measured key rate, relative to it.
    pub(super) fn rate_noise(self, index: u64) -> f64 {
        match self {
            Physics::Cow => super::files::RATE_NOISE,
            Physics::Empirical => RATE_NOISE[index as usize % RATE_NOISE.len()],
        }
    }
}

/// The key rate of a link by its physics, minute by minute.
pub(super) struct Rates<'a> {
    link: &'a DemoLink,
    physics: Physics,
    device: engine::protocol::cow::Parameters,
    /// The key rate at mean QBER and visibility, bit/s.
    typical: f64,
    jumps: Random,
    level: f64,
    phase: f64,
}

impl<'a> Rates<'a> {
    pub(super) fn new(link: &'a DemoLink, physics: Physics, mut jumps: Random) -> Rates<'a> {
        let device = link.device();
        let typical = cow_key_rate(&device, link.qber, link.visibility);
        let phase = jumps.uniform();
        Rates { link, physics, device, typical, jumps, level: 1.0, phase }
    }

    /// The key rate of the next minute, bit/s.
    pub(super) fn next(&mut self, minute: i64, qber: f64, visibility: f64) -> f64 {
        if self.physics == Physics::Cow {
            return cow_key_rate(&self.device, qber, visibility);
        }
        if self.jumps.uniform() < 1.0 / JUMP_MIN {
            self.level *= libm::exp(JUMP * self.jumps.normal());
        }
        let season = 1.0 + SEASON * libm::cos(TAU * (minute as f64 / YEAR_MIN + self.phase));
        let left = |q: f64| (1.0 - q / QBER_LIMIT).max(0.0);
        let by_qber = left(qber) / left(self.link.qber);
        self.typical * self.level * season * by_qber * by_qber * (visibility / self.link.visibility).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::super::DemoNetwork;
    use super::*;

    /// A power of g, fitted at the means, is off elsewhere: the second physics is none of the forms that are fitted to it.
    #[test]
    fn the_second_law_is_no_power_of_the_first() {
        let network = DemoNetwork::default();
        let link = &network.links[0];
        let mut other = Rates::new(link, Physics::Empirical, Random::new(1, 0));
        let mut rate = |q: f64, v: f64| libm::log(other.next(0, q, v));
        let g = |q: f64, v: f64| libm::log(crate::secret_fraction(q, v, 0.5, 1.0));
        let (q, v) = (link.qber, link.visibility);
        let by_qber = (rate(q + 0.002, v) - rate(q, v)) / (g(q + 0.002, v) - g(q, v));
        let by_visibility = (rate(q, v - 0.02) - rate(q, v)) / (g(q, v - 0.02) - g(q, v));
        assert!(by_qber > 1.2 && by_visibility < 0.3, "{by_qber} {by_visibility}");
    }
}
