//! How the files are understood, to be corrected and confirmed before anything is computed with them. Files that are understood alike are
//! one kind: what is said of one is said of all.

mod columns;
mod controls;
mod places;
mod question;
mod times;

use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::messages::FileOutcome;
use crate::monitoring::text;
use crate::monitoring::zones::known_zones;
use controls::{button, keep_focus};
use leptos::prelude::*;
use monitoring::{FileReport, Hints};

/// Files of one kind.
#[derive(Clone)]
struct Kind {
    /// Its place among the kinds, which tells its controls apart.
    place: usize,
    console: Console,
    /// Their names.
    names: Vec<String>,
}

impl Kind {
    /// Takes what a person says of these files.
    fn say(&self, say: &dyn Fn(&mut Hints)) {
        self.console.correct(&self.names, say);
    }

    /// What the person has said of them.
    fn said(&self) -> Hints {
        self.console.hints(&self.names[0]).unwrap_or_default()
    }

    /// The `id` of a control.
    fn id(&self, what: &str) -> String {
        format!("check-{}-{what}", self.place)
    }
}

#[component]
pub(super) fn Check(console: Console) -> impl IntoView {
    live::when(move || console.checking.get(), move || panel(console))
}

fn panel(console: Console) -> AnyView {
    let kinds = live::part(move || {
        keep_focus();
        let kinds = console.files.with(|files| kinds(console, files));
        kinds.into_iter().map(|(kind, reports)| card(&kind, &reports)).collect::<Vec<_>>().into_any()
    });
    let (own, zones) = known_zones();
    let zones = own.into_iter().chain(["UTC".to_owned()]).chain(zones);
    let zones: Vec<AnyView> = zones.map(|zone| view! { <option value=zone></option> }.into_any()).collect();
    let busy = live::flag(move || console.reading.with(Option::is_some));
    let count = move || console.files.with(|files| files.iter().filter_map(FileOutcome::measured).count());
    let use_them = live::text(move || text::use_files(count()));
    view! {
        <section class="file-check" data-testid="check" aria-labelledby="check-title">
            <h2 id="check-title">{text::CHECK}</h2>
            <p class="quiet">{text::CHECK_HELP}</p>
            <datalist id="zones">{zones}</datalist>
            {kinds}
            <button class="primary" data-testid="use-files" disabled=busy on:click=move |_| console.use_files()>{use_them}</button>
        </section>
    }
    .into_any()
}

/// The kinds of files, in the order of their first ones.
fn kinds(console: Console, files: &[FileOutcome]) -> Vec<(Kind, Vec<FileReport>)> {
    let mut kinds: Vec<(String, Kind, Vec<FileReport>)> = Vec::new();
    for file in files {
        let (Some(report), Some(of)) = (file.measured(), file.kind()) else { continue };
        match kinds.iter_mut().find(|(known, ..)| *known == of) {
            Some((_, kind, reports)) => {
                kind.names.push(file.name.clone());
                reports.push(report.clone());
            }
            None => {
                let kind = Kind { place: kinds.len(), console, names: vec![file.name.clone()] };
                kinds.push((of, kind, vec![report.clone()]));
            }
        }
    }
    kinds.into_iter().map(|(_, kind, reports)| (kind, reports)).collect()
}

/// How one kind is understood.
fn card(kind: &Kind, reports: &[FileReport]) -> AnyView {
    let first = &reports[0];
    let title = text::kind(&kind.names);
    let questions: Vec<AnyView> =
        first.description.questions.iter().map(|open| question::question(kind, open)).collect();
    let remarks: Vec<AnyView> =
        first.guesses().into_iter().map(|remark| view! { <li>{remark}</li> }.into_any()).collect();
    let undo = (kind.said() != Hints::default()).then(|| {
        let of = kind.clone();
        button(
            kind.id("undo"),
            text::UNDO_CHOICES.to_owned(),
            Box::new(move || of.say(&|hints| *hints = Hints::default())),
        )
    });
    let parts = vec![
        times::times(kind, reports),
        questions.into_any(),
        view! { <ul class="notes">{remarks}</ul> }.into_any(),
        columns::columns(kind, first),
        places::places(kind, reports),
    ];
    view! { <article class="kind" data-testid="kind"><div class="row"><h3>{title}</h3>{undo}</div>{parts}</article> }
        .into_any()
}
