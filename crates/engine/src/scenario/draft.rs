//! Texts as typed, before they are known to describe a link.

use super::channels::Channels;
use super::checked::Scenario;
use super::params::Key;
use super::settings::Settings;
use super::value::{Problems, Value};
use litemap::LiteMap;

/// Texts as typed, by parameter. Parameters that are not in it have their defaults.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    typed: LiteMap<Key, String>,
    channels: Option<Channels>,
}

impl Draft {
    /// Stores the text typed for a parameter.
    pub fn set(&mut self, key: Key, typed: impl Into<String>) {
        self.typed.insert(key, typed.into());
    }

    /// Gives a parameter its default again.
    pub fn reset(&mut self, key: Key) {
        self.typed.remove(&key);
    }

    /// Puts the quantum channel among these classical channels, or none.
    pub fn set_channels(&mut self, channels: Option<Channels>) {
        self.channels = channels;
    }

    /// The text typed for a parameter.
    pub fn typed(&self, key: Key) -> Option<&str> {
        self.typed.get(&key).map(String::as_str)
    }

    /// The typed values, if each is valid and they are compatible.
    ///
    /// # Errors
    /// The problems, by parameter.
    pub fn check(&self) -> Result<Settings, Problems> {
        Scenario::try_from(self).map(|_| self.read().0)
    }

    /// The typed values, and the problems with those that cannot be read.
    pub fn read(&self) -> (Settings, Problems) {
        let (mut settings, mut problems) = (Settings::default(), Problems::new());
        settings.set_channels(self.channels.clone());
        for (&key, typed) in &self.typed {
            match Value::read(key, typed) {
                Ok(value) => settings.set(key, value),
                Err(problem) => {
                    problems.insert(key, problem);
                }
            }
        }
        (settings, problems)
    }
}

impl From<&Settings> for Draft {
    fn from(settings: &Settings) -> Draft {
        let mut draft = Draft::default();
        settings.iter().for_each(|(key, value)| draft.set(key, value.exact()));
        draft.channels = settings.channels().cloned();
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::fibre::Band;

    fn draft(pairs: &[(Key, &str)]) -> Draft {
        let mut draft = Draft::default();
        pairs.iter().for_each(|&(key, typed)| draft.set(key, typed));
        draft
    }

    #[test]
    fn band_and_detector_change_defaults_and_nothing_else() {
        let o = Scenario::try_from(&draft(&[(Key::Band, "O")])).unwrap();
        assert_eq!((o.attenuation.get(), o.raman.get()), (0.35, 0.0));
        let snspd = Scenario::try_from(&draft(&[(Key::Detector, "snspd"), (Key::Dark, "500")])).unwrap();
        assert_eq!((snspd.dark_count_rate.get(), snspd.efficiency.get(), snspd.afterpulsing.get()), (500.0, 0.9, 0.0));
        let custom = Scenario::try_from(&draft(&[(Key::Detector, "custom")])).unwrap();
        assert_eq!(custom, Scenario::default());
    }

    #[test]
    fn settings_of_a_band_stay_in_that_band() {
        let (settings, _) = draft(&[(Key::Alpha, "0.25"), (Key::Bitrate, "50G")]).read();
        let o = Scenario::try_from(&settings.in_band(Band::O)).unwrap();
        assert_eq!((o.attenuation.get(), o.bit_rate.get()), (0.35, 50e9));
        assert_eq!(settings.in_band(Band::C).value(Key::Alpha), Value::Number(0.25));
    }

    #[test]
    fn all_problems_are_reported_at_once() {
        let problems = Scenario::try_from(&draft(&[
            (Key::Eff, "12"),
            (Key::Alpha, "abc"),
            (Key::Window, "shut"),
            (Key::Band, "L"),
            (Key::Bitrate, "1e20"),
            (Key::Misalign, "-1 %"),
        ]))
        .unwrap_err();
        let text: Vec<String> = problems.iter().map(|(key, p)| format!("{}: {p}", key.param().name)).collect();
        insta::assert_snapshot!(text.join("\n"));
    }

    #[test]
    fn all_conflicts_come_back_at_once() {
        let names = |query: &[(Key, &str)]| {
            let problems = Scenario::try_from(&draft(query)).unwrap_err();
            problems.keys().map(|key| key.param().name).collect::<Vec<_>>().join(" ")
        };
        let two_decoys = [(Key::Source, "wcp"), (Key::Analysis, "two_decoy"), (Key::Nu1, "0.001"), (Key::Nu2, "0.01")];
        let with = |more: &[(Key, &'static str)]| names(&[&two_decoys[..], more].concat());
        assert_eq!(with(&[(Key::Mu, "0.02"), (Key::PSignal, "0.9"), (Key::PDecoy, "0.3")]), "mu nu1 p_decoy");
        // A signal that is bright enough beside an optimal decoy is not blamed together with the decoy.
        assert_eq!(with(&[(Key::Mu, "0.021"), (Key::Eff, "12")]), "eff nu1");
        assert_eq!(
            names(&[(Key::Source, "wcp"), (Key::Analysis, "infinite_decoys"), (Key::KeyLength, "finite")]),
            "analysis"
        );
        let three = |more: &[(Key, &'static str)]| names(&[&[(Key::Protocol, "three_state")], more].concat());
        assert_eq!(three(&[(Key::Source, "single")]), "source");
        assert_eq!(three(&[(Key::Source, "single"), (Key::Analysis, "two_decoy")]), "source");
        assert_eq!(three(&[(Key::Analysis, "two_decoy"), (Key::Overlap, "ignored")]), "overlap analysis");
        assert!(Scenario::try_from(&draft(&[(Key::Protocol, "three_state")])).is_ok());
    }
}
