//! Settings in an address: names and values.

use super::Settings;
use crate::scenario::channels::Channels;
use crate::scenario::checked::Scenario;
use crate::scenario::notice::{GIVEN_TWICE, Notice};
use crate::scenario::params::Key;
use crate::scenario::preset::{NO_BLOCK_LIMIT, PAPERS_MODEL};
use crate::scenario::value::Value;

/// Version of an address: the meaning of what it leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// `v=1`: the link is computed with the simplifications of the paper, [`PAPERS_MODEL`], unless it says otherwise.
    One,
    /// `v=2`, and links without a version: the link is computed as it is.
    #[default]
    Two,
}

/// What an address of the first version leaves out: the model of the paper, its decoys for keys of any size, and blocks that take any
/// time.
const FIRST_VERSION: [(Key, Value); 4] = {
    let [loss, overlap] = PAPERS_MODEL;
    [loss, overlap, (Key::Analysis, Value::Word("vacuum_weak")), NO_BLOCK_LIMIT]
};

impl Version {
    /// Its number in an address.
    pub const fn number(self) -> &'static str {
        match self {
            Version::One => "1",
            Version::Two => "2",
        }
    }

    /// The version of this number.
    pub fn numbered(number: &str) -> Option<Version> {
        [Version::One, Version::Two].into_iter().find(|version| version.number() == number)
    }

    const fn model(self) -> &'static [(Key, Value)] {
        match self {
            Version::One => &FIRST_VERSION,
            Version::Two => &[],
        }
    }
}

impl Settings {
    /// The version in which an address of this link is shortest.
    pub fn version(&self) -> Version {
        let papers = PAPERS_MODEL.iter().all(|&(key, value)| self.value(key) == value);
        if papers { Version::One } else { Version::Two }
    }

    /// Names and values in an address of this version: what differs from what it leaves out.
    pub fn pairs(&self, version: Version) -> Vec<(&'static str, String)> {
        let left_out = |key| version.model().iter().find(|(of_model, _)| *of_model == key).map(|&(_, value)| value);
        let written = |key| match left_out(key) {
            Some(value) => (self.value(key) != value).then(|| self.value(key)),
            None => self.values.get(&key).copied(),
        };
        let values = Key::all().filter_map(|key| Some((key, written(key)?)));
        let values = values.map(|(key, value)| (key.param().name, value.exact()));
        values.chain(self.channels.iter().flat_map(Channels::write)).collect()
    }

    /// The parameters that were set, as [`Settings::from_query`] reads them without a version.
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs(Version::Two)).finish()
    }

    /// Settings as `name=value` pairs joined by `&`, such as `bitrate=50G&band=O` (the parameters of a link), and a notice for each
    /// pair that cannot be used. `v=1` or `v=2` is the [`Version`] of a link.
    ///
    /// ```
    /// use engine::scenario::{Key, Settings, Value};
    /// let (settings, notices) = Settings::from_query("bitrate=50G&band=O&colour=red");
    /// assert_eq!(settings.value(Key::Bitrate), Value::Number(5e10));
    /// assert_eq!(notices[0].to_string(), "colour=red: there is no such parameter");
    /// ```
    pub fn from_query(query: &str) -> (Settings, Vec<Notice>) {
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let numbered = |(name, value): &(String, String)| (name == "v").then(|| Version::numbered(value)).flatten();
        let version = pairs.iter().find_map(numbered).unwrap_or_default();
        pairs.retain(|pair| numbered(pair).is_none());
        let mut notices = Vec::new();
        let settings = Settings::read_pairs(version, &pairs, &mut |name, value, reason| {
            notices.push(Notice::new(&format!("{name}={value}"), reason));
        });
        (settings, notices)
    }

    /// Reads names and values of an address of this version. What cannot be read, or is incompatible, is left out, and `refuse` is called with the name,
    /// its value and the reason.
    pub fn read_pairs(
        version: Version,
        pairs: &[(String, String)],
        refuse: &mut dyn FnMut(&str, &str, &dyn std::fmt::Display),
    ) -> Settings {
        let mut settings = Settings::default().with(version.model());
        let mut given: Vec<Key> = Vec::new();
        for (name, value) in pairs {
            let Some(first) = Key::all_named(name).next() else {
                if !Channels::NAMES.contains(&name.as_str()) {
                    refuse(name, value, &"there is no such parameter");
                }
                continue;
            };
            if Key::all_named(name).any(|key| given.contains(&key)) {
                refuse(name, value, &GIVEN_TWICE);
                continue;
            }
            match Value::read(first, value) {
                Ok(value) => Key::all_named(name).for_each(|key| {
                    settings.set(key, value);
                    given.push(key);
                }),
                Err(problem) => refuse(name, value, &problem),
            }
        }
        let value = |name: &str| pairs.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
        match Channels::read(settings.band(), value) {
            Ok(channels) => settings.channels = channels,
            Err((name, problem)) => refuse(name, value(name).unwrap_or_default(), &problem),
        }
        // Values that do not go together: the defaults of those that are blamed go together with the others.
        for (key, problem) in Scenario::try_from(&settings).err().into_iter().flatten() {
            refuse(key.param().name, &settings.value(key).exact(), &problem);
            if key == Key::Band {
                settings.channels = None;
            }
            settings.reset(key);
        }
        // A value that equals its default is the same state as one that was never set.
        settings.different_from_defaults()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_all_that_does_not_go_together_and_nothing_else() {
        let query = "source=wcp&analysis=two_decoy&nu1=0.001&nu2=0.01&mu=0.02&p_signal=0.9&p_decoy=0.3&dark=500";
        let (settings, notices) = Settings::from_query(query);
        assert_eq!(settings.to_query(), "dark=500&source=wcp&analysis=two_decoy&nu2=0.01&p_signal=0.9");
        let items: Vec<String> = notices.iter().map(|notice| notice.to_string()).collect();
        assert_eq!(items.len(), 3, "{items:?}");
        // Without the analysis that is blamed the others are judged by the default one.
        let query = "source=wcp&analysis=infinite&key=finite&nu1=0.001&nu2=0.01";
        let (settings, notices) = Settings::from_query(query);
        assert_eq!(settings.to_query(), "source=wcp&nu2=0.01&key=finite");
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn a_link_keeps_the_meaning_of_its_version() {
        let read = |link| Settings::from_query(link).0;
        let (old, new) = (read("v=1&bitrate=50G"), read("v=2&bitrate=50G"));
        assert_eq!(old.value(Key::Overlap), Value::Word("ignored"));
        assert_eq!(old.value(Key::AlphaClassical), Value::Word("paper"));
        assert_eq!(new, read("bitrate=50G"));
        assert_eq!((old.version(), new.version()), (Version::One, Version::Two));
        assert_eq!(old.pairs(Version::One), new.pairs(Version::Two));
        assert_eq!(old.to_query(), "alpha_classical=paper&bitrate=5e10&overlap=ignored");
        // Each can be written in the version of the other.
        assert_eq!(new.pairs(Version::One).len(), 3);
        for settings in [&old, &new, &read("v=1&alpha_classical=0.25")] {
            for version in [Version::One, Version::Two] {
                let pairs: Vec<_> =
                    settings.pairs(version).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                let again = Settings::read_pairs(version, &pairs, &mut |name, value, _| panic!("{name}={value}"));
                assert_eq!(again, *settings);
            }
        }
        assert_eq!(Settings::from_query("v=3").1.len(), 1);
    }

    #[test]
    fn one_isolation_is_both() {
        let read = |query| {
            let (settings, notices) = Settings::from_query(query);
            (settings.to_query(), notices.iter().map(Notice::to_string).collect::<Vec<_>>())
        };
        assert_eq!(read("isolation=80dB"), ("iso_for=1e-8&iso_back=1e-8".to_owned(), vec![]));
        assert_eq!(read("isolation=−80 dB").0, "iso_for=1e-8&iso_back=1e-8");
        let twice = |item: &str| vec![format!("{item}: {GIVEN_TWICE}")];
        assert_eq!(read("iso_back=1e-9&isolation=80dB"), ("iso_back=1e-9".to_owned(), twice("isolation=80dB")));
        assert_eq!(read("isolation=80dB&iso_back=1e-9").1, twice("iso_back=1e-9"));
    }

    #[test]
    fn old_words_are_read_and_new_ones_written() {
        let old =
            "detector=snspd&window=adapted&bandwidth=auto&source=wcp&analysis=infinite&mu=auto&key=endless&pz=auto";
        let (settings, notices) = Settings::from_query(old);
        assert_eq!(notices, []);
        assert_eq!(settings.to_query(), "detector=snspd&source=wcp&analysis=infinite_decoys");
        let value = |key, typed| Value::read(key, typed).unwrap().exact();
        assert_eq!(value(Key::Detector, "SPAPD"), "spad");
        assert_eq!(value(Key::Window, "adapted"), "fixed");
        assert_eq!(value(Key::Mu, "auto"), "optimal");
        assert_eq!(value(Key::KeyLength, "infinite"), "asymptotic");
    }
}
