//! Settings in an address: names and values.

use super::Settings;
use crate::scenario::channels::Channels;
use crate::scenario::checked::Scenario;
use crate::scenario::notice::Notice;
use crate::scenario::params::Key;
use crate::scenario::value::Value;

impl Settings {
    /// Names and values in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let values = self.iter().map(|(key, value)| (key.param().name, value.exact()));
        values.chain(self.channels.iter().flat_map(Channels::write)).collect()
    }

    /// The parameters that were set, as [`Settings::from_query`] reads them.
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// Settings as `name=value` pairs joined by `&`, such as `bitrate=50G&band=O` (the parameters of a link), and a notice for each
    /// pair that cannot be used. A leading `v=1`, the version of a link, is accepted.
    ///
    /// ```
    /// use engine::scenario::{Key, Settings, Value};
    /// let (settings, notices) = Settings::from_query("bitrate=50G&band=O&colour=red");
    /// assert_eq!(settings.value(Key::Bitrate), Value::Number(5e10));
    /// assert_eq!(notices[0].to_string(), "colour=red: there is no such parameter");
    /// ```
    pub fn from_query(query: &str) -> (Settings, Vec<Notice>) {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .filter(|(name, value)| (name.as_str(), value.as_str()) != ("v", "1"))
            .collect();
        let mut notices = Vec::new();
        let settings = Settings::read_pairs(&pairs, &mut |name, value, reason| {
            notices.push(Notice::new(&format!("{name}={value}"), reason));
        });
        (settings, notices)
    }

    /// Reads names and values of an address. What cannot be read, or is incompatible, is left out, and `refuse` is called with the name,
    /// its value and the reason.
    pub fn read_pairs(
        pairs: &[(String, String)],
        refuse: &mut dyn FnMut(&str, &str, &dyn std::fmt::Display),
    ) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in pairs {
            match Key::named(name) {
                Some(key) => match Value::read(key, value) {
                    Ok(value) => settings.set(key, value),
                    Err(problem) => refuse(name, value, &problem),
                },
                None if Channels::NAMES.contains(&name.as_str()) => {}
                None => refuse(name, value, &"there is no such parameter"),
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
