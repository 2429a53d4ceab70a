//! The files as read, what was left out and why, and manual corrections.

use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::messages::{FileOutcome, Held};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{ColumnRole, FileReport, FileUnit, Hints, Parameter, Rejections, SeriesReport};

#[component]
pub(super) fn Files(console: Console) -> impl IntoView {
    let files = console.files;
    live::when(move || files.with(|files| !files.is_empty()), move || table(console).into_any())
}

/// Files that cannot be used, what is to be known, and all of them in a table.
fn table(console: Console) -> impl IntoView {
    let files = console.files;
    let summary = live::text(move || files.with(|files| text::files(files.len(), files.iter().filter_map(measured))));
    let bad = live::part(move || {
        let bad = files.with(|files| {
            let bad =
                files.iter().filter_map(|file| Some((file.name.clone(), file.report.as_ref().err()?.to_string())));
            bad.collect::<Vec<_>>()
        });
        let none = console.links.with(|links| links.is_empty());
        refused(&bad, none)
    });
    let notes = live::part(move || {
        let of_files =
            files.with(|files| files.iter().filter_map(measured).flat_map(FileReport::notes).collect::<Vec<_>>());
        let notes = console.notes.get().into_iter().chain(of_files.into_iter().map(|note| format!("{note}.")));
        let notes: Vec<String> = notes.collect();
        if notes.is_empty() {
            return ().into_any();
        }
        let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
        view! { <ul class="notes" data-testid="notes">{notes}</ul> }.into_any()
    });
    let rows = live::part(move || {
        let rows = files.with(|files| files.iter().map(|file| row(console, file)).collect_view());
        view! { <tbody>{rows}</tbody> }.into_any()
    });
    view! {
        {bad}
        {notes}
        <details class="files" data-testid="files">
            <summary data-testid="files-summary">{summary}</summary>
            <p class="quiet">{text::RULES}</p>
            <div class="scroll tall" tabindex="0" role="group" aria-label="Files">
                <table>
                    <thead><tr><th>"File"</th><th>"Content"</th><th>"Lines"</th><th>"Samples"</th><th>"Not used"</th></tr></thead>
                    {rows}
                </table>
            </div>
        </details>
    }
}

fn measured(file: &FileOutcome) -> Option<&FileReport> {
    match &file.report {
        Ok(Held::Measurements(report)) => Some(report),
        _ => None,
    }
}

fn refused(bad: &[(String, String)], none: bool) -> AnyView {
    if bad.is_empty() {
        return ().into_any();
    }
    let items =
        bad.iter().map(|(name, problem)| view! { <li><b>{name.clone()}</b>": "{problem.clone()}</li> }).collect_view();
    let head = text::refused(bad.len(), none);
    view! { <div class="notice bad" role="status" data-testid="refused"><p>{head}</p><ul>{items}</ul></div> }.into_any()
}

fn row(console: Console, file: &FileOutcome) -> AnyView {
    let name = file.name.clone();
    let (holds, lines, samples, rejected) = match &file.report {
        Err(problem) => (
            view! { <span class="bad">"not usable: "{problem.to_string()}</span> }.into_any(),
            String::new(),
            String::new(),
            ().into_any(),
        ),
        Ok(Held::Nothing) => (
            format!("not read: the name does not end in {}", monitoring::endings()).into_any(),
            String::new(),
            String::new(),
            ().into_any(),
        ),
        Ok(Held::Links(count)) => {
            (format!("table of {} links", count).into_any(), String::new(), String::new(), ().into_any())
        }
        Ok(Held::Measurements(report)) => {
            let samples = report.series.iter().map(|series| series.samples).sum();
            (held(console, report), text::count(report.lines), text::count(samples), left_out(&report.rejected))
        }
    };
    let correction = file.report.is_err().then(|| correct(console, &name, None));
    view! { <tr><th>{name}</th><td class="holds">{holds}{correction}</td><td>{lines}</td><td>{samples}</td><td class="holds">{rejected}</td></tr> }.into_any()
}

/// What a file holds. Of a file with one series that is the person's own, all of it can be corrected.
fn held(console: Console, report: &FileReport) -> AnyView {
    match report.series.as_slice() {
        [series] if console.hints(&report.name).is_some() => correct(console, &report.name, Some(series)),
        all if console.hints(&report.name).is_some() && !report.columns.is_empty() => columns(console, report, all),
        all => all
            .iter()
            .map(|series| format!("link {}: {}", series.link, text::series(series)))
            .collect::<Vec<_>>()
            .join("; ")
            .into_any(),
    }
}

/// The meaning of each column of a file, which the user can correct.
fn columns(console: Console, report: &FileReport, series: &[SeriesReport]) -> AnyView {
    let hints = console.hints(&report.name).unwrap_or_default();
    let rows = report.columns.iter().map(|column| {
        let (file, name) = (report.name.clone(), column.clone());
        let chosen = hints.columns.iter().find(|(known, _)| known == column).map(|(_, role)| role_name(role));
        let change = move |event: web_sys::Event| {
            let role = role_named(&event_target_value(&event));
            console.correct(&file, |hints| {
                hints.columns.retain(|(known, _)| *known != name);
                hints.columns.extend(role.map(|role| (name.clone(), role)));
            });
        };
        let roles = ROLES.iter().copied().chain(Parameter::ALL.map(|p| (p.name(), p.title())));
        let options = roles.map(|(value, title)| view! { <option value=value selected=chosen == Some(value)>{title}</option> });
        let label = format!("Content of column {column}");
        view! { <label class="column"><span>{column.clone()}</span><select aria-label=label on:change=change>{options.collect_view()}</select></label> }
    });
    let held: Vec<String> =
        series.iter().map(|series| format!("link {}: {}", series.link, text::series(series))).collect();
    view! { {held.join("; ")}<details><summary>"Columns"</summary><div class="columns">{rows.collect_view()}</div></details> }.into_any()
}

/// Meanings of a column other than a parameter.
const ROLES: [(&str, &str); 4] =
    [("", "as recognised"), ("time", "time"), ("link", "name of the link"), ("unused", "not used")];

fn role_named(name: &str) -> Option<ColumnRole> {
    match name {
        "time" => Some(ColumnRole::Time),
        "link" => Some(ColumnRole::Link),
        "unused" => Some(ColumnRole::Unused),
        name => Parameter::named(name).map(|parameter| ColumnRole::Value(parameter, None)),
    }
}

fn role_name(role: &ColumnRole) -> &'static str {
    match role {
        ColumnRole::Time => "time",
        ColumnRole::Link => "link",
        ColumnRole::Value(parameter, _) => parameter.name(),
        _ => "unused",
    }
}

/// Link, parameter and unit of a file, to be corrected.
fn correct(console: Console, name: &str, series: Option<&SeriesReport>) -> AnyView {
    let hints = console.hints(name).unwrap_or_default();
    let parameter = series.map(|series| series.parameter).or(hints.parameter);
    let unit = series.map(|series| series.unit).or(hints.unit);
    let link = series.map(|series| series.link.clone()).or(hints.link).unwrap_or_default();
    let change = move |name: String, change: fn(&mut Hints, &str)| {
        move |event: web_sys::Event| console.correct(&name, |hints| change(hints, &event_target_value(&event)))
    };
    let label = |what: &str| format!("{what} of {name}");
    let options = |choices: Vec<(&'static str, String)>, chosen: Option<&'static str>| {
        let none = chosen.is_none().then(|| view! { <option value="" selected>"?"</option> });
        let choices = choices
            .into_iter()
            .map(|(value, title)| view! { <option value=value selected=chosen == Some(value)>{title}</option> });
        view! { {none}{choices.collect_view()} }.into_any()
    };
    let parameters =
        options(Parameter::ALL.map(|p| (p.name(), text::capital(p.title()))).into(), parameter.map(Parameter::name));
    let suits = |unit: &FileUnit| parameter.is_none_or(|parameter| unit.suits(parameter));
    let plain = parameter.and_then(Parameter::unit).unwrap_or("as it is");
    let title = |unit: FileUnit| match unit {
        FileUnit::Plain if plain == "1" => "a fraction of 1".to_owned(),
        FileUnit::Plain => plain.to_owned(),
        FileUnit::Percent => "per cent".to_owned(),
        unit => unit.name().to_owned(),
    };
    let units = options(
        FileUnit::ALL.into_iter().filter(suits).map(|unit| (unit.name(), title(unit))).collect(),
        unit.map(FileUnit::name),
    );
    view! {
        <span class="correct">
            "link "
            <input type="text" class="link-name" aria-label=label("Link") value=link
                on:change=change(name.to_owned(), |hints, typed| hints.link = Some(typed.trim().to_owned()).filter(|link| !link.is_empty()))/>
            <select aria-label=label("Parameter") on:change=change(name.to_owned(), |hints, chosen| {
                hints.parameter = Parameter::named(chosen);
                hints.unit = None;
            })>{parameters}</select>
            <select aria-label=label("Unit") on:change=change(name.to_owned(), |hints, chosen| hints.unit = FileUnit::named(chosen))>{units}</select>
        </span>
    }
    .into_any()
}

/// Rejected lines by reason, with the first of each.
fn left_out(rejected: &Rejections) -> AnyView {
    if rejected.total() == 0 {
        return "–".into_any();
    }
    let item = |(reason, of): (monitoring::Reason, &monitoring::Rejected)| {
        let examples = of.examples.iter().map(|example| view! { <li>{example.to_string()}</li> }).collect_view();
        let more = of.count.saturating_sub(of.examples.len() as u64);
        let more = (more > 0).then(|| view! { <li>{format!("and {} more", text::count(more))}</li> });
        view! { <details><summary>{text::rejected(reason, of.count)}</summary><ul class="lines">{examples}{more}</ul></details> }
    };
    rejected.iter().map(item).collect_view().into_any()
}
