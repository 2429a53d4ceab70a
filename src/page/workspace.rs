//! Which workspace is shown, by the first word of the fragment.
//!
//! Monitoring is a separate program. It is fetched when it is first opened, and keeps its state while the other workspace is shown. It
//! also keeps the tabs up to date, which is not needed before.

use super::state::Page;
use crate::kit::browser;
use leptos::prelude::*;
use wire::MONITORING;

/// Whether the address is one of the Monitoring workspace.
pub(super) fn is_monitoring() -> bool {
    browser::fragment().starts_with(MONITORING)
}

/// Shows the workspace of the address.
pub(super) fn show(page: Page) {
    let monitoring = is_monitoring();
    page.monitoring.set(monitoring);
    browser::set_root_attribute("data-workspace", if monitoring { MONITORING } else { "link" });
    // Fetched twice it would still run once.
    if monitoring && browser::element("workspace").is_none() {
        browser::fetch_program(MONITORING);
    }
}
