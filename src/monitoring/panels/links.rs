//! The links in numbers, the selected one, and the windows.

use super::section;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{LinkReport, Parameter, WindowWidth, with_spread};
use std::sync::Arc;

/// Widths of windows that can be chosen, min.
const WIDTHS: [u32; 12] = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60];

#[component]
pub(super) fn Links(console: Console) -> impl IntoView {
    let window = Memo::new(move |_| console.address.with(|address| address.window.minutes()));
    let options = live::part(move || {
        let now = window.get();
        let mut widths: Vec<u32> = WIDTHS.into();
        if !widths.contains(&now) {
            widths.push(now);
        }
        let option = |width: u32| view! { <option value=width.to_string() selected=width == now>{text::minutes(width)}</option> };
        widths.into_iter().map(option).collect_view().into_any()
    });
    let choose = move |event: web_sys::Event| {
        let width = event_target_value(&event).parse::<u32>().ok().and_then(|width| WindowWidth::try_from(width).ok());
        if let Some(width) = width {
            console.change(|address| address.window = width);
        }
    };
    let table = live::part(move || console.links.with(|links| table(console, links)));
    section(
        "links",
        "Links",
        view! {
            <p class="row">
                <label>"Mean over windows of "<select data-testid="window" on:change=choose>{options}</select></label>
                <span class="quiet">{text::WINDOWS_HELP}</span>
            </p>
            <div class="scroll" tabindex="0" role="group" aria-label="Links in numbers" data-testid="links-table">{table}</div>
        }
        .into_any(),
    )
}

/// The parameters that any of the links has.
pub(super) fn measured(links: &[Arc<LinkReport>]) -> Vec<Parameter> {
    Parameter::ALL.into_iter().filter(|p| links.iter().any(|link| link.summary(*p).is_some())).collect()
}

fn table(console: Console, links: &[Arc<LinkReport>]) -> AnyView {
    let shown = measured(links);
    let with_loss = links.iter().any(|link| link.row.is_some());
    let heads = shown.iter().map(|parameter| view! { <th>{text::head(*parameter)}</th> }).collect_view();
    let loss = with_loss.then(|| view! { <th>"Length, loss"</th> });
    let rows = links.iter().map(|link| row(console, link, &shown, with_loss)).collect_view();
    view! {
        <table>
            <thead><tr><th>"Link"</th>{loss}<th>"Lines"</th><th>"Windows"</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(console: Console, link: &Arc<LinkReport>, shown: &[Parameter], with_loss: bool) -> AnyView {
    let name = link.name.clone();
    let is_on = {
        let name = name.clone();
        live::flag(move || console.link.with(|link| link.as_ref().is_some_and(|link| link.name == name)))
    };
    let choose = {
        let name = name.clone();
        move |_| console.change(|address| address.link = Some(name.clone()))
    };
    let loss = with_loss.then(|| {
        let length = link.length_km().map(|km| format!("{} km", text::number(km)));
        let loss = link.row.as_ref().and_then(|row| row.loss).map(|loss| format!("{:.2} dB", loss.get()));
        let known: Vec<String> = length.into_iter().chain(loss).collect();
        view! { <td>{if known.is_empty() { "–".to_owned() } else { known.join(", ") }}</td> }
    });
    let means = shown.iter().map(|parameter| view! { <td>{mean(link, *parameter)}</td> }).collect_view();
    let gaps = link.windows.span() - link.windows.rows.len() as u64;
    view! {
        <tr class:own=is_on>
            <th><button class="link-choice" class:on=is_on aria-pressed=live::text(move || is_on.get().to_string()) data-testid=format!("link-{name}") on:click=choose>{name.clone()}</button></th>
            {loss}
            <td>{text::count(link.lines)}<small>{format!("{} not used", text::count(link.rejected.total()))}</small></td>
            <td>{text::count(link.windows.rows.len() as u64)}<small>{format!("{} complete, {}", text::count(link.complete() as u64), text::of(gaps, "gap", "gaps"))}</small></td>
            {means}
        </tr>
    }
    .into_any()
}

/// Mean, standard deviation and availability of a parameter.
fn mean(link: &LinkReport, parameter: Parameter) -> AnyView {
    let Some(summary) = link.summary(parameter) else { return "–".into_any() };
    let scale = if parameter.is_fraction() { 100.0 } else { 1.0 };
    let of_means = with_spread(summary.mean * scale, summary.deviation * scale);
    let there = (summary.availability < 1.0).then(|| format!("{:.1} % of the time", 100.0 * summary.availability));
    view! { {of_means}<small>{there}</small> }.into_any()
}
