//! Access to the browser for the tools.

pub(super) use crate::kit::beside::*;
pub(super) use crate::kit::browser::*;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit, HtmlTextAreaElement};

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

/// Dispatches an event to the other program on this page.
pub(super) fn dispatch(event: &str, detail: &str) {
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
