//! Map: reach or key rate over two parameters as colour, with contours and the frontier between the bands.

mod axes;
mod paint;
mod picture;
mod stages;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use axes::Axes;
use leptos::prelude::*;
use picture::Picture;
use stages::Stages;
use view::inputs::map::MapInputs;

/// The map with its axes.
#[component]
pub(super) fn Map(context: ToolContext) -> impl IntoView {
    let remembered = Memo::new(move |_| MapInputs::read(context.extra("map").as_deref()));
    let request = Memo::new(move |_| {
        let memory = remembered.get()?;
        context
            .settings
            .with(|settings| memory.request(settings, (stages::FINEST, stages::FINEST)))
            .map_err(|problem| problem.to_string())
    });
    let stages = Stages::new(context, request);
    view! {
        <Axes context remembered/>
        <p class="note bad" role="status" data-testid="map-problem">{live::text(move || request.get().err().unwrap_or_default())}</p>
        <Progress stages/>
        <Picture context stages/>
        <p class="help">{text::MAP_HELP}</p>
    }
}

/// Progress of the map, with a button to stop it.
#[component]
fn Progress(stages: Stages) -> impl IntoView {
    let words = move || {
        let grid = stages.grid.get().map(|grid| (grid.request.size(), grid.share()));
        text::map_progress(grid, stages.running.get())
    };
    view! {
        <div class="map-progress">
            <span data-testid="map-progress" role="status">{live::text(words)}</span>
            {live::when(move || stages.running.get(), move || view! { <button class="chip" data-testid="map-cancel" on:click=move |_| stages.stop()>{text::STOP}</button> }.into_any())}
            {live::when(move || stages.can_go_on(), move || view! { <button class="chip" data-testid="map-finer" on:click=move |_| stages.go_on()>{text::MAP_FINER}</button> }.into_any())}
        </div>
    }
}
