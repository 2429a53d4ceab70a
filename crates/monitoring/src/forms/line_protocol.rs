//! InfluxDB's line protocol: `qkd,link=vienna-graz qber=0.021,skr=1840i 1709546400000000000`.
//!
//! Source: <https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/>.

use super::Told;
use super::records::Pair;
use std::borrow::Cow;

/// Name of the column of measurements, as in annotated CSV.
pub(super) const MEASUREMENT: &str = "_measurement";
/// Name of the column of times.
pub(super) const TIME: &str = "_time";

/// A point: the measurement, the tags, the fields, the time.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Point<'a>(Vec<(Cow<'a, str>, Told, Cow<'a, str>)>);

impl Point<'_> {
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.0.iter().map(|(name, told, value)| (name.as_ref(), *told, value.as_ref()))
    }
}

/// Reads a line; nothing if it is none of the protocol. A point without a time has an empty one.
pub(super) fn read(line: &str) -> Option<Point<'_>> {
    let (measurement, mut rest) = until(line, |c| c == ',' || c == ' ', "")?;
    if measurement.is_empty() {
        return None;
    }
    let mut pairs = vec![(Cow::Borrowed(MEASUREMENT), Told::Tag, plain(measurement))];
    while let Some(tags) = rest.strip_prefix(',') {
        let (key, after) = until(tags, |c| matches!(c, '=' | ',' | ' '), "=")?;
        let (value, after) = until(after.strip_prefix('=')?, |c| c == ',' || c == ' ', "")?;
        if key.is_empty() || value.is_empty() {
            return None;
        }
        pairs.push((plain(key), Told::Tag, plain(value)));
        rest = after;
    }
    rest = rest.strip_prefix(' ')?.trim_start_matches(' ');
    let tags = pairs.len();
    loop {
        let (key, after) = until(rest, |c| matches!(c, '=' | ',' | ' '), "=")?;
        let (value, after) = value(after.strip_prefix('=')?)?;
        if key.is_empty() {
            return None;
        }
        let mut key = plain(key);
        // What InfluxDB does too, where a tag and a field have the same name.
        if pairs[..tags].iter().any(|(tag, ..)| *tag == key) {
            key = Cow::Owned(format!("{key}_1"));
        }
        pairs.push((key, Told::Nothing, value));
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => {
                rest = after;
                break;
            }
        }
    }
    let time = rest.trim_matches(' ');
    if !(rest.is_empty() || rest.starts_with(' ')) || !is_time(time) {
        return None;
    }
    pairs.insert(1, (Cow::Borrowed(TIME), Told::Time, Cow::Borrowed(time)));
    Some(Point(pairs))
}

fn is_time(text: &str) -> bool {
    text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit()) && text != "-"
}

/// A text up to the first of some signs that no backslash precedes, and the rest from it on; `wanted` must come.
fn until<'a>(text: &'a str, ends: impl Fn(char) -> bool, wanted: &str) -> Option<(&'a str, &'a str)> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && ends(c) {
            return Some(text.split_at(at));
        }
        escaped = c == '\\' && !escaped;
    }
    wanted.is_empty().then_some((text, ""))
}

/// A text without the backslashes before commas, equals signs and spaces.
fn plain(text: &str) -> Cow<'_, str> {
    without_backslashes(text, |c| matches!(c, ',' | '=' | ' '))
}

fn without_backslashes(text: &str, escapes: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let (mut out, mut letters) = (String::with_capacity(text.len()), text.chars().peekable());
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && escapes(*next) => {}
            _ => {
                out.push(c);
                continue;
            }
        }
        out.extend(letters.next());
    }
    Cow::Owned(out)
}

/// The value of a field, as a number or a text, and the rest behind it.
fn value(text: &str) -> Option<(Cow<'_, str>, &str)> {
    if let Some(text) = text.strip_prefix('"') {
        let mut escaped = false;
        for (at, c) in text.char_indices() {
            if c == '"' && !escaped {
                return Some((without_backslashes(&text[..at], |c| matches!(c, '"' | '\\')), &text[at + 1..]));
            }
            escaped = c == '\\' && !escaped;
        }
        return None;
    }
    let (value, rest) = text.split_at(text.find([',', ' ']).unwrap_or(text.len()));
    let whole = value.strip_suffix(['i', 'u']).filter(|whole| whole.parse::<i128>().is_ok());
    let truth = || matches!(value, "t" | "T" | "true" | "True" | "TRUE" | "f" | "F" | "false" | "False" | "FALSE");
    let number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite);
    match whole {
        Some(whole) => Some((Cow::Borrowed(whole), rest)),
        None if number(value) || truth() => Some((Cow::Borrowed(value), rest)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(line: &str) -> Option<String> {
        let point = read(line)?;
        Some(point.pairs().map(|(name, _, value)| format!("{name}={value}")).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn points_of_all_kinds() {
        let table = [
            ("qkd qber=0.021", "_measurement=qkd|_time=|qber=0.021"),
            (
                "qkd,link=vienna-graz qber=0.021,skr=1840i 1709546400000000000",
                "_measurement=qkd|_time=1709546400000000000|link=vienna-graz|qber=0.021|skr=1840",
            ),
            // The examples of the reference: spaces, commas and equals signs behind backslashes, quotation marks in texts.
            (
                r#"my\ Measurement,tag\ Key\,1=tag\=Value field\ Key="string \"value\"" 15"#,
                r#"_measurement=my Measurement|_time=15|tag Key,1=tag=Value|field Key=string "value""#,
            ),
            (r#"m text="a b, c=d",on=true,n=3u -5"#, "_measurement=m|_time=-5|text=a b, c=d|on=true|n=3"),
            (r"path,at=C:\temp v=1e3", r"_measurement=path|_time=|at=C:\temp|v=1e3"),
            ("m,link=a link=2", "_measurement=m|_time=|link=a|link_1=2"),
        ];
        for (line, expected) in table {
            assert_eq!(point(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for line in [
            "",
            "time,qber,skr",
            "2024-03-04 10:00:00,0.020,1800",
            "qkd",
            "qkd,link=a",
            "qkd,link qber=1",
            "qkd qber",
            "qkd qber=",
            "qkd qber=abc",
            "qkd qber=0.1,",
            "qkd qber=0.1 now",
            "qkd qber=\"open",
            "qkd qber=0.1 12 13",
            "qkd qber=inf",
            ",link=a qber=1",
            "key rate = 5",
        ] {
            assert_eq!(point(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_point_reads_back(names in prop::collection::vec("[a-zA-Z ,=ü]{1,8}", 3), value in -1e9f64..1e9, time: i64) {
            let escaped: Vec<String> = names.iter().map(|n| n.replace(',', r"\,").replace('=', r"\=").replace(' ', r"\ ")).collect();
            let line = format!("{},tag={} f{}={value} {time}", escaped[0], escaped[1], escaped[2]);
            let field = format!("f{}", names[2]);
            let (value, time) = (value.to_string(), time.to_string());
            let expected: [Pair<'_>; 4] = [
                (MEASUREMENT, Told::Tag, &names[0]),
                (TIME, Told::Time, &time),
                ("tag", Told::Tag, &names[1]),
                (&field, Told::Nothing, &value),
            ];
            let point = read(&line).unwrap();
            prop_assert_eq!(point.pairs().collect::<Vec<_>>(), expected);
        }

        #[test]
        fn no_line_panics(line in "[a-z0-9\\\\,= \"ü]{0,30}") {
            let _ = read(&line);
        }
    }
}
