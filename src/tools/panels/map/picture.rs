//! The picture of a map: colours, contours, the values under the pointer, and the point that is loaded.

use super::paint::paint;
use super::stages::Stages;
use crate::kit::canvas::watched_size;
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use chart::{Frame, Heat, Theme};
use engine::sweep::MapAxis;
use leptos::html;
use leptos::prelude::*;
use numbers::quantity::format_quantity;
use std::sync::Arc;
use view::map::{axis, cell, describe, heat, here, load, number_at, title, value};
use web_sys::{KeyboardEvent, PointerEvent};

/// Step of an arrow key, as a fraction of an axis; with Shift ten times as far.
const STEP: f64 = 0.01;

#[component]
pub(super) fn Picture(context: ToolContext, stages: Stages) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = watched_size(canvas);
    let place = RwSignal::new(None::<(f64, f64)>);
    let heat = Memo::new(move |_| {
        let band = context.settings.with(|settings| settings.band());
        stages.grid.get().map(|grid| Arc::new(heat(&grid.request, band, |place| grid.at(place))))
    });
    Effect::new(move |_| {
        let theme = if context.dark.get() { Theme::DARK } else { Theme::LIGHT };
        // The colours are light on a dark page too, and so is the grid on them.
        let theme = Theme { grid: Theme::LIGHT.grid, ..theme };
        let (Some(canvas), Some(size), Some(heat)) = (canvas.get(), size.get(), heat.get()) else { return };
        let Some(grid) = stages.grid.get() else { return };
        let (x, y) = grid.request.axes();
        let titles = [x, y].map(title);
        let here = context.settings.with(|settings| here(settings, x, y));
        let chart = heat.chart((axis(x), axis(y)), titles, here);
        if paint(&canvas, size, &heat, &chart, &theme).is_none() {
            return;
        }
        let (columns, rows) = grid.request.size();
        let _ = canvas.set_attribute(
            "data-painted",
            &format!("{columns}x{rows}{}", if grid.is_whole() { "" } else { " in part" }),
        );
    });
    let at = move |event: &PointerEvent| {
        let (width, height) = size.get_untracked()?;
        let (x, y) = Frame::of(width, height).place(f64::from(event.offset_x()), f64::from(event.offset_y()));
        ((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)).then_some((x, y))
    };
    let take = move || {
        let (Some(grid), Some(place)) = (stages.grid.get_untracked(), place.get_untracked()) else { return };
        context.change(|address| load(&mut address.settings, &grid.request, place));
    };
    let key = move |event: KeyboardEvent| {
        let step = if event.shift_key() { 10.0 * STEP } else { STEP };
        let (x, y) = place.get_untracked().unwrap_or((0.5, 0.5));
        let to = match event.key().as_str() {
            "ArrowLeft" => (x - step, y),
            "ArrowRight" => (x + step, y),
            "ArrowDown" => (x, y - step),
            "ArrowUp" => (x, y + step),
            "Enter" | " " => {
                event.prevent_default();
                return take();
            }
            _ => return,
        };
        event.prevent_default();
        place.set(Some((to.0.clamp(0.0, 1.0), to.1.clamp(0.0, 1.0))));
    };
    let words = move || {
        let (grid, place) = (stages.grid.get()?, place.get()?);
        Some(describe(&grid.request, place, grid.at(place)))
    };
    let mark = move |of: fn((f64, f64), &Frame) -> f64| {
        let (place, (width, height)) = (place.get()?, size.get()?);
        Some(format!("{}px", of(place, &Frame::of(width, height))))
    };
    view! {
        <div class="map" tabindex="0" role="application" aria-label=text::MAP_LABEL aria-describedby="map-value"
            on:pointermove=move |event| place.set(at(&event))
            on:click=move |_| take() on:keydown=key>
            <canvas node_ref=canvas data-testid="map"></canvas>
            {live::when(move || place.get().is_some(), move || view! {
                <span class="crosshair" aria-hidden="true"
                    style:left=live::text(move || mark(|(x, _), frame| frame.left + x * (frame.right - frame.left)).unwrap_or_default())
                    style:top=live::text(move || mark(|(_, y), frame| frame.bottom - y * (frame.bottom - frame.top)).unwrap_or_default())></span>
            }.into_any())}
        </div>
        <p class="map-value" id="map-value" role="status" data-testid="map-value">{live::text(move || words().unwrap_or_else(|| text::MAP_POINT.to_owned()))}</p>
        <Legend stages heat/>
        <Corners stages/>
    }
}

/// The scale of the colours, in words and as a strip.
#[component]
fn Legend(stages: Stages, heat: Memo<Option<Arc<Heat>>>) -> impl IntoView {
    let ends = move || {
        let (grid, heat) = (stages.grid.get()?, heat.get()?);
        let scale = heat.scale;
        Some([scale.low, scale.high].map(|x| value(grid.request.value(), x)))
    };
    let end = move |i: usize| live::text(move || ends().map_or_else(String::new, |ends| ends[i].clone()));
    view! {
        <p class="map-legend">
            <span class="map-none" aria-hidden="true"></span>{text::NO_KEY}
            <span>{end(0)}</span><span class="map-strip" aria-hidden="true"></span><span>{end(1)}</span>
            <span class="map-frontier" aria-hidden="true"></span>{text::MAP_EQUAL}
        </p>
    }
}

/// A sample of the cells as a table, for those who do not see the picture.
#[component]
fn Corners(stages: Stages) -> impl IntoView {
    const PLACES: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
    let table = move || {
        let grid = stages.grid.get()?;
        let (x, y) = grid.request.axes();
        let text = |axis: &MapAxis, place: f64| format_quantity(number_at(axis, place), axis.varied().param().unit, 3);
        let heads = PLACES.map(|place| view! { <th scope="col">{text(x, place)}</th> });
        let rows = PLACES.into_iter().rev().map(|up| {
            let cells = PLACES.map(|across| view! { <td>{cell(grid.request.value(), grid.at((across, up)))}</td> });
            view! { <tr><th scope="row">{text(y, up)}</th>{cells.collect_view()}</tr> }
        });
        let corner = format!("{} ↑, {} →", y.varied().label(), x.varied().label());
        Some(view! {
            <table><thead><tr><th scope="col">{corner}</th>{heads.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        })
    };
    view! {
        <details class="points" data-testid="map-table">
            <summary>{text::MAP_TABLE}</summary>
            <div class="scroll" tabindex="0" role="group" aria-label="Map as a table">{live::part(move || table().into_any())}</div>
        </details>
    }
}
