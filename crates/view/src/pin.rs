//! Links that were pinned for comparison.

use engine::scenario::{Settings, Version};

/// Most pins on a page: more curves cannot be distinguished.
pub const MAX_PINS: usize = 6;
/// Longest name of a pin, in characters: it stands at a line of the chart.
pub const MAX_NAME: usize = 40;

/// Most characters that the pins together may take in an address: the rest of its length is for everything else.
pub const MAX_PINS_LENGTH: usize = 4096;

/// Why a link cannot be pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinProblem {
    /// A name that cannot stand at a line of the chart.
    #[error("A name has 1 to {MAX_NAME} visible characters.")]
    Name,
    /// As many pins as there are colours.
    #[error("Six pins are the most that can be distinguished: remove one.")]
    Many,
    /// The link would become too long.
    #[error("The link would become too long: shorten a name, or remove a pin.")]
    Long,
}

/// A pinned link.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Its name, which the chart writes at its line.
    pub name: String,
    /// Number of its colour, below [`MAX_PINS`].
    pub hue: usize,
    /// Whether its curve is left out for now.
    pub hidden: bool,
    /// The link.
    pub settings: Settings,
}

/// Between the parts of a pin in an address: a character that addresses leave as it is.
const BETWEEN: char = '*';

impl Pin {
    /// A pin with this name, whitespace trimmed; none if the name is empty, too long or holds control characters.
    ///
    /// ```
    /// use engine::scenario::Settings;
    /// use view::pin::Pin;
    /// assert_eq!(Pin::new(" long haul ", 0, Settings::default()).unwrap().name, "long haul");
    /// assert!(Pin::new("", 0, Settings::default()).is_none());
    /// ```
    pub fn new(name: &str, hue: usize, settings: Settings) -> Option<Pin> {
        let name = name.trim();
        let good = !name.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
        (good && hue < MAX_PINS).then(|| Pin { name: name.to_owned(), hue, hidden: false, settings })
    }

    /// A pin of a link beside these, named after the settings that differ from the defaults, in the first colour that none of them has.
    ///
    /// # Errors
    /// [`PinProblem::Many`] and [`PinProblem::Long`].
    pub fn of(settings: &Settings, pins: &[Pin]) -> Result<Pin, PinProblem> {
        let settings = settings.different_from_defaults();
        let free = (0..MAX_PINS).find(|hue| pins.iter().all(|pin| pin.hue != *hue)).unwrap_or_default();
        if pins.len() >= MAX_PINS {
            return Err(PinProblem::Many);
        }
        let pin = Pin::new(&settings.summary(), free, settings).ok_or(PinProblem::Name)?;
        Pin::fit(pins.iter().chain([&pin])).map(|()| pin)
    }

    /// The same link under another name.
    ///
    /// # Errors
    /// [`PinProblem::Name`].
    pub fn renamed(&self, name: &str) -> Result<Pin, PinProblem> {
        let pin = Pin::new(name, self.hue, self.settings.clone()).ok_or(PinProblem::Name)?;
        Ok(Pin { hidden: self.hidden, ..pin })
    }

    /// Whether an address has room for all of these.
    ///
    /// # Errors
    /// [`PinProblem::Long`].
    pub fn fit<'a>(pins: impl IntoIterator<Item = &'a Pin>) -> Result<(), PinProblem> {
        // In the version that takes more room.
        let written = |pin: &Pin| [Version::One, Version::Two].map(|version| pin.write(version));
        let longest = |texts: [String; 2]| texts.into_iter().max_by_key(String::len).unwrap_or_default();
        let length =
            |pin: &Pin| form_urlencoded::byte_serialize(longest(written(pin)).as_bytes()).map(str::len).sum::<usize>();
        let all: usize = pins.into_iter().map(length).sum();
        if all > MAX_PINS_LENGTH { Err(PinProblem::Long) } else { Ok(()) }
    }

    /// In an address of this version: name, colour, `h` where it is hidden, then what is set.
    pub(super) fn write(&self, version: Version) -> String {
        let name = self.name.replace('%', "%25").replace(BETWEEN, "%2A");
        let mut text = format!("{name}{BETWEEN}{}{}", self.hue, if self.hidden { "h" } else { "" });
        for (name, value) in self.settings.different_from_defaults().pairs(version) {
            text += &format!("{BETWEEN}{name}{BETWEEN}{value}");
        }
        text
    }

    /// Reads what [`Pin::write`] writes; the settings are returned as names and values.
    pub(super) fn read(text: &str) -> Option<(Pin, Vec<(String, String)>)> {
        let mut parts = text.split(BETWEEN);
        let name = parts.next()?.replace("%2A", "*").replace("%25", "%");
        let mark = parts.next()?;
        let (hue, hidden) = mark.strip_suffix('h').map_or((mark, false), |hue| (hue, true));
        let pin = Pin::new(&name, hue.parse().ok()?, Settings::default())?;
        let mut pairs = Vec::new();
        while let Some(name) = parts.next() {
            pairs.push((name.to_owned(), parts.next()?.to_owned()));
        }
        Some((Pin { hidden, ..pin }, pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Address, read_address, write_address};
    use engine::scenario::{Key, Param, Scenario, TABLE, Value};

    fn pinned(names: &[&str], links: &[&str]) -> Vec<Pin> {
        let spans = links.iter().map(|link| read_address(link).0.settings);
        names.iter().zip(spans).map(|(name, settings)| Pin::new(name, 0, settings).unwrap()).collect()
    }

    fn length(pins: Vec<Pin>) -> usize {
        let settings = pins[0].settings.clone();
        let text = write_address(&Address { pins: pins.clone(), settings, ..Address::default() });
        assert_eq!(read_address(&text).0.pins, pins);
        text.len()
    }

    #[test]
    fn a_link_with_three_rich_pins_is_short() {
        let spans = [
            "band=O&bitrate=50G&iso_for=1e-9&iso_back=1e-9&detector=snspd&dark=100&jitter=20ps&loss=2.5",
            "alpha=0.19&bitrate=12.5G&raman=2.3e-9&eff=0.23&window=300ps&key=finite&events=3e9&dispersion=17",
            "source=wcp&analysis=one_decoy&key=finite&events=1e9&rate=2.5G&misalign=1.5%&deadtime=20ns&fec=1.16",
        ];
        let pins = pinned(&["Metro ring, O band, nanowires", "Field trial 2024", "Laser, one decoy (Rusca)"], &spans);
        assert!(pins.iter().all(|pin| pin.settings.iter().count() == 8));
        let length = length(pins);
        assert!(length < 2000, "{length}");
    }

    #[test]
    fn refused_pins_give_a_reason() {
        let mut pins = Vec::new();
        while let Ok(pin) = Pin::of(&Settings::default(), &pins) {
            pins.push(pin);
        }
        // Each has a distinct colour.
        assert_eq!(pins.iter().map(|pin| pin.hue).collect::<Vec<_>>(), (0..MAX_PINS).collect::<Vec<_>>());
        assert_eq!(Pin::of(&Settings::default(), &pins), Err(PinProblem::Many));
        // Forty channels, each with a different number of photons, need more than 500 characters.
        let channels: Vec<String> = (20..60).map(|n| format!("C{n}f10Gx{n}1.625")).collect();
        let many = read_address(&format!("channels={}&quantum=H19", channels.join(","))).0.settings;
        assert!(many.channels().is_some());
        let mut pins = Vec::new();
        let refused = std::iter::repeat_with(|| Pin::of(&many, &pins).map(|pin| pins.push(pin))).find_map(Result::err);
        assert_eq!((refused, pins.len()), (Some(PinProblem::Long), 5));
        assert!(Pin::fit(&pins).is_ok());
        assert_eq!(pins[0].renamed("\u{7}"), Err(PinProblem::Name));
        insta::assert_snapshot!(
            [PinProblem::Name, PinProblem::Many, PinProblem::Long].map(|problem| problem.to_string()).join("\n")
        );
    }

    #[test]
    fn the_worst_link_with_three_rich_pins_is_known() {
        // The longest name, and the eight parameters that take most room, each with a number of 17 digits.
        let settings = Settings::default().with(&longest()[..8]);
        assert!(Scenario::try_from(&settings).is_ok());
        let named = |name: &str| length(vec![Pin::new(name, 0, settings.clone()).unwrap(); 3]);
        // Letters, and characters of four bytes.
        let (plain, wide) = (named(&"m".repeat(MAX_NAME)), named(&"𝜎".repeat(MAX_NAME)));
        assert!(plain < 1400 && wide < 2700, "{plain}, {wide}");
    }

    #[test]
    fn the_longest_pins_leave_room_for_every_parameter() {
        let settings = Settings::default().with(&longest());
        let length = write_address(&Address { settings, ..Address::default() }).len();
        assert!(MAX_PINS_LENGTH + length < crate::fragment::MAX_LENGTH - 1000, "{length}");
    }

    /// Every parameter that takes a number, with a number of 17 digits, the longest text first.
    fn longest() -> Vec<(Key, Value)> {
        let long = |x: f64| {
            (1..=9)
                .map(|i| Value::Number(x * (1.0 + 0.1234567890123456 / f64::from(i))))
                .max_by_key(|v| v.exact().len())
        };
        let row = |param: &Param| Some((param.key, long(param.domain.range()?.slider.1 * 0.4)?));
        let mut rows: Vec<(Key, Value)> = TABLE.iter().filter_map(row).collect();
        rows.sort_by_key(|(key, value)| std::cmp::Reverse(key.param().name.len() + value.exact().len()));
        rows
    }
}
