//! What the tools ask of the browser.

pub(super) use crate::app::browser::*;

use gloo::events::EventListener;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlTextAreaElement, MutationObserver, MutationObserverInit};

/// What is noted at the root of the document.
pub(super) fn root_attribute(name: &str) -> Option<String> {
    web_sys::window()?.document()?.document_element()?.get_attribute(name)
}

/// Calls back whenever one of these notes changes, as long as the page lives.
pub(super) fn watch_root(names: &[&str], changed: impl Fn() + 'static) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    let callback = Closure::<dyn FnMut(JsValue)>::new(move |_| changed());
    if let (Some(root), Ok(observer)) = (root, MutationObserver::new(callback.as_ref().unchecked_ref())) {
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        options.set_attribute_filter(&names.iter().map(|name| JsValue::from_str(name)).collect::<js_sys::Array>());
        let _ = observer.observe_with_options(&root, &options);
        callback.forget();
    }
}

/// Calls back at every event of the window with this name, as long as the page lives.
pub(super) fn on_window(event: &'static str, happened: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, event, move |_| happened()).forget();
    }
}

/// Prints the page.
pub(super) fn print() {
    // A browser that prints nothing says so itself.
    let _ = web_sys::window().map(|window| window.print());
}

/// Selects the text of the field that has the focus now.
pub(super) fn select_all(event: &web_sys::Event) {
    if let Some(field) = target::<HtmlTextAreaElement>(event) {
        field.select();
    }
}

/// Moves the focus to an element of a picture or of the page.
pub(super) fn focus_any(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element {
        // Elements of a picture have the same method under another type.
        let _ = element.unchecked_into::<web_sys::HtmlElement>().focus();
    }
}

/// Tells the other program on this page something.
pub(super) fn tell(event: &str, detail: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(detail));
    if let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new_with_event_init_dict(event, &init)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Scrolls so that an element begins at the top of what is seen.
pub(super) fn scroll_to(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view_with_bool(true);
    }
}

/// Processors of this machine, as far as the browser tells.
pub(super) fn cores() -> f64 {
    web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency()).clamp(1.0, 8.0)
}
