//! The files that a person chose. They stay with the page, so that they can be read again in another way.

use super::Console;
use crate::monitoring::messages::{FileError, FileOutcome, Request};
use leptos::prelude::*;
use monitoring::{DemoNetwork, Hints};
use std::collections::BTreeSet;
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

    /// Takes what a person says of files, and reads these again. They wait for the person's word, even if it was given before.
    pub(in crate::monitoring) fn correct(self, names: &[String], correct: &dyn Fn(&mut Hints)) {
        self.inner.update_value(|inner| {
            let chosen = inner.chosen.iter_mut().filter(|chosen| names.contains(&chosen.name));
            chosen.for_each(|chosen| correct(&mut chosen.hints));
        });
        self.checking.set(true);
        self.read_again();
    }

    /// Takes the files that were read: those of a new kind wait for the person's word.
    pub(super) fn take_files(self, mut files: Vec<FileOutcome>) {
        self.reading.set(None);
        let kinds = files.iter().filter_map(FileOutcome::kind).collect::<BTreeSet<_>>();
        let (demo, known) = self.inner.with_value(|inner| (inner.demo, kinds.is_subset(&inner.confirmed)));
        self.inner.update_value(|inner| inner.unread = false);
        files.extend(self.refused_workbooks());
        files.sort_by(|a, b| a.name.cmp(&b.name));
        self.files.set(files);
        // With the demo network the worker goes on by itself.
        if !demo && known && !self.checking.get_untracked() {
            self.use_files();
        } else if !demo {
            self.checking.set(true);
        }
    }

    /// Computes with the files as they are understood now.
    pub(in crate::monitoring) fn use_files(self) {
        let kinds = self.files.with_untracked(|files| files.iter().filter_map(FileOutcome::kind).collect::<Vec<_>>());
        self.inner.update_value(|inner| inner.confirmed.extend(kinds));
        self.checking.set(false);
        if self.inner.with_value(|inner| inner.unread) {
            return self.read_again();
        }
        let width = self.address.with_untracked(|address| address.window);
        self.started(&Request::Use(width), &[]);
    }

    /// Whether there are files of the person's own that a word could change.
    pub(in crate::monitoring) fn can_check(self) -> bool {
        let any = self.files.with(|files| files.iter().any(|file| file.kind().is_some()));
        any && self.inner.with_value(|inner| !inner.demo)
    }

    /// Shows how the files are understood, to be corrected.
    pub(in crate::monitoring) fn check(self) {
        self.checking.set(true);
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
        let handles: Vec<File> = chosen.iter().map(|chosen| chosen.file.clone()).collect();
        let files = chosen.into_iter().map(|chosen| (chosen.name, chosen.hints)).collect();
        self.started(&Request::Read(files), &handles);
        self.inner.update_value(|inner| inner.unread = true);
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
        self.checking.set(false);
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
        if self.links.with_untracked(|links| links.is_empty()) && !self.checking.get_untracked() {
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
            inner.confirmed.clear();
        });
        self.checking.set(false);
        self.links.set(Arc::default());
        self.files.set(Vec::new());
        self.notes.set(Vec::new());
        self.trouble.set(None);
        self.change(|address| {
            *address = MonitoringAddress { window: address.window, ..MonitoringAddress::default() };
        });
    }
}
