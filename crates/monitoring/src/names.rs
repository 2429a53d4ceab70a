//! Parameter, unit and link from the name of a file or of a column.

use super::parameter::{FileUnit, Parameter};
use super::units::{WrittenUnit, unit_in_name};

/// The meaning of a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recognised {
    /// The parameter.
    pub parameter: Option<Parameter>,
    /// The unit.
    pub unit: Option<FileUnit>,
    /// The link: `3` for `link3`.
    pub link: Option<String>,
}

/// Words for the parameters; longer phrases come before those that they contain.
const PHRASES: [(&[&str], Parameter); 20] = [
    (&["secret", "key", "rate"], Parameter::KeyRate),
    (&["secure", "key", "rate"], Parameter::KeyRate),
    (&["key", "generation", "rate"], Parameter::KeyRate),
    (&["secret", "bit", "rate"], Parameter::KeyRate),
    (&["secure", "bit", "rate"], Parameter::KeyRate),
    (&["key", "rate"], Parameter::KeyRate),
    (&["keyrate"], Parameter::KeyRate),
    (&["secretkeyrate"], Parameter::KeyRate),
    (&["securekeyrate"], Parameter::KeyRate),
    (&["schlüsselrate"], Parameter::KeyRate),
    (&["skr"], Parameter::KeyRate),
    (&["quantum", "bit", "error", "rate"], Parameter::Qber),
    (&["bit", "error", "rate"], Parameter::Qber),
    (&["bitfehlerrate"], Parameter::Qber),
    (&["qber"], Parameter::Qber),
    (&["visibility"], Parameter::Visibility),
    (&["sichtbarkeit"], Parameter::Visibility),
    (&["laser", "power"], Parameter::LaserPower),
    (&["laserpower"], Parameter::LaserPower),
    (&["vis"], Parameter::Visibility),
];

/// Words in the name of a file that turn a parameter into another quantity: its uncertainty, a bound, a rate per pulse or before
/// post-processing. Others, such as `bad` or `set`, may say anything of a file.
const OF_A_FILE: [&str; 19] = [
    "err",
    "error",
    "errors",
    "std",
    "stddev",
    "stdev",
    "sigma",
    "unc",
    "uncertainty",
    "minimum",
    "maximum",
    "max",
    "limit",
    "threshold",
    "pulse",
    "sifted",
    "raw",
    "theta",
    "count",
];

/// Words in the name of a column that do: a flag, a bound, an uncertainty, a rate per pulse or before post-processing.
const OTHERWISE: [&str; 72] = [
    "err",
    "error",
    "errors",
    "std",
    "stddev",
    "stdev",
    "sd",
    "sigma",
    "unc",
    "uncertainty",
    "variance",
    "var",
    "minimum",
    "maximum",
    "max",
    "min",
    "limit",
    "limits",
    "threshold",
    "thresholds",
    "target",
    "targets",
    "setpoint",
    "set",
    "goal",
    "nominal",
    "expected",
    "reference",
    "ref",
    "lower",
    "upper",
    "low",
    "high",
    "bound",
    "pulse",
    "sifted",
    "raw",
    "theta",
    "count",
    "counts",
    "counter",
    "number",
    "samples",
    "n",
    "flag",
    "flags",
    "alarm",
    "alarms",
    "alert",
    "alerts",
    "warning",
    "warnings",
    "state",
    "states",
    "status",
    "valid",
    "invalid",
    "ok",
    "good",
    "bad",
    "enabled",
    "active",
    "trend",
    "quality",
    "level",
    "age",
    "delta",
    "diff",
    "difference",
    "change",
    "percentile",
    "unit",
];

/// Words that say how a value was made: as good as the bare name, or better.
const MEANS: [&str; 6] = ["value", "values", "mean", "avg", "average", "averaged"];
/// Words of a value that is one of several kinds; they do not name a link.
const QUALIFIERS: [&str; 18] = [
    "filtered",
    "smoothed",
    "median",
    "current",
    "last",
    "latest",
    "estimated",
    "est",
    "corrected",
    "instantaneous",
    "inst",
    "total",
    "net",
    "rolling",
    "moving",
    "measured",
    "calculated",
    "data",
];

/// Words for units and file formats, which do not name a link.
const DECORATION: [&str; 39] = [
    "gbit", "gbps", "percent", "pct", "kbit", "kbits", "kbps", "mbit", "mbits", "mbps", "bit", "bits", "bps", "s",
    "sec", "per", "ratio", "au", "data", "export", "csv", "gz", "txt", "tsv", "jsonl", "ndjson", "lp", "xlsx", "xlsm",
    "xls", "values", "value", "measured", "mean", "avg", "filtered", "min", "kb", "mb",
];

/// Words for one of two bases; the key is generated in the first.
const BASES: [&str; 10] = ["key", "basis", "z", "signal", "check", "x", "phase", "diag", "diagonal", "parity"];
/// Words for the other one.
const CHECK_BASES: [&str; 6] = ["check", "x", "phase", "diag", "diagonal", "parity"];

/// A word of a name, with its place.
#[derive(Debug)]
struct Word {
    text: String,
    start: usize,
    end: usize,
    used: bool,
}

/// Parameter, unit and link from the name of a file (without its folder) or of a column.
///
/// ```
/// use monitoring::{Parameter, FileUnit, recognise};
/// let known = recognise("link3_qber_percent.csv");
/// assert_eq!((known.parameter, known.link.as_deref()), (Some(Parameter::Qber), Some("3")));
/// assert_eq!(known.unit, Some(FileUnit::Percent));
/// assert_eq!(recognise("skr_per_pulse").parameter, None);
/// ```
pub fn recognise(name: &str) -> Recognised {
    let mut words = words(name);
    let parameter = take_parameter(&mut words);
    let unit = unit(name, &words);
    for word in &mut words {
        word.used |= DECORATION.contains(&word.text.as_str());
    }
    take_durations(&mut words);
    take_dates(&mut words);
    Recognised { parameter, unit, link: link(name, &words) }
}

/// The parameter of a name; marks its words as used.
fn take_parameter(words: &mut [Word]) -> Option<Parameter> {
    match parameter_of(words, &OF_A_FILE) {
        (Some(parameter), false) => Some(parameter),
        _ => None,
    }
}

/// The parameter that a name contains, and whether other words make it another quantity; marks its words as used.
fn parameter_of(words: &mut [Word], others: &[&str]) -> (Option<Parameter>, bool) {
    let Some(parameter) = phrase_of(words) else { return (None, false) };
    let duration = |i: usize| i > 0 && words[i].text == "min" && words[i - 1].text.bytes().all(|b| b.is_ascii_digit());
    let otherwise = |(i, word): (usize, &Word)| !word.used && others.contains(&word.text.as_str()) && !duration(i);
    if words.iter().enumerate().any(otherwise) {
        return (Some(parameter), true);
    }
    if parameter != Parameter::Qber {
        return (Some(parameter), false);
    }
    let check = words.iter().any(|word| !word.used && CHECK_BASES.contains(&word.text.as_str()));
    for word in words.iter_mut().filter(|word| BASES.contains(&word.text.as_str())) {
        word.used = true;
    }
    (Some(if check { Parameter::CheckQber } else { Parameter::Qber }), false)
}

fn phrase_of(words: &mut [Word]) -> Option<Parameter> {
    let (phrase, parameter, at) = PHRASES.iter().find_map(|(phrase, parameter)| {
        let at = words.windows(phrase.len()).position(|some| some.iter().zip(*phrase).all(|(w, p)| w.text == *p))?;
        Some((phrase, *parameter, at))
    })?;
    words[at..at + phrase.len()].iter_mut().for_each(|word| word.used = true);
    Some(parameter)
}

/// What the name of a column, or of a series, says.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Named {
    /// The parameter, or that of which it is a flag, a bound or another quantity.
    pub(super) parameter: Option<Parameter>,
    /// Whether it is another quantity than the parameter.
    pub(super) otherwise: bool,
    /// The unit.
    pub(super) unit: Option<WrittenUnit>,
    /// Whether it is called a mean or a value.
    pub(super) mean: bool,
    /// Whether other words say which kind of value it is.
    pub(super) qualified: bool,
    /// Its other words, which may name a link.
    pub(super) rest: Option<String>,
    /// Whether these name one for certain: `link` stands before them, or they are a number.
    pub(super) is_link: bool,
    /// Labels in braces, `{site="Madrid"}`.
    pub(super) labels: Vec<(String, String)>,
}

/// Whether the name of a file says that it holds another quantity than a parameter, such as its uncertainty.
pub(super) fn is_other_quantity(name: &str) -> bool {
    parameter_of(&mut words(name), &OF_A_FILE).1
}

/// What the name of a column, or of a series, says.
pub(super) fn named(name: &str) -> Named {
    let (name, labels) = with_labels(name);
    let unit = unit_in_name(name);
    let (unit, bare) = match unit {
        Some((unit, at)) if !words(&name[..at]).is_empty() => (Some(unit), &name[..at]),
        _ => (None, name),
    };
    let mut words = words(bare);
    let (parameter, otherwise) = parameter_of(&mut words, &OTHERWISE);
    let (mut mean, mut qualified) = (false, false);
    for word in words.iter_mut().filter(|word| !word.used) {
        let is = |list: &[&str]| list.contains(&word.text.as_str());
        (mean, qualified) = (mean || is(&MEANS), qualified || is(&QUALIFIERS));
        word.used = is(&MEANS) || is(&QUALIFIERS) || is(&DECORATION);
    }
    take_durations(&mut words);
    take_dates(&mut words);
    let rest = link(bare, &words).filter(|rest| !rest.eq_ignore_ascii_case("qkd"));
    let has_link = words.iter().any(|word| word.text == "link");
    let is_link = rest.as_ref().is_some_and(|rest| has_link || rest.bytes().all(|b| b.is_ascii_digit()));
    Named { parameter, otherwise, unit, mean, qualified, rest, is_link, labels }
}

/// A name without its labels, and these: `qber{site="Madrid", node="A"}`.
fn with_labels(name: &str) -> (&str, Vec<(String, String)>) {
    let (Some(open), true) = (name.find('{'), name.trim_end().ends_with('}')) else { return (name, Vec::new()) };
    let inside = name[open + 1..].trim_end().trim_end_matches('}');
    (name[..open].trim_end(), pairs(inside))
}

/// Pairs such as `site="Madrid", node="A"` or `device=alice,link=brno`.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let mut quoted = false;
    let parts = text.split(|c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    let pair = |part: &str| {
        let (name, value) = part.split_once('=')?;
        Some((name.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    parts.filter_map(pair).collect()
}

fn unit(name: &str, words: &[Word]) -> Option<FileUnit> {
    let has = |texts: &[&str]| words.iter().any(|word| !word.used && texts.contains(&word.text.as_str()));
    match () {
        () if unit_in_name(name).is_some() => match unit_in_name(name) {
            Some((WrittenUnit::Known(unit), _)) => Some(unit),
            _ => None,
        },
        () if name.contains('%') || has(&["percent", "pct"]) => Some(FileUnit::Percent),
        () if has(&["kbit", "kbits", "kbps", "kb"]) => Some(FileUnit::Kilobit),
        () if has(&["mbit", "mbits", "mbps", "mb"]) => Some(FileUnit::Megabit),
        () if has(&["bit", "bits", "bps", "ratio"]) => Some(FileUnit::Plain),
        () => None,
    }
}

/// Marks durations as used: `10min` is the window of an average.
fn take_durations(words: &mut [Word]) {
    for i in 1..words.len() {
        let number = words[i - 1].text.bytes().all(|b| b.is_ascii_digit());
        words[i - 1].used |= number && matches!(words[i].text.as_str(), "min" | "sec");
    }
}

/// Marks dates and times as used: `2023-11-29`, `20231129` and numbers after them belong to the export, not to the link.
fn take_dates(words: &mut [Word]) {
    let mut in_date = false;
    for word in words {
        let number = word.text.bytes().all(|b| b.is_ascii_digit());
        let year = number && (word.text.len() == 4 || word.text.len() == 8) && word.text.starts_with("20");
        in_date = year || (in_date && number && word.text.len() <= 6);
        word.used |= in_date;
    }
}

/// The words after `link`, or else the first run of unused words.
fn link(name: &str, words: &[Word]) -> Option<String> {
    let free: Vec<&Word> = words.iter().filter(|word| !word.used).collect();
    let behind = free.windows(2).find(|pair| pair[0].text == "link").map(|pair| pair[1].start);
    let start = behind.or_else(|| Some(free.first()?.start))?;
    let mut run = words.iter().skip_while(|word| word.start < start).take_while(|word| !word.used);
    let end = run.by_ref().last()?.end;
    let link = name.get(start..end)?;
    (!link.eq_ignore_ascii_case("link")).then(|| link.to_owned())
}

/// The words of a name: split at punctuation, between letters and digits, and before a capital that follows a lower-case letter.
fn words(name: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<char> = None;
    for (start, c) in name.char_indices() {
        let joins = before.is_some_and(|b| {
            (b.is_alphabetic() && c.is_alphabetic() && !(b.is_lowercase() && c.is_uppercase()))
                || (b.is_numeric() && c.is_numeric())
        });
        let end = start + c.len_utf8();
        match words.last_mut() {
            Some(word) if joins => {
                word.text.extend(c.to_lowercase());
                word.end = end;
            }
            _ if c.is_alphanumeric() => words.push(Word { text: c.to_lowercase().collect(), start, end, used: false }),
            _ => {}
        }
        before = c.is_alphanumeric().then_some(c);
    }
    words
}

/// The name of the table of links.
pub const LINKS_FILE: &str = "links.csv";

/// How names of files with measurements end; `.gz` may follow.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".lp", ".xlsx", ".xlsm"];
/// Old workbooks, which are read no further than to say what to save them as.
const OLD_WORKBOOK: &str = ".xls";

/// Whether a file of this name may contain measurements.
pub fn is_measurement(name: &str) -> bool {
    let lower = name.to_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    name != LINKS_FILE && ENDINGS.iter().chain([&OLD_WORKBOOK]).any(|end| plain.ends_with(end))
}

/// How names of files with measurements end, in words.
pub fn endings() -> String {
    let [all @ .., last] = ENDINGS;
    format!("{} or {last}", all.join(", "))
}

/// A name that identifies the link: with the folder, where the name of the file alone does not.
///
/// ```
/// use monitoring::with_folder;
/// assert_eq!(with_folder("link3", "qber.csv"), "link3/qber.csv");
/// assert_eq!(with_folder("monday", "link3_qber.csv"), "link3_qber.csv");
/// ```
pub fn with_folder(folder: &str, name: &str) -> String {
    if recognise(name).link.is_none() && !folder.is_empty() { format!("{folder}/{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Row = (&'static str, Option<Parameter>, Option<FileUnit>, Option<&'static str>);

    #[test]
    fn files_that_are_read_by_their_endings() {
        for name in ["a.csv", "A.CSV.GZ", "a.lp", "a.xlsx", "a.xlsm", "old.xls"] {
            assert!(is_measurement(name), "{name}");
        }
        for name in [LINKS_FILE, "notes.md", "a.xlsx.txt.zip", "csv"] {
            assert!(!is_measurement(name), "{name}");
        }
        assert_eq!(endings(), ".csv, .tsv, .txt, .jsonl, .ndjson, .lp, .xlsx or .xlsm");
    }

    #[test]
    fn names_of_all_kinds() {
        let table: [Row; 25] = [
            ("link3_qber.csv", Some(Parameter::Qber), None, Some("3")),
            ("link1_key_rate.csv.gz", Some(Parameter::KeyRate), None, Some("1")),
            ("Link_2_laserPower", Some(Parameter::LaserPower), None, Some("2")),
            ("poznan-warsaw_qber.csv", Some(Parameter::Qber), None, Some("poznan-warsaw")),
            ("SKR", Some(Parameter::KeyRate), None, None),
            ("skr_kbps", Some(Parameter::KeyRate), Some(FileUnit::Kilobit), None),
            ("key_rate_bit_s", Some(Parameter::KeyRate), Some(FileUnit::Plain), None),
            ("Key Rate (kb/s)", Some(Parameter::KeyRate), Some(FileUnit::Kilobit), None),
            ("keyRate [Mbit/s]", Some(Parameter::KeyRate), Some(FileUnit::Megabit), None),
            ("QBER (%)", Some(Parameter::Qber), Some(FileUnit::Percent), None),
            ("Quantum Bit Error Rate", Some(Parameter::Qber), None, None),
            ("qber_key_basis", Some(Parameter::Qber), None, None),
            ("qber_check_basis", Some(Parameter::CheckQber), None, None),
            ("qber_x", Some(Parameter::CheckQber), None, None),
            ("qber_key_err", None, None, Some("key_err")),
            ("skr_per_pulse_as_plotted", None, None, Some("pulse_as_plotted")),
            ("visibility_2", Some(Parameter::Visibility), None, Some("2")),
            ("link3_qber_2023-11-29.csv", Some(Parameter::Qber), None, Some("3")),
            ("20231129_185000_link4_skr", Some(Parameter::KeyRate), None, Some("4")),
            ("qber_10min.csv", Some(Parameter::Qber), None, None),
            ("visibility_std", None, None, Some("std")),
            ("provision", None, None, Some("provision")),
            ("QKD3 alice SKR", Some(Parameter::KeyRate), None, Some("QKD3 alice")),
            ("", None, None, None),
            ("link", None, None, None),
        ];
        for (name, parameter, unit, link) in table {
            let link = link.map(str::to_owned);
            assert_eq!(recognise(name), Recognised { parameter, unit, link }, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_panics(name in "\\PC{0,40}") {
            recognise(&name);
        }
    }
}
