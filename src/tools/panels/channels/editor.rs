//! The plan that is edited: as the address has it, and as a drag would make it.

use crate::tools::context::ToolContext;
use crate::tools::text::channels as text;
use engine::link::fibre::Band;
use engine::scenario::{Channels, Scenario, Settings};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;

/// Time after which the address counts again, ms: normally a step is in it long before.
const PATIENCE_MS: u32 = 2000;

/// Handles to the plan. Copied into whatever needs it.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) context: ToolContext,
    /// The plan of the address.
    plan: Memo<Option<Channels>>,
    /// The plan that a drag would make, or that was put and is not in the address yet.
    tried: RwSignal<Option<Channels>>,
    /// What is shown.
    pub(super) shown: Memo<Option<Channels>>,
    /// Message about the last step.
    pub(super) status: RwSignal<String>,
    /// Whether a survey of the slots runs; a step ends it.
    pub(super) surveying: RwSignal<bool>,
    waiting: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Editor {
    pub(super) fn new(context: ToolContext) -> Editor {
        let plan = Memo::new(move |_| context.settings.with(|settings| settings.channels().cloned()));
        let tried = RwSignal::new(None);
        let editor = Editor {
            context,
            plan,
            tried,
            shown: Memo::new(move |_| tried.get().or_else(|| plan.get())),
            status: RwSignal::new(String::new()),
            surveying: RwSignal::new(false),
            waiting: StoredValue::new_local(None),
        };
        Effect::new(move |_| {
            let plan = plan.get();
            if plan.is_none() || tried.with_untracked(|tried| *tried == plan) {
                editor.forget();
            }
        });
        editor
    }

    /// The link with these channels.
    pub(super) fn settings_with(&self, channels: &Channels) -> Settings {
        let settings = self.context.settings.get_untracked();
        let elsewhere = Band::ALL.into_iter().find(|band| *band != settings.band() && channels.is_in(*band));
        let mut settings = elsewhere.map_or(settings.clone(), |band| settings.in_band(band));
        settings.set_channels(Some(channels.clone()));
        settings
    }

    /// Shows what these channels would be.
    pub(super) fn try_out(&self, channels: Channels) {
        self.surveying.set(false);
        self.tried.set(Some(channels));
    }

    /// Whether what is shown is not in the address yet.
    pub(super) fn is_trying(&self) -> bool {
        self.tried.with(Option::is_some)
    }

    /// Shows the plan of the address again.
    pub(super) fn forget(&self) {
        self.waiting.set_value(None);
        self.tried.set(None);
    }

    /// Writes these channels to the address: one step.
    ///
    /// # Errors
    /// In words, why they cannot be there.
    pub(super) fn put(&self, channels: Channels) -> Result<(), String> {
        if Band::ALL.into_iter().all(|band| !channels.is_in(band)) {
            return Err(text::outside_bands(channels.quantum().nm()));
        }
        let settings = self.settings_with(&channels);
        if let Err(problems) = Scenario::try_from(&settings) {
            return Err(problems.values().map(ToString::to_string).collect::<Vec<_>>().join("; "));
        }
        self.status.set(String::new());
        if self.plan.with_untracked(|plan| plan.as_ref() == Some(&channels)) {
            self.forget();
            return Ok(());
        }
        self.try_out(channels);
        let editor = *self;
        self.waiting.set_value(Some(Timeout::new(PATIENCE_MS, move || editor.forget())));
        self.context.change(|address| address.settings = settings);
        Ok(())
    }

    /// Puts what is shown, after a drag.
    pub(super) fn put_shown(&self) {
        if let Some(channels) = self.shown.get_untracked()
            && let Err(refused) = self.put(channels)
        {
            self.forget();
            self.status.set(refused);
        }
    }

    /// Puts channels, or reports why they were refused.
    pub(super) fn put_or_report<E: ToString>(&self, channels: Result<Channels, E>) -> bool {
        let put = channels.map_err(|refused| refused.to_string()).and_then(|channels| self.put(channels));
        if let Err(refused) = &put {
            self.status.set(refused.clone());
        }
        put.is_ok()
    }

    /// Removes the plan: one step.
    pub(super) fn remove(&self) {
        self.surveying.set(false);
        self.forget();
        self.context.change(|address| address.settings.set_channels(None));
    }
}
