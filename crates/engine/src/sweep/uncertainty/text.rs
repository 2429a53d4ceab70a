//! Uncertain parameters as they are written: `dark:normal:2k`, `raman:lognormal:1.5`, `eff:uniform:2%`.

use super::problem::SpreadProblem;
use super::spread::{Law, Spread, Width};
use crate::scenario::{Key, Settings, TABLE, Value};
use numbers::quantity::{Unit, format_quantity, parse_quantity};

pub(super) const NORMAL: &str = "normal";
pub(super) const LOG_NORMAL: &str = "lognormal";
pub(super) const UNIFORM: &str = "uniform";

impl Spread {
    /// Reads name, law and width, with colons between them.
    ///
    /// The width of a normal law (its standard deviation) and of a uniform one (half of it) is a quantity in the unit of the parameter,
    /// or per cent: of the value in general, and percentage points for a parameter that is a fraction itself. A log-normal law has a
    /// factor, for an isolation also in dB.
    ///
    /// # Errors
    /// [`SpreadProblem`] says what is wrong with the text. Whether the law fits the value of the parameter turns out later, for the
    /// text does not hold it.
    ///
    /// ```
    /// use engine::scenario::Key;
    /// use engine::sweep::{Law, Spread, Width};
    /// let normal = |width| Law::Normal { plus_minus: width };
    /// let law = |text| Spread::read(text).unwrap().law;
    /// assert_eq!(Spread::read("dark:normal:2k").unwrap(), Spread { key: Key::Dark, law: normal(Width::Absolute(2000.0)) });
    /// assert_eq!(law("dark:normal:10%"), normal(Width::Relative(0.1)));
    /// assert_eq!(law("eff:uniform:2%"), Law::Uniform { plus_minus: Width::Absolute(0.02) });
    /// assert_eq!(law("raman:lognormal:1.5"), Law::LogNormal { factor: 1.5 });
    /// assert_eq!(law("iso_for:lognormal:10dB"), Law::LogNormal { factor: 10.0 });
    /// ```
    pub fn read(text: &str) -> Result<Spread, SpreadProblem> {
        let (name, law) = text.split_once(':').ok_or(SpreadProblem::NotASpread)?;
        let name = name.trim();
        let key = Key::named(name).ok_or_else(|| SpreadProblem::NoSuchParameter {
            name: name.to_owned(),
            names: numbers().collect::<Vec<_>>().join(", "),
        })?;
        Ok(Spread { key, law: Law::read(key, law)? })
    }

    /// The shortest text that reads back as exactly this.
    pub fn write(&self) -> String {
        format!("{}:{}", self.key.param().name, self.law.write(self.key))
    }

    /// For people, with the value that the parameter has in these settings: `20 kHz ± 2 kHz (normal)`.
    pub fn text(&self, settings: &Settings) -> String {
        let unit = self.key.param().unit;
        let quantity = |x| format_quantity(x, unit, 6);
        let width = |width| match width {
            Width::Absolute(x) => quantity(x),
            Width::Relative(x) => format!("{} of the value", format_quantity(x, Unit::Share, 6)),
        };
        let law = match self.law {
            Law::Normal { plus_minus } => format!("± {} (normal)", width(plus_minus)),
            Law::Uniform { plus_minus } => format!("± {} (uniform)", width(plus_minus)),
            Law::LogNormal { factor } => match decibels(self.key, factor) {
                Some(decibels) => format!("± {} (log-normal)", decibels.replace("dB", " dB")),
                None => format!("×÷ {} (log-normal)", format_quantity(factor, Unit::None, 4)),
            },
        };
        format!("{} {law}", settings.value(self.key).text(self.key))
    }
}

impl Law {
    /// Reads the law of a parameter, `normal:2k`.
    ///
    /// # Errors
    /// [`SpreadProblem`] says what is wrong with the text.
    pub fn read(key: Key, text: &str) -> Result<Law, SpreadProblem> {
        let (law, width) = text.split_once(':').ok_or(SpreadProblem::NotASpread)?;
        let known = [NORMAL, LOG_NORMAL, UNIFORM].into_iter().find(|name| name.eq_ignore_ascii_case(law.trim()));
        let law = match known {
            Some(NORMAL) => Law::Normal { plus_minus: read_width(key, width)? },
            Some(UNIFORM) => Law::Uniform { plus_minus: read_width(key, width)? },
            Some(_) => Law::LogNormal { factor: read_factor(key, width)? },
            None => return Err(SpreadProblem::NoSuchLaw(law.trim().to_owned())),
        };
        Spread { key, law }.has_width().map(|()| law)
    }

    /// The shortest text that reads back as exactly this law of this parameter.
    pub fn write(&self, key: Key) -> String {
        let exact = |x| Value::Number(x).exact();
        let width = |width| match width {
            Width::Relative(x) => per_cent(x),
            Width::Absolute(x) if key.param().unit == Unit::Share => per_cent(x),
            Width::Absolute(x) => exact(x),
        };
        match *self {
            Law::Normal { plus_minus } => format!("{NORMAL}:{}", width(plus_minus)),
            Law::Uniform { plus_minus } => format!("{UNIFORM}:{}", width(plus_minus)),
            Law::LogNormal { factor } => {
                format!("{LOG_NORMAL}:{}", decibels(key, factor).unwrap_or_else(|| exact(factor)))
            }
        }
    }

    /// Its width as a person writes it, with at most 12 digits: `2 kHz`, `10 %`, `1.5`, `3 dB`.
    ///
    /// ```
    /// use engine::scenario::Key;
    /// use engine::sweep::Spread;
    /// let width = |text| Spread::read(text).unwrap().law.width(Key::IsoFor);
    /// assert_eq!(["iso_for:lognormal:3dB", "iso_for:lognormal:2.5"].map(width), ["3 dB", "2.5"]);
    /// ```
    pub fn width(&self, key: Key) -> String {
        match *self {
            Law::Normal { plus_minus: Width::Absolute(x) } | Law::Uniform { plus_minus: Width::Absolute(x) } => {
                format_quantity(x, key.param().unit, 12)
            }
            Law::Normal { plus_minus: Width::Relative(x) } | Law::Uniform { plus_minus: Width::Relative(x) } => {
                format_quantity(x, Unit::Share, 12)
            }
            Law::LogNormal { factor } => match decibels(key, factor) {
                Some(decibels) => decibels.replace("dB", " dB"),
                None => format_quantity(factor, Unit::None, 12),
            },
        }
    }
}

/// The factor of an isolation in dB, where that is shorter and reads back as exactly this factor.
fn decibels(key: Key, factor: f64) -> Option<String> {
    let unit = key.param().unit;
    // Rounded to fewer digits than rounding errors affect, so that what a person wrote comes back.
    let text = format!("{}dB", Value::Number((1e8 * factor.log10()).round() / 1e7).exact());
    let shorter = unit == Unit::Isolation && text.len() < Value::Number(factor).exact().len();
    (shorter && parse_quantity(&text, Unit::Ratio) == Ok(factor)).then_some(text)
}

/// Names of the parameters that can be numbers.
fn numbers() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|param| param.domain.range().is_some()).map(|param| param.name)
}

fn read_width(key: Key, text: &str) -> Result<Width, SpreadProblem> {
    let param = key.param();
    let Some(range) = param.domain.range() else { return Err(SpreadProblem::WordsOnly) };
    let text = text.trim();
    match param.unit {
        Unit::Isolation if text.to_lowercase().ends_with("db") => return Err(SpreadProblem::DecibelsAreARatio(key)),
        Unit::Share => {}
        _ if text.ends_with('%') => return Ok(Width::Relative(parse_quantity(text, Unit::Share)?)),
        _ => {}
    }
    let width = parse_quantity(text, param.unit)?;
    if width > range.max - range.min {
        let hint = if param.unit == Unit::Share { "; for per cent write the sign %" } else { "" };
        return Err(SpreadProblem::TooWide { key, typed: format_quantity(width, param.unit, 6), hint });
    }
    Ok(Width::Absolute(width))
}

fn read_factor(key: Key, text: &str) -> Result<f64, SpreadProblem> {
    let param = key.param();
    if param.domain.range().is_none() {
        return Err(SpreadProblem::WordsOnly);
    }
    // A factor on an isolation may be written in dB, too.
    let unit = if param.unit == Unit::Isolation { Unit::Ratio } else { Unit::None };
    Ok(parse_quantity(text, unit)?)
}

/// A fraction in per cent, exactly: the decimal point moves in the text, for 100 × 0.07 is not 7.
fn per_cent(x: f64) -> String {
    let scientific = format!("{x:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let moved = format!("{mantissa}e{}", exponent.parse::<i32>().unwrap_or(0) + 2);
    let short = moved.parse().map_or(String::new(), |x| Value::Number(x).exact());
    let reads_back = parse_quantity(&format!("{short}%"), Unit::Share) == Ok(x);
    format!("{}%", if reads_back { short } else { moved })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unreadable_text_gives_a_reason() {
        let messages: Vec<String> = [
            "dark",
            "dark:normal",
            "dark:2k",
            "colour:normal:2",
            "dark:gauss:2k",
            "dark:normal:",
            "dark:normal:two",
            "dark:normal:2 km",
            "dark:normal:0",
            "dark:normal:-2k",
            "dark:normal:-10%",
            "dark:normal:1e10",
            "dark:normal:1e999",
            "dark:lognormal:1",
            "dark:lognormal:0.5",
            "dark:lognormal:50%",
            "dark:lognormal:1dB",
            "eff:uniform:2",
            "iso_for:normal:1dB",
            "iso_for:lognormal:-3dB",
            "band:normal:1",
            "band:lognormal:2",
            "::",
            "",
        ]
        .iter()
        .map(|text| format!("{text:?}: {}", Spread::read(text).unwrap_err()))
        .collect();
        insta::assert_snapshot!(messages.join("\n"));
    }

    #[test]
    fn usual_spellings() {
        for (typed, written) in [
            ("dark:normal:2k", "dark:normal:2e3"),
            (" dark : Normal : 2 kHz ", "dark:normal:2e3"),
            ("dark:normal:10 %", "dark:normal:10%"),
            ("eff:uniform:2%", "eff:uniform:2%"),
            ("eff:uniform:0.07", "eff:uniform:7%"),
            ("raman:lognormal:1.5", "raman:lognormal:1.5"),
            ("raman:normal:5e-10 /(km nm)", "raman:normal:5e-10"),
            ("iso_for:lognormal:20dB", "iso_for:lognormal:100"),
            ("iso_for:lognormal:3 dB", "iso_for:lognormal:3dB"),
            ("iso_for:lognormal:0.05dB", "iso_for:lognormal:0.05dB"),
            ("iso_for:lognormal:1.9953", "iso_for:lognormal:1.9953"),
            ("iso_for:normal:1e-8", "iso_for:normal:1e-8"),
            ("loss:uniform:0.5dB", "loss:uniform:0.5"),
            ("window:normal:20ps", "window:normal:2e-11"),
        ] {
            assert_eq!(Spread::read(typed).map(|spread| spread.write()), Ok(written.to_owned()), "{typed}");
        }
    }

    #[test]
    fn for_people() {
        let settings = Settings::default();
        let text = |typed| Spread::read(typed).unwrap().text(&settings);
        assert_eq!(text("dark:normal:2k"), "20 kHz ± 2 kHz (normal)");
        assert_eq!(text("dark:uniform:10%"), "20 kHz ± 10 % of the value (uniform)");
        assert_eq!(text("eff:uniform:2%"), "10 % ± 2 % (uniform)");
        assert_eq!(text("iso_for:lognormal:3dB"), "1e-7 ± 3 dB (log-normal)");
        assert_eq!(text("iso_for:lognormal:2"), "1e-7 ×÷ 2 (log-normal)");
        assert_eq!(text("raman:lognormal:1.5"), "1.5e-9 /(km nm) ×÷ 1.5 (log-normal)");
    }

    proptest! {
        #[test]
        fn every_spread_round_trips_exactly(row in 0..TABLE.len(), law in 0..5, part in 1e-6f64..1.0, factor in 1.0001f64..1e6) {
            let param = &TABLE[row];
            let Some(range) = param.domain.range() else { return Ok(()) };
            let absolute = Width::Absolute(part * (range.max - range.min));
            // For a fraction, per cent means percentage points.
            let relative = if param.unit == Unit::Share { absolute } else { Width::Relative(part) };
            let law = match law {
                0 => Law::Normal { plus_minus: absolute },
                1 => Law::Normal { plus_minus: relative },
                2 => Law::Uniform { plus_minus: absolute },
                3 => Law::Uniform { plus_minus: relative },
                _ => Law::LogNormal { factor },
            };
            let spread = Spread { key: param.key, law };
            prop_assert_eq!(Spread::read(&spread.write()), Ok(spread), "{}", spread.write());
        }

        #[test]
        fn no_text_panics(text in "(dark|eff|iso_for|band)?:?(normal|lognormal|uniform)?:?\\PC{0,12}") {
            let _ = Spread::read(&text);
        }
    }
}
