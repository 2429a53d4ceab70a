//! The Monitoring workspace: analysis of monitoring files. A separate program, which the page fetches when it is first opened, and the worker
//! that reads and computes for it.
//!
//! The [`console::Console`] holds what the address says and what the worker answered; the parts of the workspace read it and draw
//! themselves. The files stay with the page and are handed to the worker, which reads them in slices: no byte of them is sent anywhere.

// Leptos makes the properties of every component public.
#![allow(unreachable_pub)]

mod browser;
mod console;
mod learner;
mod messages;
mod panels;
mod workbooks;
mod worker;
mod zones;

use leptos::prelude::*;
use view::text::monitoring as text;
pub use workbooks::serve as serve_workbooks;
pub use worker::serve;

/// Puts the workspace into the page.
pub fn start() {
    mount_to_body(Workspace);
}

#[component]
fn Workspace() -> impl IntoView {
    let console = console::Console::new();
    let learner = learner::Learner::new(console);
    view! { <panels::Panels console learner/> }
}
