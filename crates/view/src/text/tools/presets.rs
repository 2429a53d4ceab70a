//! Starting points and devices, and what is idealised.

use engine::scenario::Preset;
use numbers::quantity::{Unit, format_quantity};

pub const STARTS: &str = "Starting point and device";
pub const START: &str = "Start";
pub const DEVICE: &str = "Device";
pub const OWN_DEVICE: &str = "Custom";
pub const UNDO: &str = "Undo";
pub const SOURCES: &str = "Numbers and sources";
pub const PRESET_COLUMNS: [&str; 4] = ["Parameter", "Preset", "This link", "Source"];
pub const AS_PRESET: &str = "as in the preset";
pub const FIGURE_CLOSED: &str = "The figure is closed: the simplifications of the paper belong to it.";

/// The button of a starting point.
pub fn start_title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A parameter that is not that of the preset.
pub fn changed_from_preset(value: &str) -> String {
    format!("{value}: changed from the preset")
}

/// What choosing a preset has changed.
pub fn preset_taken(preset: &Preset, changes: &str) -> String {
    match changes {
        "" => format!("{}: nothing changes.", preset.title),
        changes => format!("{}: {changes}. Everything else stays.", preset.title),
    }
}

/// What of the link is idealised, and the key rate with the realistic starting point: bit/s, 0 where there is no key, none before it is
/// known.
pub fn idealised_worth(idealised: &[&str], realistic_bit_s: Option<f64>, km: f64) -> String {
    let rate = match realistic_bit_s {
        None => "…".to_owned(),
        Some(0.0) => super::NO_KEY.to_owned(),
        Some(bit_s) => format_quantity(bit_s, Unit::BitsPerSecond, 3),
    };
    format!("Idealised: {}. With the realistic starting point: {rate} at {}.", idealised.join(", "), super::km(km))
}
