//! Formatting of numbers.

use super::formula::{Formula, Tree};
use numbers::quantity::Unit;
use numbers::quantity::format_quantity;

/// Digits of a result.
const DIGITS: usize = 3;

/// The unit in which a quantity is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    /// A number and this unit; none for a number without dimension.
    Plain(&'static str),
    /// In per cent.
    Share,
    /// With a prefix before the unit.
    Prefixed(Unit),
}

impl Shown {
    /// Without dimension.
    pub(super) const NUMBER: Shown = Shown::Plain("");
    /// Per second.
    pub(super) const RATE: Shown = Shown::Plain("/s");

    /// As a parameter of this unit is shown.
    pub(super) fn of(unit: Unit) -> Shown {
        match unit {
            Unit::Share => Shown::Share,
            Unit::Hertz | Unit::BitsPerSecond => Shown::Prefixed(unit),
            Unit::Seconds | Unit::RadiansPerSecond => Shown::Prefixed(unit),
            other => Shown::Plain(other.symbol()),
        }
    }

    /// With three digits, as results are.
    pub(super) fn result(self, x: f64) -> Formula {
        self.with(x, DIGITS, true)
    }

    /// With at most this number of digits.
    pub(super) fn brief(self, x: f64, digits: usize) -> Formula {
        self.with(x, digits, false)
    }

    fn with(self, x: f64, digits: usize, zeros: bool) -> Formula {
        let (number, unit) = match self {
            Shown::Plain(unit) => (significant(x, digits, zeros), unit.to_owned()),
            Shown::Share => (significant(100.0 * x, digits, zeros), "%".to_owned()),
            Shown::Prefixed(unit) => {
                let text = format_quantity(x, unit, digits);
                let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
                let number: f64 = number.parse().unwrap_or(x);
                (significant(number, digits, zeros), unit.to_owned())
            }
        };
        Formula(Tree::Quantity(number, unit))
    }
}

/// A number with this many significant digits, with or without the zeros at its end: `0.9773`, `9.67e-3`.
pub(super) fn significant(x: f64, digits: usize, zeros: bool) -> String {
    if x == 0.0 || !x.is_finite() {
        return if x == 0.0 { "0".to_owned() } else { format!("{x}") };
    }
    let scientific = format!("{x:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let place: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |number: &str| match number.contains('.') && !zeros {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    };
    // Zeros that stand for digits must not look like some: 12 300 with three digits is 1.23e4.
    let least_scientific = if zeros { digits as i32 } else { 5 };
    if (-2..least_scientific).contains(&place) {
        // Rounded before, for a formatter counts only digits behind the point.
        let rounded: f64 = scientific.parse().unwrap_or(x);
        let decimals = usize::try_from(digits as i32 - 1 - place).unwrap_or(0);
        trimmed(&format!("{rounded:.decimals$}"))
    } else {
        format!("{}e{exponent}", trimmed(mantissa))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use numbers::quantity::Unit;

    #[test]
    fn numbers_have_the_digits_that_they_should() {
        let shown = |x| (significant(x, 4, false), significant(x, 3, true));
        for (x, four, three) in [
            (0.97727, "0.9773", "0.977"),
            (0.1, "0.1", "0.100"),
            (0.009673, "9.673e-3", "9.67e-3"),
            (0.0099996, "0.01", "0.0100"),
            (1e10, "1e10", "1.00e10"),
            (99_999.6, "1e5", "1.00e5"),
            (12_345.0, "12340", "1.23e4"),
            (-2.5e-7, "-2.5e-7", "-2.50e-7"),
            (1000.0, "1000", "1.00e3"),
            (0.0, "0", "0"),
        ] {
            assert_eq!(shown(x), (four.to_owned(), three.to_owned()));
        }
        assert_eq!(significant(0.1 + 0.2, 17, false).parse(), Ok(0.1 + 0.2));
    }

    #[test]
    fn results_have_units_and_three_digits() {
        let text = |shown: Shown, x| shown.result(x).text();
        assert_eq!(text(Shown::Prefixed(Unit::BitsPerSecond), 7.7e6), "7.70 Mbit/s");
        assert_eq!(text(Shown::Prefixed(Unit::Seconds), 28.94e-12), "28.9 ps");
        assert_eq!(text(Shown::Share, 0.013), "1.30 %");
        assert_eq!(text(Shown::RATE, 1.1e7), "1.10e7 /s");
        assert_eq!(Shown::RATE.result(1.1e7).latex(), r"1.10\times10^{7}\,\mathrm{s}^{-1}");
        assert_eq!(Shown::Share.result(0.013).latex(), r"1.30\,\%");
        assert_eq!(Shown::Prefixed(Unit::Seconds).result(2.5e-6).latex(), r"2.50\,\mathrm{\mu s}");
    }
}
