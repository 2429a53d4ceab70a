//! Time stamps.
//!
//! | form | example |
//! |---|---|
//! | RFC 3339 and what is near it | `2023-11-29T18:57:02.113707+00:00`, `2023-11-29 18:57`, `2013-12-16-09:04:16`, `20240325_100000` |
//! | with the name of the month | `Mar 25, 2024 @ 10:00:00.250`, `Mon Mar 25 10:00:00 2024`, `25-Mar-2024 10:00:00` |
//! | day first, with points | `29.11.2023 18:57:02` |
//! | with slashes, the year last | `25/03/2024 10:00`, where one row of the file shows which number is the day |
//! | numbers | since 1970 in s, ms, µs or ns; days of Excel or MATLAB; LabVIEW's seconds since 1904; time since an unknown start |
//!
//! A time without a zone is taken as UTC, which is said. A date without a time of day means a whole day, and is not read.

mod stamp;
mod zone;

use super::description::{FreeAnswer, OpenQuestion};
use super::number::{ROOM, with_points};
use crate::rejection::Reason;
use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;
use serde::{Deserialize, Serialize};
pub(super) use stamp::{DayOrder, offset_of};
use stamp::{Stamp, micros, proves, stamp};
use std::borrow::Cow;
pub(super) use zone::Zone;
pub use zone::{FindZone, ZoneRules, is_zone};

/// 2000-01-01 and 2050-01-01, UTC, µs since 1970. A clock that was reset says 1970, and a unit that was mistaken says 2090.
const YEARS_US: (i64, i64) = (946_684_800_000_000, 2_524_608_000_000_000);
/// Longest time since an unknown start, s: 3.2 years.
const LONGEST_RUN_S: f64 = 1e8;
/// Seconds from 1904, where LabVIEW begins, to 1970.
const LABVIEW_S: f64 = 2_082_844_800.0;
/// Day number of 1970-01-01 in spreadsheets, and in MATLAB.
const EXCEL_DAY: f64 = 25_569.0;
const MATLAB_DAY: f64 = 719_529.0;
const DAY_US: f64 = 86_400e6;
/// How far times go back between two rows where a clock is put back by an hour, µs.
const TURN_US: (i64, i64) = (2_400_000_000, 3_600_000_000);

/// The instant from which times are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// 1970-01-01T00:00:00 UTC.
    Epoch,
    /// The start of the measurement, at an unknown time.
    Start,
}

/// Unit of times that are written as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Hours.
    Hours,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
    /// Microseconds.
    Microseconds,
    /// Nanoseconds.
    Nanoseconds,
}

impl TimeUnit {
    const ALL: [TimeUnit; 6] = [
        TimeUnit::Hours,
        TimeUnit::Minutes,
        TimeUnit::Seconds,
        TimeUnit::Milliseconds,
        TimeUnit::Microseconds,
        TimeUnit::Nanoseconds,
    ];

    fn microseconds(self) -> f64 {
        match self {
            TimeUnit::Hours => 3600e6,
            TimeUnit::Minutes => 60e6,
            TimeUnit::Seconds => 1e6,
            TimeUnit::Milliseconds => 1e3,
            TimeUnit::Microseconds => 1.0,
            TimeUnit::Nanoseconds => 1e-3,
        }
    }

    /// A whole number of this unit, µs: nanoseconds since 1970 have more digits than a float.
    fn whole(self, text: &str) -> Option<i64> {
        text.parse::<i64>().ok().and_then(|whole| match self {
            TimeUnit::Hours => whole.checked_mul(3_600_000_000),
            TimeUnit::Minutes => whole.checked_mul(60_000_000),
            TimeUnit::Seconds => whole.checked_mul(1_000_000),
            TimeUnit::Milliseconds => whole.checked_mul(1000),
            TimeUnit::Microseconds => Some(whole),
            TimeUnit::Nanoseconds => Some(whole.div_euclid(1000)),
        })
    }

    /// Any number of this unit, µs.
    fn count(self, text: &str) -> Result<i64, Reason> {
        self.whole(text).map_or_else(
            // A fraction is rounded: 1701284222.113707 is not a binary number, and the next below may be a microsecond less.
            || text.parse().map(|x: f64| (x * self.microseconds()).round() as i64).map_err(|_| Reason::NoTime),
            Ok,
        )
    }

    const fn symbol(self) -> &'static str {
        match self {
            TimeUnit::Hours => "h",
            TimeUnit::Minutes => "min",
            TimeUnit::Seconds => "s",
            TimeUnit::Milliseconds => "ms",
            TimeUnit::Microseconds => "us",
            TimeUnit::Nanoseconds => "ns",
        }
    }

    /// The unit of this abbreviation.
    pub(super) fn named(text: &str) -> Option<TimeUnit> {
        Some(match text {
            "h" | "hours" => TimeUnit::Hours,
            "min" | "minutes" => TimeUnit::Minutes,
            "s" | "sec" | "secs" | "seconds" => TimeUnit::Seconds,
            "ms" | "msec" | "milliseconds" => TimeUnit::Milliseconds,
            "us" | "µs" | "μs" | "microseconds" => TimeUnit::Microseconds,
            "ns" | "nanoseconds" => TimeUnit::Nanoseconds,
            _ => return None,
        })
    }
}

/// How the times of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeReading {
    /// Dates whose order of day and month is clear.
    Date,
    /// Dates with slashes, the day first.
    DayFirst,
    /// Dates with slashes, the month first.
    MonthFirst,
    /// Numbers since 1970, UTC.
    Unix(TimeUnit),
    /// Numbers since an unknown start.
    Elapsed(TimeUnit),
    /// Day numbers of a spreadsheet.
    Excel,
    /// Day numbers of MATLAB.
    Matlab,
    /// LabVIEW's seconds since 1904, UTC.
    LabView,
    /// No times at all: rows, this many seconds apart.
    Rows(u32),
}

impl TimeReading {
    /// Those that a person can choose from for a column.
    pub const CHOICES: [TimeReading; 13] = [
        TimeReading::Date,
        TimeReading::DayFirst,
        TimeReading::MonthFirst,
        TimeReading::Unix(TimeUnit::Seconds),
        TimeReading::Unix(TimeUnit::Milliseconds),
        TimeReading::Unix(TimeUnit::Microseconds),
        TimeReading::Unix(TimeUnit::Nanoseconds),
        TimeReading::Elapsed(TimeUnit::Seconds),
        TimeReading::Elapsed(TimeUnit::Minutes),
        TimeReading::Elapsed(TimeUnit::Hours),
        TimeReading::Excel,
        TimeReading::Matlab,
        TimeReading::LabView,
    ];

    /// Its name on the command line.
    pub fn name(self) -> String {
        match self {
            TimeReading::Date => "date".to_owned(),
            TimeReading::DayFirst => "day-first".to_owned(),
            TimeReading::MonthFirst => "month-first".to_owned(),
            TimeReading::Unix(TimeUnit::Seconds) => "unix".to_owned(),
            TimeReading::Unix(unit) => format!("unix-{}", unit.symbol()),
            TimeReading::Elapsed(unit) => format!("elapsed-{}", unit.symbol()),
            TimeReading::Excel => "excel".to_owned(),
            TimeReading::Matlab => "matlab".to_owned(),
            TimeReading::LabView => "labview".to_owned(),
            TimeReading::Rows(step_s) => format!("rows:{step_s}s"),
        }
    }

    /// The reading of this name; `s`, `ms`, `us` and `ns` mean times since 1970.
    ///
    /// ```
    /// use monitoring::{TimeReading, TimeUnit};
    /// assert_eq!(TimeReading::named("unix-ms"), Some(TimeReading::Unix(TimeUnit::Milliseconds)));
    /// assert_eq!(TimeReading::named("labview"), Some(TimeReading::LabView));
    /// ```
    pub fn named(name: &str) -> Option<TimeReading> {
        let plain = [TimeReading::Date, TimeReading::DayFirst, TimeReading::MonthFirst, TimeReading::Excel];
        let mut all = plain.into_iter().chain([TimeReading::Matlab, TimeReading::LabView]);
        let of_units =
            |make: fn(TimeUnit) -> TimeReading| TimeUnit::ALL.into_iter().map(make).find(|r| r.name() == name);
        all.find(|reading| reading.name() == name)
            .or_else(|| of_units(TimeReading::Unix))
            .or_else(|| of_units(TimeReading::Elapsed))
            .or_else(|| match name {
                "s" | "ms" | "us" | "ns" => TimeUnit::named(name).map(TimeReading::Unix),
                _ => None,
            })
    }

    /// Its name in running text.
    pub fn title(self) -> String {
        match self {
            TimeReading::Date => "dates".to_owned(),
            TimeReading::DayFirst => "dates, the day before the month".to_owned(),
            TimeReading::MonthFirst => "dates, the month before the day".to_owned(),
            TimeReading::Unix(unit) => format!("{} since 1970, UTC", unit.symbol()),
            TimeReading::Elapsed(unit) => format!("{} since a start that is not known", unit.symbol()),
            TimeReading::Excel => "day numbers of a spreadsheet".to_owned(),
            TimeReading::Matlab => "day numbers of MATLAB".to_owned(),
            TimeReading::LabView => "LabVIEW's seconds since 1904, UTC".to_owned(),
            TimeReading::Rows(step_s) => format!("rows, {step_s} s apart"),
        }
    }

    /// The origin of the times.
    pub const fn origin(self) -> Origin {
        match self {
            TimeReading::Elapsed(_) | TimeReading::Rows(_) => Origin::Start,
            _ => Origin::Epoch,
        }
    }

    /// Whether the times are those of a clock on a wall, unless each names its zone.
    pub(super) const fn is_wall(self) -> bool {
        use TimeReading::{Date, DayFirst, Excel, Matlab, MonthFirst};
        matches!(self, Date | DayFirst | MonthFirst | Excel | Matlab)
    }
}

/// Reads the time stamps of one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock {
    pub(super) reading: Option<TimeReading>,
    pub(super) zone: Zone,
    pub(super) origin: Option<Origin>,
    /// Times that named no zone, and the offset of those that did, s; `None` in it if there were several.
    pub(super) walls: u64,
    pub(super) stated: Option<Option<i32>>,
    rows: i64,
    /// The last time of a clock on a wall.
    last_us: i64,
    /// Where such a clock was put back, if it was.
    turned_us: Option<i64>,
}

impl Clock {
    /// The time in a text, µs since the origin.
    ///
    /// # Errors
    /// [`Reason::NoTime`], [`Reason::TimeOutOfRange`], [`Reason::DayOrMonth`] or [`Reason::OtherClock`].
    pub(super) fn read(&mut self, text: &str, decimal_comma: bool) -> Result<i64, Reason> {
        let text = text.trim();
        let reading = self.reading.unwrap_or(TimeReading::Date);
        if let TimeReading::Rows(step_s) = reading {
            self.origin = Some(Origin::Start);
            self.rows += 1;
            return Ok((self.rows - 1) * i64::from(step_s) * 1_000_000);
        }
        let (origin, time) = if let TimeReading::Unix(unit) | TimeReading::Elapsed(unit) = reading
            && let Some(time) = unit.whole(text)
        {
            (reading.origin(), time)
        } else if let Some(number) = number(text, decimal_comma, &mut [0; ROOM]) {
            self.number(reading, &number)?
        } else if reading.origin() == Origin::Start && stamp(text).is_some() {
            return Err(Reason::OtherClock);
        } else {
            (Origin::Epoch, self.date(reading, text)?)
        };
        let range = match origin {
            Origin::Epoch => YEARS_US,
            Origin::Start => (0, (LONGEST_RUN_S * 1e6) as i64),
        };
        if !(range.0..range.1).contains(&time) {
            return Err(Reason::TimeOutOfRange);
        }
        if self.origin.is_some_and(|known| known != origin) {
            return Err(Reason::OtherClock);
        }
        self.origin = Some(origin);
        Ok(time)
    }

    fn date(&mut self, reading: TimeReading, text: &str) -> Result<i64, Reason> {
        let found = stamp(text).ok_or(Reason::NoTime)?;
        let wall = match found {
            Stamp::Instant(time, offset) => {
                if self.stated != Some(Some(offset)) {
                    self.stated = Some(if self.stated.is_none() { Some(offset) } else { None });
                }
                return Ok(time);
            }
            Stamp::Wall(wall) => wall,
            Stamp::Either(day_first, month_first, offset) => {
                let wall = match reading {
                    TimeReading::DayFirst => day_first,
                    TimeReading::MonthFirst => month_first,
                    _ => return Err(Reason::DayOrMonth),
                };
                match offset {
                    Some(offset) => {
                        self.stated = Some(Some(offset));
                        return Ok(micros(wall).ok_or(Reason::TimeOutOfRange)? - i64::from(offset) * 1_000_000);
                    }
                    None => wall,
                }
            }
        };
        self.wall(wall)
    }

    /// The instant of a wall clock in the zone of the file.
    fn wall(&mut self, wall: DateTime) -> Result<i64, Reason> {
        self.walls += 1;
        let Zone::Said(_, rules) = &self.zone else {
            let time = micros(wall).ok_or(Reason::TimeOutOfRange)?;
            let back = self.last_us - time;
            if back > 0 && self.turned_us.is_none() && (TURN_US.0..=TURN_US.1).contains(&back) && ends_summer(wall) {
                self.turned_us = Some(time);
            }
            self.last_us = time;
            return Ok(time);
        };
        let time = |offset: jiff::tz::Offset| micros(wall).map(|us| us - i64::from(offset.seconds()) * 1_000_000);
        let time = match rules.at(wall) {
            AmbiguousOffset::Unambiguous { offset } => time(offset),
            // An hour that never was: the clock had not been put forward yet.
            AmbiguousOffset::Gap { before, .. } => time(before),
            // The hour that comes twice: its second turn has begun once the clock has gone back.
            AmbiguousOffset::Fold { before, after } => match time(before) {
                Some(first) if first < self.last_us => time(after),
                first => first,
            },
        };
        let time = time.ok_or(Reason::TimeOutOfRange)?;
        self.last_us = time;
        Ok(time)
    }

    fn number(&mut self, reading: TimeReading, text: &str) -> Result<(Origin, i64), Reason> {
        if let TimeReading::Unix(unit) | TimeReading::Elapsed(unit) = reading {
            return Ok((reading.origin(), unit.count(text)?));
        }
        let number: f64 = text.parse().map_err(|_| Reason::NoTime)?;
        let days = |start: f64| {
            // Fifteen digits of a day number are good to a millisecond.
            let ms = ((number - start) * DAY_US / 1e3).round();
            let wall = jiff::Timestamp::from_millisecond(ms as i64).map_err(|_| Reason::TimeOutOfRange)?;
            Ok(jiff::tz::Offset::UTC.to_datetime(wall))
        };
        let time = match reading {
            TimeReading::Excel => self.wall(days(EXCEL_DAY)?)?,
            TimeReading::Matlab => self.wall(days(MATLAB_DAY)?)?,
            TimeReading::LabView => ((number - LABVIEW_S) * 1e6).round() as i64,
            // Among dates: `20240325100000`, or a time since 1970.
            _ => match stamp(text) {
                Some(Stamp::Wall(wall)) => self.wall(wall)?,
                _ => unit_by_size(number).count(text)?,
            },
        };
        Ok((Origin::Epoch, time))
    }

    /// Whether the times are taken as UTC since nothing says otherwise.
    pub(super) fn assumes_zone(&self) -> bool {
        self.walls > 0 && matches!(self.zone, Zone::Assumed) && self.origin == Some(Origin::Epoch)
    }

    /// The question for the zone, where the hour that comes twice in autumn shows that the times are local.
    pub(super) fn turned_back(&self, column: &str) -> Option<OpenQuestion> {
        let turned = jiff::Timestamp::from_microsecond(self.turned_us?).ok()?;
        let day = jiff::tz::Offset::UTC.to_datetime(turned).date();
        Some(OpenQuestion {
            columns: Vec::new(),
            text: format!(
                "an hour of {day} comes twice, as at the end of summer time: the times are local, and their zone is not known; name it"
            ),
            choices: Vec::new(),
            free: Some(FreeAnswer::Zone(column.to_owned())),
        })
    }

    /// The zone of the times, for people.
    pub(super) fn zone_name(&self) -> Option<String> {
        let offset = |seconds: i32| match seconds {
            0 => "UTC".to_owned(),
            s => format!("{}{:02}:{:02}", if s < 0 { '-' } else { '+' }, s.abs() / 3600, s.abs() / 60 % 60),
        };
        match (&self.zone, self.stated) {
            _ if self.origin != Some(Origin::Epoch) => None,
            (Zone::Said(name, _), _) if self.walls > 0 => Some(name.clone()),
            (_, Some(Some(seconds))) if self.walls == 0 => Some(offset(seconds)),
            (_, Some(None)) => Some("named by each time".to_owned()),
            _ => Some("UTC".to_owned()),
        }
    }
}

/// Whether clocks are put back in the night of this day: Europe's last Sunday of October, America's first of November.
fn ends_summer(wall: DateTime) -> bool {
    let sunday = wall.weekday() == jiff::civil::Weekday::Sunday;
    sunday && wall.hour() <= 3 && (wall.month() == 10 && wall.day() >= 25 || wall.month() == 11 && wall.day() <= 7)
}

/// The unit of a time since 1970, by its magnitude, which is unambiguous from 1973 on.
pub(super) fn unit_by_size(number: f64) -> TimeUnit {
    match number.abs() {
        x if x < 1e11 => TimeUnit::Seconds,
        x if x < 1e14 => TimeUnit::Milliseconds,
        x if x < 1e17 => TimeUnit::Microseconds,
        _ => TimeUnit::Nanoseconds,
    }
}

/// The epochs that a number can be counted from so that it is a day between 2000 and 2049, told by its size.
pub(super) fn epochs(number: f64) -> Option<TimeReading> {
    let within = |us: f64| (YEARS_US.0 as f64..YEARS_US.1 as f64).contains(&us);
    let unit = unit_by_size(number);
    match () {
        () if within(number * unit.microseconds()) => Some(TimeReading::Unix(unit)),
        () if within((number - LABVIEW_S) * 1e6) => Some(TimeReading::LabView),
        () if within((number - EXCEL_DAY) * DAY_US) => Some(TimeReading::Excel),
        () if within((number - MATLAB_DAY) * DAY_US) => Some(TimeReading::Matlab),
        () => None,
    }
}

/// What a text can be as a time, without anything else known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Looks {
    /// A day and a time of day.
    Date,
    /// The same with day and month in an order that the text does not show.
    Either,
    /// The same with day and month in an order that the text shows.
    Ordered(DayOrder),
    /// A day alone.
    Day,
    /// A time of day alone.
    Clock,
    /// A number.
    Number(f64),
    /// Anything else.
    Other,
}

/// What a text can be as a time.
pub(super) fn looks(text: &str, decimal_comma: bool) -> Looks {
    let text = text.trim();
    if let Some(number) = number(text, decimal_comma, &mut [0; ROOM]).and_then(|text| text.parse().ok()) {
        return match text.len() {
            // As a number since 1970 it would be 1976, or the year 2611.
            12 | 14 if text.starts_with("20") && stamp(text).is_some() => Looks::Date,
            _ => Looks::Number(number),
        };
    }
    match stamp(text) {
        Some(Stamp::Either(..)) => Looks::Either,
        Some(_) => proves(text).map_or(Looks::Date, Looks::Ordered),
        None if stamp(&format!("{text} 00:00:00")).is_some() => Looks::Day,
        None if text.contains(':') && stamp(&format!("2020-01-02 {text}")).is_some() => Looks::Clock,
        None => Looks::Other,
    }
}

/// The step between times that a number with a power of ten can tell apart, in its unit: 1e7 for `1.70955E+12`.
pub(super) fn step_of(text: &str) -> Option<f64> {
    let text = text.trim();
    let (digits, power) = text.split_once(['e', 'E'])?;
    let decimals = digits.split_once(['.', ',']).map_or(0, |(_, decimals)| decimals.len());
    Some(10f64.powi(power.parse::<i32>().ok()? - decimals as i32))
}

/// The text with a decimal point, if it is a number.
fn number<'a>(text: &'a str, decimal_comma: bool, room: &'a mut [u8; ROOM]) -> Option<Cow<'a, str>> {
    if is_number(text, b'.') {
        Some(Cow::Borrowed(text))
    } else if decimal_comma && is_number(text, b',') {
        Some(with_points(text, room))
    } else {
        None
    }
}

fn is_number(text: &str, decimal: u8) -> bool {
    // A date has hyphens or points between digits, and more than one of them.
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mut digits, mut point, mut power) = (false, false, false);
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' => digits = true,
            _ if byte == decimal && !point => point = true,
            b'e' | b'E' | b'+' | b'-' => power = true,
            _ => return false,
        }
    }
    digits && (!power || with_points(rest, &mut [0; ROOM]).parse::<f64>().is_ok_and(f64::is_finite))
}
