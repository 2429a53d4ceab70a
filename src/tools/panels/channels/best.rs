//! Where the quantum channel does best: every free slot, tried by the workers.

use super::editor::Editor;
use super::scene::Scenes;
use crate::kit::live;
use crate::tools::text::{self as common, channels as text};
use engine::link::channel_plan::Slot;
use engine::scenario::Which;
use engine::sweep::{SurveyRequest, Surveyed, ranked};
use leptos::prelude::*;
use std::sync::Arc;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

/// Slots of a task: so few that a task takes well below a second, however much is searched in each.
const BLOCK: usize = 2;
/// Tasks that are asked for at once. More would hide how far it is, and keep a worker silent for long.
const ROUND: usize = 8;
/// So many of the best slots are listed.
const LISTED: usize = 5;

/// A survey that is done, or how far it is.
#[derive(Clone, PartialEq)]
struct Survey {
    request: SurveyRequest,
    surveyed: Arc<Vec<Surveyed>>,
    slots: usize,
    /// Where the quantum channel stood.
    here: Slot,
    /// What came of it.
    words: String,
}

#[component]
pub(super) fn Best(editor: Editor, scene: Scenes) -> impl IntoView {
    let survey = RwSignal::new(None::<Survey>);
    let current = Memo::new(move |_| scene.with(|scene| scene.as_ref().map(|scene| scene.request.clone())));
    // Where the quantum channel stands changes nothing in what a survey found; whatever else changes makes it worthless.
    let valid = move || survey.get().filter(|survey| current.with(|current| current.as_ref() == Some(&survey.request)));
    let running = Memo::new(move |_| editor.survey.get().is_some());
    let begin = move |_| {
        let Some(scene) = scene.get_untracked() else { return };
        let request = scene.request.clone();
        let slots = request.plan.free_slots(scene.band).count();
        let number = editor.surveys.get_value() + 1;
        editor.surveys.set_value(number);
        editor.said.set(String::new());
        editor.survey.set(Some(number));
        let blocks: Vec<SurveyRequest> = request.blocks(BLOCK).collect();
        let here = scene.channels.slot(Which::Quantum);
        survey.set(Some(Survey { request, surveyed: Arc::default(), slots, here, words: String::new() }));
        go_on(editor, scene, survey, number, blocks);
    };
    Effect::new(move |_| {
        let current = current.get();
        let outdated =
            survey.with_untracked(|survey| survey.as_ref().map(|survey| &survey.request) != current.as_ref());
        if outdated && editor.survey.get_untracked().is_some() {
            editor.survey.set(None);
            editor.said.set(text::OUTDATED.to_owned());
        }
    });
    let cancel = move |_| {
        editor.survey.set(None);
        survey.set(None);
        editor.said.set(text::CANCELLED.to_owned());
    };
    let done = move || survey.with(|survey| survey.as_ref().map_or(0, |survey| survey.surveyed.len()));
    let of = move || survey.with(|survey| survey.as_ref().map_or(0, |survey| survey.slots));
    let progress = move || {
        view! {
            <span class="plan-progress" data-testid="plan-progress">
                <progress max=live::text(move || of().to_string()) value=live::text(move || done().to_string())
                    aria-label="Slots that were tried"></progress>
                {live::text(move || format!("{} of {} slots", done(), of()))}
            </span>
            <button data-testid="plan-cancel" on:click=cancel>"Stop"</button>
        }
        .into_any()
    };
    view! {
        <section class="plan-best" aria-label="Best place of the quantum channel">
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

/// Asks for the next blocks of a survey until there is none, or until it was stopped.
fn go_on(
    editor: Editor,
    scene: Arc<super::scene::Scene>,
    survey: RwSignal<Option<Survey>>,
    number: u32,
    mut blocks: Vec<SurveyRequest>,
) {
    if blocks.is_empty() {
        finish(editor, &scene, survey);
        return;
    }
    let later = blocks.split_off(ROUND.min(blocks.len()));
    let tasks = blocks.into_iter().map(ToolTask::Survey).collect();
    editor.desk.ask(Lane::Tool, tasks, move |answers| {
        // The tool may be closed by now.
        if editor.survey.try_get_untracked().flatten() != Some(number) {
            return;
        }
        let mut failed = None;
        let found = answers.into_iter().flat_map(|answer| match answer {
            Ok(ToolAnswer::Survey(surveyed)) => surveyed,
            Err(reason) => {
                failed = Some(reason);
                Vec::new()
            }
            _ => Vec::new(),
        });
        let found: Vec<Surveyed> = found.collect();
        survey.update(|survey| {
            if let Some(survey) = survey {
                Arc::make_mut(&mut survey.surveyed).extend(found);
            }
        });
        match failed {
            None => go_on(editor, scene, survey, number, later),
            Some(reason) => {
                editor.survey.set(None);
                survey.set(None);
                editor.said.set(reason.to_string());
            }
        }
    });
}

/// Moves the quantum channel to where it does best.
fn finish(editor: Editor, scene: &super::scene::Scene, survey: RwSignal<Option<Survey>>) {
    let mut best = None;
    survey.update(|survey| {
        if let Some(survey) = survey {
            survey.words = text::found(&survey.surveyed, survey.here, survey.request.length.get());
            best = text::better(&survey.surveyed, survey.here).map(|best| best.slot);
        }
    });
    editor.survey.set(None);
    if let Some(slot) = best {
        editor.put_or_say(scene.channels.in_slot(Which::Quantum, slot));
    }
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
                editor.put_or_say(scene.channels.in_slot(Which::Quantum, slot));
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
    // Among equals the one where the quantum channel stood comes first.
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
