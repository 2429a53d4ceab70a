//! Map: reach or key rate over two parameters as colour, with contours and the frontier between the bands.

mod axes;
mod memory;
mod paint;
mod picture;
mod stages;

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use axes::Axes;
use leptos::prelude::*;
use memory::Memory;
use picture::Picture;
use stages::Stages;

/// The map with what it is over.
#[component]
pub(super) fn Map(desk: ToolContext) -> impl IntoView {
    let remembered = Memo::new(move |_| Memory::read(desk.extra("map").as_deref()));
    let request = Memo::new(move |_| {
        let memory = remembered.get()?;
        desk.settings.with(|settings| memory.request(settings, stages::FINEST)).map_err(|problem| problem.to_string())
    });
    let stages = Stages::new(desk, request);
    view! {
        <Axes desk remembered/>
        <p class="note bad" role="status" data-testid="map-problem">{live::text(move || request.get().err().unwrap_or_default())}</p>
        <Progress stages/>
        <Picture desk stages/>
        <p class="help">{text::MAP_HELP}</p>
    }
}

/// How far the map is, and how to stop it.
#[component]
fn Progress(stages: Stages) -> impl IntoView {
    let words = move || match (stages.grid.get(), stages.running.get()) {
        (None, true) => "Computing…".to_owned(),
        (Some(grid), running) => {
            let (columns, rows) = grid.request.size();
            match running {
                true => format!("{columns} × {rows}: {:.0} %", 100.0 * grid.share()),
                false if grid.is_whole() => format!("{columns} × {rows} spans, each computed in both bands"),
                false => format!("Stopped at {:.0} % of {columns} × {rows}", 100.0 * grid.share()),
            }
        }
        (None, false) => "Stopped".to_owned(),
    };
    view! {
        <div class="map-progress">
            <span data-testid="map-progress" role="status">{live::text(words)}</span>
            {live::when(move || stages.running.get(), move || view! { <button class="chip" data-testid="map-cancel" on:click=move |_| stages.stop()>"Stop"</button> }.into_any())}
            {live::when(move || stages.can_go_on(), move || view! { <button class="chip" data-testid="map-finer" on:click=move |_| stages.go_on()>"Go on, finer"</button> }.into_any())}
        </div>
    }
}
