//! Dropped or chosen files, and the files of folders.

use crate::monitoring::console::Chosen;
use js_sys::{Array, Function, Promise, Reflect};
use monitoring::with_folder;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

/// Depth to which folders are searched.
const DEEPEST: usize = 5;
/// Most files of a drop: more than any network has.
const MOST_FILES: usize = 5000;

/// The files of a control.
pub(super) fn listed(files: &FileList) -> Vec<Chosen> {
    let files = (0..files.length()).filter_map(|i| files.get(i));
    files
        .map(|file| {
            // Where a folder was chosen, the path below it; web-sys does not know this property.
            let path = Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
            let path = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
            chosen(&path, file)
        })
        .filter(|chosen| !is_hidden(&chosen.name))
        .collect()
}

/// What can be looked into later, when the event of the drop is over.
pub(super) fn entries(data: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = data.items();
    (0..items.length()).filter_map(|i| items.get(i)?.webkit_get_as_entry().ok()?).collect()
}

/// The files of what was dropped, with those of its folders.
pub(super) async fn gathered(entries: Vec<FileSystemEntry>) -> Vec<Chosen> {
    let mut found = Vec::new();
    let mut waiting: Vec<(FileSystemEntry, String, usize)> =
        entries.into_iter().map(|entry| (entry, String::new(), 0)).collect();
    while let Some((entry, folder, depth)) = waiting.pop() {
        let path = format!("{folder}{}", entry.name());
        if is_hidden(&path) || found.len() >= MOST_FILES {
            continue;
        }
        if entry.is_directory() && depth < DEEPEST {
            let reader = entry.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
            waiting.extend(inside(&reader).await.into_iter().map(|entry| (entry, format!("{path}/"), depth + 1)));
        } else if entry.is_file()
            && let Some(file) = file(&entry.unchecked_into()).await
        {
            found.push(chosen(&path, file));
        }
    }
    found
}

fn chosen(path: &str, file: File) -> Chosen {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folders.rsplit('/').next().unwrap_or_default();
    Chosen { name: with_folder(folder, name), file, hints: Default::default(), workbook: None, problem: None }
}

fn is_hidden(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

/// All entries of a folder, of which a browser gives a hundred at a time.
async fn inside(reader: &FileSystemDirectoryReader) -> Vec<FileSystemEntry> {
    let mut all = Vec::new();
    loop {
        let batch = promised(|resolve, reject| {
            drop(reader.read_entries_with_callback_and_callback(resolve, reject));
        });
        let Ok(batch) = batch.await else { return all };
        let batch: Array = batch.unchecked_into();
        if batch.length() == 0 {
            return all;
        }
        all.extend(batch.iter().map(JsCast::unchecked_into));
    }
}

async fn file(entry: &FileSystemFileEntry) -> Option<File> {
    let file = promised(|resolve, reject| entry.file_with_callback_and_callback(resolve, reject));
    file.await.ok()?.dyn_into().ok()
}

/// What a function gives that calls back.
async fn promised(mut call: impl FnMut(&Function, &Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |resolve, reject| call(&resolve, &reject))).await
}
