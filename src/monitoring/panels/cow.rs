//! The COW model compared with a link: as set, and fitted.

mod device;
mod fits;
mod solved;

use super::over_time::{Timeline, Zoom};
use super::section;
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use chart::{ScatterChart, SeriesChart, Theme};
use engine::protocol::cow::{Parameters, RECONSTRUCTION, SECURITY_WARNING};
use leptos::prelude::*;
use view::figures::{NamedModel, model_chart, model_scatter, models};

#[component]
pub(super) fn Cow(console: Console) -> impl IntoView {
    let zoom = Zoom::new(console);
    let there = move || console.model.with(Option::is_some);
    let words = live::text(move || if console.fresh.get() { text::NO_MODEL } else { text::FITTING });
    let none = live::when(
        move || !there(),
        move || view! { <p class="quiet" role="status" data-testid="no-model">{words}</p> }.into_any(),
    );
    let results = live::when(there, move || {
        view! {
            <device::Device console/>
            <div class:stale=live::flag(move || !console.fresh.get())>
                <fits::Fits console/>
                <Pictures console zoom/>
                <solved::Solved console zoom/>
            </div>
        }
        .into_any()
    });
    section("cow", "COW model", view! {
        <div class="warning" role="note" data-testid="cow-warning"><p>{SECURITY_WARNING}</p><p>{RECONSTRUCTION}</p></div>
        {none}
        {results}
    }.into_any())
}

/// Model drawn first beside the one as set, by its index: the fit of one parameter.
const DRAWN_FIRST: usize = 1;

/// Measured and calculated, over time and against each other.
#[component]
fn Pictures(console: Console, zoom: Zoom) -> impl IntoView {
    let drawn = RwSignal::new(vec![0, DRAWN_FIRST]);
    let all =
        Memo::new(move |_| console.model.with(|model| model.as_ref().map(|model| models(model)).unwrap_or_default()));
    let shown = move || {
        let drawn = drawn.get();
        all.get().into_iter().enumerate().filter(|(i, _)| drawn.contains(i)).map(|(_, model)| model).collect::<Vec<_>>()
    };
    let over_time = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        let link = console.link.get()?;
        Some(model_chart(&link, &named(&shown()), zoom.shown(), zoom.cursor_s.get(), zoom.chosen.get()))
    });
    let scatter = Box::new(move |_: &Theme| -> Option<ScatterChart> {
        Some(model_scatter(&*console.link.get()?, &named(&shown())))
    });
    let boxes = live::part(move || {
        let now = drawn.get();
        let names = all.get().into_iter().enumerate();
        let check = |(i, (name, _)): (usize, (String, Parameters))| {
            let toggle = move |_| {
                drawn.update(|drawn| if drawn.contains(&i) { drawn.retain(|known| *known != i) } else { drawn.push(i) })
            };
            view! { <label class="check"><input type="checkbox" prop:checked=now.contains(&i) on:change=toggle/>{name}</label> }
        };
        names.map(check).collect_view().into_any()
    });
    let words = live::text(move || {
        let names: Vec<String> = shown().into_iter().map(|(name, _)| name).collect();
        text::model_over_time(&names)
    });
    let scatter_words = live::text(|| text::SCATTER);
    view! {
        <p class="row" role="group" aria-label="Models shown">{boxes}</p>
        <div class="parameter">
            <Timeline zoom dark=console.dark chart=over_time words name="cow"/>
            <div class="square"><Picture dark=console.dark.into() chart=scatter words=scatter_words name="cow-scatter"/></div>
        </div>
    }
}

fn named(models: &[(String, Parameters)]) -> Vec<NamedModel<'_>> {
    models.iter().map(|(name, device)| (name.as_str(), device)).collect()
}
