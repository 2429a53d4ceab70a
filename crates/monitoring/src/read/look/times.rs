//! Which column has the times, and how they are read.

use super::super::TimeChoice;
use super::super::description::{FileAnswer, FreeAnswer, OfferedChoice, OpenQuestion, quoted};
use super::super::time::{Clock, TimeReading, TimeUnit, Zone, epochs, unit_by_size};
use super::profile::Profile;
use super::{Role, Table};

/// The width of the standard window, s: stamps that are coarser have no use as times.
const WINDOW_S: f64 = 600.0;
/// Step between rows, days, below which numbers like 45355.4 are days of a spreadsheet, and above which they are seconds.
const STEPS_DAYS: (f64, f64) = (0.6, 2.0);

/// What is found about the times of a table.
pub(super) struct Times {
    pub(super) clock: Clock,
    pub(super) reading: Option<TimeReading>,
    pub(super) why: String,
    pub(super) questions: Vec<OpenQuestion>,
    pub(super) remarks: Vec<String>,
    pub(super) asked: bool,
}

/// Finds the column of the times; none if further rows are needed.
pub(super) fn find(table: &Table<'_>, names: &[String], profiles: &[Profile], roles: &mut [Role]) -> Option<Times> {
    let choice = table.hints.time.clone().unwrap_or_default();
    let mut times = Times {
        clock: Clock::default(),
        reading: None,
        why: String::new(),
        questions: Vec::new(),
        remarks: Vec::new(),
        asked: false,
    };
    if let Some(reading @ TimeReading::Rows(_)) = choice.reading {
        roles.iter_mut().filter(|role| **role == Role::Time).for_each(|role| *role = Role::Open);
        (times.clock.reading, times.reading) = (Some(reading), Some(reading));
        times.remarks.push(format!("times are counted: {}", reading.title()));
        return Some(times);
    }
    let Some((time, date)) = column(table, names, profiles, roles) else {
        times.asked = true;
        times.questions.push(no_time(names));
        return Some(times);
    };
    for (i, role) in roles.iter_mut().enumerate() {
        if *role == Role::Time && i != time {
            *role = Role::Unused("another column has the times".to_owned());
        }
    }
    roles[time] = Role::Time;
    if let Some(date) = date {
        roles[date] = Role::Date;
    }
    let (name, profile) = (&names[time], &profiles[time]);
    let days = date.map_or(profile, |date| &profiles[date]);
    let reading = match choice.reading {
        Some(reading) => Ok(reading),
        None if profile.is_date() || date.is_some() || profile.numbers.is_empty() => {
            order(name, profile, days, table.complete)?
        }
        None => number(name, profile),
    };
    let reading = match reading {
        Ok(reading) => reading,
        Err(question) => {
            times.why.clone_from(&question.text);
            times.questions.push(question);
            times.asked = true;
            return Some(times);
        }
    };
    if let Some(question) = coarse(name, profile, reading) {
        times.why.clone_from(&question.text);
        times.questions.push(question);
        times.asked = true;
        return Some(times);
    }
    zone(&choice, table, names, (time, profile, days), reading, &mut times);
    (times.clock.reading, times.reading) = (Some(reading), Some(reading));
    times.why = match () {
        () if choice.column.is_some() || choice.reading.is_some() => format!("chosen: {}", reading.title()),
        () => reading.title(),
    };
    Some(times)
}

/// The column of the times, and that of the dates where they are apart.
fn column(table: &Table<'_>, names: &[String], profiles: &[Profile], roles: &[Role]) -> Option<(usize, Option<usize>)> {
    if let Some(chosen) = roles.iter().position(|role| *role == Role::Time) {
        let date = profiles[chosen].clocks > 0 && !profiles[chosen].is_date();
        let day = (0..names.len()).find(|i| *i != chosen && 2 * profiles[*i].days > profiles[*i].filled);
        return Some((chosen, day.filter(|_| date)));
    }
    let free = |i: &usize| matches!(roles[*i], Role::Open) || table.nameless && *i == 0;
    let rank = |i: usize| time_rank(&names[i]).unwrap_or(9);
    let best =
        |wanted: &dyn Fn(&usize) -> bool| (0..names.len()).filter(free).filter(wanted).min_by_key(|i| (rank(*i), *i));
    // Dates win over numbers, whatever they are called.
    if let Some(dates) = best(&|i: &usize| profiles[*i].is_date()) {
        return Some((dates, None));
    }
    let clock = best(&|i: &usize| 2 * profiles[*i].clocks > profiles[*i].filled);
    let day = best(&|i: &usize| 2 * profiles[*i].days > profiles[*i].filled);
    if let (Some(clock), Some(day)) = (clock, day) {
        return Some((clock, Some(day)));
    }
    let named = best(&|i: &usize| time_rank(&names[*i]).is_some() && !profiles[*i].numbers.is_empty());
    let named = named.or_else(|| best(&|i: &usize| time_rank(&names[*i]).is_some()));
    if named.is_some() {
        return named.map(|time| (time, None));
    }
    if clock.is_some() || day.is_some() {
        return clock.or(day).map(|time| (time, None));
    }
    // A number is a time without being called so only if it rises and is a plausible epoch. Days of a spreadsheet are not: a count is
    // near 45,000 too.
    let epoch = |i: &usize| {
        let reading = profiles[*i].median().and_then(epochs);
        let plausible = matches!(reading, Some(TimeReading::Unix(_) | TimeReading::LabView));
        plausible && (profiles[*i].rises() || table.nameless) && 2 * profiles[*i].numbers.len() > profiles[*i].filled
    };
    if let Some(epoch) = best(&epoch) {
        return Some((epoch, None));
    }
    // InfluxDB and others leave the name of the index away; of a file without any header nothing else is known either.
    (table.nameless && profiles[0].numbers.is_empty()).then_some((0, None))
}

/// How likely a name is that of a time: 0 is the most likely; none if it is not.
fn time_rank(name: &str) -> Option<u8> {
    const FIRST: [&str; 21] = [
        "time",
        "timestamp",
        "datetime",
        "date",
        "t",
        "ts",
        "epoch",
        "zeit",
        "zeitstempel",
        "uhrzeit",
        "datum",
        "czas",
        "cas",
        "čas",
        "heure",
        "fecha",
        "hora",
        "elapsed",
        "stamp",
        "when",
        "data",
    ];
    const NOT: [&str; 14] = [
        "duration",
        "interval",
        "delta",
        "dead",
        "deadtime",
        "uptime",
        "timeout",
        "lifetime",
        "rtt",
        "delay",
        "offset",
        "span",
        "diff",
        "integration",
    ];
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    if words.iter().any(|word| NOT.contains(word)) {
        return None;
    }
    let begins = has("start") && !has("since") || has("begin") || has("from");
    let named = FIRST[..FIRST.len() - 1].iter().any(|word| words.contains(word) && word.len() > 2)
        || words
            .first()
            .is_some_and(|first| matches!(*first, "t" | "ts") && words[1..].iter().all(|word| is_behind(word)));
    let done = |list: &[&str]| list.iter().any(|word| has(word));
    match () {
        () if lower == "_time" => Some(0),
        () if words.len() == 1 && named => Some(1),
        () if named && begins => Some(6),
        () if named => Some(2),
        () if done(&["recorded", "measured", "sampled", "observed", "logged", "received"]) && !begins => Some(3),
        () if done(&["created", "inserted"]) => Some(4),
        () if done(&["updated", "modified"]) => Some(5),
        () => None,
    }
}

fn is_behind(word: &str) -> bool {
    matches!(word, "end" | "utc" | "stamp" | "since" | "start") || TimeUnit::named(word).is_some()
}

/// Whether a name is that of a time.
pub(in crate::read) fn is_time_name(name: &str) -> bool {
    time_rank(name).is_some()
}

/// The order of day and month; none if further rows may show it.
fn order(name: &str, profile: &Profile, days: &Profile, complete: bool) -> Option<Result<TimeReading, OpenQuestion>> {
    let (first, second) = (profile.day_first + days.day_first, profile.month_first + days.month_first);
    let text = || days.first_either.clone();
    let choice = |title: &str, reading: TimeReading| time_choice(name, title, Some(reading), None);
    let ask = |text: String| OpenQuestion {
        columns: vec![name.to_owned()],
        text,
        choices: vec![choice("day first", TimeReading::DayFirst), choice("month first", TimeReading::MonthFirst)],
        free: None,
    };
    match (first > 0, second > 0, profile.either + days.either > 0) {
        (true, true, _) => Some(Err(ask(format!("in “{name}” some dates have the day first and others the month")))),
        (true, false, _) => Some(Ok(TimeReading::DayFirst)),
        (false, true, _) => Some(Ok(TimeReading::MonthFirst)),
        (false, false, false) => Some(Ok(TimeReading::Date)),
        (false, false, true) if !complete => None,
        (false, false, true) => {
            let readings = both_readings(&text());
            Some(Err(ask(format!("in “{name}” day and month cannot be told apart: {readings}"))))
        }
    }
}

/// `04/03/2024 10:00 is 4 March or 3 April`.
fn both_readings(text: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<usize>().ok());
    let (a, b) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    let month = |n: usize| MONTHS.get(n.wrapping_sub(1)).copied().unwrap_or("");
    format!("{text} is {a} {} or {b} {}", month(b), month(a))
}

/// How a number is read as a time.
fn number(name: &str, profile: &Profile) -> Result<TimeReading, OpenQuestion> {
    let Some(median) = profile.median() else { return Ok(TimeReading::Date) };
    let unit = unit_in(name);
    if let Some(unit) = unit {
        let since_1970 = epochs(median);
        return Ok(match since_1970 {
            Some(TimeReading::Unix(by_size)) if by_size == unit => TimeReading::Unix(unit),
            Some(TimeReading::LabView) if unit == TimeUnit::Seconds => TimeReading::LabView,
            _ => TimeReading::Elapsed(unit),
        });
    }
    let elapsed = TimeReading::Elapsed(TimeUnit::Seconds);
    match epochs(median) {
        Some(reading @ (TimeReading::Excel | TimeReading::Matlab)) => {
            let step = profile.usual_step().unwrap_or(0.0);
            let fractions = profile.numbers.iter().any(|number| number.fract() != 0.0);
            let date = name.to_lowercase().contains("dat");
            match () {
                () if step < STEPS_DAYS.0 && fractions || date => Ok(reading),
                () if step >= STEPS_DAYS.1 && !date => Ok(elapsed),
                () => Err(OpenQuestion {
                    columns: vec![name.to_owned()],
                    text: format!("“{name}” may be {} or {}", reading.title(), elapsed.title()),
                    choices: vec![
                        time_choice(name, &reading.title(), Some(reading), None),
                        time_choice(name, &elapsed.title(), Some(elapsed), None),
                    ],
                    free: None,
                }),
            }
        }
        Some(reading) => Ok(reading),
        // As large as a time since 1970, but of no year with QKD: its rows say so.
        None if median >= 1e8 => Ok(TimeReading::Unix(unit_by_size(median))),
        None => Ok(elapsed),
    }
}

/// The unit behind the name of a time: `t_end_s`, `time (ms)`, `timestamp_us`.
fn unit_in(name: &str) -> Option<TimeUnit> {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.next();
    words.next_back().and_then(TimeUnit::named)
}

/// The question for stamps that are too coarse to be times.
fn coarse(name: &str, profile: &Profile, reading: TimeReading) -> Option<OpenQuestion> {
    let (step, text) = profile.step.as_ref()?;
    let seconds = match reading {
        TimeReading::Unix(unit) | TimeReading::Elapsed(unit) => step * unit_seconds(unit),
        TimeReading::Excel | TimeReading::Matlab => step * 86_400.0,
        TimeReading::LabView => *step,
        _ => return None,
    };
    (seconds > WINDOW_S).then(|| OpenQuestion {
        columns: vec![name.to_owned()],
        text: format!(
            "the times in “{name}” are rounded to {}, as in {text}, and of no use: export them with all their digits",
            numbers::quantity::format_duration(seconds)
        ),
        choices: Vec::new(),
        free: None,
    })
}

const fn unit_seconds(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Hours => 3600.0,
        TimeUnit::Minutes => 60.0,
        TimeUnit::Seconds => 1.0,
        TimeUnit::Milliseconds => 1e-3,
        TimeUnit::Microseconds => 1e-6,
        TimeUnit::Nanoseconds => 1e-9,
    }
}

/// The zone of times that name none.
fn zone(
    choice: &TimeChoice,
    table: &Table<'_>,
    names: &[String],
    (time, profile, days): (usize, &Profile, &Profile),
    reading: TimeReading,
    times: &mut Times,
) {
    let name = &names[time];
    if !reading.is_wall() {
        return;
    }
    if let Some(zone) = choice.zone.as_deref() {
        match Zone::named(zone, table.find_zone) {
            Some(zone) => times.clock.zone = zone,
            None => {
                times.asked = true;
                times.questions.push(OpenQuestion {
                    columns: vec![name.clone()],
                    text: format!("no time zone is called {zone}; write one such as Europe/Vienna or +01:00"),
                    choices: Vec::new(),
                    free: Some(FreeAnswer::Zone(name.clone())),
                });
            }
        }
        return;
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    if words.iter().any(|word| matches!(*word, "utc" | "gmt")) {
        times.clock.zone = Zone::named("UTC", table.find_zone).unwrap_or_default();
        return;
    }
    let inside = name.rsplit_once(['(', '[']).map(|(_, rest)| rest.trim_end_matches([')', ']']).trim());
    if let Some(zone) = inside.filter(|text| text.len() >= 3).and_then(|name| Zone::named(name, table.find_zone)) {
        times.clock.zone = zone;
        return;
    }
    let local = words.iter().any(|word| matches!(*word, "local" | "lokal" | "ortszeit" | "locale"));
    let _ = (profile, days);
    let stated = table.rows.iter().filter_map(|row| row.get(time)).any(|text| {
        let mut clock = Clock::default();
        clock.reading = Some(reading);
        clock.read(text, !table.commas).is_ok() && clock.stated.is_some()
    });
    if local && !stated {
        times.asked = true;
        times.why = "the zone is not known".to_owned();
        times.questions.push(OpenQuestion {
            columns: vec![name.clone()],
            text: format!("“{name}” does not say in which zone: name it"),
            choices: vec![time_choice(name, "UTC", None, Some("UTC"))],
            free: Some(FreeAnswer::Zone(name.clone())),
        });
    }
}

fn time_choice(name: &str, title: &str, reading: Option<TimeReading>, zone: Option<&str>) -> OfferedChoice {
    let mut value = name.to_owned();
    if let Some(reading) = reading {
        value += &format!(":{}", reading.name());
    }
    if let Some(zone) = zone {
        value += &format!("@{zone}");
    }
    let choice = TimeChoice { column: Some(name.to_owned()), reading, zone: zone.map(str::to_owned) };
    OfferedChoice {
        title: title.to_owned(),
        option: format!("--time {}", quoted(&value)),
        answer: FileAnswer::Time(choice),
    }
}

/// The question for the times of a file that has none.
fn no_time(names: &[String]) -> OpenQuestion {
    let columns = names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let choice = |(title, step_s): (&str, u32)| {
        let reading = Some(TimeReading::Rows(step_s));
        let choice = TimeChoice { column: None, reading, zone: None };
        OfferedChoice {
            title: format!("rows, {title} apart"),
            option: format!("--time rows:{}", title.replace(' ', "")),
            answer: FileAnswer::Time(choice),
        }
    };
    OpenQuestion {
        columns: Vec::new(),
        text: format!(
            "none of its columns ({columns}) is a time: name the one that is, or count the rows if they are equally spaced"
        ),
        choices: [("1 s", 1), ("1 min", 60), ("10 min", 600)].map(choice).into(),
        free: Some(FreeAnswer::TimeColumn),
    }
}
