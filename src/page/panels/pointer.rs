//! Pointer, wheel and keys over the chart: they move the cursor and the zoom.

use super::super::state::Page;
use crate::kit::browser;
use chart::{Axis, Frame};
use engine::sweep::MAX_LENGTH_KM;
use leptos::prelude::*;
use std::collections::BTreeMap;
use view::address::Zoom;
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

/// A drag shorter than this is a click, px.
const CLICK_PX: f64 = 6.0;
/// Zoom factor of a notch of the wheel or of a key.
const NOTCH: f64 = 0.8;

/// What is on the canvas now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Picture {
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) frame: Frame,
    /// Reach of the current link in its band, km.
    pub(super) reach: Option<f64>,
}

impl Picture {
    fn place(&self, at: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.frame.place(at.0, at.1);
        (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0))
    }

    /// The distance at a place, rounded to what can be pointed at.
    fn km(&self, place: f64) -> f64 {
        let step = 10f64.powf(((self.x.high - self.x.low) / 500.0).log10().floor());
        // Decimal steps: multiplying by 0.1 would leave superfluous digits in the address.
        let km = (self.x.value(place) / step).round() / (1.0 / step).round().max(1.0) * step.max(1.0);
        km.clamp(0.0, MAX_LENGTH_KM)
    }

    fn zoom_to(&self, x: (f64, f64), y: (f64, f64), page: Page) {
        let x = (x.0.max(0.0), x.1.min(MAX_LENGTH_KM));
        if let Some(zoom) = Zoom::new(x, (y.0.max(0.0), y.1)) {
            page.zoom.set(Some(zoom));
        }
    }

    /// Zooms by a factor about a place, which stays fixed.
    fn zoom_about(&self, place: (f64, f64), factor: f64, page: Page) {
        self.zoom_to(self.x.zoomed(place.0, factor), self.y.zoomed(place.1, factor), page);
    }
}

/// A gesture of one or two pointers.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    /// Pointers that are down: where they went down and where they are, px.
    down: BTreeMap<i32, [(f64, f64); 2]>,
    /// The picture when the second finger came down.
    pinched: Option<Picture>,
}

impl Gesture {
    pub(super) fn handle(
        &mut self,
        event: &PointerEvent,
        picture: &Picture,
        page: Page,
        selection: RwSignal<Option<[(f64, f64); 2]>>,
    ) {
        let at = position(event);
        let id = event.pointer_id();
        match event.type_().as_str() {
            "pointerdown" => {
                self.down.insert(id, [at, at]);
                if let Some(element) = browser::target::<Element>(event) {
                    // A drag goes on outside of the chart; a browser that refuses ends it there.
                    let _ = element.set_pointer_capture(id);
                }
                if self.down.len() == 2 {
                    // Both fingers start again, so that the pinch begins at rest.
                    self.down.values_mut().for_each(|[from, to]| *from = *to);
                    self.pinched = Some(*picture);
                    selection.set(None);
                }
            }
            "pointermove" => {
                if let Some(pointer) = self.down.get_mut(&id) {
                    pointer[1] = at;
                }
                self.moved(event, at, picture, page, selection);
            }
            _ => self.released(event, at, picture, page, selection),
        }
    }

    fn moved(
        &mut self,
        event: &PointerEvent,
        at: (f64, f64),
        picture: &Picture,
        page: Page,
        selection: RwSignal<Option<[(f64, f64); 2]>>,
    ) {
        let pointers: Vec<[(f64, f64); 2]> = self.down.values().copied().collect();
        match (pointers.as_slice(), &self.pinched) {
            (&[a, b], Some(start)) => pinch(start, a, b, page),
            (&[[from, to]], None) if event.pointer_type() == "mouse" => {
                selection.set(is_drag(from, to).then(|| [picture.place(from), picture.place(to)]));
            }
            (_, None) => page.cursor_km.set(picture.km(picture.place(at).0)),
            _ => {}
        }
    }

    fn released(
        &mut self,
        event: &PointerEvent,
        at: (f64, f64),
        picture: &Picture,
        page: Page,
        selection: RwSignal<Option<[(f64, f64); 2]>>,
    ) {
        self.down.remove(&event.pointer_id());
        if self.down.is_empty() && self.pinched.take().is_some() {
            return;
        }
        let dragged = selection.get_untracked();
        if dragged.is_some() {
            selection.set(None);
        }
        match (event.type_().as_str(), dragged) {
            ("pointerup", Some([a, b])) => {
                let between = |axis: &Axis, a: f64, b: f64| (axis.value(a.min(b)), axis.value(a.max(b)));
                picture.zoom_to(between(&picture.x, a.0, b.0), between(&picture.y, a.1, b.1), page);
            }
            ("pointerup", None) if self.pinched.is_none() => page.cursor_km.set(picture.km(picture.place(at).0)),
            _ => {}
        }
    }
}

fn position(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn is_drag(from: (f64, f64), to: (f64, f64)) -> bool {
    (from.0 - to.0).hypot(from.1 - to.1) > CLICK_PX
}

/// What lay between the fingers when they came down lies between them now.
fn pinch(start: &Picture, a: [(f64, f64); 2], b: [(f64, f64); 2], page: Page) {
    let apart = |i: usize| (a[i].0 - b[i].0).hypot(a[i].1 - b[i].1).max(1.0);
    let middle = |i: usize| start.frame.place((a[i].0 + b[i].0) / 2.0, (a[i].1 + b[i].1) / 2.0);
    let factor = apart(0) / apart(1);
    let (before, now) = (middle(0), middle(1));
    // The value under the middle of the fingers follows them.
    let along = |axis: &Axis, before: f64, now: f64| {
        (axis.value(before - now * factor), axis.value(before + (1.0 - now) * factor))
    };
    start.zoom_to(along(&start.x, before.0, now.0), along(&start.y, before.1, now.1), page);
}

/// The wheel zooms the chart that was selected; elsewhere it scrolls the page, as everybody expects.
pub(super) fn wheel(event: &WheelEvent, picture: &Picture, page: Page) {
    let focused = browser::target::<Element>(event).is_some_and(|chart| browser::has_focus(&chart));
    if focused || event.ctrl_key() || event.meta_key() {
        event.prevent_default();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let factor = if event.delta_y() < 0.0 { NOTCH } else { 1.0 / NOTCH };
        picture.zoom_about(picture.place(at), factor, page);
    }
}

/// Arrows, Home and End move the cursor, + and − zoom about it, Escape shows all.
pub(super) fn key(event: &KeyboardEvent, picture: &Picture, page: Page) {
    let here = page.cursor_km.get_untracked();
    let step = if event.shift_key() { 10.0 } else { 1.0 };
    let to = |km: f64| page.cursor_km.set(km.clamp(0.0, MAX_LENGTH_KM));
    let about = (picture.x.place(here).clamp(0.0, 1.0), 0.5);
    match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => to(here - step),
        "ArrowRight" | "ArrowUp" => to(here + step),
        "PageDown" => to(here - 10.0),
        "PageUp" => to(here + 10.0),
        "Home" => to(0.0),
        // The last tenth of a kilometre with a key.
        "End" => to((picture.reach.unwrap_or(picture.x.high) * 10.0).floor() / 10.0),
        "+" | "=" => picture.zoom_about(about, NOTCH, page),
        "-" | "−" => picture.zoom_about(about, 1.0 / NOTCH, page),
        "Escape" => page.zoom.set(None),
        _ => return,
    }
    event.prevent_default();
}
