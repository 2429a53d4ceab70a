//! Search for the best slot of the quantum channel: the workers try every free slot.

use super::editor::Editor;
use super::scene::{Scene, Scenes};
use crate::kit::live;
use crate::tools::portions::Runner;
use crate::tools::text::{self as common, channels as text};
use engine::link::channel_plan::Slot;
use engine::scenario::Which;
use engine::sweep::{SurveyRequest, Surveyed, ranked};
use leptos::prelude::*;
use std::sync::Arc;
use wire::portions::{SlotSurvey, Taken};

/// Number of the best slots that are listed.
const LISTED: usize = 5;

/// A survey that is done.
#[derive(Clone, PartialEq)]
struct Survey {
    request: SurveyRequest,
    surveyed: Vec<Surveyed>,
    /// Slot of the quantum channel before the search.
    here: Slot,
    /// The result in words.
    words: String,
}

#[component]
pub(super) fn Best(editor: Editor, scene: Scenes) -> impl IntoView {
    let survey = RwSignal::new(None::<Survey>);
    let counts = RwSignal::new((0, 0));
    let begun = StoredValue::new_local(None::<Arc<Scene>>);
    let slots = Runner::<SlotSurvey>::new(editor.context);
    let current = Memo::new(move |_| scene.with(|scene| scene.as_ref().map(|scene| scene.request.clone())));
    // Where the quantum channel stands changes nothing in what a survey found; whatever else changes makes it worthless.
    let valid = move || survey.get().filter(|survey| current.with(|current| current.as_ref() == Some(&survey.request)));
    let running = Memo::new(move |_| editor.surveying.get());
    let end = move |status: &str| {
        editor.surveying.set(false);
        editor.status.set(status.to_owned());
    };
    slots.on_taken(move |taken| match taken {
        Taken::More => counts.set(slots.with(count).unwrap_or_default()),
        Taken::Done => {
            editor.surveying.set(false);
            let scene = begun.get_value();
            if let (Some(scene), Some(done)) = (scene, slots.with(SlotSurvey::clone)) {
                survey.set(Some(finish(editor, &scene, done)));
            }
        }
        Taken::Stopped => end(text::CANCELLED),
        Taken::Failed(reason) => end(&reason),
        Taken::Stale => {}
    });
    let begin = move |_| {
        let Some(scene) = scene.get_untracked() else { return };
        let work = SlotSurvey::new(scene.request.clone());
        survey.set(None);
        counts.set(count(&work));
        begun.set_value(Some(scene));
        editor.status.set(String::new());
        editor.surveying.set(true);
        slots.begin(work);
    };
    Effect::new(move |_| {
        let current = current.get();
        let outdated = slots.with(|slots| Some(&slots.request) != current.as_ref()).unwrap_or(false);
        if outdated && editor.surveying.get_untracked() {
            end(text::OUTDATED);
        }
    });
    // A step of the editor ends the survey, too.
    Effect::new(move |_| {
        if !editor.surveying.get() {
            slots.stop();
        }
    });
    let progress = move || {
        view! {
            <span class="plan-progress" data-testid="plan-progress">
                <progress max=live::text(move || counts.get().1.to_string()) value=live::text(move || counts.get().0.to_string())
                    aria-label="Slots tried"></progress>
                {live::text(move || format!("{} of {} slots", counts.get().0, counts.get().1))}
            </span>
            <button data-testid="plan-cancel" on:click=move |_| end(text::CANCELLED)>"Stop"</button>
        }
        .into_any()
    };
    view! {
        <section class="plan-best" aria-label="Best slot for the quantum channel">
            <p class="buttons">
                <button class="primary" data-testid="plan-best" disabled=live::flag(move || running.get()) on:click=begin>{text::BEST}</button>
                {live::when(move || running.get(), progress)}
            </p>
            <p class="plan-won" role="status" data-testid="plan-won">
                {live::text(move || valid().filter(|_| !running.get()).map(|survey| survey.words).unwrap_or_default())}
            </p>
            {live::part(move || valid().filter(|_| !running.get()).map(|survey| table(editor, scene, &survey)).into_any())}
        </section>
    }
}

/// Number of slots tried, and of all slots.
fn count(survey: &SlotSurvey) -> (usize, usize) {
    (survey.surveyed.len(), survey.slots())
}

/// Moves the quantum channel to the best slot.
fn finish(editor: Editor, scene: &Scene, done: SlotSurvey) -> Survey {
    let here = scene.channels.slot(Which::Quantum);
    let SlotSurvey { request, surveyed, .. } = done;
    if let Some(best) = text::better(&surveyed, here) {
        editor.put_or_report(scene.channels.in_slot(Which::Quantum, best.slot));
    }
    Survey { words: text::found(&surveyed, here, request.length.get()), request, surveyed, here }
}

/// The best slots, each with a button to take it.
fn table(editor: Editor, scene: Scenes, survey: &Survey) -> AnyView {
    let here = Memo::new(move |_| scene.with(|scene| scene.as_ref().map(|scene| scene.channels.slot(Which::Quantum))));
    let row = |one: &Surveyed| {
        let slot = one.slot;
        let found = one.found.as_ref().ok()?;
        let stands = live::flag(move || here.get() == Some(slot));
        let take = move |_| {
            if let Some(scene) = scene.get_untracked() {
                editor.put_or_report(scene.channels.in_slot(Which::Quantum, slot));
            }
        };
        let name = slot.to_string();
        Some(
            view! {
                <tr class:own=stands data-testid=format!("plan-slot-{name}")>
                    <th scope="row">{name.clone()}</th>
                    <td>{format!("{:.2} nm", slot.wavelength_nm())}</td>
                    <td>{text::key(found, text::DIGITS)}</td>
                    <td>{text::reach_km(found)}</td>
                    <td>{text::photons(found.noise_hz())}</td>
                    <td>
                        <button disabled=stands aria-label=format!("Take {name}") on:click=take>
                            {live::text(move || if stands.get() { "Here" } else { "Take" })}
                        </button>
                    </td>
                </tr>
            }
            .into_any(),
        )
    };
    let mut best = ranked(&survey.surveyed);
    // Among equals the previous slot of the quantum channel comes first.
    let stood = best.iter().position(|one| one.slot == survey.here);
    if let Some(stood) = stood.filter(|_| text::better(&survey.surveyed, survey.here).is_none()) {
        best[..=stood].rotate_right(1);
    }
    let rows: Vec<AnyView> = best.into_iter().take(LISTED).filter_map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let at = common::km(survey.request.length.get());
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="The best slots">
            <table data-testid="plan-slots">
                <thead>
                    <tr>
                        <th scope="col">"Best slots"</th>
                        <th scope="col">"Wavelength"</th>
                        <th scope="col">"Key rate at "{at}</th>
                        <th scope="col">"Reach"</th>
                        <th scope="col">"Noise, photons/s"</th>
                        <th scope="col"><span class="unseen">"Choose"</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
