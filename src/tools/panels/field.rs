//! A box for a text that is taken when it is complete, or refused beside it.

use crate::kit::live;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{HtmlInputElement, KeyboardEvent};

/// Takes a text, or says why not.
pub(super) type Put = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

/// A box of one line, or of several.
#[component]
pub(super) fn Field(
    id: String,
    /// Its name, for screen readers.
    name: String,
    value: Signal<String>,
    put: Put,
    #[prop(optional)] several_lines: bool,
) -> impl IntoView {
    let refused = RwSignal::new(None::<(String, String)>);
    // A change elsewhere replaces a refused text.
    Effect::new(move |_| {
        value.track();
        refused.set(None);
    });
    let shown = live::text(move || refused.get().map_or_else(|| value.get(), |(typed, _)| typed));
    let problem = live::text(move || refused.get().map(|(_, problem)| problem).unwrap_or_default());
    let wrong = live::flag(move || refused.with(Option::is_some));
    let change = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        match put(&typed) {
            Ok(()) => {
                refused.set(None);
                // The same value is written in its usual form.
                event_target::<HtmlInputElement>(&event).set_value(&value.get_untracked());
            }
            Err(problem) => refused.set(Some((typed, problem))),
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            refused.set(None);
            event_target::<HtmlInputElement>(&event).set_value(&value.get_untracked());
        }
    };
    let note = format!("{id}-note");
    let aria_invalid = live::text(move || wrong.get().to_string());
    let input = match several_lines {
        false => view! {
            <input type="text" id=id.clone() data-testid=id class="field" aria-label=name spellcheck="false" autocomplete="off"
                prop:value=shown aria-invalid=aria_invalid aria-describedby=note.clone() on:change=change on:keydown=key/>
        }
        .into_any(),
        true => view! {
            <textarea rows="2" id=id.clone() data-testid=id class="field" aria-label=name spellcheck="false" autocomplete="off"
                prop:value=shown aria-invalid=aria_invalid aria-describedby=note.clone() on:change=change on:keydown=key></textarea>
        }
        .into_any(),
    };
    view! {
        <div class="field-of" class:wrong=wrong>{input}<p class="refusal" id=note role="alert">{problem}</p></div>
    }
}
