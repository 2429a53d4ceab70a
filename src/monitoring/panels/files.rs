//! The files as read, and what was left out and why.

use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::messages::{FileOutcome, Held};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{FileReport, Rejections};

#[component]
pub(super) fn Files(console: Console) -> impl IntoView {
    let files = console.files;
    live::when(move || files.with(|files| !files.is_empty()), move || table(console).into_any())
}

/// Files that cannot be used, what is to be known, and all of them in a table.
fn table(console: Console) -> impl IntoView {
    let files = console.files;
    let summary = live::text(move || {
        files.with(|files| text::files(files.len(), files.iter().filter_map(FileOutcome::measured)))
    });
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
        // The check says it of each kind.
        if console.checking.get() {
            return ().into_any();
        }
        let of_files = files.with(|files| {
            files.iter().filter_map(FileOutcome::measured).flat_map(FileReport::notes).collect::<Vec<_>>()
        });
        let notes = console.notes.get().into_iter().chain(of_files.into_iter().map(|note| format!("{note}.")));
        let notes: Vec<String> = notes.collect();
        if notes.is_empty() {
            return ().into_any();
        }
        let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
        view! { <ul class="notes" data-testid="notes">{notes}</ul> }.into_any()
    });
    let rows = live::part(move || {
        let rows = files.with(|files| files.iter().map(row).collect_view());
        view! { <tbody>{rows}</tbody> }.into_any()
    });
    let check = live::when(
        move || !console.checking.get() && console.can_check(),
        move || {
            view! { <button data-testid="check-files" on:click=move |_| console.check()>{text::CHECK_AGAIN}</button> }
                .into_any()
        },
    );
    view! {
        {bad}
        {notes}
        {check}
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

fn refused(bad: &[(String, String)], none: bool) -> AnyView {
    if bad.is_empty() {
        return ().into_any();
    }
    let items =
        bad.iter().map(|(name, problem)| view! { <li><b>{name.clone()}</b>": "{problem.clone()}</li> }).collect_view();
    let head = text::refused(bad.len(), none);
    view! { <div class="notice bad" role="status" data-testid="refused"><p>{head}</p><ul>{items}</ul></div> }.into_any()
}

fn row(file: &FileOutcome) -> AnyView {
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
            (held(report).into_any(), text::count(report.lines), text::count(samples), left_out(&report.rejected))
        }
    };
    view! { <tr><th>{name}</th><td class="holds">{holds}</td><td>{lines}</td><td>{samples}</td><td class="holds">{rejected}</td></tr> }.into_any()
}

/// What a file holds.
fn held(report: &FileReport) -> String {
    let series = report.series.iter().map(|series| format!("link {}: {}", series.link, text::series(series)));
    let questions = report.description.questions.iter().map(|question| question.text.clone());
    series.chain(questions).collect::<Vec<_>>().join("; ")
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
