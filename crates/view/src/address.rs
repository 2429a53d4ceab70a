//! The fragment of the page's address: everything a page shows, as its version and what differs from what that leaves
//! out. `v=1` leaves out the model of the paper and Fig. 6, `v=2` a link that is computed as it is.
//!
//! A fragment is never sent to a server. What cannot be read is left out, with a notice on each item; nothing in an address can keep
//! the page from opening.

use crate::fragment;
use crate::pin::{MAX_PINS, Pin};
use engine::scenario::{Figure, GIVEN_TWICE, Notice, PAPERS_MODEL, Settings, Value, Version, View};
use engine::sweep::MAX_LENGTH_KM;
use numbers::quantity::{Unit, parse_quantity};
use std::fmt;

const DEFAULT_CURSOR_KM: f64 = 50.0;
/// The cursor. `length`, as the command line calls it, is read too.
const AT: &str = "at";
const PIN: &str = "pin";
const EMBED: &str = "embed";
/// Names of what the tools below the chart remember: the open tool, a question, a demand and its
/// authentication, a map, uncertainties, a step of the class, a device preset.
pub const EXTRAS: [&str; 8] = ["tool", "ask", "demand", "auth", "map", "vary", "lesson", "device"];

/// The tool for links and files, as it is remembered under `tool`.
pub const SHARE: &str = "share";

/// The visible part of the chart, where it is not the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// Lengths, km, the smaller one first.
    pub x: (f64, f64),
    /// Values of the view in its unit, the smaller one first.
    pub y: (f64, f64),
}

impl Zoom {
    /// The part between these bounds; none if it has no extent, or goes beyond the lengths that are computed.
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
    /// The quantity in the chart.
    pub view: View,
    /// Length at the cursor, km.
    pub cursor_km: f64,
    /// The visible part of the chart; none for the whole.
    pub zoom: Option<Zoom>,
    /// Links that are compared, in their order.
    pub pins: Vec<Pin>,
    /// Whether the page is embedded in another one, and shows only chart and answer.
    pub embed: bool,
    /// The remembered inputs of the tools below the chart.
    pub extras: Extras,
}

impl Address {
    /// A link by itself, beside no figure.
    ///
    /// ```
    /// use engine::scenario::Settings;
    /// use view::address::{Address, write_address};
    /// assert_eq!(write_address(&Address::of(Settings::default())), "v=2");
    /// ```
    pub fn of(settings: Settings) -> Address {
        Address { settings, figure: None, ..Address::default() }
    }

    /// The part that is shared: everything except the embedding and an open share tool.
    ///
    /// ```
    /// use view::address::{read_address, write_address};
    /// let shared = |link| write_address(&read_address(link).0.shared());
    /// assert_eq!(shared("v=1&figure=8&tool=share&embed=1"), "v=1&figure=8");
    /// assert_eq!(shared("v=1&tool=map"), "v=1&tool=map");
    /// ```
    pub fn shared(mut self) -> Address {
        self.embed = false;
        if self.extras.get("tool") == Some(SHARE) {
            self.extras.set("tool", None);
        }
        self
    }
}

/// The remembered inputs of the tools below the chart: texts by the names of [`EXTRAS`]. Each tool reads its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extras([Option<String>; EXTRAS.len()]);

impl Extras {
    /// The text remembered under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0[EXTRAS.iter().position(|extra| *extra == name)?].as_deref()
    }

    /// Remembers something under a name, or forgets it.
    pub fn set(&mut self, name: &str, text: Option<String>) {
        if let Some(place) = EXTRAS.iter().position(|extra| *extra == name) {
            self.0[place] = text;
        }
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

impl Default for Address {
    /// Fig. 6 as the paper has it.
    fn default() -> Address {
        Address {
            settings: Settings::default().with(&PAPERS_MODEL),
            figure: Figure::named("6"),
            view: View::Rate,
            cursor_km: DEFAULT_CURSOR_KM,
            zoom: None,
            pins: Vec::new(),
            embed: false,
            extras: Extras::default(),
        }
    }
}

/// The figure that an address of this version shows where it names none.
fn standard_figure(version: Version) -> Option<&'static Figure> {
    match version {
        Version::One => Figure::named("6"),
        Version::Two => None,
    }
}

fn notice(item: &str, reason: impl fmt::Display) -> Notice {
    Notice::new(item, reason)
}

/// Writes the fragment, without `#`.
///
/// ```
/// use view::address::{Address, read_address, write_address};
/// let (address, notices) = read_address("v=1&bitrate=50G&view=qber");
/// assert!(notices.is_empty());
/// assert_eq!(write_address(&address), "v=1&bitrate=5e10&view=qber");
/// assert_eq!(write_address(&Address::default()), "v=1");
/// ```
pub fn write_address(address: &Address) -> String {
    let standard = Address::default();
    let mut text = form_urlencoded::Serializer::new(String::new());
    let version = address.settings.version();
    text.append_pair("v", version.number());
    for (name, value) in address.settings.different_from_defaults().pairs(version) {
        text.append_pair(name, &value);
    }
    if address.figure != standard_figure(version) {
        text.append_pair("figure", address.figure.map_or("none", |figure| figure.id));
    }
    if address.view != standard.view {
        text.append_pair("view", address.view.name());
    }
    if address.cursor_km != standard.cursor_km {
        text.append_pair(AT, &Value::Number(address.cursor_km).exact());
    }
    if let Some(zoom) = address.zoom {
        text.append_pair("zoom", &zoom.write());
    }
    for pin in &address.pins {
        text.append_pair(PIN, &pin.write(version));
    }
    for (name, value) in EXTRAS.iter().zip(&address.extras.0) {
        if let Some(value) = value {
            text.append_pair(name, value);
        }
    }
    if address.embed {
        text.append_pair(EMBED, "1");
    }
    fragment::written(READABLE.iter().fold(text.finish(), |text, (code, sign)| text.replace(code, sign)))
}

/// Signs that a fragment may hold as they are (RFC 3986, 3.5), and that people read better than their codes.
const READABLE: [(&str, &str); 4] = [("%3A", ":"), ("%2C", ","), ("%3B", ";"), ("%40", "@")];

/// Reads a fragment, with or without `#`, or a whole address that holds one. What is missing or cannot be read has its default;
/// what cannot be read gets a notice, and so does what mail and chat programs damaged and could be mended.
///
/// ```
/// use view::address::read_address;
/// let (address, notices) = read_address("v=1&amp;bitrate=5e10).");
/// assert_eq!(address, read_address("v=1&bitrate=5e10").0);
/// assert!(notices.len() == 2 && notices.iter().all(|notice| notice.is_mended()));
/// ```
pub fn read_address(text: &str) -> (Address, Vec<Notice>) {
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let mut address = Address::default();
    let (fragment, mut notices) = fragment::mend(fragment);
    let pairs = match fragment::pairs(&fragment, &[PIN], &mut notices) {
        Ok(pairs) => pairs,
        Err(too_long) => return (address, vec![too_long]),
    };
    if pairs.is_empty() {
        return (address, notices);
    }
    let mut version = Version::default();
    for (_, number) in pairs.iter().filter(|(name, _)| name == "v") {
        let Some(known) = Version::numbered(number) else {
            let reason = "made by a version of this page that is not known here; everything has its default";
            notices.push(notice(&format!("v={number}"), reason));
            return (address, notices);
        };
        version = known;
    }
    address.figure = standard_figure(version);
    let (mut settings, mut placed) = (Vec::new(), false);
    for (name, value) in pairs {
        let item = format!("{name}={value}");
        let mut refuse = |reason: &dyn fmt::Display| notices.push(notice(&item, reason));
        match name.as_ref() {
            "v" => {}
            "figure" if value == "none" => address.figure = None,
            "figure" => match Figure::named(&value) {
                Some(figure) => address.figure = Some(figure),
                None => refuse(&"there is no such figure"),
            },
            "view" => match View::ALL.into_iter().find(|view| view.name() == value) {
                Some(view) => address.view = view,
                None => refuse(&"there is no such view"),
            },
            AT | "length" if std::mem::replace(&mut placed, true) => refuse(&GIVEN_TWICE),
            AT | "length" => match parse_quantity(&value, Unit::Kilometres) {
                Ok(km) if (0.0..=MAX_LENGTH_KM).contains(&km) => address.cursor_km = km,
                Ok(_) => refuse(&format!("outside 0 … {MAX_LENGTH_KM} km")),
                Err(error) => refuse(&error),
            },
            "zoom" => match Zoom::read(&value) {
                Some(zoom) => address.zoom = Some(zoom),
                None => refuse(&"not four bounds as in 10:60:1e3:1e6"),
            },
            EMBED if value == "1" => address.embed = true,
            EMBED => refuse(&"not 1"),
            PIN if address.pins.len() == MAX_PINS => refuse(&format!("more than {MAX_PINS} pins")),
            PIN => match Pin::read(&value) {
                Some((pin, pairs)) => {
                    let mut refuse = |name: &str, value: &str, reason: &dyn fmt::Display| {
                        notices.push(notice(&format!("pin “{}”, {name}={value}", pin.name), reason));
                    };
                    let settings = Settings::read_pairs(version, &pairs, &mut refuse);
                    address.pins.push(Pin { settings, ..pin });
                }
                None => refuse(&"not a pin: a name, a colour, and what is set"),
            },
            _ if EXTRAS.contains(&name.as_ref()) => address.extras.set(&name, Some(value.into_owned())),
            _ => settings.push((name.into_owned(), value.into_owned())),
        }
    }
    let mut refuse = |name: &str, value: &str, reason: &dyn fmt::Display| {
        notices.push(notice(&format!("{name}={value}"), reason));
    };
    address.settings = Settings::read_pairs(version, &settings, &mut refuse);
    (address, notices)
}

/// Reads a link as it came by mail or chat. Beyond what [`read_address`] reads, its `#` may be encoded, and another address may be
/// wrapped around it that leads to it after a check.
///
/// ```
/// use view::address::{read_address, read_link};
/// let wrapped = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2F%23v%3D1%26dark%3D500&data=05";
/// assert_eq!(read_link(wrapped).0, read_address("v=1&dark=500").0);
/// ```
pub fn read_link(text: &str) -> (Address, Vec<Notice>) {
    let told = |fragment: &str, item, what| {
        let (address, mut notices) = read_address(fragment);
        notices.insert(0, Notice::mended(item, what));
        (address, notices)
    };
    let (place, query) = text.split_once('?').unwrap_or((text, ""));
    if text.contains('#') {
        return read_address(text);
    }
    let inside = form_urlencoded::parse(query.as_bytes()).find(|(_, value)| value.contains("://"));
    if let Some((_, link)) = inside.filter(|_| place.contains("://")) {
        return match link.split_once('#').or_else(|| link.split_once("%23")) {
            Some((_, fragment)) => told(fragment, "the address around the link", "taken off"),
            None => read_address(text),
        };
    }
    match text.split_once("%23") {
        Some((place, fragment)) if place.contains("://") && !place.contains('=') => {
            told(fragment, "“%23”", "read as “#”")
        }
        _ => read_address(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::MAX_LENGTH;
    use engine::scenario::{Channels, Domain, Key, Scenario, TABLE};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_parameter_takes_a_name_of_the_page() {
        let own = ["v", "figure", "view", AT, "length", "zoom", PIN, EMBED];
        let names: Vec<&str> = own.into_iter().chain(EXTRAS).chain(Channels::NAMES).collect();
        assert!(names.iter().all(|name| Key::named(name).is_none()));
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn the_cursor_is_a_length() {
        for text in ["at=63", "length=63", "length=63 km", "at=63%20km", "at=63+km"] {
            let (address, notices) = read_address(text);
            assert_eq!((address.cursor_km, notices), (63.0, vec![]), "{text}");
        }
        assert_eq!(read_address("at=63&length=64").1.len(), 1);
    }

    #[test]
    fn ignored_parts_are_reported() {
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
            "channels=C32f10G,C31b10G&quantum=C33&spacing=100&fibre=measured&alpha=0.3",
            "channels=C32f10G,C32f10G&quantum=C34",
            "channels=C32f10G&quantum=C32",
            "channels=C32x10G,fast&quantum=C34",
            "channels=C32f10G&quantum=nowhere",
            "channels=C32f10G&spacing=75",
            "channels=C32f10G&fibre=old",
            "channels=C32f10G&quantum=1310&bitrate=1G",
            "channels=&quantum=C34",
            "quantum=C34",
            "pin=one*0*bitrate*5e10&pin=two*1h*eff*0.2*channels*C32f10G,C31b10G*quantum*C36",
            "pin=&pin=*0&pin=x*9&pin=x*0*bitrate&pin=x*0*bitrate*fast*dark*500",
            "pin=a*0&pin=b*1&pin=c*2&pin=d*3&pin=e*4&pin=f*5&pin=g*0",
            "embed=1&tool=ask&tool=map&lesson=3",
            "embed=yes",
        ]
        .map(|text| {
            let (address, notices) = read_address(text);
            let messages: Vec<String> = notices.iter().map(|n| format!("  {n}")).collect();
            format!("{text}\n{}\n  -> {}", messages.join("\n"), write_address(&address))
        });
        insta::assert_snapshot!(hostile.join("\n"));
        let (address, notices) = read_address(&"x".repeat(MAX_LENGTH + 1));
        assert_eq!((address, notices.len()), (Address::default(), 1));
    }

    #[test]
    fn links_through_mail_and_chat() {
        let link = "v=1&bitrate=5e10&dark=500";
        let clean = read_link(&format!("https://keyspan.example.org/#{link}"));
        assert_eq!((write_address(&clean.0).as_str(), clean.1), ("v=1&bitrate=5e10&dark=500", vec![]));
        let wrapped = "https%3A%2F%2Fkeyspan.example.org%2F%23v%3D1%26bitrate%3D5e10%26dark%3D500";
        for damaged in [
            "https://keyspan.example.org/#v=1&amp;bitrate=5e10&amp;dark=500".to_owned(),
            "https://keyspan.example.org/#v=1%26bitrate=5e10%26dark=500".to_owned(),
            "https://keyspan.example.org/%23v=1&bitrate=5e10&dark=500".to_owned(),
            "https://keyspan.example.org/#v=1&bitrate=5e10&dark=500.".to_owned(),
            "<https://keyspan.example.org/#v=1&bitrate=5e10&dark=500>".to_owned(),
            "(https://keyspan.example.org/#v=1&bitrate=5e10&dark=500)".to_owned(),
            "https://keyspan.example.org/#v=3D1&bitrate=3D5e10&dark=3D500".to_owned(),
            "https://keyspan.example.org/#v=1&bitrate=5e10&dark=500&utm_source=teams".to_owned(),
            "https://keyspan.example.org/#v=1&bitrate=5e1\n0&dark=500".to_owned(),
            "https://keyspan.example.org/#v=1&bitrate=5e10&\ndark=500".to_owned(),
            "https://keyspan.example.org/##v=1&bitrate=5e10&dark=500".to_owned(),
            format!("https://eur01.safelinks.protection.outlook.com/?url={wrapped}&amp;data=05%7C01&amp;reserved=0"),
            format!("https://www.google.com/url?q={wrapped}&sa=D"),
        ] {
            let (address, notices) = read_link(&damaged);
            assert_eq!(write_address(&address), link, "{damaged}: {notices:?}");
            assert!(!notices.is_empty() && notices.iter().all(Notice::is_mended), "{damaged}: {notices:?}");
        }
        // A name that holds what stands for # elsewhere.
        assert_eq!(read_link("v=1&pin=A%231*0").1, []);
        // The rest of a number, or of the mail.
        for unclear in ["v=1&dark=5\n00", "v=1&dark=500\nBest regards"] {
            let (address, notices) = read_link(unclear);
            assert_eq!((write_address(&address).as_str(), notices.len()), ("v=1", 1), "{unclear}");
            assert!(!notices[0].is_mended());
        }
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
            channels in 0usize..4,
            extra in "\\PC{0,20}",
            names in prop::collection::vec(("\\PC{1,20}", any::<bool>()), 0..4),
            set in prop::collection::vec(setting(), 0..12),
            figure in 0usize..20,
            view in 0usize..View::ALL.len(),
            cursor_km in 0.0f64..MAX_LENGTH_KM,
            zoom in (0.0f64..500.0, 1.0f64..500.0, 0.0f64..1e3, 1e-3f64..1e9),
        ) {
            let mut settings = Settings::default();
            for (key, value) in set {
                settings.set(key, value);
            }
            let plans = ["", "channels=&quantum=C34", "channels=C32f10G,C31b10G&quantum=1550.13&fibre=measured", "channels=1510.5f2.5Gx300&spacing=50"];
            settings.set_channels(read_address(plans[channels]).0.settings.channels().cloned());
            prop_assume!(Scenario::try_from(&settings).is_ok());
            let settings = settings.different_from_defaults();
            let pins = names.iter().filter_map(|(name, hidden)| {
                Some(Pin { hidden: *hidden, ..Pin::new(name, name.len() % MAX_PINS, settings.clone())? })
            });
            let mut extras = Extras::default();
            extras.set("ask", Some(extra));
            let address = Address {
                pins: pins.collect(),
                embed: channels == 1,
                extras,
                settings: settings.clone(),
                figure: engine::scenario::FIGURES.get(figure),
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
            let _ = (read_address(&text), read_link(&text));
        }
    }
}
