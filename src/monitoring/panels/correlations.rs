//! Correlations between parameters, and of the key rate with its own past, as heat maps with numbers: tables 3.3 to 3.6 of the thesis.

use super::section;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{Correlations, LinkReport, Parameter};

#[component]
pub(super) fn Related(console: Console) -> impl IntoView {
    let maps = live::part(move || {
        let Some(link) = console.link.get() else { return ().into_any() };
        let past = link
            .summary(Parameter::KeyRate)
            .is_some()
            .then(|| matrix("Key rate with its past", &past_names(&link), &link.past));
        view! {
            {matrix("Between parameters", &parameter_names(&link), &link.correlations)}
            {past}
        }
        .into_any()
    });
    let title = live::text(move || {
        console.link.with(|link| {
            link.as_ref().map_or_else(String::new, |link| format!("Link {}. {}", link.name, text::CORRELATIONS_HELP))
        })
    });
    section(
        "correlations",
        "Correlations",
        view! { <p class="quiet">{title}</p><div class="heats">{maps}</div> }.into_any(),
    )
}

pub(super) fn parameter_names(link: &LinkReport) -> Vec<String> {
    link.correlations.of.iter().map(|parameter| text::capital(parameter.title())).collect()
}

pub(super) fn past_names(link: &LinkReport) -> Vec<String> {
    link.past.of.iter().map(|min| if *min == 0 { "now".to_owned() } else { format!("{min} min ago") }).collect()
}

fn matrix<T>(title: &'static str, names: &[String], matrix: &Correlations<T>) -> AnyView {
    let heads = names.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = names.iter().zip(&matrix.coefficients).map(|(name, row)| {
        let cells = row.iter().map(|r| cell(*r)).collect_view();
        view! { <tr><th scope="row">{name.clone()}</th>{cells}</tr> }
    });
    view! {
        <figure>
            <figcaption>{title}</figcaption>
            <div class="scroll" tabindex="0" role="group" aria-label=title><table class="heat"><thead><tr><td></td>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table></div>
        </figure>
    }
    .into_any()
}

/// A number on the colour of its size: the style sheet mixes it in the share that is set here.
fn cell(r: Option<f64>) -> AnyView {
    let Some(r) = r else { return view! { <td class="empty">"–"</td> }.into_any() };
    // Not the whole colour, on which the number could not be read.
    let share = format!("{:.0}%", 60.0 * r.abs());
    let text = format!("{r:.2}").replace('-', "−");
    view! { <td class:negative=r < 0.0 style:--share=share>{text}</td> }.into_any()
}
