//! The context of every tool: the state of the page, and the workers.

use super::browser;
use super::throttle::Throttle;
use crate::kit::health::Health;
use crate::kit::pool::Pool;
use engine::scenario::Settings;
use leptos::prelude::*;
use std::sync::Arc;
use view::address::{Address, read_address, write_address};
use view::drawn::{Drawn, UnderCursor};
use wire::questions::ToolTask;
use wire::supervisor::{Answers, Lane};
use wire::{SHOW, STATE};

/// Handles to the state of the page and to the workers. Copied into whatever needs it.
#[derive(Clone, Copy)]
pub(super) struct ToolContext {
    /// The state of the page.
    pub(super) address: Signal<Address>,
    /// Its settings alone.
    pub(super) settings: Memo<Settings>,
    /// Position of the cursor, km.
    pub(super) cursor_km: Memo<f64>,
    /// Whether the page is dark. Paper is not.
    pub(super) dark: Signal<bool>,
    /// Whether the page is being printed.
    pub(super) printing: ReadSignal<bool>,
    /// The curves of the chart.
    pub(super) drawn: RwSignal<Option<Arc<Drawn>>>,
    /// The values under its cursor.
    pub(super) under_cursor: RwSignal<Option<Arc<UnderCursor>>>,
    /// Health of the workers.
    pub(super) health: Health,
    /// Whether the next state of the page is one that a tool has asked for.
    own: StoredValue<bool>,
    /// The workers of the tools, started with the first request: many a visit never needs them.
    pool: StoredValue<Option<Pool<ToolTask>>, LocalStorage>,
}

impl ToolContext {
    /// The context of the page that this program runs in.
    pub(super) fn new() -> ToolContext {
        let (address, set_address) = signal(read_state());
        let (dark, set_dark) = signal(browser::is_dark());
        let follow = Throttle::new(move || {
            let now = read_state();
            if address.with_untracked(|before| *before != now) {
                set_address.set(now);
            }
        });
        let own = StoredValue::new(false);
        browser::watch_root(&[STATE, browser::THEME], move || {
            if own.get_value() {
                follow.at_once()
            } else {
                follow.soon()
            }
            own.set_value(false);
            set_dark.set(browser::is_dark());
        });
        let (printing, set_printing) = signal(false);
        browser::on_window("beforeprint", move || set_printing.set(true));
        browser::on_window("afterprint", move || set_printing.set(false));
        let health = Health::new();
        let pool = StoredValue::new_local(None::<Pool<ToolTask>>);
        ToolContext {
            address: address.into(),
            settings: Memo::new(move |_| address.with(|address| address.settings.clone())),
            cursor_km: Memo::new(move |_| address.with(|address| address.cursor_km)),
            dark: Signal::derive(move || dark.get() && !printing.get()),
            printing,
            drawn: RwSignal::new(None),
            under_cursor: RwSignal::new(None),
            health,
            own,
            pool,
        }
    }

    /// Stops what the workers compute.
    pub(super) fn stop(&self) {
        if let Some(pool) = self.pool.get_value() {
            pool.stop();
        }
    }

    /// Asks the workers. Of a lane only the newest request is answered for certain.
    pub(super) fn ask(&self, lane: Lane, tasks: Vec<ToolTask>, then: impl FnOnce(Answers<ToolTask>) + 'static) {
        let pool = self.pool.get_value().unwrap_or_else(|| {
            let health = self.health;
            let pool = Pool::start("answers", move |event| health.note(event));
            self.pool.set_value(Some(pool.clone()));
            pool
        });
        pool.request(lane, tasks, then);
    }

    /// Tells the page what is to be shown instead: one step, which the browser's back button undoes.
    pub(super) fn change(&self, change: impl FnOnce(&mut Address)) {
        let mut address = read_state();
        change(&mut address);
        self.own.set_value(true);
        browser::dispatch(SHOW, &write_address(&address));
    }

    /// A remembered input of a tool.
    pub(super) fn extra(&self, name: &str) -> Option<String> {
        self.address.with(|address| address.extras.get(name).map(str::to_owned))
    }

    /// Makes a tool remember something.
    pub(super) fn remember(&self, name: &str, text: Option<String>) {
        self.change(|address| address.extras.set(name, text));
    }
}

fn read_state() -> Address {
    // The page wrote it: nothing in it can be wrong.
    read_address(&browser::root_attribute(STATE).unwrap_or_default()).0
}
