//! What the columns of files hold.

use super::Kind;
use super::controls::{self, Typed, folded, select, typed, words};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{
    ColumnDescription, ColumnRole, FileAnswer, FileReport, FileUnit, Hints, Parameter, TimeChoice, TimeReading, Usage,
};

/// Uses other than a parameter that a person can choose.
const USES: [(&str, &str); 3] = [("time", "Time"), ("link", "Name of the link"), ("unused", "Not used")];

/// Columns without a use from which on they are folded up.
const MANY: usize = 9;

pub(super) fn columns(kind: &Kind, report: &FileReport) -> AnyView {
    let (unused, used): (Vec<_>, Vec<_>) =
        report.description.columns.iter().partition(|column| column.usage == Usage::Unused);
    // Where no value is used yet, all are what a person looks for.
    let none = used.iter().all(|column| matches!(column.usage, Usage::Time(_)));
    let (shown, hidden) =
        if none || unused.len() < MANY { ([used, unused].concat(), Vec::new()) } else { (used, unused) };
    let mut parts = vec![table(kind, report, &shown)];
    if !hidden.is_empty() {
        let names = text::unused_columns(&hidden.iter().map(|column| column.name.as_str()).collect::<Vec<_>>());
        parts.push(folded(names, false, table(kind, report, &hidden)));
    }
    parts.into_any()
}

fn table(kind: &Kind, report: &FileReport, columns: &[&ColumnDescription]) -> AnyView {
    let rows = columns.iter().map(|column| row(kind, report, column)).collect();
    controls::table("Columns", &["Column", "First value", "Holds", "Unit or form", "Link", "Why"], rows)
}

fn row(kind: &Kind, report: &FileReport, column: &ColumnDescription) -> Vec<AnyView> {
    let nothing = || ().into_any();
    let (form, link) = match column.usage {
        Usage::Time(reading) => (time_form(kind, column, reading), nothing()),
        Usage::Value(parameter) => (unit(kind, report, column, parameter), link(kind, report, column)),
        _ => (nothing(), nothing()),
    };
    let [name, first, why] = [column.name.clone(), text::shortened(&column.first), column.why.clone()].map(words);
    vec![name, first, holds(kind, column), form, link, why]
}

/// What a column holds.
fn holds(kind: &Kind, column: &ColumnDescription) -> AnyView {
    let now = column.usage.name();
    let known = USES.into_iter().any(|(name, _)| name == now) || matches!(column.usage, Usage::Value(_));
    let other = (!known).then(|| (now.to_owned(), text::other_use(column.usage)));
    let parameters = Parameter::ALL.map(|parameter| (parameter.name().to_owned(), text::capital(parameter.title())));
    let uses = USES.map(|(name, title)| (name.to_owned(), title.to_owned()));
    let options = other.into_iter().chain(parameters).chain(uses);
    let (kind_of, name) = (kind.clone(), column.name.clone());
    let take = move |chosen: String| kind_of.say(&|hints| use_for(hints, &name, &chosen));
    let id = kind.id(&format!("{}-use", column.name));
    select(id, format!("Use of {}", column.name), options.collect(), now, Box::new(take))
}

fn use_for(hints: &mut Hints, column: &str, chosen: &str) {
    hints.columns.retain(|(known, _)| known != column);
    hints.units.retain(|(known, _)| known != column);
    if let Some(time) = hints.time.as_mut().filter(|time| time.column.as_deref() == Some(column)) {
        (time.column, time.reading) = (None, None);
    }
    let role = match chosen {
        "time" => {
            let column = Some(column.to_owned());
            return hints.choose(FileAnswer::Time(TimeChoice { column, ..TimeChoice::default() }));
        }
        "link" => ColumnRole::Link,
        "unused" => ColumnRole::Unused,
        name => match Parameter::named(name) {
            Some(parameter) => ColumnRole::Value(parameter, None),
            None => return,
        },
    };
    hints.choose(FileAnswer::Role(column.to_owned(), role));
}

/// How the times of a column are read.
fn time_form(kind: &Kind, column: &ColumnDescription, reading: TimeReading) -> AnyView {
    let own = (!TimeReading::CHOICES.contains(&reading)).then_some(reading);
    let options = own.into_iter().chain(TimeReading::CHOICES);
    let options = options.map(|reading| (reading.name(), reading.title()));
    let (kind_of, name) = (kind.clone(), column.name.clone());
    let take = move |chosen: String| {
        let (column, reading) = (Some(name.clone()), TimeReading::named(&chosen));
        kind_of
            .say(&|hints| hints.choose(FileAnswer::Time(TimeChoice { column: column.clone(), reading, zone: None })));
    };
    let id = kind.id(&format!("{}-form", column.name));
    select(id, format!("Form of {}", column.name), options.collect(), &reading.name(), Box::new(take))
}

/// The unit of a parameter.
fn unit(kind: &Kind, report: &FileReport, column: &ColumnDescription, parameter: Parameter) -> AnyView {
    let of_series = report.series.iter().find(|series| series.parameter == parameter).map(|series| series.unit);
    // Values that were not read yet may still show their unit.
    let now = column.unit.or(of_series);
    let open = now.is_none().then(|| (String::new(), text::UNIT_OPEN.to_owned()));
    let own = now.filter(|unit| !FileUnit::ALL.contains(unit));
    let units = own.into_iter().chain(FileUnit::ALL.into_iter().filter(|unit| unit.suits(parameter)));
    let options = open.into_iter().chain(units.map(|unit| (unit.name().to_owned(), text::unit(unit, parameter))));
    let (kind_of, name) = (kind.clone(), column.name.clone());
    let take = move |chosen: String| {
        if let Some(unit) = FileUnit::named(&chosen) {
            kind_of.say(&|hints| hints.choose(FileAnswer::Unit(name.clone(), unit)));
        }
    };
    let id = kind.id(&format!("{}-unit", column.name));
    select(id, format!("Unit of {}", column.name), options.collect(), now.map_or("", FileUnit::name), Box::new(take))
}

/// The link that the values of a column belong to, where that is not the one of the file.
fn link(kind: &Kind, report: &FileReport, column: &ColumnDescription) -> AnyView {
    let value = column.link.clone().unwrap_or_default();
    let hint = match (&column.link, kind.names.as_slice(), report.series.first()) {
        (None, [_], Some(series)) => series.link.clone(),
        (None, [_, _, ..], _) => text::LINK_OF_EACH.to_owned(),
        _ => String::new(),
    };
    let id = kind.id(&format!("{}-link", column.name));
    let label = format!("Link of {}", column.name);
    let (kind, name) = (kind.clone(), column.name.clone());
    let take = move |typed: String| {
        kind.say(&|hints| {
            hints.links.retain(|(known, _)| *known != name);
            if !typed.is_empty() {
                hints.links.push((name.clone(), typed.clone()));
            }
        });
    };
    typed(Typed { id, label, value, hint, list: None }, Box::new(take))
}
