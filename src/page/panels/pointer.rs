//! Pointer, wheel and keys over the chart: they move the cursor and the zoom.

use super::super::state::Page;
use crate::kit::browser;
use leptos::prelude::*;
use litemap::LiteMap;
use view::address::Zoom;
pub(super) use view::inputs::pointer::ChartOnCanvas;
use view::inputs::pointer::{ChartEffect, NOTCH};
use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};

/// A drag shorter than this is a click, px.
const CLICK_PX: f64 = 6.0;
/// A gesture of one or two pointers.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    /// Pointers that are down: where they went down and where they are, px.
    down: LiteMap<i32, [(f64, f64); 2]>,
    /// The picture when the second finger came down.
    pinched: Option<ChartOnCanvas>,
}

impl Gesture {
    pub(super) fn handle(
        &mut self,
        event: &PointerEvent,
        picture: &ChartOnCanvas,
        page: Page,
        selection: RwSignal<Option<[(f64, f64); 2]>>,
    ) {
        let at = position(event);
        let id = event.pointer_id();
        match event.type_().as_str() {
            "pointerdown" => {
                self.down.insert(id, [at, at]);
                if let Some(element) = browser::target::<Element>(event) {
                    // A drag continues outside the chart, unless the browser refuses to capture the pointer.
                    let _ = element.set_pointer_capture(id);
                }
                if self.down.len() == 2 {
                    // Both fingers start again, so that the pinch begins at rest.
                    self.down.iter_mut().map(|(_, places)| places).for_each(|[from, to]| *from = *to);
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
        picture: &ChartOnCanvas,
        page: Page,
        selection: RwSignal<Option<[(f64, f64); 2]>>,
    ) {
        let pointers: Vec<[(f64, f64); 2]> = self.down.values().copied().collect();
        match (pointers.as_slice(), &self.pinched) {
            (&[a, b], Some(start)) => show(page, start.pinch(a, b)),
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
        picture: &ChartOnCanvas,
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
                show(page, picture.zoom_between([a, b]));
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

/// Shows a part of the chart, where there is one.
fn show(page: Page, zoom: Option<Zoom>) {
    if zoom.is_some() {
        page.zoom.set(zoom);
    }
}

/// The wheel zooms the chart that was selected; elsewhere it scrolls the page, as everybody expects.
pub(super) fn wheel(event: &WheelEvent, picture: &ChartOnCanvas, page: Page) {
    let focused = browser::target::<Element>(event).is_some_and(|chart| browser::has_focus(&chart));
    if focused || event.ctrl_key() || event.meta_key() {
        event.prevent_default();
        let at = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let factor = if event.delta_y() < 0.0 { NOTCH } else { 1.0 / NOTCH };
        show(page, picture.zoom_about(picture.place(at), factor));
    }
}

/// Moves the cursor or the zoom as a key says.
pub(super) fn key(event: &KeyboardEvent, picture: &ChartOnCanvas, page: Page) {
    let key = event.key();
    match picture.key(&key, event.shift_key(), page.cursor_km.get_untracked()) {
        Some(ChartEffect::Cursor(km)) => page.cursor_km.set(km),
        Some(ChartEffect::Zoom(zoom)) => page.zoom.set(zoom),
        // A zoom that has come to its end does not scroll the page either.
        None if matches!(key.as_str(), "+" | "=" | "-" | "−") => {}
        None => return,
    }
    event.prevent_default();
}
