//! The state of the page.

use super::{address, theme, workspace};
use crate::kit::health::Health;
use crate::kit::pool::Pool;
use engine::scenario::{Draft, Figure, Key, Notice, PAPERS_MODEL, Problems, Settings, Value, View};
use leptos::prelude::*;
use std::sync::Arc;
use view::address::{Address, Extras, Zoom};
use view::drawn::{Drawn, UnderCursor};
use view::pin::{Pin, PinProblem};
use view::plan::Plan;
use wire::curves::CurveTask;

/// Everything that the page knows. Copied into whatever needs it; it is a handful of handles.
#[derive(Clone, Copy)]
pub(super) struct Page {
    /// The texts as typed.
    pub(super) draft: RwSignal<Draft>,
    pub(super) figure: RwSignal<Option<&'static Figure>>,
    pub(super) view: RwSignal<View>,
    pub(super) cursor_km: RwSignal<f64>,
    pub(super) zoom: RwSignal<Option<Zoom>>,
    pub(super) pins: RwSignal<Vec<Pin>>,
    pub(super) embed: RwSignal<bool>,
    /// The remembered inputs of the tools.
    pub(super) extras: RwSignal<Extras>,
    /// Notices about ignored parts of the address.
    pub(super) notices: RwSignal<Vec<Notice>>,
    /// Health of the workers.
    pub(super) health: Health,
    /// The workers, once they are started.
    pub(super) pool: StoredValue<Option<Pool<CurveTask>>, LocalStorage>,
    /// Problems with the draft.
    pub(super) problems: Memo<Problems>,
    /// The last settings without a problem.
    pub(super) settings: Memo<Settings>,
    pub(super) plan: Memo<Option<Arc<Plan>>>,
    pub(super) drawn: RwSignal<Option<Arc<Drawn>>>,
    pub(super) under_cursor: RwSignal<Option<Arc<UnderCursor>>>,
    /// Whether the page is dark.
    pub(super) dark: RwSignal<bool>,
    /// Whether the other workspace is shown.
    pub(super) monitoring: RwSignal<bool>,
}

impl Page {
    pub(super) fn new() -> Page {
        let (start, notices) = address::read();
        let draft = RwSignal::new(Draft::from(&start.settings));
        let figure = RwSignal::new(start.figure);
        let checked = Memo::new(move |_| draft.with(Draft::check));
        let settings = Memo::new(move |last: Option<&Settings>| {
            checked.get().unwrap_or_else(|_| last.cloned().unwrap_or_default())
        });
        let pins = RwSignal::new(start.pins);
        let plan = Memo::new(move |_| {
            let plan = settings.with(|settings| pins.with(|pins| Plan::new(settings, figure.get(), pins)));
            plan.ok().map(Arc::new)
        });
        Page {
            draft,
            figure,
            view: RwSignal::new(start.view),
            cursor_km: RwSignal::new(start.cursor_km),
            zoom: RwSignal::new(start.zoom),
            pins,
            embed: RwSignal::new(start.embed),
            extras: RwSignal::new(start.extras),
            notices: RwSignal::new(notices),
            health: Health::new(),
            pool: StoredValue::new_local(None),
            problems: Memo::new(move |_| checked.get().err().unwrap_or_default()),
            settings,
            plan,
            drawn: RwSignal::new(None),
            under_cursor: RwSignal::new(None),
            dark: RwSignal::new(theme::is_dark()),
            monitoring: RwSignal::new(workspace::is_monitoring()),
        }
    }

    /// Stops what the workers compute.
    pub(super) fn stop(&self) {
        if let Some(pool) = self.pool.get_value() {
            pool.stop();
        }
    }

    /// The address of this state.
    pub(super) fn address(&self) -> Address {
        Address {
            settings: self.settings.get(),
            figure: self.figure.get(),
            view: self.view.get(),
            cursor_km: self.cursor_km.get(),
            zoom: self.zoom.get(),
            pins: self.pins.get(),
            embed: self.embed.get(),
            extras: self.extras.get(),
        }
    }

    /// Takes over the state of an address.
    pub(super) fn show(&self, address: Address, notices: Vec<Notice>) {
        batch(|| {
            self.draft.set(Draft::from(&address.settings));
            self.figure.set(address.figure);
            self.view.set(address.view);
            self.cursor_km.set(address.cursor_km);
            self.zoom.set(address.zoom);
            self.pins.set(address.pins);
            self.embed.set(address.embed);
            self.extras.set(address.extras);
            self.notices.set(notices);
        });
    }

    /// Shows a figure as the paper has it.
    pub(super) fn show_figure(&self, figure: &'static Figure) {
        batch(|| {
            self.draft.set(Draft::from(&figure.settings()));
            self.figure.set(Some(figure));
            self.view.set(figure.view);
            self.zoom.set(None);
            self.notices.set(Vec::new());
        });
    }

    /// Shows the link of the controls beside no figure, and as it is: the simplifications of the paper belong to its figures.
    pub(super) fn show_own_link(&self) {
        batch(|| {
            self.draft.update(|draft| PAPERS_MODEL.iter().for_each(|&(key, _)| draft.reset(key)));
            self.figure.set(None);
            self.zoom.set(None);
        });
    }

    /// The pin that the span would become that the controls describe.
    ///
    /// # Errors
    /// Why it can be none.
    pub(super) fn next_pin(&self) -> Result<Pin, PinProblem> {
        self.settings.with(|settings| self.pins.with(|pins| Pin::of(settings, pins)))
    }

    /// Value of a parameter in the last settings without a problem.
    pub(super) fn value(&self, key: Key) -> Value {
        self.settings.with(|settings| settings.value(key))
    }

    pub(super) fn set(&self, key: Key, typed: impl Into<String>) {
        self.draft.update(|draft| draft.set(key, typed));
    }

    /// Whether a parameter differs from its default.
    pub(super) fn is_set(&self, key: Key) -> bool {
        self.problems.with(|problems| problems.contains_key(&key))
            || self.settings.with(|settings| settings.value(key) != settings.default_of(key))
    }
}
