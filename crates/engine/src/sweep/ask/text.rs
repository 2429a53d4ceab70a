//! Answers in words.

use super::answer::{Answer, Best, Interval, Solution, Without};
use crate::scenario::Value;
use numbers::quantity::{Unit, format_quantity};

/// Digits of a number that was computed.
const DIGITS: usize = 3;
/// Digits of a number that a person set.
const DIGITS_SET: usize = 6;
/// More digits than this would show the rounding of the search.
const MOST_DIGITS: usize = 10;

impl Answer {
    /// The answer in words, with the numbers rounded such that they suffice.
    ///
    /// ```
    /// use engine::scenario::{Key, Settings};
    /// use engine::sweep::{Question, Varied, ask};
    ///
    /// let asked = |asked| Question {
    ///     settings: Settings::default(),
    ///     length: 80.0.try_into().unwrap(),
    ///     wanted: 2e6.try_into().unwrap(),
    ///     asked,
    /// };
    /// assert_eq!(
    ///     ask(&asked(Varied::Parameter(Key::Bitrate))).unwrap().text(),
    ///     "Bit rate (f_b): for 2 Mbit/s at 80 km it must be 247 Mbit/s or less; now 10 Gbit/s gives 1.28 Mbit/s."
    /// );
    /// ```
    pub fn text(&self) -> String {
        let (title, wanted, km) = (self.asked.title(), rate_text(self.wanted.get(), DIGITS_SET), self.km());
        let rate_now = self.rate_now_bit_s.map_or_else(|| "no key".to_owned(), |rate| self.rate_beside_wanted(rate));
        match &self.solution {
            Solution::Enough { intervals } => {
                let others = self.condition(intervals).unwrap_or_else(|| "no value".to_owned());
                format!("{title}: now {} {rate_now} at {km}, enough for {wanted}; {others} is enough.", self.now_text())
            }
            Solution::Needed { intervals } => {
                let condition = self.condition(intervals).unwrap_or_default();
                format!("{title}: for {wanted} at {km} it must be {condition}; now {} {rate_now}.", self.now_text())
            }
            Solution::Impossible { without } => {
                format!("{title}: {wanted} at {km} is impossible, because {}.", self.why_impossible(without))
            }
        }
    }

    fn km(&self) -> String {
        format_quantity(self.length.get(), Unit::None, DIGITS_SET) + " km"
    }

    /// The present value, with the verb for the rate that follows.
    fn now_text(&self) -> String {
        let each = self.now.iter().map(|value| match *value {
            Value::Word(word) => format!("“{word}”"),
            Value::Number(x) => format_quantity(x, self.asked.unit(), DIGITS_SET),
        });
        let verb = if self.now.len() == 1 { "gives" } else { "give" };
        format!("{} {verb}", each.collect::<Vec<_>>().join(" and "))
    }

    /// A key rate with enough digits to differ visibly from the wanted one.
    fn rate_beside_wanted(&self, rate: f64) -> String {
        let same = |digits: &usize| rate_text(rate, *digits) == rate_text(self.wanted.get(), *digits);
        let digits = (DIGITS..MOST_DIGITS).find(|digits| !same(digits)).unwrap_or(DIGITS);
        rate_text(rate, digits)
    }

    /// The condition for a value to suffice; none where no value does.
    fn condition(&self, intervals: &[Interval]) -> Option<String> {
        let each: Vec<String> = intervals.iter().map(|interval| self.numbers(interval)).collect();
        (!each.is_empty()).then(|| each.join(", or "))
    }

    fn numbers(&self, interval: &Interval) -> String {
        let Some(range) = self.asked.range() else { return String::new() };
        let Interval { low, high } = *interval;
        let least = if range.contains(0.0) { range.min.min(0.0) } else { range.min };
        let text = |(x, digits)| format_quantity(x, self.asked.unit(), digits);
        match (low <= least, high >= range.max) {
            (true, true) => "any value".to_owned(),
            _ if low == high => format!("exactly {}", text((low, MOST_DIGITS))),
            (true, false) => format!("{} or less", text(self.inside(interval, high, false))),
            (false, true) => format!("{} or more", text(self.inside(interval, low, true))),
            (false, false) => {
                format!("{} to {}", text(self.inside(interval, low, true)), text(self.inside(interval, high, false)))
            }
        }
    }

    /// An end of an interval, rounded inwards to the fewest digits that keep the present value and the middle inside; with the number of
    /// digits.
    pub(super) fn inside(&self, interval: &Interval, end: f64, up: bool) -> (f64, usize) {
        let middle = 0.5 * (interval.low + interval.high);
        let now = self.slack().filter(|slack| slack == interval).and_then(|_| self.number_now());
        let keeps = |rounded: f64, x: f64| if up { rounded <= x } else { rounded >= x };
        let fits = |rounded: &f64| keeps(*rounded, middle) && now.is_none_or(|now| keeps(*rounded, now));
        let found = (DIGITS..MOST_DIGITS).map(|digits| (rounded(end, digits, up), digits)).find(|(x, _)| fits(x));
        found.unwrap_or((end, MOST_DIGITS))
    }

    fn why_impossible(&self, without: &[Without]) -> String {
        let Best { value, outcome: best, matters } = &self.best;
        let value = format_quantity(*value, self.asked.unit(), DIGITS);
        let mut text = match best.key_rate_bit_s() {
            None if *matters => {
                format!("no value gives a key; {value} comes closest, with an error rate of {}", percent(best.qber))
            }
            None => format!("no value gives a key: the error rate is always {}", percent(best.qber)),
            Some(rate) if *matters => {
                format!("even the best value, {value}, gives only {}", self.rate_beside_wanted(rate))
            }
            Some(rate) => format!("every value gives {}", self.rate_beside_wanted(rate)),
        };
        if let Some((source, share)) = best.main_noise() {
            // Rounding must not leave nothing for the others.
            let part =
                if (0.9995..1.0).contains(&share) { "nearly all".to_owned() } else { percent(share) + " of all" };
            text += &format!("; the main noise there is {source}, {part}");
        }
        let as_is = if best.key_rate_bit_s().is_none() { "with the present value, " } else { "" };
        for (i, step) in without.iter().enumerate() {
            let hindrance = step.hindrance;
            text += &match (i, step.outcome.key_rate_bit_s()) {
                (0, Some(rate)) => {
                    format!("; {as_is}without {hindrance} it would be {}", self.rate_beside_wanted(rate))
                }
                (0, None) => format!("; {as_is}without {hindrance} there would be no key either"),
                (_, Some(rate)) => format!(", without {hindrance} as well {}", self.rate_beside_wanted(rate)),
                (_, None) => format!(", nor without {hindrance}"),
            };
        }
        let last = without.last().map_or(best, |step| &step.outcome);
        if last.key_rate_bit_s().is_none_or(|rate| rate < self.wanted.get()) {
            let pulses = format_quantity(last.repetition_rate_hz, Unit::Hertz, DIGITS);
            text += &format!(", as only {} of the pulses, {pulses}, make a click", percent(last.p_signal));
        }
        text
    }
}

fn percent(share: f64) -> String {
    format_quantity(share, Unit::Share, DIGITS)
}

/// A key rate with its unit.
pub(super) fn rate_text(bit_s: f64, digits: usize) -> String {
    format_quantity(bit_s, Unit::BitsPerSecond, digits)
}

/// The nearest number with this many digits that is not smaller, or not larger.
fn rounded(x: f64, digits: usize, up: bool) -> f64 {
    let nearest = |x: f64| format!("{x:.*e}", digits - 1).parse().unwrap_or(x);
    let near: f64 = nearest(x);
    if if up { near >= x } else { near <= x } {
        return near;
    }
    let last_digit = 10f64.powi(x.abs().log10().floor() as i32 + 1 - digits as i32);
    nearest(if up { near + last_digit } else { near - last_digit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_the_safe_side() {
        for (x, up, down) in [
            (1.2341, 1.24, 1.23),
            (1.2399, 1.24, 1.23),
            (9.996, 10.0, 9.99),
            (9.994e-8, 1e-7, 9.99e-8),
            (1e-7, 1e-7, 1e-7),
            (-1.2341, -1.23, -1.24),
            (12_345.0, 12_400.0, 12_300.0),
        ] {
            assert_eq!((rounded(x, 3, true), rounded(x, 3, false)), (up, down), "{x}");
        }
    }
}
