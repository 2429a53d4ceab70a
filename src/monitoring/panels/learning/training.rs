//! Training a model in the browser.

use crate::kit::beside::picture::Picture;
use crate::kit::beside::save::save;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::{Learner, TrainingRun};
use crate::monitoring::text;
use chart::{LossChart, Theme};
use forecast::{Architecture, Inputs, Recipe};
use leptos::prelude::*;
use std::collections::BTreeSet;
use view::figures::training_chart;

/// The user's choices.
#[derive(Clone, Copy)]
struct Wanted {
    /// Links to leave out.
    left_out: RwSignal<BTreeSet<String>>,
    seed: RwSignal<u64>,
    epochs: RwSignal<u32>,
    /// As in the thesis, without mixing rows.
    plain: RwSignal<bool>,
    /// A network without level × COW^β.
    alone: RwSignal<bool>,
    simplified: RwSignal<bool>,
    history: RwSignal<bool>,
    link_loss: RwSignal<bool>,
    laser_power: RwSignal<bool>,
}

impl Wanted {
    fn recipe(self) -> Recipe {
        let (seed, history) = (self.seed.get_untracked(), self.history.get_untracked());
        // The level is made of the history.
        let recipe = match (self.plain.get_untracked(), self.alone.get_untracked() || !history) {
            (true, _) => Recipe::thesis(seed),
            (false, true) => Recipe::mixed(seed),
            (false, false) => Recipe::level(seed),
        };
        let inputs = Inputs {
            laser_power: self.laser_power.get_untracked(),
            link_loss: self.link_loss.get_untracked() && !recipe.baseline,
            history,
        };
        let architecture = if self.simplified.get_untracked() { Architecture::Simplified } else { recipe.architecture };
        Recipe { inputs, architecture, epochs: self.epochs.get_untracked(), ..recipe }
    }
}

#[component]
pub(super) fn TrainHere(console: Console, learner: Learner) -> impl IntoView {
    let wanted = Wanted {
        left_out: RwSignal::default(),
        seed: RwSignal::new(1),
        epochs: RwSignal::new(50),
        plain: RwSignal::new(false),
        alone: RwSignal::new(false),
        simplified: RwSignal::new(false),
        history: RwSignal::new(true),
        link_loss: RwSignal::new(true),
        laser_power: RwSignal::new(false),
    };
    let links = live::part(move || {
        let links = learner.links.get();
        let check = |name: String| {
            let kept = name.clone();
            let toggle = move |_| {
                wanted.left_out.update(|left_out| {
                    if !left_out.remove(&kept) {
                        left_out.insert(kept.clone());
                    }
                })
            };
            let is_in = !wanted.left_out.with_untracked(|left_out| left_out.contains(&name));
            view! { <label class="check"><input type="checkbox" prop:checked=is_in data-testid=format!("learn-{name}") on:change=toggle/>{name}</label> }
        };
        links.iter().map(|link| check(link.link.clone())).collect_view().into_any()
    });
    let running = move || learner.lesson.with(|lesson| lesson.as_ref().is_some_and(|lesson| lesson.running));
    let start = move |_| {
        let names = learner.links.with_untracked(|links| {
            wanted.left_out.with_untracked(|left_out| {
                links.iter().map(|link| link.link.clone()).filter(|name| !left_out.contains(name)).collect()
            })
        });
        learner.train(names, wanted.recipe());
    };
    let go = live::part(move || {
        if running() {
            view! { <button data-testid="cancel-training" on:click=move |_| learner.cancel()>"Cancel"</button> }
                .into_any()
        } else {
            view! { <button class="primary" data-testid="train" on:click=start>"Train"</button> }.into_any()
        }
    });
    view! {
        <h3>"Train a model"</h3>
        <p class="quiet">{text::TRAIN_HELP}</p>
        <p class="row" role="group" aria-label="Training links"><span>"Train on links"</span>{links}</p>
        <p class="row" role="group" aria-label=text::TRAIN_INPUTS>
            {check("key rates 10, 20 and 30 min ago", "with-history", wanted.history)}
            {check("link loss (a network alone only)", "with-loss", wanted.link_loss)}
            {check("laser power", "with-power", wanted.laser_power)}
            {check("simplified network", "simplified", wanted.simplified)}
            {check("a network alone, without level × COW^β", "network-alone", wanted.alone)}
            {check("exactly as in the thesis", "thesis-recipe", wanted.plain)}
        </p>
        <p class="row">
            {number("Seed", "seed", wanted.seed.get_untracked().to_string(), move |typed| typed.parse().map(|seed| wanted.seed.set(seed)).is_ok())}
            {number("Maximum epochs", "epochs", wanted.epochs.get_untracked().to_string(), move |typed| {
                typed.parse().ok().filter(|epochs| (1..=1000).contains(epochs)).map(|epochs| wanted.epochs.set(epochs)).is_some()
            })}
            {go}
            <span role="status" data-testid="training-words">{live::text(move || learner.lesson.with(|lesson| lesson.as_ref().map(words).unwrap_or_default()))}</span>
        </p>
        {live::when(move || learner.lesson.with(|lesson| lesson.as_ref().is_some_and(|lesson| !lesson.epochs.is_empty())), move || {
            let chart = Box::new(move |_: &Theme| -> Option<LossChart> {
                learner.lesson.with(|lesson| lesson.as_ref().map(|lesson| training_chart(&lesson.epochs, lesson.recipe.epochs)))
            });
            let words = live::text(move || learner.lesson.with(|lesson| lesson.as_ref().map(words).unwrap_or_default()));
            view! { <div class="losses"><Picture dark=console.dark.into() chart words name="losses"/></div> }.into_any()
        })}
        {live::when(move || learner.trained.with(Option::is_some), move || view! { <Download learner/> }.into_any())}
    }
}

fn words(lesson: &TrainingRun) -> String {
    let lowest = lesson.epochs.iter().map(|epoch| epoch.validation_loss).fold(f64::INFINITY, f64::min);
    let last = lesson.epochs.last().map(|last| (last.epoch, lowest));
    text::training(last, lesson.running.then_some(lesson.share))
}

fn check(label: &'static str, id: &'static str, on: RwSignal<bool>) -> AnyView {
    view! { <label class="check"><input type="checkbox" prop:checked=on data-testid=id on:change=move |event| on.set(event_target_checked(&event))/>{label}</label> }.into_any()
}

/// A number; what is none is marked and not taken.
fn number(label: &'static str, id: &'static str, shown: String, take: impl Fn(&str) -> bool + 'static) -> AnyView {
    let wrong = RwSignal::new(false);
    let typed = move |event: web_sys::Event| wrong.set(!take(event_target_value(&event).trim()));
    view! { <label class:wrong=wrong>{label}" "<input type="text" inputmode="numeric" class="box what-if" value=shown data-testid=id aria-invalid=live::text(move || wrong.get().to_string()) on:change=typed/></label> }.into_any()
}

#[component]
fn Download(learner: Learner) -> impl IntoView {
    let status = RwSignal::new(String::new());
    let give = move |name: &'static str, mime: &'static str| {
        move |_| {
            if let Some(model) = learner.trained.get_untracked() {
                status.set(save(name, mime, if name.ends_with(".onnx") { &model.onnx } else { &model.card }));
            }
        }
    };
    view! {
        <p class="row">
            <button data-testid="save-onnx" on:click=give("keyspan-model.onnx", "application/octet-stream")>"Save the model (ONNX)"</button>
            <button data-testid="save-card" on:click=give("keyspan-model.json", "application/json")>"Save its card (JSON)"</button>
            <span class="said" role="status">{live::text(move || status.get())}</span>
        </p>
    }
}
