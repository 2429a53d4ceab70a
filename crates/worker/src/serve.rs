//! A worker that computes batches.

use crate::page::Page;
use engine::sweep::observe;
use js_sys::Date;
use wasm_bindgen::JsValue;
use wire::batch::{Batch, Report, Work};
use wire::supervisor::BEAT_MS;

/// Computes every batch of the page until the page ends this worker, and beats while it computes.
///
/// # Errors
/// The browser's error if this does not run in a dedicated worker.
pub fn serve<T: Work + 'static>() -> Result<(), JsValue> {
    let page = Page::new()?;
    let to = page.clone();
    let mut last_ms = Date::now();
    observe(move || {
        let now_ms = Date::now();
        // A clock that was set back must not silence it.
        if (now_ms - last_ms).abs() >= BEAT_MS {
            last_ms = now_ms;
            // A page that cannot be reached has no use for it.
            let _ = to.post(&Report::<()>::Alive);
        }
    });
    let to = page.clone();
    page.listen(move |batch: Batch<T>, _| to.post(&batch.run()))
}
