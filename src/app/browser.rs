//! What the page asks of the browser. Where a browser refuses, the page goes on without.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// What stands behind the # of the address.
pub(super) fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

pub(super) fn address_without_fragment() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Writes the fragment without a new entry in the history, and without the event that a pasted address causes.
pub(super) fn replace_fragment(fragment: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // A browser that refuses (too many changes) gets the next one.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}

/// Puts a text on the clipboard; false if the browser does not let it.
pub(super) async fn copy(text: &str) -> bool {
    // On a page without a secure context there is no clipboard at all.
    let Some(window) = web_sys::window().filter(|window| window.is_secure_context()) else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

pub(super) fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// Takes away what the document shows before the page runs.
pub(super) fn remove_splash() {
    let splash = web_sys::window().and_then(|window| window.document()?.get_element_by_id("splash"));
    if let Some(splash) = splash {
        splash.remove();
    }
}

/// The element that an event belongs to, as a type.
pub(super) fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.current_target()?.dyn_into().ok()
}

/// Whether an element has the focus.
pub(super) fn has_focus(element: &Element) -> bool {
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    focused.is_some_and(|focused| focused == *element)
}

/// Moves the focus to an element.
pub(super) fn focus(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
