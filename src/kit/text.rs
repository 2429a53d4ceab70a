//! The texts of the page that do not belong to a parameter, a figure or an error, and how it writes numbers.

use engine::sweep::{Outcome, Reach};
use numbers::quantity::{Unit, format_quantity};

pub(crate) const TAGLINE: &str = "Secret key of a quantum link beside classical traffic";
pub(crate) const WORKSPACES: &str = "Workspaces";
pub(crate) const LINK: &str = "Link";
pub(crate) const MONITORING: &str = "Monitoring";
pub(crate) const COPY_LINK: &str = "Copy link";
pub(crate) const LINK_COPIED: &str = "Link copied";
pub(crate) const COPY_BY_HAND: &str = "This browser does not let the page copy. The link is in the address bar.";
pub(crate) const TO_DARK: &str = "Dark theme";
pub(crate) const TO_LIGHT: &str = "Light theme";
pub(crate) const NO_KEY: &str = "no key";
pub(crate) const NO_KEY_ANYWHERE: &str = "No key at any length with these parameters.";
pub(crate) const PRIVACY: &str = "Everything is computed in this browser; nothing leaves it.";
pub(crate) const MODEL: &str =
    "BB84 after Lasota et al., Opto-Electron. Rev. 33 (2025). A lower bound for a model, not a promise for a device.";
pub(crate) const OPEN_WHOLE: &str = "Open in Keyspan";
pub(crate) const PIN: &str = "+ Pin this curve";
pub(crate) const CHART_HELP: &str = "Move over the chart or use the arrow keys (Shift: 10 km) to read values. Drag, pinch, or turn the wheel on the selected \
     chart to zoom; double-click or Escape shows all.";

/// A key rate, bit/s, as people read it.
pub(crate) fn rate(bit_s: Option<f64>) -> String {
    bit_s.map_or_else(|| NO_KEY.to_owned(), |rate| format_quantity(rate, Unit::BitsPerSecond, 3))
}

/// Reasons to take a result with care; empty without any.
pub(crate) fn cautions(outcome: &Outcome) -> String {
    let reasons: Vec<&str> = outcome.cautions().map(|caution| caution.text()).collect();
    if reasons.is_empty() { String::new() } else { format!("Take care: {}.", reasons.join("; ")) }
}

/// A reach in km, without its unit.
pub(crate) fn reach(reach: Reach) -> String {
    match reach {
        Reach::Nowhere => NO_KEY.to_owned(),
        Reach::UpTo(km) => format!("{km:.1}"),
        Reach::Unlimited => format!("> {}", engine::sweep::MAX_LENGTH_KM),
    }
}

/// A distance in km.
pub(crate) fn km(km: f64) -> String {
    format!("{km:.1} km")
}
