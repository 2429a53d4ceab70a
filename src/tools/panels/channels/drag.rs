//! Pointers over the picture: they show a slot, and drag channels.

use super::editor::Editor;
use super::handle::{self, LANE, MIDDLE, REACH};
use super::scene::Scene;
use crate::tools::browser;
use engine::link::channel_plan::Direction;
use engine::scenario::Which;
use leptos::prelude::*;
use view::inputs::channels::{Drag, Ended};
use web_sys::{Element, PointerEvent};

/// A channel that is held, and the pointer that holds it.
#[derive(Debug)]
pub(super) struct Held {
    pointer: i32,
    drag: Drag,
}

/// Pointer events of the picture.
#[derive(Clone, Copy)]
pub(super) struct Pointers {
    editor: Editor,
    held_by: StoredValue<Option<Held>, LocalStorage>,
    /// Which channel is held.
    pub(super) held: RwSignal<Option<Which>>,
    /// Number of the slot under the pointer.
    pub(super) hovered: RwSignal<Option<usize>>,
}

impl Pointers {
    pub(super) fn new(editor: Editor) -> Pointers {
        let held_by = StoredValue::new_local(None);
        Pointers { editor, held_by, held: RwSignal::new(None), hovered: RwSignal::new(None) }
    }

    pub(super) fn handle(&self, event: &PointerEvent, scene: &Scene) {
        let Some(picture) = browser::target::<Element>(event) else { return };
        let bounds = picture.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let place = x / bounds.width().max(1.0);
        match event.type_().as_str() {
            // With several fingers, the first one drags.
            "pointerdown" if event.button() == 0 && self.held.with_untracked(Option::is_none) => {
                let Some(which) = held(scene, (x, y), bounds.width()) else { return };
                // A drag continues outside the picture, unless the browser refuses to capture the pointer.
                let _ = picture.set_pointer_capture(event.pointer_id());
                browser::focus_any(&handle::id(which));
                let drag = Drag::new(which, scene.channels.clone());
                self.held_by.set_value(Some(Held { pointer: event.pointer_id(), drag }));
                self.held.set(Some(which));
            }
            "pointermove" => self.moved(event.pointer_id(), place, scene),
            "pointerup" => self.released(event.pointer_id(), true),
            "pointercancel" => self.released(event.pointer_id(), false),
            "pointerleave" => self.hovered.set(None),
            _ => {}
        }
    }

    /// Gives up the drag.
    pub(super) fn give_up(&self) {
        self.held_by.set_value(None);
        self.held.set(None);
        self.editor.forget();
    }

    fn moved(&self, pointer: i32, place: f64, scene: &Scene) {
        self.hovered.set(scene.slots.at(place).and_then(|slot| scene.slots.index(slot)));
        let Some(slot) = scene.slots.nearest(place) else { return };
        let editor = self.editor;
        self.held_by.update_value(|held| {
            let Some(held) = held.as_mut().filter(|held| held.pointer == pointer) else { return };
            match held.drag.to(slot) {
                Ok(None) => {}
                Ok(Some(made)) => {
                    editor.status.set(String::new());
                    if editor.shown.with_untracked(|shown| shown.as_ref() != Some(&made)) {
                        editor.try_out(made);
                    }
                }
                Err(refused) => editor.status.set(refused),
            }
        });
    }

    fn released(&self, pointer: i32, keep: bool) {
        let mut ended = None;
        self.held_by.update_value(|held| ended = held.take_if(|held| held.pointer == pointer));
        let Some(held) = ended else { return };
        self.held.set(None);
        match held.drag.end(keep) {
            Ended::Put => self.editor.put_shown(),
            Ended::Forget => self.editor.forget(),
            Ended::Nothing => {}
        }
    }
}

/// The channel that a pointer takes hold of: the nearest one of its lane.
fn held(scene: &Scene, (x, y): (f64, f64), width: f64) -> Option<Which> {
    let in_lane = |which: &Which| match which {
        Which::Quantum => true,
        Which::Classical(index) => scene.channels.channels().get(*index).is_some_and(|channel| {
            let down = y - MIDDLE;
            down.abs() <= LANE && (down < 0.0) == (channel.direction == Direction::Forward)
        }),
    };
    let away = |which: &Which| (scene.place(*which) * width - x).abs();
    let near = scene.all().filter(in_lane).filter(|which| scene.shows(*which) && away(which) <= REACH);
    near.min_by(|a, b| away(a).total_cmp(&away(b)))
}
