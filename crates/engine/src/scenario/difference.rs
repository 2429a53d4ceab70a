//! Differences between links, as the controls name and write them.

use super::channels::Channels;
use super::params::Key;
use super::settings::Settings;
use super::value::Value;
use crate::link::channel_plan::write_channels;
use numbers::quantity::{Unit, format_decibels};

/// A parameter in which links differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its name on the page.
    pub label: &'static str,
    /// Its symbol in the paper; `_` starts a subscript.
    pub symbol: &'static str,
    /// Its value in every link, in their order; none where it does not apply.
    pub values: Vec<Option<String>>,
}

/// Differences between these links: first the classical channels by wavelength, if any link has them, then the parameters in the
/// order of the table. A parameter that counts in some of them only is left out as long as it has its default there: the
/// parameter that decides whether it counts says it all. The isolations are one row where both directions have the same.
///
/// ```
/// use engine::scenario::differences;
/// use engine::scenario::Settings;
/// let span = |link| Settings::from_query(link).0;
/// let (a, b) = (span("bitrate=50G"), span("bitrate=1G&key=finite"));
/// let rows: Vec<_> = differences(&[&a, &b]).into_iter().map(|row| (row.label, row.values)).collect();
/// assert_eq!(rows[0], ("Bit rate", vec![Some("50 Gbit/s".to_owned()), Some("1 Gbit/s".to_owned())]));
/// assert_eq!(rows[1], ("Key size", vec![Some("Asymptotic".to_owned()), Some("Finite".to_owned())]));
/// assert_eq!(rows.len(), 2);
/// ```
pub fn differences(spans: &[&Settings]) -> Vec<Difference> {
    let one_isolation = spans.iter().all(|span| span.value(Key::IsoFor) == span.value(Key::IsoBack));
    let mut rows: Vec<Difference> = of_channels(spans).into_iter().collect();
    for key in Key::all().filter(|key| !(one_isolation && *key == Key::IsoBack)) {
        let values: Vec<Option<Value>> = spans.iter().map(|span| span.applies(key).then(|| span.value(key))).collect();
        if differ(key, spans, &values) {
            let param = key.param();
            let both = one_isolation && key == Key::IsoFor;
            let (label, symbol) = if both { ("Isolation", "ζ") } else { (param.label, param.symbol) };
            let values = values.into_iter().map(|value| value.map(|value| text(key, value))).collect();
            rows.push(Difference { label, symbol, values });
        }
    }
    rows
}

fn differ(key: Key, spans: &[&Settings], values: &[Option<Value>]) -> bool {
    let mut known = values.iter().flatten();
    let first = known.next();
    let apart = known.any(|value| Some(value) != first);
    let some_only = values.iter().any(Option::is_none);
    let set = || spans.iter().zip(values).any(|(span, value)| value.is_some_and(|value| value != span.default_of(key)));
    apart || (some_only && set())
}

fn text(key: Key, value: Value) -> String {
    match (value, key.param().unit) {
        (Value::Number(x), Unit::Isolation) => format!("{} ({})", value.label(key), format_decibels(x)),
        _ => value.label(key),
    }
}

fn of_channels(spans: &[&Settings]) -> Option<Difference> {
    let first = spans.first()?.channels();
    let values = || spans.iter().map(|span| Some(span.channels().map_or_else(|| ALIKE.to_owned(), channels_text)));
    let differ = spans.iter().any(|span| span.channels() != first);
    differ.then(|| Difference { label: "Classical channels", symbol: "", values: values().collect() })
}

/// The two signals of the paper.
const ALIKE: &str = "one each way, alike";
/// More channels are counted, not listed.
const LISTED: usize = 4;

fn channels_text(channels: &Channels) -> String {
    let all = channels.channels();
    let list =
        if all.len() <= LISTED { write_channels(all).replace(',', ", ") } else { format!("{} channels", all.len()) };
    let grid = format!("quantum {:.2} nm, {} GHz grid", channels.quantum().nm(), channels.spacing().ghz());
    let fibre = if channels.is_measured() { ", measured fibre" } else { "" };
    let list = if all.is_empty() { "none".to_owned() } else { list };
    format!("{list}; {grid}{fibre}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Settings;

    fn table(links: &[&str]) -> String {
        let spans: Vec<Settings> = links.iter().map(|link| Settings::from_query(link).0).collect();
        let rows = differences(&spans.iter().collect::<Vec<_>>());
        let row = |row: &Difference| {
            let values: Vec<&str> = row.values.iter().map(|value| value.as_deref().unwrap_or("–")).collect();
            format!("{} {}: {}", row.label, row.symbol, values.join(" | "))
        };
        rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn equal_spans_differ_in_nothing() {
        assert_eq!(table(&["dark=500", "dark=0.5k"]), "");
        assert_eq!(table(&["dark=500"]), "");
        assert_eq!(table(&[]), "");
        // In the O band and with other detectors the defaults are others, and those who look must see it.
        assert!(table(&["", "band=O"]).contains("Fibre loss α: 0.2 dB/km | 0.35 dB/km"));
    }

    #[test]
    fn differences_are_written_like_the_controls() {
        insta::assert_snapshot!(
            [
                table(&["", "detector=snspd", "detector=snspd&dark=50"]),
                table(&["iso_for=1e-9&iso_back=1e-9", "iso_for=0&iso_back=0"]),
                table(&["iso_for=1e-9", "window=300ps", "window=optimal&bandwidth=1e11"]),
                table(&["key=finite&events=1e7", "", "key=finite&source=wcp&analysis=two_decoy"]),
                table(&["channels=C32f10G,C31b10G&quantum=C34", "bitrate=50G", "channels=&fibre=measured"]),
                table(&["band=O&channels=C20f10G,C21f10G,C22f10G,C23f10G,C24f10G&quantum=1310&spacing=200", "band=O"]),
            ]
            .join("\n\n")
        );
    }
}
