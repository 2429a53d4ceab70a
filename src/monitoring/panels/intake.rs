//! Where files come in: dropped anywhere on the page, chosen, or simulated.

use super::check::Check;
use super::dropped::{entries, gathered, listed};
use super::files::Files;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::{browser, text};
use gloo::events::{EventListener, EventListenerOptions};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlInputElement};

#[component]
pub(super) fn Intake(console: Console) -> impl IntoView {
    let over = RwSignal::new(false);
    take_drops(console, over);
    let files = NodeRef::<html::Input>::new();
    let folder = NodeRef::<html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = browser::target::<HtmlInputElement>(&event) else { return };
        if let Some(list) = input.files() {
            console.add(listed(&list));
        }
        // The same file may be chosen again after it was changed.
        input.set_value("");
    };
    let click = move |input: NodeRef<html::Input>| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let empty = move || console.links.with(|links| links.is_empty()) && console.files.with(Vec::is_empty);
    let first = live::when(empty, move || {
        view! {
            <h2>{text::TITLE}</h2>
            <p class="lead">{text::LEAD}</p>
        }
        .into_any()
    });
    let demo = live::when(empty, move || {
        view! {
            <button class="primary" data-testid="demo" on:click=move |_| console.show_demo()>{text::TRY_DEMO}</button>
        }
        .into_any()
    });
    let close = live::when(
        move || !empty(),
        move || {
            view! { <button data-testid="close-all" on:click=move |_| console.forget()>{text::START_OVER}</button> }
                .into_any()
        },
    );
    let add = live::text(move || if empty() { text::CHOOSE_FILES } else { text::MORE_FILES });
    let help = live::text(move || match (empty(), console.address.with(|address| address.demo)) {
        (true, _) => text::DEMO_HELP,
        (false, true) => text::DEMO_SHOWN,
        (false, false) => text::PRIVACY,
    });
    view! {
        <section class="part intake" class:empty=live::flag(empty) class:over=over data-testid="intake" aria-label="Files">
            {first}
            <div class="row">
                {demo}
                <button data-testid="choose-files" on:click=move |_| click(files)>{add}</button>
                <button data-testid="choose-folder" on:click=move |_| click(folder)>{text::CHOOSE_FOLDER}</button>
                {close}
                <input type="file" multiple hidden node_ref=files on:change=chosen data-testid="files-input" aria-label=text::CHOOSE_FILES/>
                <input type="file" multiple hidden node_ref=folder on:change=chosen prop:webkitdirectory=true data-testid="folder-input" aria-label=text::CHOOSE_FOLDER/>
                <span class="quiet">{help}</span>
            </div>
            <Reading console/>
            <Files console/>
            <Check console/>
        </section>
    }
}

/// Progress of reading, with a button to stop it.
#[component]
fn Reading(console: Console) -> impl IntoView {
    let (opening, reading) = (console.opening, console.reading);
    // How long a workbook takes is not known: without a value the bar only shows that something goes on.
    let share = Signal::derive(move || {
        let share = reading.get().map_or(0.0, |progress| progress.share);
        opening.with(Option::is_none).then(|| share.to_string())
    });
    let words = live::text(move || {
        let name = opening.get().or(reading.get().map(|progress| progress.name)).unwrap_or_default();
        if name.is_empty() { text::READING.to_owned() } else { format!("Reading {name} …") }
    });
    live::when(
        move || opening.with(Option::is_some) || reading.with(Option::is_some),
        move || {
            view! {
                <div class="row reading" role="status" data-testid="reading">
                    <progress aria-label="Progress" value=share></progress>
                    <span>{words}</span>
                    <button data-testid="cancel-reading" on:click=move |_| console.cancel()>"Cancel"</button>
                </div>
            }
            .into_any()
        },
    )
}

/// Takes what is dropped anywhere on the page while the workspace is shown.
fn take_drops(console: Console, over: RwSignal<bool>) {
    let Some(window) = web_sys::window() else { return };
    let shown = || browser::fragment().starts_with(wire::MONITORING);
    // A browser opens a dropped file in place of the page unless it is told not to.
    let options = EventListenerOptions::enable_prevent_default();
    let listen = |name: &'static str, act: fn(Console, RwSignal<bool>, &DragEvent)| {
        let listener = EventListener::new_with_options(&window, name, options, move |event| {
            if let Some(event) = event.dyn_ref::<DragEvent>().filter(|_| shown()) {
                event.prevent_default();
                act(console, over, event);
            }
        });
        // It listens as long as the page lives.
        listener.forget();
    };
    listen("dragover", |_, over, _| over.set(true));
    listen("dragleave", |_, over, event| over.set(event.related_target().is_some()));
    listen("drop", |console, over, event| {
        over.set(false);
        let Some(data) = event.data_transfer() else { return };
        let entries = entries(&data);
        match data.files().filter(|_| entries.is_empty()) {
            Some(files) => console.add(listed(&files)),
            None => spawn_local(async move { console.add(gathered(entries).await) }),
        }
    });
}
