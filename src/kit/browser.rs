//! Access to the browser. If the browser refuses, the page continues without.

use crate::kit::files;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

/// The fragment of the address: the part after #.
pub(crate) fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

pub(crate) fn address_without_fragment() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Writes the fragment, as a new entry of the history or in place of the last one, without the event that a pasted address causes.
pub(crate) fn write_fragment(fragment: &str, new_entry: bool) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let url = format!("#{fragment}");
        // A browser that refuses (too many changes) gets the next one.
        let _ = match new_entry {
            true => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
            false => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
        };
    }
}

/// Puts a text on the clipboard; false if the browser does not let it.
pub(crate) async fn copy(text: &str) -> bool {
    // On a page without a secure context there is no clipboard at all.
    let Some(window) = web_sys::window().filter(|window| window.is_secure_context()) else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

pub(crate) fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// Notes something at the root of the document.
pub(crate) fn set_root_attribute(name: &str, value: &str) {
    let root = web_sys::window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(name, value);
    }
}

/// An element by its id.
pub(crate) fn element(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Puts an element with these attributes into the document, such as a script or a style sheet.
fn add_element(name: &str, attributes: &[(&str, &str)]) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some((document, body)) = document.and_then(|document| Some((document.clone(), document.body()?)))
        && let Ok(element) = document.create_element(name)
    {
        for (name, value) in attributes {
            let _ = element.set_attribute(name, value);
        }
        let _ = body.append_child(&element);
    }
}

/// Fetches a program that runs on the page, with its style sheet.
pub(crate) fn fetch_program(name: &str) {
    add_element("link", &[("rel", "stylesheet"), ("href", &files::address_of(&format!("{name}.css")))]);
    add_element("script", &[("type", "module"), ("src", &files::program(name))]);
}

/// Offers bytes under a name to the other programs of the page. They are made when somebody fetches them.
pub(crate) fn offer(name: &str, bytes: impl Fn() -> Option<Vec<u8>> + 'static) {
    let give = Closure::<dyn Fn() -> JsValue>::new(move || match bytes() {
        Some(bytes) => Uint8Array::from(bytes.as_slice()).into(),
        None => JsValue::NULL,
    });
    if let Some(window) = web_sys::window() {
        let _ = Reflect::set(&window, &JsValue::from_str(name), give.as_ref());
        // It is offered as long as the page lives.
        give.forget();
    }
}

/// Tells the other programs of the page that what is offered under a name has changed.
pub(crate) fn announce(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Takes away what the document shows before the page runs.
pub(crate) fn remove_splash() {
    if let Some(splash) = element("splash") {
        splash.remove();
    }
}

/// The element that an event belongs to, as a type.
pub(crate) fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.current_target()?.dyn_into().ok()
}

/// Whether an element has the focus.
pub(crate) fn has_focus(element: &Element) -> bool {
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    focused.is_some_and(|focused| focused == *element)
}

/// Moves the focus to an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Moves the focus to an element and brings it to the upper edge of the window.
pub(crate) fn show(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
        element.scroll_into_view();
    }
}
