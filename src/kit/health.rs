//! The health of a pool of workers.

use super::pool::PoolEvent;
use leptos::prelude::*;
use wire::supervisor::Trouble;

/// The health of a pool of workers.
#[derive(Clone, Copy)]
pub(crate) struct Health {
    /// What the user has to know.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
}

impl Health {
    pub(crate) fn new() -> Health {
        Health { trouble: RwSignal::new(None) }
    }

    /// Takes in what a pool reports.
    pub(crate) fn note(self, event: PoolEvent) {
        let now = self.trouble.get_untracked();
        let next = match event {
            PoolEvent::Slow(lane, true) => Some(Trouble::Slow(lane)),
            // Another lane may still be slow, or something else be wrong.
            PoolEvent::Slow(lane, false) => now.clone().filter(|now| *now != Trouble::Slow(lane)),
            PoolEvent::Trouble(trouble) => trouble,
        };
        if next != now {
            self.trouble.set(next);
        }
    }

    /// Whether the user can stop what goes on.
    pub(crate) fn is_slow(self) -> bool {
        self.trouble.with(|trouble| matches!(trouble, Some(Trouble::Slow(_))))
    }
}
