//! Values put into a scenario: all of them from settings, or a number or two replaced where thousands of scenarios differ in no more.

use super::checked::Scenario;
use super::conflict::CONFLICTS;
use super::params::Key;
use super::value::{Problem, Value};

impl Scenario {
    /// Gives parameters these numbers: the scenario is then the one that settings with these numbers describe, without reading all the
    /// others again. A parameter that plays no part in the scenario changes nothing.
    ///
    /// # Errors
    /// The parameter that is blamed and its [`Problem`]: a number is outside the domain of its quantity, does not go together with the
    /// others, or the parameter takes words only. The scenario is then of no use until it is given better ones.
    ///
    /// ```
    /// use engine::scenario::{Key, Scenario};
    /// let mut scenario = Scenario::default();
    /// scenario.vary([(Key::Bitrate, 50e9), (Key::Dark, 100.0)]).unwrap();
    /// assert_eq!(scenario.bit_rate.get(), 50e9);
    /// assert!(scenario.vary([(Key::Eff, 1.5)]).is_err());
    /// ```
    pub fn vary(&mut self, numbers: impl IntoIterator<Item = (Key, f64)>) -> Result<(), (Key, Problem)> {
        for (key, number) in numbers {
            self.put(key, Value::Number(number)).map_err(|problem| (key, problem))?;
        }
        match CONFLICTS.iter().find(|conflict| (conflict.arises)(self)) {
            Some(conflict) => Err((conflict.blamed, Problem::Conflict(conflict.message))),
            None => Ok(()),
        }
    }

    /// Gives a parameter this value, by its row of the table.
    pub(super) fn put(&mut self, key: Key, value: Value) -> Result<(), Problem> {
        let param = key.param();
        let unaccepted = || Problem::unaccepted(key, value.exact());
        match value {
            Value::Number(x) => param.set.ok_or_else(unaccepted)?(self, x)?,
            Value::Word(word) => {
                let choice = param.domain.words().iter().find(|choice| choice.word == word);
                choice.ok_or_else(unaccepted)?.effect.apply(self);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Settings, TABLE, Value};
    use proptest::prelude::*;

    /// Settings in which every parameter counts in one draw or another.
    fn settings() -> impl Strategy<Value = Settings> {
        let word =
            |key, words: &'static [&'static str]| prop::sample::select(words).prop_map(move |w| (key, Value::Word(w)));
        (
            word(Key::Band, &["C", "O"]),
            word(Key::Source, &["single", "wcp", "wcp"]),
            word(Key::Analysis, &["infinite_decoys", "vacuum_weak", "two_decoy", "one_decoy"]),
            word(Key::KeyLength, &["asymptotic", "finite"]),
            word(Key::Window, &["fixed", "optimal", "open"]),
        )
            .prop_map(|(a, b, c, d, e)| Settings::default().with(&[a, b, c, d, e]))
            .prop_filter("values that go together", |settings| Scenario::try_from(settings).is_ok())
    }

    /// The differences between two scenarios, as written for a message.
    fn differences(one: &serde_json::Value, other: &serde_json::Value, path: &str) -> Vec<String> {
        match (one, other) {
            (serde_json::Value::Object(a), serde_json::Value::Object(b)) if a.keys().eq(b.keys()) => {
                a.iter().flat_map(|(name, x)| differences(x, &b[name], &format!("{path}/{name}"))).collect()
            }
            _ if one == other => vec![],
            _ => vec![path.to_owned()],
        }
    }

    #[test]
    fn each_number_has_a_place_of_its_own() {
        let (settings, _) = Settings::from_query("source=wcp&analysis=two_decoy&key=finite");
        let scenario = Scenario::try_from(&settings).unwrap();
        let written = |scenario: &Scenario| serde_json::to_value(scenario).unwrap();
        let mut places = Vec::new();
        for param in &TABLE {
            let Some(range) = param.domain.range() else { continue };
            let mut changed = scenario.clone();
            changed.put(param.key, Value::Number(0.987 * range.min + 0.013 * range.max)).unwrap();
            places.push(differences(&written(&scenario), &written(&changed), "").join(" and "));
        }
        let mut unique = places.clone();
        unique.sort();
        unique.dedup();
        assert!(unique.len() == places.len() && !places.iter().any(|place| place.contains(" and ")), "{places:#?}");
        assert!(!unique.contains(&String::new()), "{places:#?}");
    }

    #[test]
    fn each_word_sets_something_of_its_own() {
        let (settings, _) = Settings::from_query(
            "source=wcp&analysis=two_decoy&key=finite&mu=0.6&nu1=0.1&p_signal=0.5&p_decoy=0.2&block_time=600&pz=0.8&bandwidth=1e11&window=300ps&alpha_classical=0.25&gate=500ps&filter_3db=80G\
             &neighbour_for=1e-5&neighbour_back=1e-5&second_for=1e-6&second_back=1e-6&block_limit=3600&osnr=50",
        );
        let scenario = Scenario::try_from(&settings).unwrap();
        for param in TABLE.iter().filter(|param| param.key != Key::Detector) {
            let with = |choice: &crate::scenario::Choice| {
                let mut changed = scenario.clone();
                changed.put(param.key, Value::Word(choice.word)).unwrap();
                serde_json::to_string(&changed).unwrap()
            };
            let mut results: Vec<String> = param.domain.words().iter().map(with).collect();
            if param.domain.range().is_some() && !results.is_empty() {
                results.push(serde_json::to_string(&scenario).unwrap());
            }
            let all = results.len();
            results.sort();
            results.dedup();
            assert_eq!(results.len(), all, "{}", param.name);
        }
    }

    #[test]
    fn unknown_words_are_refused_and_become_no_default() {
        for key in Key::all() {
            let mut settings = Settings::default();
            settings.set(key, Value::Word("unheard-of"));
            let problems = Scenario::try_from(&settings).unwrap_err();
            assert_eq!(problems.keys().collect::<Vec<_>>(), [&key]);
        }
        let mut settings = Settings::default();
        settings.set(Key::Source, Value::Number(1.0));
        let problems = Scenario::try_from(&settings).unwrap_err();
        assert_eq!(problems[&Key::Source].to_string(), "“1” is not one of: single, wcp");
    }

    proptest! {
        #[test]
        fn agrees_with_the_link_of_the_settings(
            mut settings in settings(),
            numbers in prop::collection::vec((0..TABLE.len(), 0.0f64..=1.0), 1..6),
        ) {
            let mut scenario = Scenario::try_from(&settings).unwrap();
            for (row, x) in numbers {
                let param = &TABLE[row];
                let Some(range) = param.domain.range() else {
                    prop_assert!(scenario.clone().vary([(param.key, x)]).is_err());
                    continue;
                };
                // A tenth is outside the domain of most quantities; so is then everything that follows.
                let outside = x < 0.1;
                let number = if outside { -1.0 - x } else { range.min + (range.max - range.min) * (x - 0.1) / 0.9 };
                settings.set(param.key, Value::Number(number));
                match (Scenario::try_from(&settings), scenario.vary([(param.key, number)])) {
                    (Ok(expected), found) => {
                        prop_assert_eq!(found, Ok(()));
                        prop_assert_eq!(&scenario, &expected);
                    }
                    (Err(problems), found) => {
                        let (key, problem) = found.unwrap_err();
                        prop_assert_eq!(problems.get(&key), Some(&problem));
                        if outside {
                            break;
                        }
                    }
                }
            }
        }
    }
}
