//! The tools below the chart: from curves to answers. A separate program, which the page fetches after its first curves.
//!
//! The page owns the state. [`context::ToolContext`] holds what the page says of it, asks the workers, and tells the page what a tool wants
//! changed. A tool reads it and draws itself; what it remembers is a text in the address that the tool alone reads and writes.

// Leptos makes the properties of every component public.
#![allow(unreachable_pub)]

mod browser;
mod budget;
mod claims;
mod context;
mod panels;
mod portions;
mod print;
mod readout;
mod received;
mod shown;
mod starts;
mod throttle;

use crate::kit::live;
use leptos::prelude::*;
use view::text::tools as text;

/// Puts the tools into their place in the page.
pub fn start() {
    if let Some(place) = browser::element("answers") {
        mount_to(place, Answers).forget();
    }
}

#[component]
fn Answers() -> impl IntoView {
    let context = context::ToolContext::new();
    received::follow(context);
    if let Some(place) = browser::element("starts") {
        mount_to(place, move || view! { <starts::Starts context/> }).forget();
    }
    live::in_turn(vec![
        live::part(move || {
            view! { <print::PrintedChart context/><budget::Budget context/><claims::Claims context/> }.into_any()
        }),
        live::part(move || view! { <readout::Readout context/><print::Origin context/> }.into_any()),
        live::part(move || view! { <panels::Tools context/> }.into_any()),
    ])
}
