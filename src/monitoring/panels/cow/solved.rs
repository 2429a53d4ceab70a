//! The model solved for one parameter in each window.

use super::super::over_time::{Timeline, Zoom};
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use chart::{HistogramChart, SeriesChart, Theme};
use leptos::prelude::*;
use monitoring::FitParameter;
use view::figures::{solved_chart, solved_distribution};

#[component]
pub(super) fn Solved(console: Console, zoom: Zoom) -> impl IntoView {
    let wanted = move || console.address.with(|address| address.solve);
    let choose = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        console
            .change(|address| address.solve = FitParameter::ALL.into_iter().find(|parameter| parameter.name() == name));
    };
    let options = live::part(move || {
        let now = wanted();
        let option = |parameter: FitParameter| view! { <option value=parameter.name() selected=now == Some(parameter)>{parameter.symbol()}</option> };
        view! { <option value="" selected=now.is_none()>{text::NOTHING_TO_SOLVE}</option>{FitParameter::ALL.map(option).collect_view()} }.into_any()
    });
    let there = move || console.model.with(|model| model.as_ref().is_some_and(|model| model.solved.is_some()));
    let pictures = live::when(there, move || {
        let over_time = Box::new(move |_: &Theme| -> Option<SeriesChart> {
            let (link, model) = (console.link.get()?, console.model.get()?);
            Some(solved_chart(&link, model.solved.as_ref()?, zoom.shown(), zoom.cursor_s.get(), zoom.chosen.get()))
        });
        let spread = Box::new(move |_: &Theme| -> Option<HistogramChart> {
            solved_distribution(console.model.get()?.solved.as_ref()?)
        });
        let words = live::text(move || {
            console.model.with(|model| model.as_ref().map(|model| text::solved(model)).unwrap_or_default())
        });
        view! {
            <p data-testid="solved">{words}</p>
            <div class="parameter">
                <Timeline zoom dark=console.dark chart=over_time words name="solved"/>
                <div class="distribution"><Picture dark=console.dark.into() chart=spread words name="solved-distribution"/></div>
            </div>
        }
        .into_any()
    });
    view! {
        <h3>"Solved for one parameter"</h3>
        <p class="row"><label>"Solve for "<select data-testid="solve" on:change=choose>{options}</select></label><span class="quiet">{text::SOLVE_HELP}</span></p>
        {pictures}
    }
}
