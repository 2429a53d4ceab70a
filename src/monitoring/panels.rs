//! The parts of the workspace, in their order down the page.

mod abnormal;
mod check;
mod coming;
mod correlations;
mod cow;
mod dropped;
mod export;
mod files;
mod intake;
mod learning;
mod links;
mod over_time;
mod store;

use super::console::Console;
use super::learner::Learner;
use super::{browser, text};
use crate::kit::live;
use leptos::prelude::*;

#[component]
pub(super) fn Panels(console: Console, learner: Learner) -> impl IntoView {
    let links = console.links;
    let any = move || links.with(|links| !links.is_empty());
    view! {
        <main class="workspace" data-testid="monitoring" tabindex="-1" id="workspace">
            <Notices console/>
            <intake::Intake console/>
            {live::when(any, move || {
                view! {
                    <Places/>
                    <links::Links console/>
                    <over_time::OverTime console learner/>
                    <abnormal::AbnormalTimes console learner/>
                    <correlations::Related console/>
                    <cow::Cow console/>
                    <learning::Learning console learner/>
                    <coming::Coming console learner/>
                    <store::Store console learner/>
                    <export::Export console/>
                }
                .into_any()
            })}
            <footer><p>{text::PRIVACY}</p></footer>
        </main>
    }
}

/// The parts of the workspace, to go to at once. The address is not theirs, so that they are buttons.
const PLACES: [(&str, &str); 9] = [
    ("links", "Links"),
    ("over-time", "Over time"),
    ("abnormal-times", "Anomalies"),
    ("correlations", "Correlations"),
    ("cow", "COW model"),
    ("learning", "Forecasting model"),
    ("coming", "Key rate forecast"),
    ("store", "Key store"),
    ("export", "Export"),
];

#[component]
fn Places() -> impl IntoView {
    let place = |(id, title): (&'static str, &'static str)| {
        view! { <button class="chip" on:click=move |_| browser::show(id)>{title}</button> }
    };
    view! { <nav class="places" aria-label="Parts of this page">{PLACES.map(place).collect_view()}</nav> }
}

/// Notices about the address, and the last error.
#[component]
fn Notices(console: Console) -> impl IntoView {
    let ignored = live::part(move || {
        let notices = console.notices.get();
        if notices.is_empty() {
            return ().into_any();
        }
        let items = notices.into_iter().map(|notice| view! { <li>{notice}</li> }).collect_view();
        view! {
            <div class="notice" data-testid="monitoring-notices">
                <p>{crate::kit::text::IGNORED}</p>
                <ul>{items}</ul>
                <button on:click=move |_| console.notices.set(Vec::new())>"Close"</button>
            </div>
        }
        .into_any()
    });
    let trouble = live::part(move || match console.trouble.get() {
        None => ().into_any(),
        Some(trouble) => view! {
            <div class="notice bad" data-testid="monitoring-trouble">
                <p>{trouble}</p>
                <button on:click=move |_| console.trouble.set(None)>"Close"</button>
            </div>
        }
        .into_any(),
    });
    view! { <div role="status">{ignored}{trouble}</div> }
}

/// A part of the workspace with a heading.
fn section(name: &'static str, title: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class=format!("part {name}") id=name data-testid=name aria-label=title tabindex="-1">
            <h2>{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}
