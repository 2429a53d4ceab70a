//! Access to the browser for the workspace.

pub(super) use crate::kit::beside::*;
pub(super) use crate::kit::browser::*;

use super::text::DOCUMENT_TITLES;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// A file of the page; nothing if it cannot be fetched.
pub(super) async fn fetched(name: &str) -> Option<Vec<u8>> {
    let window = web_sys::window()?;
    let response = JsFuture::from(window.fetch_with_str(&crate::kit::files::address_of(name)))
        .await
        .ok()?
        .dyn_into::<Response>()
        .ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok().filter(|_| response.ok())?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The bytes of a file that the user chose, or of a part of it.
pub(super) async fn read(file: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Writes an attribute of an element.
pub(super) fn set_attribute(id: &str, name: &str, value: &str) {
    if let Some(element) = element(id) {
        let _ = element.set_attribute(name, value);
    }
}

/// Sets the title of the document to that of the workspace.
pub(super) fn set_title(monitoring: bool) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(DOCUMENT_TITLES[usize::from(monitoring)]);
    }
}
