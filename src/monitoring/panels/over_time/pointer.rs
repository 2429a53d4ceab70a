//! Pointer, wheel and keys on a chart over time.

use super::Zoom;
use crate::monitoring::browser;
use chart::TimeAxis;
use gloo::events::{EventListener, EventListenerOptions};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

/// A drag shorter than this is a click, px.
const CLICK_PX: f64 = 5.0;
/// A turn of the wheel or a key changes what is shown by this.
const SCALE: f64 = 0.7;

type Axis = StoredValue<Option<TimeAxis>>;

/// Follows pointer and keys on the chart at `place`, as long as that is there.
pub(super) fn follow(place: NodeRef<html::Div>, zoom: Zoom, axis: Axis) {
    let listeners = StoredValue::new_local(Vec::<EventListener>::new());
    let start = StoredValue::new(None::<f64>);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let target: HtmlElement = element.unchecked_into();
        let options = EventListenerOptions::enable_prevent_default();
        let listen = |name: &'static str, act: fn(Zoom, Axis, StoredValue<Option<f64>>, &Event)| {
            EventListener::new_with_options(&target, name, options, move |event| act(zoom, axis, start, event))
        };
        listeners.set_value(vec![
            listen("pointerdown", down),
            listen("pointermove", moved),
            listen("pointerup", up),
            listen("pointercancel", |zoom, _, start, _| {
                start.set_value(None);
                zoom.chosen.set(None);
            }),
            listen("pointerleave", |zoom, _, start, event| {
                // A finger that is lifted leaves the chart, and what it pointed at is still to be read.
                let hovers = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse");
                if hovers && start.get_value().is_none() {
                    zoom.cursor_s.set(None);
                }
            }),
            listen("dblclick", |zoom, _, _, _| zoom.show(None)),
            listen("wheel", wheel),
            listen("keydown", key),
        ]);
    });
}

fn offset(event: &PointerEvent) -> f64 {
    f64::from(event.offset_x())
}

fn time(axis: Axis, px: f64) -> Option<f64> {
    let axis = axis.get_value()?;
    Some(axis.time(px.max(axis.left).min(axis.right)))
}

fn down(zoom: Zoom, axis: Axis, start: StoredValue<Option<f64>>, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>().filter(|event| event.button() == 0) else { return };
    if let Some(target) = browser::target::<web_sys::Element>(event) {
        // Without it a drag that leaves the chart never ends.
        let _ = target.set_pointer_capture(event.pointer_id());
    }
    start.set_value(Some(offset(event)));
    if let Some(now) = time(axis, offset(event)) {
        zoom.cursor_s.set(Some(now));
    }
}

fn moved(zoom: Zoom, axis: Axis, start: StoredValue<Option<f64>>, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let Some(now) = time(axis, offset(event)) else { return };
    zoom.cursor_s.set(Some(now));
    if let Some(began) = start.get_value().filter(|began| (offset(event) - began).abs() > CLICK_PX)
        && let Some(from) = time(axis, began)
    {
        zoom.chosen.set(Some((from.min(now), from.max(now))));
    }
}

fn up(zoom: Zoom, _: Axis, start: StoredValue<Option<f64>>, _: &Event) {
    start.set_value(None);
    if let Some(chosen) = zoom.chosen.get_untracked() {
        zoom.chosen.set(None);
        zoom.show(Some(chosen));
    }
}

fn wheel(zoom: Zoom, axis: Axis, _: StoredValue<Option<f64>>, event: &Event) {
    let Some(wheel) = event.dyn_ref::<WheelEvent>() else { return };
    // Only on the chart that was selected, so that the page still scrolls.
    let focused = browser::target::<web_sys::Element>(event).is_some_and(|target| browser::has_focus(&target));
    if let Some(around) = time(axis, f64::from(wheel.offset_x())).filter(|_| focused) {
        event.prevent_default();
        zoom.scale(around, if wheel.delta_y() < 0.0 { SCALE } else { 1.0 / SCALE });
    }
}

fn key(zoom: Zoom, _: Axis, _: StoredValue<Option<f64>>, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    if key.ctrl_key() || key.meta_key() || key.alt_key() {
        return;
    }
    let far = if key.shift_key() { 10.0 } else { 1.0 };
    let (from, to) = untrack(|| zoom.shown());
    let around = zoom.cursor_s.get_untracked().unwrap_or(0.5 * (from + to));
    match key.key().as_str() {
        "ArrowLeft" => zoom.step(-far),
        "ArrowRight" => zoom.step(far),
        "Home" => zoom.cursor_s.set(Some(from)),
        "End" => zoom.cursor_s.set(Some(to)),
        "+" | "=" => zoom.scale(around, SCALE),
        "-" | "−" => zoom.scale(around, 1.0 / SCALE),
        "Escape" => zoom.show(None),
        _ => return,
    }
    event.prevent_default();
}
