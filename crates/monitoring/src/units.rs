//! Units as files write them: in the name of a column, in a row of units, behind a number.

use super::parameter::{FileUnit, Parameter};

/// A unit as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WrittenUnit {
    /// One that is read.
    Known(FileUnit),
    /// Bit a pulse, of which a rate follows only with the clock.
    PerPulse,
    /// One that is not known.
    Unknown(String),
}

impl WrittenUnit {
    /// Whether values of this parameter can be in this unit. The power of a laser may be in any.
    pub(super) fn suits(&self, parameter: Parameter) -> bool {
        match self {
            WrittenUnit::Known(unit) => unit.suits(parameter),
            WrittenUnit::PerPulse => parameter == Parameter::KeyRate,
            WrittenUnit::Unknown(_) => parameter == Parameter::LaserPower,
        }
    }
}

/// The unit of this text, if it is a known one.
pub(super) fn read_unit(text: &str) -> Option<WrittenUnit> {
    let text = text.trim();
    // A byte has a capital B; b is a bit.
    if let Some(before) = ["B/s", "Bps"].iter().find_map(|end| text.strip_suffix(end)) {
        return Some(match before {
            "" => WrittenUnit::Known(FileUnit::Byte),
            "k" => WrittenUnit::Known(FileUnit::Kilobyte),
            _ => WrittenUnit::Unknown(text.to_owned()),
        });
    }
    let plain: String = text.to_lowercase().replace("per cent", "percent").replace('µ', "u");
    let mut words: Vec<&str> = plain.split([' ', '_', '-', '·', '*']).filter(|word| !word.is_empty()).collect();
    if let [first, "per", ..] | [first, "/", ..] = words.as_slice()
        && first.is_empty()
    {
        words.remove(0);
    }
    let mut joined = words.join(" ").replace(" per ", "/").replace(" / ", "/").replace("/ ", "/").replace(" /", "/");
    if let Some(rest) = joined.strip_prefix("per ") {
        joined = format!("1/{rest}");
    }
    let (amount, time) = match joined.split_once('/') {
        Some((amount, time)) => (amount.trim().to_owned(), Some(time.trim().to_owned())),
        None => match joined.rsplit_once(' ') {
            // `bit s`, as in `key_rate_bit_s`, and `bit s^1`.
            Some((amount, time)) => (amount.to_owned(), Some(time.to_owned())),
            None => (joined.clone(), None),
        },
    };
    let known = |unit| Some(WrittenUnit::Known(unit));
    let Some(time) = time else {
        return match amount.as_str() {
            "%" | "percent" | "pct" | "prozent" | "pourcent" => known(FileUnit::Percent),
            "bps" => known(FileUnit::Plain),
            "kbps" => known(FileUnit::Kilobit),
            "mbps" => known(FileUnit::Megabit),
            "gbps" => known(FileUnit::Gigabit),
            "1" | "ratio" | "fraction" | "dimensionless" => known(FileUnit::Plain),
            "bpp" => Some(WrittenUnit::PerPulse),
            _ => None,
        };
    };
    let time = time.trim_end_matches("^1").trim_end_matches("⁻¹");
    let time = match time {
        "s" | "sec" | "secs" | "second" | "seconds" => 's',
        "min" | "minute" | "minutes" => 'm',
        "pulse" | "pulses" => 'p',
        _ => return None,
    };
    let amount = amount.replace(' ', "");
    let size = match amount.as_str() {
        "b" | "bit" | "bits" => "bit",
        "kb" | "kbit" | "kbits" | "kilobit" | "kilobits" => "kbit",
        "mb" | "mbit" | "mbits" | "megabit" | "megabits" => "mbit",
        "gb" | "gbit" | "gbits" | "gigabit" | "gigabits" => "gbit",
        "byte" | "bytes" => "byte",
        "kbyte" | "kbytes" | "kilobyte" | "kilobytes" => "kbyte",
        "key" | "keys" => "key",
        "1" if time == 'p' => "bit",
        _ => return None,
    };
    match (size, time) {
        ("bit", 's') => known(FileUnit::Plain),
        ("kbit", 's') => known(FileUnit::Kilobit),
        ("mbit", 's') => known(FileUnit::Megabit),
        ("gbit", 's') => known(FileUnit::Gigabit),
        ("bit", 'm') => known(FileUnit::BitPerMinute),
        ("kbit", 'm') => known(FileUnit::KilobitPerMinute),
        ("byte", 's') => known(FileUnit::Byte),
        ("kbyte", 's') => known(FileUnit::Kilobyte),
        ("key", 's') => known(FileUnit::Key),
        ("key", 'm') => known(FileUnit::KeyPerMinute),
        ("bit", 'p') => Some(WrittenUnit::PerPulse),
        _ => Some(WrittenUnit::Unknown(text.to_owned())),
    }
}

/// The unit in the name of a column, with the place where its text begins: in brackets, after `in`, `/` or a comma, or as its last
/// words. A text in brackets that is no unit, such as the name of a place, is none.
pub(super) fn unit_in_name(name: &str) -> Option<(WrittenUnit, usize)> {
    if let Some((start, inside)) = bracketed(name)
        && let Some(unit) = read_unit(inside).or_else(|| unlikely(inside))
    {
        return Some((unit, start));
    }
    // After a word or a sign that says so, whether it is known or not.
    for sign in [" in ", " / ", ", "] {
        if let Some(at) = name.rfind(sign)
            && let Some(unit) = read_unit(&name[at + sign.len()..]).or_else(|| unlikely(&name[at + sign.len()..]))
        {
            return Some((unit, at));
        }
    }
    // As the last words, the longest first. A slash without spaces may also stand before a unit: `QBER/%`.
    let starts = name.char_indices().filter(|(i, c)| *i > 0 && (matches!(c, ' ' | '_' | '-' | '/') || *c == '%'));
    let starts: Vec<usize> = starts.map(|(i, _)| i).collect();
    starts.into_iter().find_map(|at| {
        let rest = name[at..].trim_start_matches([' ', '_', '-', '/']);
        let known = !rest.is_empty() && rest != "1" && rest != "b/s-";
        read_unit(rest).filter(|_| known).map(|unit| (unit, at))
    })
}

/// The text in the last pair of brackets, with the place where they open.
fn bracketed(name: &str) -> Option<(usize, &str)> {
    let [(open, _), (close, _)] = [name.rfind(['(', '['])?, name.rfind([')', ']'])?].map(|i| (i, ()));
    (open < close).then(|| (open, &name[open + 1..close]))
}

/// A text that is the sign of some unit, though of none that is read: letters with a slash, or a usual one.
fn unlikely(text: &str) -> Option<WrittenUnit> {
    const OTHERS: [&str; 22] = [
        "db", "dbm", "hz", "khz", "mhz", "ghz", "cps", "counts", "mw", "µw", "uw", "nw", "w", "v", "mv", "a", "ma",
        "°c", "k", "bit", "bits", "keys",
    ];
    let lower = text.trim().to_lowercase();
    let rate = lower.ends_with("/s")
        || lower.ends_with("/min")
        || lower.ends_with("/h")
        || lower.ends_with("ps") && lower.len() <= 5;
    (OTHERS.contains(&lower.as_str()) || rate).then(|| WrittenUnit::Unknown(text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_all_spellings() {
        use FileUnit::*;
        let known = |text: &str| match read_unit(text) {
            Some(WrittenUnit::Known(unit)) => Some(unit),
            _ => None,
        };
        for (text, unit) in [
            ("%", Percent),
            ("per cent", Percent),
            ("bit/s", Plain),
            ("b/s", Plain),
            ("bits per second", Plain),
            ("bit s", Plain),
            ("bps", Plain),
            ("kb/s", Kilobit),
            ("kbit/s", Kilobit),
            ("kbps", Kilobit),
            ("kilobits/s", Kilobit),
            ("Mbit/s", Megabit),
            ("Mbps", Megabit),
            ("Gbit/s", Gigabit),
            ("bits/min", BitPerMinute),
            ("bit per minute", BitPerMinute),
            ("kbit/min", KilobitPerMinute),
            ("keys/s", Key),
            ("keys per min", KeyPerMinute),
            ("kB/s", Kilobyte),
            ("bytes/s", Byte),
        ] {
            assert_eq!(known(text), Some(unit), "{text}");
        }
        assert_eq!(read_unit("bit/pulse"), Some(WrittenUnit::PerPulse));
        assert_eq!(read_unit("per pulse"), Some(WrittenUnit::PerPulse));
        assert_eq!(read_unit("MB/s"), Some(WrittenUnit::Unknown("MB/s".to_owned())));
        for text in ["", "s", "Vienna", "key", "rate", "min"] {
            assert_eq!(read_unit(text), None, "{text}");
        }
    }

    #[test]
    fn units_in_names() {
        let of = |name: &str| unit_in_name(name).map(|(unit, at)| (unit, name[..at].to_owned()));
        let known = |unit, name: &str| Some((WrittenUnit::Known(unit), name.to_owned()));
        assert_eq!(of("key_rate_bit_s"), known(FileUnit::Plain, "key_rate"));
        assert_eq!(of("skr_kbps"), known(FileUnit::Kilobit, "skr"));
        assert_eq!(of("Secret Key Rate (bits/min)"), known(FileUnit::BitPerMinute, "Secret Key Rate "));
        assert_eq!(of("QBER in %"), known(FileUnit::Percent, "QBER"));
        assert_eq!(of("QBER/%"), known(FileUnit::Percent, "QBER"));
        assert_eq!(of("Secure bit rate in kbit/s"), known(FileUnit::Kilobit, "Secure bit rate"));
        assert_eq!(of("skr_bpp"), Some((WrittenUnit::PerPulse, "skr".to_owned())));
        assert_eq!(of("QBER (dB)"), Some((WrittenUnit::Unknown("dB".to_owned()), "QBER ".to_owned())));
        assert_eq!(of("QBER (Vienna)"), None);
        assert_eq!(of("Quantum Bit Error Rate"), None);
    }
}
