//! Noise and key rate of a plan, in words below its picture.

use super::drag::Pointers;
use super::editor::Editor;
use super::scene::{InSlot, Scene, Scenes};
use crate::kit::live;
use crate::tools::text::channels as text;
use engine::link::channel_plan::Slot;
use engine::scenario::{Scenario, Which};
use leptos::prelude::*;
use std::sync::Arc;
use wire::curves::CurveAnswer;
use wire::curves::CurveTask;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

/// Values under the pointer, or else those of the quantum channel.
#[component]
pub(super) fn Readout(editor: Editor, scene: Scenes, pointers: Pointers) -> impl IntoView {
    let context = editor.context;
    // The key rate of a plan that is not in the address yet.
    let asked = RwSignal::new(None::<(Arc<Scene>, Option<f64>)>);
    Effect::new(move |_| {
        let Some(scene) = scene.get().filter(|_| editor.is_trying()) else { return };
        let task =
            ToolTask::Curve(CurveTask::At { scenarios: vec![scene.scenario.clone()], length: scene.request.length });
        context.ask(Lane::Tool, vec![task], move |answers| {
            if let Some(Ok(ToolAnswer::Curve(CurveAnswer::At(outcomes)))) = answers.into_iter().next() {
                asked.try_set(Some((scene, outcomes.first().and_then(|outcome| outcome.key_rate_bit_s()))));
            }
        });
    });
    let drawn = move |scenario: &Scenario, km: f64| {
        context.under_cursor.with(|at| {
            let at = at.as_ref().filter(|at| at.km == km)?;
            let own = at.plan.curves.iter().position(|curve| curve.own && curve.scenario == *scenario)?;
            Some(at.outcomes.get(own)?.key_rate_bit_s())
        })
    };
    let words = move || {
        let scene = scene.get()?;
        let hovered = pointers.hovered.get().filter(|_| pointers.held.with(Option::is_none));
        if let Some(slot) = hovered.and_then(|index| scene.slots.slots().get(index).copied()) {
            return Some(in_slot(&scene, slot));
        }
        let asked = asked.with(|asked| asked.as_ref().filter(|(of, _)| *of == scene).map(|(_, rate)| *rate));
        let rate = drawn(&scene.scenario, scene.request.length.get()).or(asked);
        let rate = rate.map(|rate| format!(", {}", text::key_rate(rate))).unwrap_or_default();
        let slot = text::place(&scene.channels, Which::Quantum);
        Some(format!("Quantum channel in {slot}: {}{rate}", text::noise(&scene.own)))
    };
    let outside = move || {
        scene.with(|scene| {
            let Some(scene) = scene else { return String::new() };
            let slots =
                scene.all().filter(|which| !scene.shows(*which)).map(|which| scene.channels.slot(which).to_string());
            text::outside_picture(&slots.collect::<Vec<_>>(), scene.band)
        })
    };
    view! {
        <p class="plan-readout" data-testid="plan-readout">{live::text(move || words().unwrap_or_default())}</p>
        <p class="quiet small" data-testid="plan-outside">{live::text(outside)}</p>
        <p class="plan-said" role="status" data-testid="plan-said">{live::text(move || editor.status.get())}</p>
    }
}

/// Contents of a slot, actual or possible.
fn in_slot(scene: &Scene, slot: Slot) -> String {
    let place = text::slot(slot);
    match scene.slots.index(slot).and_then(|index| scene.noise.get(index)) {
        Some(InSlot::Free(noise)) if slot == scene.channels.slot(Which::Quantum) => {
            format!("Quantum channel in {place}: {}", text::noise(noise))
        }
        Some(InSlot::Free(noise)) => format!("{place}: {}", text::noise(noise)),
        Some(InSlot::Unknown(problem)) => format!("{place}: {problem}"),
        _ => {
            let here = scene.all().filter(|which| *which != Which::Quantum && scene.channels.slot(*which) == slot);
            let names: Vec<String> = here.map(|which| text::name(&scene.channels, which)).collect();
            format!("{place}: {}", names.join("; "))
        }
    }
}
