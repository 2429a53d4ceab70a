//! The address of the workspace and its state: each follows the other, while the workspace is the one that is shown.

use super::Console;
use crate::monitoring::browser;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use view::monitoring_address::{MonitoringAddress, read_monitoring_address, write_monitoring_address};
use wire::{MONITORING, STATE};

/// Debounce before writing the address, ms. Browsers refuse a hundred changes in half a minute.
const REST_MS: u32 = 300;

fn is_shown() -> bool {
    browser::fragment().starts_with(MONITORING)
}

pub(super) fn read() -> (MonitoringAddress, Vec<String>) {
    read_monitoring_address(&browser::fragment())
}

pub(super) fn follow(console: Console) {
    let waiting = StoredValue::new_local(None::<Timeout>);
    let written = StoredValue::new(console.address.get_untracked());
    Effect::new(move |_| {
        let address = console.address.get();
        let text = write_monitoring_address(&address);
        // The way back from the other workspace leads here.
        browser::set_attribute("to-monitoring", "href", &format!("#{text}"));
        if written.with_value(|written| *written == address) {
            waiting.set_value(None);
            return;
        }
        let write = move || {
            if is_shown() {
                // Times go on changing while a person drags; all else is a step that the browser's back button undoes.
                let before = written.get_value();
                let moved = MonitoringAddress { shown_s: address.shown_s, ..before };
                browser::write_fragment(&text, moved != address);
                written.set_value(address.clone());
            }
        };
        waiting.set_value(Some(Timeout::new(REST_MS, write)));
    });
    browser::on_window("hashchange", move || {
        mark_tabs();
        if is_shown() {
            let (address, notices) = read();
            written.set_value(address.clone());
            console.notices.set(notices);
            console.show(address);
        }
    });
    mark_tabs();
}

/// The tabs say which workspace is shown, and lead to what it showed last.
fn mark_tabs() {
    let shown = is_shown();
    browser::set_title(shown);
    for (tab, on) in [("to-monitoring", shown), ("to-link", !shown)] {
        browser::set_attribute(tab, "aria-current", if on { "true" } else { "false" });
    }
    browser::set_attribute("to-link", "href", &format!("#{}", browser::root_attribute(STATE).unwrap_or_default()));
}
