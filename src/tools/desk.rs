//! What every tool works with: the state of the page, and the workers.

use super::browser;
use super::pace::Pace;
use crate::kit::pool::{News, Pool};
use crate::page::state::{Drawn, UnderCursor};
use engine::scenario::Settings;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use view::address::{Address, read_address, write_address};
use wire::questions::ToolTask;
use wire::supervisor::Answers;
use wire::supervisor::{Lane, RequestId, Trouble};
use wire::{SHOW, STATE};

type Callback = Box<dyn FnOnce(Answers<ToolTask>)>;

/// Handles to the state of the page and to the workers. Copied into whatever needs it.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The state of the page.
    pub(super) address: Signal<Address>,
    /// Its settings alone.
    pub(super) settings: Memo<Settings>,
    /// Where the cursor stands, km.
    pub(super) cursor_km: Memo<f64>,
    /// Whether the page is dark. Paper is not.
    pub(super) dark: Signal<bool>,
    /// Whether the page is being printed.
    pub(super) printing: ReadSignal<bool>,
    /// The curves of the chart.
    pub(super) drawn: RwSignal<Option<Arc<Drawn>>>,
    /// The values under its cursor.
    pub(super) under_cursor: RwSignal<Option<Arc<UnderCursor>>>,
    /// What went wrong with the workers.
    pub(super) trouble: RwSignal<Option<Trouble>>,
    /// Whether the next state of the page is one that a tool has asked for.
    own: StoredValue<bool>,
    workers: StoredValue<Workers, LocalStorage>,
}

struct Workers {
    pool: Pool<ToolTask>,
    last_id: RequestId,
    waiting: Rc<RefCell<BTreeMap<RequestId, Callback>>>,
}

impl Desk {
    /// The desk of the page that this program runs in.
    pub(super) fn new() -> Desk {
        let (address, set_address) = signal(read_state());
        let (dark, set_dark) = signal(browser::is_dark());
        let follow = Pace::new(move || {
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
        let trouble = RwSignal::new(None);
        let waiting: Rc<RefCell<BTreeMap<RequestId, Callback>>> = Rc::default();
        let pool = Pool::start("answers", {
            let waiting = waiting.clone();
            move |news| match news {
                News::Answers(_, id, answers) => {
                    // Called outside of the borrow, for it may ask for more.
                    let callback = waiting.borrow_mut().remove(&id);
                    if let Some(callback) = callback {
                        callback(answers);
                    }
                }
                News::Trouble(what) => trouble.set(Some(what)),
            }
        });
        Desk {
            address: address.into(),
            settings: Memo::new(move |_| address.with(|address| address.settings.clone())),
            cursor_km: Memo::new(move |_| address.with(|address| address.cursor_km)),
            dark: Signal::derive(move || dark.get() && !printing.get()),
            printing,
            drawn: RwSignal::new(None),
            under_cursor: RwSignal::new(None),
            trouble,
            own,
            workers: StoredValue::new_local(Workers { pool, last_id: 0, waiting }),
        }
    }

    /// Asks the workers; of a lane only the newest request is answered for certain.
    pub(super) fn ask(&self, lane: Lane, tasks: Vec<ToolTask>, then: impl FnOnce(Answers<ToolTask>) + 'static) {
        let mut asked = None;
        self.workers.update_value(|workers| {
            workers.last_id += 1;
            workers.waiting.borrow_mut().insert(workers.last_id, Box::new(then));
            asked = Some((workers.pool.clone(), workers.last_id));
        });
        if let Some((pool, id)) = asked {
            pool.request(lane, id, tasks);
        }
    }

    /// Tells the page what is to be shown instead: one step, which the browser's back button undoes.
    pub(super) fn change(&self, change: impl FnOnce(&mut Address)) {
        let mut address = read_state();
        change(&mut address);
        self.own.set_value(true);
        browser::tell(SHOW, &write_address(&address));
    }

    /// What a tool remembers.
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
