//! What the Monitoring workspace shows, as a text in the address of the page. The files themselves are in no address.

use crate::fragment;
use engine::protocol::cow::Parameters;
use engine::scenario::{DEVICE, DeviceParameter, Notice};
use forecast::{CONFIDENCES, Consumption, HORIZONS_MIN, KeyStore, Limit, LimitProblem, STANDARD_CONFIDENCE};
use monitoring::{FitParameter, WindowWidth};

/// The beginning of an address of the workspace.
const NAME: &str = "monitoring";
/// The version of its meaning.
const VERSION: &str = "1";
/// Largest key store, bits.
const LARGEST_STORE: f64 = 1e18;

/// A store of 100 Mbit, half full, for four tunnels that change their AES-256 key each second.
const STORE: KeyStore = KeyStore {
    size_bits: 1e8,
    fill_bits: 5e7,
    consumption: Consumption::Aes256 { every_s: 1.0, tunnels: 4 },
    confidence: STANDARD_CONFIDENCE,
};

/// A kind of limit in an address.
pub struct LimitKind {
    /// Its name in the address.
    pub name: &'static str,
    /// What it says of a value, for labels.
    pub label: &'static str,
    /// Reads a value.
    pub read: fn(&str) -> Result<Limit, LimitProblem>,
    /// Its value in a limit of this kind, as it is typed.
    pub written: fn(Limit) -> Option<String>,
}

/// The kinds of limits.
pub static LIMITS: [LimitKind; 4] = [
    LimitKind {
        name: "key_rate_below",
        label: "Key rate below",
        read: Limit::key_rate_below,
        written: |limit| match limit {
            Limit::KeyRateBelow(x) => Some(x.to_string()),
            _ => None,
        },
    },
    LimitKind {
        name: "qber_above",
        label: "QBER above",
        read: Limit::qber_above,
        written: |limit| match limit {
            Limit::QberAbove(x) => Some(x.to_string()),
            _ => None,
        },
    },
    LimitKind {
        name: "store_below",
        label: "Store below",
        read: Limit::store_below,
        written: |limit| match limit {
            Limit::StoreBelow(x) => Some(x.to_string()),
            _ => None,
        },
    },
    LimitKind {
        name: "dry_within",
        label: "Runs dry within",
        read: Limit::dry_within,
        written: |limit| match limit {
            Limit::DryWithin(x) => Some(format!("{x}min")),
            _ => None,
        },
    },
];

/// State of the workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct MonitoringAddress {
    /// The demo network.
    pub demo: bool,
    /// Width of the windows.
    pub window: WindowWidth,
    /// The link that is looked at; without one, the first.
    pub link: Option<String>,
    /// The times that are shown, s; without any, all.
    pub shown_s: Option<(i64, i64)>,
    /// Horizon of the forecast of the key rate, min.
    pub horizon_min: u32,
    /// The store that it fills.
    pub store: KeyStore,
    /// The limits whose alerts are shown, at most one of each kind, in the order of [`LIMITS`].
    pub limits: Vec<Limit>,
    /// The user's texts for parameters of the COW device, by name.
    pub device: Vec<(&'static str, String)>,
    /// The parameter that is solved for.
    pub solve: Option<FitParameter>,
}

impl Default for MonitoringAddress {
    fn default() -> MonitoringAddress {
        MonitoringAddress {
            demo: false,
            window: WindowWidth::STANDARD,
            link: None,
            shown_s: None,
            horizon_min: 24 * 60,
            store: STORE,
            limits: Vec::new(),
            device: Vec::new(),
            solve: None,
        }
    }
}

impl MonitoringAddress {
    /// The COW device of a link, with what was typed for it in place.
    pub fn device(&self, of_link: &Parameters) -> Parameters {
        let mut device = *of_link;
        for (name, typed) in &self.device {
            if let Some(parameter) = DeviceParameter::named(name) {
                // An address is read only with values that can be set.
                let _ = parameter.type_in(&mut device, typed);
            }
        }
        device
    }

    /// The limit of this kind, as it is typed.
    pub fn limit(&self, kind: &LimitKind) -> Option<String> {
        self.limits.iter().find_map(|limit| (kind.written)(*limit))
    }

    /// Sets the limit of this kind; `None` removes it.
    pub fn set_limit(&mut self, kind: &LimitKind, limit: Option<Limit>) {
        self.limits.retain(|known| (kind.written)(*known).is_none());
        self.limits.extend(limit);
        self.limits.sort_by_key(|limit| LIMITS.iter().position(|kind| (kind.written)(*limit).is_some()));
    }

    /// Sets a parameter of the device; nothing gives it back to the link.
    pub fn set_device(&mut self, name: &'static str, typed: Option<String>) {
        self.device.retain(|(known, _)| *known != name);
        self.device.extend(typed.map(|typed| (name, typed)));
        self.device.sort_by_key(|(name, _)| DEVICE.iter().position(|parameter| parameter.name == *name));
    }
}

/// The fragment of an address that shows the workspace so.
///
/// ```
/// use view::monitoring_address::{MonitoringAddress, read_monitoring_address, write_monitoring_address};
/// let address = MonitoringAddress { demo: true, link: Some("3".to_owned()), ..MonitoringAddress::default() };
/// let text = write_monitoring_address(&address);
/// assert_eq!(text, "monitoring&v=1&demo=1&link=3");
/// assert_eq!(read_monitoring_address(&text), (address, vec![]));
/// ```
pub fn write_monitoring_address(address: &MonitoringAddress) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("v", VERSION);
    let usual = MonitoringAddress::default();
    if address.demo {
        query.append_pair("demo", "1");
    }
    if address.window != usual.window {
        query.append_pair("window", &address.window.minutes().to_string());
    }
    if let Some(link) = &address.link {
        query.append_pair("link", link);
    }
    if let Some((from, to)) = address.shown_s {
        query.append_pair("from", &from.to_string()).append_pair("to", &to.to_string());
    }
    if let Some(solve) = address.solve {
        query.append_pair("solve", solve.name());
    }
    if address.horizon_min != usual.horizon_min {
        query.append_pair("horizon", &address.horizon_min.to_string());
    }
    let KeyStore { size_bits, fill_bits, consumption, confidence } = address.store;
    if (KeyStore { confidence: usual.store.confidence, ..address.store }) != usual.store {
        query.append_pair("store", &size_bits.to_string()).append_pair("fill", &fill_bits.to_string());
        match consumption {
            Consumption::Aes256 { every_s, tunnels } => {
                query.append_pair("rekey", &every_s.to_string()).append_pair("tunnels", &tunnels.to_string());
            }
            Consumption::OneTimePad { bit_s } => {
                query.append_pair("pad", &bit_s.to_string());
            }
        }
    }
    if confidence != usual.store.confidence {
        query.append_pair("confidence", &confidence.to_string());
    }
    for kind in &LIMITS {
        if let Some(written) = address.limit(kind) {
            query.append_pair(kind.name, &written);
        }
    }
    for (name, typed) in &address.device {
        query.append_pair(name, typed);
    }
    let text = fragment::written(query.finish());
    if text == "v=1" { NAME.to_owned() } else { format!("{NAME}&{text}") }
}

/// The state in an address, and a sentence about each part that was ignored or mended.
pub fn read_monitoring_address(text: &str) -> (MonitoringAddress, Vec<String>) {
    let (text, mended) = fragment::mend(text);
    let (address, notices) = read(text.strip_prefix(NAME).unwrap_or(&text).trim_start_matches('&'), mended);
    (address, notices.iter().map(|notice| format!("{notice}.")).collect())
}

fn read(fragment: &str, mut notices: Vec<Notice>) -> (MonitoringAddress, Vec<Notice>) {
    let mut address = MonitoringAddress::default();
    let pairs = match fragment::pairs(fragment, &[], &mut notices) {
        Ok(pairs) => pairs,
        Err(too_long) => return (address, vec![too_long]),
    };
    let (mut from, mut to) = (None, None);
    let Consumption::Aes256 { every_s: mut rekey, mut tunnels } = STORE.consumption else { return (address, notices) };
    for (name, written) in pairs {
        let value = written.trim();
        let read = match name.as_ref() {
            "v" => {
                if value == VERSION {
                    Ok(())
                } else {
                    Err("not a version known here; its parts are read as far as possible")
                }
            }
            "demo" => put(&mut address.demo, (value == "1").then_some(true), "not 1"),
            "window" => {
                let window = value.parse().ok().and_then(|minutes: u32| minutes.try_into().ok());
                put(&mut address.window, window, "not a whole number of minutes from 1 to 1440")
            }
            // A name is taken as it is, whatever it ends with.
            "link" => put(&mut address.link, (!value.is_empty()).then(|| Some(written.to_string())), "no name"),
            "from" => put(&mut from, value.parse().ok().map(Some), SECONDS),
            "to" => put(&mut to, value.parse().ok().map(Some), SECONDS),
            "horizon" => {
                let horizon = value.parse().ok().filter(|min| HORIZONS_MIN.contains(min));
                put(&mut address.horizon_min, horizon, "not one of the horizons that can be chosen, min")
            }
            "store" => put(&mut address.store.size_bits, positive(value), BITS),
            "fill" => {
                let bits = value.parse().ok().filter(|bits| (0.0..=LARGEST_STORE).contains(bits));
                put(&mut address.store.fill_bits, bits, BITS)
            }
            "rekey" => put(&mut rekey, positive(value), "not a number of seconds above 0"),
            "tunnels" => put(&mut tunnels, value.parse().ok().filter(|n| *n > 0), "not a whole number above 0"),
            "pad" => {
                let consumption = positive(value).map(|bit_s| Consumption::OneTimePad { bit_s });
                put(&mut address.store.consumption, consumption, "not a number of bit/s above 0")
            }
            "confidence" => {
                let confidence = value.parse().ok().filter(|share| CONFIDENCES.contains(share));
                put(&mut address.store.confidence, confidence, "not a probability from 0.5 to 0.995")
            }
            "solve" => {
                let parameter = FitParameter::ALL.into_iter().find(|parameter| parameter.name() == value);
                put(&mut address.solve, parameter.map(Some), "not a parameter that the model can be solved for")
            }
            name => {
                if let Some(kind) = LIMITS.iter().find(|kind| kind.name == name) {
                    match (kind.read)(value) {
                        Ok(limit) => address.set_limit(kind, Some(limit)),
                        Err(problem) => notices.push(Notice::new(&format!("{name}={value}"), problem)),
                    }
                    continue;
                }
                if let Err(problem) = read_device(&mut address, name, value) {
                    notices.push(Notice::new(&format!("{name}={value}"), problem));
                }
                continue;
            }
        };
        if let Err(reason) = read {
            notices.push(Notice::new(&format!("{name}={value}"), reason));
        }
    }
    if let Consumption::Aes256 { .. } = address.store.consumption {
        address.store.consumption = Consumption::Aes256 { every_s: rekey, tunnels };
    }
    address.shown_s = from.zip(to).filter(|(from, to)| from < to);
    if address.shown_s.is_none() && (from.is_some() || to.is_some()) {
        notices.push(Notice::new("from and to", "an interval of time needs both, the earlier one first"));
    }
    (address, notices)
}

const SECONDS: &str = "not a whole number of seconds";
const BITS: &str = "not a number of bits from 0 to 1e18";

fn read_device(address: &mut MonitoringAddress, name: &str, value: &str) -> Result<(), String> {
    let parameter = DeviceParameter::named(name).ok_or("there is no such setting")?;
    parameter.type_in(&mut Parameters::default(), value).map_err(|problem| problem.to_string())?;
    address.set_device(parameter.name, Some(value.to_owned()));
    Ok(())
}

fn positive(text: &str) -> Option<f64> {
    text.parse().ok().filter(|x: &f64| *x > 0.0 && *x <= LARGEST_STORE)
}

fn put<T>(place: &mut T, value: Option<T>, or: &'static str) -> Result<(), &'static str> {
    value.map(|value| *place = value).ok_or(or)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unusable_parts_are_reported() {
        let messages = |text: &str| read_monitoring_address(text).1;
        insta::assert_debug_snapshot!(
            [
                "monitoring&v=2",
                "monitoring&window=0",
                "monitoring&window=ten&link=",
                "monitoring&link=1&link=2",
                "monitoring&link=1&link=2&window=7&window=8&demo=yes",
                "monitoring&from=5",
                "monitoring&from=9&to=5",
                "monitoring&efficiency=120%25&solve=all",
                "monitoring&colour=blue&<b>=1",
                "monitoring&store=-5&horizon=7&tunnels=0",
                "monitoring&confidence=2&qber_above=70%25&dry_within=soon",
            ]
            .map(|text| (text, messages(text)))
        );
        assert_eq!(messages(&format!("monitoring&link={}", "x".repeat(fragment::MAX_LENGTH))).len(), 1);
    }

    proptest! {
        #[test]
        fn an_address_is_read_back(
            demo: bool, window in 1u32..1441, link in proptest::option::of("[^ \\p{C}]{1,20}"), times in proptest::option::of((0i64..9e9 as i64, 1i64..9e6 as i64)),
            efficiency in proptest::option::of(1u32..100), tunnels in 1u32..100, pad: bool, hours in proptest::option::of(1u32..25),
        ) {
            let consumption = match pad {
                true => Consumption::OneTimePad { bit_s: 1e3 * f64::from(tunnels) },
                false => Consumption::Aes256 { every_s: 0.5, tunnels },
            };
            let mut address = MonitoringAddress {
                demo, window: window.try_into().unwrap(), link,
                shown_s: times.map(|(from, length)| (from, from + length)), solve: Some(FitParameter::BobLoss), device: vec![],
                horizon_min: 360, store: KeyStore { size_bits: 1e6 * f64::from(window), fill_bits: 0.0, consumption, confidence: 0.5 + f64::from(tunnels) / 250.0 },
                limits: vec![],
            };
            address.set_limit(&LIMITS[3], hours.map(|hours| Limit::DryWithin(60.0 * f64::from(hours))));
            address.set_limit(&LIMITS[1], hours.map(|hours| Limit::QberAbove(0.01 * f64::from(hours))));
            address.set_device("efficiency", efficiency.map(|e| format!("{e} %")));
            prop_assert_eq!(read_monitoring_address(&write_monitoring_address(&address)), (address, vec![]));
        }

        #[test]
        fn no_text_is_too_much(text in "(?s).{0,200}") {
            let (address, _) = read_monitoring_address(&text);
            let again = write_monitoring_address(&address);
            prop_assert_eq!(read_monitoring_address(&again), (address, vec![]));
        }
    }
}
