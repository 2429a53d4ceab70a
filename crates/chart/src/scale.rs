//! Axes: places of quantities, and readable ticks.

/// One axis of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// Value at the lower end.
    pub low: f64,
    /// Value at the upper end.
    pub high: f64,
    /// Whether it is logarithmic.
    pub log: bool,
}

/// A tick of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Its value.
    pub value: f64,
    /// Its label; empty for a line only.
    pub label: String,
}

impl Axis {
    /// A linear axis.
    pub const fn linear(low: f64, high: f64) -> Axis {
        Axis { low, high, log: false }
    }

    /// A logarithmic axis of positive values.
    pub const fn log(low: f64, high: f64) -> Axis {
        Axis { low, high, log: true }
    }

    /// Place of a value: 0 at the lower end, 1 at the upper one. Minus infinity for values that a logarithmic axis cannot hold.
    pub fn place(&self, value: f64) -> f64 {
        if !self.log {
            (value - self.low) / (self.high - self.low)
        } else if value > 0.0 {
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            f64::NEG_INFINITY
        }
    }

    /// Value at a place; the inverse of [`Axis::place`].
    pub fn value(&self, place: f64) -> f64 {
        if self.log { self.low * (self.high / self.low).powf(place) } else { self.low + place * (self.high - self.low) }
    }

    /// Its ends after a zoom by `factor` (below 1: closer) that leaves the value at `place` where it is.
    ///
    /// ```
    /// use chart::Axis;
    /// assert_eq!(Axis::linear(0.0, 100.0).zoomed(0.5, 0.5), (25.0, 75.0));
    /// ```
    pub fn zoomed(&self, place: f64, factor: f64) -> (f64, f64) {
        (self.value(place - place * factor), self.value(place + (1.0 - place) * factor))
    }

    /// Ticks at round values, about `wanted` of them labelled.
    ///
    /// ```
    /// use chart::Axis;
    /// let labels = |axis: Axis| axis.ticks(5).into_iter().map(|t| t.label).collect::<Vec<_>>();
    /// assert_eq!(labels(Axis::linear(0.0, 100.0)), ["0", "20", "40", "60", "80", "100"]);
    /// assert_eq!(labels(Axis::log(10.0, 1e8)), ["10", "", "1 k", "", "100 k", "", "10 M", ""]);
    /// ```
    pub fn ticks(&self, wanted: usize) -> Vec<Tick> {
        let decades = (self.high / self.low).log10();
        match self.log {
            true if decades >= 3.0 => self.decades(decades, wanted),
            true if decades >= 0.7 => self.thirds(),
            _ => self.round_steps(wanted),
        }
    }

    /// The same ticks; numbers below 100 000 are written out, without prefix.
    ///
    /// ```
    /// use chart::Axis;
    /// let labels = Axis::linear(800.0, 1400.0).plain_ticks(4).into_iter().map(|t| t.label).collect::<Vec<_>>();
    /// assert_eq!(labels, ["800", "1000", "1200", "1400"]);
    /// ```
    pub fn plain_ticks(&self, wanted: usize) -> Vec<Tick> {
        let mut ticks = self.ticks(wanted);
        let largest = self.low.abs().max(self.high.abs());
        if let (false, [a, b, ..]) = (self.log, ticks.as_slice())
            && (1e-3..1e5).contains(&largest)
        {
            let digits = (-((b.value - a.value).log10() + 1e-9).floor()).max(0.0) as usize;
            for tick in &mut ticks {
                // A rounded zero has no sign.
                tick.label = format!("{:.digits$}", tick.value + 0.0).replace('-', "−");
            }
        }
        ticks
    }

    fn decades(&self, decades: f64, wanted: usize) -> Vec<Tick> {
        let every = (decades / wanted.max(1) as f64).ceil().max(1.0) as i32;
        let first = (self.low.log10() - 1e-9).ceil() as i32;
        let last = (self.high.log10() + 1e-9).floor() as i32;
        (first..=last)
            .map(|exponent| {
                let value = 10f64.powi(exponent);
                let label = if (exponent - first) % every == 0 { label(value, value) } else { String::new() };
                Tick { value, label }
            })
            .collect()
    }

    /// 1, 2 and 5 of every decade.
    fn thirds(&self) -> Vec<Tick> {
        let exponents = (self.low.log10().floor() as i32)..=(self.high.log10().ceil() as i32);
        exponents
            .flat_map(|exponent| [1.0, 2.0, 5.0].map(|mantissa| mantissa * 10f64.powi(exponent)))
            .filter(|&value| (-1e-9..=1.0 + 1e-9).contains(&self.place(value)))
            .map(|value| Tick { value, label: label(value, value) })
            .collect()
    }

    fn round_steps(&self, wanted: usize) -> Vec<Tick> {
        let rough = (self.high - self.low) / wanted.max(1) as f64;
        let decade = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * decade).find(|s| *s >= rough * 0.75).unwrap_or(rough);
        let first = (self.low / step - 1e-9).ceil() as i64;
        let last = (self.high / step + 1e-9).floor() as i64;
        (first..=last)
            .map(|i| {
                let value = i as f64 * step;
                Tick { value, label: label(value, step) }
            })
            .collect()
    }
}

/// A tick's value with prefix, with as many digits as a difference of `step` needs.
fn label(value: f64, step: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let exponent = (value.abs().log10() + 1e-9).floor() as i32;
    let (prefix, shift) = match exponent.div_euclid(3) * 3 {
        -15 => (" f", -15),
        -12 => (" p", -12),
        -9 => (" n", -9),
        -6 => (" µ", -6),
        // Fractions read better as they are.
        -3 => ("", 0),
        0 => ("", 0),
        3 => (" k", 3),
        6 => (" M", 6),
        9 => (" G", 9),
        12 => (" T", 12),
        _ => return format!("{value:e}"),
    };
    let digits = (shift - (step.abs().log10() + 1e-9).floor() as i32).clamp(0, 9) as usize;
    format!("{:.digits$}{prefix}", value / 10f64.powi(shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_people_can_read() {
        let text = |axis: Axis| axis.ticks(5).iter().map(|t| t.label.clone()).collect::<Vec<_>>().join(" | ");
        let all = [
            Axis::linear(0.0, 130.0),
            Axis::linear(47.02, 47.09),
            Axis::log(1.0, 1e9),
            Axis::log(2e6, 9e6),
            Axis::log(1e10, 5e11),
            Axis::log(1e-12, 1e-9),
            Axis::linear(0.0, 0.11),
        ]
        .map(text);
        insta::assert_snapshot!(all.join("\n"));
    }

    proptest! {
        #[test]
        fn a_value_comes_back_from_its_place(low in 1e-12f64..1e3, factor in 1.5f64..1e9, place in 0.0f64..1.0) {
            for axis in [Axis::linear(low, low * factor), Axis::log(low, low * factor)] {
                prop_assert!((axis.place(axis.value(place)) - place).abs() < 1e-9);
                let ticks = axis.ticks(6);
                prop_assert!(!ticks.is_empty() && ticks.len() < 40);
                for tick in ticks {
                    prop_assert!((-1e-6..=1.0 + 1e-6).contains(&axis.place(tick.value)));
                }
            }
        }
    }
}
