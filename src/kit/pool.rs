//! Carries out in the browser what the supervisor decides.

use crate::kit::files;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use js_sys::{Array, Uint8Array};
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use wire::batch::{Report, Work};
use wire::supervisor::{Action, Answers, Event, Lane, RequestId, Supervisor, TICK_MS, Trouble};

/// More workers than this gain nothing: a chart has few curves.
const MAX_WORKERS: usize = 8;

/// What the page hears from its workers.
pub(crate) enum News<T: Work> {
    /// All answers of a request.
    Answers(Lane, RequestId, Answers<T>),
    /// Something that the user should know.
    Trouble(Trouble),
}

/// The workers of the page.
pub(crate) struct Pool<T: Work>(Rc<RefCell<Inner<T>>>);

impl<T: Work> Clone for Pool<T> {
    fn clone(&self) -> Pool<T> {
        Pool(self.0.clone())
    }
}

struct Inner<T: Work> {
    supervisor: Supervisor<T>,
    workers: Vec<Option<Hired>>,
    ticks: Option<Interval>,
    tell: Rc<dyn Fn(News<T>)>,
    program: &'static str,
}

/// A running worker with its listeners, which fall silent with it.
struct Hired {
    worker: Worker,
    _listeners: [EventListener; 3],
}

impl Drop for Hired {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl<T: Work + 'static> Pool<T> {
    /// Starts [`worker_count`] workers; each runs this program. `tell` hears what comes of the requests.
    pub(crate) fn start(program: &'static str, tell: impl Fn(News<T>) + 'static) -> Pool<T> {
        let count = worker_count();
        let (supervisor, actions) = Supervisor::new(count);
        let workers = (0..count).map(|_| None).collect();
        let tell = Rc::new(tell);
        let pool = Pool(Rc::new(RefCell::new(Inner { supervisor, workers, ticks: None, tell, program })));
        pool.carry_out(actions);
        pool
    }

    /// Asks for some tasks; the newest request of a lane wins.
    pub(crate) fn request(&self, lane: Lane, id: RequestId, tasks: Vec<T>) {
        self.handle(Event::Request(lane, id, tasks));
    }

    fn handle(&self, event: Event<T>) {
        let actions = self.0.borrow_mut().supervisor.handle(event);
        self.carry_out(actions);
    }

    fn carry_out(&self, actions: Vec<Action<T>>) {
        for action in actions {
            match action {
                Action::Start(index) => match self.hire(index) {
                    Ok(hired) => self.0.borrow_mut().workers[index] = Some(hired),
                    Err(error) => self.handle(Event::Failed(index, reason(&error))),
                },
                Action::Stop(index) => drop(self.0.borrow_mut().workers[index].take()),
                Action::Post(index, batch) => {
                    let sent = wire::encode(&batch).map_err(|error| error.to_string()).and_then(|bytes| {
                        match &self.0.borrow().workers[index] {
                            Some(hired) => post(&hired.worker, &bytes).map_err(|error| reason(&error)),
                            None => Err("it is gone".to_owned()),
                        }
                    });
                    if let Err(reason) = sent {
                        self.handle(Event::Failed(index, reason));
                    }
                }
                Action::Deliver(lane, id, answers) => self.tell(News::Answers(lane, id, answers)),
                Action::Tell(trouble) => self.tell(News::Trouble(trouble)),
            }
        }
        self.keep_time();
    }

    /// Out of the borrow: what is told may ask for more.
    fn tell(&self, news: News<T>) {
        let tell = self.0.borrow().tell.clone();
        tell(news);
    }

    /// Ticks only while somebody is waited for: a page at rest does nothing.
    fn keep_time(&self) {
        let mut inner = self.0.borrow_mut();
        if !inner.supervisor.is_waiting() {
            inner.ticks = None;
        } else if inner.ticks.is_none() {
            let pool = Rc::downgrade(&self.0);
            inner.ticks = Some(Interval::new(TICK_MS, move || upgrade(&pool, |pool| pool.handle(Event::Tick))));
        }
    }

    fn hire(&self, index: usize) -> Result<Hired, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let program = self.0.borrow().program;
        let worker = Worker::new_with_options(&files::program(program), &options)?;
        let listen = |name: &'static str, event: fn(usize, &web_sys::Event) -> Event<T>| {
            let pool = Rc::downgrade(&self.0);
            EventListener::new(&worker, name, move |e| upgrade(&pool, |pool| pool.handle(event(index, e))))
        };
        let listeners = [
            listen("message", |index, e| match read(e) {
                Ok(report) => Event::Report(index, report),
                Err(reason) => Event::Failed(index, reason),
            }),
            listen("error", |index, e| {
                let text = e.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|text| !text.is_empty());
                Event::Failed(index, text.unwrap_or_else(|| "its program could not be loaded".to_owned()))
            }),
            listen("messageerror", |index, _| Event::Failed(index, "it sent what cannot be read".to_owned())),
        ];
        Ok(Hired { worker, _listeners: listeners })
    }
}

/// As many workers as the machine has cores, at most eight.
pub(crate) fn worker_count() -> usize {
    let cores = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    (cores as usize).clamp(1, MAX_WORKERS)
}

fn upgrade<T: Work>(pool: &Weak<RefCell<Inner<T>>>, then: impl FnOnce(Pool<T>)) {
    if let Some(inner) = pool.upgrade() {
        then(Pool(inner));
    }
}

fn read<A: DeserializeOwned>(event: &web_sys::Event) -> Result<Report<A>, String> {
    let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
    let bytes = data.and_then(|data| data.dyn_into::<Uint8Array>().ok()).ok_or("it sent something else than bytes")?;
    wire::decode(&bytes.to_vec()).map_err(|error| error.to_string())
}

/// Sends bytes without a copy of their buffer.
fn post(worker: &Worker, bytes: &[u8]) -> Result<(), JsValue> {
    let bytes = Uint8Array::from(bytes);
    worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
}

fn reason(error: &JsValue) -> String {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    text.unwrap_or_else(|| "it could not be started".to_owned())
}
