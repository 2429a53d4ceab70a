//! A canvas on the page: its size, and a chart on it.

use super::browser;
use crate::kit::fine_canvas::FineCanvas;
use chart::{Plot, Theme};
use leptos::html;
use leptos::prelude::*;
use plotters::drawing::IntoDrawingArea;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement, ResizeObserver};

/// Draws a chart; false if the browser cannot.
pub(crate) fn paint<P: Plot>(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
    chart: &P,
    theme: &Theme,
) -> bool {
    let fine = FineCanvas::new(canvas, width, height, browser::pixel_ratio());
    fine.is_some_and(|fine| chart.draw(&fine.into_drawing_area(), theme).is_ok())
}

/// Size of the canvas on the page, px; none while it has none.
pub(crate) fn watched_size(canvas: NodeRef<html::Canvas>) -> ReadSignal<Option<(f64, f64)>> {
    let (size, set_size) = signal(None);
    let kept = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut(JsValue)>)>);
    Effect::new(move |_| {
        let Some(element) = canvas.get() else { return };
        let measure = {
            let element = element.clone();
            move || {
                let (width, height) = (f64::from(element.client_width()), f64::from(element.client_height()));
                set_size.set((width > 0.0 && height > 0.0).then_some((width, height)));
            }
        };
        measure();
        let changed = Closure::<dyn FnMut(JsValue)>::new(move |_| measure());
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
            kept.set_value(Some((observer, changed)));
        }
    });
    // It would call back into what is gone.
    on_cleanup(move || {
        let kept = kept.try_update_value(Option::take).flatten();
        if let Some((observer, _)) = kept {
            observer.disconnect();
        }
    });
    size
}
