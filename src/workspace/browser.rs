//! What the workspace asks of the browser.

pub(super) use crate::app::beside::*;
pub(super) use crate::app::browser::*;

const TITLES: [&str; 2] =
    ["Keyspan – secret key of a quantum link beside classical traffic", "Keyspan – monitoring of quantum links"];

/// Writes an attribute of an element.
pub(super) fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = element(id) {
        let _ = element.set_attribute(name, value);
    }
}

/// The title of the page, which is that of the workspace.
pub(super) fn set_title(monitoring: bool) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(TITLES[usize::from(monitoring)]);
    }
}
