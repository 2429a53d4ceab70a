//! Workbooks among the files that a person chose: before anything else reads them, their sheets become files of CSV.

use super::{Chosen, Console};
use crate::kit::worker_handle::{WorkerEvent, WorkerHandle};
use crate::monitoring::messages::{FileError, FileOutcome};
use crate::monitoring::workbooks::{Open, Opened};
use crate::monitoring::{browser, text};
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use monitoring::is_measurement;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use web_sys::File;
use wire::WORKBOOK;

/// Largest workbook, bytes: of a larger one neither the cells nor the CSV would fit into a worker's memory.
const MOST_BYTES: f64 = 1e8;
/// Bytes that tell a workbook from other files.
const HEAD_BYTES: f64 = 8.0;

/// Files on their way into the workspace. Whoever drops it stops them, and the worker.
pub(super) struct Opening {
    waiting: RefCell<VecDeque<Chosen>>,
    worker: RefCell<Option<WorkerHandle<Opened>>>,
}

impl Console {
    /// Reads more files beside those that were chosen before, the sheets of workbooks as files of their own.
    pub(in crate::monitoring) fn add(self, files: Vec<Chosen>) {
        if files.is_empty() {
            return;
        }
        if let Some(opening) = self.inner.with_value(|inner| inner.opening.clone()) {
            return opening.waiting.borrow_mut().extend(files);
        }
        let opening = Rc::new(Opening { waiting: RefCell::new(files.into()), worker: RefCell::default() });
        let going_on = Rc::downgrade(&opening);
        self.inner.update_value(|inner| inner.opening = Some(opening));
        self.opening.set(Some(String::new()));
        spawn_local(async move {
            if let Some(files) = self.opened(going_on).await {
                self.stop_opening();
                self.join(files);
            }
        });
    }

    /// Gives up the files that are on their way.
    pub(super) fn stop_opening(self) {
        self.opening.set(None);
        self.inner.update_value(|inner| inner.opening = None);
    }

    /// The workbooks among the chosen files that could not be opened.
    pub(super) fn refused_workbooks(self) -> Vec<FileOutcome> {
        let refused =
            |chosen: &Chosen| Some(FileOutcome { name: chosen.name.clone(), report: Err(chosen.problem.clone()?) });
        self.inner.with_value(|inner| inner.chosen.iter().filter_map(refused).collect())
    }

    /// All files that wait, workbooks replaced by their sheets; nothing if this was stopped.
    async fn opened(self, opening: Weak<Opening>) -> Option<Vec<Chosen>> {
        let mut files = Vec::new();
        loop {
            let next = opening.upgrade()?.waiting.borrow_mut().pop_front();
            let Some(chosen) = next else { return Some(files) };
            if is_workbook(&chosen).await {
                // It may have been stopped meanwhile.
                opening.upgrade()?;
                self.opening.set(Some(chosen.name.clone()));
                files.extend(sheets(chosen, &opening).await?);
            } else {
                files.push(chosen);
            }
        }
    }
}

/// Whether a file is to be opened as a workbook, by its first bytes. Only what is read at all is looked at.
async fn is_workbook(chosen: &Chosen) -> bool {
    let plain = chosen.name.rsplit('/').next().unwrap_or_default();
    if !is_measurement(plain) {
        return false;
    }
    match chosen.file.slice_with_f64_and_f64(0.0, HEAD_BYTES) {
        Ok(head) => browser::read(&head).await.is_some_and(|head| workbook::is_workbook(&head)),
        // The reader will say so.
        Err(_) => false,
    }
}

/// The sheets of a workbook, or itself with the reason why it has none; nothing if this was stopped.
async fn sheets(chosen: Chosen, opening: &Weak<Opening>) -> Option<Vec<Chosen>> {
    let opened = if chosen.file.size() > MOST_BYTES {
        Err(FileError::Refused(text::large_workbook(MOST_BYTES)))
    } else {
        ask(&chosen, opening).await?
    };
    let sheet = |(name, csv): (String, String)| {
        let parts = Array::of1(&Uint8Array::from(csv.as_bytes()));
        let file = File::new_with_u8_array_sequence(&parts, &name).map_err(|_| FileError::Gone)?;
        Ok(Chosen { name, file, hints: chosen.hints.clone(), workbook: Some(chosen.name.clone()), problem: None })
    };
    let sheets: Result<Vec<Chosen>, FileError> = opened.and_then(|sheets| sheets.into_iter().map(sheet).collect());
    Some(sheets.unwrap_or_else(|problem| vec![Chosen { problem: Some(problem), ..chosen }]))
}

/// What the program that opens workbooks says of one; nothing if this was stopped. Each has a worker of its own: one that fails takes no other
/// down, and no memory stays behind.
async fn ask(chosen: &Chosen, opening: &Weak<Opening>) -> Option<Opened> {
    let (tell, told) = oneshot::channel();
    let tell = Cell::new(Some(tell));
    let worker = WorkerHandle::new(WORKBOOK, move |event| {
        if let Some(tell) = tell.take() {
            // Nobody listens any more where this was stopped.
            let _ = tell.send(event);
        }
    });
    worker.request(&Open { name: chosen.name.clone() }, std::slice::from_ref(&chosen.file));
    opening.upgrade()?.worker.replace(Some(worker));
    let event = told.await.ok()?;
    opening.upgrade()?.worker.replace(None);
    Some(match event {
        WorkerEvent::Response(_, opened) => opened,
        WorkerEvent::Failed(error) => Err(FileError::Refused(text::workbook_failed(&error))),
    })
}
