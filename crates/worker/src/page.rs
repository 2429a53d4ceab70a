//! The page, as its worker sees it.

use js_sys::{Array, Promise, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use wire::channel::{FromWorker, RequestId};
use wire::{BUILD, WireError};

/// The worker's end of its channel to the page.
///
/// A message of the page is an array: the bytes of the message, and behind them files, which travel by their handles. A message to the
/// page is bytes.
#[derive(Clone)]
pub struct Page(DedicatedWorkerGlobalScope);

impl Page {
    /// The page of this worker.
    ///
    /// # Errors
    /// The browser's error if this does not run in a dedicated worker.
    pub fn new() -> Result<Page, JsValue> {
        Ok(Page(js_sys::global().dyn_into()?))
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The browser's error if it cannot be sent.
    pub fn post<M: Serialize>(&self, message: &M) -> Result<(), JsValue> {
        self.send(&FromWorker::Message(message))
    }

    /// Answers a request.
    pub fn respond<R: Serialize>(&self, id: RequestId, response: R) {
        // Every response is made of values that can be written, and of bytes that can be sent.
        let _ = self.post(&(id, response));
    }

    fn send<M: Serialize>(&self, message: &FromWorker<M>) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(wire::encode(message).map_err(|error| thrown(&error))?.as_slice());
        self.0.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
    }

    /// Hears every message of the page as long as the worker lives, with the files beside it, and says that it is ready.
    ///
    /// Later errors are thrown, so that the page receives them as an event.
    ///
    /// # Errors
    /// The browser's error if the page cannot be notified.
    pub fn listen<M: DeserializeOwned>(
        &self,
        handle: impl Fn(M, Array) -> Result<(), JsValue> + 'static,
    ) -> Result<(), JsValue> {
        let listen = Closure::<dyn Fn(MessageEvent) -> Result<(), JsValue>>::new(move |event: MessageEvent| {
            let message: Array = event.data().dyn_into()?;
            let bytes: Uint8Array = message.shift().dyn_into()?;
            handle(wire::decode(&bytes.to_vec()).map_err(|error| thrown(&error))?, message)
        });
        self.0.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
        self.send(&FromWorker::<()>::Ready { build: BUILD.to_owned() })
    }

    /// Lets messages in.
    pub async fn pause(&self) {
        let waited = Promise::new(&mut |resolve, _| {
            let _ = self.0.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 0);
        });
        let _: Result<JsValue, JsValue> = JsFuture::from(waited).await;
    }
}

fn thrown(error: &WireError) -> JsValue {
    js_sys::Error::new(&error.to_string()).into()
}
