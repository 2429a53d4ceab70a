//! Starting points and devices on the page: what a link has of them, and where each number is from.

use crate::address::Address;
use engine::scenario::{
    DEVICE_PRESETS, Difference, Key, PAPERS_MODEL, Preset, STARTING_POINTS, Settings, Sourced, Value, differences,
};

/// A number of a preset beside that of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetRow {
    /// Name of the parameter.
    pub label: &'static str,
    /// Its symbol; `_` starts a subscript.
    pub symbol: &'static str,
    /// Its value in the preset.
    pub value: String,
    /// Its value in the link, where that is another.
    pub changed: Option<String>,
    /// Where the value of the preset is from.
    pub source: &'static str,
}

/// The numbers of a preset, each beside that of the link.
///
/// ```
/// use engine::scenario::{DEVICE_PRESETS, Preset, Settings};
/// use view::presets::preset_rows;
/// let device = Preset::named("gated-ingaas", &DEVICE_PRESETS).unwrap();
/// let mut link = device.put_into(&Settings::default());
/// assert!(preset_rows(device, &link).iter().all(|row| row.changed.is_none()));
/// link = link.with(&Settings::from_query("eff=0.25").0.iter().collect::<Vec<_>>());
/// let changed: Vec<_> = preset_rows(device, &link).into_iter().filter(|row| row.changed.is_some()).collect();
/// assert_eq!((changed.len(), changed[0].label, changed[0].value.as_str()), (1, "Efficiency", "20.5 %"));
/// assert_eq!(changed[0].changed.as_deref(), Some("25 %"));
/// ```
pub fn preset_rows(preset: &Preset, link: &Settings) -> Vec<PresetRow> {
    let row = |&Sourced { key, value, source }: &Sourced| {
        let here = link.value(key);
        let param = key.param();
        PresetRow {
            label: param.label,
            symbol: param.symbol,
            value: value.label(key),
            changed: (here != value).then(|| here.label(key)),
            source,
        }
    };
    preset.parameters.iter().map(row).collect()
}

/// The device that an address names, or the first one of which the link has every number; none where there is neither.
///
/// # Errors
/// A name that no device has.
///
/// ```
/// use engine::scenario::Settings;
/// use view::presets::device_of;
/// assert_eq!(device_of(None, &Settings::default()).unwrap().unwrap().name, "paper-spad");
/// assert!(device_of(None, &Settings::from_query("dark=5").0).unwrap().is_none());
/// assert!(device_of(Some("laser"), &Settings::default()).is_err());
/// ```
pub fn device_of(named: Option<&str>, link: &Settings) -> Result<Option<&'static Preset>, String> {
    let has_all = |preset: &&Preset| preset.parameters.iter().all(|one| link.value(one.key) == one.value);
    match named {
        None => Ok(DEVICE_PRESETS.iter().find(has_all)),
        Some(name) => Preset::named(name, &DEVICE_PRESETS).map(Some).ok_or_else(|| {
            let names: Vec<&str> = DEVICE_PRESETS.iter().map(|preset| preset.name).collect();
            format!("device={name}: there is no such device; there are: {}", names.join(", "))
        }),
    }
}

/// The realistic starting point.
pub fn realistic() -> &'static Preset {
    Preset::named("realistic", &STARTING_POINTS).expect("there is a realistic starting point")
}

/// The link as it is: without the simplifications of the paper, where they belong to the figure that is shown beside it. Whether there
/// were any is said too.
///
/// ```
/// use engine::scenario::Settings;
/// use view::address::{Address, read_address};
/// use view::presets::own_link;
/// assert_eq!(own_link(&Address::default()), (Settings::default(), true));
/// let chosen = read_address("v=2&overlap=ignored").0;
/// assert_eq!(own_link(&chosen), (chosen.settings, false));
/// ```
pub fn own_link(address: &Address) -> (Settings, bool) {
    let mut own = address.settings.clone();
    let simplified = |(key, value): (Key, Value)| own.value(key) == value && value != own.default_of(key);
    let keys: Vec<Key> = PAPERS_MODEL.into_iter().filter(|&row| simplified(row)).map(|(key, _)| key).collect();
    let figures = address.figure.is_some() && !keys.is_empty();
    if figures {
        keys.into_iter().for_each(|key| own.reset(key));
    }
    (own, figures)
}

/// What changes from one link to another, in words; empty where nothing does.
///
/// ```
/// use engine::scenario::Settings;
/// use view::presets::changes;
/// let [before, after] = ["", "jitter=50ps"].map(|link| Settings::from_query(link).0);
/// assert_eq!(changes(&before, &after), "Detector jitter 0 s → 50 ps");
/// ```
pub fn changes(before: &Settings, after: &Settings) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let words = |row: Difference| {
        let values: Vec<String> = row.values.iter().map(value).collect();
        format!("{} {}", row.label, values.join(" → "))
    };
    differences(&[before, after]).into_iter().map(words).collect::<Vec<_>>().join("; ")
}
