//! State shared by all parts of the workspace: the address, the measurements and the worker.

mod files;
mod history;
mod workbooks;

use super::browser;
use super::messages::{FileOutcome, Request, Response};
use crate::kit::beside::save::save;
use crate::kit::worker_handle::{WorkerEvent, WorkerHandle};
use engine::protocol::cow::Parameters;
pub(super) use files::Chosen;
use forecast::LinkWindows;
use leptos::prelude::*;
use monitoring::{LinkReport, ModelReport, Parameter};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;
use view::export::records::Format;
use view::monitoring_address::MonitoringAddress;
use wire::MONITORING;
use wire::channel::{RequestId, WorkerError};
use wire::newest::Newest;
use workbooks::Opening;

/// Progress of reading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Progress {
    pub(super) share: f64,
    pub(super) name: String,
}

/// 1-minute means of parameters of links.
type Minutes = BTreeMap<(String, Parameter), Arc<Vec<(f64, f64)>>>;

/// Handles to the state of the workspace. Copied into whatever needs it.
#[derive(Clone, Copy)]
pub(super) struct Console {
    /// What is shown.
    pub(super) address: RwSignal<MonitoringAddress>,
    /// Notices about ignored parts of the address.
    pub(super) notices: RwSignal<Vec<String>>,
    /// Whether the page is dark.
    pub(super) dark: ReadSignal<bool>,
    /// The result of each file.
    pub(super) files: RwSignal<Vec<FileOutcome>>,
    /// Further notes on the files.
    pub(super) notes: RwSignal<Vec<String>>,
    /// The links.
    pub(super) links: RwSignal<Arc<Vec<Arc<LinkReport>>>>,
    /// The link that is looked at.
    pub(super) link: Memo<Option<Arc<LinkReport>>>,
    /// The 1-minute means that were asked for.
    pub(super) minutes: RwSignal<Minutes>,
    /// The comparison of the COW model with the link.
    pub(super) model: RwSignal<Option<Arc<ModelReport>>>,
    /// Whether it is up to date; otherwise a new one is being computed.
    pub(super) fresh: RwSignal<bool>,
    /// The links as networks see them.
    pub(super) windows: RwSignal<Arc<Vec<LinkWindows>>>,
    /// Whether the files wait for the person's word before anything is computed with them.
    pub(super) checking: RwSignal<bool>,
    /// While files are looked through for workbooks: the one that is being opened, or nothing yet.
    pub(super) opening: RwSignal<Option<String>>,
    /// While files are read.
    pub(super) reading: RwSignal<Option<Progress>>,
    /// The last error.
    pub(super) trouble: RwSignal<Option<String>>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    worker: WorkerHandle<Response>,
    chosen: Vec<Chosen>,
    /// The kinds of files that the person confirmed.
    confirmed: BTreeSet<String>,
    /// The files shown are not those that the worker has: a reading goes on, or was stopped.
    unread: bool,
    opening: Option<Rc<Opening>>,
    /// The data shown are those of the demo network.
    demo: bool,
    reading: Newest,
    average: Newest,
    model: Newest,
    minutes: BTreeMap<RequestId, (String, Parameter)>,
    /// The file that is being made, and where its outcome is shown.
    table: Option<(RequestId, Format, RwSignal<String>)>,
}

impl Console {
    pub(super) fn new() -> Console {
        let (address, notices) = history::read();
        let address = RwSignal::new(address);
        let links = RwSignal::new(Arc::new(Vec::<Arc<LinkReport>>::new()));
        let link = Memo::new(move |_| {
            let name = address.with(|address| address.link.clone());
            links.with(|links| links.iter().find(|link| Some(&link.name) == name.as_ref()).or(links.first()).cloned())
        });
        let (dark, set_dark) = signal(browser::is_dark());
        browser::watch_root(&[browser::THEME], move || set_dark.set(browser::is_dark()));
        // The worker's handle calls the console, which holds the handle.
        let receiver = StoredValue::new_local(None::<Console>);
        let worker = WorkerHandle::new(MONITORING, move |event| {
            if let Some(console) = receiver.try_get_value().flatten() {
                console.take_in(event);
            }
        });
        let console = Console {
            address,
            notices: RwSignal::new(notices),
            dark,
            files: RwSignal::default(),
            notes: RwSignal::default(),
            links,
            link,
            minutes: RwSignal::default(),
            model: RwSignal::new(None),
            fresh: RwSignal::new(true),
            windows: RwSignal::default(),
            checking: RwSignal::new(false),
            opening: RwSignal::new(None),
            reading: RwSignal::new(None),
            trouble: RwSignal::new(None),
            inner: StoredValue::new_local(Inner {
                worker,
                chosen: Vec::new(),
                confirmed: BTreeSet::new(),
                unread: false,
                opening: None,
                demo: false,
                reading: Newest::default(),
                average: Newest::default(),
                model: Newest::default(),
                minutes: BTreeMap::new(),
                table: None,
            }),
        };
        receiver.set_value(Some(console));
        history::follow(console);
        console.follow();
        console
    }

    /// Changes what is shown.
    pub(super) fn change(self, change: impl FnOnce(&mut MonitoringAddress)) {
        let mut address = self.address.get_untracked();
        change(&mut address);
        self.show(address);
    }

    fn show(self, address: MonitoringAddress) {
        if self.address.with_untracked(|before| *before != address) {
            self.address.set(address);
        }
    }

    /// The device of the link that is looked at.
    pub(super) fn device(self) -> Option<Parameters> {
        let link = self.link.get()?;
        Some(self.address.with(|address| address.device(&link.device(&Parameters::default()))))
    }

    /// Asks the worker for what the address wants.
    fn follow(self) {
        let demo = Memo::new(move |_| self.address.with(|address| address.demo));
        Effect::new(move |_| {
            if demo.get() {
                self.open_demo();
            }
        });
        let window = Memo::new(move |_| self.address.with(|address| address.window));
        Effect::new(move |before: Option<_>| {
            let width = window.get();
            if before.is_some_and(|before| before != width) && self.links.with_untracked(|links| !links.is_empty()) {
                let id = self.ask(&Request::Average(width), &[]);
                self.inner.update_value(|inner| inner.average.sent(id));
            }
            width
        });
        let wanted = Memo::new(move |_| {
            let link = self.link.get()?;
            let solve = self.address.with(|address| address.solve);
            Some((link.name.clone(), link.windows.width, self.device()?, solve, Arc::as_ptr(&link) as usize))
        });
        Effect::new(move |_| {
            let Some((link, width, device, solve, _)) = wanted.get() else { return self.model.set(None) };
            self.fresh.set(false);
            let id = self.ask(&Request::Model { link, width, device, solve }, &[]);
            self.inner.update_value(|inner| inner.model.sent(id));
        });
    }

    /// Asks for 1-minute means, once.
    pub(super) fn want_minutes(self, link: &str, parameter: Parameter) {
        let key = (link.to_owned(), parameter);
        let known = self.minutes.with_untracked(|minutes| minutes.contains_key(&key))
            || self.inner.with_value(|inner| inner.minutes.values().any(|asked| *asked == key));
        if !known {
            let id = self.ask(&Request::Minutes { link: link.to_owned(), parameter }, &[]);
            self.inner.update_value(|inner| drop(inner.minutes.insert(id, key)));
        }
    }

    /// Saves everything as a file, and then says what came of it.
    pub(super) fn save_network(self, format: Format, status: RwSignal<String>) {
        let (width, device, solve) = self.address.with_untracked(|address| {
            let device = address.device.iter().map(|(name, typed)| ((*name).to_owned(), typed.clone())).collect();
            (address.window, device, address.solve)
        });
        let id = self.ask(&Request::Table { json: format == Format::Json, width, device, solve }, &[]);
        self.inner.update_value(|inner| inner.table = Some((id, format, status)));
    }

    fn ask(self, request: &Request, files: &[web_sys::File]) -> RequestId {
        // Out of the borrow: the handle may call back at once.
        let worker = self.inner.with_value(|inner| inner.worker.clone());
        worker.request(request, files)
    }

    fn take_in(self, event: WorkerEvent<Response>) {
        let (id, response) = match event {
            WorkerEvent::Response(id, response) => (id, response),
            WorkerEvent::Failed(error) => return self.lost(&error),
        };
        let (reading, average, model) = self.inner.with_value(|inner| (inner.reading, inner.average, inner.model));
        match response {
            Response::Progress { bytes, of, name } if reading.is(id) => {
                self.reading.set(Some(Progress { share: if of > 0.0 { bytes / of } else { 0.0 }, name }));
            }
            Response::Read(files) if reading.is(id) => self.take_files(files),
            Response::Used { links, notes } if reading.is(id) => self.take(links, notes),
            Response::Cancelled if reading.is(id) => self.reading.set(None),
            Response::Averaged(links) if average.is(id) => self.take_links(links),
            Response::Model(found) if model.is(id) => {
                self.fresh.set(true);
                self.model.set(found.map(|found| Arc::new(*found)));
            }
            Response::Windows(windows) => self.windows.set(Arc::new(windows)),
            Response::Table(bytes) => self.save(id, &bytes),
            Response::Minutes(found) => {
                let mut key = None;
                self.inner.update_value(|inner| key = inner.minutes.remove(&id));
                if let Some(key) = key {
                    self.minutes.update(|minutes| drop(minutes.insert(key, Arc::new(found))));
                }
            }
            _ => {}
        }
    }

    fn take(self, links: Vec<LinkReport>, notes: Vec<String>) {
        self.reading.set(None);
        self.notes.set(notes);
        self.minutes.update(BTreeMap::clear);
        self.inner.update_value(|inner| inner.minutes.clear());
        self.take_links(links);
        self.ask(&Request::Windows, &[]);
    }

    fn take_links(self, links: Vec<LinkReport>) {
        self.links.set(Arc::new(links.into_iter().map(Arc::new).collect()));
    }

    fn save(self, id: RequestId, bytes: &[u8]) {
        let wanted = self.inner.with_value(|inner| inner.table);
        if let Some((_, format, status)) = wanted.filter(|(wanted, ..)| *wanted == id) {
            status.set(match format {
                Format::Csv => save("links-in-numbers.csv", "text/csv;charset=utf-8", bytes),
                Format::Json => save("network.json", "application/json", bytes),
            });
        }
    }

    /// The worker is gone, and with it what it had read.
    fn lost(self, error: &WorkerError) {
        self.reading.set(None);
        self.checking.set(false);
        self.inner.update_value(|inner| inner.minutes.clear());
        self.trouble.set(Some(format!(
            "The worker that reads the files stopped: {error}. The results shown remain; to continue, read the files again."
        )));
    }
}
