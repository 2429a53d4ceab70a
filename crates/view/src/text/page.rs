//! Texts of the Link workspace, and how all of the page writes numbers.

use engine::sweep::{Outcome, Reach, Uses};
use numbers::quantity::{Unit, format_count, format_quantity};

pub const TAGLINE: &str = "How much secret key can a shared fibre carry?";
pub const WORKSPACES: &str = "Workspaces";
pub const LINK: &str = "Link";
pub const MONITORING: &str = "Monitoring";
pub const COPY_LINK: &str = "Copy link";
pub const LINK_COPIED: &str = "Link copied";
pub const COPY_BY_HAND: &str = "This browser does not allow copying. The link is in the address bar.";
pub const TO_DARK: &str = "Dark theme";
pub const TO_LIGHT: &str = "Light theme";
pub const NO_KEY: &str = "no key";
pub const NO_KEY_ANYWHERE: &str = "No key at any length with these parameters.";
pub const COMPUTING: &str = "Computing…";
pub const PRIVACY: &str = "Everything is computed in your browser; no data leaves it.";
pub const MODEL: &str = "BB84 after Lasota et al., Opto-Electron. Rev. 33 (2025). A lower bound within a model, not a guarantee for a device.";
pub const OPEN_WHOLE: &str = "Open in Keyspan";
pub const PIN: &str = "+ Pin this curve";
pub const PIN_TITLE: &str = "Keep this curve for comparison";
pub const CHART_HELP: &str = "Hover over the chart or use the arrow keys (Shift: 10 km) to read values. Drag, pinch or, with the chart selected, \
     scroll to zoom; double-click or press Escape to show all.";
pub const IGNORED: &str = "Part of the link could not be read as it stands, and was mended or ignored:";

/// A key rate, bit/s, to three digits.
pub fn rate(bit_s: Option<f64>) -> String {
    bit_s.map_or_else(|| NO_KEY.to_owned(), |rate| format_quantity(rate, Unit::BitsPerSecond, 3))
}

/// The key rate at the cursor as a number, and the rest of the line, in smaller letters.
pub fn answer(bit_s: Option<f64>) -> (String, String) {
    let Some(key_rate_bit_s) = bit_s else { return (NO_KEY.to_owned(), String::new()) };
    let text = rate(bit_s);
    let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
    let keys = format_count(Uses { key_rate_bit_s }.aes_256_keys_per_s());
    (number.to_owned(), format!(" {unit} · {keys} AES-256 keys/s"))
}

/// Reasons to treat a result with caution; empty without any.
pub fn cautions(outcome: &Outcome) -> String {
    let reasons: Vec<&str> = outcome.cautions().map(|caution| caution.text()).collect();
    if reasons.is_empty() { String::new() } else { format!("Caution: {}.", reasons.join("; ")) }
}

/// A source of noise and its fraction of all noise.
pub type Part = (&'static str, f64);

/// Heading of [`main_noise`].
pub const MAIN_NOISE: &str = "Main noise at maximum reach";

/// The main noise at the end of the curve, and the rest of the sentence, which names the one at the cursor where that is another.
pub fn main_noise(end: Option<Part>, here: Option<Part>, cursor_km: f64) -> (&'static str, String) {
    let percent = |fraction: f64| format!("({:.0} %)", 100.0 * fraction);
    let at_cursor = |(source, fraction): Part| format!("; at {}: {source} {}", km(cursor_km), percent(fraction));
    let Some((source, fraction)) = end else {
        return here.map_or(("none", String::new()), |here| ("–", at_cursor(here)));
    };
    let here = here.filter(|(other, _)| *other != source).map(at_cursor);
    (source, format!(" {}{}", percent(fraction), here.unwrap_or_default()))
}

/// A reach in km, without its unit.
pub fn reach(reach: Reach) -> String {
    match reach {
        Reach::Nowhere => NO_KEY.to_owned(),
        Reach::UpTo(km) => format!("{km:.1}"),
        Reach::Unlimited => format!("> {}", engine::sweep::MAX_LENGTH_KM),
    }
}

/// A length in km.
pub fn km(km: f64) -> String {
    format!("{km:.1} km")
}
