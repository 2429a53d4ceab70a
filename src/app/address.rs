//! The page's address and its state: each follows the other.

use super::browser;
use super::state::Page;
use crate::scenario::{Address, Notice, read_address, write_address};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

/// So long nothing may change before the address is written, ms. Browsers refuse a hundred changes in half a minute.
const REST_MS: u32 = 200;

pub(super) fn read() -> (Address, Vec<Notice>) {
    read_address(&browser::fragment())
}

/// The whole address of the present state.
pub(super) fn of(page: Page) -> String {
    format!("{}#{}", browser::address_without_fragment(), write_address(&page.address()))
}

/// Keeps the address up to date, and the page with an address that a person pastes.
pub(super) fn follow(page: Page) {
    let waiting = StoredValue::new_local(None::<Timeout>);
    let start = page.address();
    Effect::new(move |_| {
        let address = page.address();
        // Opening the page must not change its address.
        if address == start && waiting.with_value(Option::is_none) {
            return;
        }
        waiting.set_value(Some(Timeout::new(REST_MS, move || browser::replace_fragment(&write_address(&address)))));
    });
    if let Some(window) = web_sys::window() {
        let listen = EventListener::new(&window, "hashchange", move |_| {
            let (address, notices) = read();
            page.show(address, notices);
        });
        // It listens as long as the page lives.
        listen.forget();
    }
}
