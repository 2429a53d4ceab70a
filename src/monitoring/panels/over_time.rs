//! A link over time: every parameter with its distribution, all with one zoom and one cursor.

mod pointer;
mod timeline;

use super::section;
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use chart::{HistogramChart, SeriesChart, Theme};
use leptos::prelude::*;
use monitoring::{Parameter, time_text};
pub(super) use timeline::{Timeline, Zoom};
use view::figures::{distribution_chart, marked, parameter_chart};

#[component]
pub(super) fn OverTime(console: Console, learner: Learner) -> impl IntoView {
    let zoom = Zoom::new(console);
    let before = RwSignal::new(false);
    // The rows stay as they are while the link keeps its parameters.
    let parameters = Memo::new(move |_| {
        console.link.with(|link| link.as_ref().map(|link| link.summaries.iter().map(|(p, _)| *p).collect::<Vec<_>>()))
    });
    let rows = live::part(move || {
        let rows = parameters
            .get()
            .unwrap_or_default()
            .into_iter()
            .map(|parameter| row(console, learner, zoom, parameter, before));
        rows.collect_view().into_any()
    });
    let name = live::text(move || {
        console.link.with(|link| link.as_ref().map_or_else(String::new, |link| format!("Link {}", link.name)))
    });
    section("over-time", "Over time", view! {
        <p class="row">
            <b data-testid="link-name">{name}</b>
            <span class="quiet" data-testid="shown-times">{live::text(move || zoom.words())}</span>
            {live::when(move || zoom.is_zoomed(), move || view! { <button data-testid="all-times" on:click=move |_| zoom.show(None)>"Show all"</button> }.into_any())}
            <label class="check"><input type="checkbox" data-testid="before" on:change=move |event| before.set(event_target_checked(&event))/>{text::MINUTES}</label>
        </p>
        {rows}
        <p class="readout-line" role="status" data-testid="time-readout">{live::text(move || readout(console, zoom))}</p>
        <p class="quiet" id="series-help">{text::SERIES_HELP}</p>
        {table(console, zoom)}
    }.into_any())
}

fn row(console: Console, learner: Learner, zoom: Zoom, parameter: Parameter, before: RwSignal<bool>) -> AnyView {
    Effect::new(move |_| {
        if let Some(link) = console.link.get().filter(|_| before.get()) {
            console.want_minutes(&link.name, parameter);
        }
    });
    let chart = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        let link = console.link.get()?;
        let minutes = before
            .get()
            .then(|| console.minutes.with(|all| all.get(&(link.name.clone(), parameter)).cloned()))
            .flatten();
        let mut chart = parameter_chart(
            &link,
            parameter,
            minutes.as_deref().map(Vec::as_slice),
            zoom.shown(),
            zoom.cursor_s.get(),
            zoom.chosen.get(),
        );
        let abnormal = learner.abnormal.with(|all| all.get(&link.name).map(|found| marked(found)));
        chart.marked.extend(abnormal.unwrap_or_default());
        Some(chart)
    });
    let histogram =
        Box::new(move |_: &Theme| -> Option<HistogramChart> { distribution_chart(&*console.link.get()?, parameter) });
    let words = live::text(move || {
        console.link.with(|link| link.as_ref().map(|link| text::over_time(link, parameter)).unwrap_or_default())
    });
    let spread = live::text(move || {
        console.link.with(|link| link.as_ref().map(|link| text::distribution(link, parameter)).unwrap_or_default())
    });
    view! {
        <div class="parameter" data-testid=format!("row-{}", parameter.name())>
            <Timeline zoom dark=console.dark chart words name=parameter.name()/>
            <div class="distribution"><Picture dark=console.dark.into() chart=histogram words=spread name="distribution"/></div>
        </div>
    }
    .into_any()
}

/// The values at the cursor.
fn readout(console: Console, zoom: Zoom) -> String {
    let (Some(link), Some(cursor_s)) = (console.link.get(), zoom.cursor_s.get()) else { return String::new() };
    let width_s = f64::from(link.windows.width.minutes()) * 60.0;
    let number = (cursor_s / width_s).floor() as i64;
    let Some(window) = link.windows.rows.iter().find(|window| window.number == number) else {
        return format!("{}: no data", time_text(link.origin, number as f64 * width_s));
    };
    let values = link.summaries.iter().filter_map(|(parameter, _)| {
        Some(format!("{} {}", parameter.title(), text::value(*parameter, window.mean(*parameter)?)))
    });
    format!("{}: {}", time_text(link.origin, number as f64 * width_s), values.collect::<Vec<_>>().join(", "))
}

/// Most rows of the table; the file that can be saved has all windows.
const MOST_ROWS: usize = 300;

/// The windows that are shown, as a table.
fn table(console: Console, zoom: Zoom) -> AnyView {
    let open = RwSignal::new(false);
    let rows = live::part(move || {
        let Some(link) = console.link.get().filter(|_| open.get()) else { return ().into_any() };
        let (from, to) = zoom.shown();
        let start_s = |window: &monitoring::TimeWindow| link.windows.start_us(window) as f64 / 1e6;
        let shown: Vec<_> = link.windows.rows.iter().filter(|window| (from..=to).contains(&start_s(window))).collect();
        let heads = link.summaries.iter().map(|(p, _)| view! { <th>{text::capital(p.title())}</th> }).collect_view();
        let rows = shown.iter().take(MOST_ROWS).map(|window| {
            let cells = link
                .summaries
                .iter()
                .map(|(p, _)| view! { <td>{window.mean(*p).map_or("–".to_owned(), |x| text::value(*p, x))}</td> });
            view! { <tr><th>{time_text(link.origin, start_s(window))}</th>{cells.collect_view()}</tr> }
        });
        let more = shown.len().saturating_sub(MOST_ROWS);
        let more = (more > 0).then(|| view! { <p class="quiet">{format!("and {} more; zoom in, or save the cleaned data as CSV", text::count(more as u64))}</p> });
        view! { <div class="scroll tall" tabindex="0" role="group" aria-label="Windows"><table><thead><tr><th>"Window from"</th>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table></div>{more} }.into_any()
    });
    let toggled = move |event: web_sys::Event| {
        let details = crate::monitoring::browser::target::<web_sys::Element>(&event);
        open.set(details.is_some_and(|details| details.has_attribute("open")));
    };
    view! { <details data-testid="windows-table" on:toggle=toggled><summary>"Show as table"</summary>{rows}</details> }
        .into_any()
}
