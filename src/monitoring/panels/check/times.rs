//! The period of files, and the zone of their times.

use super::Kind;
use super::controls::{Typed, typed, words};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{FileAnswer, FileReport, FreeAnswer, Origin, TimeChoice};

pub(super) fn times(kind: &Kind, reports: &[FileReport]) -> AnyView {
    let first = &reports[0].description;
    let spans = reports.iter().filter_map(|report| report.description.period_us);
    let span = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let origin = first.origin.unwrap_or(Origin::Epoch);
    let period = span.map_or_else(|| text::NO_PERIOD.to_owned(), |span| text::period(origin, span));
    let asked = first.questions.iter().any(|open| matches!(open.free, Some(FreeAnswer::Zone(_))));
    let said = kind.said().time.and_then(|time| time.zone);
    // Times that name their zone, and those that count from a start, have none to choose.
    let open = asked || said.is_some() || first.zone_assumed;
    let zone = match (open, &first.zone) {
        (true, _) => chooser(kind, said.unwrap_or_default(), first.zone_assumed),
        (false, Some(zone)) => words(text::zone_stated(zone)),
        (false, None) => words(text::zone_none(span.is_some()).to_owned()),
    };
    let assumed = first.zone_assumed.then_some(text::ZONE_ASSUMED);
    view! {
        <dl class="facts">
            <dt>"Period"</dt><dd data-testid="period">{period}</dd>
            <dt>"Time zone"</dt><dd>{zone}" "<span class="quiet">{assumed}</span></dd>
        </dl>
    }
    .into_any()
}

fn chooser(kind: &Kind, zone: String, assumed: bool) -> AnyView {
    let hint = if assumed { "UTC" } else { "for example Europe/Vienna" };
    let (id, label) = (kind.id("zone"), format!("Time zone of {}", kind.names[0]));
    let kind = kind.clone();
    let take = move |typed: String| {
        kind.say(&|hints| match (typed.as_str(), &mut hints.time) {
            ("", Some(time)) => time.zone = None,
            ("", None) => {}
            (zone, _) => {
                let zone = Some(zone.to_owned());
                hints.choose(FileAnswer::Time(TimeChoice { zone, ..TimeChoice::default() }));
            }
        });
    };
    typed(Typed { id, label, value: zone, hint: hint.to_owned(), list: Some("zones") }, Box::new(take))
}
