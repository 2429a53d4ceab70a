//! The worker: keeps what was read, and answers the page's requests.

use super::messages::{FileError, FileOutcome, Held, Request, Response};
use super::zones::find_zone;
use engine::protocol::cow::Parameters;
use engine::scenario::DeviceParameter;
use forecast::LinkWindows;
use js_sys::{Array, Uint8Array};
use monitoring::{
    DemoNetwork, FileReport, FitParameter, FreeParameters, Hints, LINKS_FILE, LinkReport, LinkRow, Reader, Reading,
    Session, WindowWidth, is_measurement, model, read_links,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use view::export::network::{Network, Studied};
use view::export::records::Format;
use view::monitoring_address::MonitoringAddress;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use wire::channel::RequestId;
use worker::Page;

/// Part of a file that is in memory at a time, bytes.
const SLICE: f64 = (1u32 << 22) as f64;
/// Longest table of links, bytes.
const MOST_LINKS_BYTES: f64 = 1e6;

#[derive(Clone)]
struct Worker {
    page: Page,
    session: Rc<RefCell<Session>>,
    /// What was read last, until it is used.
    gathered: Rc<RefCell<Vec<ReadFile>>>,
    files: Rc<RefCell<Vec<FileReport>>>,
    notes: Rc<RefCell<Vec<String>>>,
    /// The newest reading; an older one stops.
    reading: Rc<Cell<RequestId>>,
}

/// Answers the page as long as the worker lives.
///
/// # Errors
/// The browser's error if this does not run in a worker.
pub fn serve() -> Result<(), JsValue> {
    let page = Page::new()?;
    let worker = Worker {
        page: page.clone(),
        session: Rc::default(),
        gathered: Rc::default(),
        files: Rc::default(),
        notes: Rc::default(),
        reading: Rc::default(),
    };
    page.listen(move |(id, request), files| {
        worker.answer(id, request, &files);
        Ok(())
    })
}

impl Worker {
    fn respond(&self, id: RequestId, response: &Response) {
        self.page.respond(id, response);
    }

    fn answer(&self, id: RequestId, request: Request, files: &Array) {
        match request {
            Request::Read(names) => {
                let handles: Vec<File> = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
                let worker = self.clone();
                self.reading.set(id);
                spawn_local(async move { worker.read(id, names, handles).await });
            }
            Request::Use(width) => self.compute(id, width),
            Request::Demo { width } => {
                let worker = self.clone();
                self.reading.set(id);
                spawn_local(async move { worker.demo(id, width).await });
            }
            Request::Cancel => self.reading.set(id),
            Request::Average(width) => self.respond(id, &Response::Averaged(self.session.borrow().reports(width))),
            Request::Minutes { link, parameter } => {
                self.respond(id, &Response::Minutes(self.session.borrow().minutes(&link, parameter)));
            }
            Request::Windows => self.respond(id, &Response::Windows(self.windows())),
            Request::Table { json, width, device, solve } => {
                self.respond(id, &Response::Table(self.table(json, width, device, solve)));
            }
            Request::Model { link, width, device, solve } => {
                let model = self.session.borrow().model(&link, width, &device, solve);
                self.respond(id, &Response::Model(model.map(Box::new)));
            }
        }
    }

    fn windows(&self) -> Vec<LinkWindows> {
        let session = self.session.borrow();
        let row = |link: &str| session.rows().iter().find(|row| row.link == link);
        session.links().iter().map(|link| LinkWindows::of(link, row(&link.name), WindowWidth::STANDARD)).collect()
    }

    fn table(
        &self,
        json: bool,
        width: WindowWidth,
        device: Vec<(String, String)>,
        solve: Option<FitParameter>,
    ) -> Vec<u8> {
        let mut address = MonitoringAddress::default();
        for (name, typed) in device {
            if let Some(parameter) = DeviceParameter::named(&name) {
                address.set_device(parameter.name, Some(typed));
            }
        }
        let studied = |link: LinkReport| {
            let device = address.device(&link.device(&Parameters::default()));
            Studied { model: model(&device, &link.windows, &FreeParameters::ALL, solve), link }
        };
        let network = Network {
            width,
            files: self.files.borrow().clone(),
            links: self.session.borrow().reports(width).into_iter().map(studied).collect(),
            notes: self.notes.borrow().clone(),
            device: address.device(&Parameters::default()),
        };
        let mut bytes = Vec::new();
        // Memory takes everything.
        let _ = network.write(if json { Format::Json } else { Format::Csv }, &mut bytes);
        bytes
    }

    async fn read(&self, id: RequestId, files: Vec<(String, Hints)>, handles: Vec<File>) {
        let of: f64 = handles.iter().map(|file| file.size()).sum();
        let mut bytes = 0.0;
        // A person who says something of one file waits for this file only.
        let known = |name: &str, said: &Said| {
            let mut known = self.gathered.borrow_mut();
            let at = known.iter().position(|known| known.name == name && known.said.as_ref() == Some(said))?;
            Some(known.swap_remove(at))
        };
        let mut gathered = Vec::new();
        for ((name, hints), file) in files.into_iter().zip(handles) {
            let said = Said { stamp: (file.size(), file.last_modified()), hints };
            let size = file.size();
            let read = match known(&name, &said) {
                Some(known) => known,
                None => {
                    let progress = |at: f64| Response::Progress { bytes: bytes + at, of, name: name.clone() };
                    let content = self.content(id, &name, &said.hints, &file, progress).await;
                    ReadFile { content, name, said: Some(said) }
                }
            };
            // A newer reading may have begun in the meantime, whose files are not to be replaced by these.
            if self.reading.get() != id {
                self.gathered.borrow_mut().extend(gathered);
                return self.respond(id, &Response::Cancelled);
            }
            gathered.push(read);
            bytes += size;
        }
        self.gathered(id, gathered);
    }

    /// The content of a file; of no use if a newer reading began.
    async fn content(
        &self,
        id: RequestId,
        name: &str,
        hints: &Hints,
        file: &File,
        progress: impl Fn(f64) -> Response,
    ) -> Result<Content, FileError> {
        let plain = name.rsplit('/').next().unwrap_or_default();
        if plain == LINKS_FILE {
            return links_file(file).await.map(Content::Links);
        }
        if !is_measurement(plain) {
            return Ok(Content::Nothing);
        }
        let mut reader = Reader::with_zones(name, hints.clone(), find_zone);
        let mut at = 0.0;
        while at < file.size() && self.reading.get() == id {
            self.respond(id, &progress(at));
            reader.feed(&slice(file, at).await?)?;
            at += SLICE;
        }
        Ok(Content::Measurements(Box::new(reader.finish()?)))
    }

    async fn demo(&self, id: RequestId, width: WindowWidth) {
        let network = DemoNetwork::default();
        let mut gathered = Vec::new();
        // Four files a link and the table; how long they are is known only when they are made.
        let of = 4.0 * network.links.len() as f64 + 1.0;
        for file in network.files().filter(|file| !file.path.contains('/') && file.path.ends_with(".csv")) {
            self.respond(id, &Response::Progress { bytes: gathered.len() as f64, of, name: file.path.clone() });
            self.page.pause().await;
            if self.reading.get() != id {
                return self.respond(id, &Response::Cancelled);
            }
            let text = file.text.as_bytes();
            let content = if file.path == LINKS_FILE {
                read_links(text).map(Content::Links).map_err(FileError::refused)
            } else {
                let reading = monitoring::read(&file.path, text, Hints::default());
                reading.map(|reading| Content::Measurements(Box::new(reading))).map_err(FileError::from)
            };
            gathered.push(ReadFile { name: file.path, said: None, content });
        }
        gathered.sort_by(|a, b| a.name.cmp(&b.name));
        self.gathered(id, gathered);
        self.compute(id, width);
    }

    fn gathered(&self, id: RequestId, gathered: Vec<ReadFile>) {
        self.respond(id, &Response::Read(gathered.iter().map(ReadFile::outcome).collect()));
        *self.gathered.borrow_mut() = gathered;
    }

    fn compute(&self, id: RequestId, width: WindowWidth) {
        let (mut readings, mut rows, mut files) = (Vec::new(), Vec::new(), Vec::new());
        for file in self.gathered.take() {
            match file.content {
                Ok(Content::Measurements(reading)) => {
                    files.push(FileReport::of(&file.name, &reading));
                    readings.push(*reading);
                }
                Ok(Content::Links(links)) => rows.extend(links),
                Ok(Content::Nothing) | Err(_) => {}
            }
        }
        let mut notes = Vec::new();
        let session = Session::new(readings, rows);
        let silent = session.silent();
        notes.extend(silent.iter().map(|link| format!("{LINKS_FILE} has a link {link}, of which there is no file.")));
        for link in session.links() {
            let said = link.doubts.iter().chain(&link.remarks);
            notes.extend(said.map(|said| format!("Link {}: {said}.", link.name)));
        }
        let links = session.reports(width);
        *self.session.borrow_mut() = session;
        *self.files.borrow_mut() = files;
        self.notes.borrow_mut().clone_from(&notes);
        self.respond(id, &Response::Used { links, notes });
    }
}

/// A file that was read.
struct ReadFile {
    name: String,
    /// None for a file of the demo network.
    said: Option<Said>,
    content: Result<Content, FileError>,
}

/// What a content depends on.
#[derive(PartialEq)]
struct Said {
    /// Size, and time of the last change, which tell a file from a newer one of its name.
    stamp: (f64, f64),
    hints: Hints,
}

/// What is in a file.
enum Content {
    Measurements(Box<Reading>),
    Links(Vec<LinkRow>),
    Nothing,
}

impl ReadFile {
    fn outcome(&self) -> FileOutcome {
        let report = match &self.content {
            Ok(Content::Measurements(reading)) => Ok(Held::Measurements(FileReport::of(&self.name, reading))),
            Ok(Content::Links(rows)) => Ok(Held::Links(rows.len() as u32)),
            Ok(Content::Nothing) => Ok(Held::Nothing),
            Err(problem) => Err(problem.clone()),
        };
        FileOutcome { name: self.name.clone(), report }
    }
}

async fn links_file(file: &File) -> Result<Vec<LinkRow>, FileError> {
    if file.size() > MOST_LINKS_BYTES {
        return Err(FileError::LongLinks);
    }
    let bytes = slice(file, 0.0).await?;
    read_links(&bytes).map_err(FileError::refused)
}

async fn slice(file: &File, at: f64) -> Result<Vec<u8>, FileError> {
    let blob = file.slice_with_f64_and_f64(at, at + SLICE).map_err(|_| FileError::Gone)?;
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(|_| FileError::Gone)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
