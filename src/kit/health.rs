//! The health of a pool of workers, and what the user can do about it.

use super::live;
use super::pool::PoolEvent;
use leptos::prelude::*;
use wire::supervisor::{Lane, Trouble};

/// The health of a pool of workers.
#[derive(Clone, Copy)]
pub(crate) struct Health {
    /// The last failure.
    pub(crate) trouble: RwSignal<Option<Trouble>>,
    /// Which lane is slow, and for how long it has been computing, s.
    slow: RwSignal<Option<(Lane, u32)>>,
    /// Number of times that a user did not want to wait any longer.
    stops: RwSignal<u32>,
}

impl Health {
    pub(crate) fn new() -> Health {
        Health { trouble: RwSignal::new(None), slow: RwSignal::new(None), stops: RwSignal::new(0) }
    }

    /// Takes in what a pool reports.
    pub(crate) fn note(self, event: PoolEvent) {
        match event {
            PoolEvent::Slow(lane, Some(seconds)) => self.slow.set(Some((lane, seconds))),
            // Another lane may still be slow.
            PoolEvent::Slow(lane, None) => {
                self.slow.update(|slow| *slow = slow.filter(|slow| slow.0 != lane));
            }
            PoolEvent::Trouble(trouble) => self.trouble.set(trouble),
        }
    }

    /// Calls back when the user does not want to wait any longer.
    pub(crate) fn on_stop(self, stop: impl Fn() + 'static) {
        Effect::new(move |_| {
            if self.stops.get() > 0 {
                // What it calls back must not have it stop again.
                untrack(&stop);
            }
        });
    }

    /// One sentence while something is slow, with a way out.
    pub(crate) fn slow_notice(self, test_id: &'static str) -> AnyView {
        let seconds = move || self.slow.get().map(|(_, seconds)| format!("({seconds} s)")).unwrap_or_default();
        let stop = move |_| self.stops.update(|stops| *stops += 1);
        // The seconds are for the eye: nobody wants to hear each of them.
        let notice = move || {
            view! {
                <div class="notice" data-testid=test_id>
                    <p>"Still computing … "<span aria-hidden="true">{live::text(seconds)}</span></p>
                    <button on:click=stop>"Stop"</button>
                </div>
            }
            .into_any()
        };
        live::when(move || self.slow.with(Option::is_some), notice).into_any()
    }
}
