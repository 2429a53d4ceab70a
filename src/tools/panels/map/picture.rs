//! The picture of a map: colours, contours, the values under the pointer, and the point that is loaded.

use super::paint::paint;
use super::stages::{Grid, Stages};
use crate::kit::canvas::watched_size;
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use chart::{Axis, Frame, Heat, Theme};
use engine::link::fibre::Band;
use engine::scenario::Value;
use engine::sweep::{AxisScale, Cell, Level, MapAxis, MapValue};
use leptos::html;
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use std::sync::Arc;
use web_sys::{KeyboardEvent, PointerEvent};

/// Step of an arrow key, as a fraction of an axis; with Shift ten times as far.
const STEP: f64 = 0.01;

#[component]
pub(super) fn Picture(desk: ToolContext, stages: Stages) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = watched_size(canvas);
    let place = RwSignal::new(None::<(f64, f64)>);
    let heat = Memo::new(move |_| {
        let band = desk.settings.with(|settings| settings.band());
        stages.grid.get().map(|grid| Arc::new(heat(&grid, band)))
    });
    Effect::new(move |_| {
        let theme = if desk.dark.get() { Theme::DARK } else { Theme::LIGHT };
        // The colours are light on a dark page too, and so is the grid on them.
        let theme = Theme { grid: Theme::LIGHT.grid, ..theme };
        let (Some(canvas), Some(size), Some(heat)) = (canvas.get(), size.get(), heat.get()) else { return };
        let Some(grid) = stages.grid.get() else { return };
        let (x, y) = grid.request.axes();
        let titles = [x, y].map(title);
        let here = desk.settings.with(|settings| here(settings, x, y));
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
        let (x, y) = grid.request.axes();
        let numbers = [(x, place.0), (y, place.1)];
        desk.change(|address| {
            for (axis, place) in numbers {
                let number = number_at(axis, place);
                axis.varied().keys().for_each(|key| address.settings.set(key, Value::Number(number)));
            }
        });
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
        Some(describe(&grid, place))
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
        Some([scale.low, scale.high].map(|x| value_text(grid.request.value(), x)))
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
            let cells = PLACES.map(|across| view! { <td>{cell_text(&grid, (across, up))}</td> });
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

fn number(level: Level) -> f64 {
    match level {
        Level::NoKey => 0.0,
        Level::Value(x) => x,
        Level::Unlimited => engine::sweep::MAX_LENGTH_KM,
    }
}

/// All nodes of a map, those that are not computed yet from the stage before.
fn heat(grid: &Grid, band: Band) -> Heat {
    let (columns, rows) = grid.request.size();
    let place = |i: u16, nodes: u16| f64::from(i) / f64::from(nodes - 1);
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (place(column, columns), place(row, rows))));
    let cells: Vec<Option<Cell>> = cells.map(|place| grid.at(place)).collect();
    let value = |cell: &Option<Cell>| cell.and_then(|cell| cell.level(band)).map_or(f64::NAN, number);
    let values: Vec<f64> = cells.iter().map(value).collect();
    let lead = cells.iter().map(|cell| cell.and_then(|cell| cell.lead()).unwrap_or(f64::NAN)).collect();
    let (log, unit) = match grid.request.value() {
        MapValue::Reach => (false, "km"),
        MapValue::RateAt(_) => (true, ""),
    };
    Heat { columns: usize::from(columns), scale: Heat::scale_of(&values, log), values, lead, unit }
}

fn axis(axis: &MapAxis) -> Axis {
    let (low, high) = axis.ends();
    Axis { low, high, log: axis.scale() == AxisScale::Log }
}

fn title(axis: &MapAxis) -> String {
    let unit = match axis.varied().param().unit {
        Unit::Isolation | Unit::Share | Unit::None => "",
        unit => unit.symbol(),
    };
    if unit.is_empty() {
        axis.varied().label().to_lowercase()
    } else {
        format!("{}, {unit}", axis.varied().label().to_lowercase())
    }
}

/// Place of the current link, if it is on the map.
fn here(settings: &engine::scenario::Settings, x: &MapAxis, y: &MapAxis) -> Option<(f64, f64)> {
    let on = |one: &MapAxis| {
        let mut numbers = one.varied().keys().map(|key| match settings.value(key) {
            Value::Number(number) => Some(number),
            Value::Word(_) => None,
        });
        let first = numbers.next()??;
        let inside = (0.0..=1.0).contains(&axis(one).place(first)) && numbers.all(|other| other == Some(first));
        inside.then_some(first)
    };
    Some((on(x)?, on(y)?))
}

/// The number at a place of an axis, as round as anyone would set it.
fn number_at(one: &MapAxis, place: f64) -> f64 {
    let exact = axis(one).value(place);
    let (low, high) = one.ends();
    let rounded = format!("{exact:.2e}").parse().unwrap_or(exact);
    if rounded < low || rounded > high { exact } else { rounded }
}

fn value_text(value: MapValue, x: f64) -> String {
    match value {
        MapValue::Reach => text::km(x),
        MapValue::RateAt(_) => text::rate(Some(x)),
    }
}

fn level_text(value: MapValue, level: Level) -> String {
    match level {
        Level::NoKey => text::NO_KEY.to_owned(),
        Level::Unlimited => format!("more than {} km", engine::sweep::MAX_LENGTH_KM),
        Level::Value(x) => value_text(value, x),
    }
}

fn cell_text(grid: &Arc<Grid>, place: (f64, f64)) -> String {
    let level = |level| level_text(grid.request.value(), level);
    match grid.at(place) {
        Some(Cell::Bands { c, o }) => format!("{} / {}", level(c), level(o)),
        Some(Cell::Refused) => text::MAP_REFUSED.to_owned(),
        None => "…".to_owned(),
    }
}

/// What stands at a place, in words.
fn describe(grid: &Arc<Grid>, place: (f64, f64)) -> String {
    let (x, y) = grid.request.axes();
    let at = |axis: &MapAxis, place: f64| {
        let unit = axis.varied().param().unit;
        format!("{} {}", axis.varied().label(), format_quantity(number_at(axis, place), unit, 3))
    };
    let level = |level| level_text(grid.request.value(), level);
    let found = match grid.at(place) {
        Some(Cell::Bands { c, o }) => format!("C band {}, O band {}", level(c), level(o)),
        Some(Cell::Refused) => text::MAP_REFUSED.to_owned(),
        None => text::MAP_MISSING.to_owned(),
    };
    format!("{}, {}: {found}", at(x, place.0), at(y, place.1))
}
