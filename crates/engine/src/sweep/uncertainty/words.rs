//! The result in one sentence.

use super::device::Optimise;
use super::left_out::LeftOut;
use super::plan::ReachAt;
use super::sensitivity::Estimate;
use super::summary::{Rank, ReachDistribution, Uncertainty};
use crate::scenario::Key;
use crate::sweep::{MAX_LENGTH_KM, Reach};

/// Words at the start of a parameter's name that are written with a capital letter inside a sentence too.
const NAMES: [&str; 3] = ["Raman", "Rayleigh", "OSNR"];
/// Standard error of a variance contribution above which no number is given. Standard errors are rather too large than too small.
const VAGUE: f64 = 0.15;

impl Uncertainty {
    /// The reach, its uncertainty and the main cause of that, in one sentence.
    pub fn sentence(&self) -> String {
        if self.reach.with_key == 0 && self.present == Reach::Nowhere {
            return "There is no key at any distance, neither with the present values nor in any sample.".to_owned();
        }
        let decimals = self.reach.decimals();
        let present = match self.present {
            Reach::Nowhere => "With the present values there is no key at any distance".to_owned(),
            Reach::UpTo(km) => format!("The reach is {km:.decimals$} km"),
            Reach::Unlimited => format!("The reach is more than {MAX_LENGTH_KM} km"),
        };
        let present = match self.range(decimals) {
            Some(range) => format!("{present}, {range}"),
            None => present,
        };
        let parts = [Some(present), self.without_key(), self.cause()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ") + "."
    }

    /// Notes on the validity of the numbers: samples that were left out, and numbers that are only a hint.
    pub fn notes(&self) -> Vec<String> {
        let parts: Vec<String> = self.left_out.iter().map(LeftOut::text).collect();
        let left_out = (self.used < self.samples).then(|| {
            format!("{} of {} samples are left out: {}", self.samples - self.used, self.samples, parts.join("; "))
        });
        let unlimited = (self.reach.unlimited > 0).then(|| {
            format!(
                "in {} of {} samples there is a key beyond {MAX_LENGTH_KM} km: they count in the quantiles, but not in mean, \
                 standard deviation, histogram and variance contributions",
                self.reach.unlimited, self.used
            )
        });
        let dependent = self.dependent.then(|| {
            "leaving out samples with incompatible values makes the parameters depend on each other: their variance contributions \
             are only a hint"
                .to_owned()
        });
        [self.device_note(), left_out, unlimited, dependent].into_iter().flatten().collect()
    }

    /// What a device that is set once keeps.
    fn device_note(&self) -> Option<String> {
        if self.optimise == Optimise::Anew {
            return None;
        }
        let names: Vec<String> = self.optimised.iter().map(|key| in_sentence(*key)).collect();
        Some(if names.is_empty() {
            "nothing is optimised in this link, so that a device set once is the same as one optimised for each sample"
                .to_owned()
        } else {
            format!(
                "the device is set once at each length, for the present values, and keeps: {}; beyond the reach with these values it is \
                 set as there",
                names.join(", ")
            )
        })
    }

    fn range(&self, decimals: usize) -> Option<String> {
        let [low, .., high] = self.reach.quantiles_km.map(|estimate| estimate.value);
        let km = |km: f64| format!("{km:.decimals$}");
        match (low, high) {
            _ if !self.reach.varies() => None,
            (_, 0.0) => None,
            (0.0, high) if high.is_finite() => Some(match self.present {
                Reach::Nowhere => format!("but {} km are reached in 5 % of the cases", km(high)),
                _ => format!("and at most {} km in 95 % of the cases", km(high)),
            }),
            (low, high) if high.is_finite() => {
                Some(format!("between {} and {} km in 90 % of the cases", km(low), km(high)))
            }
            (low, _) if low.is_finite() => Some(format!("and at least {} km in 95 % of the cases", km(low))),
            _ => Some("as in 95 % of the cases".to_owned()),
        }
    }

    fn without_key(&self) -> Option<String> {
        let part = f64::from(self.used - self.reach.with_key) / f64::from(self.used);
        (part > 0.0).then(|| format!("there is no key at all in {} of the cases", share(part)))
    }

    fn cause(&self) -> Option<String> {
        if !self.reach.varies() {
            return Some("none of the uncertain parameters changes it".to_owned());
        }
        // An unlimited reach has no variance.
        let rank = self.ranking.first().filter(|_| self.reach.unlimited == 0)?;
        if self.dependent {
            return Some("its main cause cannot be determined, because some values are incompatible".to_owned());
        }
        let (first_order, total) = (rank.first_order?, rank.total?);
        let name = in_sentence(rank.spread.key);
        Some(match first_order.value {
            _ if first_order.error.max(total.error) > VAGUE => {
                format!("most of its variance comes from the {name}, but more samples are needed to tell how much")
            }
            part if part >= 0.995 => format!("nearly all of its variance comes from the {name}"),
            part if part >= 0.5 * total.value => format!("{} of its variance comes from the {name}", share(part)),
            _ => format!("{} of its variance comes from the {name} together with others", share(total.value)),
        })
    }
}

impl ReachDistribution {
    /// Decimals of a reach in km that distinguish both ends of the range.
    pub fn decimals(&self) -> usize {
        let [low, .., high] = self.quantiles_km;
        match high.value - low.value {
            width if width >= 1.0 || !self.varies() => 1,
            width if width >= 0.1 => 2,
            _ => 3,
        }
    }
}

impl Rank {
    /// Name of the parameter, as on the page.
    pub fn label(&self) -> &'static str {
        self.spread.key.param().label
    }
}

impl Estimate {
    /// A part of a whole, in per cent with its error: `81.3 ± 2.3 %`.
    pub fn part(self) -> String {
        match self {
            // Zero without an error would claim too much.
            Estimate { value, error } if value.abs().max(error) < 5e-4 => "below 0.1 %".to_owned(),
            Estimate { value, error } if error.is_finite() => format!("{} ± {:.1} %", tenths(value), 100.0 * error),
            Estimate { value, .. } => format!("{} %", tenths(value)),
        }
    }
}

/// In per cent with a digit; nothing has no sign.
fn tenths(part: f64) -> String {
    format!("{:.1}", (1e3 * part).round() / 10.0 + 0.0)
}

impl ReachAt {
    /// Its reach: `98.2 km`.
    pub fn text(self, decimals: usize) -> String {
        match self.reach {
            Some(Reach::Nowhere) => "no key".to_owned(),
            Some(Reach::UpTo(km)) => format!("{km:.decimals$} km"),
            Some(Reach::Unlimited) => format!("> {MAX_LENGTH_KM} km"),
            None => "–".to_owned(),
        }
    }
}

/// In per cent, with a digit where a whole number would be all or nothing.
fn share(part: f64) -> String {
    let decimals = if part > 0.99 && part < 1.0 || part < 0.01 { 1 } else { 0 };
    format!("{:.decimals$} %", 100.0 * part)
}

fn in_sentence(key: Key) -> String {
    let label = key.param().label;
    if NAMES.iter().any(|name| label.starts_with(name)) {
        return label.to_owned();
    }
    let mut letters = label.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_whole() {
        let text = |value, error| Estimate { value, error }.part();
        assert_eq!(text(0.813, 0.0231), "81.3 ± 2.3 %");
        assert_eq!(text(-0.0004, 0.002), "0.0 ± 0.2 %");
        assert_eq!(text(-0.012, 0.02), "-1.2 ± 2.0 %");
        assert_eq!(text(0.0001, 0.0004), "below 0.1 %");
        assert_eq!(text(0.5, f64::INFINITY), "50.0 %");
    }

    #[test]
    fn names_inside_a_sentence() {
        let names: Vec<String> =
            Key::all().filter(|key| key.param().domain.range().is_some()).map(in_sentence).collect();
        insta::assert_snapshot!(names.join("\n"));
    }
}
