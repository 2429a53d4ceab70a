//! A zoomable chart over time with a cursor.

use super::pointer;
use crate::kit::canvas::{paint, watched_size};
use crate::monitoring::console::Console;
use chart::{SeriesChart, Theme, TimeAxis};
use gloo::render::{AnimationFrame, request_animation_frame};
use leptos::html;
use leptos::prelude::*;
use monitoring::{LinkReport, time_text};

/// The shortest time that can be zoomed into, s: three minutes.
const SHORTEST_S: f64 = 180.0;

/// State shared by all charts of a link: the times shown, and the cursor.
#[derive(Clone, Copy)]
pub(in crate::monitoring::panels) struct Zoom {
    console: Console,
    all: Memo<(f64, f64)>,
    /// The windows of the link, s.
    pub(super) step_s: Memo<f64>,
    /// Time of the cursor, s.
    pub(in crate::monitoring::panels) cursor_s: RwSignal<Option<f64>>,
    /// The interval selected by dragging, s.
    pub(in crate::monitoring::panels) chosen: RwSignal<Option<(f64, f64)>>,
}

impl Zoom {
    pub(in crate::monitoring::panels) fn new(console: Console) -> Zoom {
        let all = Memo::new(move |_| console.link.with(|link| link.as_ref().map_or((0.0, 1.0), |link| span(link))));
        let step_s = Memo::new(move |_| {
            console.link.with(|link| link.as_ref().map_or(60.0, |link| f64::from(link.windows.width.minutes()) * 60.0))
        });
        Zoom { console, all, step_s, cursor_s: RwSignal::new(None), chosen: RwSignal::new(None) }
    }

    /// The times that are shown, s.
    pub(in crate::monitoring::panels) fn shown(self) -> (f64, f64) {
        let (first, last) = self.all.get();
        let shown = self.console.address.with(|address| address.shown_s);
        let (from, to) = shown.map_or((first, last), |(from, to)| (from as f64, to as f64));
        // Times of other files, or of another link.
        if to <= first || from >= last { (first, last) } else { (from.max(first), to.min(last)) }
    }

    pub(in crate::monitoring::panels) fn is_zoomed(self) -> bool {
        self.shown() != self.all.get()
    }

    /// Shows these times, or all.
    pub(in crate::monitoring::panels) fn show(self, times: Option<(f64, f64)>) {
        let (first, last) = self.all.get_untracked();
        let shown = times.and_then(|(from, to)| {
            let (from, to) = (from.max(first), to.min(last));
            let middle = 0.5 * (from + to);
            let half = (0.5 * (to - from)).max(0.5 * SHORTEST_S);
            let (from, to) = ((middle - half).round() as i64, (middle + half).round() as i64);
            (from > first as i64 || to < last as i64).then_some((from, to))
        });
        self.console.change(|address| address.shown_s = shown);
    }

    /// Makes what is shown shorter or longer around a time.
    pub(super) fn scale(self, around_s: f64, factor: f64) {
        let (from, to) = untrack(|| self.shown());
        self.show(Some((around_s + (from - around_s) * factor, around_s + (to - around_s) * factor)));
    }

    /// Moves the cursor by a number of windows.
    pub(super) fn step(self, windows: f64) {
        let (from, to) = untrack(|| self.shown());
        let step_s = self.step_s.get_untracked();
        let now = self.cursor_s.get_untracked().unwrap_or(0.5 * (from + to));
        let moved = ((now / step_s).floor() + windows + 0.5) * step_s;
        self.cursor_s.set(Some(moved.max(from).min(to)));
    }

    /// The times that are shown, in words.
    pub(in crate::monitoring::panels) fn words(self) -> String {
        let (from, to) = self.shown();
        let origin = self.console.link.with(|link| link.as_ref().map(|link| link.origin));
        origin.map_or_else(String::new, |origin| format!("{} to {}", time_text(origin, from), time_text(origin, to)))
    }
}

/// From the start of the first window to the end of the last, s.
fn span(link: &LinkReport) -> (f64, f64) {
    let width_s = f64::from(link.windows.width.minutes()) * 60.0;
    match (link.windows.rows.first(), link.windows.rows.last()) {
        (Some(first), Some(last)) => (first.number as f64 * width_s, (last.number + 1) as f64 * width_s),
        _ => (0.0, width_s),
    }
}

/// A function that draws a chart over time.
pub(in crate::monitoring::panels) type TimeDraft = Box<dyn Fn(&Theme) -> Option<SeriesChart>>;

#[component]
pub(in crate::monitoring::panels) fn Timeline(
    zoom: Zoom,
    dark: ReadSignal<bool>,
    chart: TimeDraft,
    words: Signal<String>,
    name: &'static str,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = watched_size(canvas);
    let frame = StoredValue::new_local(None::<AnimationFrame>);
    let axis = StoredValue::new(None::<TimeAxis>);
    Effect::new(move |_| {
        let theme = if dark.get() { Theme::DARK } else { Theme::LIGHT };
        let (Some(chart), Some(canvas), Some(size)) = (chart(&theme), canvas.get(), size.get()) else { return };
        axis.set_value(Some(chart.time_axis(size.0, size.1)));
        // A frame that was asked for and has not come is replaced: nothing is painted twice.
        frame.set_value(Some(request_animation_frame(move |_| {
            if paint(&canvas, size, &chart, &theme) {
                let _ = canvas.set_attribute("data-drawn", name);
            }
        })));
    });
    let place = NodeRef::<html::Div>::new();
    pointer::follow(place, zoom, axis);
    view! {
        <div class="timeline" tabindex="0" role="group" aria-label=words aria-describedby="series-help" node_ref=place data-testid=format!("over-time-{name}")>
            <canvas node_ref=canvas></canvas>
        </div>
    }
}
