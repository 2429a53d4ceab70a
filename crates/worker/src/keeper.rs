//! The worker's side of a program that keeps something between questions: what it read, or what it learnt.
//!
//! A message is an array: bytes, and behind them files, which travel by their handles.

use js_sys::{Array, Promise, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use wire::{self, BUILD, Told};

/// The page, as its worker sees it.
#[derive(Clone)]
pub struct Keeper(DedicatedWorkerGlobalScope);

impl Keeper {
    /// The page of this worker; nothing if this is none.
    pub fn new() -> Option<Keeper> {
        js_sys::global().dyn_into().ok().map(Keeper)
    }

    /// Answers a question.
    pub fn say<S: Serialize>(&self, id: u32, say: S) {
        self.tell(&Told::Say(id, say));
    }

    fn tell<S: Serialize>(&self, told: &Told<S>) {
        // What is said here is made of values that all can be written.
        if let Ok(bytes) = wire::encode(told) {
            let bytes = Uint8Array::from(bytes.as_slice());
            let _ = self.0.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
        }
    }

    /// Hears every question of the page as long as the worker lives, with what travels beside it, and says that it does.
    pub fn listen<A: DeserializeOwned>(&self, hear: impl Fn(u32, A, Array) + 'static) {
        let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let message: Array = event.data().unchecked_into();
            let bytes = Uint8Array::new(&message.shift()).to_vec();
            // The page is of the same build, which it has seen before it asks.
            if let Ok((id, ask)) = wire::decode::<(u32, A)>(&bytes) {
                hear(id, ask, message);
            }
        });
        self.0.set_onmessage(Some(listen.as_ref().unchecked_ref()));
        listen.forget();
        self.tell::<()>(&Told::Ready(BUILD.to_owned()));
    }

    /// Lets messages in.
    pub async fn pause(&self) {
        let waited = Promise::new(&mut |resolve, _| {
            let _ = self.0.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 0);
        });
        let _: Result<JsValue, JsValue> = JsFuture::from(waited).await;
    }
}
