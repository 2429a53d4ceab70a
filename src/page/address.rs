//! The page's address and its state: each follows the other.

use super::state::Page;
use super::workspace::{self, is_monitoring};
use crate::kit::browser;
use engine::scenario::Notice;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use view::address::{Address, read_address, write_address};
use view::inputs::history::{HistoryEntry, goes_on};

/// Debounce before writing the address, ms: browsers refuse a hundred changes in half a minute.
const REST_MS: u32 = 300;

pub(super) fn read() -> (Address, Vec<Notice>) {
    if is_monitoring() { read_address("") } else { read_address(&browser::fragment()) }
}

/// The whole address of the current state, to be shared.
pub(super) fn shared(page: Page) -> String {
    format!("{}#{}", browser::address_without_fragment(), write_address(&page.address().shared()))
}

/// Keeps the address up to date, and the page with an address that the user pastes or goes back to.
///
/// Every step is an entry of the history, so that the browser's own buttons undo and redo it; the cursor alone is none.
pub(super) fn follow(page: Page) {
    let waiting = StoredValue::new_local(None::<Timeout>);
    // Opening the page must not change its address.
    let written = StoredValue::new(page.address());
    let write = move |address: Address| {
        if is_monitoring() {
            return;
        }
        let (text, step) = match written.with_value(|before| HistoryEntry::new(before, &address)) {
            None => return,
            Some(HistoryEntry::Replace(text)) => (text, false),
            Some(HistoryEntry::Push(text)) => (text, true),
        };
        browser::write_fragment(&text, step);
        written.set_value(address);
    };
    Effect::new(move |last: Option<Address>| {
        let address = page.address();
        // It came from the address: nothing is to be written, and nothing that waited either.
        if written.with_value(|written| *written == address) {
            waiting.set_value(None);
            return address;
        }
        let now = address.clone();
        waiting.set_value(Some(Timeout::new(REST_MS, move || write(now))));
        // What a slider, a text or the pointer changes goes on changing. Anything else is a step, and so is what came before it.
        if let Some(last) = last.filter(|last| !goes_on(last, &address)) {
            write(last);
            write(address.clone());
        }
        address
    });
    if let Some(window) = web_sys::window() {
        let listen = EventListener::new(&window, "hashchange", move |_| {
            workspace::show(page);
            // The address of the other workspace says nothing of this one.
            if is_monitoring() {
                return;
            }
            let (address, notices) = read();
            written.set_value(address.clone());
            page.show(address, notices);
        });
        // It listens as long as the page lives.
        listen.forget();
    }
}
