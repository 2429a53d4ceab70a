//! A worker with state between requests: if it fails, that state is lost, and the page is notified.

use super::channel::{Channel, ChannelEvent, pack};
use js_sys::Array;
use serde::{Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::File;
use wire::channel::{RequestId, WorkerError};

/// An event of such a worker.
pub(crate) enum WorkerEvent<R> {
    /// A response to a request.
    Response(RequestId, R),
    /// The worker is gone.
    Failed(WorkerError),
}

/// A worker that responds with `R`, started with the first request.
pub(crate) struct WorkerHandle<R>(Rc<RefCell<Inner<R>>>);

impl<R> Clone for WorkerHandle<R> {
    fn clone(&self) -> WorkerHandle<R> {
        WorkerHandle(self.0.clone())
    }
}

struct Inner<R> {
    program: &'static str,
    running: Option<Running>,
    last: RequestId,
    on_event: Rc<dyn Fn(WorkerEvent<R>)>,
}

struct Running {
    channel: Channel,
    /// Messages until it is ready; none after that.
    waiting: Option<Vec<Array>>,
}

impl<R: DeserializeOwned + 'static> WorkerHandle<R> {
    /// A handle to a worker that runs this program.
    pub(crate) fn new(program: &'static str, on_event: impl Fn(WorkerEvent<R>) + 'static) -> WorkerHandle<R> {
        WorkerHandle(Rc::new(RefCell::new(Inner { program, running: None, last: 0, on_event: Rc::new(on_event) })))
    }

    /// Sends a request, and says under which number its responses will come.
    pub(crate) fn request<Q: Serialize>(&self, request: &Q, files: &[File]) -> RequestId {
        let id = {
            let mut inner = self.0.borrow_mut();
            inner.last += 1;
            inner.last
        };
        let sent = pack(&(id, request), files).and_then(|message| self.send(message));
        if let Err(error) = sent {
            self.fail(error);
        }
        id
    }

    fn send(&self, message: Array) -> Result<(), WorkerError> {
        if self.0.borrow().running.is_none() {
            let channel = self.open()?;
            self.0.borrow_mut().running = Some(Running { channel, waiting: Some(Vec::new()) });
        }
        match &mut self.0.borrow_mut().running {
            Some(Running { waiting: Some(waiting), .. }) => waiting.push(message),
            Some(running) => running.channel.send(&message)?,
            None => {}
        }
        Ok(())
    }

    fn open(&self) -> Result<Channel, WorkerError> {
        let inner = Rc::downgrade(&self.0);
        let program = self.0.borrow().program;
        Channel::open(program, move |event| {
            let Some(handle) = inner.upgrade().map(WorkerHandle) else { return };
            match event {
                ChannelEvent::Ready => handle.greet(),
                ChannelEvent::Message((id, response)) => handle.report(WorkerEvent::Response(id, response)),
                ChannelEvent::Failed(error) => handle.fail(error),
            }
        })
    }

    fn greet(&self) {
        let mut inner = self.0.borrow_mut();
        let Some(running) = &mut inner.running else { return };
        for message in running.waiting.take().unwrap_or_default() {
            // A message that cannot be sent now cannot be sent later either; the worker's error reports it.
            let _ = running.channel.send(&message);
        }
    }

    fn fail(&self, error: WorkerError) {
        self.0.borrow_mut().running = None;
        self.report(WorkerEvent::Failed(error));
    }

    /// Out of the borrow: the page may send the next request.
    fn report(&self, event: WorkerEvent<R>) {
        let on_event = self.0.borrow().on_event.clone();
        on_event(event);
    }
}
