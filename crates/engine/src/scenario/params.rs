//! Parameters, and their [table](TABLE). Controls, validation, links and the command line are all made from it.

mod domain;
mod group;
mod key;
mod put;
mod table;

use super::checked::Scenario;
use super::settings::Settings;
pub(super) use domain::Effect;
pub use domain::{Choice, DefaultValue, Domain, Range, Scale};
pub use group::Group;
pub use key::{ISOLATION, Key};
use numbers::quantity::Unit;
use numbers::units::OutOfDomain;
pub use table::TABLE;

/// Puts the number of a parameter into a scenario. Where the parameter plays no part, as an intensity of a single-photon source, it
/// changes nothing.
pub(super) type SetNumber = fn(&mut Scenario, f64) -> Result<(), OutOfDomain>;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Param {
    /// Which parameter.
    pub key: Key,
    /// Its name in links and on the command line.
    pub name: &'static str,
    /// Its name on the page: the field's own word.
    pub label: &'static str,
    /// Its symbol in the paper; `_` starts a subscript.
    pub symbol: &'static str,
    /// Unit of its number.
    pub unit: Unit,
    /// The group of its control.
    pub group: Group,
    /// The values that it takes.
    pub domain: Domain,
    /// Value when not set.
    pub default: DefaultValue,
    /// Whether it applies, given the others.
    pub applies: fn(&Settings) -> bool,
    /// Puts a number into a scenario; none where the parameter takes words only.
    pub(super) set: Option<SetNumber>,
    /// One sentence of explanation, with the source of the default.
    pub help: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::detector::DetectorKind;
    use crate::link::fibre::Band;

    #[test]
    fn every_default_is_inside_its_own_range() {
        for param in &TABLE {
            for band in Band::ALL {
                for detector in [DetectorKind::Spad, DetectorKind::Snspd, DetectorKind::Custom] {
                    match param.default {
                        DefaultValue::Word(w) => assert!(param.domain.words().iter().any(|c| c.word == w)),
                        DefaultValue::ByProtocol { three_state, others } => {
                            assert!(param.domain.choice(three_state).is_some());
                            assert!(!matches!(others, DefaultValue::ByProtocol { .. }));
                        }
                        DefaultValue::ByKeySize { asymptotic, finite } => {
                            assert!([asymptotic, finite].iter().all(|w| param.domain.choice(w).is_some()));
                        }
                        default => {
                            let x = default.number(band, detector).unwrap();
                            assert!(param.domain.range().unwrap().contains(x), "{}", param.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn names_and_keys_are_unique_and_sliders_stay_in_range() {
        for (i, a) in TABLE.iter().enumerate() {
            assert!(TABLE[i + 1..].iter().all(|b| a.name != b.name && a.key != b.key));
            assert_eq!(Key::named(a.name), Some(a.key));
            assert_eq!(a.key.param().name, a.name, "the rows stand in the order of the keys");
            if let Some(range) = a.domain.range() {
                assert!(range.contains(range.slider.0) && range.contains(range.slider.1), "{}", a.name);
            }
        }
    }

    #[test]
    fn a_word_and_its_aliases_mean_one_thing() {
        for param in &TABLE {
            let choices = param.domain.words();
            for (i, choice) in choices.iter().enumerate() {
                for word in [choice.word].iter().chain(choice.aliases) {
                    let found: Vec<usize> = (0..choices.len()).filter(|&j| choices[j].is_called(word)).collect();
                    assert_eq!(found, [i], "{}={word}", param.name);
                }
                assert_eq!(matches!(choice.effect, Effect::Band(_)), param.key == Key::Band, "{}", param.name);
                assert_eq!(matches!(choice.effect, Effect::Detector(_)), param.key == Key::Detector, "{}", param.name);
            }
            assert_eq!(param.set.is_some(), param.domain.range().is_some(), "{}", param.name);
        }
    }
}
