//! The look at a table before it is read: what its header and its first rows say of every column.

mod choice;
mod profile;
mod times;

use super::Hints;
use super::description::{ColumnDescription, FileAnswer, FreeAnswer, OfferedChoice, OpenQuestion, Usage, quoted};
use super::form::{Heading, Told};
use super::layout::{ColumnRole, Label, LabelColumn, Layout, ValueColumn};
use super::number::DecimalSign;
use super::time::{Clock, FindZone};
use crate::names::{Named, Recognised, named};
use crate::parameter::{FileUnit, Parameter};
use crate::units::{WrittenUnit, read_unit};
pub(super) use choice::{Candidate, Outcome, choose, label_names};
use profile::Profile;
pub(super) use times::is_time_name;

/// Number of different texts up to which a column may tell series apart.
const MOST_WORDS: usize = 64;

/// What a look finds.
pub(super) struct Look {
    pub(super) layout: Layout,
    /// The clock that reads its times.
    pub(super) clock: Clock,
    pub(super) columns: Vec<ColumnDescription>,
    pub(super) questions: Vec<OpenQuestion>,
    pub(super) remarks: Vec<String>,
    /// Whether the times cannot be read until the user says how.
    pub(super) asked: bool,
    /// Whether the first row is one of units.
    pub(super) units_row: bool,
}

/// What is known of a table before it is looked at.
pub(super) struct Table<'a> {
    pub(super) header: &'a [Heading],
    /// Whether its names are ours, as it has no header.
    pub(super) nameless: bool,
    pub(super) rows: &'a [Vec<String>],
    pub(super) hints: &'a Hints,
    pub(super) find_zone: FindZone,
    pub(super) file: &'a Recognised,
    /// Whether a comma separates its fields.
    pub(super) commas: bool,
    /// Whether there are no further rows.
    pub(super) complete: bool,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq)]
enum Role {
    Open,
    Time,
    Date,
    Label(Label),
    Field,
    Values,
    Parameter(Parameter),
    KeySize,
    Unused(String),
}

/// Looks at a table; none if further rows are needed to tell day from month.
pub(super) fn look(table: &Table<'_>) -> Option<Look> {
    let Table { header, hints, .. } = table;
    let names = unique(header);
    let units_row = table.rows.first().is_some_and(|row| is_units_row(row, &names));
    let rows = &table.rows[usize::from(units_row)..];
    let mut profiles: Vec<Profile> = (0..names.len()).map(|i| Profile::of(rows, i, !table.commas)).collect();
    Profile::share_sign(&mut profiles);
    // By the names as they are written: the number of a twin is no link.
    let about: Vec<Named> = header.iter().map(|heading| named(heading.name.trim())).collect();
    let mut roles: Vec<Role> =
        (0..names.len()).map(|i| first_role(&names[i], header[i].told, &about[i], hints)).collect();
    let times = times::find(table, &names, &profiles, &mut roles)?;
    series(&names, &profiles, &about, &mut roles, table.nameless);
    let mut questions = times.questions;
    let mut columns: Vec<ColumnDescription> = names
        .iter()
        .map(|name| ColumnDescription {
            name: name.clone(),
            usage: Usage::Unused,
            link: None,
            unit: None,
            why: String::new(),
            first: String::new(),
        })
        .collect();
    for (i, column) in columns.iter_mut().enumerate() {
        let mut cells = rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.trim());
        cells.find(|cell| !cell.is_empty()).unwrap_or_default().clone_into(&mut column.first);
    }
    let values = values(table, &names, &about, &profiles, &roles, units_row, &mut columns, &mut questions);
    let mut fields: Vec<usize> = (0..names.len()).filter(|i| roles[*i] == Role::Field).collect();
    // The general before the special, in whatever order the columns are.
    fields.sort_by_key(|i| names[*i] != "_measurement");
    let labels = (0..names.len()).filter_map(|index| match roles[index] {
        Role::Label(kind) => Some(LabelColumn { index, name: names[index].clone(), kind }),
        _ => None,
    });
    let generic = values.iter().any(|column| column.parameter.is_none());
    for (i, role) in roles.iter().enumerate() {
        let (usage, why) = match role {
            Role::Time => (times.reading.map_or(Usage::Asked, Usage::Time), times.why.clone()),
            Role::Date => (Usage::Date, "the days, beside the times of day".to_owned()),
            Role::Label(Label::Results) => (Usage::Link, "tells the results of a query apart".to_owned()),
            Role::Label(_) => (Usage::Link, "tells series apart".to_owned()),
            Role::Field => (Usage::Field, "names what each row holds".to_owned()),
            Role::KeySize => (Usage::KeySize, "bits of a key".to_owned()),
            Role::Unused(why) if columns[i].why.is_empty() => (Usage::Unused, why.clone()),
            Role::Open if columns[i].why.is_empty() => (Usage::Unused, "no known parameter".to_owned()),
            _ => continue,
        };
        (columns[i].usage, columns[i].why) = (usage, why);
    }
    let layout = Layout {
        columns: names.len(),
        time: roles.iter().position(|role| *role == Role::Time),
        date: roles.iter().position(|role| *role == Role::Date),
        labels: labels.collect(),
        fields_name_links: fields.iter().any(|i| is_series_name(&names[*i])),
        fields: if generic { fields } else { Vec::new() },
        values,
        header: if table.nameless { Vec::new() } else { header.iter().map(|h| h.name.clone()).collect() },
        defaults: Vec::new(),
        sparse: false,
    };
    let asked_of_values = questions.iter().any(|question| !question.columns.is_empty());
    if layout.values.is_empty() && !asked_of_values && !times.asked {
        let others = names.iter().enumerate().filter(|(i, _)| roles[*i] != Role::Time);
        let others = others.map(|(_, name)| format!("“{name}”")).collect::<Vec<_>>().join(", ");
        questions.push(OpenQuestion {
            columns: Vec::new(),
            text: format!("none of its columns ({others}) is a known parameter: say which one is"),
            choices: Vec::new(),
            free: Some(FreeAnswer::ParameterColumn),
        });
    }
    let (asked, remarks) = (times.asked, times.remarks);
    Some(Look { layout, clock: times.clock, columns, questions, remarks, asked, units_row })
}

/// The names of columns, each once: a second `QBER` is `QBER (2)`.
fn unique(header: &[Heading]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for heading in header {
        let name = heading.name.trim();
        let twin = |n: &usize| format!("{name} ({n})");
        let again = !name.is_empty() && names.iter().any(|known| known == name);
        let fresh = (2..).find(|n| !names.contains(&twin(n)));
        names.push(if again { fresh.as_ref().map(twin).unwrap_or_default() } else { name.to_owned() });
    }
    names
}

/// Whether the first row below a header has units: `,%,kbit/s`.
fn is_units_row(row: &[String], names: &[String]) -> bool {
    let cell = |text: &String| {
        let text = text.trim().trim_matches(['[', ']', '(', ')']).trim();
        (text.is_empty(), read_unit(text).is_some())
    };
    let short = |text: &String| text.trim().chars().count() <= 12 && !text.bytes().any(|b| b.is_ascii_digit());
    row.iter().all(short)
        && row.iter().zip(names).any(|(text, name)| cell(text).1 && named(name).parameter.is_some())
        && row.iter().all(|text| super::time::looks(text, false) == super::time::Looks::Other)
}

/// The role that user, form or name give.
fn first_role(name: &str, told: Told, about: &Named, hints: &Hints) -> Role {
    let chosen = hints.time.as_ref().and_then(|time| time.column.as_deref());
    if chosen.is_some_and(|chosen| chosen.eq_ignore_ascii_case(name)) {
        return Role::Time;
    }
    if let Some((_, role)) = hints.columns.iter().find(|(asked, _)| asked.eq_ignore_ascii_case(name)) {
        return match role {
            ColumnRole::Time => Role::Time,
            ColumnRole::Link => Role::Label(if name == "tags" { Label::Pairs } else { Label::Certain }),
            ColumnRole::Value(parameter, _) => Role::Parameter(*parameter),
            ColumnRole::Unused => Role::Unused("left out by choice".to_owned()),
        };
    }
    match told {
        Told::Time => return Role::Time,
        Told::Tag => return Role::Label(Label::Certain),
        Told::Nothing => {}
    }
    let lower = name.to_lowercase();
    match lower.as_str() {
        "result" => Role::Label(Label::Results),
        "table" | "_start" | "_stop" => Role::Unused("a column of InfluxDB's own".to_owned()),
        "_field" | "_measurement" | "__name__" | "field" | "parameter" | "metric" | "quantity" => Role::Field,
        "_value" | "value" | "val" => Role::Values,
        "tags" => Role::Label(Label::Pairs),
        _ if LABELS.contains(&lower.replace(' ', "_").as_str()) => Role::Label(Label::Certain),
        _ if is_key_size(&lower) => Role::KeySize,
        _ => match about.parameter {
            Some(parameter) if about.otherwise => {
                Role::Unused(format!("another quantity than the {}, by its name", parameter.title()))
            }
            Some(parameter) => Role::Parameter(parameter),
            None => Role::Open,
        },
    }
}

/// Names of columns that tell links apart, in the order in which they name one.
pub(super) const LABELS: [&str; 16] = [
    "link",
    "link_id",
    "linkid",
    "link_name",
    "site",
    "location",
    "node",
    "station",
    "device",
    "device_id",
    "instance",
    "host",
    "hostname",
    "box",
    "pair",
    "route",
];

/// Whether a text is the name of a column that has a use, or that the user names.
pub(super) fn is_header_name(text: &str, hints: &Hints) -> bool {
    let told = hints.units.iter().map(|(name, _)| name).chain(hints.links.iter().map(|(name, _)| name));
    let text = text.trim();
    first_role(text, Told::Nothing, &named(text), hints) != Role::Open
        || is_time_name(text)
        || told.into_iter().any(|name| name.eq_ignore_ascii_case(text))
}

fn is_series_name(name: &str) -> bool {
    !matches!(name, "_field" | "_measurement" | "__name__" | "field" | "parameter" | "metric" | "quantity" | "name")
}

fn is_key_size(lower: &str) -> bool {
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    matches!(words.as_slice(), ["key", "size" | "length", ..] | ["bits", "per", "key"] | ["keysize"])
}

/// Finds columns of texts: those that name what a row holds, and those that tell series apart.
fn series(names: &[String], profiles: &[Profile], about: &[Named], roles: &mut [Role], nameless: bool) {
    let has = |roles: &[Role], wanted: fn(&Role) -> bool| roles.iter().any(wanted);
    let parameters = has(roles, |role| matches!(role, Role::Parameter(_)));
    if !parameters && !has(roles, |role| *role == Role::Values) {
        // One column of numbers beside the time is the value, whatever its name.
        let free = |i: &usize| roles[*i] == Role::Open && profiles[*i].is_numeric();
        let named = has(roles, |role| *role == Role::Field) || names.len() == 2 || {
            (0..names.len()).any(|i| matches!(roles[i], Role::Open) && names_parameters(&profiles[i]))
        };
        let mut numeric = (0..names.len()).filter(free);
        if let (Some(only), None, true) = (numeric.next(), numeric.next(), named) {
            roles[only] = Role::Values;
        }
    }
    if nameless {
        roles.iter_mut().filter(|role| **role == Role::Open).for_each(|role| *role = Role::Values);
    }
    let generic = has(roles, |role| *role == Role::Values);
    for i in 0..names.len() {
        if roles[i] != Role::Open || !profiles[i].is_text() {
            continue;
        }
        if generic && names_parameters(&profiles[i]) {
            roles[i] = Role::Field;
        } else if about[i].parameter.is_none() && !is_state(&names[i]) && profiles[i].texts.len() <= MOST_WORDS {
            roles[i] = Role::Label(Label::Likely);
        }
    }
    // A column `name` of a measurement beside its tags.
    let influx = names.iter().any(|name| name == "_time");
    if influx {
        for i in 0..names.len() {
            if roles[i] == Role::Open && !names[i].starts_with('_') && !names[i].is_empty() {
                roles[i] = Role::Label(Label::Certain);
            }
        }
    }
    if parameters && generic {
        let of_values = |role: &mut Role| {
            if *role == Role::Values {
                *role = Role::Unused("others are called by their parameter".to_owned());
            }
        };
        roles.iter_mut().for_each(of_values);
    }
    if !generic || parameters {
        for i in 0..names.len() {
            if roles[i] == Role::Field {
                roles[i] = if profiles[i].texts.len() > 1 { Role::Label(Label::Likely) } else { Role::Open };
            }
        }
    }
}

/// Whether most texts of a column name a parameter.
fn names_parameters(profile: &Profile) -> bool {
    let all = profile.texts.len();
    let known = profile.texts.iter().filter(|text| named(text).parameter.is_some()).count();
    profile.is_text() && all > 0 && 2 * known >= all && all <= MOST_WORDS
}

/// Whether a column tells the state of something: it has few words too, and tells no series apart.
fn is_state(name: &str) -> bool {
    const WORDS: [&str; 20] = [
        "status", "state", "alarm", "flag", "error", "message", "comment", "note", "trend", "quality", "mode", "event",
        "ok", "valid", "severity", "level", "remark", "info", "text", "reason",
    ];
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// The columns of values, with their parameters, units and links.
#[allow(clippy::too_many_arguments)]
fn values(
    table: &Table<'_>,
    names: &[String],
    about: &[Named],
    profiles: &[Profile],
    roles: &[Role],
    units_row: bool,
    columns: &mut [ColumnDescription],
    questions: &mut Vec<OpenQuestion>,
) -> Vec<ValueColumn> {
    let hints = table.hints;
    let picked = |i: usize| hints.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case(&names[i]));
    let said_link = |i: usize| hints.links.iter().find(|(name, _)| name.eq_ignore_ascii_case(&names[i]));
    let labelled = label_names(&about.iter().map(|named| named.labels.clone()).collect::<Vec<_>>());
    let mut candidates: Vec<Candidate> = Vec::new();
    for (i, role) in roles.iter().enumerate() {
        let Role::Parameter(parameter) = role else { continue };
        let said = said_link(i).map(|(_, link)| link.clone());
        let rest = said.clone().or(labelled[i].clone()).or(about[i].rest.clone());
        candidates.push(Candidate {
            index: i,
            parameter: *parameter,
            picked: picked(i),
            is_link: said.is_some() || labelled[i].is_some() || about[i].is_link,
            rest,
            mean: about[i].mean,
            qualified: about[i].qualified,
        });
    }
    let outcomes = choose(&candidates);
    let mut found = Vec::new();
    for (candidate, outcome) in candidates.iter().zip(outcomes) {
        let i = candidate.index;
        let description = &mut columns[i];
        match outcome {
            Outcome::Left(used) => description.why = format!("“{}” is used", names[used]),
            Outcome::Asked(others) => {
                description.usage = Usage::Asked;
                description.why = "one of several that may be meant".to_owned();
                if others.first() == Some(&i) {
                    questions.push(which(candidate.parameter, &others, names));
                }
            }
            Outcome::Used(link) => {
                description.usage = Usage::Value(candidate.parameter);
                description.link.clone_from(&link);
                description.why = if picked(i) { "chosen" } else { "by its name" }.to_owned();
                let unit = unit_of(i, Some(candidate.parameter), table, names, about, units_row);
                let confirmed = hints.units.iter().any(|(name, _)| name.eq_ignore_ascii_case(&names[i]));
                match unit {
                    Err(question) => {
                        description.usage = Usage::Asked;
                        description.why.clone_from(&question.text);
                        questions.push(question);
                    }
                    Ok(unit) => {
                        description.unit = unit;
                        found.push(column(i, names, about, profiles, Some(candidate.parameter), unit, link, confirmed));
                    }
                }
            }
        }
    }
    if candidates.is_empty() {
        for i in (0..names.len()).filter(|i| roles[*i] == Role::Values) {
            match unit_of(i, table.file.parameter.or(hints.parameter), table, names, about, units_row) {
                Ok(unit) => {
                    (columns[i].usage, columns[i].why) = (Usage::Values, "the values".to_owned());
                    columns[i].unit = unit;
                    let confirmed = hints.units.iter().any(|(name, _)| name.eq_ignore_ascii_case(&names[i]));
                    found.push(column(i, names, about, profiles, None, unit, None, confirmed));
                }
                Err(question) => {
                    (columns[i].usage, columns[i].why) = (Usage::Asked, question.text.clone());
                    questions.push(question);
                }
            }
        }
    }
    let key_size = roles.iter().position(|role| *role == Role::KeySize);
    let keys: Vec<(usize, Option<String>)> = found
        .iter()
        .enumerate()
        .filter(|(_, column): &(usize, &ValueColumn)| column.parameter == Some(Parameter::KeyRate))
        .map(|(i, column)| (i, column.link.clone()))
        .collect();
    for value in &mut found {
        value.key = keys.iter().find(|(_, link)| *link == value.link).map(|(i, _)| *i);
        value.key_size = key_size.filter(|_| value.unit.is_some_and(FileUnit::counts_keys));
    }
    found
}

#[allow(clippy::too_many_arguments)]
fn column(
    index: usize,
    names: &[String],
    about: &[Named],
    profiles: &[Profile],
    parameter: Option<Parameter>,
    unit: Option<FileUnit>,
    link: Option<String>,
    confirmed: bool,
) -> ValueColumn {
    let sign: DecimalSign = profiles[index].sign;
    let (name, named) = (names[index].clone(), about[index].clone());
    ValueColumn { index, name, named, parameter, unit, confirmed, link, sign, key: None, key_size: None }
}

/// The unit of a column: as the user says, as its name says, or as the row of units says.
fn unit_of(
    i: usize,
    parameter: Option<Parameter>,
    table: &Table<'_>,
    names: &[String],
    about: &[Named],
    units_row: bool,
) -> Result<Option<FileUnit>, OpenQuestion> {
    let hints = table.hints;
    if let Some((_, unit)) = hints.units.iter().find(|(name, _)| name.eq_ignore_ascii_case(&names[i])) {
        return Ok(Some(*unit));
    }
    let role = hints.columns.iter().find(|(name, _)| name.eq_ignore_ascii_case(&names[i]));
    if let Some((_, ColumnRole::Value(_, Some(unit)))) = role {
        return Ok(Some(*unit));
    }
    if let Some(unit) = hints.unit {
        return Ok(Some(unit));
    }
    let cell = || table.rows[0].get(i).map(|text| text.trim().trim_matches(['[', ']', '(', ')']).trim().to_owned());
    let below = if units_row { cell().filter(|text| !text.is_empty()) } else { None };
    let below = below.map(|text| read_unit(&text).unwrap_or(WrittenUnit::Unknown(text)));
    let written = about[i].unit.clone().or(below);
    let Some(parameter) = parameter else {
        return Ok(match written {
            Some(WrittenUnit::Known(unit)) => Some(unit),
            _ => None,
        });
    };
    match written {
        None => Ok(None),
        Some(WrittenUnit::Known(unit)) if unit.suits(parameter) => Ok(Some(unit)),
        Some(written) if written.suits(parameter) && parameter == Parameter::LaserPower => Ok(Some(FileUnit::Plain)),
        Some(written) => Err(ask_unit(&names[i], parameter, &written)),
    }
}

/// The question for a unit.
fn ask_unit(name: &str, parameter: Parameter, written: &WrittenUnit) -> OpenQuestion {
    let text = match written {
        WrittenUnit::PerPulse => {
            format!("“{name}” is in bit a pulse, and a rate follows only with the clock rate of the device: give it")
        }
        WrittenUnit::Known(unit) => {
            format!("“{name}” is the {}, which cannot be in {}: choose its unit", parameter.title(), unit.name())
        }
        WrittenUnit::Unknown(text) => format!("the unit of “{name}”, {text}, is not known: choose it"),
    };
    let per_pulse = *written == WrittenUnit::PerPulse;
    let choices = if per_pulse { Vec::new() } else { unit_choices(name, parameter) };
    let free = per_pulse.then(|| FreeAnswer::ClockRate(name.to_owned()));
    OpenQuestion { columns: vec![name.to_owned()], text, choices, free }
}

/// The units that a column of this parameter can have.
pub(super) fn unit_choices(name: &str, parameter: Parameter) -> Vec<OfferedChoice> {
    let choice = |unit: FileUnit| OfferedChoice {
        title: unit.title(parameter),
        option: format!("--unit {}", quoted(&format!("{name}={}", unit.name()))),
        answer: FileAnswer::Unit(name.to_owned(), unit),
    };
    FileUnit::ALL.into_iter().filter(|unit| unit.suits(parameter)).map(choice).collect()
}

/// The question which of several columns has a parameter.
fn which(parameter: Parameter, columns: &[usize], names: &[String]) -> OpenQuestion {
    let all: Vec<String> = columns.iter().map(|i| names[*i].clone()).collect();
    let listed = all.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" and ");
    let choices = all.iter().map(|name| OfferedChoice {
        title: name.clone(),
        option: format!("--take {}", quoted(&format!("{name}={}", parameter.name()))),
        answer: FileAnswer::Role(name.clone(), ColumnRole::Value(parameter, None)),
    });
    let text = format!("{listed} may both be the {}: choose one", parameter.title());
    OpenQuestion { choices: choices.collect(), columns: all, text, free: None }
}
