//! The channels one below the other, with boxes for what they are.

use super::editor::Editor;
use super::numbers::Numbers;
use super::scene::Scenes;
use crate::kit::live;
use crate::tools::panels::field::{Field, Put};
use crate::tools::text::channels as text;
use engine::link::channel_plan::{
    ClassicalChannel, Direction, Power, read_place, read_power, write_place, write_power,
};
use engine::scenario::{Channels, ChannelsProblem, Which};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity, parse_quantity};
use std::sync::Arc;
use view::inputs::channels::another;

#[component]
pub(super) fn List(editor: Editor, scene: Scenes) -> impl IntoView {
    let count = Memo::new(move |_| editor.shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.channels().len())));
    let add = move |_| {
        let Some(scene) = scene.get_untracked() else { return };
        let like = match another(&scene.channels, &editor.context.settings.get_untracked()) {
            Ok(like) => like,
            Err(problem) => return editor.status.set(problem.to_string()),
        };
        let bandwidth = scene.request.scenario.noise_bandwidth();
        let noise = |channels: &Channels| {
            let plan = channels.plan(&scene.request.scenario);
            let coupling = plan.coupling(channels.quantum(), scene.request.attenuation, bandwidth);
            coupling.map_or(f64::INFINITY, |coupling| coupling.noise(scene.request.length).total_hz())
        };
        match scene.channels.with_another(like, scene.channels.classical_band(), noise) {
            Some(more) => {
                editor.put_or_report(Ok::<_, String>(more));
            }
            None => editor.status.set(text::NO_SLOT_LEFT.to_owned()),
        }
    };
    view! {
        <section class="plan-list" aria-label="Channels">
            <div class="scroll tall" tabindex="0" role="group" aria-label="Channels">
                <table data-testid="plan-list">
                    <thead>
                        <tr>
                            <th scope="col">"Channel"</th>
                            <th scope="col">"Slot or nm"</th>
                            <th scope="col">"Direction"</th>
                            <th scope="col">"Bit rate"</th>
                            <th scope="col">"Power"</th>
                            <th scope="col">"In other units"</th>
                            <th scope="col">"Noise, photons/s"</th>
                            <th scope="col"><span class="unseen">"Remove"</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <QuantumRow editor scene/>
                        <For each=move || 0..count.get() key=|index| *index children=move |index| view! { <Row editor scene index/> }/>
                    </tbody>
                </table>
            </div>
            <p class="buttons">
                <button data-testid="plan-add" title="In the slot where it adds the least noise" on:click=add>"Add a channel"</button>
            </p>
            <Numbers scene/>
        </section>
    }
}

/// A box for the place of a channel.
fn place(editor: Editor, which: Which, name: &str) -> AnyView {
    let value = live::text(move || {
        let nm = editor.shown.with(|shown| Some(shown.as_ref()?.wavelength(which)?.nm()));
        nm.map(write_place).unwrap_or_default()
    });
    let put: Put = Arc::new(move |typed| {
        let place = read_place(typed.trim()).map_err(|reason| reason.to_string())?;
        let Some(shown) = editor.shown.get_untracked() else { return Ok(()) };
        editor.put(shown.placed(which, place).map_err(|problem| problem.to_string())?)
    });
    view! { <Field id=format!("{}-place", super::handle::id(which)) name=format!("{name}: slot or wavelength") value put/> }.into_any()
}

#[component]
fn QuantumRow(editor: Editor, scene: Scenes) -> impl IntoView {
    let noise = live::text(move || {
        let noise = scene.with(|scene| scene.as_ref().map(|scene| scene.own.total_hz()));
        noise.map(text::photons).unwrap_or_default()
    });
    view! {
        <tr class="own">
            <th scope="row">"Quantum"</th>
            <td>{place(editor, Which::Quantum, "Quantum channel")}</td>
            <td>"↑ to Bob"</td>
            <td></td>
            <td></td>
            <td></td>
            <td>{noise}</td>
            <td></td>
        </tr>
    }
}

#[component]
fn Row(editor: Editor, scene: Scenes, index: usize) -> impl IntoView {
    let which = Which::Classical(index);
    let id = super::handle::id(which);
    let called = format!("Channel {}", index + 1);
    let channel = move || editor.shown.with(|shown| shown.as_ref()?.channels().get(index).copied());
    let change = move |change: &dyn Fn(&mut ClassicalChannel)| -> Result<(), String> {
        let Some(shown) = editor.shown.get_untracked() else { return Ok(()) };
        editor.put(shown.changed(index, change).map_err(|problem: ChannelsProblem| problem.to_string())?)
    };
    let rate = live::text(move || channel().map(|c| exact(c.bit_rate.get(), Unit::BitsPerSecond)).unwrap_or_default());
    let put_rate: Put = Arc::new(move |typed| {
        let rate = parse_quantity(typed, Unit::BitsPerSecond).map_err(|problem| problem.to_string())?;
        let rate = rate.try_into().map_err(|problem: numbers::units::OutOfDomain| problem.to_string())?;
        change(&|channel| channel.bit_rate = rate)
    });
    let power = live::text(move || {
        channel()
            .map(|c| match c.power {
                Power::PhotonsPerBit(photons) => exact(photons.get(), Unit::None),
                other => write_power(other).trim_start_matches('@').replace(':', " "),
            })
            .unwrap_or_default()
    });
    let put_power: Put = Arc::new(move |typed| {
        let power = read_power(typed).map_err(|reason| reason.to_string())?;
        change(&|channel| channel.power = power)
    });
    let powers = live::text(move || {
        scene
            .with(|scene| {
                let (scene, channel) = (scene.as_ref()?, channel()?);
                let alpha = scene.request.attenuation.at(channel.wavelength.nm()).ok()?;
                Some(channel.powers(alpha, scene.request.length, scene.request.plan.effects().line).to_string())
            })
            .unwrap_or_default()
    });
    let backward = live::flag(move || channel().is_some_and(|channel| channel.direction == Direction::Backward));
    let turn = move |_| {
        if let Some(shown) = editor.shown.get_untracked() {
            editor.put_or_report(shown.turned(index));
        }
    };
    let remove = move |_| {
        if let Some(shown) = editor.shown.get_untracked() {
            editor.put_or_report(Ok::<_, String>(shown.without(index)));
        }
    };
    let adds = live::text(move || {
        let added = scene.with(|scene| scene.as_ref()?.added_hz.get(index).copied());
        added.map(text::photons).unwrap_or_default()
    });
    let way = live::text(move || if backward.get() { "↓ to Alice" } else { "↑ to Bob" });
    let turn_name = {
        let called = called.clone();
        live::text(move || {
            let direction = if backward.get() { Direction::Backward } else { Direction::Forward };
            format!("{called} runs {}: reverse it", text::direction(direction))
        })
    };
    view! {
        <tr>
            <th scope="row">{index + 1}</th>
            <td>{place(editor, which, &called)}</td>
            <td><button class="way" class:backward=backward data-testid=format!("{id}-turn") aria-label=turn_name on:click=turn>{way}</button></td>
            <td><Field id=format!("{id}-rate") name=format!("{called}: bit rate") value=rate put=put_rate/></td>
            <td><Field id=format!("{id}-power") name=format!("{called}: photons per bit, dBm launched, or dBm rx") value=power put=put_power/></td>
            <td class="powers">{powers}</td>
            <td>{adds}</td>
            <td><button data-testid=format!("{id}-remove") aria-label=format!("Remove {called}") on:click=remove>"×"</button></td>
        </tr>
    }
}

/// All digits that anybody sets.
fn exact(x: f64, unit: Unit) -> String {
    format_quantity(x, unit, 12)
}
