//! The classical channels as a text, for the command line and for copies.

use super::editor::Editor;
use crate::kit::live;
use crate::tools::browser;
use crate::tools::panels::field::{Field, Put};
use crate::tools::text::channels as text;
use engine::link::channel_plan::{TextProblem, read_channels};
use engine::scenario::Channels;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

#[component]
pub(super) fn AsText(editor: Editor) -> impl IntoView {
    let value = live::text(move || editor.shown.with(|shown| shown.as_ref().map(Channels::text).unwrap_or_default()));
    let put: Put = Arc::new(move |typed| {
        let problems = |problems: Vec<_>| {
            problems.iter().map(|problem: &TextProblem| problem.to_string()).collect::<Vec<_>>().join("; ")
        };
        let channels = read_channels(typed).map_err(problems)?;
        let Some(shown) = editor.shown.get_untracked() else { return Ok(()) };
        editor.put(shown.with(channels).map_err(|problem| problem.to_string())?)
    });
    let status = RwSignal::new("");
    let copy = move |_| {
        let text = value.get_untracked();
        spawn_local(async move {
            let copied = browser::copy(&text).await;
            status.try_set(if copied { text::COPIED } else { text::COPY_BY_HAND });
        });
    };
    // The status is about another text.
    Effect::new(move |_| {
        value.track();
        status.set("");
    });
    view! {
        <section class="plan-text">
            <label for="plan-text">"Classical channels as text"</label>
            <Field id="plan-text".to_owned() name="Classical channels as text".to_owned() value put several_lines=true/>
            <p class="buttons">
                <button data-testid="plan-copy" on:click=copy>"Copy"</button>
                <span role="status">{live::text(move || status.get())}</span>
            </p>
            <p class="quiet small">{text::TEXT_HELP}</p>
        </section>
    }
}
