//! The link, the QR code and the embed code of what the page shows, and its files.

mod embed;
mod files;
mod link;

use crate::kit::live;
use crate::tools::browser;
use crate::tools::context::ToolContext;
use crate::tools::text;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Share(context: ToolContext) -> impl IntoView {
    let status = Status { words: RwSignal::new(String::new()), fading: StoredValue::new_local(None) };
    let base = StoredValue::new(browser::address_without_fragment());
    view! {
        <div class="share" data-testid="share">
            <link::Link context base status/>
            <embed::Embed context base status/>
            <files::Files context base status/>
            <p class="said" role="status" data-testid="said">{live::text(move || status.words.get())}</p>
        </div>
    }
}

/// Address of the page up to its `#`.
type Base = StoredValue<String>;

/// Time for which the result of a button is shown, ms.
const STATUS_MS: u32 = 5000;

/// Result of the last button.
#[derive(Clone, Copy)]
struct Status {
    words: RwSignal<String>,
    fading: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Status {
    fn show(self, words: impl Into<String>) {
        self.words.set(words.into());
        self.fading.set_value(Some(Timeout::new(STATUS_MS, move || self.words.set(String::new()))));
    }

    /// Copies a text and reports the result.
    fn copy(self, copied: String, done: &'static str) {
        spawn_local(async move {
            self.show(if browser::copy(&copied).await { done } else { text::COPY_THIS_BY_HAND });
        });
    }
}

/// A button; `id` is for tests.
fn button(label: &'static str, id: &'static str, off: Signal<bool>, click: impl Fn() + 'static) -> AnyView {
    let click: Box<dyn Fn()> = Box::new(click);
    view! { <button data-testid=id disabled=off on:click=move |_| click()>{label}</button> }.into_any()
}

/// A text to be read and copied.
fn copied_text(label: &'static str, id: &'static str, content: Signal<String>) -> AnyView {
    let select = |event: web_sys::FocusEvent| browser::select_all(&event);
    view! {
        <label class="to-copy">
            <span>{label}</span>
            <textarea readonly rows="3" spellcheck="false" data-testid=id prop:value=content on:focus=select></textarea>
        </label>
    }
    .into_any()
}
