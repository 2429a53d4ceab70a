//! Values of parameters: reading what was typed, and why it was refused.

use super::params::{Key, Scale};
use litemap::LiteMap;
use numbers::quantity::{NotAQuantity, Unit, format_quantity, parse_quantity};
use numbers::units::OutOfDomain;

/// Why a parameter was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Not a number in the unit of the parameter.
    #[error(transparent)]
    NotAQuantity(#[from] NotAQuantity),
    /// Not one of the words that the parameter takes.
    #[error("“{typed}” is not one of: {words}")]
    NotAWord {
        /// The text or number as typed.
        typed: String,
        /// The words, separated by commas.
        words: String,
    },
    /// A number outside the range of the parameter.
    #[error("{typed} is outside {min} … {max}{hint}")]
    OutOfRange {
        /// The number.
        typed: String,
        /// Lower end of the range.
        min: String,
        /// Upper end of the range.
        max: String,
        /// A further hint, or nothing.
        hint: &'static str,
    },
    /// A number outside the domain of its quantity.
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    /// Values that are valid by themselves but incompatible.
    #[error("{0}")]
    Conflict(&'static str),
}

impl Problem {
    /// A word or a number that the parameter does not take.
    pub(super) fn unaccepted(key: Key, typed: String) -> Problem {
        Problem::NotAWord { typed, words: key.param().domain.accepted() }
    }
}

/// The problems of a draft, by parameter.
pub type Problems = LiteMap<Key, Problem>;

/// Value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// One of its words.
    Word(&'static str),
    /// A number in its unit.
    Number(f64),
}

impl Value {
    /// Reads the value of a parameter as typed.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub fn read(key: Key, typed: &str) -> Result<Value, Problem> {
        let param = key.param();
        if let Some(choice) = param.domain.choice(typed.trim()) {
            return Ok(Value::Word(choice.word));
        }
        if param.domain.range().is_none() {
            return Err(Problem::unaccepted(key, typed.trim().to_owned()));
        }
        let x = match parse_quantity(typed, param.unit) {
            Err(NotAQuantity::NotANumber(typed)) if !param.domain.words().is_empty() => {
                return Err(Problem::unaccepted(key, typed));
            }
            other => other?,
        };
        Value::number(key, x)
    }

    /// A number as the value of a parameter.
    ///
    /// # Errors
    /// [`Problem`] says why it was refused.
    pub fn number(key: Key, x: f64) -> Result<Value, Problem> {
        let param = key.param();
        let Some(range) = param.domain.range() else {
            return Err(Problem::unaccepted(key, Value::Number(x).exact()));
        };
        if range.contains(x) {
            return Ok(Value::Number(x));
        }
        let text = |x| format_quantity(x, param.unit, 6);
        Err(Problem::OutOfRange {
            typed: text(x),
            min: text(range.min),
            max: text(range.max),
            hint: match (param.unit, range.scale) {
                (Unit::Share, _) if (range.max..=100.0).contains(&x) => "; for per cent write the sign %",
                (_, Scale::LogOrZero) => ", or 0",
                _ => "",
            },
        })
    }

    /// As typed on the page: with prefix and unit.
    pub fn text(self, key: Key) -> String {
        match self {
            Value::Word(word) => word.to_owned(),
            // 17 digits would show the binary fraction; what a person set has fewer.
            Value::Number(x) => format_quantity(x, key.param().unit, 12),
        }
    }

    /// As the controls show it: the label of a word, a number with its unit.
    ///
    /// ```
    /// use engine::scenario::{Key, Value};
    /// assert_eq!(Value::Word("wcp").label(Key::Source), "Laser pulses");
    /// assert_eq!(Value::Number(2e4).label(Key::Dark), "20 kHz");
    /// ```
    pub fn label(self, key: Key) -> String {
        let choice = key.param().domain.words().iter().find(|choice| Value::Word(choice.word) == self);
        choice.map_or_else(|| self.text(key), |choice| choice.label.to_owned())
    }

    /// In links: the shortest text that reads back as exactly this value.
    pub fn exact(self) -> String {
        match self {
            Value::Word(word) => word.to_owned(),
            Value::Number(x) => {
                let (plain, scientific) = (format!("{x}"), format!("{x:e}"));
                if plain.len() <= scientific.len() { plain } else { scientific }
            }
        }
    }
}
