//! The page: state, controls and panels.
//!
//! What the user sets is a signal in [`state::Page`]; what follows from it is a memo; what the workers answer is a signal again.
//! Effects only draw, write the address and ask the workers.

// Leptos makes the properties of every component public.
#![allow(unreachable_pub)]

mod address;
mod computing;
mod controls;
mod link;
mod panels;
pub(crate) mod state;
mod theme;
mod tools;
mod workspace;

use leptos::prelude::*;

/// Puts the page into the document.
pub fn start() {
    mount_to_body(link::Link);
    crate::kit::browser::remove_splash();
}
