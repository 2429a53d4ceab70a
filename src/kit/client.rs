//! A worker that keeps something between questions: if it stops, what it kept is gone, and whoever asked is told.

use crate::kit::files;
use gloo::events::EventListener;
use js_sys::{Array, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};
use wire::{self, BUILD, Told};

/// Number of a question.
pub(crate) type Id = u32;

/// What the page hears.
pub(crate) enum Heard<S> {
    /// An answer.
    Say(Id, S),
    /// The worker is gone, because of this.
    Gone(String),
}

/// A worker that answers with `S`, started when it is first asked.
pub(crate) struct Client<S>(Rc<RefCell<Inner<S>>>);

impl<S> Clone for Client<S> {
    fn clone(&self) -> Client<S> {
        Client(self.0.clone())
    }
}

struct Inner<S> {
    program: &'static str,
    running: Option<Running>,
    last: Id,
    hear: Rc<dyn Fn(Heard<S>)>,
}

struct Running {
    worker: Worker,
    ready: bool,
    /// A worker's early messages are lost until it has said that it is there.
    waiting: Vec<Array>,
    _listeners: [EventListener; 3],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl<S: DeserializeOwned + 'static> Client<S> {
    /// A client of this program.
    pub(crate) fn new(program: &'static str, hear: impl Fn(Heard<S>) + 'static) -> Client<S> {
        Client(Rc::new(RefCell::new(Inner { program, running: None, last: 0, hear: Rc::new(hear) })))
    }

    /// Asks, and says under which number the answer will come.
    pub(crate) fn ask<A: Serialize>(&self, ask: &A, files: &[File]) -> Id {
        let id = {
            let mut inner = self.0.borrow_mut();
            inner.last += 1;
            inner.last
        };
        let sent = wire::encode(&(id, ask)).map_err(|error| error.to_string()).and_then(|bytes| {
            let message = Array::of1(&Uint8Array::from(bytes.as_slice()));
            for file in files {
                message.push(file);
            }
            self.post(message).map_err(|error| reason(&error))
        });
        if let Err(reason) = sent {
            self.gone(reason);
        }
        id
    }

    fn post(&self, message: Array) -> Result<(), JsValue> {
        if self.0.borrow().running.is_none() {
            let running = self.start()?;
            self.0.borrow_mut().running = Some(running);
        }
        let mut inner = self.0.borrow_mut();
        match &mut inner.running {
            Some(running) if running.ready => running.worker.post_message(&message),
            Some(running) => {
                running.waiting.push(message);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn start(&self) -> Result<Running, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&files::program(self.0.borrow().program), &options)?;
        let listen = |name: &'static str, heard: fn(&Client<S>, &web_sys::Event)| {
            let inner = Rc::downgrade(&self.0);
            EventListener::new(&worker, name, move |event| {
                if let Some(inner) = inner.upgrade() {
                    heard(&Client(inner), event);
                }
            })
        };
        let listeners = [
            listen("message", Client::hear),
            listen("error", |client, event| {
                let text = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|text| !text.is_empty());
                client.gone(text.unwrap_or_else(|| "its program could not be loaded".to_owned()));
            }),
            listen("messageerror", |client, _| client.gone("it sent what cannot be read".to_owned())),
        ];
        Ok(Running { worker, ready: false, waiting: Vec::new(), _listeners: listeners })
    }

    fn hear(&self, event: &web_sys::Event) {
        let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        let bytes = data.and_then(|data| data.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec());
        match bytes
            .ok_or("it sent something else than bytes".to_owned())
            .and_then(|bytes| wire::decode::<Told<S>>(&bytes).map_err(|error| error.to_string()))
        {
            Ok(Told::Ready(build)) if build == BUILD => self.ready(),
            Ok(Told::Ready(_)) => self.gone("it is of another version of the page; reload the page".to_owned()),
            Ok(Told::Say(id, say)) => self.tell(Heard::Say(id, say)),
            Err(reason) => self.gone(reason),
        }
    }

    fn ready(&self) {
        let mut inner = self.0.borrow_mut();
        let Some(running) = &mut inner.running else { return };
        running.ready = true;
        for message in std::mem::take(&mut running.waiting) {
            // What cannot be sent now could not be sent later either; the worker's error says so.
            let _ = running.worker.post_message(&message);
        }
    }

    fn gone(&self, reason: String) {
        self.0.borrow_mut().running = None;
        self.tell(Heard::Gone(reason));
    }

    /// Out of the borrow: whoever hears may ask.
    fn tell(&self, heard: Heard<S>) {
        let hear = self.0.borrow().hear.clone();
        hear(heard);
    }
}

fn reason(error: &JsValue) -> String {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    text.unwrap_or_else(|| "it could not be started".to_owned())
}
