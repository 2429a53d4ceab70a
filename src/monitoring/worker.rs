//! The worker: keeps what was read, and answers the page's requests.

use super::messages::{FileError, FileOutcome, Held, Request, Response};
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
            Request::Read { files: names, width } => {
                let handles: Vec<File> = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
                let worker = self.clone();
                self.reading.set(id);
                spawn_local(async move { worker.read(id, names, handles, width).await });
            }
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

    async fn read(&self, id: RequestId, files: Vec<(String, Hints)>, handles: Vec<File>, width: WindowWidth) {
        let of: f64 = handles.iter().map(|file| file.size()).sum();
        let mut bytes = 0.0;
        let mut gathered = Gathered::default();
        for ((name, hints), file) in files.into_iter().zip(handles) {
            let plain = name.rsplit('/').next().unwrap_or_default().to_owned();
            let outcome = if plain == LINKS_FILE {
                gathered.take_links(links_file(&file).await)
            } else if is_measurement(&plain) {
                let mut reader = Reader::new(&name, hints);
                let mut at = 0.0;
                let mut failed = None;
                while at < file.size() && failed.is_none() {
                    self.respond(id, &Response::Progress { bytes: bytes + at, of, name: name.clone() });
                    let slice = slice(&file, at).await;
                    if self.reading.get() != id {
                        return self.respond(id, &Response::Cancelled);
                    }
                    failed = match slice {
                        Ok(bytes) => reader.feed(&bytes).err().map(FileError::refused),
                        Err(gone) => Some(gone),
                    };
                    at += SLICE;
                }
                let reading = match failed {
                    Some(problem) => Err(problem),
                    None => reader.finish().map_err(FileError::refused),
                };
                gathered.take(&name, reading)
            } else {
                Ok(Held::Nothing)
            };
            // A newer reading may have begun in the meantime, whose links are not to be replaced by these.
            if self.reading.get() != id {
                return self.respond(id, &Response::Cancelled);
            }
            gathered.files.push(FileOutcome { name, report: outcome });
            bytes += file.size();
        }
        self.finish(id, gathered, width);
    }

    async fn demo(&self, id: RequestId, width: WindowWidth) {
        let network = DemoNetwork::default();
        let mut gathered = Gathered::default();
        // Four files a link and the table; how long they are is known only when they are made.
        let of = 4.0 * network.links.len() as f64 + 1.0;
        for file in network.files().filter(|file| !file.path.contains('/') && file.path.ends_with(".csv")) {
            self.respond(id, &Response::Progress { bytes: gathered.files.len() as f64, of, name: file.path.clone() });
            self.page.pause().await;
            if self.reading.get() != id {
                return self.respond(id, &Response::Cancelled);
            }
            let text = file.text.as_bytes();
            let report = if file.path == LINKS_FILE {
                gathered.take_links(read_links(text).map_err(FileError::refused))
            } else {
                let reading = monitoring::read(&file.path, text, Hints::default());
                gathered.take(&file.path, reading.map_err(FileError::refused))
            };
            gathered.files.push(FileOutcome { name: file.path, report });
        }
        gathered.files.sort_by(|a, b| a.name.cmp(&b.name));
        self.finish(id, gathered, width);
    }

    fn finish(&self, id: RequestId, gathered: Gathered, width: WindowWidth) {
        let Gathered { files, readings, rows } = gathered;
        let mut notes = Vec::new();
        let session = Session::new(readings, rows);
        let silent = session.silent();
        notes.extend(silent.iter().map(|link| format!("{LINKS_FILE} has a link {link}, of which there is no file.")));
        for link in session.links() {
            let said = link.doubts.iter().chain(&link.remarks);
            notes.extend(said.map(|said| format!("Link {}: {said}.", link.name)));
        }
        let reports = session.reports(width);
        *self.session.borrow_mut() = session;
        let held = |file: &FileOutcome| match &file.report {
            Ok(Held::Measurements(report)) => Some(report.clone()),
            _ => None,
        };
        *self.files.borrow_mut() = files.iter().filter_map(held).collect();
        self.notes.borrow_mut().clone_from(&notes);
        let links = Ok(reports);
        self.respond(id, &Response::Read { files, links, notes });
    }
}

/// The measurements read so far.
#[derive(Default)]
struct Gathered {
    files: Vec<FileOutcome>,
    readings: Vec<Reading>,
    rows: Vec<LinkRow>,
}

impl Gathered {
    fn take(&mut self, name: &str, reading: Result<Reading, FileError>) -> Result<Held, FileError> {
        let reading = reading?;
        let report = FileReport::of(name, &reading);
        self.readings.push(reading);
        Ok(Held::Measurements(report))
    }

    fn take_links(&mut self, rows: Result<Vec<LinkRow>, FileError>) -> Result<Held, FileError> {
        let rows = rows?;
        let count = rows.len() as u32;
        self.rows.extend(rows);
        Ok(Held::Links(count))
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
