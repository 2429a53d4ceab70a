//! A chart on its own canvas.

use crate::kit::canvas::{paint, watched_size};
use chart::{Plot, Theme};
use gloo::render::{AnimationFrame, request_animation_frame};
use leptos::html;
use leptos::prelude::*;

/// What draws a chart in the colours of the page; none for nothing.
pub(crate) type Draft<P> = Box<dyn Fn(&Theme) -> Option<P>>;

/// A canvas with a chart on it. `words` say what it shows.
#[component]
pub fn Picture<P: Plot + 'static>(
    dark: Signal<bool>,
    chart: Draft<P>,
    words: Signal<String>,
    name: &'static str,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = watched_size(canvas);
    let frame = StoredValue::new_local(None::<AnimationFrame>);
    Effect::new(move |_| {
        let theme = if dark.get() { Theme::DARK } else { Theme::LIGHT };
        let (Some(chart), Some(canvas), Some(size)) = (chart(&theme), canvas.get(), size.get()) else { return };
        // A frame that was asked for and has not come is replaced: nothing is painted twice.
        frame.set_value(Some(request_animation_frame(move |_| {
            if paint(&canvas, size, &chart, &theme) {
                let _ = canvas.set_attribute("data-drawn", name);
            }
        })));
    });
    view! { <div class="picture" role="img" aria-label=words><canvas node_ref=canvas data-testid=name></canvas></div> }
}
