//! Pointers over the picture: they show a slot, and drag channels.

use super::editor::Editor;
use super::handle::{self, LANE, MIDDLE, REACH};
use super::scene::Scene;
use crate::tools::browser;
use engine::link::channel_plan::Direction;
use engine::scenario::{Channels, Which};
use leptos::prelude::*;
use web_sys::{Element, PointerEvent};

/// A channel that is held.
#[derive(Debug)]
pub(super) struct Drag {
    pointer: i32,
    which: Which,
    /// The plan before.
    from: Channels,
    /// Whether it was anywhere else.
    moved: bool,
}

/// What pointers do.
#[derive(Clone, Copy)]
pub(super) struct Pointers {
    editor: Editor,
    drag: StoredValue<Option<Drag>, LocalStorage>,
    /// Which channel is held.
    pub(super) held: RwSignal<Option<Which>>,
    /// Number of the slot under the pointer.
    pub(super) hovered: RwSignal<Option<usize>>,
}

impl Pointers {
    pub(super) fn new(editor: Editor) -> Pointers {
        let drag = StoredValue::new_local(None);
        Pointers { editor, drag, held: RwSignal::new(None), hovered: RwSignal::new(None) }
    }

    pub(super) fn handle(&self, event: &PointerEvent, scene: &Scene) {
        let Some(picture) = browser::target::<Element>(event) else { return };
        let bounds = picture.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let place = x / bounds.width().max(1.0);
        match event.type_().as_str() {
            // Of several fingers the first one drags.
            "pointerdown" if event.button() == 0 && self.held.with_untracked(Option::is_none) => {
                let Some(which) = held(scene, (x, y), bounds.width()) else { return };
                // A drag goes on outside of the picture; a browser that refuses ends it there.
                let _ = picture.set_pointer_capture(event.pointer_id());
                browser::focus_any(&handle::id(which));
                let from = scene.channels.clone();
                self.drag.set_value(Some(Drag { pointer: event.pointer_id(), which, from, moved: false }));
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
        self.drag.set_value(None);
        self.held.set(None);
        self.editor.forget();
    }

    fn moved(&self, pointer: i32, place: f64, scene: &Scene) {
        self.hovered.set(scene.slots.at(place).and_then(|slot| scene.slots.index(slot)));
        let Some(slot) = scene.slots.nearest(place) else { return };
        let editor = self.editor;
        self.drag.update_value(|drag| {
            let Some(drag) = drag.as_mut().filter(|drag| drag.pointer == pointer) else { return };
            let made = match drag.from.slot(drag.which) == slot {
                true => Ok(drag.from.clone()),
                false => drag.from.in_slot(drag.which, slot),
            };
            match made {
                Ok(made) => {
                    if drag.moved || made != drag.from {
                        drag.moved = true;
                        editor.said.set(String::new());
                        if editor.shown.with_untracked(|shown| shown.as_ref() != Some(&made)) {
                            editor.try_out(made);
                        }
                    }
                }
                Err(problem) => editor.said.set(handle::refusal(&drag.from, drag.which, slot, &problem)),
            }
        });
    }

    fn released(&self, pointer: i32, keep: bool) {
        let mut ended = None;
        self.drag.update_value(|drag| ended = drag.take_if(|drag| drag.pointer == pointer));
        let Some(drag) = ended else { return };
        self.held.set(None);
        match (drag.moved, keep) {
            (true, true) => self.editor.put_shown(),
            (true, false) => self.editor.forget(),
            (false, _) => {}
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
