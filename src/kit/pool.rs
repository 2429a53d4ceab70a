//! Carries out in the browser what the supervisor decides.

use super::channel::{Channel, ChannelEvent, pack};
use gloo::timers::callback::Interval;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wire::batch::Work;
use wire::channel::WorkerError;
use wire::pending::Pending;
use wire::supervisor::{Action, Answers, Event, Lane, Supervisor, TICK_MS, Trouble};

/// More workers than this gain nothing: a chart has few curves.
const MAX_WORKERS: usize = 8;

/// A report on the workers for the user.
pub(crate) enum PoolEvent {
    /// Whether the work on a lane is slow.
    Slow(Lane, bool),
    /// Something is wrong; nothing once it is not.
    Trouble(Option<Trouble>),
}

type Callback<T> = Box<dyn FnOnce(Answers<T>)>;

/// Workers that share the work on tasks.
pub(crate) struct Pool<T: Work>(Rc<RefCell<Inner<T>>>);

impl<T: Work> Clone for Pool<T> {
    fn clone(&self) -> Pool<T> {
        Pool(self.0.clone())
    }
}

struct Inner<T: Work> {
    program: &'static str,
    supervisor: Supervisor<T>,
    workers: Vec<Option<Channel>>,
    pending: Pending<Callback<T>>,
    ticks: Option<Interval>,
    report: Rc<dyn Fn(PoolEvent)>,
}

impl<T: Work + 'static> Pool<T> {
    /// Starts [`worker_count`] workers that run this program. `report` receives the reports for the user.
    pub(crate) fn start(program: &'static str, report: impl Fn(PoolEvent) + 'static) -> Pool<T> {
        let count = worker_count();
        let (supervisor, actions) = Supervisor::new(count);
        let pool = Pool(Rc::new(RefCell::new(Inner {
            program,
            supervisor,
            workers: (0..count).map(|_| None).collect(),
            pending: Pending::default(),
            ticks: None,
            report: Rc::new(report),
        })));
        pool.carry_out(actions);
        pool
    }

    /// Asks for some tasks. The newest request of a lane wins; one that it replaces is not answered.
    pub(crate) fn request(&self, lane: Lane, tasks: Vec<T>, then: impl FnOnce(Answers<T>) + 'static) {
        let id = self.0.borrow_mut().pending.add(Box::new(then));
        self.handle(Event::Request(lane, id, tasks));
    }

    /// Ends everything that runs.
    pub(crate) fn stop(&self) {
        for lane in Lane::ALL {
            self.handle(Event::Stop(lane));
        }
    }

    fn handle(&self, event: Event<T>) {
        let actions = self.0.borrow_mut().supervisor.handle(event);
        self.carry_out(actions);
    }

    fn carry_out(&self, actions: Vec<Action<T>>) {
        for action in actions {
            match action {
                Action::Start(index) => match self.open(index) {
                    Ok(channel) => self.0.borrow_mut().workers[index] = Some(channel),
                    Err(error) => self.handle(Event::Failed(index, error)),
                },
                Action::Stop(index) => drop(self.0.borrow_mut().workers[index].take()),
                Action::Post(index, batch) => {
                    let sent = pack(&batch, &[]).and_then(|message| match &self.0.borrow().workers[index] {
                        Some(channel) => channel.send(&message),
                        None => Err(WorkerError::Gone),
                    });
                    if let Err(error) = sent {
                        self.handle(Event::Failed(index, error));
                    }
                }
                Action::Deliver(_, id, answers) => {
                    // Out of the borrow: it may ask for more.
                    let callback = self.0.borrow_mut().pending.take(id);
                    if let Some(callback) = callback {
                        callback(answers);
                    }
                }
                Action::Drop(_, id) => drop(self.0.borrow_mut().pending.take(id)),
                Action::Slow(lane, seconds) => self.report(PoolEvent::Slow(lane, seconds.is_some())),
                Action::Tell(trouble) => self.report(PoolEvent::Trouble(trouble)),
            }
        }
        self.keep_time();
    }

    /// Out of the borrow, too.
    fn report(&self, event: PoolEvent) {
        let report = self.0.borrow().report.clone();
        report(event);
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

    fn open(&self, index: usize) -> Result<Channel, WorkerError> {
        let pool = Rc::downgrade(&self.0);
        let program = self.0.borrow().program;
        Channel::open(program, move |event| {
            let event = match event {
                ChannelEvent::Ready => Event::Ready(index),
                ChannelEvent::Message(report) => Event::Report(index, report),
                ChannelEvent::Failed(error) => Event::Failed(index, error),
            };
            upgrade(&pool, |pool| pool.handle(event));
        })
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
