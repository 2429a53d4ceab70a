//! What the programs share that run beside the page itself: what they ask of the browser, charts of theirs, and files to be saved.

pub(crate) mod picture;
pub(crate) mod save;

use gloo::events::EventListener;
use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MutationObserver, MutationObserverInit};

/// Where the page notes its theme.
pub(crate) const THEME: &str = "data-theme";

/// Whether the page is dark.
pub(crate) fn is_dark() -> bool {
    root_attribute(THEME).as_deref() == Some("dark")
}

/// What is noted at the root of the document.
pub(crate) fn root_attribute(name: &str) -> Option<String> {
    web_sys::window()?.document()?.document_element()?.get_attribute(name)
}

/// Calls back whenever one of these notes changes, as long as the page lives.
pub(crate) fn watch_root(names: &[&str], changed: impl Fn() + 'static) {
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

/// The bytes that the page offers under a name; none while it has nothing.
pub(crate) fn fetch_offer(name: &str) -> Option<Vec<u8>> {
    let window = web_sys::window()?;
    let give: Function = Reflect::get(&window, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    let bytes: Uint8Array = give.call0(&window).ok()?.dyn_into().ok()?;
    Some(bytes.to_vec())
}

/// Calls back at every event of the window with this name, as long as the page lives.
pub(crate) fn on_window(event: &'static str, happened: impl Fn() + 'static) {
    if let Some(window) = web_sys::window() {
        EventListener::new(&window, event, move |_| happened()).forget();
    }
}
