//! The chart on its canvas.

use super::super::state::Page;
use super::pointer::{self, ChartOnCanvas, Gesture};
use crate::kit::canvas::{paint, watched_size};
use crate::kit::{live, text};
use chart::{Frame, Theme};
use engine::sweep::Curve;
use gloo::render::{AnimationFrame, request_animation_frame};
use leptos::html;
use leptos::prelude::*;
use view::address::{Address, write_address};
use view::drawn::{Drawn, UnderCursor};
use view::figures::{Cursor, chart};
use view::plan::Planned;
use web_sys::HtmlCanvasElement;

/// The chart with its pointer and its keys.
#[component]
pub(in super::super) fn ChartPanel(page: Page) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = watched_size(canvas);
    let selection = RwSignal::new(None::<[(f64, f64); 2]>);
    let picture = StoredValue::new(None::<ChartOnCanvas>);
    let gesture = StoredValue::new(Gesture::default());
    let frame = StoredValue::new_local(None::<AnimationFrame>);
    Effect::new(move |_| {
        let shown = Shown::of(page, selection.get());
        let (Some(canvas), Some(size)) = (canvas.get(), size.get()) else { return };
        // A frame that was asked for and has not come is replaced: nothing is painted twice.
        frame.set_value(Some(request_animation_frame(move |_| picture.set_value(shown.paint(&canvas, size)))));
    });
    let pointed = move |event: &web_sys::PointerEvent| {
        picture.with_value(|picture| {
            gesture.update_value(|gesture| {
                if let Some(picture) = picture {
                    gesture.handle(event, picture, page, selection);
                }
            });
        });
    };
    let down = move |event: web_sys::PointerEvent| pointed(&event);
    let wheel = move |event: web_sys::WheelEvent| {
        picture.with_value(|picture| picture.as_ref().map(|picture| pointer::wheel(&event, picture, page)));
    };
    let key = move |event: web_sys::KeyboardEvent| {
        picture.with_value(|picture| picture.as_ref().map(|picture| pointer::key(&event, picture, page)));
    };
    view! {
        <section class="chart" aria-label="Chart">
            <div id="chart" class="canvas" tabindex="0" role="slider" aria-label="Length at the cursor" aria-describedby="chart-help"
                aria-orientation="horizontal" aria-valuemin="0" aria-valuemax="1000"
                aria-valuenow=live::text(move || page.cursor_km.get().to_string()) aria-valuetext=live::text(move || spoken(page))
                on:pointerdown=down on:pointermove=down on:pointerup=down on:pointercancel=down
                on:wheel=wheel on:keydown=key on:dblclick=move |_| page.zoom.set(None)>
                <canvas node_ref=canvas data-testid="chart"></canvas>
                <p class="waiting">{live::text(move || waiting(page).unwrap_or_default())}</p>
            </div>
            <div class="under-chart">
                <p class="help" id="chart-help">{text::CHART_HELP}</p>
                {live::when(move || page.zoom.get().is_some(), move || view! { <button class="chip" data-testid="zoom-reset" on:click=move |_| page.zoom.set(None)>"Show all"</button> }.into_any())}
            </div>
        </section>
    }
}

/// Everything that the picture shows.
struct Shown {
    drawn: Option<std::sync::Arc<Drawn>>,
    under_cursor: Option<std::sync::Arc<UnderCursor>>,
    address: Address,
    dark: bool,
    selection: Option<[(f64, f64); 2]>,
}

impl Shown {
    fn of(page: Page, selection: Option<[(f64, f64); 2]>) -> Shown {
        Shown {
            drawn: page.drawn.get(),
            under_cursor: page.under_cursor.get(),
            address: page.address(),
            dark: page.dark.get(),
            selection,
        }
    }

    fn paint(&self, canvas: &HtmlCanvasElement, (width, height): (f64, f64)) -> Option<ChartOnCanvas> {
        let drawn = self.drawn.as_ref()?;
        let theme = if self.dark { Theme::DARK } else { Theme::LIGHT };
        let curves: Vec<_> = drawn.curves.iter().map(|curve| curve.as_ref().ok()).collect();
        // Values of another plan or another place would put dots beside the curves.
        let here = self.under_cursor.as_ref().filter(|at| at.plan == drawn.plan && at.km == self.address.cursor_km);
        let cursor = Cursor { km: self.address.cursor_km, outcomes: here.map(|at| at.outcomes.as_slice()) };
        let mut chart = chart(self.address.view, &drawn.plan, &curves, &cursor, self.address.zoom, &theme);
        chart.selection = self.selection;
        if !paint(canvas, (width, height), &chart, &theme) {
            return None;
        }
        let painted =
            Address { settings: drawn.plan.settings.clone(), figure: drawn.plan.figure, ..self.address.clone() };
        // What the picture shows, for tests.
        let _ = canvas.set_attribute("data-painted", &write_address(&painted));
        let reach = drawn.plan.own(drawn.plan.settings.band()).and_then(|own| curves[own]?.reach.km());
        Some(ChartOnCanvas { x: chart.x, y: chart.y, frame: Frame::of(width, height), reach })
    }
}

/// Shown in place of the curves where there are none.
fn waiting(page: Page) -> Option<&'static str> {
    let Some(drawn) = page.drawn.get() else { return Some(text::COMPUTING) };
    let empty = |(planned, curve): (&Planned, &Result<Curve, String>)| {
        !planned.shown || curve.as_ref().is_ok_and(|curve| curve.points.is_empty())
    };
    drawn.plan.curves.iter().zip(&drawn.curves).all(empty).then_some(text::NO_KEY_ANYWHERE)
}

/// Description of the cursor for screen readers.
fn spoken(page: Page) -> String {
    let km = text::km(page.cursor_km.get());
    let rate = page.under_cursor.get().and_then(|at| {
        let own = at.plan.own(at.plan.settings.band())?;
        at.outcomes.get(own).map(|outcome| text::rate(outcome.key_rate_bit_s()))
    });
    rate.map_or(km.clone(), |rate| format!("{km}: {rate}"))
}
