//! Light or dark: the preference of the browser, until the user chooses.

use super::state::Page;
use crate::kit::browser;
use gloo::events::EventListener;
use leptos::prelude::*;
use web_sys::{MediaQueryList, Storage};

const STORED: &str = "keyspan-theme";

fn preference() -> Option<MediaQueryList> {
    web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()?
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The choice of an earlier visit: whether the theme is dark.
fn chosen() -> Option<bool> {
    match storage()?.get_item(STORED).ok()??.as_str() {
        "dark" => Some(true),
        "light" => Some(false),
        _ => None,
    }
}

const fn name(dark: bool) -> &'static str {
    if dark { "dark" } else { "light" }
}

/// Whether the page starts dark.
pub(super) fn is_dark() -> bool {
    chosen().unwrap_or_else(|| preference().is_some_and(|query| query.matches()))
}

/// Takes a choice and keeps it for the next visit.
pub(super) fn choose(page: Page, dark: bool) {
    page.dark.set(dark);
    if let Some(storage) = storage() {
        // A browser that keeps nothing forgets the choice, no more.
        let _ = storage.set_item(STORED, name(dark));
    }
}

/// Tells the style sheet, and follows the browser's preference.
pub(super) fn follow(page: Page) {
    Effect::new(move |_| {
        browser::set_root_attribute("data-theme", name(page.dark.get()));
    });
    if let Some(query) = preference() {
        let listen = EventListener::new(&query, "change", move |_| page.dark.set(is_dark()));
        // It listens as long as the page lives.
        listen.forget();
    }
}
