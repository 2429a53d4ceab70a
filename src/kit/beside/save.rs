//! Saving files and copying pictures from the browser.

use crate::kit::fine_canvas::FineCanvas;
use chart::{Picture, Plot, Theme, draw_picture};
use gloo::timers::callback::Timeout;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::task::spawn_local;
use plotters::drawing::IntoDrawingArea;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ClipboardItem, HtmlCanvasElement, HtmlElement, Url};

const PICTURE_COPIED: &str = "Picture copied";
const NO_PICTURE_COPIED: &str = "This browser does not let the page copy a picture. Save it as PNG instead.";

/// Pixels of a picture for each of its px.
const FINENESS: f64 = 2.0;
/// A browser may read what it saves for a while after the click, ms.
const READ_MS: u32 = 10_000;

fn not_saved(name: &str) -> String {
    format!("This browser could not save {name}. Try another format, or another browser.")
}

/// Saves bytes as a file; returns a message about the result.
pub(crate) fn save(name: &str, mime: &str, bytes: &[u8]) -> String {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options);
    report(name, blob.ok().and_then(|blob| save_blob(name, &blob)))
}

fn report(name: &str, saved: Option<()>) -> String {
    saved.map_or_else(|| not_saved(name), |()| format!("{name} saved"))
}

fn save_blob(name: &str, blob: &Blob) -> Option<()> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlElement = web_sys::window()?.document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    Timeout::new(READ_MS, move || drop(Url::revoke_object_url(&address))).forget();
    Some(())
}

/// Draws a picture on a new canvas; none if the browser cannot.
pub(crate) fn paint<P: Plot>(picture: &Picture<P>, theme: &Theme) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = picture.size();
    let area = FineCanvas::new(&canvas, width, height, FINENESS)?.into_drawing_area();
    draw_picture(&area, picture, theme).ok()?;
    Some(canvas)
}

/// A promise of the canvas as PNG; it yields nothing if the browser cannot.
fn encoded(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _ = match blob.is_null() {
                true => reject.call0(&JsValue::NULL),
                false => resolve.call1(&JsValue::NULL, &blob),
            };
        });
        // Only a canvas with pictures of another origin cannot be read; ours have none.
        let _ = canvas.to_blob(done.unchecked_ref());
    })
}

/// Saves a canvas as PNG and reports the result.
pub(crate) fn save_png(canvas: Option<HtmlCanvasElement>, name: String, done: impl FnOnce(String) + 'static) {
    spawn_local(async move {
        let blob = match canvas {
            Some(canvas) => JsFuture::from(encoded(&canvas)).await.ok().and_then(|blob| blob.dyn_into::<Blob>().ok()),
            None => None,
        };
        done(report(&name, blob.and_then(|blob| save_blob(&name, &blob))));
    });
}

/// Puts a canvas on the clipboard as PNG and reports the result.
pub(crate) fn copy_picture(canvas: Option<HtmlCanvasElement>, done: impl FnOnce(String) + 'static) {
    // Requested at once: while the picture is being encoded, the browser forgets the click that permits it.
    let writing = canvas.and_then(|canvas| put_on_clipboard(&canvas));
    spawn_local(async move {
        let copied = match writing {
            Some(writing) => JsFuture::from(writing).await.is_ok(),
            None => false,
        };
        done(if copied { PICTURE_COPIED } else { NO_PICTURE_COPIED }.to_owned());
    });
}

fn put_on_clipboard(canvas: &HtmlCanvasElement) -> Option<Promise> {
    // Without a secure context there is no clipboard.
    let window = web_sys::window().filter(|window| window.is_secure_context())?;
    let items = Object::new();
    Reflect::set(&items, &"image/png".into(), &encoded(canvas)).ok()?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&items).ok()?;
    Some(window.navigator().clipboard().write(&Array::of1(&item)))
}
