//! Which links the files are of, and what each of them has.

use super::Kind;
use super::controls::{Typed, folded, table, typed, words};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{FileReport, Origin, Usage};

pub(super) fn places(kind: &Kind, reports: &[FileReport]) -> AnyView {
    let rows = reports.iter().zip(&kind.names).map(|(report, name)| row(kind, report, name)).collect();
    let table = table("Files of this kind", &["File", "Link", "Period", "Lines", "Not used"], rows);
    match reports {
        [_] => table,
        several => {
            // A person who names one link goes on to the next.
            let named =
                kind.names.iter().any(|name| kind.console.hints(name).is_some_and(|hints| hints.link.is_some()));
            folded(text::files_and_links(several.len()), named, table)
        }
    }
}

fn row(kind: &Kind, report: &FileReport, name: &str) -> Vec<AnyView> {
    let description = &report.description;
    let span = description.period_us.map(|span| text::period(description.origin.unwrap_or(Origin::Epoch), span));
    let [lines, unused] = [report.lines, report.rejected.total()].map(|n| words(text::count(n)));
    vec![words(name.to_owned()), link(kind, report, name), words(span.unwrap_or_default()), lines, unused]
}

/// The links of a file. One that none of its columns names can be changed.
fn link(kind: &Kind, report: &FileReport, name: &str) -> AnyView {
    let mut links: Vec<&str> = Vec::new();
    for series in &report.series {
        if !links.contains(&series.link.as_str()) {
            links.push(&series.link);
        }
    }
    let named = |column: &monitoring::ColumnDescription| column.link.is_some() || column.usage == Usage::Link;
    if links.len() > 1 || report.description.columns.iter().any(named) {
        return words(text::shortened(&links.join(", ")));
    }
    let now = links.first().copied().map(str::to_owned);
    let value = now.or_else(|| kind.console.hints(name)?.link).unwrap_or_default();
    let (console, names) = (kind.console, [name.to_owned()]);
    let take = move |typed: String| {
        console.correct(&names, &|hints| hints.link = Some(typed.clone()).filter(|link| !link.is_empty()));
    };
    let (id, label) = (format!("check-link-{name}"), format!("Link of {name}"));
    typed(Typed { id, label, value, hint: String::new(), list: None }, Box::new(take))
}
