//! A channel in the picture: seen, held and moved by keys.

use super::editor::Editor;
use super::scene::{Scene, Scenes};
use crate::kit::live;
use crate::tools::browser;
use crate::tools::text::channels as text;
use engine::link::channel_plan::{ClassicalChannel, Direction};
use engine::scenario::{Channels, Which};
use leptos::prelude::*;
use view::inputs::channels::{self, ChannelEffect};
use web_sys::KeyboardEvent;

/// The line between the channels to Bob and those to Alice, px from the top.
pub(super) const MIDDLE: f64 = 64.0;
/// Room for the channels of each direction, px.
pub(super) const LANE: f64 = 60.0;
/// Width of the area to each side of a channel in which it can be grabbed, px.
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
    let name = live::text(move || of(&|scene| text::name(&scene.channels, which)));
    let last = live::text(move || of(&|scene| scene.slots.slots().len().saturating_sub(1).to_string()));
    let now = live::text(move || {
        of(&|scene| scene.slots.index(scene.channels.slot(which)).map(|index| index.to_string()).unwrap_or_default())
    });
    let spoken = live::text(move || of(&|scene| text::place(&scene.channels, which)));
    let key = move |event: KeyboardEvent| {
        if let Some(scene) = scene.get_untracked()
            && press(editor, &scene, which, &event)
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

/// An arrow up to Bob or down to Alice, the longer the more light; or a diamond on the line between them.
fn shape(channels: &Channels, which: Which) -> String {
    let Some(channel) = classical(channels, which) else {
        return format!("M0 {} L{DIAMOND} {MIDDLE} L0 {} L-{DIAMOND} {MIDDLE}Z", MIDDLE - DIAMOND, MIDDLE + DIAMOND);
    };
    // A decade more light is 8 px more, and what the paper's channels receive is 28 px.
    let height = (28.0 + 8.0 * (channel.light().hz / 1e13).log10()).clamp(14.0, LANE - 8.0);
    let up = if channel.direction == Direction::Forward { -1.0 } else { 1.0 };
    let (foot, neck, tip) = (MIDDLE + up * 1.0, MIDDLE + up * (height - 8.0), MIDDLE + up * height);
    format!("M-2.5 {foot:.1} V{neck:.1} H-6 L0 {tip:.1} L6 {neck:.1} H2.5 V{foot:.1}Z")
}

/// Does what a key means; false for a key without a meaning here.
fn press(editor: Editor, scene: &Scene, which: Which, event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    match channels::key(&scene.channels, scene.band, which, &event.key()) {
        None => return false,
        Some(ChannelEffect::Put { channels, message, focus }) => {
            if editor.put_or_report(Ok::<_, String>(channels)) {
                if !message.is_empty() {
                    editor.status.set(message);
                }
                focus.into_iter().for_each(|next| browser::focus_any(&id(next)));
            }
        }
        Some(ChannelEffect::Refused(reason)) => editor.status.set(reason),
        Some(ChannelEffect::Nothing) => {}
    }
    true
}
