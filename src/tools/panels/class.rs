//! A class in six steps that move the page's own controls.

mod step;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::{browser, text};
use leptos::prelude::*;
use view::address::Address;
use view::class::LESSONS;
use view::inputs::class::Place;

/// Name under which the number of the step is remembered.
const LESSON: &str = "lesson";
/// A step as a whole.
const STEP: &str = "class-step";
/// The heading: of the step, or of all of them.
const HEADING: &str = "class-heading";

/// Moves through the class.
#[derive(Clone, Copy)]
struct Guide {
    context: ToolContext,
    place: Memo<Place>,
    /// State of the page before the class began; unknown if a link opened the class.
    before: StoredValue<Option<Address>>,
    /// Whether the next heading gets the focus: after a step of the class, not after one of the browser.
    moved: StoredValue<bool>,
}

impl Guide {
    /// Enters a step, and sets the page up for it.
    fn enter(self, step: usize) {
        let Some(lesson) = LESSONS.get(step) else { return };
        if !matches!(self.place.get_untracked(), Place::Step(_)) {
            self.before.set_value(Some(self.context.address.get_untracked()));
        }
        self.moved.set_value(true);
        self.context.change(|address| {
            lesson.stage.set(address);
            address.extras.set(LESSON, Place::Step(step).write());
        });
    }

    /// Leaves the class and restores the page as it was before, except for the pins, which belong to the user.
    fn leave(self) {
        let before = self.before.get_value();
        self.before.set_value(None);
        self.moved.set_value(true);
        self.context.change(|address| {
            if let Some(Address { settings, figure, view, cursor_km, zoom, .. }) = before {
                *address = Address { settings, figure, view, cursor_km, zoom, ..address.clone() };
            }
            address.extras.set(LESSON, Place::Overview.write());
        });
    }
}

#[component]
pub(super) fn Class(context: ToolContext) -> impl IntoView {
    let place = Memo::new(move |_| Place::read(context.extra(LESSON).as_deref()));
    let guide = Guide { context, place, before: StoredValue::new(None), moved: StoredValue::new(false) };
    Effect::new(move |_| {
        place.track();
        if guide.moved.get_value() {
            guide.moved.set_value(false);
            // Once the new heading stands.
            request_animation_frame(|| {
                browser::focus(HEADING);
                browser::scroll_to(STEP);
            });
        }
    });
    live::part(move || match place.get() {
        Place::Step(step) => view! { <step::Step guide step/> }.into_any(),
        Place::Overview => overview(guide, None),
        Place::Unknown(what) => overview(guide, Some(what)),
    })
}

/// All steps, to begin with any of them.
fn overview(guide: Guide, unknown: Option<String>) -> AnyView {
    let steps = LESSONS.iter().enumerate().map(|(step, lesson)| {
        view! { <li><button on:click=move |_| guide.enter(step)>{lesson.title}</button></li> }
    });
    let unknown = unknown.map(|step| {
        view! { <p class="lesson-wrong" role="alert">{text::no_such_step(&step, LESSONS.len())}</p> }
    });
    view! {
        <div class="class" data-testid="class">
            {unknown}
            <h2 id=HEADING tabindex="-1">{text::CLASS_TITLE}</h2>
            <p class="lead">{text::CLASS}</p>
            <ol class="lessons">{steps.collect_view()}</ol>
            <button class="primary" data-testid="class-start" on:click=move |_| guide.enter(0)>"Start"</button>
        </div>
    }
    .into_any()
}
