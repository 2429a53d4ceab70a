//! Inverse questions: which value of a parameter gives the wanted key rate at a distance, and how far does that rate reach?
//!
//! | question | answer |
//! |---|---|
//! | [`ask`] | every value of one parameter that suffices, or why none does |
//! | [`distance_for_rate`] | the longest distance with a wanted key rate |
//! | [`overtakes`] | where the better of the two bands changes |
//! | [`Uses`] | what the key is good for |
//!
//! Nothing is taken to rise or fall: a channel may be too narrow and too wide. The rate is sampled over the whole accepted range of
//! the parameter, the tops and bottoms between the samples are sharpened where they may matter, and each change from too little to
//! enough is closed in on. What rises and falls again within a step (an eighth of a decade, a hundredth of a linear range) and
//! shows in none of its neighbours is not seen.

mod answer;
mod axis;
mod bands;
mod distance;
mod limit;
mod line;
mod reply;
mod text;
mod uses;

pub use answer::{Answer, Best, Interval, NoAnswer, Question, Solution, Without};
pub use bands::{BandComparison, Overtake, overtakes};
pub(super) use distance::distance_where;
pub use distance::{distance_for_rate, longest_distance_text};
pub use reply::{Reply, facts, reply};
pub use uses::{AES_256_BITS, Uses};

use super::outcome::outcome;
use crate::scenario::{Scenario, Value};
use axis::Axis;
use line::Line;

/// Two rates, or the values of one that makes no difference, that differ by less than this part of them are taken to be the same: a
/// rate where several things are optimised is not known better.
const SAME: f64 = 1e-9;

fn is_enough(rate_bit_s: f64, wanted_bit_s: f64) -> bool {
    rate_bit_s >= wanted_bit_s * (1.0 - SAME)
}

/// Which values of a parameter give the wanted key rate, all other parameters as they are.
///
/// The ends of an interval are known so well that the rate there is the wanted one to 1e-9 of it, but for what the search of the
/// working point leaves open; a rate within 1e-9 of the wanted one counts as enough. A hundred to three hundred outcomes are computed
/// where only the bandwidth is optimised, twice as many where several things are: [`Answer::evaluations`] says how many.
///
/// # Errors
/// [`NoAnswer`]: the parameter is no number or has no part, the fibre is too long, or the settings do not go together.
///
/// ```
/// use engine::scenario::{Key, Settings};
/// use engine::sweep::{Question, Solution, Varied, ask};
///
/// let question = Question {
///     settings: Settings::default(),
///     length: 80.0.try_into().unwrap(),
///     wanted: 1.6e6.try_into().unwrap(),
///     asked: Varied::Isolation,
/// };
/// let answer = ask(&question).unwrap();
/// let Solution::Needed { intervals } = &answer.solution else { panic!("{}", answer.text()) };
/// assert_eq!((intervals.len(), intervals[0].low), (1, 0.0));
/// assert!((intervals[0].high / 3.945198e-8 - 1.0).abs() < 1e-6);
/// ```
pub fn ask(question: &Question) -> Result<Answer, NoAnswer> {
    let Question { settings, length, wanted, asked } = question;
    let range = asked.range().ok_or(NoAnswer::NotANumber(asked.name()))?;
    if !asked.counts(settings) {
        return Err(NoAnswer::HasNoPart(asked.name()));
    }
    let scenario = Scenario::try_from(settings).map_err(NoAnswer::Settings)?;
    let rate_now_bit_s = outcome(&scenario, *length)?.key_rate_bit_s();
    let now: Vec<Value> = asked.values(settings);
    let number_now = match now[..] {
        [Value::Number(x)] => Some(x),
        _ => None,
    };
    let axis = Axis::new(range);
    let mut line = Line::new(question, axis, number_now);
    let samples = line.samples();
    let intervals = line.intervals(&samples);
    let best = line.best(&samples).ok_or(NoAnswer::NeverTogether(asked.name()))?;
    let solution = if rate_now_bit_s.is_some_and(|rate| is_enough(rate, wanted.get())) {
        Solution::Enough { intervals }
    } else if intervals.is_empty() {
        Solution::Impossible { without: limit::without(question, &best) }
    } else {
        Solution::Needed { intervals }
    };
    Ok(Answer {
        asked: *asked,
        length: *length,
        wanted: *wanted,
        now,
        rate_now_bit_s,
        best,
        solution,
        evaluations: line.evaluations,
    })
}
