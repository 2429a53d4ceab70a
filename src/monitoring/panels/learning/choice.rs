//! Which model: the built-in one, the user's own files, or the one trained here.

use crate::kit::live;
use crate::monitoring::learner::{Learner, Source};
use crate::monitoring::{browser, text};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, FileList, HtmlInputElement};
use wire::learning::{ModelFacts, ModelFiles};

/// Largest file of a model, bytes.
const MOST: f64 = 32e6;

#[component]
pub(super) fn Choice(learner: Learner) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = move |event: web_sys::Event| {
        let Some(input) = browser::target::<HtmlInputElement>(&event) else { return };
        if let Some(files) = input.files() {
            take(learner, &files);
        }
        input.set_value("");
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let source = learner.source;
    let facts = live::text(move || {
        let report = learner.report.get();
        report.map_or_else(String::new, |report| facts(source.get(), &report.facts))
    });
    let back = live::when(
        move || source.get() != Source::Shipped,
        move || {
            view! { <button data-testid="shipped-model" on:click=move |_| learner.take_shipped()>{text::USE_SHIPPED}</button> }.into_any()
        },
    );
    view! {
        <p class="row">
            <button data-testid="choose-model" on:click=open>{text::CHOOSE_MODEL}</button>
            {back}
            <input type="file" multiple hidden accept=".onnx,.json" node_ref=input on:change=chosen data-testid="model-input" aria-label="ONNX file and card"/>
            <span class="quiet" data-testid="model-facts">{facts}</span>
        </p>
    }
}

/// Takes an ONNX file and its card.
fn take(learner: Learner, files: &FileList) {
    let files: Vec<File> = (0..files.length()).filter_map(|i| files.get(i)).collect();
    let ending = |end: &str| files.iter().find(|file| file.name().to_lowercase().ends_with(end)).cloned();
    let (Some(onnx), Some(card)) = (ending(".onnx"), ending(".json")) else {
        return learner.problem.set(Some(text::BOTH_FILES.to_owned()));
    };
    if onnx.size() > MOST || card.size() > MOST {
        return learner.problem.set(Some(text::TOO_LARGE.to_owned()));
    }
    spawn_local(async move {
        match (browser::read(&onnx).await, browser::read(&card).await) {
            (Some(onnx), Some(card)) => learner.take(ModelFiles { onnx, card }, Source::Chosen),
            _ => learner.problem.set(Some(text::UNREADABLE_MODEL.to_owned())),
        }
    });
}

fn facts(source: Source, facts: &ModelFacts) -> String {
    let source = match source {
        Source::Shipped => text::SHIPPED_MODEL,
        Source::Chosen => text::CHOSEN_MODEL,
        Source::Trained => text::TRAINED_MODEL,
    };
    let links: Vec<&str> = facts.learnt.iter().map(|(link, _)| link.as_str()).collect();
    let inputs: Vec<&str> = facts.features.iter().map(|feature| feature.title()).collect();
    let network = facts.features.len() > 1;
    let level = facts.level.as_ref().map_or_else(String::new, |level| text::level(level, network));
    text::model(source, &links, facts.recipe.as_ref(), &inputs, facts.window_min) + &level
}
