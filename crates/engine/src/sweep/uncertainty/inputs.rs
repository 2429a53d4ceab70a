//! The user's inputs, as a text in an address: `dark:lognormal:1.5,alpha:normal:0.01;4096;2;once`.

use super::device::Optimise;
use super::plan::UncertaintyRequest;
use super::problem::SpreadProblem;
use super::spread::Spread;
use crate::scenario::{Notice, Settings};

/// Numbers of samples that are offered.
pub const SAMPLES: [u32; 3] = [256, 1024, 4096];

/// Which parameters are uncertain, and how exactly that is to be known.
#[derive(Debug, Clone, PartialEq)]
pub struct UncertaintyInputs {
    /// The uncertain parameters, each of them once.
    pub spreads: Vec<Spread>,
    /// Number of samples, one of [`SAMPLES`].
    pub samples: u32,
    /// Seed of the samples.
    pub seed: u32,
    /// Whether what is optimised is optimised for each sample, or kept.
    pub optimise: Optimise,
}

impl Default for UncertaintyInputs {
    fn default() -> UncertaintyInputs {
        let UncertaintyRequest { spreads, samples, seed, optimise, .. } =
            UncertaintyRequest::new(Settings::default(), Vec::new());
        UncertaintyInputs { spreads, samples, seed, optimise }
    }
}

impl UncertaintyInputs {
    /// The request for these settings.
    pub fn request(&self, settings: Settings) -> UncertaintyRequest {
        let UncertaintyInputs { spreads, samples, seed, optimise } = self.clone();
        UncertaintyRequest { samples, seed, optimise, ..UncertaintyRequest::new(settings, spreads) }
    }

    /// The shortest text that reads back as exactly this: the spreads, then the number of samples, the seed and for what it is
    /// optimised, as far as they are not the usual ones. Empty if nothing was chosen.
    ///
    /// ```
    /// use engine::sweep::UncertaintyInputs;
    /// let (inputs, notices) = UncertaintyInputs::read("dark:lognormal:1.5,alpha:normal:0.01;1024");
    /// assert!(notices.is_empty() && inputs.spreads.len() == 2);
    /// assert_eq!(inputs.write(), "dark:lognormal:1.5,alpha:normal:0.01");
    /// ```
    pub fn write(&self) -> String {
        let usual = UncertaintyInputs::default();
        let spreads: Vec<String> = self.spreads.iter().map(Spread::write).collect();
        let mut parts = vec![spreads.join(",")];
        let set = self.optimise != usual.optimise;
        if set || (self.samples, self.seed) != (usual.samples, usual.seed) {
            parts.push(self.samples.to_string());
        }
        if set || self.seed != usual.seed {
            parts.push(self.seed.to_string());
        }
        if set {
            parts.push(self.optimise.word().to_owned());
        }
        parts.join(";")
    }

    /// Reads such a text. Items that cannot be read are left out, with a notice.
    pub fn read(text: &str) -> (UncertaintyInputs, Vec<Notice>) {
        let (mut inputs, mut notices) = (UncertaintyInputs::default(), Vec::new());
        let mut parts = text.split(';');
        let mut next = || parts.next().map(str::trim).filter(|part| !part.is_empty());
        for item in next().unwrap_or_default().split(',').filter(|item| !item.trim().is_empty()) {
            match Spread::read(item) {
                Ok(spread) if inputs.spreads.iter().all(|other| other.key != spread.key) => inputs.spreads.push(spread),
                Ok(_) => notices.push(Notice::new(item, SpreadProblem::Twice)),
                Err(problem) => notices.push(Notice::new(item, problem)),
            }
        }
        if let Some(item) = next() {
            match SAMPLES.into_iter().find(|samples| item == samples.to_string()) {
                Some(samples) => inputs.samples = samples,
                None => notices.push(Notice::new(item, "a number of samples is 256, 1024 or 4096")),
            }
        }
        if let Some(item) = next() {
            match item.parse() {
                Ok(seed) => inputs.seed = seed,
                Err(_) => notices.push(Notice::new(item, "a seed is a whole number from 0 to 4294967295")),
            }
        }
        if let Some(item) = next() {
            match Optimise::read(item) {
                Some(optimise) => inputs.optimise = optimise,
                None => notices.push(Notice::new(
                    item,
                    "write anew to optimise for each sample, or once for a device that is set once",
                )),
            }
        }
        let rest = parts.filter(|item| !item.trim().is_empty());
        notices.extend(rest.map(|item| Notice::new(item, "behind that there is nothing more to say")));
        (inputs, notices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TABLE;
    use crate::sweep::{Law, Width};
    use numbers::quantity::Unit;
    use proptest::prelude::*;

    #[test]
    fn unreadable_text_is_reported() {
        let messages = [
            "",
            ";;",
            "dark:normal:2k,,alpha:normal:0.01,",
            "dark:normal:2k;4096;7",
            "dark:normal:2k;1024;1",
            "dark:normal:2k,dark:normal:3k,eff:uniform:2,colour:normal:1,<script>alert(1)</script>",
            "dark:normal:2k;1000;-1;more;and more",
            "dark:normal:\u{0}\u{7}2k;1e3",
            "dark:normal:1e999,alpha:normal:NaN,band:normal:1,rate:lognormal:0",
            "a text that is much longer than anybody would ever want to read it in a notice",
        ]
        .map(|text| {
            let (inputs, notices) = UncertaintyInputs::read(text);
            let messages: Vec<String> = notices.iter().map(|notice| format!("  {notice}\n")).collect();
            format!("{text:?}\n{}  -> {:?}", messages.concat(), inputs.write())
        });
        insta::assert_snapshot!(messages.join("\n"));
    }

    proptest! {
        #[test]
        fn inputs_round_trip_exactly(
            rows in prop::collection::btree_set(0..TABLE.len(), 0..6),
            law in 0..3, part in 1e-6f64..1.0, samples in 0..SAMPLES.len(), seed: u32, optimise in 0..2usize,
        ) {
            let spread = |row: usize| {
                let param = &TABLE[row];
                let range = param.domain.range()?;
                let plus_minus = match (law, param.unit) {
                    (0, unit) if unit != Unit::Share => Width::Relative(part),
                    _ => Width::Absolute(part * (range.max - range.min)),
                };
                let law = if law == 2 { Law::LogNormal { factor: 1.0 + part } } else { Law::Normal { plus_minus } };
                Some(Spread { key: param.key, law })
            };
            let spreads = rows.into_iter().filter_map(spread).collect();
            let optimise = Optimise::ALL[optimise];
            let inputs = UncertaintyInputs { spreads, samples: SAMPLES[samples], seed, optimise };
            prop_assert_eq!(UncertaintyInputs::read(&inputs.write()), (inputs.clone(), vec![]), "{}", inputs.write());
        }

        #[test]
        fn no_text_panics(text in "((dark|eff|iso_for)?:?(normal|lognormal)?:?\\PC{0,6}[,;]?){0,4}") {
            let (inputs, _) = UncertaintyInputs::read(&text);
            prop_assert_eq!(UncertaintyInputs::read(&inputs.write()), (inputs, vec![]));
        }
    }
}
