//! Whether values make sense in the unit that they are read in.

use super::super::description::OpenQuestion;
use super::super::look::unit_choices;
use super::{Gathered, Growing, Waiting};
use crate::parameter::{FileUnit, Parameter, parameter_by_values, unit_by_values};
use crate::rejection::{Reason, Rejections};

/// The QBER above which BB84 gives no key, whatever its post-processing: Shor and Preskill, Phys. Rev. Lett. 85 (2000) 441. A device that
/// distils key is below it.
const MOST_WITH_KEY: f64 = 0.11;
/// A key rate of one bit a minute, bit/s.
const LEAST_RATE: f64 = 1.0 / 60.0;

/// What was counted about the values of a series.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sense {
    /// QBERs while there was key, and those above 11 %.
    with_key: u64,
    above: u64,
    /// Key rates above 0, and those below a bit a minute.
    positive: u64,
    small: u64,
    /// Whether per cent was chosen since a fraction made no sense.
    strict: bool,
}

impl Sense {
    /// The value, if it makes sense beside a key.
    pub(super) fn check(
        &mut self,
        parameter: Parameter,
        value: f64,
        with_key: bool,
        confirmed: bool,
    ) -> Result<f64, Reason> {
        match parameter {
            Parameter::Qber if with_key => {
                self.with_key += 1;
                self.above += u64::from(value > MOST_WITH_KEY);
                if value > MOST_WITH_KEY && !confirmed { Err(Reason::QberWithKey) } else { Ok(value) }
            }
            Parameter::KeyRate if value > 0.0 => {
                self.positive += 1;
                self.small += u64::from(value < LEAST_RATE);
                Ok(value)
            }
            _ => Ok(value),
        }
    }
}

impl Growing {
    /// Decides on parameter and unit by the values that are waiting.
    pub(super) fn settle(&mut self, all: &mut Rejections) {
        let mut values: Vec<f64> = self.waiting.iter().map(|waiting| waiting.written.value).collect();
        if values.is_empty() {
            return;
        }
        let middle = values.len() / 2;
        let median = *values.select_nth_unstable_by(middle, f64::total_cmp).1;
        if self.parameter.is_none() {
            self.parameter = parameter_by_values(median).filter(|_| self.guess);
            self.parameter_by_values = true;
        }
        let Some(parameter) = self.parameter else {
            self.undecided = true;
            self.waiting.clear();
            return;
        };
        let suiting = self.unit.filter(|unit| unit.suits(parameter));
        let written = self.waiting.iter().all(|waiting| waiting.written.unit.is_some());
        self.unit_by_values = suiting.is_none() && parameter.is_fraction() && !written;
        let unit = suiting.unwrap_or_else(|| match unit_by_values(parameter, median) {
            FileUnit::Plain if parameter == Parameter::Qber && !written && self.sensible_in_per_cent(median) => {
                self.sense.strict = true;
                FileUnit::Percent
            }
            unit => unit,
        });
        self.unit = Some(if written && parameter.is_fraction() { FileUnit::Percent } else { unit });
        for Waiting { time_us, written, with_key, line, text } in std::mem::take(&mut self.waiting) {
            self.settled((parameter, unit), (time_us, written, with_key), (line, &text), all);
        }
    }

    /// Whether QBERs that make no sense as fractions, for there is key above 11 %, all do in per cent.
    fn sensible_in_per_cent(&self, median: f64) -> bool {
        let with_key = || self.waiting.iter().filter(|waiting| waiting.with_key);
        median > MOST_WITH_KEY
            && with_key().count() > 0
            && with_key().all(|waiting| (0.0..=100.0 * MOST_WITH_KEY).contains(&waiting.written.value))
    }

    /// Why the values are not to be used in this unit.
    fn senseless(&self) -> Option<String> {
        let Sense { with_key, above, positive, small, strict } = self.sense;
        let name = &self.name;
        let unit = self.unit.map_or("", FileUnit::name);
        match () {
            () if self.confirmed => None,
            () if 2 * above > with_key || strict && above > 0 => Some(format!(
                "“{name}” read as {unit} is above 11 % in {above} of {with_key} rows that have key, which no protocol gives: per cent and \
                 fraction may be mistaken"
            )),
            () if 2 * small > positive => Some(format!(
                "“{name}” read as {} is below a bit a minute in {small} of {positive} rows: its unit may be another one",
                self.unit.map_or_else(String::new, |unit| unit.title(Parameter::KeyRate))
            )),
            () => None,
        }
    }
}

impl Gathered {
    /// Decides whatever is still open, and takes back what makes no sense.
    pub(super) fn judge(&mut self) {
        for growing in &mut self.series {
            if !growing.waiting.is_empty() {
                growing.settle(&mut self.rejected);
            }
            let Some(parameter) = growing.parameter else { continue };
            if let Some(text) = growing.senseless() {
                let choices = unit_choices(&growing.name, parameter);
                let text = format!("{text}: choose it");
                if !self.questions.iter().any(|question| question.text == text) {
                    self.questions.push(OpenQuestion {
                        columns: vec![growing.name.clone()],
                        text,
                        choices,
                        free: None,
                    });
                }
                growing.undecided = true;
            }
        }
    }
}
