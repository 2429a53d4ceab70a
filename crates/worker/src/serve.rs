//! The worker's side: says that it is ready, then answers every batch.

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use wire::batch::{Batch, Report, Work};
use wire::{BUILD, WireError};

/// Answers the page until it ends this worker. What goes wrong is thrown, so that the page hears of it.
///
/// # Errors
/// What the browser says if this does not run in a dedicated worker.
pub fn serve<T: Work + 'static>() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let page = scope.clone();
    let listen = Closure::<dyn FnMut(MessageEvent) -> Result<(), JsValue>>::new(move |event: MessageEvent| {
        let bytes =
            event.data().dyn_into::<Uint8Array>().map_err(|_| thrown("the page sent something else than bytes"))?;
        let batch: Batch<T> = wire::decode(&bytes.to_vec()).map_err(refused)?;
        let report = batch.run(&mut || {});
        post(&page, &report)
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // It listens as long as the worker lives.
    listen.forget();
    post(&scope, &Report::<T::Answer>::Ready { build: BUILD.to_owned() })
}

fn post<A: Serialize>(page: &DedicatedWorkerGlobalScope, report: &Report<A>) -> Result<(), JsValue> {
    let bytes = Uint8Array::from(wire::encode(report).map_err(refused)?.as_slice());
    page.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
}

fn refused(error: WireError) -> JsValue {
    thrown(&error.to_string())
}

fn thrown(text: &str) -> JsValue {
    js_sys::Error::new(text).into()
}
