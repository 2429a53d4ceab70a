//! The files of the page. The build names each by its content and notes the names in the page, in `meta` elements.

/// The address of a file of the page, such as `answers.css`.
pub(crate) fn address_of(file: &str) -> String {
    let noted = || {
        let document = web_sys::window()?.document()?;
        let element = document.query_selector(&format!("meta[name=\"file:{file}\"]")).ok()??;
        element.get_attribute("content")
    };
    // In one file, and where only Trunk has built the page, files have their own names.
    noted().unwrap_or_else(|| format!("./{file}"))
}

/// The address from which a program is started, on the page or in a worker.
pub(crate) fn program(name: &str) -> String {
    format!("{}?program={name}", address_of("engine.js"))
}
