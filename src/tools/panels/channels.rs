//! The channel plan: where the classical channels stand, and where the quantum channel does best among them.

mod as_text;
mod best;
mod drag;
mod editor;
mod handle;
mod list;
mod numbers;
mod options;
mod picture;
mod readout;
mod scene;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text::channels as text;
use editor::Editor;
use engine::link::channel_plan::PAPERS_PLAN;
use engine::scenario::{Channels, EIGHT_EACH_WAY};
use leptos::prelude::*;

#[component]
pub(super) fn ChannelPlan(context: ToolContext) -> impl IntoView {
    let editor = Editor::new(context);
    let without = move || editor.shown.with(Option::is_none);
    view! {
        <div class="channels" data-testid="channels">
            {live::when(without, move || view! { <Start context/> }.into_any())}
            {live::when(move || !without(), move || view! { <Plan editor/> }.into_any())}
        </div>
    }
}

/// An introduction to channel plans, and two examples to start with.
#[component]
fn Start(context: ToolContext) -> impl IntoView {
    let problem = RwSignal::new(String::new());
    let start = move |places: &'static str| match Channels::starting(places, &context.settings.get_untracked()) {
        Ok(channels) => context.change(|address| {
            address.settings.set_channels(Some(channels));
            // Their curves vary what the plan replaces.
            address.figure = None;
            address.zoom = None;
        }),
        Err(refused) => problem.set(refused.to_string()),
    };
    view! {
        <p class="prose-text">{text::WHAT}</p>
        <p class="buttons">
            <button class="primary" data-testid="channels-two" on:click=move |_| start(PAPERS_PLAN)>{text::TWO}</button>
            <button data-testid="channels-sixteen" on:click=move |_| start(EIGHT_EACH_WAY)>{text::SIXTEEN}</button>
        </p>
        <p class="prose-text quiet">{text::ALONE}</p>
        <p class="refusal" role="alert">{live::text(move || problem.get())}</p>
    }
}

/// The plan there is.
#[component]
fn Plan(editor: Editor) -> impl IntoView {
    let scene = scene::follow(editor);
    view! {
        <options::Options editor/>
        <picture::Picture editor scene/>
        <best::Best editor scene/>
        <list::List editor scene/>
        <as_text::AsText editor/>
    }
}
