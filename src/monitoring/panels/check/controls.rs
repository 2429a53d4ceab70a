//! Controls of the check. One of a kind each, since every other type of a view is compiled for itself.

use crate::monitoring::browser;
use leptos::prelude::*;
use web_sys::Event;

/// Takes what was typed or chosen.
pub(super) type Take = Box<dyn Fn(String)>;

/// A box to type into.
pub(super) struct Typed {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) value: String,
    /// What an empty box means.
    pub(super) hint: String,
    /// The list of what is offered, if there is one.
    pub(super) list: Option<&'static str>,
}

pub(super) fn typed(of: Typed, take: Take) -> AnyView {
    let Typed { id, label, value, hint, list } = of;
    let change = move |event: Event| take(event_target_value(&event).trim().to_owned());
    view! { <input id=id type="text" autocomplete="off" aria-label=label value=value placeholder=hint list=list on:change=change/> }
        .into_any()
}

/// A choice among names with titles.
pub(super) fn select(id: String, label: String, options: Vec<(String, String)>, now: &str, take: Take) -> AnyView {
    let option = |(value, title): (String, String)| {
        let selected = value == now;
        view! { <option value=value selected=selected>{title}</option> }.into_any()
    };
    let options: Vec<AnyView> = options.into_iter().map(option).collect();
    let change = move |event: Event| take(event_target_value(&event));
    view! { <select id=id aria-label=label on:change=change>{options}</select> }.into_any()
}

pub(super) fn button(id: String, title: String, click: Box<dyn Fn()>) -> AnyView {
    view! { <button id=id on:click=move |_| click()>{title}</button> }.into_any()
}

/// A table whose first column names its rows.
pub(super) fn table(label: &'static str, heads: &[&'static str], rows: Vec<Vec<AnyView>>) -> AnyView {
    let heads: Vec<AnyView> = heads.iter().map(|head| view! { <th>{*head}</th> }.into_any()).collect();
    let row = |cells: Vec<AnyView>| {
        let mut cells = cells.into_iter();
        let name = cells.next();
        let cells: Vec<AnyView> = cells.map(|cell| view! { <td>{cell}</td> }.into_any()).collect();
        view! { <tr><th>{name}</th>{cells}</tr> }.into_any()
    };
    let rows: Vec<AnyView> = rows.into_iter().map(row).collect();
    view! {
        <div class="scroll tall" tabindex="0" role="group" aria-label=label>
            <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

pub(super) fn words(text: String) -> AnyView {
    text.into_any()
}

/// Something that can be unfolded.
pub(super) fn folded(summary: String, open: bool, inside: AnyView) -> AnyView {
    view! { <details open=open><summary>{summary}</summary>{inside}</details> }.into_any()
}

/// The controls are made anew with every reading: the one that had the focus gets it again.
pub(super) fn keep_focus() {
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    let id = focused.map(|element| element.id()).filter(|id| id.starts_with("check-"));
    if let Some(id) = id {
        gloo::timers::callback::Timeout::new(0, move || browser::focus(&id)).forget();
    }
}
