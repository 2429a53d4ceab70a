//! `--take`: what a file or a column holds.

use super::super::commands::monitor::minutes;
use crate::mistake::{Mistake, all, both};
use clap::Args;
use monitoring::{ColumnRole, FileUnit, Hints, Parameter, TimeChoice, TimeReading, is_zone};

/// The caller's description of files and columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Takes {
    takes: Vec<Take>,
    time: Option<TimeChoice>,
    units: Vec<(String, FileUnit)>,
}

/// What a caller can say of files and columns.
#[derive(Args)]
pub(crate) struct TakeArguments {
    /// Say what a file or a column holds, such as rate=key_rate:kbit/s or "Getafe QBER=qber@Getafe"; may be repeated
    #[arg(long, value_name = "NAME=USE")]
    take: Vec<String>,
    /// Say which column has the times, how they are read and in which zone: 'Local time@Europe/Vienna', t:labview, date:day-first, or
    /// rows:10min where rows are equally spaced
    #[arg(long, value_name = "COLUMN[:READING][@ZONE]")]
    time: Option<String>,
    /// Say the unit of a column, such as skr=kbit/s or skr_bpp=bit/pulse:1.25GHz; may be repeated
    #[arg(long, value_name = "COLUMN=UNIT")]
    unit: Vec<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct Take {
    name: String,
    role: ColumnRole,
    link: Option<String>,
}

/// Readings of times, for help and messages.
const TIME_READINGS: [&str; 16] = [
    "date",
    "day-first",
    "month-first",
    "unix",
    "unix-ms",
    "unix-us",
    "unix-ns",
    "excel",
    "matlab",
    "labview",
    "elapsed-s",
    "elapsed-ms",
    "elapsed-us",
    "elapsed-min",
    "elapsed-h",
    "rows:TIME",
];

/// The uses.
fn uses() -> Vec<&'static str> {
    Parameter::ALL.into_iter().map(Parameter::name).chain(["time", "link", "unused"]).collect()
}

/// A line of the help about each use.
pub(crate) fn describe_uses() -> String {
    let names = Parameter::ALL.map(Parameter::name).join(", ");
    let units = FileUnit::ALL.map(FileUnit::name).join(", ");
    format!(
        "  {names}\n    \
           optionally followed by :UNIT ({units}) and @LINK, for a file\n  \
           time, link, unused\n    for a column\n\
         Readings of times (--time): {}\n\
         Units of columns (--unit): {units}, and bit/pulse:CLOCK\n",
        TIME_READINGS.join(", ")
    )
}

impl Takes {
    /// Reads `--take`, `--time` and `--unit`.
    ///
    /// # Errors
    /// Those that cannot be read.
    pub(crate) fn read(arguments: &TakeArguments) -> Result<Takes, Vec<Mistake>> {
        let read = |typed: &String| take(typed).ok_or_else(|| unreadable(typed));
        let takes = all(arguments.take.iter().map(read));
        let time = arguments.time.as_deref().map(time).transpose().map_err(|mistake| vec![mistake]);
        let units = all(arguments.unit.iter().map(|typed| unit(typed)));
        let ((takes, time), units) = both(both(takes, time), units)?;
        Ok(Takes { takes, time, units })
    }

    /// The description of the file of this name.
    pub(super) fn hints(&self, file: &str) -> Hints {
        let mut hints = Hints { time: self.time.clone(), units: self.units.clone(), ..Hints::default() };
        for Take { name, role, link } in &self.takes {
            match role {
                ColumnRole::Value(parameter, unit) if is_file(name, file) => {
                    (hints.parameter, hints.unit, hints.link) = (Some(*parameter), *unit, link.clone());
                }
                _ => {
                    hints.columns.push((name.clone(), role.clone()));
                    hints.links.extend(link.clone().map(|link| (name.clone(), link)));
                }
            }
        }
        hints
    }

    /// The names that neither a file nor a column has.
    pub(crate) fn missing(&self, files: &[String], columns: &[String]) -> Vec<Mistake> {
        let there = |name: &str| {
            files.iter().any(|file| is_file(name, file))
                || columns.iter().any(|column| column.eq_ignore_ascii_case(name))
        };
        let missing =
            |option: &str, name: &str| Mistake::of_option(option, name, "no file and no column has this name");
        let takes = self.takes.iter().map(|take| ("--take", take.name.as_str()));
        let time = self.time.iter().filter_map(|time| time.column.as_deref()).map(|name| ("--time", name));
        let units = self.units.iter().map(|(name, _)| ("--unit", name.as_str()));
        let all = takes.chain(time).chain(units);
        all.filter(|(_, name)| !there(name)).map(|(option, name)| missing(option, name)).collect()
    }
}

fn unreadable(typed: &str) -> Mistake {
    let form = "write COLUMN=USE or FILE=USE, such as rate=key_rate:kbit/s or export.csv=qber:percent@link3";
    Mistake::of_option("--take", typed, format_args!("{form}; a use is {}", uses().join(", ")))
}

/// `COLUMN[:READING][@ZONE]` or `rows:TIME`.
fn time(typed: &str) -> Result<TimeChoice, Mistake> {
    let wrong = |problem: &str| Mistake::of_option("--time", typed, problem);
    if let Some(step) = typed.trim().strip_prefix("rows:") {
        let seconds = step.trim().strip_suffix('s').filter(|text| !text.ends_with(char::is_alphabetic));
        let step_s = match seconds.and_then(|text| text.trim().parse::<u32>().ok()) {
            Some(seconds) => Some(seconds),
            None => minutes(step).and_then(|minutes| minutes.checked_mul(60)),
        };
        let step_s = step_s
            .filter(|step_s| *step_s > 0)
            .ok_or_else(|| wrong("write how far apart rows are, such as rows:10min"))?;
        return Ok(TimeChoice { column: None, reading: Some(TimeReading::Rows(step_s)), zone: None });
    }
    let (rest, zone) = match typed.rsplit_once('@') {
        Some((rest, zone)) if is_zone(zone) => (rest, Some(zone.trim().to_owned())),
        Some((_, zone)) => {
            return Err(wrong(&format!("no time zone is called {zone}; write one such as Europe/Vienna or +01:00")));
        }
        None => (typed, None),
    };
    let (column, reading) =
        match rest.rsplit_once(':').map(|(column, reading)| (column, TimeReading::named(reading.trim()))) {
            Some((column, Some(reading))) => (column, Some(reading)),
            _ => (rest, None),
        };
    let column = Some(column.trim().to_owned()).filter(|column| !column.is_empty());
    if column.is_none() && reading.is_none() && zone.is_none() {
        let readings = TIME_READINGS.join(", ");
        return Err(wrong(&format!("write COLUMN[:READING][@ZONE]; a reading is {readings}")));
    }
    Ok(TimeChoice { column, reading, zone })
}

/// `COLUMN=UNIT`.
fn unit(typed: &str) -> Result<(String, FileUnit), Mistake> {
    let read = || {
        let (name, unit) = typed.rsplit_once('=')?;
        Some((name.trim().to_owned(), FileUnit::named(unit)?)).filter(|(name, _)| !name.is_empty())
    };
    let units = FileUnit::ALL.map(FileUnit::name).join(", ");
    let wrong =
        format!("write COLUMN=UNIT, such as skr=kbit/s; a unit is {units}, or bit/pulse:1.25GHz with the clock rate");
    read().ok_or_else(|| Mistake::of_option("--unit", typed, wrong))
}

fn is_file(name: &str, file: &str) -> bool {
    file == name || file.rsplit('/').next() == Some(name)
}

fn take(typed: &str) -> Option<Take> {
    let (name, how) = typed.rsplit_once('=')?;
    let (how, link) = match how.split_once('@') {
        Some((how, link)) => (how, Some(link.trim().to_owned())),
        None => (how, None),
    };
    // The clock of bit/pulse stands behind a second colon.
    let (what, unit) = match how.split_once(':') {
        Some((what, unit)) => (what, Some(FileUnit::named(unit.trim())?)),
        None => (how, None),
    };
    let role = match what.trim() {
        "time" => ColumnRole::Time,
        "link" => ColumnRole::Link,
        "unused" => ColumnRole::Unused,
        parameter => ColumnRole::Value(Parameter::named(parameter)?, unit),
    };
    let suits = match &role {
        ColumnRole::Value(parameter, unit) => unit.is_none_or(|unit| unit.suits(*parameter)),
        _ => unit.is_none() && link.is_none(),
    };
    let named = !name.trim().is_empty() && link.as_deref() != Some("");
    (suits && named).then(|| Take { name: name.trim().to_owned(), role, link })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_descriptions() {
        let read = |texts: &[&str]| {
            let take = texts.iter().map(|text| (*text).to_owned()).collect();
            Takes::read(&TakeArguments { take, time: None, unit: Vec::new() })
        };
        let of = |text: &str| read(&[text]).map(|takes| takes.takes[0].clone());
        let qber = ColumnRole::Value(Parameter::Qber, Some(FileUnit::Percent));
        let expected = Take { name: "a=b.csv".to_owned(), role: qber, link: Some("west".to_owned()) };
        assert_eq!(of("a=b.csv=qber:%@west"), Ok(expected));
        assert_eq!(of("when=time").map(|take| take.role), Ok(ColumnRole::Time));
        for text in
            ["", "a", "a=", "=qber", "a=qber:kbit/s", "a=key_rate:percent", "a=time:percent", "a=qber@", "a=colour"]
        {
            assert!(of(text).is_err(), "{text}");
        }
        let takes = read(&["x.csv=qber", "rate=key_rate@west"]).unwrap();
        assert_eq!(takes.hints("sub/x.csv").parameter, Some(Parameter::Qber));
        assert_eq!(takes.hints("y.csv").columns.len(), 2);
        assert_eq!(takes.hints("y.csv").links, [("rate".to_owned(), "west".to_owned())]);
        assert_eq!(takes.missing(&["x.csv".to_owned()], &["RATE".to_owned()]), []);
        assert_eq!(takes.missing(&[], &[]).len(), 2);
    }

    #[test]
    fn times_and_units() {
        let of = |text: &str| time(text).map(|choice| (choice.column.unwrap_or_default(), choice.reading, choice.zone));
        assert_eq!(
            of("Local time@Europe/Vienna"),
            Ok(("Local time".to_owned(), None, Some("Europe/Vienna".to_owned())))
        );
        assert_eq!(of("t:labview"), Ok(("t".to_owned(), Some(TimeReading::LabView), None)));
        assert_eq!(of("rows:10min"), Ok((String::new(), Some(TimeReading::Rows(600)), None)));
        assert_eq!(of("rows:30s"), Ok((String::new(), Some(TimeReading::Rows(30)), None)));
        assert_eq!(of("a:b"), Ok(("a:b".to_owned(), None, None)));
        for text in ["", "rows:", "rows:0min", "t@Atlantis"] {
            assert!(of(text).is_err(), "{text}");
        }
        assert_eq!(unit("a b=kbps"), Ok(("a b".to_owned(), FileUnit::Kilobit)));
        assert_eq!(unit("skr=bit/pulse:2GHz"), Ok(("skr".to_owned(), FileUnit::PerPulse(2_000_000_000))));
        assert!(unit("skr=bit/pulse").is_err() && unit("=bps").is_err() && unit("x").is_err());
    }
}
