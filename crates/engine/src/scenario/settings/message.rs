//! Settings in messages between the page and its workers.

use super::Settings;
use crate::scenario::channels::Channels;
use crate::scenario::params::Key;
use crate::scenario::value::{Problem, Value};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

/// Settings as they come in a message, before they are checked.
#[derive(Serialize, Deserialize)]
pub(super) struct Unchecked {
    values: Vec<(Key, String)>,
    channels: Option<Channels>,
}

impl TryFrom<Unchecked> for Settings {
    type Error = Problem;
    fn try_from(unchecked: Unchecked) -> Result<Settings, Problem> {
        let mut settings = Settings { values: LiteMap::new(), channels: unchecked.channels };
        for (key, text) in unchecked.values {
            settings.set(key, Value::read_exact(key, &text)?);
        }
        Ok(settings)
    }
}

impl From<Settings> for Unchecked {
    fn from(settings: Settings) -> Unchecked {
        let values = settings.iter().map(|(key, value)| (key, value.exact())).collect();
        Unchecked { values, channels: settings.channels }
    }
}
