//! The tools below the chart: a program of their own, fetched with its style sheet once the first curves stand.
//!
//! They share no memory. The page writes its state to an attribute of the document whenever it changes, there the tools read it; what
//! they want changed they say in an event that carries the new address; and [the points](wire::points) that the page computed they fetch
//! from it as bytes.

use super::state::Page;
use crate::kit::browser;
use gloo::events::EventListener;
use leptos::prelude::*;
use view::address::{read_address, write_address};
use wasm_bindgen::JsCast;
use web_sys::CustomEvent;
use wire::{SHOW, STATE};

/// Fetches the tools, tells them the state, and does what they want.
pub(super) fn follow(page: Page) {
    Effect::new(move |fetched: Option<bool>| {
        let fetched = fetched.unwrap_or(false);
        let wanted = !page.embed.get() && !page.monitoring.get() && page.drawn.with(Option::is_some);
        if wanted && !fetched {
            browser::fetch_program("answers");
        }
        fetched || wanted
    });
    Effect::new(move |_| browser::set_root_attribute(STATE, &write_address(&page.address())));
    if let Some(window) = web_sys::window() {
        let listen = EventListener::new(&window, SHOW, move |event| {
            let wanted = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
            if let Some(wanted) = wanted {
                let (address, notices) = read_address(&wanted);
                page.show(address, notices);
            }
        });
        // It listens as long as the page lives.
        listen.forget();
    }
}
