//! A worker of the page: started with its listeners, greeted, and ended when it is dropped.

use crate::kit::files;
use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};
use wire::BUILD;
use wire::channel::{FromWorker, WorkerError};

/// The page's end of the channel to a worker.
pub(crate) struct Channel {
    worker: Worker,
    // They fall silent with it.
    _listeners: [EventListener; 3],
}

/// An event of a channel.
pub(crate) enum ChannelEvent<M> {
    /// The worker listens, and is of this build. Messages that were sent before are lost.
    Ready,
    /// A message of the worker.
    Message(M),
    /// It is of no use any more.
    Failed(WorkerError),
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Channel {
    /// Starts a worker that runs this program; `hear` is called with everything that comes of it.
    ///
    /// # Errors
    /// [`WorkerError::Refused`] by the browser.
    pub(crate) fn open<M: DeserializeOwned + 'static>(
        program: &str,
        handle: impl Fn(ChannelEvent<M>) + 'static,
    ) -> Result<Channel, WorkerError> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&files::program(program), &options).map_err(refused)?;
        let handle = Rc::new(handle);
        let listen = |name: &'static str, read: fn(&web_sys::Event) -> ChannelEvent<M>| {
            let handle = handle.clone();
            EventListener::new(&worker, name, move |event| handle(read(event)))
        };
        let listeners = [
            listen("message", |event| read(event).unwrap_or_else(ChannelEvent::Failed)),
            listen("error", |event| {
                let text = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|text| !text.is_empty());
                ChannelEvent::Failed(text.map_or(WorkerError::NotLoaded, WorkerError::Crashed))
            }),
            listen("messageerror", |_| ChannelEvent::Failed(WorkerError::Unreadable)),
        ];
        Ok(Channel { worker, _listeners: listeners })
    }

    /// Sends a message that was [packed](pack).
    ///
    /// # Errors
    /// [`WorkerError::Refused`] by the browser.
    pub(crate) fn send(&self, message: &Array) -> Result<(), WorkerError> {
        self.worker.post_message(message).map_err(refused)
    }
}

/// A message with files beside it, which travel by their handles.
///
/// # Errors
/// [`WorkerError::Message`] if it cannot be written.
pub(crate) fn pack<M: Serialize>(message: &M, files: &[File]) -> Result<Array, WorkerError> {
    let packed = Array::of1(&Uint8Array::from(wire::encode(message)?.as_slice()));
    for file in files {
        packed.push(file);
    }
    Ok(packed)
}

fn read<M: DeserializeOwned>(event: &web_sys::Event) -> Result<ChannelEvent<M>, WorkerError> {
    let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
    let bytes = data.and_then(|data| data.dyn_into::<Uint8Array>().ok()).ok_or(WorkerError::Unreadable)?;
    match wire::decode(&bytes.to_vec())? {
        FromWorker::Ready { build } if build == BUILD => Ok(ChannelEvent::Ready),
        FromWorker::Ready { .. } => Err(WorkerError::OtherBuild),
        FromWorker::Message(message) => Ok(ChannelEvent::Message(message)),
    }
}

fn refused(error: JsValue) -> WorkerError {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    WorkerError::Refused(text.unwrap_or_else(|| "it could not be started".to_owned()))
}
