//! The files that a person chose. They stay with the page, so that they can be read again in another way.

use super::Console;
use crate::monitoring::messages::{FileError, Request};
use leptos::prelude::*;
use monitoring::{DemoNetwork, Hints};
use std::sync::Arc;
use view::monitoring_address::MonitoringAddress;
use web_sys::File;

/// A file that a person chose.
#[derive(Clone)]
pub(in crate::monitoring) struct Chosen {
    /// Its name, with its folder where that tells the link.
    pub(in crate::monitoring) name: String,
    /// The browser's handle to it.
    pub(in crate::monitoring) file: File,
    /// The user's description of it.
    pub(in crate::monitoring) hints: Hints,
    /// The workbook of which it is a sheet.
    pub(in crate::monitoring) workbook: Option<String>,
    /// Why it cannot be opened as the workbook that it is.
    pub(in crate::monitoring) problem: Option<FileError>,
}

impl Chosen {
    /// The name of what the person chose: the workbook of a sheet, otherwise the file itself.
    fn origin(&self) -> &str {
        self.workbook.as_ref().unwrap_or(&self.name)
    }
}

impl Console {
    /// Reads more files beside those that were chosen before; one of the same name replaces the other, with all its sheets.
    pub(super) fn join(self, files: Vec<Chosen>) {
        self.inner.update_value(|inner| {
            if inner.demo {
                inner.chosen.clear();
                inner.demo = false;
            }
            inner.chosen.retain(|known| files.iter().all(|file| file.origin() != known.origin()));
            for file in files {
                inner.chosen.retain(|known| known.name != file.name);
                inner.chosen.push(file);
            }
        });
        self.change(|address| address.demo = false);
        self.read_again();
    }

    /// Takes what a person says of a file, and reads all of them again.
    pub(in crate::monitoring) fn correct(self, name: &str, correct: impl FnOnce(&mut Hints)) {
        self.inner.update_value(|inner| {
            if let Some(chosen) = inner.chosen.iter_mut().find(|chosen| chosen.name == name) {
                correct(&mut chosen.hints);
            }
        });
        self.read_again();
    }

    /// The user's description of a file; none for one of the demo network.
    pub(in crate::monitoring) fn hints(self, name: &str) -> Option<Hints> {
        self.inner.with_value(|inner| Some(inner.chosen.iter().find(|chosen| chosen.name == name)?.hints.clone()))
    }

    /// Shows the demo network, with devices like its own.
    pub(in crate::monitoring) fn show_demo(self) {
        self.change(|address| {
            address.demo = true;
            address.device = DemoNetwork::default().settings();
        });
    }

    fn read_again(self) {
        let mut chosen = self.inner.with_value(|inner| inner.chosen.clone());
        chosen.retain(|chosen| chosen.problem.is_none());
        chosen.sort_by(|a, b| a.name.cmp(&b.name));
        let width = self.address.with_untracked(|address| address.window);
        let handles: Vec<File> = chosen.iter().map(|chosen| chosen.file.clone()).collect();
        let files = chosen.into_iter().map(|chosen| (chosen.name, chosen.hints)).collect();
        self.started(&Request::Read { files, width }, &handles);
    }

    /// Makes the demo network and reads it, if it is not what is shown already.
    pub(super) fn open_demo(self) {
        if self.inner.with_value(|inner| inner.demo) {
            return;
        }
        self.stop_opening();
        self.inner.update_value(|inner| {
            inner.demo = true;
            inner.chosen.clear();
        });
        let width = self.address.with_untracked(|address| address.window);
        self.started(&Request::Demo { width }, &[]);
    }

    fn started(self, request: &Request, handles: &[File]) {
        self.trouble.set(None);
        self.reading.set(Some(super::Progress { share: 0.0, name: String::new() }));
        let id = self.ask(request, handles);
        self.inner.update_value(|inner| inner.reading.sent(id));
    }

    /// Stops reading.
    pub(in crate::monitoring) fn cancel(self) {
        self.stop_opening();
        if self.links.with_untracked(|links| links.is_empty()) {
            self.forget();
        }
        self.ask(&Request::Cancel, &[]);
    }

    /// Puts everything away that was read.
    pub(in crate::monitoring) fn forget(self) {
        self.stop_opening();
        self.inner.update_value(|inner| {
            inner.demo = false;
            inner.chosen.clear();
        });
        self.links.set(Arc::default());
        self.files.set(Vec::new());
        self.notes.set(Vec::new());
        self.trouble.set(None);
        self.change(|address| {
            *address = MonitoringAddress { window: address.window, ..MonitoringAddress::default() };
        });
    }
}
