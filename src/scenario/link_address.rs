//! The fragment of the page's address: everything a page shows, as `v=1` and what differs from the defaults.
//!
//! A fragment is never sent to a server. What cannot be read is left out and told, item by item; nothing that stands in an address
//! can keep the page from opening.

use super::checked::Scenario;
use super::draft::{Settings, Value};
use super::params::{Key, TABLE};
use super::preset::Figure;
use super::quantity::{Unit, parse_quantity};
use crate::sweep::MAX_LENGTH_KM;
use std::collections::BTreeSet;
use std::fmt;

/// The one version there is.
const VERSION: &str = "1";
/// Longer addresses are nobody's link.
const MAX_LENGTH: usize = 8192;
const DEFAULT_CURSOR_KM: f64 = 50.0;

/// What the chart shows along the fibre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Secret key rate.
    Rate,
    /// QBER.
    Qber,
    /// Best bandwidth σ.
    Bandwidth,
    /// Detection window τ.
    Window,
}

impl View {
    /// All, in the order in which they are shown.
    pub const ALL: [View; 4] = [View::Rate, View::Qber, View::Bandwidth, View::Window];

    /// Name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            View::Rate => "rate",
            View::Qber => "qber",
            View::Bandwidth => "bandwidth",
            View::Window => "window",
        }
    }

    /// Name on the page.
    pub const fn title(self) -> &'static str {
        match self {
            View::Rate => "Key rate",
            View::Qber => "QBER",
            View::Bandwidth => "Bandwidth σ",
            View::Window => "Window τ",
        }
    }
}

/// Part of the chart that is shown, where it is not the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// Distances, km, the smaller one first.
    pub x: (f64, f64),
    /// Values of the view in its unit, the smaller one first.
    pub y: (f64, f64),
}

impl Zoom {
    /// The part between these bounds; none if it has no extent, or leaves the distances that are computed.
    pub fn new(x: (f64, f64), y: (f64, f64)) -> Option<Zoom> {
        let finite = [x.0, x.1, y.0, y.1].iter().all(|v| v.is_finite());
        let valid = finite && x.0 >= 0.0 && x.1 <= MAX_LENGTH_KM && x.1 - x.0 >= 1e-4 && y.0 >= 0.0 && y.1 > y.0;
        valid.then_some(Zoom { x, y })
    }

    fn write(&self) -> String {
        [self.x.0, self.x.1, self.y.0, self.y.1].map(|v| Value::Number(v).exact()).join(":")
    }

    fn read(text: &str) -> Option<Zoom> {
        let bounds: Vec<f64> =
            text.split(':').map(|part| parse_quantity(part, Unit::None)).collect::<Result<_, _>>().ok()?;
        let &[x0, x1, y0, y1] = bounds.as_slice() else { return None };
        Zoom::new((x0, x1), (y0, y1))
    }
}

/// Everything that an address holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Address {
    /// Parameters that were set.
    pub settings: Settings,
    /// Figure of the paper whose curves are drawn too.
    pub figure: Option<&'static Figure>,
    /// What the chart shows.
    pub view: View,
    /// Where the cursor stands, km.
    pub cursor_km: f64,
    /// Part of the chart that is shown; none for the whole.
    pub zoom: Option<Zoom>,
}

impl Default for Address {
    fn default() -> Address {
        Address {
            settings: Settings::default(),
            figure: Figure::named("6"),
            view: View::Rate,
            cursor_km: DEFAULT_CURSOR_KM,
            zoom: None,
        }
    }
}

/// An item of an address that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    item: String,
    reason: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.item, self.reason)
    }
}

/// At most this many characters of an item are shown.
const SHOWN: usize = 40;

fn notice(item: &str, reason: impl fmt::Display) -> Notice {
    let mut shown: String = item.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    if item.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    Notice { item: shown, reason: reason.to_string() }
}

/// Writes the fragment, without `#`.
///
/// ```
/// use keyspan::scenario::{Address, read_address, write_address};
/// let (address, notices) = read_address("v=1&bitrate=50G&view=qber");
/// assert!(notices.is_empty());
/// assert_eq!(write_address(&address), "v=1&bitrate=5e10&view=qber");
/// assert_eq!(write_address(&Address::default()), "v=1");
/// ```
pub fn write_address(address: &Address) -> String {
    let standard = Address::default();
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.append_pair("v", VERSION);
    for (key, value) in address.settings.different_from_defaults().iter() {
        text.append_pair(key.param().name, &value.exact());
    }
    if address.figure != standard.figure {
        text.append_pair("figure", address.figure.map_or("none", |figure| figure.id));
    }
    if address.view != standard.view {
        text.append_pair("view", address.view.name());
    }
    if address.cursor_km != standard.cursor_km {
        text.append_pair("at", &Value::Number(address.cursor_km).exact());
    }
    if let Some(zoom) = address.zoom {
        text.append_pair("zoom", &zoom.write());
    }
    text.finish()
}

/// Reads a fragment, with or without `#`, or a whole address that holds one. What is missing or cannot be read has its default;
/// what cannot be read is told.
pub fn read_address(text: &str) -> (Address, Vec<Notice>) {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let mut address = Address::default();
    if fragment.len() > MAX_LENGTH {
        let reason = format!("longer than {MAX_LENGTH} characters; everything has its default");
        return (address, vec![notice("the whole link", reason)]);
    }
    let pairs: Vec<(String, String)> = form_urlencoded::parse(fragment.as_bytes()).into_owned().collect();
    if let Some((_, version)) = pairs.iter().find(|(name, version)| name == "v" && version != VERSION) {
        let reason = "made by a version of this page that is not known here; everything has its default";
        return (address, vec![notice(&format!("v={version}"), reason)]);
    }
    let mut notices = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, value) in &pairs {
        let item = format!("{name}={value}");
        let mut refuse = |reason: &dyn fmt::Display| notices.push(notice(&item, reason));
        if !seen.insert(name.as_str()) {
            refuse(&"given twice; the first one counts");
            continue;
        }
        match name.as_str() {
            "v" => {}
            "figure" if value == "none" => address.figure = None,
            "figure" => match Figure::named(value) {
                Some(figure) => address.figure = Some(figure),
                None => refuse(&"there is no such figure"),
            },
            "view" => match View::ALL.into_iter().find(|view| view.name() == value) {
                Some(view) => address.view = view,
                None => refuse(&"there is no such view"),
            },
            "at" => match parse_quantity(value, Unit::None) {
                Ok(km) if (0.0..=MAX_LENGTH_KM).contains(&km) => address.cursor_km = km,
                Ok(_) => refuse(&format!("outside 0 … {MAX_LENGTH_KM} km")),
                Err(error) => refuse(&error),
            },
            "zoom" => match Zoom::read(value) {
                Some(zoom) => address.zoom = Some(zoom),
                None => refuse(&"not four bounds as in 10:60:1e3:1e6"),
            },
            _ => match Key::named(name) {
                Some(key) => match Value::read(key, value) {
                    Ok(value) => address.settings.set(key, value),
                    Err(problem) => refuse(&problem),
                },
                None => refuse(&"there is no such parameter"),
            },
        }
    }
    // Values that do not go together: without the one that is blamed the others may.
    for _ in 0..TABLE.len() {
        for (key, problem) in Scenario::try_from(&address.settings).err().into_iter().flatten() {
            let item = format!("{}={}", key.param().name, address.settings.value(key).exact());
            notices.push(notice(&item, problem));
            address.settings.reset(key);
        }
    }
    // A value that equals its default is the same state as one that was never set.
    address.settings = address.settings.different_from_defaults();
    (address, notices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Domain;
    use proptest::prelude::*;

    #[test]
    fn no_parameter_takes_a_name_of_the_page() {
        for name in ["v", "figure", "view", "at", "zoom"] {
            assert_eq!(Key::named(name), None);
        }
    }

    #[test]
    fn what_is_ignored_is_told() {
        let hostile = [
            "v=1&bitrate=fast&eff=2&colour=red&view=upside-down&figure=99&at=1e9&eff=0.2",
            "v=2&bitrate=50e9",
            "<script>alert(1)</script>",
            "v=1&dark=%00%ff%fe&raman=1e-9%20%2F(km%20nm)",
            "&&&===&v=1",
            "window=300ps&bandwidth=NaN",
            "zoom=1:2:3&at=7",
            "zoom=60:10:0:1",
            "source=wcp&key=finite&analysis=infinite",
            "source=wcp&mu=0.1&nu1=0.2&nu2=0.3",
        ]
        .map(|text| {
            let (address, notices) = read_address(text);
            let told: Vec<String> = notices.iter().map(|n| format!("  {n}")).collect();
            format!("{text}\n{}\n  -> {}", told.join("\n"), write_address(&address))
        });
        insta::assert_snapshot!(hostile.join("\n"));
        let (address, notices) = read_address(&"x".repeat(MAX_LENGTH + 1));
        assert_eq!((address, notices.len()), (Address::default(), 1));
    }

    /// Any value that the table accepts for any parameter.
    fn setting() -> impl Strategy<Value = (Key, Value)> {
        (0..TABLE.len(), 0.0f64..1.0).prop_map(|(row, x)| {
            let param = &TABLE[row];
            let words = param.domain.words();
            match param.domain {
                Domain::Number(range) | Domain::WordsOrNumber { range, .. } if x >= 0.2 || words.is_empty() => {
                    let number = range.min.max(1e-30) * (range.max / range.min.max(1e-30)).powf(x);
                    (param.key, Value::Number(number.clamp(range.min, range.max)))
                }
                _ => (param.key, Value::Word(words[(x * 1e6) as usize % words.len()].word)),
            }
        })
    }

    proptest! {
        #[test]
        fn an_address_round_trips_exactly(
            set in prop::collection::vec(setting(), 0..12),
            figure in 0usize..20,
            view in 0usize..4,
            cursor_km in 0.0f64..MAX_LENGTH_KM,
            zoom in (0.0f64..500.0, 1.0f64..500.0, 0.0f64..1e3, 1e-3f64..1e9),
        ) {
            let mut settings = Settings::default();
            for (key, value) in set {
                settings.set(key, value);
            }
            prop_assume!(Scenario::try_from(&settings).is_ok());
            let address = Address {
                settings: settings.different_from_defaults(),
                figure: crate::scenario::FIGURES.get(figure),
                view: View::ALL[view],
                cursor_km,
                zoom: Zoom::new((zoom.0, zoom.0 + zoom.1), (zoom.2, zoom.2 + zoom.3)),
            };
            let text = write_address(&address);
            let (back, notices) = read_address(&format!("https://example.org/some/where/#{text}"));
            prop_assert!(notices.is_empty(), "{:?}", notices);
            prop_assert_eq!(back, address);
        }

        #[test]
        fn no_address_panics(text in "\\PC{0,200}") {
            let _ = read_address(&text);
        }
    }
}
