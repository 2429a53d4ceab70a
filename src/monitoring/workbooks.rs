//! The worker that makes CSV of the sheets of workbooks: a program of its own for its weight, fetched when there is a workbook to read.

use super::messages::FileError;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use wire::channel::RequestId;
use worker::Page;

/// Open the workbook that travels with the message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Open {
    /// Its name, with folders.
    pub(super) name: String,
}

/// The names of its sheets as files and the sheets as CSV, or why there are none.
pub(super) type Opened = Result<Vec<(String, String)>, FileError>;

/// Answers the page as long as the worker lives.
///
/// # Errors
/// The browser's error if this does not run in a worker.
pub fn serve() -> Result<(), JsValue> {
    let page = Page::new()?;
    let to = page.clone();
    page.listen(move |(id, Open { name }): (RequestId, Open), files| {
        let file: File = files.shift().dyn_into()?;
        let to = to.clone();
        spawn_local(async move { to.respond(id, opened(&name, &file).await) });
        Ok(())
    })
}

async fn opened(name: &str, file: &File) -> Opened {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| FileError::Gone)?;
    let sheets = workbook::sheets(&Uint8Array::new(&buffer).to_vec()).map_err(FileError::refused)?;
    let names = workbook::file_names(name, &sheets);
    Ok(names.into_iter().zip(sheets.into_iter().map(|sheet| sheet.csv)).collect())
}
