//! The model solved for one parameter in each window.

use super::super::over_time::{Timeline, Zoom};
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use chart::{HistogramChart, SeriesChart, Theme};
use leptos::prelude::*;
use monitoring::{FitParameter, ModelReport, distribution_of};
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
        view! { <option value="" selected=now.is_none()>"nothing"</option>{FitParameter::ALL.map(option).collect_view()} }.into_any()
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
            console.model.with(|model| model.as_ref().map(|model| words(model)).unwrap_or_default())
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

fn words(model: &ModelReport) -> String {
    let Some(solved) = &model.solved else { return String::new() };
    let unit = match solved.parameter.unit() {
        "1" => "",
        unit => unit,
    };
    let symbol = solved.parameter.symbol();
    let without = match solved.unsolved {
        0 => String::new(),
        n => format!(
            " {} without a solution: without a key, or with more than the model gives for any value.",
            text::of(n, "window is", "windows are")
        ),
    };
    let quantiles = distribution_of(solved.values.iter().map(|(_, value)| *value).collect()).0;
    let [(_, low), .., (_, high)] = quantiles.as_slice() else {
        return format!("No window has a solution for {symbol}.");
    };
    let middle = quantiles.get(2).map_or(f64::NAN, |(_, value)| *value);
    format!(
        "In {}, {symbol} would have to be {} {unit} (median), in nine of ten between {} and {}.{without}",
        text::of(solved.values.len() as u64, "window", "windows"),
        text::number(middle),
        text::number(*low),
        text::number(*high)
    )
}
