//! An answer as the page shows it.

use super::answer::{Answer, Interval, Solution};
use super::{Question, ask, distance_for_rate, longest_distance_text, overtakes};
use crate::link::fibre::Band;
use crate::scenario::{Scenario, Settings};
use numbers::units::KeyRate;
use serde::{Deserialize, Serialize};

/// The part of an answer that the page shows, small enough for a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The answer in words.
    pub sentence: String,
    /// Whether the parameter is enough as it is; none where no number is.
    pub enough: Option<bool>,
    /// Where it has to change, the nearest number that suffices, in the unit of the parameter.
    pub take: Option<f64>,
}

/// The reply to a question; what is wrong with it is a reply too.
///
/// ```
/// use engine::scenario::Settings;
/// use engine::sweep::{Question, Varied, reply};
/// let question = Question {
///     settings: Settings::default(),
///     length: 80.0.try_into().unwrap(),
///     wanted: 1.6e6.try_into().unwrap(),
///     asked: Varied::Isolation,
/// };
/// let reply = reply(&question);
/// assert_eq!((reply.enough, reply.take), (Some(false), Some(3.94e-8)));
/// ```
pub fn reply(question: &Question) -> Reply {
    match ask(question) {
        Ok(answer) => Reply {
            sentence: answer.text(),
            enough: match answer.solution {
                Solution::Enough { .. } => Some(true),
                Solution::Needed { .. } => Some(false),
                Solution::Impossible { .. } => None,
            },
            take: answer.nearest(),
        },
        Err(problem) => Reply { sentence: problem.to_string(), enough: None, take: None },
    }
}

impl Answer {
    /// Where the parameter has to change, the number that suffices and is nearest to the present one, as round as can be.
    fn nearest(&self) -> Option<f64> {
        let Solution::Needed { intervals } = &self.solution else { return None };
        let now = self.number_now();
        let ends = |interval: &Interval| {
            let Interval { low, high } = *interval;
            // From below the low end is nearest, from above the high one.
            match now {
                Some(now) if now < low => (self.inside(interval, low, true).0, low - now),
                Some(now) => (self.inside(interval, high, false).0, now - high),
                None => (0.5 * (low + high), 0.0),
            }
        };
        let nearest = intervals.iter().map(ends).min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some(nearest.0)
    }
}

/// Further facts about a link and a wanted rate: the reach of the rate in each band, and the better band at each distance.
pub fn facts(settings: &Settings, wanted: KeyRate) -> Vec<String> {
    let own = settings.band();
    let other = if own == Band::C { Band::O } else { Band::C };
    let reach = |band: Band| {
        let scenario = Scenario::try_from(&settings.in_band(band)).ok()?;
        Some(format!("{}: {}", band.title(), longest_distance_text(wanted, distance_for_rate(&scenario, wanted))))
    };
    let bands = overtakes(settings).ok().map(|bands| bands.text());
    [own, other].into_iter().filter_map(reach).chain(bands).collect()
}
