//! The texts of the page that do not belong to a parameter, a figure or an error, and how it writes numbers.

use crate::scenario::{Unit, format_count, format_quantity};
use crate::sweep::{Outcome, Reach};

pub(super) const COPY_LINK: &str = "Copy link";
pub(super) const LINK_COPIED: &str = "Link copied";
pub(super) const COPY_BY_HAND: &str = "This browser does not let the page copy. The link is in the address bar.";
pub(super) const TO_DARK: &str = "Dark theme";
pub(super) const TO_LIGHT: &str = "Light theme";
pub(super) const NO_KEY: &str = "no key";
pub(super) const NO_KEY_ANYWHERE: &str = "No key at any length with these parameters.";
pub(super) const PRIVACY: &str = "Everything is computed in this browser; nothing leaves it.";
pub(super) const MODEL: &str =
    "BB84 after Lasota et al., Opto-Electron. Rev. 33 (2025). A lower bound for a model, not a promise for a device.";
pub(super) const CHART_HELP: &str = "Move over the chart or use the arrow keys (Shift: 10 km) to read values. Drag, pinch, or turn the wheel on the selected \
     chart to zoom; double-click or Escape shows all.";

/// A key rate, bit/s, as people read it.
pub(super) fn rate(bit_s: Option<f64>) -> String {
    bit_s.map_or_else(|| NO_KEY.to_owned(), |rate| format_quantity(rate, Unit::BitsPerSecond, 3))
}

/// A share in per cent with two digits behind the point, or with two digits at all where that would be nothing.
pub(super) fn percent(share: f64) -> String {
    if share == 0.0 || share >= 1e-4 { format!("{:.2} %", 100.0 * share) } else { format!("{:.1e} %", 100.0 * share) }
}

/// Reasons to take a result with care; empty without any.
pub(super) fn cautions(outcome: &Outcome) -> String {
    let reasons: Vec<&str> = outcome.cautions().map(|caution| caution.text()).collect();
    if reasons.is_empty() { String::new() } else { format!("Take care: {}.", reasons.join("; ")) }
}

/// A time from microseconds to centuries.
pub(super) fn duration(seconds: f64) -> String {
    const UNITS: [(&str, f64); 4] = [("years", 3.156e7), ("days", 86_400.0), ("h", 3600.0), ("min", 60.0)];
    match UNITS.into_iter().find(|(_, unit)| seconds >= 2.0 * unit) {
        Some((name, unit)) => format!("{} {name}", format_count(seconds / unit)),
        None => format_quantity(seconds, Unit::Seconds, 3),
    }
}

/// A probability.
pub(super) fn probability(p: f64) -> String {
    format!("{p:.2e}")
}

/// A reach in km, without its unit.
pub(super) fn reach(reach: Reach) -> String {
    match reach {
        Reach::Nowhere => NO_KEY.to_owned(),
        Reach::UpTo(km) => format!("{km:.1}"),
        Reach::Unlimited => format!("> {}", crate::sweep::MAX_LENGTH_KM),
    }
}

/// A distance in km.
pub(super) fn km(km: f64) -> String {
    format!("{km:.1} km")
}
