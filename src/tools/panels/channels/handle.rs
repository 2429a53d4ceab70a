//! A channel in the picture: seen, held and moved by keys.

use super::editor::Editor;
use super::scene::{Scene, Scenes};
use crate::kit::live;
use crate::tools::browser;
use crate::tools::text::channels as text;
use engine::link::channel_plan::{ClassicalChannel, Direction, Slot};
use engine::scenario::{Channels, Which};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use web_sys::KeyboardEvent;

/// The line between the channels to Bob and those to Alice, px from the top.
pub(super) const MIDDLE: f64 = 64.0;
/// Room for the channels of each direction, px.
pub(super) const LANE: f64 = 60.0;
/// A channel is held by so much to each side of it, px.
pub(super) const REACH: f64 = 14.0;
/// Half the height of the mark of the quantum channel, px.
const DIAMOND: f64 = 9.0;

/// Id of its element.
pub(super) fn id(which: Which) -> String {
    match which {
        Which::Quantum => "plan-quantum".to_owned(),
        Which::Classical(index) => format!("plan-channel-{}", index + 1),
    }
}

#[component]
pub(super) fn Handle(editor: Editor, scene: Scenes, which: Which) -> impl IntoView {
    let of = move |read: &dyn Fn(&Scene) -> String| {
        scene.with(|scene| scene.as_ref().map(|scene| read(scene)).unwrap_or_default())
    };
    let x = live::text(move || {
        let place = scene.with(|scene| scene.as_ref().map(|scene| scene.place(which)));
        // For a moment there may be a handle without its channel.
        format!("{:.3}%", 100.0 * place.filter(|place| place.is_finite()).unwrap_or(-1.0))
    });
    let gone = live::flag(move || scene.with(|scene| scene.as_ref().is_none_or(|scene| !scene.shows(which))));
    let backward = live::flag(move || {
        scene.with(|scene| scene.as_ref().is_some_and(|s| direction(&s.channels, which) == Some(Direction::Backward)))
    });
    let shape = live::text(move || of(&|scene| shape(&scene.channels, which)));
    let name = live::text(move || of(&|scene| name(&scene.channels, which)));
    let last = live::text(move || of(&|scene| scene.slots.slots().len().saturating_sub(1).to_string()));
    let now = live::text(move || {
        of(&|scene| scene.slots.index(scene.channels.slot(which)).map(|index| index.to_string()).unwrap_or_default())
    });
    let spoken = live::text(move || of(&|scene| text::place(&scene.channels, which)));
    let key = move |event: KeyboardEvent| {
        if let Some(scene) = scene.get_untracked()
            && press(editor, &scene.channels, scene.band, which, &event)
        {
            event.prevent_default();
        }
    };
    let quantum = which == Which::Quantum;
    // From the side that the pointer comes from; the quantum channel has both.
    let hit_y = live::text(move || if backward.get() { MIDDLE } else { MIDDLE - LANE }.to_string());
    view! {
        <svg class="handle-place" x=x overflow="visible" class:gone=gone>
            <g class="handle" class:quantum=quantum class:backward=backward id=id(which) data-testid=id(which) tabindex="0" role="slider"
                aria-orientation="horizontal" aria-label=name aria-valuemin="0" aria-valuemax=last aria-valuenow=now aria-valuetext=spoken
                aria-describedby="plan-keys" on:keydown=key>
                <rect class="hit" x=-REACH y=hit_y width=2.0 * REACH height=if quantum { 2.0 * LANE } else { LANE } rx="5"/>
                <path class="mark" d=shape/>
            </g>
        </svg>
    }
}

fn classical(channels: &Channels, which: Which) -> Option<&ClassicalChannel> {
    match which {
        Which::Quantum => None,
        Which::Classical(index) => channels.channels().get(index),
    }
}

fn direction(channels: &Channels, which: Which) -> Option<Direction> {
    classical(channels, which).map(|channel| channel.direction)
}

/// What a channel is called.
pub(super) fn name(channels: &Channels, which: Which) -> String {
    match (which, classical(channels, which)) {
        (Which::Classical(index), Some(channel)) => format!(
            "Channel {}, {}, {}",
            index + 1,
            text::direction(channel.direction),
            format_quantity(channel.bit_rate.get(), Unit::BitsPerSecond, 4)
        ),
        _ => "Quantum channel".to_owned(),
    }
}

/// An arrow up to Bob or down to Alice, the longer the more light; or a diamond on the line between them.
fn shape(channels: &Channels, which: Which) -> String {
    let Some(channel) = classical(channels, which) else {
        return format!("M0 {} L{DIAMOND} {MIDDLE} L0 {} L-{DIAMOND} {MIDDLE}Z", MIDDLE - DIAMOND, MIDDLE + DIAMOND);
    };
    // A decade more light is 8 px more, and what the paper's channels receive is 28 px.
    let height = (28.0 + 8.0 * (channel.received_hz() / 1e13).log10()).clamp(14.0, LANE - 8.0);
    let up = if channel.direction == Direction::Forward { -1.0 } else { 1.0 };
    let (foot, neck, tip) = (MIDDLE + up * 1.0, MIDDLE + up * (height - 8.0), MIDDLE + up * height);
    format!("M-2.5 {foot:.1} V{neck:.1} H-6 L0 {tip:.1} L6 {neck:.1} H2.5 V{foot:.1}Z")
}

/// Why a channel cannot be in a slot.
pub(super) fn refusal(from: &Channels, which: Which, slot: Slot, problem: &dyn ToString) -> String {
    match which {
        Which::Classical(_) if slot == from.slot(Which::Quantum) => text::of_the_quantum_channel(slot),
        _ => problem.to_string(),
    }
}

/// Does what a key says; false for a key that says nothing.
fn press(
    editor: Editor,
    channels: &Channels,
    band: engine::link::fibre::Band,
    which: Which,
    event: &KeyboardEvent,
) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let step = |longer: bool| match channels.next(which, band, longer) {
        Some((moved, passed)) => {
            if editor.put_or_say(Ok::<_, String>(moved)) {
                editor.said.set(text::passed_over(passed));
            }
        }
        None => editor.said.set(text::no_further(longer)),
    };
    let end = |longer: bool| {
        let slots: Vec<Slot> = channels.spacing().slots(band).collect();
        let mut outwards: Box<dyn Iterator<Item = &Slot>> =
            if longer { Box::new(slots.iter().rev()) } else { Box::new(slots.iter()) };
        if let Some(moved) = outwards.find_map(|slot| channels.in_slot(which, *slot).ok()) {
            editor.put_or_say(Ok::<_, String>(moved));
        }
    };
    match (event.key().as_str(), which) {
        ("ArrowRight" | "ArrowUp", _) => step(true),
        ("ArrowLeft" | "ArrowDown", _) => step(false),
        ("Home", _) => end(false),
        ("End", _) => end(true),
        ("r" | "R", Which::Classical(index)) => {
            editor.put_or_say(channels.turned(index));
        }
        ("Delete" | "Backspace", Which::Classical(index)) => {
            let fewer = channels.without(index);
            let next = if fewer.channels().is_empty() {
                Which::Quantum
            } else {
                Which::Classical(index.min(fewer.channels().len() - 1))
            };
            if editor.put_or_say(Ok::<_, String>(fewer)) {
                browser::focus_any(&id(next));
            }
        }
        ("Delete" | "Backspace", Which::Quantum) => editor.said.set(text::QUANTUM_STAYS.to_owned()),
        _ => return false,
    }
    true
}
